"""The command `python -m benchmarks.cluster`: pages of an index in a cluster beside the same one in a folder."""

import tempfile
from contextlib import nullcontext
from pathlib import Path

import click

from benchmarks.cluster.nodes import Nodes, running
from benchmarks.cluster.page_run import run
from benchmarks.cluster.page_table import as_markdown, as_text
from indexer.engine.opensearch.connection.address import parse_address
from indexer.engine.opensearch.connection.client import Cluster

MEASURED = Path(__file__).parents[1] / "measured" / "cluster.md"
NAME = "benchmarks"


@click.command()
@click.option("--paragraphs", type=click.IntRange(1000), default=100_000, show_default=True, help="About so many.")
@click.option("--queries", type=click.IntRange(2), default=20, show_default=True, help="Of each class.")
@click.option("--seed", default=1, show_default=True)
@click.option("--node", help="A node that runs, as opensearch+http://host:9200; else one is started.")
@click.option("--port", default=9400, show_default=True, help="Of a node that is started.")
@click.option("--heap", default="1g", show_default=True, help="Of a node that is started.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=MEASURED, help="The table as Markdown.")
def main(paragraphs: int, queries: int, seed: int, node: str | None, port: int, heap: str, out: Path) -> None:
    """What pages, counts and lines cost in a cluster of one node, beside the embedded engine, in one run."""
    nodes = Nodes(1, port, heap)
    address = parse_address(f"{node}/{NAME}") if node else nodes.address(NAME)
    with tempfile.TemporaryDirectory(prefix="cluster-") as work, nullcontext() if node else running(nodes):
        try:
            measured = run(address, Path(work), paragraphs, queries, seed, lambda line: click.echo(line, err=True))
        finally:
            Cluster(address).delete(f"/{NAME}-*?expand_wildcards=all")
    click.echo(as_text(measured))
    out.write_text(as_markdown(measured) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
