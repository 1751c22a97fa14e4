"""The command `compare`: what words mark a part of the corpus against another."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.errors import CallError
from indexer.i18n import N_, _, joined, units
from indexer.store import now
from searchui.cli.bundle import bundle_of
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import function_words_option, limit_option, rows_of
from searchui.cli.output import Output, exit_if_nothing, output_options_and
from searchui.cli.text_table import text_table
from searchui.search import Corpus, Filters
from searchui.search.export.formats import BUNDLE
from searchui.search.export.statistics_tables import keyness_table
from searchui.search.filters.filters import read_filters
from searchui.search.statistics import DEFAULT_MIN_FREQUENCY
from searchui.search.statistics.words.keyness import Keyness, KeyWord, too_little

Texts: TypeAlias = tuple[str, ...]
SPEECH, PHRASES = "speech:", _("说法")
SIZES = ("paragraphs", "speeches", "characters")


@command("compare", help=N_("比较两部分讲话：各自有哪些词比另一边更常用。例如 --a year:2024 --b year:2023"))
@option(
    "--a",
    "a",
    multiple=True,
    required=True,
    help=N_("甲方：year:2024、speaker:姓名、occasion:场合、genre:文种、speech:编号，可写多次。"),
)
@option("--b", "b", multiple=True, help=N_("乙方，写法相同；不写就是其余全部。两方都有的段落算在甲方。"))
@option(
    "--size", type=int, default=1, show_default=True, help=N_("比较单个的词（1），或 2 至几个词连成的说法（2–4）。")
)
@option("--minimum", type=int, default=DEFAULT_MIN_FREQUENCY, show_default=True, help=N_("至少在一方出现几次才列出。"))
@option("--phrases/--no-phrases", default=True, help=N_("比较单个的词时，先列几个词连成的说法。"))
@function_words_option
@index_option
@limit_option
@output_options_and(BUNDLE.name)
def compare_command(a: Texts, b: Texts, index: Path, limit: int | None, output: Output, **options: Any) -> None:
    with opened_corpus(index) as corpus:
        (one, of_one), (other, of_other) = _part(a), _part(b)
        found = corpus.keyness(
            one, other, a_speeches=of_one, b_speeches=of_other, limit=rows_of(limit, output), **options
        )
        output.write(
            text=lambda: _lines(found),
            json=lambda: found,
            table=lambda: keyness_table(corpus, found, one, other, now(), language(), (of_one, of_other)),
            bundle=lambda: _bundle(index, corpus, (a, b), **options),
        )
    exit_if_nothing(not found.is_empty)


def _bundle(index: Path, corpus: Corpus, parts: tuple[Texts, Texts], *, phrases: bool, **options: Any) -> bytes:
    if not phrases:
        raise CallError(_("引用包里总有说法，不能同 --no-phrases 一起用"))
    (one, of_one), (other, of_other) = map(_part, parts)
    speeches = {"a_speeches": tuple(of_one), "b_speeches": tuple(of_other)}
    return bundle_of(index, corpus, "compare", a=one, b=other, **speeches, **options)


def _part(texts: Texts) -> tuple[Filters, list[str]]:
    """The filters of a part, and the ids of the speeches that it is of."""
    speeches = [text.removeprefix(SPEECH) for text in texts if text.startswith(SPEECH)]
    return read_filters([text for text in texts if not text.startswith(SPEECH)]), speeches


def _lines(found: Keyness) -> Iterator[str]:
    for name, side in ((_("甲方"), found.a), (_("乙方"), found.b)):
        size = units.paragraphs(side.paragraphs), units.speeches(side.speeches), units.characters(side.characters)
        say(_("{side} {paragraphs}，{speeches}，{characters}", side=name, **dict(zip(SIZES, size, strict=True))))
        if not side.has_base:
            say(too_little(name))
    heads = _("词\t甲\t乙\t显著程度\t倍数").text(language()).split("\t")
    for listed in (found.phrases, found) if found.phrases else (found,):
        for title, rows in ((_("甲方更常用"), listed.more), (_("乙方更常用"), listed.less)):
            note = _("（{note}）", note=PHRASES) if listed is found.phrases else ""
            yield joined("", [title, note]).text(language())
            yield from text_table(heads, map(_row, rows))


def _row(row: KeyWord) -> list[str]:
    return [
        row.text,
        f"{row.count:,}",
        f"{row.other:,}",
        f"{row.log_likelihood:,.1f}",
        f"{2 ** abs(row.log_ratio):,.1f}",
    ]
