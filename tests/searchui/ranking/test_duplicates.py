"""Duplicates: collapsing held against a walk down the whole list; and on the pages of a corpus that has some."""

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.build.pipeline import build
from indexer.engine.answers import NO_TEXT_HASH, Matches
from indexer.store.speech_catalogue import Entry
from searchui import Corpus, open_corpus
from searchui.search.ranking.duplicates import DuplicateGroups
from searchui.search.ranking.ordering import Sort, sort_keys
from searchui.search.results.hit_builder import MAX_ALSO
from tests.searchui.catalogues import entries
from tests.searchui.snapshots import snapshot_of


@given(catalogue=entries(), sort=st.sampled_from(Sort), data=st.data())
def test_what_has_a_twin_in_another_speech_before_it_goes_under_that(
    catalogue: list[Entry], sort: Sort, data: st.DataObject
) -> None:
    speech_of = [number for number, entry in enumerate(catalogue) for _ in range(entry.paragraphs)]
    size = len(speech_of)
    hashes = [NO_TEXT_HASH, 1, 2, 2**64 - 1, 2**40 + 1]  # two that end alike
    said = data.draw(st.lists(st.sampled_from(hashes), min_size=size, max_size=size))
    numbers = sorted(data.draw(st.sets(st.integers(0, size - 1)))) if size else []
    scores = data.draw(st.lists(st.sampled_from([0.0, 1.0, 2.5]), min_size=len(numbers), max_size=len(numbers)))
    matches = Matches(np.array(numbers, dtype=np.int64), np.array(scores))
    snapshot = snapshot_of(catalogue, SimpleNamespace(text_hashes=np.array(said, dtype=np.uint64)))
    folded = DuplicateGroups(snapshot).collapse(matches, sort)

    heads: dict[int, int] = {}
    under: dict[int, list[int]] = {}
    for place in np.lexsort(sort_keys(matches, snapshot.columns, sort)).tolist():
        number = numbers[place]
        if said[number] != NO_TEXT_HASH:
            head = heads.setdefault(said[number], number)
            if speech_of[head] != speech_of[number]:
                under.setdefault(head, []).append(number)
    hidden = {number for some in under.values() for number in some}
    assert folded.matches.paragraphs.tolist() == [number for number in numbers if number not in hidden]
    assert folded.matches.scores.tolist() == [s for s, n in zip(scores, numbers, strict=True) if n not in hidden]
    assert {n: folded.also(n).tolist() for n in numbers if len(folded.also(n))} == under


SENTENCES = (
    "治水是大事，要抓好。",
    "治水是大事 要抓好！",
    "治水增长5.2%。",
    "治水增长52%。",
    "治水，靠大家。",
    "治水先治心。",
)


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """Fifteen speeches that say the same and other things of one matter."""
    folder = tmp_path_factory.mktemp("twins")
    for number in range(15):
        lines = [f"在第{number}次治水会上的讲话", f"（{2005 + number}年3月1日）", "同志们："]
        lines += [SENTENCES[(number + turn) % len(SENTENCES)] for turn in range(3)]
        lines += [SENTENCES[4]] * 2 + [f"治水的第{number}件事，是修渠。"]
        (folder / f"{number:02d}.txt").write_text("\n".join(lines), encoding="utf-8")
    build(folder, folder / "index")
    with open_corpus(folder / "index") as opened:
        yield opened


Place = tuple[str, str]


def pages(corpus: Corpus, query: str, *, sort: str, collapse: bool = True) -> tuple[list[Place], list[Place]]:
    """All that is shown, page by page, and all that is named under it."""
    first = corpus.search(query, per_page=4, sort=sort, collapse=collapse)
    shown, under = [], []
    for number in range(1, first.pages + 1):
        page = corpus.search(query, page=number, per_page=4, sort=sort, collapse=collapse)
        assert (page.total, page.speeches, page.facets["year"]) == (first.total, first.speeches, first.facets["year"])
        assert len(page.hits) == 4 or number == first.pages
        shown += [(hit.speech.id, hit.anchor) for hit in page.hits]
        under += [(mention.speech.id, mention.paragraph.anchor) for hit in page.hits for mention in hit.also]
    return shown, under


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("query", ["治水", "治水 大事", "“治水”", "治水 大事 修渠"])
def test_folding_hides_nothing_and_shows_nothing_twice(twins: Corpus, query: str, sort: str) -> None:
    every, nothing = pages(twins, query, sort=sort, collapse=False)
    shown, under = pages(twins, query, sort=sort)
    assert nothing == []
    assert len(shown) == len(set(shown))
    assert not set(shown) & set(under)
    folded = twins.search(query, sort=sort).folded
    assert len(shown) + folded == len(every) == len(set(every))
    assert set(shown) | set(under) <= set(every)
    for hit in twins.search(query, sort=sort, per_page=100).hits:
        others = {mention.speech.id for mention in hit.also} - {hit.speech.id}
        assert len(others) == len(hit.also) == min(hit.also_speeches, MAX_ALSO)


def test_numbers_make_a_difference(twins: Corpus) -> None:
    shown = [hit.paragraph.text for hit in twins.search("“增长”", per_page=100).hits]
    assert sorted(shown) == ["治水增长5.2%。", "治水增长52%。"]


def test_json_says_where_else(twins: Corpus) -> None:
    (hit,) = twins.search("“治水增长52%”").as_json()["hits"]
    assert len(hit["also"]) == hit["also_speeches"] > 1
    assert set(hit["also"][0]) == {"speech", "anchor", "url"}
    plain = twins.search("“治水增长52%”", collapse=False).as_json()
    assert len(plain["hits"]) == plain["total"] == hit["also_speeches"] + 1
    assert all("also" not in one for one in plain["hits"])
