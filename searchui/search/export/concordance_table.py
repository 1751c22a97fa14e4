"""The lines of a concordance as a table: one row an occurrence, in their order."""

from collections.abc import Iterator
from datetime import datetime

from indexer.message import Language, Message
from searchui.search.corpus import Corpus
from searchui.search.export.provenance import EXACT, provenance
from searchui.search.export.table import Column, Row, Table
from searchui.search.filters.filters import NO_FILTERS
from searchui.search.statistics.concordance import Line
from searchui.search.statistics.concordance_search import LineOptions

NAME = Message("逐条", "lines")
COLUMNS = (
    Column("number", Message("序号", "no."), 6),
    Column("date", Message("日期", "date")),
    Column("year", Message("年份", "year"), 6),
    Column("speaker", Message("讲话人", "speaker")),
    Column("left", Message("前文", "before"), 50),
    Column("match", Message("词句", "phrase"), 20),
    Column("right", Message("后文", "after"), 50),
    Column("title", Message("题目", "title"), 40),
    Column("headings", Message("小标题", "headings"), 40),
    Column("speech", Message("编号", "speech"), 30),
    Column("anchor", Message("段落锚", "anchor"), 16),
    Column("url", Message("地址", "address"), 40),
)


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
    told = provenance(
        corpus,
        view=NAME.text(language),
        query=phrase,
        reading=EXACT.text(language),
        filters=options.get("filters", NO_FILTERS),
        options={name: str(options[name]) for name in ("sort", "width", "query") if options.get(name)},
        found={"occurrences": found.total, "paragraphs": found.paragraphs, "speeches": found.speeches},
        taken=taken,
    )
    return Table(NAME, COLUMNS, _rows(corpus.kwic_lines(phrase, **options), root), told)


def _rows(lines: Iterator[Line], root: str) -> Iterator[Row]:
    return (
        (
            number,
            str(line.date) if line.date else None,
            line.date.year if line.date else None,
            line.speaker,
            line.left,
            line.match,
            line.right,
            line.speech.title,
            " › ".join(line.section_path),
            line.speech.id,
            line.anchor,
            root + line.url,
        )
        for number, line in enumerate(lines, 1)
    )
