"""Tables that are taken away: what is found, with where it comes from, as CSV, JSON Lines or xlsx."""

from searchui.search.export.formats import FORMATS, Format, file_name, format_of
from searchui.search.export.hit_table import hit_table
from searchui.search.export.provenance import Provenance, provenance
from searchui.search.export.statistics_tables import (
    collocation_table,
    count_table,
    keyness_table,
    line_table,
    ngram_table,
    trend_table,
)
from searchui.search.export.table import Cell, Column, Row, Table

__all__ = [
    "FORMATS",
    "Cell",
    "Column",
    "Format",
    "Provenance",
    "Row",
    "Table",
    "collocation_table",
    "count_table",
    "file_name",
    "format_of",
    "hit_table",
    "keyness_table",
    "line_table",
    "ngram_table",
    "provenance",
    "trend_table",
]
