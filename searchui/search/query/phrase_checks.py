"""What may be counted: a phrase of some length, of which something counts as it is meant."""

from collections.abc import Sequence

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.errors import CallError
from indexer.i18n import _
from searchui.search.query.match_options import check_match_options
from searchui.search.query.parser import MAX_QUERY_LENGTH

MAX_PHRASES = 6


def check_phrase(phrase: str, match_options: MatchOptions) -> None:
    """Raises CallError or QueryError for a phrase that cannot be counted."""
    if not phrase:
        raise CallError(_("请写下要数的词句"))
    if len(phrase) > MAX_QUERY_LENGTH:
        raise CallError(
            _("词句有 {count} 个字，最多 {longest} 个字", count=len(phrase), longest=MAX_QUERY_LENGTH),
        )
    if match_options != PLAIN:
        check_match_options(phrase, match_options)


def check_phrases(phrases: Sequence[str], match_options: MatchOptions) -> None:
    """The same of several phrases, of which there may be MAX_PHRASES."""
    if not 1 <= len(phrases) <= MAX_PHRASES:
        raise CallError(
            _(
                "请写下 1 到 {most_phrases} 个要比较的词句，现在有 {count} 个",
                most_phrases=MAX_PHRASES,
                count=len(phrases),
            ),
        )
    for phrase in phrases:
        check_phrase(phrase, match_options)
