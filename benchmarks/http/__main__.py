"""The command: `python -m benchmarks.http`."""

import shlex
from pathlib import Path

import click
import msgspec

from benchmarks.http.generator import PROGRAM, is_there
from benchmarks.http.run import Settings, run
from benchmarks.http.table import load_markdown, load_text

OUT = Path(__file__).parent.parent / "results"


@click.command()
@click.option("--paragraphs", default=100_000, show_default=True, help="About so many in the synthetic corpus.")
@click.option("--each", default=250, show_default=True, help="Addresses of each kind.")
@click.option("--clients", default="1,8,32", show_default=True, help="How many ask at once.")
@click.option("--parts", default=3, show_default=True, help="In how many parts the servers take turns.")
@click.option("--requests", default=50_000, show_default=True, help="Over which memory is watched; 0 for none.")
@click.option("--seed", default=1, show_default=True)
@click.option("--serve", default="", help="Options for speechsearch serve, as on its command line.")
@click.option("--out", default=OUT, type=click.Path(file_okay=False, path_type=Path), show_default="results")
@click.option("--markdown", is_flag=True, help="Print the tables as Markdown.")
def main(
    paragraphs: int,
    each: int,
    clients: str,
    parts: int,
    requests: int,
    seed: int,
    serve: str,
    out: Path,
    markdown: bool,
) -> None:
    """Ask the site by several clients at once, on this machine only; tables on stdout, files in OUT."""
    if not is_there():
        raise click.UsageError(f"needs {PROGRAM}: apt-get install nghttp2-client, or brew install nghttp2")
    numbers = [int(number) for number in clients.split(",")]
    settings = Settings(paragraphs, each, numbers, parts, requests, 1000, 8, seed, shlex.split(serve))
    results = run(settings, lambda line: click.echo(line, err=True))
    click.echo(load_markdown(results) if markdown else load_text(results))
    out.mkdir(parents=True, exist_ok=True)
    (out / "http.json").write_bytes(msgspec.json.encode(results))
    (out / "http.md").write_text(load_markdown(results) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
