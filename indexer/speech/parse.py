"""RawText → Speech: head, body, gaps and outline put together."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from indexer.model import Gap, Kind, Line, Paragraph, RawText, Speech
from indexer.speech.address import address, is_address, salutation_of
from indexer.speech.anchor import anchors
from indexer.speech.announced import announced_points, outline_warnings
from indexer.speech.byline import byline
from indexer.speech.gap import part_gaps
from indexer.speech.header import Head, is_dateline, is_note, read_head
from indexer.speech.heading import candidate
from indexer.speech.outline import Block, Outline, Place, outline

STAGE = re.compile(r"[（(][^（）()]{0,20}(?:掌声|掌聲|鼓掌|笑|欢呼|歡呼)[^（）()]{0,10}[）)]")
LONGEST_SIGNATURE = 24  # characters a line; three lines at most


def parse(raw: RawText) -> Speech:
    """Understand one file. Every line becomes a paragraph or part of a gap; `raw.left_out` is handed on."""
    lines, gap_lines = _part(raw.lines)
    names = anchors(line.text for line in lines)
    head = read_head(lines, raw.fields)
    kinds = [*head.kinds, *_body_kinds(lines, len(head.kinds))]
    gaps = tuple(
        Gap(
            kind,
            "\n".join(line.text for line in run),
            run[0].number,
            place,
            names[place - 1] if place else None,
        )
        for kind, run, place in gap_lines
    )
    start = len(head.kinds)
    found = outline(_blocks(lines, kinds, names, gaps, start))
    places = (Place(),) * start + found.places
    paragraphs = tuple(map(_paragraph, lines, kinds, names, places))
    return _speech(raw, head, paragraphs, gaps, found)


def _part(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[str, list[Line], int]]]:
    """The lines of the speech, and each gap with its lines and the number of the line that follows it."""
    kept: list[Line] = []
    gaps = []
    for kind, run in part_gaps(lines):
        if kind is None:
            kept += run
        else:
            gaps.append((kind, run, len(kept)))
    return kept, gaps


def _body_kinds(lines: Sequence[Line], start: int) -> list[Kind]:
    """Kinds of the lines after the head; headings are found later."""
    signature = _signature_start(lines, start)
    return [
        Kind.SIGNATURE if index >= signature else _body_kind(lines[index].text) for index in range(start, len(lines))
    ]


def _body_kind(text: str) -> Kind:
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


def _blocks(
    lines: Sequence[Line], kinds: Sequence[Kind], names: Sequence[str], gaps: Sequence[Gap], start: int
) -> list[Block]:
    before_gap = {gap.position for gap in gaps}
    return [
        Block(
            line.text,
            name,
            candidate(line) if kind is Kind.BODY else None,
            gap=index in before_gap,
        )
        for index, (line, kind, name) in enumerate(zip(lines, kinds, names, strict=True))
        if index >= start
    ]


def _paragraph(line: Line, kind: Kind, name: str, place: Place) -> Paragraph:
    heading = place.heading
    return Paragraph(
        anchor=name,
        text=line.text,
        kind=Kind.HEADING if heading and heading.standalone else kind,
        line=line.number,
        lead=heading.lead if heading else 0,
        section_path=tuple(node.display for node in place.above),
    )


def _speech(
    raw: RawText, head: Head, paragraphs: tuple[Paragraph, ...], gaps: tuple[Gap, ...], found: Outline
) -> Speech:
    start = len(head.kinds)
    sections = tuple(node.section(1, start) for node in found.nodes)
    closing = start + found.closing
    opening = [p for p in paragraphs[start : sections[0].start if sections else closing] if p.kind is Kind.BODY]
    announced = announced_points(paragraph.text for paragraph in opening)
    return Speech(
        id=raw.fields.get("id", "").strip() or raw.name,
        path=raw.path,
        title=head.facts.get("title") or PurePosixPath(raw.path).stem,
        date=head.date,
        speaker=head.facts.get("speaker"),
        office=head.facts.get("office"),
        occasion=head.facts.get("occasion"),
        salutation=_salutation(paragraphs),
        paragraphs=paragraphs,
        sections=sections,
        gaps=gaps,
        left_out=raw.left_out,
        origins={"title": "file name"} | dict(head.origins),
        announced=announced,
        opening=len(opening),
        closing=sum(paragraph.kind is Kind.BODY for paragraph in paragraphs[closing:]),
        warnings=tuple(outline_warnings(announced, sections, gaps)),
    )


def _salutation(paragraphs: Sequence[Paragraph]) -> str | None:
    """The first address: on a line of its own, or glued to the first sentence of the body."""
    for paragraph in paragraphs:
        if paragraph.kind is Kind.SALUTATION:
            return address(paragraph.text)
        if paragraph.kind is Kind.BODY:
            return salutation_of(paragraph.text)
    return None
