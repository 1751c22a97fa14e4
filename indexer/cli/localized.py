"""Commands and options whose help is in the language of the command line, click's own words too.

Help is written in Chinese where the command is defined, marked by `N_`, and translated when it is shown, since only
then the language is known. Click takes its own words by gettext from the catalogue that `gettext.textdomain` names.
"""

import atexit
import gc
import gettext
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import Any, Self, TypeVar

import click
from click.shell_completion import CompletionItem

from indexer.cli.command_table import CommandTable, Section
from indexer.cli.leading_minus import with_texts_last
from indexer.i18n import translate
from indexer.i18n.catalogue import DOMAIN, FOLDER, Language, language_of

F = TypeVar("F", bound=Callable[..., Any])

PREFIX = "SPEECHSEARCH"  # of the variables of the environment that stand for options
SENTENCE = 200  # characters: a list of commands has the first sentence of each whole


def language() -> Language:
    """The language of the command line: by SPEECHSEARCH_LANG, else the locale of the system, else Chinese."""
    return language_of(os.environ)


class Option(click.Option):
    """An option with its help, its named default and what stands for its value in the language of the command line."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        shown = copy(self)
        shown.help = _translated(self.help)
        if isinstance(self.show_default, str):
            shown.show_default = _translated(self.show_default)
        return click.Option.get_help_record(shown, ctx)

    def make_metavar(self, ctx: click.Context) -> str:
        return gettext.gettext(super().make_metavar(ctx))

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """What the environment says: SPEECHSEARCH_SEARCH_PER_PAGE for --per-page of search, then `envvar`.

        Click would name the variable by the parameter of the function, which users do not know.
        """
        own = os.environ.get(self.variable(ctx)) if self.allow_from_autoenv else None
        return own or click.Parameter.resolve_envvar_value(self, ctx)

    def variable(self, ctx: click.Context) -> str:
        """The name of the variable of the environment that stands for the option of this command."""
        name = max(self.opts, key=len).lstrip("-")
        return f"{ctx.auto_envvar_prefix}_{name}".replace("-", "_").upper()


class _Localized(click.Command):
    """The help of a command, a group of commands or not, in the language of the command line."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super(_Localized, self._shown()).format_help_text(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super(_Localized, self._shown()).format_epilog(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        return super(_Localized, self._shown()).get_short_help_str(limit)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [gettext.gettext(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        found = super().get_help_option(ctx)  # click makes it once, in the language of that time
        if found is not None:
            found.help = gettext.gettext("Show this message and exit.")
        return found

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        found = super().shell_complete(ctx, incomplete)
        for item in found:
            item.help = _translated(item.help)
        return found

    def _shown(self) -> Self:
        shown = copy(self)
        shown.help = _translated(self.help)
        shown.epilog = _translated(self.epilog)
        return shown


class Command(_Localized):
    """A command with its help in the language of the command line, which takes texts that begin with a minus."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, with_texts_last(args, self.params))


class Group(_Localized, click.Group):
    """Commands in sections. While it runs, click's own words are in the language of the command line.

    Every option of every command has a variable of the environment.
    """

    command_class = Command

    def __init__(self, *, sections: Sequence[Section] = (), **options: Any) -> None:
        settings = {"auto_envvar_prefix": PREFIX}
        super().__init__(commands=CommandTable(sections), context_settings=settings, **options)
        self.sections = sections

    def run(self, name: str) -> None:
        """Be the command `name` of a process of its own."""
        # The threads that numpy multiplies matrices with wait by spinning: for matrices as small as ours that costs time.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # The system takes all memory back: to look for garbage in it takes a tenth of a command.
        atexit.register(gc.freeze)
        self(prog_name=name)

    def main(self, *args: Any, **options: Any) -> Any:
        with _words_of_click():
            return super().main(*args, **options)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for section in self.sections:
            with formatter.section(translate(section.title, language())):
                formatter.write_dl(
                    [(name, self.commands[name].get_short_help_str(SENTENCE)) for name in section.places]
                )


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
