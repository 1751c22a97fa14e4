"""A query with its phrases meant in some manner: exactly, loosely, in any form of their numbers."""

from indexer.analysis.match_options import PLAIN, Manner
from indexer.analysis.numbers import MOST_FORMS
from indexer.engine.query import And, Not, Or, Phrase, Query
from indexer.errors import QueryError


def meant(tree: Query, manner: Manner, written: str) -> Query:
    """The same tree with every quoted phrase in a manner; `written` is the query, for the place of an error.

    Raises QueryError for a phrase of which nothing counts, or whose numbers have too many forms.
    """
    if manner == PLAIN:
        return tree
    match tree:
        case Phrase(text):
            check(text, manner, max(written.find(text), 0))
            return Phrase(text, manner)
        case And(parts):
            return And(tuple(meant(part, manner, written) for part in parts))
        case Or(parts):
            return Or(tuple(meant(part, manner, written) for part in parts))
        case Not(part):
            return Not(meant(part, manner, written))
    return tree


def check(phrase: str, manner: Manner, position: int = 0) -> None:
    """Raises QueryError for a phrase that cannot be meant in a manner."""
    try:
        forms = manner.forms(phrase)
    except ValueError as error:
        raise QueryError(
            f"“{phrase}”里的数字太多，写法超过 {MOST_FORMS} 种。请缩短词句，或不选“数字写法不限”",
            f"“{phrase}” has numbers with more than {MOST_FORMS} forms. Shorten it, or do without other forms of numbers",
            position=position,
        ) from error
    if not forms:
        raise QueryError(
            f"“{phrase}”里只有标点，不计标点就没有要找的字了。请写上词句，或不选“不计标点”",
            f"“{phrase}” has only marks, of which nothing counts. Write some words, or let marks count",
            position=position,
        )
