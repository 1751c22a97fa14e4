"""What may be counted: a phrase of some length, of which something counts as it is meant."""

from collections.abc import Sequence

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.errors import CallError
from searchui.search.query.match_options import check_match_options
from searchui.search.query.parser import LONGEST

MOST_PHRASES = 6


def check_phrase(phrase: str, match_options: MatchOptions) -> None:
    """Raises CallError or QueryError for a phrase that cannot be counted."""
    if not phrase:
        raise CallError("请写下要数的词句", "Write the phrase to count")
    if len(phrase) > LONGEST:
        raise CallError(
            f"词句有 {len(phrase)} 个字，最多 {LONGEST} 个字",
            f"The phrase has {len(phrase)} characters; {LONGEST} is the most",
        )
    if match_options != PLAIN:
        check_match_options(phrase, match_options)


def check_phrases(phrases: Sequence[str], match_options: MatchOptions) -> None:
    """The same of several phrases, of which there may be MOST_PHRASES."""
    if not 1 <= len(phrases) <= MOST_PHRASES:
        raise CallError(
            f"请写下 1 到 {MOST_PHRASES} 个要比较的词句，现在有 {len(phrases)} 个",
            f"Write 1 to {MOST_PHRASES} phrases to compare; there are {len(phrases)}",
        )
    for phrase in phrases:
        check_phrase(phrase, match_options)
