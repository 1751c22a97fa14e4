"""RawText → Speech: head, body, gaps and outline put together."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from indexer.evidence import FACTS
from indexer.i18n import Message, _
from indexer.model import Gap, Kind, LeftOut, Paragraph, RawText, Section, Speech
from indexer.speech.body import SpeechText
from indexer.speech.cleaning.junk_patterns import Patterns, shipped_patterns
from indexer.speech.cleaning.letter_spacing import without_letter_spacing
from indexer.speech.cleaning.line_filter import GapLines, filter_lines
from indexer.speech.cleaning.line_joiner import join_wrapped_lines
from indexer.speech.cleaning.reflow import split_one_line
from indexer.speech.cleaning.split_headings import rejoin_headings
from indexer.speech.header.header import Head, Surroundings, read_head
from indexer.speech.header.salutation import is_sentence, salutation_of, without_greeting
from indexer.speech.structure.announced_points import announced_points, outline_warnings, points_said
from indexer.speech.structure.outline import Block, Outline, Place, outline
from indexer.speech.structure.question_answer import name_answers


def parse(raw: RawText, patterns: Patterns | None = None) -> Speech:
    """Understand one file. Every line becomes a paragraph, part of a gap, or something left out and listed.

    `patterns` tell gaps and page furniture; the shipped ones where none are given.
    """
    filtered = filter_lines(
        split_one_line([without_letter_spacing(line) for line in raw.lines]), patterns or shipped_patterns()
    )
    if raw.hard_wrapped:
        filtered = join_wrapped_lines(filtered, soft_breaks=raw.soft_breaks)
    text = SpeechText.of(filtered.lines)
    gaps = _gaps(filtered.gaps, text.anchors)
    outlines = _outlines(text, gaps)
    places = [Place()] * text.start + [place for found in outlines for place in found.places]
    paragraphs = tuple(text.paragraphs(places))
    sections, closing = _sections(outlines, text)
    before = paragraphs[text.start : sections[0].start if sections else closing]
    opening = [paragraph.text for paragraph in before if paragraph.kind is Kind.BODY]
    announced = None if text.turns else announced_points(opening)
    left_out = tuple(sorted((*raw.left_out, *filtered.left_out), key=lambda item: item.line))
    head = _head(raw, text, left_out)
    if text.turns and (named := _spokesperson(head)):
        paragraphs = name_answers(paragraphs, named)
    id_, id_warnings = _id(raw)
    return Speech(
        id=id_,
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
        left_out=left_out,
        evidence=head.evidence,
        announced=announced,
        opening=len(opening),
        closing=sum(paragraph.kind is Kind.BODY for paragraph in paragraphs[closing : text.appendix]),
        warnings=(*outline_warnings(announced, points_said(opening), sections, gaps), *id_warnings),
        machine_pages=raw.machine_pages,
        extras={name: value for name, value in raw.fields.items() if name not in {*FACTS, "id"}},
        source=head.facts.get("source"),
        address=head.facts.get("address"),
    )


def _head(raw: RawText, text: SpeechText, left_out: Sequence[LeftOut]) -> Head:
    signature = [line for line, kind in zip(text.lines, text.kinds, strict=True) if kind is Kind.SIGNATURE]
    around = Surroundings(raw.fields, text.lines, signature, left_out, PurePosixPath(raw.path).stem)
    return read_head(text.kinds[: text.start], text.lines, around)


def _spokesperson(head: Head) -> str | None:
    """The one whom the title of a conversation names."""
    found = head.evidence.get("speaker")
    return head.facts["speaker"] if found and found.origin == "title" else None


def _is_usable_id(text: str) -> bool:
    """Whether an id can stand in an address: `..` and empty parts would lead elsewhere, line ends nowhere."""
    return text.isprintable() and all(part.strip() not in {"", ".", ".."} for part in text.split("/"))


def _id(raw: RawText) -> tuple[str, list[Message]]:
    """The id that the file declares, if it can stand in an address, else its name; and a warning if it cannot."""
    declared = raw.fields.get("id", "").strip()
    if _is_usable_id(declared):
        return declared, []
    unusable = _("编号“{declared}”不能用在网址里，改用文件路径作编号", declared=declared)
    return raw.name, [unusable] if declared else []


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


def _outlines(text: SpeechText, gaps: Sequence[Gap]) -> list[Outline]:
    """The outline of the body, and one of each appendix."""
    before_gap = {gap.position for gap in gaps}
    blocks = [
        Block(line.text, name, text.candidate(index), gap=index in before_gap)
        for index, (line, name) in enumerate(zip(text.lines, text.anchors, strict=True))
    ]
    bounds = [text.start, *(index for index in text.appendices if index >= text.start), len(blocks)]
    outlines = [outline(blocks[first:last]) for first, last in pairwise(bounds)]
    for found, first in zip(outlines, bounds, strict=False):
        rejoin_headings(found.nodes, [line.text for line in text.lines[first:]])
    return outlines


def _sections(outlines: Sequence[Outline], text: SpeechText) -> tuple[tuple[Section, ...], int]:
    """All top sections, and the paragraph at which the closing begins."""
    sections: list[Section] = []
    offset = text.start
    for found in outlines:
        sections += (node.section(1, offset, offset >= text.appendix) for node in found.nodes)
        offset += len(found.places)
    return tuple(sections), text.start + outlines[0].closing


def _salutation(paragraphs: Sequence[Paragraph]) -> str | None:
    """The first address: on lines of its own, or glued to the first sentence of the body."""
    said = ""
    for paragraph in paragraphs:
        if paragraph.kind is Kind.SALUTATION and (not said or said[-1] in "，,、"):
            said += paragraph.text
        elif said:
            return _as_address(said)
        elif paragraph.kind is Kind.BODY and is_sentence(paragraph.text):
            return salutation_of(paragraph.text)
    return _as_address(said) if said else None


def _as_address(said: str) -> str:
    return without_greeting(said.rstrip("，,、：:！! "))
