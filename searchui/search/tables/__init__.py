"""Tables that are taken away: what is found, with where it comes from, as CSV, JSON Lines or xlsx."""

from searchui.search.tables.formats import FORMATS, Format, file_name, format_of
from searchui.search.tables.hits import hit_table
from searchui.search.tables.provenance import Provenance, provenance
from searchui.search.tables.table import Cell, Column, Row, Table

__all__ = [
    "FORMATS",
    "Cell",
    "Column",
    "Format",
    "Provenance",
    "Row",
    "Table",
    "file_name",
    "format_of",
    "hit_table",
    "provenance",
]
