"""Who may read: anybody, those with a password, or those whom the proxy in front has let in."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, request

from indexer.i18n import Message, _
from searchui.web.security.client_address import client_address
from searchui.web.security.passwords import Passwords
from searchui.web.security.rate_limiter import RateLimiter
from searchui.web.security.request_limits import RefusedError, too_often
from searchui.web.shared.memory import Memory, Places

# Style sheets say nothing of the speeches, and make the refusal readable; who watches over servers has no password.
OPEN = frozenset({"static", "api.health"})
TRIES = 10.0  # wrong passwords that a client may send in a minute
MINUTE = 60.0
SLOWLY = 1.0  # seconds that it takes to look at one more
IN_LINE = 2  # that are looked at so at the same time, of different addresses
CHALLENGE = {"WWW-Authenticate": 'Basic realm="speechsearch", charset="UTF-8"'}


def require_password(app: Flask, passwords: Passwords, memory: Memory) -> None:
    """Answer only who has a password, by HTTP Basic."""
    tries = RateLimiter(TRIES / MINUTE, MINUTE, time.monotonic, memory.moments())
    line = SlowLine(SLOWLY, memory.places(1, IN_LINE))
    passwords.remember_in(memory)
    app.before_request(lambda: None if request.endpoint in OPEN else _check_password(passwords, tries, line))


def require_name(app: Flask, header: str) -> None:
    """Answer only where the proxy tells by this header who asks; see `behind_proxy`, which believes no others."""

    def check() -> None:
        if request.endpoint not in OPEN and not request.headers.get(header, "").strip():
            raise RefusedError(
                403,
                _("请从登录的入口打开；这里只收代理转来的、写明是谁的请求"),
            )

    app.before_request(check)


class SlowLine:
    """Where the passwords of an address are looked at that sent too many wrong ones: one at a time, and slowly.

    A right one is let in so, though others at the address go on guessing; and they guess no faster than that.
    """

    def __init__(self, seconds: float, places: Places) -> None:
        self._seconds, self._places = seconds, places

    @contextmanager
    def place(self, address: str) -> Iterator[bool]:
        """Whether there is a place for the address, which takes a while."""
        free = self._places.take(address) is None
        try:
            if free:
                time.sleep(self._seconds)
            yield free
        finally:
            if free:
                self._places.give_back(address)


def _check_password(passwords: Passwords, tries: RateLimiter, line: SlowLine) -> None:
    given = request.authorization
    if given is None or given.type != "basic":
        raise _refused(_("请输入用户名和密码"))
    name, password = given.username or "", given.password or ""
    if passwords.are_known(name, password):
        return
    if wait := tries.wait(client_address()):
        with line.place(client_address()) as is_free:
            if is_free and passwords.are_right(name, password):
                return
        raise too_often(wait)
    if not passwords.are_right(name, password):
        tries.take(client_address())
        raise _refused(_("用户名或密码不对，请再输入一次"))


def _refused(reason: Message) -> RefusedError:
    return RefusedError(401, reason, CHALLENGE)
