"""The command `python -m benchmarks.reading`: how much of real pages is read as a reader reads them."""

from collections import defaultdict
from pathlib import Path

import click

from benchmarks.reading.golden import read_golden
from benchmarks.reading.score import Score, scores
from benchmarks.reading.wrapped import WRAPPINGS, found_in
from benchmarks.report.table import aligned, piped
from indexer.readers import read_one
from indexer.speech import parse

ROOT = Path(__file__).parents[2]
GOLDENS = ROOT / "tests" / "golden" / "pages-as-copied"
TEXTS = ROOT.parent / "shared" / "corpora" / "pages-as-copied"
REPORTS = ROOT.parent / "shared" / "corpora" / "provincial-reports-2025"
WRAPPED_HEAD = ["lines of", "strings found", "paragraphs joined"]
HEAD = ["set", "what", "right", "missing", "false", "recall", "precision", "F1"]


@click.command()
@click.option(
    "--folder",
    default=TEXTS,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the texts are.",
    show_default="beside the project",
)
@click.option("--each", is_flag=True, help="What is missing or false in each file.")
@click.option("--markdown", is_flag=True, help="Print the table as Markdown.")
@click.option("--wrapped", is_flag=True, help="Instead: what is found across the ends of lines, at several widths.")
@click.option(
    "--reports",
    default=REPORTS,
    type=click.Path(file_okay=False, path_type=Path),
    help="What is wrapped.",
    show_default="beside the project",
)
def main(folder: Path, each: bool, markdown: bool, wrapped: bool, reports: Path) -> None:
    """Read every text that was read by eye, and say how often the two agree."""
    table = piped if markdown else aligned
    if not (asked := reports if wrapped else folder).is_dir():
        raise click.UsageError(
            f"{asked} is not there; say where the texts are: --{'reports' if wrapped else 'folder'} DIR"
        )
    if wrapped:
        found = [(str(one), found_in(reports, one)) for one in WRAPPINGS]
        click.echo(table([WRAPPED_HEAD, *([name, f"{one.strings:.3f}", f"{one.joined:.3f}"] for name, one in found)]))
        return
    totals: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    for file in sorted(GOLDENS.glob("*.json")):
        text = folder / f"{file.stem}.txt"
        speech = parse(read_one(text, text.name))
        for what, score in scores(speech, read_golden(file)):
            kind = file.stem.partition("-")[0]
            totals[kind][what] += score
            if each and (score.missing or score.false):
                click.echo(f"{file.stem}: {what}: {score.missing} missing, {score.false} false")
    rows = [[kind, what, *_cells(score)] for kind, by_what in totals.items() for what, score in by_what.items()]
    click.echo(table([HEAD, *rows]))


def _cells(score: Score) -> list[str]:
    counts = [str(number) for number in (score.right, score.missing, score.false)]
    return counts + [f"{share:.3f}" for share in (score.recall, score.precision, score.f1)]


if __name__ == "__main__":
    main()
