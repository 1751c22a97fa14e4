"""Quotes and other marks around a phrase: what is counted are its characters, and these are among them."""

from typing import Any

from indexer.cli.terminal import say
from indexer.i18n import Message, _, units
from searchui.search import Corpus


def tell_marks(corpus: Corpus, phrase: str, **options: Any) -> None:
    """Say how often a phrase stands without the marks around it, where that is oftener; `options` are those of a card."""
    from searchui.search.query.pasted import without_marks
    from searchui.search.query.quotes import unquoted

    written = phrase.strip()
    quoted = unquoted(written)
    inside = quoted or without_marks(written)
    if inside in ("", written):
        return
    own, found = (corpus.card(text, **options).occurrences for text in (phrase, inside))
    if found > own:
        say(_message(bool(quoted), inside, units.occurrences(found)))


def _message(quoted: bool, inside: str, occurrences: Message) -> Message:
    if quoted:
        return _("引号也是词句里的字。不写引号，“{inside}”有 {occurrences}", inside=inside, occurrences=occurrences)
    return _("前后的标点也是词句里的字。不写标点，“{inside}”有 {occurrences}", inside=inside, occurrences=occurrences)
