"""Tables of statistics: lines, counts, trends, words around a phrase, comparisons, repeated phrases."""

from collections.abc import Sequence
from datetime import datetime

from indexer.i18n import Language, _, p_
from searchui.search.corpus import Corpus
from searchui.search.export.provenance import EXACT, provenance
from searchui.search.export.table import Table
from searchui.search.filters.filters import NO_FILTERS, Filters, write_filters
from searchui.search.results.nearest import NEAREST_COLUMNS, Nearest, nearest_rows
from searchui.search.statistics.collation import Collation
from searchui.search.statistics.concordance import LINE_COLUMNS, line_rows
from searchui.search.statistics.concordance_search import LineOptions
from searchui.search.statistics.phrase_profile import CARD_COLUMNS, Card, card_row
from searchui.search.statistics.trend import TREND_COLUMNS, Trend
from searchui.search.statistics.words.collocation import COLLOCATION_COLUMNS, Collocations
from searchui.search.statistics.words.keyness import KEYNESS_COLUMNS, Keyness
from searchui.search.statistics.words.ngram import NGRAM_COLUMNS, Ngrams
from searchui.search.variants.variant import VARIANT_COLUMNS, Variants, variant_rows

LINES = p_("table", "逐条")
CROSSINGS = p_("table", "跨段")
COUNT = p_("table", "次数")
TREND = p_("table", "趋势")
NEAREST = p_("table", "最近的句子")
SENTENCES = _("每一句的原文，或差别最小的一句")
AROUND = p_("table", "前后的词")
VARIANTS = p_("table", "相近的提法")
LIKE_IT = _("只差一个词或几个字的提法，每种的次数都一字不差")


def line_table(
    corpus: Corpus,
    phrase: str,
    options: LineOptions,
    taken: datetime,
    language: Language = "zh",
    root: str = "",
) -> Table:
    """Every line of a phrase. `root` stands before each address. Raises as `Corpus.kwic` does, and at once."""
    found = corpus.kwic(phrase, per_page=1, **options)
    source = provenance(
        corpus,
        view=LINES.text(language),
        query=phrase,
        reading=EXACT.text(language),
        filters=options.get("filters", NO_FILTERS),
        options={
            name: str(options[name])
            for name in ("sort", "collation", "width", "query")
            if options.get(name) and options[name] != Collation.CODE
        },
        found={
            "occurrences": found.total,
            "paragraphs": found.paragraphs,
            "speeches": found.speeches,
            "crossing": found.crossing,
        },
        taken=taken,
    )
    return Table(LINES, LINE_COLUMNS, line_rows(corpus.kwic_lines(phrase, **options), root=root), source)


def crossing_table(
    corpus: Corpus,
    phrase: str,
    options: LineOptions,
    taken: datetime,
    language: Language = "zh",
    root: str = "",
) -> Table:
    """Every place where a phrase crosses from one paragraph to the next. Raises as `Corpus.crossings` does, and at once."""
    found = corpus.crossings(phrase, per_page=1, **options)
    source = provenance(
        corpus,
        view=CROSSINGS.text(language),
        query=phrase,
        reading=EXACT.text(language),
        filters=options.get("filters", NO_FILTERS),
        options={"query": options["query"]} if options.get("query") else {},
        found={"crossing": found.total},
        taken=taken,
    )
    return Table(CROSSINGS, LINE_COLUMNS, line_rows(corpus.crossing_lines(phrase, **options), root=root), source)


def count_table(
    corpus: Corpus, card: Card, filters: Filters, taken: datetime, language: Language = "zh", root: str = ""
) -> Table:
    """What is worth knowing of a phrase, in one row. `root` stands before each address."""
    source = provenance(
        corpus,
        view=COUNT.text(language),
        query=card.phrase,
        reading=EXACT.text(language),
        filters=filters,
        options={},
        found={
            "occurrences": card.occurrences,
            "paragraphs": card.paragraphs,
            "speeches": card.speeches,
            "crossing": card.crossing,
        },
        taken=taken,
    )
    return Table(COUNT, CARD_COLUMNS, iter([card_row(card, root)]), source)


def trend_table(corpus: Corpus, trend: Trend, filters: Filters, taken: datetime, language: Language = "zh") -> Table:
    """All numbers of a trend: one row for each phrase in each year, month or of each speaker."""
    source = provenance(
        corpus,
        view=TREND.text(language),
        query=" | ".join(course.phrase for course in trend.courses),
        reading=EXACT.text(language),
        filters=filters,
        options={"by": trend.by},
        found={
            "occurrences": sum(course.whole.occurrences for course in trend.courses),
            "rows": len(trend.buckets) * len(trend.courses),
        },
        taken=taken,
    )
    return Table(TREND, TREND_COLUMNS, trend.table_rows(), source)


def collocation_table(
    corpus: Corpus, found: Collocations, filters: Filters, taken: datetime, language: Language = "zh"
) -> Table:
    """All words that were found around a phrase, one row a word, with its measures."""
    source = provenance(
        corpus,
        view=AROUND.text(language),
        query=found.phrase,
        reading=EXACT.text(language),
        filters=filters,
        options={"window": str(found.window), "minimum": str(found.minimum), "sort": found.sort},
        found={"occurrences": found.occurrences, "rows": len(found.rows)},
        taken=taken,
    )
    return Table(AROUND, COLLOCATION_COLUMNS, found.table_rows(), source)


COMPARED = p_("table", "两部分比较")
REPEATED = p_("table", "反复出现的说法")
A_AGAINST_B = _("甲方（筛选）与乙方（选项 b）各自更常用的")
ANY_WORDS = _("连在一起的几个词")


def keyness_table(
    corpus: Corpus,
    found: Keyness,
    a: Filters,
    b: Filters,
    taken: datetime,
    language: Language = "zh",
    speeches: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> Table:
    """What part `a` of a corpus has more of than part `b`, then what it has less of; the surest first.

    `speeches` are the ids of those that either part is of, where it is of some.
    """
    of_a, of_b = ([f"speech:{one}" for one in each] for each in speeches)
    source = provenance(
        corpus,
        view=COMPARED.text(language),
        query=" ".join([*write_filters(a), *of_a]),
        reading=A_AGAINST_B.text(language),
        filters=a,
        options={
            "b": " ".join([*write_filters(b), *of_b]),
            "size": str(found.size),
            "minimum": str(found.minimum),
            "function_words": _switched(found.function_words),
        },
        found={"rows": found.rows},
        taken=taken,
    )
    return Table(COMPARED, KEYNESS_COLUMNS, found.table_rows(), source)


def ngram_table(corpus: Corpus, found: Ngrams, filters: Filters, taken: datetime, language: Language = "zh") -> Table:
    """The runs of words that a part of a corpus has most often."""
    lengths = {name: str(getattr(found, name)) for name in ("shortest", "longest", "minimum")}
    lengths["function_words"] = _switched(found.function_words)
    source = provenance(
        corpus,
        view=REPEATED.text(language),
        query="",
        reading=ANY_WORDS.text(language),
        filters=filters,
        options=lengths,
        found={"rows": len(found.rows)},
        taken=taken,
    )
    return Table(REPEATED, NGRAM_COLUMNS, found.table_rows(), source)


def nearest_table(corpus: Corpus, found: Nearest, taken: datetime, language: Language = "zh", root: str = "") -> Table:
    """The sentences of a text with the nearest ones of the corpus. `root` stands before each address."""
    source = provenance(
        corpus,
        view=NEAREST.text(language),
        query=found.text,
        reading=SENTENCES.text(language),
        filters=NO_FILTERS,
        options={},
        found={"sentences": len(found.sentences), "alike": found.found},
        taken=taken,
    )
    return Table(NEAREST, NEAREST_COLUMNS, nearest_rows(found, root), source)


def variant_table(corpus: Corpus, found: Variants, taken: datetime, language: Language = "zh", root: str = "") -> Table:
    """A phrase and its variants. `root` stands before each address."""
    source = provenance(
        corpus,
        view=VARIANTS.text(language),
        query=found.phrase.text,
        reading=LIKE_IT.text(language),
        filters=NO_FILTERS,
        options={},
        found={"rows": len(found.variants) + 1, "occurrences": found.phrase.occurrences},
        taken=taken,
    )
    return Table(VARIANTS, VARIANT_COLUMNS, variant_rows(found, root), source)


def _switched(on: bool) -> str:
    return "on" if on else "off"
