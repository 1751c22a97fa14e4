"""Options that several commands have."""

from collections.abc import Callable

import click

MANNERS = {
    "exact": "词句里的繁简、全半角、大小写也须相同。",
    "loose": "词句里的标点和空格不计。",
    "numbers": "词句里的数字不论写法：2035 也找二〇三五。",
}


def manner_options(command: Callable[..., None]) -> Callable[..., None]:
    """How strictly phrases are meant: --exact, --loose, --numbers."""
    for name, told in reversed(MANNERS.items()):
        command = click.option(f"--{name}", is_flag=True, help=told)(command)
    return command


def narrowing_options(command: Callable[..., None]) -> Callable[..., None]:
    """What is chosen of each facet: --year, --speaker, --occasion, --genre."""
    genre = click.option("--genre", "genres", multiple=True, help="只看这种文种（讲话、报告、致辞……），可写多次。")
    occasion = click.option("--occasion", "occasions", multiple=True, help="只看这个场合，可写多次。")
    speaker = click.option("--speaker", "speakers", multiple=True, help="只看这位讲话人，可写多次。")
    year = click.option("--year", "years", type=int, multiple=True, help="只看这一年，可写多次。")
    return year(speaker(occasion(genre(command))))
