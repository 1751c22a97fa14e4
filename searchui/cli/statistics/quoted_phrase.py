"""A phrase in quotes that was not found: what is counted are the characters of a phrase, and its quotes are among them."""

from typing import Any

from indexer.cli.terminal import say
from indexer.i18n import _, units
from searchui.search import Corpus


def tell_quotes(corpus: Corpus, phrase: str, **options: Any) -> None:
    """Say how often a phrase that was not found stands without the quotes around it; `options` are those of a card."""
    from searchui.search.query.quotes import unquoted

    inside = unquoted(phrase.strip())
    found = corpus.card(inside, **options).occurrences if inside else 0
    if found:
        say(
            _(
                "引号也是词句里的字。不写引号，“{inside}”有 {occurrences}",
                inside=inside,
                occurrences=units.occurrences(found),
            )
        )
