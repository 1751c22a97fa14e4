"""All that stands between the network and the speeches."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from searchui.web.security.authentication import require_name, require_password
from searchui.web.security.client_address import BehindProxy
from searchui.web.security.editing import Editing, let_edit
from searchui.web.security.logins import tell_names
from searchui.web.security.passwords import Passwords
from searchui.web.security.request_limits import limit
from searchui.web.security.security_headers import add_headers
from searchui.web.shared.memory import Memory

RATE = 20.0  # requests a second of one client


@dataclass(frozen=True, slots=True)
class Protection:
    """Who may ask, how often, and by which names of the site.

    `rate` is the requests a second of one client, None: any number. `names`: none, any. `proxy` is the address of
    the proxy whose X-Forwarded headers are believed, `user_header` the one by which it tells who asks. `editing` says who
    may change the speeches; None: nobody.
    """

    rate: float | None = RATE
    names: tuple[str, ...] = ()
    passwords: Passwords | None = None
    proxy: str | None = None
    user_header: str | None = None
    editing: Editing | None = None

    @property
    def asks_who(self) -> bool:
        """Whether not everybody is answered."""
        return self.passwords is not None or self.user_header is not None


UNLIMITED = Protection(rate=None)


def protect(app: Flask, protection: Protection, costs: Mapping[str, float], memory: Memory) -> None:
    """Put an application under protection, also what is added to it later; `costs` are those of its endpoints.

    `memory` keeps who has asked for how much.
    """
    app.after_request(add_headers)
    let_edit(app, protection.editing)
    tell_names(app, by_passwords=protection.passwords is not None, user_header=protection.user_header)
    limit(app, protection.rate, protection.names, costs, memory)
    if protection.passwords:
        require_password(app, protection.passwords, memory)
    if protection.user_header:
        require_name(app, protection.user_header)
    if protection.proxy:
        headers = [protection.user_header] if protection.user_header else []
        app.wsgi_app = BehindProxy(app.wsgi_app, protection.proxy, headers)  # type: ignore[method-assign]
