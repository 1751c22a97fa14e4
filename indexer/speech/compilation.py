"""Compilations: several speeches in one file, one after another, each with a head of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.evidence import FACTS
from indexer.model import Kind, LeftOut, Line, RawText
from indexer.speech.header.date import find_dates
from indexer.speech.header.head_lines import DASHES, MAX_HEAD_LINES, could_be_title, head_kinds, is_dateline
from indexer.speech.header.salutation import salutation_of
from indexer.speech.header.title import names_a_speech
from indexer.speech.structure.table_of_contents import contents_lines

_HANDED_ON = re.compile(r"现将[^。]{2,90}(?:印发|转发)(?:给)?你们")
MIN_BODY = 2  # lines of a speech below its head
OF_A_SPEECH = FACTS.keys() - {"source", "address"}  # what a file declares of itself and not of each speech in it


def speeches_of(raw: RawText) -> tuple[RawText, ...]:
    """The speeches of a file, with a `part` each where there are several; what stands above the first is left out there.

    A speech begins where a title, a date and an address to the listeners stand one under another; the date may also be
    the speech's last line. A notice that hands on a speech is left out above it. Where there are not
    two such places, the file is one speech.
    """
    starts = list(_starts(raw.lines)) if raw.part is None else []
    if len(starts) < 2:
        return (_without_notice(raw, starts),)
    return tuple(
        _part(raw, number, first, last) for number, (first, last) in enumerate(pairwise([*starts, len(raw.lines)]), 1)
    )


def _without_notice(raw: RawText, starts: Sequence[int]) -> RawText:
    """The speech of a paper that hands it on, without the notice above: 现将某某的讲话印发给你们，请认真贯彻落实。"""
    if not starts or starts[0] == 0 or not any(_HANDED_ON.search(line.text) for line in raw.lines[: starts[0]]):
        return raw
    above = [LeftOut(line.number, line.text, "front") for line in raw.lines[: starts[0]]]
    return replace(raw, lines=raw.lines[starts[0] :], left_out=(*above, *raw.left_out))


def _part(raw: RawText, number: int, first: int, last: int) -> RawText:
    begins = 0 if number == 1 else raw.lines[first].number
    ends = raw.lines[last].number if last < len(raw.lines) else float("inf")
    above = [LeftOut(line.number, line.text, "front") for line in raw.lines[:first]] if number == 1 else []
    return replace(
        raw,
        part=number,
        lines=raw.lines[first:last],
        left_out=(*above, *(item for item in raw.left_out if begins <= item.line < ends)),
        fields={name: value for name, value in raw.fields.items() if name not in {*OF_A_SPEECH, "id"}},
    )


def _starts(lines: Sequence[Line]) -> Iterator[int]:
    """The lines in which a speech begins, from above; an entry of a contents list is none."""
    listed, found = contents_lines(lines), [index for index in range(len(lines)) if _ends_title(lines, index)]
    for index, following in pairwise([*found, len(lines)]):
        if index in listed or following - index <= MIN_BODY:
            continue
        end = following - (following < len(lines) and _goes_on_above(lines, following, listed))
        if _is_head(lines[index : index + MAX_HEAD_LINES], dated_below=is_dateline(lines[end - 1].text)):
            yield index - _goes_on_above(lines, index, listed)


def _ends_title(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text
    return could_be_title(text) and names_a_speech(text)


def _goes_on_above(lines: Sequence[Line], index: int, listed: frozenset[int]) -> bool:
    """Whether the title of the speech is the line above: 把热爱种进日常 / ——在开学典礼上的讲话."""
    above = index - 1
    return lines[index].text[0] in DASHES and above >= 0 and above not in listed and could_be_title(lines[above].text)


def _is_head(lines: Sequence[Line], *, dated_below: bool) -> bool:
    """Whether the lines begin with a head: one title, a date if none stands below the speech, an address."""
    kinds = head_kinds(lines)
    dated = any(kind is Kind.DATELINE and any(find_dates(line.text)) for kind, line in zip(kinds, lines, strict=False))
    if not (dated or dated_below) or kinds.count(Kind.TITLE) != 1:
        return False
    return Kind.SALUTATION in kinds or (len(kinds) < len(lines) and salutation_of(lines[len(kinds)].text) is not None)
