"""Where an index is, as commands are told: a folder, or for those that read the address of one in a cluster."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from indexer.cli.localized import language, option
from indexer.cli.terminal import say
from indexer.engine.opensearch.connection.address import is_address
from indexer.errors import SpeechsearchError
from indexer.i18n import N_, _

DEFAULT_INDEX = "index_data"
VARIABLE = "SPEECHSEARCH_INDEX"


class IndexFolder(click.Path):
    """The folder of an index. Of an address, where those are `read`, it is the mirror of the cluster, as it is now."""

    def __init__(self, *, read: bool) -> None:
        super().__init__(path_type=Path)
        self.takes_addresses = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        text = str(value)
        if not is_address(text):
            return super().convert(value, param, ctx)
        if not self.takes_addresses:
            self.fail(_("要写的索引须是本机的文件夹；集群的地址请写在 --engine 里").text(language()), param, ctx)
        from indexer.cluster.mirror import mirrored

        try:
            return mirrored(text)
        except SpeechsearchError as error:
            say(_("错误：{reason}", reason=error.message))
            sys.exit(error.exit_code)


index_option: Callable[[Any], Any] = option(
    "--index",
    type=IndexFolder(read=True),
    default=DEFAULT_INDEX,
    envvar=VARIABLE,
    show_default=True,
    help=N_("索引所在的文件夹，或集群里索引的地址（也可用环境变量 SPEECHSEARCH_INDEX）。"),
)
own_index_option: Callable[[Any], Any] = option(
    "--index",
    type=IndexFolder(read=False),
    default=DEFAULT_INDEX,
    envvar=VARIABLE,
    show_default=True,
    help=N_("索引所在的文件夹（也可用环境变量 SPEECHSEARCH_INDEX）。"),
)
