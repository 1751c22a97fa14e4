"""The addresses that are asked for: a fixed mix, drawn from the corpus by a seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from random import Random
from urllib.parse import quote, urlencode

from benchmarks.measure.oracle import Oracle
from benchmarks.measure.query import Query
from benchmarks.measure.query_sample import draw_classes

TYPED = 2  # characters of a phrase that is being typed


@dataclass(frozen=True, slots=True)
class Address:
    """A path with its parameters, and which kind of request it is."""

    kind: str
    path: str


def draw_addresses(oracle: Oracle, speeches: Sequence[str], each: int, seed: int) -> list[Address]:
    """About `each` addresses of every kind, all different, kinds evenly spread; `speeches` are ids."""
    random = Random(seed)
    kinds = [
        [Address(kind, path) for path in random.sample(paths, min(each, len(paths)))]
        for kind, paths in _kinds(oracle, speeches, each, seed).items()
    ]
    return [address for row in zip_longest(*kinds) for address in row if address]


def _kinds(oracle: Oracle, speeches: Sequence[str], each: int, seed: int) -> dict[str, list[str]]:
    classes = {one.name: one.queries for one in draw_classes(oracle, each, seed)}
    words, phrases = classes["common word"], [*classes["phrase of 2"], *classes["phrase of 4"], *classes["phrase of 8"]]
    counted = [*classes["count only, 2"], *classes["count only, 4"], *classes["count only, 8"]]
    kinds: dict[str, Iterator[str]] = {
        "a word": (_page(query) for query in words),
        "two words": (_page(query) for query in classes["AND of 2"]),
        "a phrase": (_page(query, '"') for query in phrases),
        "a phrase in a year": (_page(query, '"') for query in classes["phrase of 2 in a year"]),
        "a word, newest first": (_page(query) for query in classes["newest first"]),
        "a word, JSON": (f"/api{_page(query)}" for query in words),
        "a count, JSON": (f"/api/count?phrase={quote(query.terms[0])}" for query in counted),
        "a suggestion, JSON": (f"/api/suggest?q={quote(query.terms[0][:TYPED])}" for query in classes["phrase of 4"]),
        "a speech": (
            f"/speech/{quote(one)}?q={quote(query.terms[0])}" for one, query in zip(speeches, words, strict=False)
        ),
    }
    return {kind: list(dict.fromkeys(paths)) for kind, paths in kinds.items()}


def _page(query: Query, mark: str = "") -> str:
    """The page of a query; `mark` stands around each term."""
    asked: dict[str, object] = {"q": " ".join(f"{mark}{term}{mark}" for term in query.terms)}
    if query.year:
        asked["year"] = query.year
    if query.newest:
        asked["sort"] = "newest"
    return f"/search?{urlencode(asked)}"
