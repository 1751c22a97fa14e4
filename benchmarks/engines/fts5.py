"""SQLite FTS5 with the trigram tokenizer; texts of one and two characters by LIKE, which reads everything."""

import re
import sqlite3
from pathlib import Path
from time import perf_counter

from benchmarks.corpus.paragraphs import read_paragraphs
from benchmarks.engines.port import Source
from benchmarks.measure.oracle import Meaning
from benchmarks.measure.query import COMMON_KINDS, PER_PAGE, Kind, Query
from indexer.analysis import occurrences

TRIGRAM = 3  # characters: the shortest text that MATCH finds
_TABLES = """
    create table paragraph(id integer primary key, year integer, date integer);
    create virtual table full using fts5(text, tokenize = 'trigram');
"""
_JOINED = "from full join paragraph on paragraph.id = full.rowid where "


def available() -> bool:
    """Whether this Python's SQLite has FTS5 and its trigram tokenizer."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(_TABLES)
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


class Fts5:
    """The folded text is stored; a word means its characters. Ranked by BM25 where MATCH finds all terms."""

    meaning = Meaning.TEXT
    limit = None
    kinds = COMMON_KINDS
    shortest = 1

    def __init__(self, folder: Path) -> None:
        if not available():
            raise ImportError("SQLite has no FTS5 with trigrams")
        self._file = folder / "fts5.sqlite"

    def build(self, source: Source) -> float:
        started = perf_counter()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self.open()
        self._connection.executescript(_TABLES)
        paragraphs = enumerate(read_paragraphs(source.paragraphs))
        for number, paragraph in paragraphs:
            self._connection.execute("insert into paragraph values (?, ?, ?)", (number, paragraph.year, paragraph.date))
            self._connection.execute("insert into full(rowid, text) values (?, ?)", (number, paragraph.folded))
        self._connection.execute("insert into full(full) values ('optimize')")
        self._connection.commit()
        self.close()
        return perf_counter() - started

    def open(self) -> None:
        self._connection = sqlite3.connect(self._file)

    def page(self, query: Query) -> int:
        condition, values, ranked = _condition(query)
        years = self._connection.execute(f"select year, count(*) {_JOINED}{condition} group by year", values).fetchall()
        by = "date desc" if query.newest else "rank" if ranked else "full.rowid"
        texts = self._connection.execute(
            f"select text {_JOINED}{condition} order by {by} limit {PER_PAGE} offset {query.offset}", values
        )
        for (text,) in texts:
            sorted(place for term in query.terms for place in occurrences(term, text))
        return sum(count for _, count in years)

    def count(self, query: Query) -> int:
        condition, values, _ = _condition(query)
        (total,) = self._connection.execute(f"select count(*) from full where {condition}", values).fetchone()
        return int(total)

    def size(self) -> int:
        return self._file.stat().st_size

    def close(self) -> None:
        self._connection.close()


def _condition(query: Query) -> tuple[str, list[str | int], bool]:
    """The condition in SQL, its values, and whether MATCH alone finds and so ranks. Raises ValueError for what has none."""
    if query.kind not in COMMON_KINDS:
        raise ValueError(f"no condition in SQL: {query.kind}")
    parts, values = [], list[str | int]()
    all_long = all(len(term) >= TRIGRAM for term in query.terms)
    long = [term for term in query.terms if len(term) >= TRIGRAM and (all_long or query.kind is not Kind.ANY)]
    if long:
        parts.append("full match ?")
        values.append((" OR " if query.kind is Kind.ANY else " AND ").join(map(_quoted, long)))
    for term in (term for term in query.terms if term not in long):
        parts.append("text like ? escape '\\'")
        values.append(f"%{_escaped(term)}%")
    condition = f"({(' or ' if query.kind is Kind.ANY else ' and ').join(parts)})"
    if query.year is not None:
        condition += " and year = ?"
        values.append(query.year)
    return condition, values, all_long


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _escaped(term: str) -> str:
    return re.sub(r"[%_\\]", r"\\\g<0>", term)
