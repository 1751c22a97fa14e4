"""The words around a phrase as a table: one row a word, with its measures."""

from datetime import datetime

from indexer.message import Language, Message
from searchui.search.corpus import Corpus
from searchui.search.export.provenance import EXACT, provenance
from searchui.search.export.table import Column, Table
from searchui.search.filters.filters import Filters
from searchui.search.statistics.collocation import Collocations

NAME = Message("前后的词", "words around")
COLUMNS = (
    Column("word", Message("词", "word"), 16),
    Column("joint", Message("前后几次", "around it"), 10),
    Column("expected", Message("平常几次", "expected"), 10),
    Column("log_likelihood", Message("显著程度", "log-likelihood"), 12),
    Column("frequency", Message("全部几次", "in all"), 10),
)


def collocate_table(
    corpus: Corpus, found: Collocations, filters: Filters, taken: datetime, language: Language = "zh"
) -> Table:
    """All words that were found around a phrase."""
    told = provenance(
        corpus,
        view=NAME.text(language),
        query=found.phrase,
        reading=EXACT.text(language),
        filters=filters,
        options={"window": str(found.window), "minimum": str(found.minimum), "sort": found.sort},
        found={"occurrences": found.occurrences, "rows": len(found.rows)},
        taken=taken,
    )
    rows = ((row.word, row.joint, row.expected, row.log_likelihood, row.frequency) for row in found.rows)
    return Table(NAME, COLUMNS, rows, told)
