"""RawText → Speech: head, body, gaps and outline put together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from indexer.model import Gap, Kind, Line, Paragraph, RawText, Section, Speech
from indexer.speech.address import address, is_address, salutation_of
from indexer.speech.anchor import anchors
from indexer.speech.announced import announced_points, outline_warnings
from indexer.speech.appendix import appendix_starts
from indexer.speech.broken import mend
from indexer.speech.byline import byline
from indexer.speech.contents import contents_lines
from indexer.speech.header import head_kinds, is_dateline, is_note, read_head
from indexer.speech.heading import Candidate, candidate
from indexer.speech.outline import Block, Outline, Place, outline
from indexer.speech.patterns import Patterns, shipped_patterns
from indexer.speech.plain import plain_headings
from indexer.speech.reflow import join_broken, part_one_line
from indexer.speech.sift import GapLines, sift
from indexer.speech.turn import Turns, read_turns

STAGE = re.compile(r"[（(][^（）()]{0,20}(?:掌声|掌聲|鼓掌|笑|欢呼|歡呼)[^（）()]{0,10}[）)]")
LONGEST_SIGNATURE = 24  # characters a line; three lines at most
BROKEN_BY_WIDTH = {"txt", "jsonl"}  # formats whose lines may be a page's rather than the author's


def parse(raw: RawText, patterns: Patterns | None = None) -> Speech:
    """Understand one file. Every line becomes a paragraph, part of a gap, or something left out and listed.

    `patterns` tell gaps and page furniture; the shipped ones where none are given.
    """
    sifted = sift(part_one_line(raw.lines), patterns or shipped_patterns())
    if raw.format in BROKEN_BY_WIDTH:
        sifted = join_broken(sifted)
    text = _Text.of(sifted.lines)
    gaps = _gaps(sifted.gaps, text.anchors)
    outlines = _outlines(text, gaps)
    places = [Place()] * text.start + [place for found in outlines for place in found.places]
    paragraphs = tuple(text.paragraph(index, place) for index, place in enumerate(places))
    sections, closing = _sections(outlines, text)
    opening = [
        p.text for p in paragraphs[text.start : sections[0].start if sections else closing] if p.kind is Kind.BODY
    ]
    announced = None if text.turns else announced_points(opening)
    signature = [paragraph.text for paragraph in paragraphs if paragraph.kind is Kind.SIGNATURE]
    head = read_head(text.kinds[: text.start], text.lines, raw.fields, signature, PurePosixPath(raw.path).stem)
    return Speech(
        id=raw.fields.get("id", "").strip() or raw.name,
        path=raw.path,
        title=head.facts["title"],
        date=head.date,
        speaker=head.facts.get("speaker"),
        office=head.facts.get("office"),
        occasion=head.facts.get("occasion"),
        salutation=_salutation(paragraphs),
        paragraphs=paragraphs,
        sections=sections,
        gaps=gaps,
        left_out=tuple(sorted((*raw.left_out, *sifted.left_out), key=lambda item: item.line)),
        origins=head.origins,
        announced=announced,
        opening=len(opening),
        closing=sum(paragraph.kind is Kind.BODY for paragraph in paragraphs[closing : text.appendix]),
        warnings=tuple(outline_warnings(announced, sections, gaps)),
    )


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of the speech and what each is. Its head ends at line `start`, its appendices begin at `appendix`."""

    lines: tuple[Line, ...]
    kinds: tuple[Kind, ...]
    anchors: tuple[str, ...]
    plain: frozenset[int]
    turns: Turns | None
    start: int
    appendices: tuple[int, ...]

    @classmethod
    def of(cls, lines: tuple[Line, ...]) -> "_Text":
        turns = read_turns(lines)
        contents = contents_lines(lines)
        end = min(turns.alone) if turns and turns.alone else len(lines)
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
            plain=frozenset() if turns else plain_headings(lines, kinds),
            turns=turns,
            start=start,
            appendices=() if turns else tuple(i for i in appendix_starts(lines) if kinds[i] is Kind.BODY),
        )

    @property
    def appendix(self) -> int:
        return self.appendices[0] if self.appendices else len(self.lines)

    def candidate(self, index: int) -> Candidate | None:
        """The heading that a line may be or open with."""
        if self.kinds[index] is not Kind.BODY:
            return None
        if index in self.appendices:
            return Candidate(None, len(self.lines[index].text), standalone=True, declared=0)
        if self.turns and self.lines[index].level is None:  # in talk, numbers are only said
            return None
        return candidate(self.lines[index], index in self.plain)

    def paragraph(self, index: int, place: Place) -> Paragraph:
        line, kind, heading = self.lines[index], self.kinds[index], place.heading
        return Paragraph(
            anchor=self.anchors[index],
            text=line.text,
            kind=Kind.HEADING if heading and heading.standalone else kind,
            line=line.number,
            lead=heading.lead if heading else self.turns.leads[index] if self.turns else 0,
            section_path=tuple(node.display for node in place.above if node.display),
            speaker=self.turns.speakers[index] if self.turns else None,
        )


def _gaps(found: Sequence[GapLines], names: Sequence[str]) -> tuple[Gap, ...]:
    return tuple(
        Gap(
            kind=gap.kind,
            text="\n".join(line.text for line in gap.lines),
            line=gap.lines[0].number,
            position=gap.place,
            after=names[gap.place - 1] if gap.place else None,
        )
        for gap in found
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
    if STAGE.fullmatch(text):
        return Kind.STAGE
    if is_address(text):
        return Kind.SALUTATION
    return Kind.NOTE if is_note(text) else Kind.BODY


def _signature_start(lines: Sequence[Line], start: int) -> int:
    """Where the closing signature begins: at most three short lines, a name or an office and a date."""
    index = len(lines)
    while index - 1 > start and len(lines) - index < 3 and _signs(lines[index - 1].text):
        index -= 1
    dated = any(is_dateline(line.text) for line in lines[index:])
    return index if dated else len(lines)


def _signs(text: str) -> bool:
    return len(text) <= LONGEST_SIGNATURE and (is_dateline(text) or byline(text) is not None)


def _outlines(text: _Text, gaps: Sequence[Gap]) -> list[Outline]:
    """The outline of the body, and one of each appendix."""
    before_gap = {gap.position for gap in gaps}
    blocks = [
        Block(line.text, name, text.candidate(index), gap=index in before_gap)
        for index, (line, name) in enumerate(zip(text.lines, text.anchors, strict=True))
    ]
    bounds = [text.start, *(index for index in text.appendices if index >= text.start), len(blocks)]
    outlines = [outline(blocks[first:last]) for first, last in pairwise(bounds)]
    for found, first in zip(outlines, bounds, strict=False):
        mend(found.nodes, [line.text for line in text.lines[first:]])
    return outlines


def _sections(outlines: Sequence[Outline], text: _Text) -> tuple[tuple[Section, ...], int]:
    """All top sections, and the paragraph at which the closing begins."""
    sections: list[Section] = []
    offset = text.start
    for found in outlines:
        sections += (node.section(1, offset, offset >= text.appendix) for node in found.nodes)
        offset += len(found.places)
    return tuple(sections), text.start + outlines[0].closing


def _salutation(paragraphs: Sequence[Paragraph]) -> str | None:
    """The first address: on a line of its own, or glued to the first sentence of the body."""
    for paragraph in paragraphs:
        if paragraph.kind is Kind.SALUTATION:
            return address(paragraph.text)
        if paragraph.kind is Kind.BODY:
            return salutation_of(paragraph.text)
    return None
