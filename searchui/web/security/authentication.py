"""Who may read: anybody, those with a password, or those whom the proxy in front has let in."""

import time

from flask import Flask, request

from indexer.i18n import Message, _
from searchui.web.security.client_address import client_address
from searchui.web.security.passwords import Passwords
from searchui.web.security.rate_limiter import RateLimiter
from searchui.web.security.request_limits import RefusedError, too_often

# Style sheets say nothing of the speeches, and make the refusal readable; who watches over servers has no password.
OPEN = frozenset({"static", "api.health"})
TRIES = 10.0  # wrong passwords that a client may send in a minute
MINUTE = 60.0
CHALLENGE = {"WWW-Authenticate": 'Basic realm="speechsearch", charset="UTF-8"'}


def require_password(app: Flask, passwords: Passwords) -> None:
    """Answer only who has a password, by HTTP Basic."""
    tries = RateLimiter(TRIES / MINUTE, MINUTE, time.monotonic)
    app.before_request(lambda: None if request.endpoint in OPEN else _check_password(passwords, tries))


def require_name(app: Flask, header: str) -> None:
    """Answer only where the proxy tells by this header who asks; see `behind_proxy`, which believes no others."""

    def check() -> None:
        if request.endpoint not in OPEN and not request.headers.get(header, "").strip():
            raise RefusedError(
                403,
                _("请从登录的入口打开；这里只收代理转来的、写明是谁的请求"),
            )

    app.before_request(check)


def _check_password(passwords: Passwords, tries: RateLimiter) -> None:
    given = request.authorization
    if given is None or given.type != "basic":
        raise _refused(_("请输入用户名和密码"))
    name, password = given.username or "", given.password or ""
    if passwords.are_known(name, password):
        return
    if wait := tries.wait(client_address()):
        raise too_often(wait)
    if not passwords.are_right(name, password):
        tries.take(client_address())
        raise _refused(_("用户名或密码不对，请再输入一次"))


def _refused(reason: Message) -> RefusedError:
    return RefusedError(401, reason, CHALLENGE)
