"""Commands that are imported when they are first asked for, listed under the headings of sections.

A command line that only counts must not load what builds an index or serves pages: a table says where each command
is, and the module is imported when the command is run, or its help shown.
"""

import gc
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

import click


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the help and the commands below it: the place of each, "module:attribute", by its name."""

    title: str
    places: Mapping[str, str]


class CommandTable(MutableMapping[str, click.Command]):
    """The commands of some sections by name, in their order."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._commands: dict[str, click.Command | str] = {
            name: place for section in sections for name, place in section.places.items()
        }

    def __getitem__(self, name: str) -> click.Command:
        found = self._commands[name]
        if isinstance(found, str):
            module, _, attribute = found.partition(":")
            with _garbage_left():
                found = self._commands[name] = _command(getattr(import_module(module), attribute))
        return found

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._commands[name] = command

    def __delitem__(self, name: str) -> None:
        del self._commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._commands)

    def __len__(self) -> int:
        return len(self._commands)


@contextmanager
def _garbage_left() -> Iterator[None]:
    """While modules are imported: what they make stays, and looking through it takes a tenth of the time to start."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _command(found: object) -> click.Command:
    if not isinstance(found, click.Command):
        raise TypeError(f"{found!r} is no command")
    return found
