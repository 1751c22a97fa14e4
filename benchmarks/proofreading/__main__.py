"""The command `python -m benchmarks.proofreading`: what proofreading finds, and what it takes for wrong that is not."""

import shutil
import tempfile
from pathlib import Path

import click

from benchmarks.corpus.recombined import write_recombined
from benchmarks.proofreading.cost import HEAD as COST_HEAD
from benchmarks.proofreading.cost import cost_rows
from benchmarks.proofreading.held_apart import Slips, TrueText, proofread_drafts, proofread_slips
from benchmarks.proofreading.in_corpus import figures, proofread_sentences
from benchmarks.report.table import aligned, piped
from indexer.build.pipeline import build
from searchui import Corpus, open_corpus

ROOT = Path(__file__).parents[2]
TEXTS = ROOT.parent / "shared" / "corpora"
FILES = 3_000  # of the larger corpus
KIND = "报告"  # what the titles of the speeches have that are held apart


@click.command()
@click.option(
    "--folder",
    default=TEXTS,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the texts are.",
    show_default="beside the project",
)
@click.option("--sentences", default=1000, show_default=True, help="Sentences of the corpus, half of them altered.")
@click.option("--slips", default=400, show_default=True, help="Slips in speeches that it has not, in each half.")
@click.option("--held", default=20, show_default=True, help="Speeches that are held apart: the latest reports.")
@click.option("--large", default=50, show_default=True, help="Megabytes of a larger corpus, of their lines; 0: none.")
@click.option("--seed", default=1, show_default=True)
@click.option("--missed", is_flag=True, help="The sentences that were not restored.")
@click.option("--markdown", is_flag=True, help="Print the tables as Markdown.")
def main(
    folder: Path, sentences: int, slips: int, held: int, large: int, seed: int, missed: bool, markdown: bool
) -> None:
    """Proofread sentences of a corpus, altered in one place, and reports that were held apart from it."""
    table = piped if markdown else aligned
    if not folder.is_dir():
        raise click.UsageError(f"{folder} is not there; say where the texts are: --folder DIR")
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as work:
        build(folder, Path(work) / "whole")
        with open_corpus(Path(work) / "whole") as corpus:
            found = proofread_sentences(corpus, sentences, seed)
            click.echo(
                table([["altered", "sentences", "exact", "right paragraph", "restored"], *figures(found)]) + "\n"
            )
            for row in found.missed if missed else ():
                click.echo(" · ".join(row))
            drafts = _held_apart(corpus, folder, Path(work) / "earlier", held)
        build(Path(work) / "earlier", Path(work) / "index")
        costs: list[list[str]] = []
        with open_corpus(Path(work) / "index") as corpus:
            rows = [
                _row(half, gate, proofread_drafts(corpus, own, gate), proofread_slips(corpus, own, slips, seed, gate))
                for half, own in (("tuned on", drafts[::2]), ("measured on", drafts[1::2]))
                for gate in ("strict", "loose")
            ]
            costs += cost_rows(corpus, drafts, seed)
        click.echo(table([HEAD, *rows]) + "\n")
        if large:
            write_recombined(Path(work) / "earlier", Path(work) / "large", FILES, large * 1_000_000, seed)
            build(Path(work) / "large", Path(work) / "large_index")
            with open_corpus(Path(work) / "large_index") as corpus:
                costs += cost_rows(corpus, drafts, seed)
        click.echo(table([COST_HEAD, *costs]))


def _held_apart(corpus: Corpus, folder: Path, earlier: Path, number: int) -> list[str]:
    """The texts of the latest reports; all other files go into a folder of their own."""
    dated = sorted((one for one in corpus.speeches() if one.date and KIND in one.title), key=lambda one: str(one.date))
    chosen = {entry.id for entry in dated[-number:]}
    shutil.copytree(folder, earlier)
    for one in chosen:
        (earlier / one).unlink()
    return ["\n".join(paragraph.text for paragraph in corpus.speech(one).paragraphs) for one in sorted(chosen)]


HEAD = [
    "half",
    "gate",
    "characters",
    "notices in 1,000",
    "of which",
    "s in 20,000",
    "slips",
    "shown",
    "restored",
    "right",
]


def _row(half: str, gate: str, true: TrueText, slips: Slips) -> list[str]:
    made, shown, restored = (sum(one.values()) for one in (slips.made, slips.shown, slips.restored))
    return [
        half,
        gate,
        f"{true.characters:,}",
        f"{true.rate:.2f}",
        ", ".join(f"{kind} {count}" for kind, count in true.notices.most_common()),
        f"{20_000 * true.seconds / true.characters:.2f}",
        str(made),
        str(shown),
        f"{restored} ({restored / made:.0%})",
        f"{restored / max(shown, 1):.0%}",
    ]


if __name__ == "__main__":
    main()
