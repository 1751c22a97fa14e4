"""The command: `python -m benchmarks.mutation`."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks.mutation.rooms import ROOMS

if TYPE_CHECKING:
    from benchmarks.mutation.session import Mutant

PROJECT = Path(__file__).parent.parent.parent


@click.command()
@click.option("--room", "names", multiple=True, type=click.Choice([room.name for room in ROOMS]), help="Only these.")
@click.option("--count", default=60, show_default=True, help="Changes of every room.")
@click.option("--seed", default=1, show_default=True)
def main(names: tuple[str, ...], count: int, seed: int) -> None:
    """Change the code in small ways, in a copy, and see whether the quick tests about it notice. What is not noticed is shown."""
    from benchmarks.mutation.session import copy_of, try_room  # needs cosmic-ray, which --help does not

    with tempfile.TemporaryDirectory() as folder:
        copy = copy_of(PROJECT, Path(folder).resolve())
        for room in ROOMS:
            if names and room.name not in names:
                continue
            tried, noticed = Counter[str](), Counter[str]()
            for mutant in try_room(room, copy, count, seed):
                _show(mutant)
                tried[mutant.change.module] += 1
                noticed[mutant.change.module] += mutant.outcome == "noticed"
            for module in tried:
                click.echo(f"{noticed[module]} of {tried[module]} {module}")
            click.echo(f"{room.name}: {noticed.total()} of {tried.total()} changes were noticed\n")


def _show(mutant: "Mutant") -> None:
    change = mutant.change
    click.echo(f"{mutant.outcome} {mutant.seconds:.0f} s {change.module}:{change.line} {change.operator}")
    if mutant.outcome != "noticed":
        click.echo(mutant.difference)


if __name__ == "__main__":
    main()
