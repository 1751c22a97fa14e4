"""Lists that users write, of words or synonyms, one entry on each line: errors name the place."""

from collections.abc import Iterable, Iterator

from indexer.analysis.fold import fold
from indexer.errors import WordListError
from indexer.i18n import _

COMMENT = "#"
MAX_WORD_LENGTH = 40  # characters; anything longer is a sentence


def entries_of(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, with their numbers; white space as single spaces. A line of `#…` is a comment."""
    for number, line in enumerate(lines, 1):
        text = " ".join(line.split())
        if text and not text.startswith(COMMENT):
            yield number, text


def check_word(word: str, file: str, line: int) -> None:
    """Raises WordListError for what cannot be a word."""
    if not any(map(str.isalnum, fold(word))):
        raise WordListError(
            file,
            line,
            _("“{word}”里没有字，只有符号。请写一个词，或删去这一行", word=word),
        )
    if len(word) > MAX_WORD_LENGTH:
        raise WordListError(
            file,
            line,
            _(
                "“{value}…”有 {count} 个字，最多 {longest} 个字。请一行只写一个词",
                value=word[:10],
                count=len(word),
                longest=MAX_WORD_LENGTH,
            ),
        )
