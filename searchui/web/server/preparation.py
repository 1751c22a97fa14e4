"""What a server does before it says that it is there, so that whoever comes first need not wait for it."""

import gc
from contextlib import AbstractContextManager, suppress
from functools import partial
from threading import Event

from flask import Flask

from indexer.background import running_beside
from indexer.errors import IndexUnusableError
from indexer.store import Generation
from indexer.store.generation import Pointer
from indexer.store.scrub import lower_priority
from searchui.web.context.garbage import collect_garbage
from searchui.web.context.live_corpus import LiveCorpus

WORD = "的"  # looking for any word loads the dictionary
INTERVAL = 1.0  # seconds between two looks whether another generation is live


def prepare(app: Flask) -> Generation:
    """Load what the first pages need: the dictionary, the templates, the examples of the first page. What is live.

    Raises IndexUnusableError.
    """
    generation = load(app)
    live_of(app).get().set_phrases()
    return generation


def load(app: Flask) -> Generation:
    """The same without what is of the index, but for seeing that it can be used."""
    # What is there before any corpus stays as long as the server: collecting garbage, as after each update, passes it over.
    gc.collect()
    gc.freeze()
    corpus = live_of(app).get()
    corpus.search(WORD)
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    return corpus.generation


def preparing(app: Flask) -> AbstractContextManager[None]:
    """Have a thread make meanwhile what questions of each generation would wait for; all processes map what it has made."""
    return running_beside("preparing", partial(_prepare_each, live_of(app)))


def _prepare_each(live: LiveCorpus, stop: Event) -> None:
    lower_priority()
    done: Pointer | None = None
    while not stop.wait(INTERVAL):
        is_replaced = True
        with suppress(IndexUnusableError):  # which whoever asks is told
            done, is_replaced = _prepare_live(live, done)
        if is_replaced:
            collect_garbage()  # it holds itself


def _prepare_live(live: LiveCorpus, done: Pointer | None) -> tuple[Pointer, bool]:
    """Prepare what is live, unless that is `done`: which it is, and whether it was replaced meanwhile."""
    corpus = live.get()
    if corpus.generation.pointer != done:
        try:
            corpus.prepare_statistics()
        except Exception:
            if live.is_current(corpus):
                raise
            # Its files went while they were read: what follows it is prepared in a second.
    return corpus.generation.pointer, not live.is_current(corpus)


def live_of(app: Flask) -> LiveCorpus:
    live: LiveCorpus = app.extensions["corpus"]
    return live
