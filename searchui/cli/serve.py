"""The command `serve`: the pages, and who may ask for them and how often."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import errors_shown, say
from indexer.errors import CallError
from indexer.i18n import N_, _, units

if TYPE_CHECKING:  # the web is loaded to serve it, not for the help of this command
    from searchui.web.security.editing import Editing
    from searchui.web.security.policy import Protection
    from searchui.web.server.serving import Site

MOST_PROCESSES = 4  # unless more are asked for: each has some 150 MB of its own, of a corpus of 100,000 paragraphs
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class ProtectionOptions:
    """What was asked for on the command line."""

    rate: float
    names: tuple[str, ...]
    password_file: Path | None
    proxy: str | None
    auth_header: str | None

    def of(self, host: str) -> "Protection":
        """The protection of a site that listens at `host`. Raises CallError for what does not go together."""
        from searchui.web.security.passwords import read_passwords
        from searchui.web.security.policy import Protection

        self._check()
        here = () if self.proxy or not is_here(host) else (*HERE, host.lower())
        return Protection(
            rate=self.rate or None,
            names=(*here, *map(str.lower, self.names)),
            passwords=read_passwords(self.password_file) if self.password_file else None,
            proxy=self.proxy,
            user_header=self.auth_header,
        )

    def _check(self) -> None:
        if self.auth_header and not self.proxy:
            raise CallError(
                _("--auth-header 要和 --proxy 一起用：别处来的这个请求头谁都能伪造"),
            )
        if self.auth_header and self.password_file:
            raise CallError(_("--auth-header 和 --password-file 只能用一个"))
        if self.proxy and not _is_address(self.proxy):
            raise CallError(
                _("--proxy 要写代理的 IP 地址，例如 127.0.0.1，不能是“{proxy}”", proxy=self.proxy),
            )


def is_here(host: str) -> bool:
    """Whether only this machine can reach what listens at `host`."""
    return host.lower() == "localhost" or (_is_address(host) and ip_address(host).is_loopback)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


OPTIONS = (
    option(
        "--rate",
        type=click.FloatRange(0, 100_000),
        default=20,
        show_default=True,
        help=N_("每个地址每秒最多几个请求，0 不限；本机不限。"),
    ),
    option(
        "--name", "names", multiple=True, help=N_("网站的名字，可写多次；写了就只答用这些名字打开的。监听本机时，本机的名字不用写。")
    ),
    option(
        "--password-file", type=click.Path(path_type=Path), help=N_("要密码才能看：每行一个“名字:密文”，由 speechsearch password 写出。")
    ),
    option("--proxy", metavar="ADDRESS", help=N_("前面有反向代理：它的 IP 地址。只信它写的 X-Forwarded-For、-Proto、-Host。")),
    option(
        "--auth-header", metavar="HEADER", help=N_("由代理登录：代理写明用户的请求头，例如 X-Remote-User；没有的不答。要和 --proxy 一起用。")
    ),
)  # fmt: skip


def protection_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command these options, and to its function what was chosen as `protection`."""

    @wraps(command)
    def called(
        rate: float,
        names: tuple[str, ...],
        password_file: Path | None,
        proxy: str | None,
        auth_header: str | None,
        **others: Any,
    ) -> None:
        command(protection=ProtectionOptions(rate, names, password_file, proxy, auth_header), **others)

    for add in reversed(OPTIONS):
        called = add(called)
    return called


@dataclass(frozen=True, slots=True)
class EditingOptions:
    """Who may correct, add and remove speeches on the pages, as it was asked for on the command line."""

    editors: tuple[str, ...]
    read_only: bool

    def of(self, seeds: Path | None, protection: ProtectionOptions) -> "Editing | None":
        """Who may; nobody where the folder of speeches is not here. Raises CallError for names where nobody logs in."""
        from searchui.web.security.editing import Editing

        logs_in = bool(protection.password_file or protection.auth_header)
        if self.editors and not logs_in:
            raise CallError(_("--editor 要和 --password-file 或 --auth-header 一起用：不登录，就不知道来的是谁"))
        if seeds is None or (protection.proxy and not logs_in):
            return None
        return Editing(seeds, self.editors if logs_in else None, protection.auth_header, self.read_only)


def editing_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options on editing, and to its function what was chosen as `editing`."""

    @wraps(command)
    def called(editors: tuple[str, ...], read_only: bool, **others: Any) -> None:
        command(editing=EditingOptions(editors, read_only), **others)

    names = option(
        "--editor",
        "editors",
        metavar="NAME",
        multiple=True,
        help=N_("要登录的网站，谁可以改动讲话稿，可写多次；不写则谁都不可以。不用登录的，只有这台机器上的人可以。"),
    )
    nothing = option("--read-only", is_flag=True, help=N_("谁都不可以在网页上改动讲话稿。"))
    return names(nothing(called))


@command("serve", help=N_("打开查找网页。"))
@option("--host", default="127.0.0.1", show_default=True, help=N_("监听的地址。"))
@option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help=N_("监听的端口。"))
@option("--open", "opens", is_flag=True, help=N_("同时在浏览器里打开。"))
@option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help=N_("每个进程同时答几个请求。"))
@option(
    "--processes",
    type=click.IntRange(1, 64),
    show_default=N_("处理器的个数，最多 4"),
    help=N_("用几个进程来答；索引只占一份内存，日志和各种限量是共同的。只有 Linux 能用几个，别处总是一个。"),
)
@option(
    "--log-format",
    type=click.Choice(["text", "json", "none"]),
    default="text",
    show_default=True,
    help=N_("每个请求记一行：给人看的，或 JSON；none 只记差错。查询只记开头 40 个字。"),
)
@option(
    "--log-file",
    type=click.Path(path_type=Path),
    help=N_("日志写进这个文件，满 10 MB 换一个，留 5 个；不写则在标准错误。"),
)
@option("--no-watch", is_flag=True, help=N_("不监视讲话稿的文件夹；不写则添加、改动、移走的，几秒后就反映在网页上。"))
@editing_options
@index_option
@protection_options
def serve_command(
    host: str,
    port: int,
    opens: bool,
    threads: int,
    processes: int | None,
    log_format: str,
    log_file: Path | None,
    no_watch: bool,
    index: Path,
    protection: ProtectionOptions,
    editing: EditingOptions,
) -> None:
    from searchui.web.logging.setup import LogFormat, log_to
    from searchui.web.server.serving import Site, serve
    from searchui.web.server.waitress import Listening

    listening = Listening(host, port, threads, _processes(processes))

    def ready(site: Site) -> None:
        _say_where(site)
        if opens:
            click.launch(site.url)
        if watched:
            say(_("正在监视“{seeds}”：添加、改动、移走的，几秒后就反映在网页上（--no-watch 不监视）", seeds=watched))
        if not (is_here(host) or protected.asks_who):
            say(
                _("请留意：没有密码，能连到这台机器的人都能查看全部讲话稿。可加 --password-file。"),
            )

    with errors_shown(), log_to(LogFormat(log_format), log_file, language()):
        folder = _folder_of(index)
        protected = replace(protection.of(host), editing=editing.of(folder, protection))
        watched = None if no_watch else folder
        serve(index, listening, ready, protected, watched)


def _folder_of(index: Path) -> Path | None:
    """The folder of speeches that an index was built of; None where it is not here, or the index is a mirror of a cluster's."""
    from indexer.cluster.mirror import is_mirror
    from indexer.store import Store

    if is_mirror(index):
        return None
    folder = Path(Store(index).current().manifest.source)
    return folder if folder.is_dir() else None


def _processes(wanted: int | None) -> int:
    """How many processes serve: one where the system cannot make copies of one."""
    if sys.platform == "linux":
        return wanted or min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
    if wanted and wanted > 1:
        say(_("这个系统上只能用一个进程来答（--processes 只在 Linux 上有用），下面用一个。"))
    return 1


def _say_where(site: "Site") -> None:
    folder, speeches = site.generation.folder, site.generation.manifest.speeches
    say(
        _(
            "请用浏览器打开 {url} （按 Ctrl+C 结束）；索引是 {folder}，{speeches}",
            url=site.url,
            folder=folder,
            speeches=units.speeches(speeches),
        ),
    )
