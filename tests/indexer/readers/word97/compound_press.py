"""Makes compound files ([MS-CFB]): streams in chained sectors, short ones in one stream together."""

import struct
from collections.abc import Mapping

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
SECTOR, MINI, CUTOFF = 512, 64, 4096
END, TABLE_SECTOR, FURTHER_SECTOR = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
IN_HEAD, IN_SECTOR = 109, 127
NOBODY = 0xFFFFFFFF


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams at its root."""
    minis, places = b"", {}
    mini_table: list[int] = []
    for name, data in streams.items():
        if len(data) < CUTOFF:
            places[name] = len(mini_table)
            mini_table += _links(len(mini_table), len(data), MINI)
            minis += _padded(data, MINI)
    sectors: list[int] = []
    body = bytearray()

    def put(data: bytes) -> int:
        nonlocal body
        start = len(sectors) if data else END
        sectors.extend(_links(len(sectors), len(data), SECTOR))
        body += _padded(data, SECTOR)
        return start

    for name, data in streams.items():
        if len(data) >= CUTOFF:
            places[name] = put(data)
    mini_start = put(minis)
    table_start = put(
        struct.pack(f"<{len(mini_table)}I", *mini_table).ljust(-(-len(mini_table) * 4 // SECTOR) * SECTOR, b"\xff")
    )
    directory = put(_directory(streams, places, mini_start, len(minis)))
    count, more = _tables(len(sectors))
    own = list(range(len(sectors), len(sectors) + count))
    further = list(range(len(sectors) + count, len(sectors) + count + more))  # they name what the head has no room for
    table = [*sectors, *[TABLE_SECTOR] * count, *[FURTHER_SECTOR] * more]
    body += struct.pack(f"<{len(table)}I", *table).ljust(count * SECTOR, b"\xff")
    for number, following in zip(range(more), [*further[1:], END], strict=False):
        named = own[IN_HEAD + IN_SECTOR * number :][:IN_SECTOR]
        body += struct.pack(f"<{len(named)}I", *named).ljust(SECTOR - 4, b"\xff") + struct.pack("<I", following)
    head = MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIII", 0, count, directory, 0, CUTOFF, table_start)
    head += struct.pack("<III", bool(mini_table), further[0] if further else END, more)
    return (head + struct.pack(f"<{len(own[:IN_HEAD])}I", *own[:IN_HEAD])).ljust(SECTOR, b"\xff") + body


def _tables(sectors: int) -> tuple[int, int]:
    """How many sectors tell which one follows each, and how many tell of these beyond those in the head."""
    count = more = 0
    while count * SECTOR // 4 < sectors + count + more:
        count += 1
        more = -(-max(count - IN_HEAD, 0) // IN_SECTOR)
    return count, more


def _links(first: int, size: int, sector: int) -> list[int]:
    count = -(-size // sector)
    return [*range(first + 1, first + count), END] if count else []


def _padded(data: bytes, sector: int) -> bytes:
    return data.ljust(-(-len(data) // sector) * sector, b"\0")


def _directory(streams: Mapping[str, bytes], places: Mapping[str, int], mini_start: int, mini_size: int) -> bytes:
    entries = [_entry("Root Entry", 5, NOBODY, 1 if streams else NOBODY, mini_start, mini_size)]
    for number, (name, data) in enumerate(streams.items(), 1):
        following = number + 1 if number < len(streams) else NOBODY
        entries.append(_entry(name, 2, following, NOBODY, places[name] if data else END, len(data)))
    return b"".join(entries)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written), kind, 1, NOBODY, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
