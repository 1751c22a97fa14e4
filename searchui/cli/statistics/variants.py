"""The command `variants`: wordings that differ from a phrase by a word; and a line of the list of outdated wordings."""

from collections.abc import Iterator
from pathlib import Path

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.errors import CallError
from indexer.i18n import N_, _, n_, units
from indexer.store import now
from indexer.store.phrasings import Phrasing
from searchui.cli.bundle import bundle_of
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import site_option
from searchui.cli.output import Output, exit_if_nothing, output_options_and
from searchui.search import Corpus
from searchui.search.export.formats import BUNDLE
from searchui.search.export.statistics_tables import variant_table
from searchui.search.results.hit import Mention
from searchui.search.statistics import DEFAULT_VARIANTS
from searchui.search.variants.variant import AlignedPair, Use, Variant, Variants, Wording, differs_message


@command(
    "variants",
    help=N_(
        "与提法 PHRASE 只差一个词或几个字的别的提法：各多少次、逐年多少、首见和末见、谁用得多，以及一处用这个、一处用那个的句子。"
    ),
)
@click.argument("phrase")
@index_option
@option(
    "--limit",
    type=int,
    default=DEFAULT_VARIANTS,
    show_default=True,
    help=N_("列几种。"),
)
@option("--confirm", metavar="NEW", help=N_("PHRASE 已改说 NEW：写进语料文件夹的 提法.tsv，核对文稿时指出旧的。"))
@option("--since", default="", metavar="YEAR", help=N_("同 --confirm 一起用：何时起改说。"))
@site_option
@output_options_and(BUNDLE.name)
def variants_command(
    phrase: str, index: Path, limit: int, confirm: str | None, since: str, site: str, output: Output
) -> None:
    with opened_corpus(index) as corpus:
        if since and confirm is None:
            raise CallError(_("--since 要同 --confirm 一起用"))
        if confirm is not None:
            _confirm(corpus, Phrasing(phrase.strip(), confirm.strip(), since.strip()))
            return
        found = corpus.variants(phrase, limit=limit)
        output.write(
            text=lambda: _lines(found),
            json=found.as_json,
            table=lambda: variant_table(corpus, found, now(), language(), site.rstrip("/")),
            bundle=lambda: bundle_of(index, corpus, "variants", phrase=phrase, limit=limit),
        )
        _tell_rest(found)
    exit_if_nothing(found.variants)


def _confirm(corpus: Corpus, phrasing: Phrasing) -> None:
    from indexer.build.word_lists import add_phrasing  # and all that reads speeches with it

    file = add_phrasing(Path(corpus.manifest.source), phrasing)
    told = _(
        "已写进“{file}”：{old} → {new}。更新索引（speechsearch update）以后起作用",
        file=file,
        old=phrasing.old,
        new=phrasing.new,
    )
    say(told)


def _tell_rest(found: Variants) -> None:
    if not found.variants:
        say(_("语料里没有与“{phrase}”相近的提法", phrase=found.phrase.text))
    elif found.found > len(found.variants):
        say(
            n_(
                "比较了语料里 {n:,} 种相近的文字，列出 {listed} 种，年份上有先后的在前",
                found.found,
                listed=len(found.variants),
            )
        )


def _lines(found: Variants) -> Iterator[str]:
    """The phrase and each variant: how often, by year, first and last, who; and sentences that show the two."""
    yield from _wording(found.phrase, found)
    for number, one in enumerate(found.variants, 1):
        yield ""
        yield from _variant(number, one, found)


def _variant(number: int, one: Variant, found: Variants) -> Iterator[str]:
    first, *rest = _wording(one.wording, found)
    yield f"{number}. {first}（{differs_message(one).text(language())}）"
    yield from rest
    for pair in one.examples:
        yield from _pair(pair)


def _wording(one: Wording, found: Variants) -> Iterator[str]:
    counts = units.occurrences(one.occurrences), units.speeches(one.speeches)
    yield _("“{text}”：{times}，{speeches}", text=one.text, times=counts[0], speeches=counts[1]).text(language())
    years = [f"{year.name} {count:,}" for year, count in zip(found.years, one.by_year, strict=True) if count]
    if years:
        yield "   " + _("逐年：{years}", years=" · ".join(years)).text(language())
    for title, mention in ((_("首见"), one.first), (_("末见"), one.last)):
        if mention:
            yield f"   {title.text(language())} {_mention(mention)}  {mention.url}"
    if one.undated:
        yield "   " + n_("另有 {n:,} 篇日期不详，可能更早", one.undated).text(language())
    if one.most.named:
        yield "   " + _("次数最多 {who}", who="、".join(use.name for use in one.most.named)).text(language())


def _pair(pair: AlignedPair) -> Iterator[str]:
    for use in pair.by_date:
        yield f"   {use.mention.date}  {_sentence(use)}"


def _sentence(use: Use) -> str:
    before, wording, after = (part.replace("\n", " ") for part in use.parts)
    return f"{before}【{wording}】{after}".strip()


def _mention(mention: Mention) -> str:
    return " · ".join(str(fact) for fact in (mention.date, mention.speaker, mention.speech.title) if fact)
