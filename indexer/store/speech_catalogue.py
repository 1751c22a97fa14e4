"""The catalogue of a generation: every speech without its text, and a short entry of each for lists and filters.

Two files: `speeches.jsonl`, one speech on each line without its paragraphs, which the engine keeps, and
`catalogue.json`, the entries with the place of that line. A speech's number is its place in the catalogue.
"""

import mmap
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from pathlib import Path

import msgspec

from indexer.dedup.near_duplicates import NearDuplicate
from indexer.errors import IndexUnusableError
from indexer.evidence import PUBLICATION, Certainty
from indexer.i18n import Message
from indexer.i18n.message_json import from_stored, stored_json
from indexer.model import LeftOut, Paragraph, Speech, SpeechDate

SPEECHES = "speeches.jsonl"
ENTRIES = "catalogue.json"


class Turn(msgspec.Struct, frozen=True, gc=False):
    """Paragraphs `start` to `end` (exclusive) of a speech, spoken by one of several."""

    speaker: str
    start: int
    end: int


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What is known of a speech without decoding its line; `offset` and `size` are bytes of speeches.jsonl.

    `first` is the number of its first paragraph in the engine. `versions` are what else there is of it in the corpus;
    one that says something in other words has an entry too, whose paragraphs are these passages, and `version_of` is
    the id of the speech that it is a version of. `published`: its date is only that
    of its publication. `unsure` names the facts that are not certain. `source` and `address` are where the document comes
    from, as in Speech. `machine_read`: a machine has read text of it from pictures.
    """

    id: str
    title: str
    date: SpeechDate | None
    speaker: str | None
    office: str | None
    occasion: str | None
    paragraphs: int
    characters: int
    offset: int
    size: int
    first: int
    turns: tuple[Turn, ...] = ()
    versions: tuple[NearDuplicate, ...] = ()
    published: bool = False
    unsure: tuple[str, ...] = ()
    version_of: str | None = None
    source: str | None = None
    address: str | None = None
    machine_read: bool = False

    def speaker_of(self, paragraph: Paragraph) -> str | None:
        """Who speaks a paragraph: in a conversation the one whose turn it is; None where that is not known."""
        return paragraph.speaker if self.turns else self.speaker

    @property
    def voices(self) -> tuple[str, ...]:
        """Who speaks: the speaker of the speech, or those of a conversation, who speaks most first."""
        if self.speaker is not None and not self.turns:
            return (self.speaker,)
        spoken: Counter[str] = Counter()
        for turn in self.turns:
            spoken[turn.speaker] += turn.end - turn.start
        return tuple(name for name, _ in spoken.most_common())


class _LeftOutOnly(msgspec.Struct, frozen=True):
    """Of the line of a speech what was left out; the rest is passed over."""

    left_out: tuple[LeftOut, ...]


# Made once, at import: threads that are the first to ask msgspec for a type, at the same time, crash it.
_SPEECH = msgspec.json.Decoder(Speech, dec_hook=from_stored)
_LEFT_OUT = msgspec.json.Decoder(_LeftOutOnly)
_ENTRIES = msgspec.json.Decoder(list[Entry])


class CatalogueWriter:
    """Writes a catalogue, speech by speech."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = (folder / SPEECHES).open("wb")
        self.entries: list[Entry] = []

    def add(
        self,
        entry: Entry,
        line: bytes,
        first: int,
        versions: tuple[NearDuplicate, ...] = (),
        version_of: str | None = None,
    ) -> None:
        """Add a speech by its entry, its line and its place in the engine; `versions` are what else there is of it."""
        place = {"offset": self._file.tell(), "size": len(line), "first": first}
        self.entries.append(msgspec.structs.replace(entry, versions=versions, version_of=version_of, **place))
        self._file.write(line)

    def finish(self) -> None:
        self._file.close()
        (self._folder / ENTRIES).write_bytes(msgspec.json.encode(self.entries))

    def close(self) -> None:
        """Close the file; also of a catalogue that will not be finished."""
        self._file.close()


def entry_of(speech: Speech) -> Entry:
    """The entry of a speech; its place in the files is filled in by `CatalogueWriter.add`."""
    return Entry(
        id=speech.id,
        title=speech.title,
        date=speech.date,
        speaker=speech.speaker,
        office=speech.office,
        occasion=speech.occasion,
        paragraphs=len(speech.paragraphs),
        characters=speech.characters,
        offset=0,
        size=0,
        first=0,
        published=speech.origins.get("date") == PUBLICATION,
        unsure=tuple(name for name, one in speech.evidence.items() if one.certainty is not Certainty.CERTAIN),
        turns=tuple(_turns(speech)),
        source=speech.source,
        address=speech.address,
        machine_read=speech.machine_read,
    )


def line_of(speech: Speech) -> bytes:
    """The line of a speech; with its paragraphs where the engine has not all of them."""
    return stored_json(speech if speech.own is not None else replace(speech, paragraphs=())) + b"\n"


def renamed_line(line: bytes, id_: str, warning: Message) -> bytes:
    """The line of a speech that goes by another id, with a warning that says so."""
    speech = _SPEECH.decode(line)
    return line_of(replace(speech, id=id_, warnings=(*speech.warnings, warning)))


def _turns(speech: Speech) -> Iterator[Turn]:
    """Who speaks from where to where; nothing for a speech by one."""
    position = 0
    for speaker, paragraphs in groupby(paragraph.speaker for paragraph in speech.paragraphs):
        end = position + len(list(paragraphs))
        if speaker is not None:
            yield Turn(speaker, position, end)
        position = end


class Catalogue:
    """Reads a catalogue. Raises IndexUnusableError where it is damaged.

    Opening only maps its files; entries are made when they are first asked for, so that it is quick whatever the size.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries, self._speeches = _mapped(folder / ENTRIES), _mapped(folder / SPEECHES)

    @cached_property
    def entries(self) -> list[Entry]:
        try:
            return _ENTRIES.decode(self._entries)
        except msgspec.DecodeError as error:
            raise IndexUnusableError.damaged(f"{self._folder.name}/{ENTRIES}") from error

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each speech by its id.

        The id of a version that has no entry leads to the speech that was, so that links to it still work.
        """
        numbers = {version.id: n for n, entry in enumerate(self.entries) for version in entry.versions}
        return numbers | {entry.id: number for number, entry in enumerate(self.entries)}

    def speech(self, number: int, paragraphs: tuple[Paragraph, ...]) -> Speech:
        """The speech as it was parsed; its paragraphs come from the engine, but those of a version."""
        try:
            found = _SPEECH.decode(self.line(self.entries[number]))
            return found if found.own is not None else replace(found, paragraphs=paragraphs)
        except msgspec.DecodeError as error:
            raise IndexUnusableError.damaged(f"{self._folder.name}/{SPEECHES}") from error

    def left_out(self, entry: Entry) -> tuple[LeftOut, ...]:
        """The texts that were left out of a speech."""
        try:
            return _LEFT_OUT.decode(self.line(entry)).left_out
        except msgspec.DecodeError as error:
            raise IndexUnusableError.damaged(f"{self._folder.name}/{SPEECHES}") from error

    def line(self, entry: Entry) -> bytes:
        """The line of a speech, as it was added."""
        return self._speeches[entry.offset : entry.offset + entry.size]


def _mapped(file: Path) -> mmap.mmap:
    """A file, mapped and so kept readable: the generation may be removed while it is in use."""
    try:
        with file.open("rb") as opened:
            return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:  # an empty file cannot be mapped
        raise IndexUnusableError.damaged(f"{file.parent.name}/{file.name}") from error
