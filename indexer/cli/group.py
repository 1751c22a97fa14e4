"""The command of the way in. Data goes to stdout, notes to stderr."""

from indexer.cli.command_table import Section
from indexer.cli.localized import Group
from indexer.i18n import N_

INDEX = Section(
    N_("保管索引"),
    {
        "build": "indexer.cli.build_commands:build_command",
        "update": "indexer.cli.build_commands:update_command",
        "watch": "indexer.cli.build_commands:watch_command",
        "check": "indexer.cli.maintenance_commands:check_command",
        "status": "indexer.cli.maintenance_commands:status_command",
        "backup": "indexer.cli.archive_commands:backup_command",
        "restore": "indexer.cli.archive_commands:restore_command",
        "cluster": "indexer.cli.cluster_command:cluster_command",
        "metadata": "indexer.cli.metadata_commands:metadata_commands",
    },
)
SPEECHES = Section(N_("讲话稿"), {"outline": "indexer.cli.outline:outline_command"})

commands = Group(name="indexer", sections=(INDEX, SPEECHES), help=N_("读入讲话稿，建立索引。"))


def main() -> None:
    """Entry point of `python -m indexer`."""
    commands.run("python -m indexer")
