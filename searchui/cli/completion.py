"""The command `completion`: what makes a shell complete commands, options and their values."""

import click
from click.shell_completion import get_completion_class

from indexer.cli.localized import command
from indexer.i18n import N_

SHELLS = ("bash", "zsh", "fish")
PROGRAM, VARIABLE = "speechsearch", "_SPEECHSEARCH_COMPLETE"


@command(
    "completion",
    help=N_('写出 SHELL 的补全脚本，例如在 ~/.bashrc 里写：eval "$(speechsearch completion bash)"'),
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    completing = get_completion_class(shell)
    if completing is None:
        raise NotImplementedError(shell)
    click.echo(completing(context.find_root().command, {}, PROGRAM, VARIABLE).source())
