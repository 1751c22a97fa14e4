"""What a build did, file by file, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from indexer.dedup.near_duplicates import NearDuplicate
from indexer.evidence import Evidence
from indexer.i18n import Message
from indexer.model import Speech
from indexer.readers.sidecar import Problem
from indexer.store.file_diff import Changes


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that could not be read, and why."""

    path: str
    reason: Message


@dataclass(frozen=True, slots=True)
class SpeechWarning:
    """Something in a speech that the user should check."""

    path: str
    warning: Message


@dataclass(frozen=True, slots=True)
class IndexedSpeech:
    """A speech that was indexed. `evidence` tells where each fact was found and how sure it is, `origins` only where.

    `left_out` and `gaps` count places.
    """

    path: str
    id: str
    title: str
    date: str | None
    speaker: str | None
    office: str | None
    occasion: str | None
    origins: Mapping[str, str]
    evidence: Mapping[str, Evidence]
    paragraphs: int
    characters: int
    left_out: int
    gaps: int
    warnings: tuple[Message, ...]
    conversation: bool = False
    machine_read: bool = False

    @classmethod
    def of(cls, speech: Speech, path: str) -> Self:
        """`path` is that of the file, with a number where the file holds many speeches."""
        return cls(
            path=path,
            id=speech.id,
            title=speech.title,
            date=str(speech.date) if speech.date else None,
            speaker=speech.speaker,
            office=speech.office,
            occasion=speech.occasion,
            origins=speech.origins,
            evidence=speech.evidence,
            paragraphs=len(speech.paragraphs),
            characters=speech.characters,
            left_out=len(speech.left_out),
            gaps=len(speech.gaps),
            warnings=speech.warnings,
            conversation=any(paragraph.speaker is not None for paragraph in speech.paragraphs),
            machine_read=speech.machine_read,
        )


@dataclass(frozen=True, slots=True)
class Census:
    """The paths of all files that were seen, each in one list: `files` is the number of all of them.

    `indexed`: some speech of it is indexed whole. `versions`: all that it has are versions of speeches of other files.
    `side_files`: metadata, word lists, patterns, and what is hidden. `left_out`: not read, or unreadable. `waiting`: not
    in the index yet, being new or changed. `gone` are no longer there and not counted.
    """

    files: int
    indexed: tuple[str, ...]
    versions: tuple[str, ...]
    side_files: tuple[str, ...]
    left_out: tuple[str, ...]
    waiting: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a build or an update did. `files` counts all that were looked at, sidecars not among them.

    `indexed` are the speeches that were read, and `warnings` theirs: for a build all, for an update those of changed
    files. `changes` are None where everything was read; if that was an update, `anew` says why. An update without
    changes keeps the `generation` that is there. The `census` says of every file what became of it.

    `versions` are near duplicates: of those that are the same only the passages that say something in other words are
    indexed unless `versions_kept`, those that are another speech always. `words` and `synonyms` count the entries
    of the corpus's own lists.
    """

    generation: str
    files: int
    speeches: int
    paragraphs: int
    characters: int
    indexed: tuple[IndexedSpeech, ...]
    skipped: tuple[SkippedFile, ...]
    versions: tuple[NearDuplicate, ...]
    versions_kept: bool
    words: int
    synonyms: int
    problems: tuple[Problem, ...]
    warnings: tuple[SpeechWarning, ...]
    census: Census
    changes: Changes | None = None
    anew: Message | None = None
