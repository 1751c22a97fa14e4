"""What a server does before it says that it is there, so that whoever comes first need not wait for it."""

import gc

from flask import Flask

from indexer.store import Generation
from searchui.web.context.live_corpus import LiveCorpus

WORD = "的"  # looking for any word loads the dictionary


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


def live_of(app: Flask) -> LiveCorpus:
    live: LiveCorpus = app.extensions["corpus"]
    return live
