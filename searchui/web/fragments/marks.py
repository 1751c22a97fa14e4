"""Text → HTML with its matches marked. Everything that comes from a file is escaped here or by Jinja."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from indexer.model import Span, SpeechDate
from searchui.search.highlighting.highlighter import merge_spans
from searchui.search.highlighting.snippet import MAX_LENGTH, snippet
from searchui.search.script import script_of
from searchui.web.fragments.escaping import escaping
from searchui.web.i18n.translations import TAGS, Interface

CUT = '<span class="cut">……</span>'


def mark(text: str, spans: Iterable[Span], part: Span | None = None, first: int | None = None) -> Markup:
    """`text`, or the `part` of it, with `spans` in <mark>; with ids hit-1, hit-2 … where `first` is the number of its first."""
    return Markup(_marked(text, spans, part or Span(0, len(text)), first))


def _marked(text: str, spans: Iterable[Span], part: Span, first: int | None) -> str:
    escape = escaping(text)
    start, stop = part.start, part.end
    pieces, end = [], start
    for number, span in enumerate(merge_spans(spans), first or 0):
        begin = span.start if span.start > start else start  # `max` takes twice the time, and a page has dozens
        close = span.end if span.end < stop else stop
        if begin < close:
            # One that begins before the part has its id there.
            id_ = f' id="hit-{number}"' if first is not None and begin == span.start else ""
            pieces.append(f"{escape(text[end:begin])}<mark{id_}>{escape(text[begin:close])}</mark>")
            end = close
    return "".join([*pieces, escape(text[end:stop])])


def mark_snippet(text: str, spans: Sequence[Span], longest: int = MAX_LENGTH) -> Markup:
    """The part of a paragraph to show among results, with … where it is cut."""
    return Markup(marked_snippet(text, spans, longest))


def marked_snippet(text: str, spans: Sequence[Span], longest: int = MAX_LENGTH) -> str:
    """The same as a plain string."""
    part = snippet(text, spans, longest)
    before, after = CUT if part.start else "", CUT if part.end < len(text) else ""
    return f"{before}{_marked(text, spans, part, None)}{after}"


def language_mark(text: str, language: Interface) -> str:
    """What an element says of the script of its text, where that is not the script of a page in a language."""
    script = script_of(text)
    return "" if script == TAGS[language] else f' lang="{script}"'


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
