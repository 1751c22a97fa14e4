"""Tables that are taken away: what is found, with where it comes from, as CSV, JSON Lines or xlsx."""

from searchui.search.tables.collocates import collocate_table
from searchui.search.tables.formats import FORMATS, Format, file_name, format_of
from searchui.search.tables.hits import hit_table
from searchui.search.tables.lines import line_table
from searchui.search.tables.provenance import Provenance, provenance
from searchui.search.tables.table import Cell, Column, Row, Table
from searchui.search.tables.trends import trend_table

__all__ = [
    "FORMATS",
    "Cell",
    "Column",
    "Format",
    "Provenance",
    "Row",
    "Table",
    "collocate_table",
    "file_name",
    "format_of",
    "hit_table",
    "line_table",
    "provenance",
    "trend_table",
]
