"""The command `cluster`: what is in a cluster, and back to the generation before. Data goes to stdout, notes to stderr."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from indexer.cli.localized import command, option
from indexer.cli.terminal import errors_shown, json_option, megabytes, print_json, say, show
from indexer.i18n import N_, Message, _, joined, units

if TYPE_CHECKING:
    from indexer.cluster.state import ClusterState

HEALTH = {
    "green": _("各份都在"),
    "yellow": _("能用，但有的分片缺副本"),
    "red": _("有的分片读不到，不能用"),
}


@command("cluster", help=N_("集群里的索引：现在用的是哪一代，有多大，是不是完好。ADDRESS 写法同 build --engine。"))
@click.argument("address")
@option("--rollback", is_flag=True, help=N_("换回更早的一代。"))
@json_option
def cluster_command(address: str, rollback: bool, as_json: bool) -> None:
    from indexer.cluster.state import cluster_state, roll_back
    from indexer.engine.opensearch.connection.address import parse_address
    from indexer.engine.opensearch.connection.clusters import cluster_of

    with errors_shown():
        cluster = cluster_of(parse_address(address))
        cluster.check_version()
        if rollback:
            say(_("已换回 {index}", index=roll_back(cluster)))
        state = cluster_state(cluster)
    if as_json:
        print_json(state)
        return
    for line in _lines(state):
        show(line)


def _lines(state: "ClusterState") -> Iterator[Message]:
    yield _(
        "{name}：现在用的是 {index}，{paragraphs}，{size}",
        name=state.name,
        index=state.index,
        paragraphs=units.paragraphs(state.paragraphs),
        size=megabytes(state.bytes),
    )
    yield _(
        "分成 {shards} 片，每片另存 {replicas} 份，共 {nodes} 个节点：{health}",
        shards=state.shards,
        replicas=state.replicas,
        nodes=state.nodes,
        health=HEALTH.get(state.health, state.health),
    )
    if state.kept:
        yield _("还留着 {kept}", kept=joined(_("、"), state.kept))
    if state.holder:
        yield _("正在写：{holder}", holder=state.holder)
