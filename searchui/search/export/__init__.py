"""Tables that are taken away: what is found, with where it comes from, as CSV, JSON Lines or xlsx."""

from searchui.search.export.collocation_table import collocate_table
from searchui.search.export.concordance_table import line_table
from searchui.search.export.formats import FORMATS, Format, file_name, format_of
from searchui.search.export.hit_table import hit_table
from searchui.search.export.provenance import Provenance, provenance
from searchui.search.export.table import Cell, Column, Row, Table
from searchui.search.export.trend_table import trend_table

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
