"""Damage of the index that shows itself while a request is answered."""

from collections.abc import Iterator

from flask import g

from indexer.errors import IndexUnusableError, SpeechsearchError
from searchui.search import Corpus
from searchui.web.context.live_corpus import LiveCorpus, live


def explanation(error: Exception) -> IndexUnusableError | None:
    """What is wrong with the index, where an error that nobody foresaw came from that, in this request."""
    return live().explanation(error, g.corpus) if "corpus" in g else None


def damage_since() -> IndexUnusableError | None:
    """What was found damaged while this request was answered: the answer may be of what is not there."""
    try:
        if "corpus" in g:
            live().check(g.corpus)
    except IndexUnusableError as damage:
        return damage
    return None


def undamaged(corpus: Corpus, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of an answer that takes long.

    Raises IndexUnusableError where damage was seen since the first, or an error that nobody foresaw came of it.
    """
    return _undamaged(live(), corpus, pieces)


def _undamaged(live: LiveCorpus, corpus: Corpus, pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        live.check(corpus)  # before each is read, and not only sent
        for piece in pieces:
            yield piece
            live.check(corpus)
    except SpeechsearchError:
        raise
    except Exception as error:
        damage = live.explanation(error, corpus)
        if damage is None:
            raise
        raise damage from error
