"""Broken bytes, made from whole ones by chance that can be repeated."""

import random
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from zipfile import ZipFile

from indexer.readers.word97.compound import CompoundFile
from tests.indexer.readers.word97.compound_press import compound

WHOLE_PIECES = re.compile(rb'="[^"<>]*"|<[\w:]+/>')


def mutations(samples: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Endless variants of the samples, each with one to four faults: flips, cuts, splices, repeats, noise."""
    generator = random.Random(seed)
    while True:
        data = generator.choice(samples)
        for _ in range(generator.randint(1, 4)):
            data = _fault(data, generator.choice(samples), generator)
        yield data


def inside_mutations(samples: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Endless whole zips, each with a faulty file inside, and now and then one that is missing."""
    generator = random.Random(seed)
    members = [_members(sample) for sample in samples]
    while True:
        files = dict(generator.choice(members))
        name = generator.choice(sorted(files))
        chance = generator.random()
        if chance < 0.1:
            del files[name]
        elif chance < 0.6:
            for _ in range(generator.randint(1, 3)):
                files[name] = _wrong_value(files[name], generator)
        else:
            files[name] = next(mutations([files[name], *files.values()], generator.randrange(2**32)))
        buffer = BytesIO()
        with ZipFile(buffer, "w") as archive:
            for member, data in files.items():
                archive.writestr(member, data)
        yield buffer.getvalue()


def stream_mutations(samples: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Endless whole compound files, each with a few numbers in one of its streams that say something else."""
    generator = random.Random(seed)
    names = ("WordDocument", "1Table")
    streams = [{name: CompoundFile(sample).stream(name) for name in names} for sample in samples]
    while True:
        found = dict(generator.choice(streams))
        name = generator.choice(names)
        found[name] = _wrong_numbers(found[name], generator)
        yield compound(found)


def _wrong_numbers(data: bytes, generator: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(generator.randint(1, 5)):
        place = generator.randrange(len(data) if generator.random() < 0.5 else min(len(data), 900))
        number = generator.choice([0, 1, 0xFF, 0xFFFF, 0x7FFF, 0x80, generator.randrange(2**16)])
        size = generator.choice([1, 2])
        changed[place : place + size] = number.to_bytes(4, "little")[:size]
    return bytes(changed)


def _wrong_value(xml: bytes, generator: random.Random) -> bytes:
    """The XML, well-formed as before, with one attribute saying something else or one empty element gone."""
    places = list(WHOLE_PIECES.finditer(xml))
    if not places:
        return xml
    place = generator.choice(places)
    values = [b"", b"0", b"-1", b"9", b"999999999999", b"x", b"%1%2", generator.choice(places).group().strip(b'<>/"=')]
    value = b'="%s"' % generator.choice(values).replace(b"<", b"").replace(b'"', b"")
    return xml[: place.start()] + (value if place.group().startswith(b"=") else b"") + xml[place.end() :]


def _members(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _fault(data: bytes, other: bytes, generator: random.Random) -> bytes:
    start, end = sorted(generator.randint(0, len(data)) for _ in range(2))
    end = min(end, start + 200) if generator.random() < 0.5 else end
    fault = generator.randrange(7)
    if fault == 0:  # flip a bit
        return (
            data[:start] + bytes([data[start] ^ 1 << generator.randrange(8)]) + data[start + 1 :]
            if start < len(data)
            else data
        )
    if fault == 1:  # cut a piece out
        return data[:start] + data[end:]
    if fault == 2:  # cut the end off
        return data[:start]
    if fault == 3:  # repeat a piece
        return data[:end] + data[start : start + 200] * generator.randint(1, 20) + data[end:]
    if fault == 4:  # put in a piece of another file
        at = generator.randint(0, len(other))
        return data[:start] + other[at : at + generator.randint(1, 400)] + data[end:]
    if fault == 5:  # noise
        return data[:start] + generator.randbytes(generator.randint(1, 16)) + data[start + 8 :]
    return (
        data[:start] + generator.choice([b"\0", b"\xff", b"<", b">", b"&", b'"', b"9" * 12, b"-1", b"\r"]) + data[end:]
    )
