"""The command: `python -m benchmarks.budget`."""

from pathlib import Path

import click
import msgspec

from benchmarks.budget.run import Settings, run
from benchmarks.budget.table import budget_markdown, budget_text

OUT = Path(__file__).parent.parent / "results"


@click.command()
@click.option("--paragraphs", default=174_000, show_default=True, help="About so many in the synthetic corpus.")
@click.option("--each", default=20, show_default=True, help="Addresses of each view.")
@click.option("--requests", default=10_000, show_default=True, help="Over which memory is watched.")
@click.option("--seed", default=1, show_default=True)
@click.option("--out", default=OUT, type=click.Path(file_okay=False, path_type=Path), show_default="results")
@click.option("--markdown", is_flag=True, help="Print the tables as Markdown.")
def main(paragraphs: int, each: int, requests: int, seed: int, out: Path, markdown: bool) -> None:
    """Ask a server for every view, and run every command that reads; tables on stdout, files in OUT."""
    budget = run(Settings(paragraphs, each, requests, seed=seed), lambda line: click.echo(line, err=True))
    click.echo(budget_markdown(budget) if markdown else budget_text(budget))
    out.mkdir(parents=True, exist_ok=True)
    (out / "budget.json").write_bytes(msgspec.json.encode(budget))
    (out / "budget.md").write_text(budget_markdown(budget) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
