"""The command `python -m benchmarks.reuse`: how many planted sentences are found, and what it costs."""

import random
import tempfile
import time
from pathlib import Path
from statistics import median

import click

from benchmarks.report.table import aligned, piped
from benchmarks.reuse.planted import chosen, found
from indexer.build.pipeline import build
from searchui import Corpus, open_corpus
from searchui.search.reuse.reuse import PassageKind

ROOT = Path(__file__).parents[2]
TEXTS = ROOT.parent / "shared" / "corpora"
SHARES = (0.0, 0.1, 0.2, 0.3)


@click.command()
@click.option(
    "--folder",
    default=TEXTS,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the texts are.",
    show_default="beside the project",
)
@click.option("--sentences", default=300, show_default=True, help="Sentences that are planted.")
@click.option("--read", default=0, show_default=True, help="Print so many passages by chance, to be read.")
@click.option("--seed", default=1, show_default=True)
@click.option("--markdown", is_flag=True, help="Print the tables as Markdown.")
def main(folder: Path, sentences: int, read: int, seed: int, markdown: bool) -> None:
    """Plant sentences of a corpus in other texts, more and more altered, and look for them; and time what is asked."""
    table = piped if markdown else aligned
    if not folder.is_dir():
        raise click.UsageError(f"{folder} is not there; say where the texts are: --folder DIR")
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as work:
        build(folder, Path(work) / "index")
        with open_corpus(Path(work) / "index") as corpus:
            click.echo(table([["asked", "processor, s"], *_times(corpus)]) + "\n")
            chance = random.Random(seed)
            planted = chosen(corpus, sentences, chance)
            rows = [(share, list(found(corpus, planted, share, chance))) for share in SHARES]
            click.echo(
                table(
                    [
                        ["changed", "sentences", "found"],
                        *(
                            [f"{share:.0%}", str(len(one)), f"{sum(one)} ({sum(one) / len(one):.1%})"]
                            for share, one in rows
                        ),
                    ]
                )
            )
            for line in _passages(corpus, read, chance):
                click.echo(line)


def _times(corpus: Corpus) -> list[list[str]]:
    begun = time.process_time()
    corpus.reuse_overview()
    rows = [["all speeches, first", f"{time.process_time() - begun:.2f}"]]
    begun = time.process_time()
    corpus.reuse_overview()
    rows.append(["all speeches, again", f"{time.process_time() - begun:.2f}"])
    taken = []
    for entry in corpus.speeches():
        begun = time.process_time()
        corpus.reuse(entry.id)
        taken.append(time.process_time() - begun)
    return [*rows, ["one speech, median", f"{median(taken):.2f}"], ["one speech, slowest", f"{max(taken):.2f}"]]


def _passages(corpus: Corpus, number: int, chance: random.Random) -> list[str]:
    every = (
        [
            f"{one.text} ← {one.first.text} ({one.first.mention.speech.title} {one.first.mention.date})"
            for entry in corpus.speeches()
            for one in corpus.reuse(entry.id).of_kind(PassageKind.PASSAGE)
        ]
        if number
        else []
    )
    return chance.sample(every, min(number, len(every)))


if __name__ == "__main__":
    main()
