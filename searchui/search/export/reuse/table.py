"""The tables of reuse. The text of a draft stands in its own rows alone, not in what is said of them."""

from datetime import datetime

from indexer.i18n import Language, _, p_
from searchui.search.corpus import Corpus
from searchui.search.export.provenance import provenance
from searchui.search.export.table import Table
from searchui.search.filters.filters import NO_FILTERS
from searchui.search.reuse.overview import OVERVIEW_COLUMNS, ReuseOverview, overview_rows
from searchui.search.reuse.reuse import LEAST, REUSE_COLUMNS, Reuse, reuse_rows

REUSE = p_("table", "沿用的段落")
OVERVIEW = p_("table", "各篇沿用的比例")
READING = _("只比字母、数字和汉字，标点和空格不计；同一篇的版本不计")


def reuse_table(
    corpus: Corpus, found: Reuse, name: str, taken: datetime, language: Language = "zh", root: str = ""
) -> Table:
    """The passages of a text of that name. `root` stands before each address."""
    source = provenance(
        corpus,
        view=REUSE.text(language),
        query=name,
        reading=READING.text(language),
        filters=NO_FILTERS,
        options={} if found.least == LEAST else {"least": str(found.least)},
        found={"rows": len(found.passages)},
        taken=taken,
    )
    return Table(REUSE, REUSE_COLUMNS, reuse_rows(found, root), source)


def overview_table(
    corpus: Corpus, found: ReuseOverview, taken: datetime, language: Language = "zh", root: str = ""
) -> Table:
    """How much of each speech was said before."""
    source = provenance(
        corpus,
        view=OVERVIEW.text(language),
        query="",
        reading=READING.text(language),
        filters=NO_FILTERS,
        options={},
        found={"rows": len(found.speeches)},
        taken=taken,
    )
    return Table(OVERVIEW, OVERVIEW_COLUMNS, overview_rows(found, root), source)
