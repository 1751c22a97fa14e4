"""The command `mcp`: the archive for assistants."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import errors_shown, say
from indexer.errors import CallError
from indexer.i18n import N_, _
from searchui.cli.serve import ProtectionOptions, is_here, protection_options

if TYPE_CHECKING:
    from types import ModuleType

MISSING = _("要让助手来查，请先安装：pip install 'speechsearch[mcp]'")


@command("mcp", help=N_("让大语言模型的助手来查（MCP）：由助手启动，或用 --http 在网络上等候。"))
@option("--http", is_flag=True, help=N_("用 HTTP 等候，而不是标准输入输出。"))
@option("--host", default="127.0.0.1", show_default=True, help=N_("监听的地址。"))
@option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help=N_("监听的端口。"))
@index_option
@protection_options
def mcp_command(http: bool, host: str, port: int, index: Path, protection: ProtectionOptions) -> None:
    from searchui.web.app import create_app
    from searchui.web.logging.setup import LogFormat, log_to
    from searchui.web.security.policy import UNLIMITED

    with errors_shown(), log_to(LogFormat.TEXT if http else LogFormat.NONE, None, language()):
        server = _server()
        if not http:
            server.serve_here(create_app(index, UNLIMITED))
            return
        protected = protection.of(host)
        if not (is_here(host) or protected.asks_who):
            say(_("请留意：没有密码，能连到这台机器的人都能查看全部讲话稿。可加 --password-file。"))
        site = create_app(index, protected)
        try:
            server.serve_http(
                site, protected.names, host, port, lambda url: say(_("助手的地址是 {url} （按 Ctrl+C 结束）", url=url))
            )
        except OSError as error:
            raise CallError(
                _("不能在 {host}:{port} 等候：{reason}", host=host, port=port, reason=error.strerror or str(error))
            ) from error


def _server() -> "ModuleType":
    """What speaks the protocol. Raises CallError where it is not installed."""
    try:
        from searchui.web.assistants import server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("mcp", "mcp_types", "anyio", "starlette", "uvicorn"):
            raise CallError(MISSING) from error
        raise
    return server
