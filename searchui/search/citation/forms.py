"""The forms of citations, one a row: page, API, command and tables have them from here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from indexer.i18n import Message, _
from searchui.search.citation.apa import apa
from searchui.search.citation.bibtex import bibtex
from searchui.search.citation.gbt7714 import gbt7714_2015, gbt7714_2025
from searchui.search.citation.plain import plain
from searchui.search.citation.ris import ris
from searchui.search.citation.work import Work


@dataclass(frozen=True, slots=True)
class Form:
    """`name` is that of commands; `key` the same where only letters, digits and _ may stand. `title` is for people."""

    name: str
    title: Message | str
    write: Callable[[Work], str]

    @property
    def key(self) -> str:
        return self.name.replace("-", "_")


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        form.name: form
        for form in (
            Form("plain", _("出处"), plain),
            Form("gbt7714", "GB/T 7714—2025", gbt7714_2025),
            Form("gbt7714-2015", "GB/T 7714—2015", gbt7714_2015),
            Form("apa", "APA 7", apa),
            Form("bibtex", "BibTeX", bibtex),
            Form("ris", "RIS", ris),
        )
    }
)
