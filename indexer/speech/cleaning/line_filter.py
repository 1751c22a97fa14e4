"""The line filter: the lines of a file divided into speech, gaps and page furniture."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.model import LeftOut, Line
from indexer.speech.cleaning.junk_patterns import Patterns
from indexer.speech.cleaning.page_edges import page_edges

MIN_WATERMARKS = 2  # the same line with an address
_SITE = re.compile(r"[^。！？，]{0,24}(?:https?://|www\.)[\w./-]{3,60}[^。！？，]{0,24}")
BARE_NUMBER = re.compile(r"\d{1,4}")
MIN_PAGES = 3  # page numbers, or repeats of a running header, before they are believed
MAX_HEADER_LENGTH = 30
MIN_LINES_OF_A_PAGE = 3
MOSTLY = 0.8  # of the steps from one page number to the next
SOMETIMES = 0.1  # of the pages end in a sentence that goes on
NEAR = 2  # lines between a running head and the mark of its page
YEARS = range(1900, 2101)
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
    marks = {index for index, line in enumerate(lines) if patterns.is_furniture_anywhere(line.text)}
    marks |= set(_page_numbers(lines))
    related = list(_related(lines, patterns))
    own = lines[: related[0]] if related else lines
    found = marks | page_edges(own, patterns) | set(related) | _watermarks(lines)
    return found | (set(_running_heads(lines, marks)) if len(marks) >= MIN_PAGES else set())


def _watermarks(lines: Sequence[Line]) -> set[int]:
    """Lines with the address of a site that a page prints between paragraphs again and again: www.… 某某文库."""
    sites = [(index, line.text) for index, line in enumerate(lines) if _SITE.fullmatch(line.text)]
    counts = Counter(text for _, text in sites)
    return {index for index, text in sites if counts[text] >= MIN_WATERMARKS}


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
    """Lines of nothing but digits are page numbers where they count up by one, some lines apart.

    Years that stand alone, and the numbers of a list, are text: 2021 … 2025 … 2035, 1 … 2 … 3 beside each other.
    """
    found = [(index, int(line.text)) for index, line in enumerate(lines) if BARE_NUMBER.fullmatch(line.text)]
    steps = list(pairwise(found))
    if len(found) < MIN_PAGES or any(left >= right for (_, left), (_, right) in steps):
        return []
    by_one = sum(right == left + 1 for (_, left), (_, right) in steps)
    apart = sum(right - left >= MIN_LINES_OF_A_PAGE for (left, _), (right, _) in steps)
    if by_one < MOSTLY * len(steps) or apart < MOSTLY * len(steps) or all(value in YEARS for _, value in found):
        return []
    return [index for index, _ in found]


def _running_heads(lines: Sequence[Line], marks: set[int]) -> Iterator[int]:
    """Later repeats of a short line without a sentence's end that stands beside a mark of a page.

    Only where pages break sentences: what always stands between whole ones may be a refrain, or the answer to a question.
    """
    beside = {index + step for index in marks for step in range(-NEAR, NEAR + 1)} - marks
    counts = Counter(lines[index].text for index in beside if 0 <= index < len(lines))
    heads = {text for text, count in counts.items() if count >= MIN_PAGES and _could_run(text)}
    if not _break_sentences(lines, marks, heads):
        return
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if line.text in heads:
            if line.text in seen and index in beside:
                yield index
            seen.add(line.text)


def _could_run(text: str) -> bool:
    return len(text) <= MAX_HEADER_LENGTH and text[-1] not in SENTENCE_END


def _break_sentences(lines: Sequence[Line], marks: set[int], heads: set[str]) -> bool:
    """Whether the text before some marks of pages, running heads aside, breaks off in a sentence."""
    broken = 0
    for mark in marks:
        before = next((i for i in range(mark - 1, -1, -1) if i not in marks and lines[i].text not in heads), None)
        broken += before is not None and lines[before].text[-1] not in SENTENCE_END
    return broken >= max(1, SOMETIMES * len(marks))
