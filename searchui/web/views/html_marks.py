"""Text → HTML with its matches marked. Everything that comes from a file is escaped here or by Jinja."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from indexer.model import Span, SpeechDate
from searchui.search.highlighting.highlighter import merge_spans
from searchui.search.highlighting.snippet import MAX_LENGTH, snippet


def mark(text: str, spans: Iterable[Span], part: Span | None = None, first: int | None = None) -> Markup:
    """`text`, or the `part` of it, with `spans` in <mark>; with ids hit-1, hit-2 … where `first` is the number of its first."""
    part = part or Span(0, len(text))
    pieces, end = [], part.start
    for number, span in enumerate(merge_spans(spans), first or 0):
        start, stop = max(span.start, part.start), min(span.end, part.end)
        if start < stop:
            # One that begins before the part has its id there.
            id_ = Markup(' id="hit-{}"').format(number) if first is not None and start == span.start else ""
            pieces += [escape(text[end:start]), Markup("<mark{}>{}</mark>").format(id_, text[start:stop])]
            end = stop
    return Markup().join([*pieces, escape(text[end : part.end])])  # adding to a text copies it each time


def mark_snippet(text: str, spans: Sequence[Span], longest: int = MAX_LENGTH) -> Markup:
    """The part of a paragraph to show among results, with … where it is cut."""
    part = snippet(text, spans, longest)
    before = Markup('<span class="cut">……</span>') if part.start else Markup()
    after = Markup('<span class="cut">……</span>') if part.end < len(text) else Markup()
    return before + mark(text, spans, part) + after


def mark_with_lead(text: str, lead: int, spans: Sequence[Span], first: int | None = None) -> Markup:
    """A paragraph whose first `lead` characters are its run-in heading, with matches marked, and numbered from `first`."""
    if not lead:
        return mark(text, spans, first=first)
    heading = mark(text, spans, Span(0, lead), first)
    return Markup('<span class="lead">{}</span>').format(heading) + mark(text, spans, Span(lead, len(text)), first)


def format_date(date: SpeechDate | None, language: str) -> str:
    """A date as a reader writes it, as precise as it is known: 2024年5月3日, 2024年; 2024-05-03 in English."""
    if date is None:
        return ""
    if language == "en":
        return str(date)
    parts = ((date.year, "年"), (date.month, "月"), (date.day, "日"))
    return "".join(f"{number}{unit}" for number, unit in parts if number is not None)
