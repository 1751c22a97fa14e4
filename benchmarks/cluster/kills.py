"""The command `python -m benchmarks.cluster.kills`: three real nodes, of which one after another is killed."""

import tempfile
from pathlib import Path

import click

from benchmarks.cluster.kill_results import Trial, table, verdict
from benchmarks.cluster.killing import Settings, Trials
from benchmarks.cluster.nodes import Nodes, running
from benchmarks.report.table import aligned, listed, piped

MEASURED = Path(__file__).parents[1] / "measured" / "cluster-kills.md"


@click.command()
@click.option("--paragraphs", type=click.IntRange(1000), default=16_000, show_default=True, help="About so many.")
@click.option("--threads", type=click.IntRange(1), default=4, show_default=True, help="That read all the time.")
@click.option("--phrases", type=click.IntRange(1), default=300, show_default=True, help="Counted after each trial.")
@click.option("--seed", default=1, show_default=True)
@click.option("--port", default=9600, show_default=True, help="Of the first node.")
@click.option("--heap", default="512m", show_default=True, help="Of each node.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=MEASURED, help="The table as Markdown.")
def main(paragraphs: int, threads: int, phrases: int, seed: int, port: int, heap: str, out: Path) -> None:
    """Kill nodes of a cluster while it is loaded, changed and read; no answer may be wrong, and nothing may be lost."""
    nodes, trials = Nodes(3, port, heap), list[Trial]()
    settings = Settings(paragraphs, threads, phrases, seed)
    about = f"3 nodes, {heap} each · about {paragraphs:,} paragraphs, synthetic · {threads} threads read"
    with tempfile.TemporaryDirectory(prefix="kills-") as work, running(nodes):
        for trial in Trials(nodes, Path(work), settings, lambda line: click.echo(line, err=True)).all():
            trials.append(trial)
            parts = about, piped(table(trials)), listed(verdict(trials))
            out.write_text("\n\n".join(parts) + "\n", encoding="utf-8")  # what is done is kept, whatever comes
    click.echo("\n\n".join((about, aligned(table(trials)), "\n".join(verdict(trials)))))
    if not all(trial.is_sound for trial in trials):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
