"""What is compared: the whole text of a speech or of a draft, its sentences, and its headings."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.analysis import fold
from indexer.model import Paragraph, Span, Speech
from indexer.store.speech_catalogue import Entry
from searchui.search.comparison.similarity import counted
from searchui.search.nearest.sentences import sentences
from searchui.search.results.hit import speech_url

LONGEST_HEADING = 50  # characters of a line of a draft
_NUMERAL = "一二三四五六七八九十百"
_ENDS = "。；！？;!?"
_HEADINGS = re.compile(
    rf"^[ \t\u3000]*(?:(?P<first>[{_NUMERAL}]+、|第[{_NUMERAL}]+[章部分编]+)|(?P<second>[（(][{_NUMERAL}]+[）)]))(?P<rest>[^\n]*)$",
    re.M,
)


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """A heading, and the characters from it to the next one of its level or of one above it."""

    level: int
    heading: str
    span: Span


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text, with the spans of its sentences, which together are all of it, and its sections in order.

    `entry` is that of the speech whose paragraphs, a line each, the text is; None of a draft. `starts` and `anchors` are
    where these paragraphs begin in the text, and what they are linked by.
    """

    text: str
    name: str
    entry: Entry | None
    sentences: tuple[Span, ...]
    sections: tuple[ComparedSection, ...]
    starts: tuple[int, ...] = ()
    anchors: tuple[str, ...] = ()

    def of(self, span: Span | None) -> str:
        """The characters of a span, without white space at its ends; nothing where there is none."""
        return self.text[span.start : span.end].strip() if span else ""

    def section_at(self, offset: int) -> ComparedSection | None:
        """The innermost section that has a place; None before the first one."""
        around = (one for one in reversed(self.sections) if one.span.start <= offset < one.span.end)
        return next(around, None)

    def is_heading(self, sentence: Span) -> bool:
        """Whether a sentence heads others: it opens a section, is counted (一是…), or is a short line without an end mark."""
        written = self.text[sentence.start : sentence.end].strip()
        start = self.text.index(written, sentence.start)
        if counted(fold(written)) or any(one.span.start == start for one in self.sections):
            return True
        end = start + len(written)
        before = self.text[max(start - LONGEST_HEADING, 0) : start].rstrip(" \t\u3000")
        is_line = before[-1:] in ("", "\n") and self.text[end : end + 1] in ("", "\n")
        return is_line and len(written) < LONGEST_HEADING and written[-1:] not in _ENDS

    def url_at(self, offset: int) -> str:
        """The address of the paragraph at a place; empty in a draft."""
        if self.entry is None or not self.anchors:
            return ""
        return speech_url(self.entry.id, self.anchors[bisect_right(self.starts, offset) - 1])


def speech_text(speech: Speech, entry: Entry) -> ComparedText:
    """A speech whole, its title and the lines under that too."""
    starts = list(_starts(speech.paragraphs))
    text = "\n".join(paragraph.text for paragraph in speech.paragraphs)
    sections = tuple(
        ComparedSection(one.level, one.display, Span(starts[one.start], [*starts, len(text)][one.end]))
        for top in speech.sections
        for one in top.walk()
    )
    anchors = tuple(paragraph.anchor for paragraph in speech.paragraphs)
    return ComparedText(text, speech.title, entry, tuple(_sentences(text)), sections, tuple(starts), anchors)


def is_text(text: str) -> bool:
    """Whether a text can be no id of a speech: it has a line end or a mark that ends a sentence, or nothing at all."""
    return not text.strip() or re.search(r"[\n。！？；]", text) is not None


def draft_text(text: str, name: str = "") -> ComparedText:
    """A draft as it is; nothing of one that has only white space."""
    text = text if text.strip() else ""
    return ComparedText(text, name, None, tuple(_sentences(text)), tuple(_sections(text)))


def _sentences(text: str) -> Iterator[Span]:
    """The sentences of a text; white space at its end belongs to the last one."""
    found = list(sentences(text))
    if len(found) > 1 and not text[found[-1].start :].strip():
        found[-2:] = [Span(found[-2].start, found[-1].end)]
    yield from found


def _starts(paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    start = 0
    for paragraph in paragraphs:
        yield start
        start += len(paragraph.text) + 1


def _sections(text: str) -> Iterator[ComparedSection]:
    """The sections under lines that are numbered as headings are: 一、 and under it （一）."""
    found = [
        (1 if one["first"] else 2, one[0].strip(), one.start())
        for one in _HEADINGS.finditer(text)
        if len(one[0].strip()) <= LONGEST_HEADING and not re.search(r"[。；!！?？]", one["rest"])
    ]
    for number, (level, heading, start) in enumerate(found):
        end = next((other for above, _heading, other in found[number + 1 :] if above <= level), len(text))
        yield ComparedSection(level, heading, Span(start, end))
