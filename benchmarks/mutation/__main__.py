"""The command: `python -m benchmarks.mutation`."""

import tempfile
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import click

from benchmarks.mutation.rooms import ROOMS
from benchmarks.mutation.session import Mutant, copy_of, try_room

PROJECT = Path(__file__).parent.parent.parent


@click.command()
@click.option("--room", "names", multiple=True, type=click.Choice([room.name for room in ROOMS]), help="Only these.")
@click.option("--each", default=8, show_default=True, help="Changes of every module.")
@click.option("--seed", default=1, show_default=True)
def main(names: tuple[str, ...], each: int, seed: int) -> None:
    """Change the code in small ways, in a copy, and see whether the quick tests about it notice. Survivors are shown."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_of(PROJECT, Path(folder))
        for room in ROOMS:
            if not names or room.name in names:
                _show(room.name, try_room(room, copy, each, seed))


def _show(room: str, mutants: Iterable[Mutant]) -> None:
    every = []
    for module, tried in groupby(mutants, key=lambda one: one.module):
        own = list(tried)
        every += own
        click.echo(f"{module}: {_score(own)}")
        for one in own:
            if not one.killed:
                click.echo(f"\n{one.module}:{one.line} {one.operator}\n{one.difference}")
    click.echo(f"{room}: {_score(every)}\n")


def _score(mutants: Sequence[Mutant]) -> str:
    return f"{sum(one.killed for one in mutants)} of {len(mutants)} changes were noticed"


if __name__ == "__main__":
    main()
