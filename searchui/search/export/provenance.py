"""Provenance: what a table answers, of which corpus, and what its numbers are to be seen against."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from indexer.i18n import Language, Message, _, joined, n_, p_, units
from searchui.search.corpus import Corpus
from searchui.search.filters.columns import Selection
from searchui.search.filters.facet import FACETS, value_name
from searchui.search.filters.filters import Filters, Values
from searchui.search.filters.number_range import NumberRange

PROGRAM = "speechsearch"
EXACT = _("一字不差")  # how a phrase by itself is read
TITLES: Mapping[str, Message] = {
    "view": p_("column", "内容"),
    "query": p_("column", "查询"),
    "reading": p_("column", "读作"),
    **{facet.name: facet.title for facet in FACETS.values()},
    "options": p_("column", "选项"),
    "found": p_("column", "找到"),
    "selection": p_("column", "所查范围"),
    "corpus": p_("column", "全部语料"),
    "fingerprint": p_("column", "语料指纹"),
    "generation": p_("column", "索引"),
    "taken": p_("column", "导出时间"),
}


Counted: TypeAlias = Literal[
    "occurrences",
    "crossing",
    "rows",
    "paragraphs",
    "speeches",
    "characters",
    "sentences",
    "alike",
    "notices",
]
"""What tables count."""


class Holding(msgspec.Struct, frozen=True):
    """What a corpus holds."""

    speeches: int
    paragraphs: int
    characters: int


class Provenance(msgspec.Struct, frozen=True):
    """`view` is the kind of table; `query` and `reading` what was asked and how that was read.

    `options` are those of the address that are not as usual, `found` what was counted. `selection` is what the filters
    leave of the `corpus`, whose files are told by their `fingerprint`. `built` and `taken` are the times of the index
    and of the table.
    """

    view: str
    query: str
    reading: str
    filters: Mapping[str, tuple[str | int | None, ...]]
    options: Mapping[str, str]
    found: Mapping[Counted, int]
    selection: Selection
    corpus: Holding
    fingerprint: str
    generation: str
    built: datetime
    taken: datetime
    program: str = PROGRAM

    def facts(self, language: Language = "zh") -> Iterator[tuple[str, str]]:
        """The same for people: what it is, and what it says."""
        for name, said in self._facts(language):
            if said:
                yield TITLES[name].text(language), said

    def _facts(self, language: Language) -> Iterator[tuple[str, str]]:
        yield "view", self.view
        yield "query", self.query
        yield "reading", self.reading
        for facet, values in self.filters.items():
            yield facet, joined(_("、"), [value_name(value, facet) for value in values]).text(language)
        yield "options", " ".join(f"{name}={value}" for name, value in self.options.items())
        yield "found", _counts(self.found, language)
        yield "selection", _counts(_holding(self.selection), language)
        yield "corpus", _counts(_holding(self.corpus), language)
        yield "fingerprint", self.fingerprint
        yield "generation", f"{self.generation} · {self.built.isoformat(timespec='seconds')}"
        yield "taken", self.taken.isoformat(timespec="seconds")

    def line(self, language: Language = "zh") -> str:
        """The same in one line: 查询：发展；读作：…."""
        colon, stop = _("：").text(language), _("；").text(language)
        return stop.join(f"{name}{colon}{said}" for name, said in self.facts(language))


COUNTED: Mapping[Counted, Callable[[int], Message]] = {
    "occurrences": units.occurrences,
    "crossing": units.crossings,
    "rows": units.rows,
    "paragraphs": units.paragraphs,
    "speeches": units.speeches,
    "characters": units.characters,
    "sentences": units.sentences,
    "alike": lambda n: n_("{n} 句有原文或相近的原文", n),
    "notices": lambda n: n_("{n} 处要看", n),
}


def _holding(part: Selection | Holding) -> Mapping[Counted, int]:
    return msgspec.structs.asdict(part)  # type: ignore[return-value] # its fields are all among those


def _counts(counts: Mapping[Counted, int], language: Language) -> str:
    return joined(_("，"), [COUNTED[name](count) for name, count in counts.items()]).text(language)


def provenance(
    corpus: Corpus,
    view: str,
    query: str,
    reading: str,
    filters: Filters,
    options: Mapping[str, str],
    found: Mapping[Counted, int],
    taken: datetime,
) -> Provenance:
    """The provenance of a table that is made of a corpus now."""
    manifest = corpus.manifest
    return Provenance(
        view=view,
        query=query,
        reading=reading,
        filters={name: _written(values) for name, values in filters.selected().items()},
        options=options,
        found=found,
        selection=corpus.selection(filters),
        corpus=Holding(manifest.speeches, manifest.paragraphs, manifest.characters),
        fingerprint=manifest.corpus,
        generation=corpus.generation.folder.name,
        built=manifest.built,
        taken=taken,
    )


def _written(values: Values) -> tuple[str | int | None, ...]:
    """Values as they are written, ranges as texts."""
    return tuple(str(value) if isinstance(value, NumberRange) else value for value in values)
