"""The command: `python -m benchmarks.mutation`."""

import tempfile
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


def _show(room: str, mutants: list[Mutant]) -> None:
    click.echo(f"{room}: {sum(one.killed for one in mutants)} of {len(mutants)} changes were noticed")
    for module, own in groupby(mutants, key=lambda one: one.module):
        some = list(own)
        click.echo(f"  {module}: {sum(one.killed for one in some)} of {len(some)}")
    for one in mutants:
        if not one.killed:
            click.echo(f"\n{one.module}:{one.line} {one.operator}\n{one.difference}")


if __name__ == "__main__":
    main()
