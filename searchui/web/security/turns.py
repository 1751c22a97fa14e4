"""Turns: what looks at all words of a corpus is worked out for a few at a time, so that searches are answered meanwhile."""

from collections.abc import Callable, Collection

from flask import Flask, g, request

from indexer.i18n import _
from searchui.web.security.request_limits import RefusedError
from searchui.web.shared.memory import Memory

AT_ONCE = 2  # one that is worked out, and one that waits for it; both keep a thread of the server
SOON = {"Retry-After": "5"}  # seconds
ALL = "all words"


def keep_turn() -> Callable[[], None]:
    """Have the turn of this request go on after it, until what this gives is called, once or more often."""
    kept = [turn] if (turn := g.pop("turn", None)) else []

    def give_back() -> None:
        while kept:
            kept.pop().give_back(ALL)

    return give_back


def take_turns(app: Flask, endpoints: Collection[str], memory: Memory) -> None:
    """Answer requests to some endpoints a few at a time; who comes while these are at work is asked to come again."""
    turns = app.extensions["turns"] = memory.places(AT_ONCE, AT_ONCE)

    def take() -> None:
        if request.endpoint in endpoints:
            if turns.take(ALL):
                raise RefusedError(503, _("正在通查全部词语的人较多，请过几秒再试"), SOON)
            g.turn = turns

    def give_back(_error: BaseException | None) -> None:
        if turn := g.pop("turn", None):
            turn.give_back(ALL)

    app.before_request(take)
    app.teardown_request(give_back)
