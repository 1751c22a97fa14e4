"""What a request may be: how large, to which name, and how many of them a client may send."""

import math
import time
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from flask import Flask, request

from indexer.i18n import _
from searchui.web.context.client_address import client, is_this_machine
from searchui.web.security.errors import RefusedError
from searchui.web.security.rate_limiter import Allowance

LARGEST_BODY = 10_000  # bytes; nothing here reads a body
# A query of 2000 characters, percent-encoded twice in the address of the page and in that of the page before.
LARGEST_HEADERS = 256 * 1024
MOST_PARAMETERS = 200
BURST = 10.0  # seconds' worth of requests at once
FREE = frozenset({"static", "api.health"})
# How many requests one counts as: suggestions come at every pause in typing; some look at all words of a corpus.
WHILE_TYPING, ALL_WORDS = 0.2, 3.0
MOST_CONNECTIONS = 500  # each with one request at a time; others wait in the system's queue
IDLE = 30  # seconds without a byte from either side, after which a connection is closed


def limit(app: Flask, rate: float | None, names: Collection[str], costs: Mapping[str, float]) -> None:
    """Refuse what is too large, too much or meant for another site.

    `rate`: requests a second of each client but this machine; None: any. `names`: those under which the site may be
    asked for, since else any web page could have its own name point here and read along; none: any. `costs`: how many
    requests one to an endpoint counts as, where not one.
    """
    app.before_request(_check_size)
    if names:
        app.before_request(lambda: _check_name(names))
    if rate is not None:
        allowance = Allowance(rate, BURST, time.monotonic)
        app.before_request(lambda: _check_rate(allowance, costs))


def _check_size() -> None:
    if (request.content_length or 0) > LARGEST_BODY:
        raise RefusedError(413, _("请求里附带的内容太多；查找只用网址"))
    if sum(len(values) for _, values in request.args.lists()) > MOST_PARAMETERS:
        raise RefusedError(
            400,
            _("网址里的参数最多 {most_parameters} 个，请去掉一些", most_parameters=MOST_PARAMETERS),
        )


def _check_name(names: Collection[str]) -> None:
    if _name(request.host) not in names:
        raise RefusedError(
            400,
            _("这里只能用启动时写出的地址打开，例如 http://localhost:8000；要用别的名字，请在启动时加上 --name 名字"),
        )


def _name(host: str) -> str:
    """A Host header without its port; empty where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _check_rate(allowance: Allowance, costs: Mapping[str, float]) -> None:
    endpoint = request.endpoint or ""
    if endpoint in FREE or is_this_machine():
        return
    if wait := allowance.take(client(), costs.get(endpoint, 1.0)):
        raise too_often(wait)


def too_often(wait: float) -> RefusedError:
    """The refusal of what comes `wait` seconds too early."""
    seconds = max(1, math.ceil(wait))
    return RefusedError(
        429,
        _("请求太频繁，请过 {seconds} 秒再试", seconds=seconds),
        {"Retry-After": str(seconds)},
    )
