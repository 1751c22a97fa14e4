"""The options of `serve` that say who may ask and how often, and the command that makes a line of a password file."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.localized import command, language, option
from indexer.cli.terminal import errors_shown, say
from indexer.errors import CallError
from indexer.i18n import N_, _

if TYPE_CHECKING:  # the web is only loaded to serve it
    from searchui.web.security.policy import Protection

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


@command("password", help=N_("写出 NAME 在密码文件里的一行：speechsearch password 小王 >> passwords.txt"))
@click.argument("name")
def password_command(name: str) -> None:
    from searchui.web.security.passwords import password_line

    with errors_shown():
        click.echo(password_line(name, _asked()))
    say(_("把这一行放进密码文件，再用 speechsearch serve --password-file 文件 打开。"))  # fmt: skip


def _asked() -> str:
    """The password, typed twice and unseen on a terminal; elsewhere the first line of the input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    said = _("密码").text(language())
    typed: str = click.prompt(said, hide_input=True, confirmation_prompt=True, err=True)
    return typed
