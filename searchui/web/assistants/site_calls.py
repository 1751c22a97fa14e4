"""Calls of tools, answered by the site in the same process: with its limits, its rights and its log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import Client

from searchui.web.assistants.tools import tools

HERE = "127.0.0.1"
# What tells who asks and how; the rest of a request's head is about its own body and connection.
ABOUT_A_BODY = frozenset(
    {"content-length", "content-type", "content-encoding", "transfer-encoding", "connection", "accept"}
)
LOOKED_AT = "/api/openapi.json"  # an address that asks for no corpus, and is refused to whoever may not read


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the address of the client, and the head of the HTTP request, if there is one."""

    address: str = HERE
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """What the site said: the status of HTTP, the head, and the body as it is."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_error(self) -> bool:
        return self.status >= 400


class SiteCalls:
    """The site, asked without a network. Safe to share between threads."""

    def __init__(self, site: Flask) -> None:
        self._site = site

    def call(self, name: str, arguments: Mapping[str, Any], caller: Caller) -> SiteAnswer:
        """The answer of a tool. Raises KeyError where there is none of that name."""
        tool = tools()[name]
        path, query, body = tool.request(arguments)
        return self._ask(caller, path, method=tool.operation.method, query_string=query, json=body)

    def refusal(self, caller: Caller) -> SiteAnswer | None:
        """What the site says to who may not read it; None for others."""
        answer = self._ask(caller, LOOKED_AT, method="GET")
        return answer if answer.is_error else None

    def _ask(self, caller: Caller, path: str, **how: Any) -> SiteAnswer:
        about = [(name, value) for name, value in (caller.headers or {}).items() if name.lower() not in ABOUT_A_BODY]
        with Client(self._site, use_cookies=False).open(
            path, headers=about, environ_overrides={"REMOTE_ADDR": caller.address}, **how
        ) as found:
            return SiteAnswer(found.status_code, dict(found.headers), found.get_data())
