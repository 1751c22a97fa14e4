"""The Whoosh schema, and our analysis as Whoosh analyzers."""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.fields import ID, STORED, TEXT, Schema

from indexer.analysis import Analysis

WORDS = "words"
CHARACTERS = "characters"
HEADINGS = "headings"
TITLE = "title_words"


class _LayerAnalyzer(Analyzer):
    """Yields tokens of one layer. Whoosh pickles it, and with it the vocabulary of its analysis."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    def spans(self, text: str, mode: str) -> Iterator[tuple[str, int, int]]:
        raise NotImplementedError

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **options: Any,
    ) -> Iterator[Token]:
        token = Token(positions, chars, mode=mode, **options)
        for position, (text, start, end) in enumerate(self.spans(value, mode), start_pos):
            token.text = text
            token.boost = 1.0
            token.stopped = False
            if positions:
                token.pos = position
            if chars:
                token.startchar, token.endchar = start_char + start, start_char + end
            yield token


class WordAnalyzer(_LayerAnalyzer):
    def spans(self, text: str, mode: str) -> Iterator[tuple[str, int, int]]:  # noqa: ARG002 - the same for queries
        return ((word.text, word.start, word.end) for word in self.analysis.words(text))


class CharacterAnalyzer(_LayerAnalyzer):
    """The grams of a text. Those of a query do without the last one, which says that the paragraph ends there."""

    def spans(self, text: str, mode: str) -> Iterator[tuple[str, int, int]]:
        grams = self.analysis.grams(text)
        if mode == "query":
            grams = grams[:-1]
        return ((gram, start, start + 2) for start, gram in enumerate(grams))


def schema(analysis: Analysis) -> Schema:
    """One document is one paragraph. `speech`, `speaker`, `year` and `kind` can be searched
    and sorted by in plain Whoosh; a text in `characters` is a phrase, found exactly from two characters on.
    """
    words = WordAnalyzer(analysis)
    return Schema(
        id=ID(stored=True, unique=True, sortable=True),
        speech=ID(stored=True, sortable=True),
        title=STORED(),
        date=STORED(),
        speaker=ID(stored=True, sortable=True),
        year=ID(stored=True, sortable=True),
        kind=ID(stored=True, sortable=True),
        text=STORED(),
        **{
            WORDS: TEXT(analyzer=words, chars=False),
            CHARACTERS: TEXT(analyzer=CharacterAnalyzer(analysis), multitoken_query="phrase"),
            HEADINGS: TEXT(analyzer=words, phrase=False),
            TITLE: TEXT(analyzer=words, phrase=False),
        },
    )
