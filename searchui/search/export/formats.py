"""The formats that tables are taken away in."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from indexer.errors import CallError
from indexer.i18n import Language, Message, _, joined, p_
from searchui.search.export.jsonl_writer import as_jsonl
from searchui.search.export.provenance import Provenance
from searchui.search.export.table import Table

MAX_NAME = 40  # characters of the query in the name of a file
SITE = p_("file name", "讲话稿检索")


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is also the ending of its files; `write` gives a file piece by piece."""

    name: str
    title: str
    media_type: str
    write: Callable[[Table, Language], Iterator[bytes]]

    @property
    def is_binary(self) -> bool:
        """Whether it is no text."""
        return "charset" not in self.media_type


def _as_csv(table: Table, language: Language) -> Iterator[bytes]:
    from searchui.search.export.csv_writer import as_csv  # not where an answer is no table

    return as_csv(table, language)


def _as_xlsx(table: Table, language: Language) -> Iterator[bytes]:
    from searchui.search.export.xlsx_writer import as_xlsx  # only when a sheet is written: its library is large

    return as_xlsx(table, language)


def _no_table(table: Table, _language: Language) -> Iterator[bytes]:
    raise AssertionError(table)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format("csv", "CSV", "text/csv; charset=utf-8", _as_csv),
            Format("xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _as_xlsx),
            Format("jsonl", "JSON Lines", "application/jsonl; charset=utf-8", as_jsonl),
        )
    }
)

BUNDLE = Format("zip", "zip", "application/zip", _no_table)
WORD = Format("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _no_table)


def format_of(name: str) -> Format:
    """The format with a name. Raises CallError for an unknown name."""
    if name in FORMATS:
        return FORMATS[name]
    raise CallError(_("不能存为“{name}”，可用 {formats}", name=name, formats=joined(_("、"), list(FORMATS))))


class Named(Protocol):
    """What is taken away: what it is called, and where it comes from."""

    @property
    def name(self) -> Message: ...

    @property
    def provenance(self) -> Provenance: ...


def file_name(table: Named, form: Format, language: Language) -> str:
    """What a file is called: 讲话稿检索-查找结果-发展-20260503.csv, with no sign that a system forbids."""
    asked = re.sub(r'[\s\x00-\x1f\x7f/\\:*?"<>|.]+', "_", table.provenance.query).strip("_")[:MAX_NAME]
    day = table.provenance.taken.strftime("%Y%m%d")
    parts = (SITE.text(language), table.name.text(language).replace(" ", "-"), asked, day)
    return f"{'-'.join(part for part in parts if part)}.{form.name}"
