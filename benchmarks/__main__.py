"""The command: `python -m benchmarks`."""

from collections.abc import Callable
from pathlib import Path

import click

from benchmarks.engines import ENGINES
from benchmarks.measure.run import Settings, run
from benchmarks.measure.scale import grow, scale_markdown, scale_text
from benchmarks.report.growth import draw_growth
from benchmarks.report.picture import draw
from benchmarks.report.results import Results, as_json
from benchmarks.report.table import as_markdown, as_text

DEFAULT = "ours,ours-defaults,whoosh,tantivy,tantivy-chars,fts5,scan"
GROWING = "ours,tantivy,tantivy-chars"
HERE = Path(__file__).parent


class _Sizes(click.ParamType["list[int]"]):
    name = "numbers"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> list[int]:
        try:
            return [int(number) for number in value.split(",")]
        except ValueError:
            self.fail(f"{value} is not a list of numbers like 10000,100000", param, ctx)


@click.command()
@click.option("--paragraphs", default=100_000, show_default=True, help="About so many in the synthetic corpus.")
@click.option("--scale", type=_Sizes(), help="One run for each of these numbers of paragraphs, into one picture.")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Speeches of your own.")
@click.option("--queries", default=60, show_default=True, help="Queries in each class.")
@click.option("--rounds", default=3, show_default=True, help="How often each is timed.")
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--engines", help=f"Any of {', '.join(ENGINES)}.", show_default=f"{DEFAULT}; with --scale {GROWING}", default=""
)
@click.option("--baseline", default="tantivy", show_default=True, help="The engine that times are relative to.")
@click.option(
    "--out", default=HERE / "results", type=click.Path(file_okay=False, path_type=Path), show_default="results"
)
@click.option("--markdown", is_flag=True, help="Print the tables as Markdown.")
def main(
    paragraphs: int,
    scale: list[int] | None,
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
    if scale and folder:
        raise click.UsageError("--scale makes its own corpora and takes no --folder")
    names = [name.strip() for name in (engines or (GROWING if scale else DEFAULT)).split(",")]
    unknown = [name for name in [*names, baseline] if name not in ENGINES]
    if unknown:
        raise click.UsageError(f"no engine {', '.join(unknown)}; there are {', '.join(ENGINES)}")
    settings = Settings(names, paragraphs, queries, seed, rounds, folder, baseline)
    out.mkdir(parents=True, exist_ok=True)
    if scale:
        _scale(settings, scale, out, markdown)
    else:
        _compare(settings, out, markdown)
    _tell(f"written: {out}")


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _compare(settings: Settings, out: Path, markdown: bool) -> None:
    results = run(settings, _tell)
    click.echo(as_markdown(results) if markdown else as_text(results))
    _write(out / "results", as_json(results), as_markdown(results))
    if results.baseline in results.engines:
        _picture(lambda: draw(results, out / "ratios.svg"))
    else:
        _tell(f"no picture without {results.baseline}")


def _scale(settings: Settings, sizes: list[int], out: Path, markdown: bool) -> None:
    runs: list[Results] = []
    for results in grow(settings, sizes, _tell):
        runs.append(results)
        _write(out / "scale", as_json(runs), scale_markdown(runs))  # what is done is kept, whatever comes
        _picture(lambda: draw_growth(runs, out / "scale.svg"))
    click.echo(scale_markdown(runs) if markdown else scale_text(runs))


def _write(file: Path, data: bytes, markdown: str) -> None:
    file.with_suffix(".json").write_bytes(data)
    file.with_suffix(".md").write_text(markdown + "\n", encoding="utf-8")


def _picture(draw: Callable[[], None]) -> None:
    try:
        draw()
    except ImportError as error:
        _tell(f"no picture: {error}")


if __name__ == "__main__":
    main()
