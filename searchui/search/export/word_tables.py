"""Tables of the words of parts of a corpus: what marks one against another, and what is said again and again."""

from datetime import datetime

from indexer.i18n import Language, _, p_
from searchui.search.corpus import Corpus
from searchui.search.export.provenance import provenance
from searchui.search.export.table import Table
from searchui.search.filters.filter_syntax import written_filters
from searchui.search.filters.filters import Filters
from searchui.search.statistics.keyness import KEYNESS_COLUMNS, Keyness
from searchui.search.statistics.ngram import NGRAM_COLUMNS, Ngrams

COMPARED = p_("table", "两部分比较")
REPEATED = p_("table", "反复出现的说法")
A_AGAINST_B = _("甲方（筛选）与乙方（选项 b）各自更常用的")
ANY_WORDS = _("连在一起的几个词")


def keyness_table(
    corpus: Corpus, found: Keyness, a: Filters, b: Filters, taken: datetime, language: Language = "zh"
) -> Table:
    """What part `a` of a corpus has more of than part `b`, then what it has less of; the surest first."""
    source = provenance(
        corpus,
        view=COMPARED.text(language),
        query=" ".join(written_filters(a)),
        reading=A_AGAINST_B.text(language),
        filters=a,
        options={"b": " ".join(written_filters(b)), "size": str(found.size), "minimum": str(found.minimum)},
        found={"rows": len(found.more) + len(found.less)},
        taken=taken,
    )
    return Table(COMPARED, KEYNESS_COLUMNS, found.table_rows(), source)


def ngram_table(corpus: Corpus, found: Ngrams, filters: Filters, taken: datetime, language: Language = "zh") -> Table:
    """The runs of words that a part of a corpus has most often."""
    lengths = {name: str(getattr(found, name)) for name in ("shortest", "longest", "minimum")}
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
