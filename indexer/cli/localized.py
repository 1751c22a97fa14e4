"""Commands and options whose help is in the language of the command line, click's own words too.

Help is written in Chinese where the command is defined, marked by `N_`, and translated when it is shown, since only
then the language is known. Click takes its own words by gettext from the catalogue that `gettext.textdomain` names.
"""

import gettext
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any, TypeVar

import click

from indexer.i18n import translate
from indexer.i18n.catalogue import DOMAIN, FOLDER, Language, language_of

F = TypeVar("F", bound=Callable[..., Any])


def language() -> Language:
    """The language of the command line: by SPEECHSEARCH_LANG, else the locale of the system, else Chinese."""
    return language_of(os.environ)


class Option(click.Option):
    """An option with its help and its named default in the language of the command line."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        shown = copy(self)
        shown.help = _translated(self.help)
        if isinstance(self.show_default, str):
            shown.show_default = _translated(self.show_default)
        return click.Option.get_help_record(shown, ctx)


class Command(click.Command):
    """A command with its help in the language of the command line."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = copy(self)
        shown.help = _translated(self.help)
        click.Command.format_help_text(shown, ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        shown = copy(self)
        shown.help = _translated(self.help)
        return click.Command.get_short_help_str(shown, limit)


class Group(click.Group):
    """A group of such commands. While it runs, click's own words are in the language of the command line."""

    command_class = Command

    def main(self, *args: Any, **options: Any) -> Any:
        with _words_of_click():
            return super().main(*args, **options)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = copy(self)
        shown.help = _translated(self.help)
        click.Group.format_help_text(shown, ctx, formatter)


def command(name: str, **options: Any) -> Callable[[Callable[..., Any]], Command]:
    """A decorator that makes a command of a function; as click.command."""
    return click.command(name, cls=Command, **options)


def option(*declarations: str, **options: Any) -> Callable[[F], F]:
    """A decorator that adds an option to a command; as click.option."""
    return click.option(*declarations, cls=Option, **options)


def _translated(text: str | None) -> str | None:
    return text and translate(text, language())


@contextmanager
def _words_of_click() -> Iterator[None]:
    domain, before = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language()  # of this process and its children; gettext reads nothing else first
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            os.environ.pop("LANGUAGE", None)
        else:
            os.environ["LANGUAGE"] = before
