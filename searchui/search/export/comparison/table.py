"""The table of a comparison."""

from datetime import datetime

from indexer.i18n import Language, _, p_
from searchui.search.comparison.comparison import COMPARISON_COLUMNS, Comparison, comparison_rows
from searchui.search.comparison.wording import name_message
from searchui.search.corpus import Corpus
from searchui.search.export.provenance import provenance
from searchui.search.export.table import Table
from searchui.search.filters.filters import NO_FILTERS

COMPARISON = p_("table", "两篇对照")
READING = _("逐句对照，每一句只在一行里")


def comparison_table(
    corpus: Corpus, found: Comparison, taken: datetime, language: Language = "zh", root: str = ""
) -> Table:
    """All rows. `root` stands before each address."""
    names = [name_message(text).text(language) for text in (found.a, found.b)]
    source = provenance(
        corpus,
        view=COMPARISON.text(language),
        query=" → ".join(names),
        reading=READING.text(language),
        filters=NO_FILTERS,
        options={},
        found={"rows": len(found.rows)},
        taken=taken,
    )
    return Table(COMPARISON, COMPARISON_COLUMNS, comparison_rows(found, root), source)
