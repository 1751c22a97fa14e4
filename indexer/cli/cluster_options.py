"""Where else an index goes that was built here: a cluster, under an address."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from indexer.cli.build_progress import work_shown
from indexer.cli.localized import option
from indexer.cli.terminal import say
from indexer.i18n import N_, _
from indexer.store import Store

Command = Callable[..., None]
_OPTIONS = (
    option(
        "--engine",
        metavar="ADDRESS",
        help=N_(
            "建好之后放到集群里：opensearch+http://主机:9200/名字；用户和密码写在环境变量里。--index 仍是本机的文件夹。"
        ),
    ),
    option(
        "--shards",
        type=click.IntRange(1, 1024),
        help=N_("集群里分成几片；不写就照原来的，第一次是 1。改了要全部重送。"),
    ),
    option("--replicas", type=click.IntRange(0, 1000), help=N_("集群里每片另存几份；不写就照原来的，第一次是 0。")),
)


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """The cluster that an index is put into; `engine` is its address, None: none."""

    engine: str | None
    shards: int | None
    replicas: int | None

    def check(self) -> None:
        """Before anything is built: raises CallError for an address that cannot be read, ClusterError where nobody answers."""
        if self.engine is not None:
            from indexer.engine.opensearch.connection.address import parse_address
            from indexer.engine.opensearch.connection.clusters import cluster_of

            cluster_of(parse_address(self.engine)).check_version()

    def publish(self, index: Path, *, anew: bool = False) -> None:
        """Make the cluster answer as the index in a folder does; `anew` loads all of it. Raises ClusterError, IndexLockedError."""
        if self.engine is None:
            return
        from indexer.cluster.publishing import publish_to_cluster
        from indexer.engine.opensearch.connection.address import parse_address
        from indexer.engine.opensearch.connection.clusters import cluster_of

        cluster = cluster_of(parse_address(self.engine))
        with work_shown() as shown:
            done = publish_to_cluster(
                cluster,
                Store(index).current(),
                shards=self.shards,
                replicas=self.replicas,
                anew=anew,
                progress=shown["indexing"],
            )
        told = _("集群里现在用的是 {index}", index=done.index)
        say(told if done.changed else _("集群里没有变化，仍是 {index}", index=done.index))


def cluster_options(command: Command) -> Command:
    """Give a command these options, and to its function what was chosen as `cluster`."""

    @wraps(command)
    def called(engine: str | None, shards: int | None, replicas: int | None, **others: Any) -> None:
        command(cluster=ClusterOptions(engine, shards, replicas), **others)

    for add in reversed(_OPTIONS):
        called = add(called)
    return called
