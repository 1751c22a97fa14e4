"""What a server does before it says that it is there, so that whoever comes first need not wait for it."""

import gc

from flask import Flask

from searchui.web.context.live_corpus import LiveCorpus

WORD = "的"  # looking for any word loads the dictionary


def prepare(app: Flask) -> None:
    """Load what the first pages need: the dictionary, the examples of the first page, the templates.

    Raises IndexUnusableError.
    """
    # What is there before any corpus stays as long as the server: collecting garbage, as after each update, passes it over.
    gc.collect()
    gc.freeze()
    live: LiveCorpus = app.extensions["corpus"]
    corpus = live.get()
    corpus.search(WORD)
    corpus.set_phrases()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
