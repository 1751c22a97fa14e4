"""What a request may be: how large, to which name, and how many of them a client may send."""

import math
import time
from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, request

from indexer.errors import SpeechsearchError
from indexer.i18n import Message, _, n_
from searchui.web.security.client_address import client_address, is_this_machine
from searchui.web.security.rate_limiter import RateLimiter
from searchui.web.shared.memory import Memory

MAX_BODY = 10_000  # bytes; hardly anything reads a body
# A Word file with some pictures. Drafts stay in memory: none is written to a disk, so only a few may come at a time.
MAX_DRAFT = 8_000_000
DRAFT_PATHS = frozenset({"/proof", "/api/proof", "/api/reuse"})
DRAFTS_AT_ONCE = 4
# A book with its pictures. What is uploaded is written to the disk while it comes, and goes into the folder of speeches.
MAX_UPLOAD = 200_000_000
UPLOAD_PATH = "/files/upload"
UPLOADS_AT_ONCE = 2
# A page of the table of files, which has all of its cells; a basket of passages, saved searches: addresses and notes, no texts.
MAX_FORM = 1_000_000
FORM_PATHS = frozenset({"/files/correct", "/files/remove", "/basket", "/saved", "/saved/mine"})
KEPT_NAMES = 256  # of sites that were asked for
# A query of 2000 characters, percent-encoded twice in the address of the page and in that of the page before.
MAX_HEADERS = 256 * 1024
MAX_PARAMETERS = 200
BURST = 10.0  # seconds' worth of requests at once
FREE = frozenset({"static", "api.health"})
# How many requests one counts as: suggestions come at every pause in typing; some look at all words of a corpus.
WHILE_TYPING, ALL_WORDS = 0.2, 3.0
MAX_CONNECTIONS = 500  # each with one request at a time; others wait in the system's queue
SPARE_CONNECTIONS = 20  # of these, so that nobody has to wait there while others send nothing
CONNECTIONS_EACH = 100  # of one address
HEAD_SECONDS = 10  # from a connection, or the first byte of a request, until its head is whole
BODY_SECONDS = 10  # from there until its body is
DRAFT_SECONDS = 60  # … that of a draft
UPLOAD_SECONDS = 3600  # … that of a file for the folder of speeches
IDLE = 30  # seconds after an answer without another request, after which a connection is closed
STALLED = 60  # seconds over which a reader has to take something of an answer, and at least
SLOWEST = 1000  # bytes a second


class RefusedError(SpeechsearchError):
    """A request that is not answered, for what it is or who sent it.

    `status` is that of the HTTP answer; `headers` go along with it.
    """

    def __init__(self, status: int, reason: Message, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(reason)
        self.status, self.headers = status, headers


def limit(app: Flask, rate: float | None, names: Collection[str], costs: Mapping[str, float], memory: Memory) -> None:
    """Refuse what is too large, too much or meant for another site.

    `rate`: requests a second of each client but this machine; None: any. `names`: those under which the site may be
    asked for, since else any web page could have its own name point here and read along; none: any. `costs`: how many
    requests one to an endpoint counts as, where not one.
    """
    app.before_request(_check_size)
    app.before_request(_check_encoding)
    if names:
        app.before_request(lambda: _check_name(names))
    if rate is not None:
        limiter = RateLimiter(rate, BURST, time.monotonic, memory.moments())
        app.before_request(lambda: _check_rate(limiter, costs))


def _check_size() -> None:
    has_body = "CONTENT_LENGTH" in request.environ  # as hardly any
    if has_body and (size := request.content_length) and size > most_of(request.path):
        raise RefusedError(413, too_large(request.path))
    if sum(map(len, request.args.listvalues())) > MAX_PARAMETERS:
        raise RefusedError(
            400,
            _("网址里的参数最多 {most_parameters} 个，请去掉一些", most_parameters=MAX_PARAMETERS),
        )


def most_of(path: str) -> int:
    """How many bytes the body of a request may have."""
    if path in DRAFT_PATHS:
        return MAX_DRAFT
    return MAX_UPLOAD if path == UPLOAD_PATH else MAX_FORM if path in FORM_PATHS else MAX_BODY


def too_large(path: str) -> Message:
    """What to tell of one that has more."""
    if path in DRAFT_PATHS:
        return _("文稿的文件太大，最多 {most} MB；可以只粘贴文字", most=MAX_DRAFT // 1_000_000)
    if path == UPLOAD_PATH:
        return _("一次上传的文件太大，最多 {most} MB；更大的请直接拷进讲话稿文件夹", most=MAX_UPLOAD // 1_000_000)
    if path in FORM_PATHS:
        return _("提交的各项太多，最多 {most:,} KB；请删去一些，或分几次提交", most=MAX_FORM // 1_000)
    return _("请求里附带的内容太多；查找只用网址")


def _check_encoding() -> None:
    """Refuse an address whose characters are not UTF-8: what they were meant to be would be a guess."""
    path = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    try:
        path.decode("utf-8")
        unquote_to_bytes(request.query_string).decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(
            400,
            _("网址中的字不是 UTF-8 编码（也许是 GBK），请换成 UTF-8 再试"),
        ) from None


def _check_name(names: Collection[str]) -> None:
    if name_of_site(request.host) not in names:
        raise RefusedError(
            400,
            _("这里只能用启动时写出的地址打开，例如 http://localhost:8000；要用别的名字，请在启动时加上 --name 名字"),
        )


@lru_cache(KEPT_NAMES)
def name_of_site(host: str) -> str:
    """A Host header without its port; empty where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _check_rate(limiter: RateLimiter, costs: Mapping[str, float]) -> None:
    endpoint = request.endpoint or ""
    if endpoint in FREE or is_this_machine():
        return
    if wait := limiter.take(client_address(), costs.get(endpoint, 1.0)):
        raise too_often(wait)


def too_often(wait: float) -> RefusedError:
    """The refusal of what comes `wait` seconds too early."""
    seconds = max(1, math.ceil(wait))
    return RefusedError(
        429,
        n_("请求太频繁，请过 {n} 秒再试", seconds),
        {"Retry-After": str(seconds)},
    )
