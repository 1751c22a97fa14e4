"""Suggestions while typing: phrases, headings, titles and speakers of the corpus, each with its exact count."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from indexer.analysis import fold
from indexer.engine.answers import CharacterPattern
from indexer.engine.query import Field, Phrase, Query
from indexer.model import Paragraph
from indexer.shown_text import as_shown
from searchui.search.query.field_resolver import FieldResolver
from searchui.search.query.quotes import QUOTES
from searchui.search.query.serializer import to_query_string
from searchui.search.snapshot import Snapshot
from searchui.search.suggest import pinyin
from searchui.search.suggest.completion import phrases
from searchui.search.suggest.found_texts import found_texts

MAX_SUGGESTIONS = 20
MAX_TYPED = 40  # characters
MAX_NAME = 40  # characters of a heading or a title that is suggested
PLACES = 64  # in headings that are looked at
HEADING, TITLE, SPEAKER = NAMES = ("heading", "title", "speaker")
TRIED = 8  # names of a kind that are counted
OF_A_KIND = 2  # names of a kind that are given; phrases take what is left
CACHED = 256

Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind` is phrase, heading, title or speaker. Searching for `query` finds exactly so many `paragraphs`."""

    text: str
    kind: str
    query: str
    paragraphs: int


class Suggester:
    """Suggests what a corpus has."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._engine = snapshot.engine
        self._analysis = snapshot.analysis
        self._cached = lru_cache(maxsize=CACHED)(self._suggest)

    def suggest(self, typed: str, most: int) -> list[Suggestion]:
        """Up to `most`: what begins with the text typed, then what contains it, then what its letters may spell."""
        text = as_shown(typed).strip().strip("".join(QUOTES)).strip()
        return list(self._cached(fold(text), min(most, MAX_SUGGESTIONS))) if 0 < len(text) <= MAX_TYPED else []

    def _suggest(self, folded: str, most: int) -> tuple[Suggestion, ...]:
        found: dict[str, Suggestion] = {}
        patterns: list[CharacterPattern] = [tuple(map(frozenset, folded)), *pinyin.patterns(folded)]
        self._engine.prepare(patterns=patterns)
        for pattern in patterns:
            if len(found) < most:
                for suggestion in self._of(pattern, most):
                    found.setdefault(fold(suggestion.text), suggestion)
        return tuple(islice(found.values(), most))

    def _of(self, pattern: CharacterPattern, most: int) -> Iterator[Suggestion]:
        """What begins with a pattern, then what contains it; of each phrases, headings, titles, speakers."""
        beginning, containing = phrases(pattern, self._engine, self._analysis)
        first, inside = self._names(pattern)
        headings = [name for kind, name in (*first, *inside) if kind == HEADING]
        self._engine.prepare(phrases=[*beginning[:most], *containing[:most], *headings])
        yield from self._group(beginning, first, most)
        yield from self._group(containing, inside, most)

    def _group(self, texts: Sequence[str], names: Iterable[Named], most: int) -> Iterator[Suggestion]:
        """Phrases, as many as leave room for the names."""
        named = self._named(list(names))
        own = [one for kind in NAMES for one in _by_count(each for each in named if each.kind == kind)[:OF_A_KIND]]
        recurring = _by_count(
            _suggestion("phrase", found.shown, Phrase(found.shown), found.paragraphs)
            for found in found_texts(texts[:most], self._engine).values()
        )
        yield from recurring[: max(most - len(own), most // 2)]
        yield from own

    def _named(self, names: Sequence[Named]) -> list[Suggestion]:
        """Names with how many paragraphs each finds: headings by their texts, all at once, others by their fields."""
        headings = [name for kind, name in names if kind == HEADING]
        having = self._engine.occurrences_of(headings)
        counts = {name: len(found.paragraphs) for name, found in zip(headings, having, strict=True)}
        return [
            _suggestion(kind, name, Phrase(name), counts[name])
            if kind == HEADING
            else _suggestion(kind, name, Field(kind, name), self._total(Field(kind, name)))
            for kind, name in names
        ]

    def _total(self, field: Field) -> int:
        """How many paragraphs are under a condition."""
        return len(self._engine.match(self._snapshot.shared(FieldResolver).resolve(field)).paragraphs)

    def _names(self, pattern: CharacterPattern) -> tuple[list[Named], list[Named]]:
        """Names that begin with a pattern, and others that contain it; some of each kind."""
        expression = re.compile("".join(f"[{re.escape(''.join(allowed or ''))}]" for allowed in pattern))
        first: list[Named] = []
        inside: list[Named] = []
        for kind, names in ((HEADING, self._headings(pattern)), (TITLE, self._titles), (SPEAKER, self._speakers)):
            matching = ((name, match) for name, folded in names if (match := expression.search(folded)))
            for name, match in islice(matching, TRIED):
                (inside if match.start() else first).append((kind, name))
        return first, inside

    def _headings(self, pattern: CharacterPattern) -> Iterable[Named]:
        places = self._engine.pattern_contexts(pattern, PLACES, headings=True)
        return _usable_names(map(_heading, self._engine.paragraphs(sorted({place.paragraph for place in places}))))

    @cached_property
    def _titles(self) -> Sequence[Named]:
        return _usable_names(entry.title for entry in reversed(self._snapshot.entries))

    @cached_property
    def _speakers(self) -> Sequence[Named]:
        return _usable_names(voice for entry in self._snapshot.entries for voice in entry.voices)


def _suggestion(kind: str, text: str, query: Query, paragraphs: int) -> Suggestion:
    return Suggestion(text, kind, to_query_string(query) or "", paragraphs)


def _usable_names(names: Iterable[str]) -> list[Named]:
    """Names that are not too long and can be searched for, each once, with what they fold to."""
    usable = (name for name in dict.fromkeys(names) if 1 < len(name) <= MAX_NAME and to_query_string(Phrase(name)))
    return [(name, fold(name)) for name in usable]


def _heading(paragraph: Paragraph) -> str:
    """The heading that a paragraph is or begins with, without its number."""
    text = paragraph.text[: paragraph.lead] if paragraph.lead else paragraph.text
    from indexer.speech.enumerator import enumerator  # with it comes all that understands speeches

    own = enumerator(text)
    return (text[len(own.label) :] if own else text).strip().rstrip("。：:")


def _by_count(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Those that find anything, the most first; of equal ones the longer, then by the text."""
    return sorted(
        (each for each in suggestions if each.paragraphs),
        key=lambda each: (-each.paragraphs, -len(each.text), each.text),
    )
