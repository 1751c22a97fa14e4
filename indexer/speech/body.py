"""The lines of a speech and what each of them is, before headings are nested."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.model import Kind, Line, Paragraph
from indexer.speech.anchor import anchors
from indexer.speech.cleaning.appendix import appendix_starts
from indexer.speech.header.byline import byline
from indexer.speech.header.head_lines import head_kinds, is_dateline, is_note
from indexer.speech.header.line_facts import value_of
from indexer.speech.header.page_marks import LUNAR_DATE, ORGANISATION
from indexer.speech.header.salutation import REACTION, is_address
from indexer.speech.structure.heading import Candidate, candidate
from indexer.speech.structure.list_item import list_items
from indexer.speech.structure.outline import Node, Place
from indexer.speech.structure.speaker_turn import Turns, read_turns
from indexer.speech.structure.table_of_contents import contents_lines
from indexer.speech.structure.unnumbered_headings import plain_headings

MAX_SIGNATURE_LENGTH = 24  # characters a line; three lines at most


@dataclass(frozen=True, slots=True)
class SpeechText:
    """The lines of the speech and what each is. Its head ends at line `start`, its appendices begin at `appendix`."""

    lines: tuple[Line, ...]
    kinds: tuple[Kind, ...]
    anchors: tuple[str, ...]
    plain: frozenset[int]
    items: frozenset[int]
    turns: Turns | None
    start: int
    appendices: tuple[int, ...]

    @classmethod
    def of(cls, lines: tuple[Line, ...]) -> "SpeechText":
        turns = read_turns(lines)
        contents = contents_lines(lines)
        end = turns.first if turns else len(lines)
        own = [index for index in range(end) if index not in contents]
        head = dict(zip(own, head_kinds([lines[index] for index in own]), strict=False))
        start = max(head, default=-1) + 1
        kinds = [head.get(index, Kind.CONTENTS) for index in range(start)] + _body_kinds(lines, start, turns)
        for index in contents:
            kinds[index] = Kind.CONTENTS
        return cls(
            lines=lines,
            kinds=tuple(kinds),
            anchors=tuple(anchors(line.text for line in lines)),
            plain=turns.headings if turns else plain_headings(lines, kinds),
            items=list_items(lines, kinds),
            turns=turns,
            start=start,
            appendices=() if turns else tuple(i for i in appendix_starts(lines) if kinds[i] is Kind.BODY),
        )

    @property
    def appendix(self) -> int:
        return self.appendices[0] if self.appendices else len(self.lines)

    def candidate(self, index: int) -> Candidate | None:
        """The heading that a line may be or open with."""
        if self.kinds[index] is not Kind.BODY or index in self.items:
            return None
        if index in self.appendices:
            return Candidate(None, len(self.lines[index].text), standalone=True, declared=0)
        if self.turns and self.lines[index].level is None and index not in self.plain:
            return None  # in talk, numbers are only said
        return candidate(self.lines[index], index in self.plain)

    def paragraphs(self, places: Iterable[Place]) -> Iterator[Paragraph]:
        """The paragraphs, each in its place."""
        above: tuple[Node, ...] = ()
        path: tuple[str, ...] = ()
        for index, (line, kind, place) in enumerate(zip(self.lines, self.kinds, places, strict=True)):
            heading = place.heading
            if place.above is not above:  # one tuple serves a whole section
                above, path = place.above, tuple(filter(None, (node.display for node in place.above)))
            yield Paragraph(
                anchor=self.anchors[index],
                text=line.text,
                kind=Kind.HEADING if heading and heading.standalone else kind,
                line=line.number,
                lead=heading.lead if heading else self.turns.leads[index] if self.turns else 0,
                section_path=path,
                speaker=self.turns.speakers[index] if self.turns else None,
                role=self.turns.roles[index] if self.turns else None,
            )


def _body_kinds(lines: Sequence[Line], start: int, turns: Turns | None) -> list[Kind]:
    """Kinds of the lines after the head; headings are found later."""
    signature = _signature_start(lines, start)
    return [
        Kind.SIGNATURE
        if index >= signature
        else _body_kind(lines[index].text, turns is not None and index in turns.alone)
        for index in range(start, len(lines))
    ]


def _body_kind(text: str, is_turn: bool) -> Kind:
    if is_turn:
        return Kind.TURN
    if REACTION.fullmatch(text):
        return Kind.STAGE
    if is_address(text):
        return Kind.SALUTATION
    return Kind.NOTE if is_note(text) else Kind.BODY


def _signature_start(lines: Sequence[Line], start: int) -> int:
    """Where the closing signature begins: at most three short lines, a name, an office or who else signs, and a date."""
    index = len(lines)
    while index - 1 > start and len(lines) - index < 3 and _signs(lines[index - 1].text):
        index -= 1
    dated = any(_is_date(line.text) for line in lines[index:])
    return index if dated else len(lines)


def _signs(text: str) -> bool:
    return len(text) <= MAX_SIGNATURE_LENGTH and (
        _is_date(text) or byline(value_of(text)) is not None or ORGANISATION.fullmatch(text) is not None
    )


def _is_date(text: str) -> bool:
    return is_dateline(text) or LUNAR_DATE.fullmatch(text) is not None
