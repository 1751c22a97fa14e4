"""The command: `python -m benchmarks`."""

from pathlib import Path

import click
import msgspec

from benchmarks.engines import ENGINES
from benchmarks.picture import draw
from benchmarks.results import Results
from benchmarks.run import Settings, run
from benchmarks.table import as_markdown, as_text

DEFAULT = "ours,whoosh,tantivy,fts5,scan"
HERE = Path(__file__).parent


@click.command()
@click.option("--paragraphs", default=20_000, show_default=True, help="About so many in the synthetic corpus.")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Speeches of your own.")
@click.option("--queries", default=60, show_default=True, help="Queries in each class.")
@click.option("--rounds", default=3, show_default=True, help="How often each is timed.")
@click.option("--seed", default=1, show_default=True)
@click.option("--engines", default=DEFAULT, show_default=True, help=f"Any of {', '.join(ENGINES)}.")
@click.option("--baseline", default="tantivy", show_default=True, help="The engine that times are relative to.")
@click.option(
    "--out", default=HERE / "results", type=click.Path(file_okay=False, path_type=Path), show_default="results"
)
@click.option("--markdown", is_flag=True, help="Print the tables as Markdown.")
def main(
    paragraphs: int,
    folder: Path | None,
    queries: int,
    rounds: int,
    seed: int,
    engines: str,
    baseline: str,
    out: Path,
    markdown: bool,
) -> None:
    """Compare this project with other engines on the same text; tables on stdout, files in OUT."""
    names = [name.strip() for name in engines.split(",")]
    unknown = [name for name in [*names, baseline] if name not in ENGINES]
    if unknown:
        raise click.UsageError(f"no engine {', '.join(unknown)}; there are {', '.join(ENGINES)}")
    settings = Settings(names, paragraphs, queries, seed, rounds, folder, baseline)
    results = run(settings, lambda line: click.echo(line, err=True))
    click.echo(as_markdown(results) if markdown else as_text(results))
    _write(results, out)


def _write(results: Results, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "results.json").write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    (out / "results.md").write_text(as_markdown(results) + "\n", encoding="utf-8")
    if results.baseline not in results.engines:
        click.echo(f"no picture without {results.baseline}", err=True)
        return
    try:
        draw(results, out / "ratios.svg")
    except ImportError as error:
        click.echo(f"no picture: {error}", err=True)
    click.echo(f"written: {out}", err=True)


if __name__ == "__main__":
    main()
