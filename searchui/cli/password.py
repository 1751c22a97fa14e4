"""The command `password`: a line of a password file."""

import sys

import click

from indexer.cli.localized import command, language
from indexer.cli.terminal import errors_shown, say
from indexer.i18n import N_, _
from searchui.web.security.passwords import password_line


@command("password", help=N_("写出 NAME 在密码文件里的一行：speechsearch password 小王 >> passwords.txt"))
@click.argument("name")
def password_command(name: str) -> None:
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
