"""Text → HTML with its matches marked. Everything that comes from a file is escaped here or by Jinja."""

import re
from collections.abc import Iterable, Sequence
from operator import ne

from markupsafe import Markup, escape

from indexer.analysis import fold
from indexer.model import Span, SpeechDate
from searchui.search.highlight import merged
from searchui.search.snippet import LONGEST, snippet

TRADITIONAL_SHARE = 0.1  # of characters that have another simplified form; simplified texts have about none

_HAN = re.compile(r"[\u4e00-\u9fff]+")


def marked(text: str, spans: Iterable[Span], part: Span | None = None) -> Markup:
    """`text`, or the `part` of it, with `spans` in <mark>."""
    part = part or Span(0, len(text))
    pieces, end = [], part.start
    for span in merged(spans):
        start, stop = max(span.start, part.start), min(span.end, part.end)
        if start < stop:
            pieces += [escape(text[end:start]), Markup("<mark>{}</mark>").format(text[start:stop])]
            end = stop
    return Markup().join([*pieces, escape(text[end : part.end])])  # adding to a text copies it each time


def marked_snippet(text: str, spans: Sequence[Span], longest: int = LONGEST) -> Markup:
    """The part of a paragraph to show among results, with … where it is cut."""
    part = snippet(text, spans, longest)
    before = Markup('<span class="cut">……</span>') if part.start else Markup()
    after = Markup('<span class="cut">……</span>') if part.end < len(text) else Markup()
    return before + marked(text, spans, part) + after


def led(text: str, lead: int, spans: Sequence[Span]) -> Markup:
    """A paragraph whose first `lead` characters are its run-in heading, with matches marked."""
    if not lead:
        return marked(text, spans)
    heading = marked(text, spans, Span(0, lead))
    return Markup('<span class="lead">{}</span>').format(heading) + marked(text, spans, Span(lead, len(text)))


def script_of(text: str) -> str:
    """`zh-Hant` or `zh-Hans`, so that the browser takes the right faces."""
    han = "".join(_HAN.findall(text))
    changed = sum(map(ne, han, fold(han)))  # folding goes character by character
    return "zh-Hant" if changed > TRADITIONAL_SHARE * max(len(han), 1) else "zh-Hans"


def shown_date(date: SpeechDate | None, language: str) -> str:
    """A date as a reader writes it, as precise as it is known: 2024年5月3日, 2024年; 2024-05-03 in English."""
    if date is None:
        return ""
    if language == "en":
        return str(date)
    parts = ((date.year, "年"), (date.month, "月"), (date.day, "日"))
    return "".join(f"{number}{unit}" for number, unit in parts if number is not None)
