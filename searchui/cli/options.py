"""Options that several commands have."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from indexer.cli.localized import option
from indexer.i18n import N_
from searchui.search import Filters, MatchOptions
from searchui.search.filters.facet import FACETS

Command: TypeAlias = Callable[..., None]

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


def filter_options(command: Command) -> Command:
    """An option a facet, --year, --speaker and so on, which may be repeated: the command takes `filters`."""

    @wraps(command)
    def taking(**options: Any) -> None:
        filters = Filters(**{name: options.pop(name) for name in FACETS})
        command(filters=filters, **options)

    for facet in reversed(tuple(FACETS.values())):
        taking = option(f"--{facet.name}", type=facet.kind, multiple=True, help=facet.hint.msgid)(taking)
    return taking
