"""Every function of a corpus answers the same in Python, whether the corpus is in a cluster or in a folder."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec
import pytest

from searchui import Corpus, Filters, open_corpus
from searchui.search.results.answer import Answer, Answered
from tests.searchui.cluster.test_every_address import DRAFT

pytestmark = pytest.mark.slow

Ask = Callable[[Corpus], object]

# They answer nothing.
OTHERS = {"close", "explanation", "prepare_statistics", "manifest", "generation", "state"}
LATE = Filters(year=["2024.."])
PASSAGE = "我们要把发展抓在手上。绿水青山就是金山银山。"


def first(corpus: Corpus) -> str:
    return corpus.speeches()[0].id


def last(corpus: Corpus) -> str:
    return corpus.speeches()[-1].id


ASKED: Mapping[str, Ask] = {
    "search": lambda corpus: [corpus.search(query, filters=LATE) for query in ("发展", "党?建设", "“新制生产力”")],
    "hits": lambda corpus: list(corpus.hits("发展 OR 改革", sort="newest")),
    "arrivals": lambda corpus: corpus.arrivals("发展", corpus.state),
    "selection": lambda corpus: corpus.selection(LATE),
    "suggest": lambda corpus: [corpus.suggest(text) for text in ("高质", "fazhan", "第", "")],
    "cite": lambda corpus: corpus.cite(last(corpus), day=date(2026, 1, 2)),
    "set_phrases": lambda corpus: corpus.set_phrases(),
    "phrasings": lambda corpus: corpus.phrasings,
    "highlights": lambda corpus: corpus.highlights(DRAFT, "发展"),
    "highlights_of": lambda corpus: corpus.highlights_of([DRAFT, PASSAGE], "发展"),
    "left_out": lambda corpus: corpus.left_out("打印"),
    "torn_highlights": lambda corpus: [corpus.torn_highlights(one.id, "发展") for one in corpus.speeches()],
    "count": lambda corpus: [(one.occurrences, one.first, one.last, one.speeches) for one in [corpus.count("发展")]],
    "kwic": lambda corpus: corpus.kwic("发展", sort="left", filters=LATE),
    "kwic_lines": lambda corpus: list(corpus.kwic_lines("改革", query="发展")),
    "crossings": lambda corpus: corpus.crossings("发展"),
    "crossing_lines": lambda corpus: list(corpus.crossing_lines("发展")),
    "card": lambda corpus: corpus.card("绿水青山", filters=LATE),
    "trend": lambda corpus: corpus.trend(["发展", "改革"], by="speaker"),
    "variants": lambda corpus: [corpus.variants(phrase) for phrase in ("高质量发展", "基层")],
    "collocations": lambda corpus: corpus.collocations("发展", filters=LATE),
    "beside": lambda corpus: corpus.beside("发展", "经济"),
    "keyness": lambda corpus: corpus.keyness(LATE),
    "ngrams": lambda corpus: corpus.ngrams(minimum=3),
    "spread": lambda corpus: [(name, dict(counts)) for name, counts in corpus.spread(LATE, "发展").items()],
    "speech": lambda corpus: [corpus.speech(entry.id) for entry in corpus.speeches()],
    "entry": lambda corpus: corpus.entry(last(corpus)),
    "speeches": lambda corpus: corpus.speeches(),
    "nearest": lambda corpus: corpus.nearest(PASSAGE),
    "proof": lambda corpus: corpus.proof(DRAFT, exclude=[first(corpus)], suggestions="loose"),
    "proof_steps": lambda corpus: list(corpus.proof_steps(DRAFT)),
    "compare": lambda corpus: [corpus.compare(first(corpus), last(corpus)), corpus.compare(DRAFT, last(corpus))],
    "compared": lambda corpus: corpus.compared(DRAFT),
    "compared_speech": lambda corpus: corpus.compared_speech(last(corpus)),
    "list_speeches": lambda corpus: [
        corpus.list_speeches(filters=LATE, sort=sort, per_page=None) for sort in ("newest", "title", "speaker")
    ],
    "speaker": lambda corpus: [corpus.speaker(name) for name in corpus.list_speeches().facets["speaker"] if name],
    "occasion": lambda corpus: [corpus.occasion(name) for name in corpus.list_speeches().facets["occasion"] if name],
    "has_speech": lambda corpus: [corpus.has_speech(name) for name in (last(corpus), "?")],
    "previous_in_series": lambda corpus: [corpus.previous_in_series(entry.id) for entry in corpus.speeches()],
    "reuse": lambda corpus: corpus.reuse(text=DRAFT, least=8),
    "reuse_of_speech": lambda corpus: [corpus.reuse_of_speech(entry.id) for entry in corpus.speeches()],
    "reuse_overview": lambda corpus: corpus.reuse_overview(),
}


def told(value: object) -> Any:
    """What an answer says, whatever its type."""
    if isinstance(value, list | tuple):
        return [*map(told, value)]
    if isinstance(value, Answer | Answered):
        return value.as_json()
    return msgspec.to_builtins(value, enc_hook=repr)


@pytest.fixture(scope="module")
def remote(address: str) -> Iterator[Corpus]:
    with open_corpus(address) as opened:
        yield opened


def test_every_function_is_asked() -> None:
    assert ASKED.keys() | OTHERS == {name for name in dir(Corpus) if not name.startswith("_")} | {"generation"}


@pytest.mark.parametrize("name", ASKED)
def test_every_function_answers_the_same(name: str, corpus: Corpus, remote: Corpus) -> None:
    found = told(ASKED[name](corpus))
    assert found
    assert found != [{}] * len(found)
    assert told(ASKED[name](remote)) == found
