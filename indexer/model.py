"""The values that flow through the indexer. All are frozen; offsets count characters of `text`, from 0.

Those that a page of results needs by the dozen are structs: a frozen dataclass takes five times as long to make.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby, pairwise

import msgspec

from indexer.evidence import Evidence
from indexer.i18n import Message


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """Characters `start` to `end` (exclusive) of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpeechDate:
    """A date as precise as its source: a year, a month of it, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> str:
        """`"year"`, `"month"` or `"day"`."""
        return "year" if self.month is None else "month" if self.day is None else "day"

    @property
    def key(self) -> int:
        """yyyymmdd with 00 for what is not known: a year sorts before its months, a month before its days."""
        return self.year * 10000 + (self.month or 0) * 100 + (self.day or 0)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of a file, or one block of a formatted one, without outer white space.

    `level` is what the format itself says: 0 a document title, 1… a heading, None ordinary text.
    `indent` is the number of white characters that stood before the text, `blanks` the number of empty lines before
    the line. `page_break`: a new page began with it. A line of characters that print nothing is neither text nor empty:
    only its number is missing.
    """

    number: int
    text: str
    level: int | None = None
    indent: int = 0
    blanks: int = 0
    page_break: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text that was left out of the speech, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class RawText:
    """One speech in a file as its reader gives it: its lines, and the fields that the file itself declares.

    `part` is None where the file is one speech; otherwise the number that tells its speeches apart. `hard_wrapped`: its
    line ends may be those of a page's width, not of the author's paragraphs. `soft_breaks`: by the rules of the format
    they are no ends of paragraphs; those stand between empty lines. `machine_pages` are the pages of the file, from 1, of
    which a machine has read the pictures.
    """

    path: str
    format: str
    encoding: str
    lines: tuple[Line, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    part: int | None = None
    hard_wrapped: bool = False
    soft_breaks: bool = False
    machine_pages: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The path, with the part's number where a file holds many speeches."""
        return self.path if self.part is None else f"{self.path}:{self.part}"


@dataclass(frozen=True, slots=True)
class UnreadableItem:
    """Part of a file that cannot be read (a broken line of a `.jsonl`), and why."""

    name: str
    reason: Message


class Kind(StrEnum):
    """What a paragraph is in its speech."""

    TITLE = "title"
    DATELINE = "dateline"
    BYLINE = "byline"
    NOTE = "note"
    SALUTATION = "salutation"
    HEADING = "heading"
    BODY = "body"
    STAGE = "stage"
    CONTENTS = "contents"
    TURN = "turn"
    SIGNATURE = "signature"


class Role(StrEnum):
    """What a paragraph of a conversation surely is."""

    QUESTION = "question"
    ANSWER = "answer"


class Paragraph(msgspec.Struct, frozen=True):
    """One paragraph of a speech: the document that is searched and counted.

    `anchor` comes from the text itself. `lead` is the length of a heading that is run into the
    paragraph. `section_path` holds the headings above it, outermost first. `speaker` is who speaks
    in a conversation, and `role` whether he asks or answers; None where the text does not tell, and
    where the whole speech is by one.
    """

    anchor: str
    text: str
    kind: Kind
    line: int
    lead: int = 0
    section_path: tuple[str, ...] = ()
    speaker: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Text that the source withholds, in its place: before paragraph `position` of the speech."""

    kind: str
    text: str
    line: int
    position: int
    after: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it: paragraphs `start` to `end` (exclusive) of the speech.

    `heading` is None where the heading is missing because of a gap. `run_in` headings open their own paragraph.
    `own` is the number of paragraphs that belong to no subsection, the standalone heading not counted.
    `appendix`: it follows the speech's end (名词解释, 附件).
    """

    level: int
    label: str
    heading: str | None
    anchor: str
    run_in: bool
    start: int
    end: int
    own: int
    sections: tuple["Section", ...] = ()
    appendix: bool = False

    @property
    def display(self) -> str:
        return "……" if self.heading is None else f"{self.label}{self.heading}"

    def walk(self) -> Iterator["Section"]:
        """This section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Speech:
    """A parsed speech.

    `source` is who printed it (a paper, an agency, a site), `address` where it stands on the web. `evidence` says of each
    fact that is known where it was read and how sure that is; `origins` is the first half of it. `extras` are other fields
    that the file or its sidecar declares, under their own names. `announced` is the
    number of points that the speaker announces. `machine_pages` are the pages of the file, from 1, whose text a machine
    has read from pictures, and `machine_read` tells whether there are any: that text may have wrong characters. `opening`
    and `closing` count the paragraphs before the first section and after the last. `own` are of a version of another
    speech the passages that only it has, each with the number of its paragraph; None of any other speech.
    """

    id: str
    path: str
    title: str
    date: SpeechDate | None
    speaker: str | None
    office: str | None
    occasion: str | None
    salutation: str | None
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    gaps: tuple[Gap, ...]
    left_out: tuple[LeftOut, ...]
    evidence: Mapping[str, Evidence]
    announced: int | None
    opening: int
    closing: int
    warnings: tuple[Message, ...]
    extras: Mapping[str, str] = field(default_factory=dict)
    own: tuple[tuple[int, Span], ...] | None = None
    source: str | None = None
    address: str | None = None
    machine_pages: tuple[int, ...] = ()
    origins: Mapping[str, str] = field(init=False)  # a field, so that it stands in public JSON as it always did
    machine_read: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "machine_read", bool(self.machine_pages))
        object.__setattr__(self, "origins", {name: one.origin for name, one in self.evidence.items()})

    @property
    def breaks(self) -> frozenset[int]:
        """The places of paragraphs that do not go on from the one before, because there is text between the two.

        Where paragraphs are the `own` passages of a version, one goes on from the other only if it begins the next
        paragraph of the file: what ends no sentence there ends its paragraph.
        """
        gaps = frozenset(gap.position for gap in self.gaps)
        if self.own is None:
            return gaps
        places = ((number, span.start) for number, span in self.own)
        following = enumerate(pairwise(places), 1)
        apart = {place for place, ((one, _), (other, start)) in following if other != one + 1 or start or other in gaps}
        return frozenset(apart)

    @property
    def machine_ranges(self) -> str:
        """The pages that a machine has read: 1–3、7."""
        groups = groupby(enumerate(self.machine_pages), key=lambda item: item[1] - item[0])
        runs = ([page for _, page in group] for _, group in groups)
        return "、".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

    @property
    def sole_speaker(self) -> str | None:
        """Who speaks every paragraph; None in a conversation, where each has a speaker of its own or nobody's name."""
        return None if any(paragraph.speaker is not None for paragraph in self.paragraphs) else self.speaker

    @property
    def characters(self) -> int:
        """Characters of the text, not counting white space."""
        return sum(map(len, "\n".join([paragraph.text for paragraph in self.paragraphs]).split()))
