"""Match options applied to a query: its phrases compared exactly, loosely, or with numbers in any form."""

from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.analysis.numbers import MOST_FORMS
from indexer.engine.query import Phrase, Query
from indexer.errors import QueryError
from indexer.i18n import _


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
        raise QueryError(
            _(
                "“{phrase}”里的数字太多，写法超过 {most_forms} 种。请缩短词句，或不选“数字写法不限”",
                phrase=phrase,
                most_forms=MOST_FORMS,
            ),
            position=position,
        ) from error
    if not forms:
        raise QueryError(
            _("“{phrase}”里只有标点，不计标点就没有要找的字了。请写上词句，或不选“不计标点”", phrase=phrase),
            position=position,
        )
