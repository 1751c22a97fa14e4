"""The line filter: the lines of a file divided into speech, gaps and page furniture."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.model import LeftOut, Line
from indexer.speech.cleaning.junk_patterns import Patterns

BARE_NUMBER = re.compile(r"\d{1,4}")
MIN_PAGES = 3  # page numbers, or repeats of a running header, before they are believed
MAX_HEADER_LENGTH = 30
SENTENCE_END = "。！？；：:!?;”」』）)…"


@dataclass(frozen=True, slots=True)
class GapLines:
    """The lines that stand for withheld text; `place` is the number of kept lines before them."""

    kind: str
    lines: tuple[Line, ...]
    place: int


@dataclass(frozen=True, slots=True)
class FilteredLines:
    """The lines of the speech, the gaps between them, and what was left out."""

    lines: tuple[Line, ...]
    gaps: tuple[GapLines, ...]
    left_out: tuple[LeftOut, ...]


def filter_lines(lines: Sequence[Line], patterns: Patterns) -> FilteredLines:
    """Divide the lines; each goes to exactly one of the three."""
    furniture = _furniture(lines, patterns)
    kept: list[Line] = []
    gaps: list[GapLines] = []
    left_out: list[LeftOut] = []
    for index, line in enumerate(lines):
        kind = patterns.gap_kind(line.text)
        if index in furniture:
            left_out.append(LeftOut(line.number, line.text, "furniture"))
        elif kind is None:
            kept.append(line)
        elif gaps and gaps[-1].kind == kind and gaps[-1].place == len(kept):
            gaps[-1] = GapLines(kind, (*gaps[-1].lines, line), len(kept))
        else:
            gaps.append(GapLines(kind, (line,), len(kept)))
    return FilteredLines(tuple(kept), tuple(gaps), tuple(left_out))


def _furniture(lines: Sequence[Line], patterns: Patterns) -> set[int]:
    found = {index for index, line in enumerate(lines) if patterns.is_furniture(line.text)}
    found |= set(_related(lines, patterns))
    numbers = set(_page_numbers(lines))
    return found | numbers | (set(_running_headers(lines)) if numbers or _has_page_marks(lines, found) else set())


def _related(lines: Sequence[Line], patterns: Patterns) -> Iterator[int]:
    """A list of other articles: from its opening line to the last of the short lines that follow."""
    inside = False
    for index, line in enumerate(lines):
        if patterns.opens_related(line.text):
            inside = True
        elif line.text[-1] in SENTENCE_END or line.level is not None:
            inside = False
        if inside:
            yield index


def _page_numbers(lines: Sequence[Line]) -> list[int]:
    """Lines of nothing but digits are page numbers where they count up."""
    found = [(index, int(line.text)) for index, line in enumerate(lines) if BARE_NUMBER.fullmatch(line.text)]
    rising = all(left < right for (_, left), (_, right) in pairwise(found))
    return [index for index, _ in found] if len(found) >= MIN_PAGES and rising else []


def _has_page_marks(lines: Sequence[Line], furniture: set[int]) -> bool:
    return (
        sum(any(sign.isdigit() for sign in lines[index].text) and len(lines[index].text) < 12 for index in furniture)
        >= MIN_PAGES
    )


def _running_headers(lines: Sequence[Line]) -> Iterator[int]:
    """Later repeats of a short line without a sentence's end, in a file that has pages."""
    counts = Counter(line.text for line in lines)
    seen: set[str] = set()
    for index, line in enumerate(lines):
        text = line.text
        if counts[text] >= MIN_PAGES and len(text) <= MAX_HEADER_LENGTH and text[-1] not in SENTENCE_END:
            if text in seen:
                yield index
            seen.add(text)
