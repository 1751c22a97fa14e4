"""Match options applied to queries and phrases: what is compared exactly, loosely, or with numbers in any form."""

from collections.abc import Sequence

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.query import Phrase, Query
from indexer.errors import CallError, QueryError
from indexer.i18n import _
from indexer.shown_text import as_shown
from searchui.search.query import MAX_QUERY_LENGTH
from searchui.search.query.pasted import unwrap

MAX_PHRASES = 6


def apply_match_options(tree: Query, match_options: MatchOptions, written: str) -> Query:
    """The same tree with every quoted phrase compared by some options; `written` is the query, for the place of an error.

    Raises QueryError for a phrase of which nothing counts, or whose numbers have too many forms.
    """
    if match_options == PLAIN:
        return tree
    if isinstance(tree, Phrase):
        check_match_options(tree.text, match_options, max(written.find(tree.text), 0))
        return Phrase(tree.text, match_options)
    return tree.map(lambda child: apply_match_options(child, match_options, written))


def check_match_options(phrase: str, match_options: MatchOptions, position: int = 0) -> None:
    """Raises QueryError for a phrase that cannot be compared by some options."""
    try:
        forms = match_options.forms(phrase)
    except ValueError as error:
        from indexer.analysis.numbers import MAX_FORMS

        raise QueryError(
            _(
                "“{phrase}”里的数字太多，写法超过 {most_forms} 种。请缩短词句，或不选“数字写法不限”",
                phrase=phrase,
                most_forms=MAX_FORMS,
            ),
            position=position,
        ) from error
    if not forms:
        raise QueryError(
            _("“{phrase}”里只有标点，不计标点就没有要找的字了。请写上词句，或不选“不计标点”", phrase=phrase),
            position=position,
        )


def read_phrase(text: str, match_options: MatchOptions) -> str:
    """The phrase that is asked for: the text as it is shown, on one line. Raises CallError or QueryError where it cannot be counted."""
    phrase = unwrap(as_shown(text))
    if not phrase:
        raise CallError(_("请写下要数的词句"))
    if len(phrase) > MAX_QUERY_LENGTH:
        raise CallError(
            _("词句有 {count} 个字，最多 {longest} 个字", count=len(phrase), longest=MAX_QUERY_LENGTH),
        )
    if match_options != PLAIN:
        check_match_options(phrase, match_options)
    return phrase


def read_phrases(texts: Sequence[str], match_options: MatchOptions) -> tuple[str, ...]:
    """The same of several phrases, of which there may be MAX_PHRASES."""
    if not 1 <= len(texts) <= MAX_PHRASES:
        raise CallError(
            _(
                "请写下 1 到 {most_phrases} 个要比较的词句，现在有 {count} 个",
                most_phrases=MAX_PHRASES,
                count=len(texts),
            ),
        )
    return tuple(read_phrase(text, match_options) for text in texts)
