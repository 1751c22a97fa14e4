"""This project, through the calls that its users make."""

import os
from pathlib import Path
from time import perf_counter

import searchui
from benchmarks.engines.port import Source, folder_bytes
from benchmarks.measure.oracle import Meaning
from benchmarks.measure.query import NEARNESS, PER_PAGE, Kind, Query
from indexer.build.pipeline import BuildOptions, build


class Ours:
    """Building includes reading and parsing the files, which the others are spared."""

    meaning = Meaning.TOKEN_OR_TEXT
    limit = None
    kinds = frozenset(Kind)
    shortest = 1
    defaults = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, source: Source) -> float:
        started = perf_counter()
        build(source.speeches, self._folder, BuildOptions(jobs=os.cpu_count() or 1))  # as the command does by itself
        return perf_counter() - started

    def open(self) -> None:
        self.corpus = searchui.open_corpus(self._folder)

    def page(self, query: Query) -> int:
        page = self.corpus.search(
            written(query),
            page=query.page,
            per_page=PER_PAGE,
            sort="newest" if query.newest else "relevance",
            filters=searchui.Filters(year=() if query.year is None else (query.year,)),
            synonyms=self.defaults,  # all engines are asked the same, and show every paragraph
            collapse=self.defaults,
        )
        for hit in page.hits:
            _ = hit.paragraph.text, hit.highlights
        _ = page.facets["year"]  # counted when it is asked for
        return page.total

    def count(self, query: Query) -> int:
        return self.corpus.count(query.terms[0]).paragraphs

    def forget(self) -> None:
        """What was asked before is not known any more."""
        self.corpus._snapshot.engine.close()

    def size(self) -> int:
        return folder_bytes(self._folder)

    def close(self) -> None:
        self.corpus.close()


class OursDefaults(Ours):
    """As its users get it: unquoted words find what means the same too, and what says the same is shown once.

    More is found so; the totals are not those of the others, and are not compared.
    """

    meaning = Meaning.MORE
    defaults = True


def written(query: Query) -> str:
    """A query as people write it."""
    if query.kind is Kind.PHRASE:
        return f'"{query.terms[0]}"'
    if query.kind is Kind.NEAR:
        return f'"{" ".join(query.terms)}"~{NEARNESS}'
    return (" OR " if query.kind is Kind.ANY else " ").join(query.terms)
