"""The text of a speech as it is shown: in the script of the reader, with marks, and with what is missing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from indexer.errors import QueryError
from indexer.model import Gap, Paragraph, Section, Span, Speech
from indexer.store.speech_catalogue import Entry
from searchui.search import Corpus
from searchui.search.citation.plain import source_line
from searchui.search.highlighting.highlighter import merge_spans
from searchui.search.script import SCRIPTS, Script, in_script, script_of
from searchui.web.preferences import SCRIPT
from searchui.web.request.search_state import SearchState


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph of the page: what it is, its text as it is shown, what is marked in it, what stands before it.

    `first` is the number of its first mark among those of the speech, from 1. `source` is what it is quoted with, where
    that is another for others of the speech.
    """

    paragraph: Paragraph
    text: str
    level: int
    spans: Sequence[Span]
    first: int
    gaps: tuple[Gap, ...]
    unknown_section: bool
    source: str


def scripts_of(found: Speech) -> tuple[Script, Script]:
    """The script that a speech is written in, and the one that it is shown in."""
    own = script_of(found.title + "".join(paragraph.text for paragraph in found.paragraphs))
    chosen = SCRIPT.current()
    return own, next((script for script in SCRIPTS if script == chosen), own)


def in_chosen_script(own: Script, script: Script) -> Callable[[str], str]:
    """What turns a text of one script into another; nothing where these are the same."""
    return _unchanged if script == own else partial(in_script, script=script)


def _unchanged(text: str) -> str:
    return text


def laid_out(
    found: Speech, entry: Entry, spans: Sequence[Sequence[Span]], shown: Callable[[str], str]
) -> Iterator[ShownParagraph]:
    """The paragraphs of a speech with the spans of each; `shown` is a text as it is shown."""
    first = 1
    opened_at: dict[int, list[Section]] = {}
    for section in (each for top in found.sections for each in top.walk()):
        opened_at.setdefault(section.start, []).append(section)
    gaps: dict[int, list[Gap]] = {}
    for gap in found.gaps:
        gaps.setdefault(gap.position, []).append(gap)
    for number, paragraph in enumerate(found.paragraphs):
        opened_here = opened_at.get(number, [])
        named = next((s for s in reversed(opened_here) if s.heading is not None), None)
        yield ShownParagraph(
            paragraph=paragraph,
            text=shown(paragraph.text),
            level=named.level if named else 0,
            spans=spans[number],
            first=first,
            gaps=tuple(gaps.get(number, ())),
            unknown_section=any(s.heading is None for s in opened_here),
            source=shown(source_line(entry, paragraph)) if entry.turns else "",
        )
        first += len(spans[number])


def marked_spans(found: Speech, state: SearchState, opened: Corpus) -> list[list[Span]]:
    """What to mark, a phrase that goes on in the next paragraph in both.

    A query that cannot be read marks nothing here, since the text is what was asked for.
    """
    texts = [paragraph.text for paragraph in found.paragraphs]
    if state.q:
        with suppress(QueryError):
            marked = opened.highlights_of(texts, state.q, match_options=state.match_options, synonyms=state.synonyms)
            torn = opened.torn_highlights(found.id, state.q, match_options=state.match_options)
            return [merge_spans([*spans, *torn.get(place, ())]) for place, spans in enumerate(marked)]
    return [[]] * len(texts)
