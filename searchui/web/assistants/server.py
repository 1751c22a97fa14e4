"""The protocol: over standard input and output for an assistant on this machine, over HTTP for others.

The official Python SDK speaks it; it comes with the extra `mcp`.
"""

import socket
from collections.abc import Callable, Collection
from importlib.metadata import version
from typing import Any

import anyio
import mcp_types as types
import msgspec
import uvicorn
from anyio.to_thread import run_sync
from flask import Flask
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from indexer.i18n import LANGUAGES, Message, _
from searchui.web.assistants.site_calls import HERE, Caller, SiteAnswer, SiteCalls
from searchui.web.assistants.tools import tools

PATH = "/mcp"
MAX_BODY = 8 * 1024 * 1024  # bytes of a request, as many as the site takes of a draft
ADVICE: Message = _(
    "这里能查一批讲话稿。次数、首见和出处都是确切的，只就这批讲话稿而言。"
    "引用原文前请先用 count 或 proof 核对，并写明答案里的日期、讲话人和标题；查不到就说查不到。"
)
NO_TOOL: Message = _("没有这样的工具")
_JSON = msgspec.json.Decoder()


def protocol_server(calls: SiteCalls) -> "Server[Any]":
    """The server of the protocol: which tools there are, and their answers, which are the JSON of the API."""
    offered = [
        types.Tool(name=one.name, title=one.title, description=one.description, input_schema=one.input_schema)
        for one in tools().values()
    ]

    async def list_tools(_context: Any, _params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=offered)

    async def call_tool(
        context: ServerRequestContext[Any, Any], params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        if params.name not in tools():
            text = types.TextContent(type="text", text=f"{_in_all(NO_TOOL)}: {params.name[:40]}")
            return types.CallToolResult(content=[text], is_error=True)
        return _result(await run_sync(calls.call, params.name, params.arguments or {}, _caller(context.request)))

    return Server(
        "speechsearch",
        version=version("speechsearch"),
        instructions=_in_all(ADVICE),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve_here(site: Flask) -> None:
    """Answer the program that started this one, until it closes standard input."""

    async def run() -> None:
        server = protocol_server(SiteCalls(site))
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    anyio.run(run)


def http_application(site: Flask, names: Collection[str]) -> ASGIApp:
    """The protocol over HTTP at `PATH`, for those whom the site answers too; `names` as in `Protection`."""
    calls = SiteCalls(site)
    hosts = [name for one in names for name in (one, f"{one}:*")]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=bool(names),
        allowed_hosts=hosts,
        allowed_origins=[f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts],
    )
    application: Starlette = protocol_server(calls).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=MAX_BODY,
        transport_security=security,
    )
    return Entrance(application, calls)


def serve_http(site: Flask, names: Collection[str], host: str, port: int, ready: Callable[[str], None]) -> None:
    """Answer over HTTP until the process is told to end; `ready` gets the address.

    Raises OSError where nothing can be listened to there.
    """
    with socket.create_server((host, port), family=_family(host)) as listening:
        place = f"[{host}]" if ":" in host else host
        ready(f"http://{place}:{listening.getsockname()[1]}{PATH}")
        config = uvicorn.Config(http_application(site, names), log_config=None, access_log=False)
        uvicorn.Server(config).run(sockets=[listening])


class Entrance:
    """Lets in only those whom the site answers: by its password, its names, its rate."""

    def __init__(self, application: ASGIApp, calls: SiteCalls) -> None:
        self._application, self._calls = application, calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = None
        if scope["type"] == "http":
            refusal = await run_sync(self._calls.refusal, _caller(Request(scope)))
        if refusal is None:
            await self._application(scope, receive, send)
        else:
            await Response(refusal.body, refusal.status, refusal.headers)(scope, receive, send)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _caller(request: Request | None) -> Caller:
    if request is None:
        return Caller()
    return Caller(request.client.host if request.client else HERE, dict(request.headers))


def _result(answer: SiteAnswer) -> types.CallToolResult:
    text = types.TextContent(type="text", text=answer.body.decode())
    return types.CallToolResult(content=[text], structured_content=_JSON.decode(answer.body), is_error=answer.is_error)


def _in_all(message: Message) -> str:
    return "\n\n".join(message.text(language) for language in LANGUAGES)
