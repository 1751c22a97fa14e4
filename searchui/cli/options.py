"""Options that several commands have."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

import click

from indexer.cli.localized import language, option
from indexer.i18n import N_, _
from searchui.cli.output import Output
from searchui.search import Filters, MatchOptions
from searchui.search.filters.facet import FACETS, Facet, Value
from searchui.search.statistics import DEFAULT_ROWS, MAX_ROWS

Command: TypeAlias = Callable[..., None]

site_option = option(
    "--site",
    default="",
    help=N_("网站的地址，写在链接前面，例如 https://example.org；不写则链接从 /speech/ 起。"),
)
function_words_option = option(
    "--function-words",
    is_flag=True,
    help=N_("虚词、代词、量词和数字（的、了、我们、一个、2024）也列；不写则不列，说法也不以它们开头或结尾。"),
)
limit_option = option("--limit", type=int, show_default=N_("50；存为表格时全部"), help=N_("最多列几行。"))

MATCH_OPTIONS = {
    "exact": N_("词句里的繁简、全半角、大小写也须相同。"),
    "loose": N_("词句里的标点和空格不计。"),
    "numbers": N_("词句里的数字不论写法：2035 也找二〇三五。"),
}


def match_options(command: Command) -> Command:
    """How strictly phrases are compared, --exact, --loose, --numbers: the command takes `match_options`."""

    @wraps(command)
    def taking(**options: Any) -> None:
        chosen = MatchOptions(**{name: options.pop(name) for name in MATCH_OPTIONS})
        command(match_options=chosen, **options)

    for name, said in reversed(MATCH_OPTIONS.items()):
        taking = option(f"--{name}", is_flag=True, help=said)(taking)
    return taking


class FacetValue(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # generic in the newest Click only
    """A value of a facet, a range of years, or `none`: what has no value."""

    def __init__(self, facet: Facet[int] | Facet[str]) -> None:
        self.facet = facet
        self.name = facet.name if facet.kind is int else click.STRING.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Value:
        try:
            return self.facet.read(value)
        except ValueError:
            said = _("“{value}”不是年份，请写成 2024，或 2018..2022 这样从早到晚的几年", value=value)
            self.fail(said.text(language()), param, ctx)


def filter_options(command: Command) -> Command:
    """An option a facet, --year, --speaker and so on, which may be repeated: the command takes `filters`."""

    @wraps(command)
    def taking(**options: Any) -> None:
        filters = Filters(**{name: options.pop(name) for name in FACETS})
        command(filters=filters, **options)

    for facet in reversed(tuple(FACETS.values())):
        taking = option(f"--{facet.name}", type=FacetValue(facet), multiple=True, help=facet.hint.msgid)(taking)
    return taking


def rows_of(limit: int | None, output: Output) -> int:
    """How many rows are listed: as many as were asked for; else all where it is a table, as on the page."""
    if limit is not None:
        return limit
    return MAX_ROWS if output.is_table else DEFAULT_ROWS
