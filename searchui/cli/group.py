"""The whole command `speechsearch`: where each of its commands is."""

import click

from indexer.cli.command_table import Section
from indexer.cli.group import INDEX, SPEECHES
from indexer.cli.localized import Group, option
from indexer.i18n import N_

SECTIONS = (
    Section(
        N_("查找"),
        {
            "search": "searchui.cli.search:search_command",
            "list": "searchui.cli.list:list_command",
            "arrivals": "searchui.cli.arrivals:arrivals_command",
            "basket": "searchui.cli.texts.basket:basket_command",
            "count": "searchui.cli.statistics.count:count_command",
            "nearest": "searchui.cli.texts.nearest:nearest_command",
            "proof": "searchui.cli.texts.proof:proof_command",
            "diff": "searchui.cli.texts.diff:diff_command",
            "reuse": "searchui.cli.texts.reuse:reuse_command",
            "kwic": "searchui.cli.statistics.kwic:kwic_command",
            "trend": "searchui.cli.statistics.trend:trend_command",
            "variants": "searchui.cli.statistics.variants:variants_command",
            "around": "searchui.cli.statistics.around:around_command",
            "compare": "searchui.cli.statistics.compare:compare_command",
            "ngrams": "searchui.cli.statistics.ngrams:ngrams_command",
        },
    ),
    INDEX,
    Section(
        N_("网页"),
        {
            "serve": "searchui.cli.serve:serve_command",
            "password": "searchui.cli.password:password_command",
            "mcp": "searchui.cli.mcp:mcp_command",
        },
    ),
    Section(SPEECHES.title, {**SPEECHES.places, "cite": "searchui.cli.cite:cite_command"}),
    Section(N_("其他"), {"completion": "searchui.cli.completion:completion_command"}),
)


def _print_version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"speechsearch {version('speechsearch')}")
        ctx.exit()


@click.group(
    cls=Group,
    sections=SECTIONS,
    help=N_("在讲话稿里查找：原样的提法一字不差，次数、出处、首见都确切。"),
    epilog=N_("怎样查找、收录、部署，都在网页的“帮助”里：speechsearch serve --open，再打开 /help。"),
)
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    allow_from_autoenv=False,
    callback=_print_version,
    help=N_("显示版本。"),
)
def commands() -> None:
    pass


def main() -> None:
    """Entry point of `speechsearch` and `python -m searchui`."""
    commands.run("speechsearch")
