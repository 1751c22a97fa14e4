"""Filters: one value type for every call, in any spelling of it that an earlier release had."""

import copy
import importlib
import pickle
from pathlib import Path

import pytest

import searchui
from indexer.errors import CallError
from searchui.search import Corpus, Filters, MatchOptions
from searchui.search.filters.facet import FACETS
from searchui.search.filters.filters import read_filters, write_filters
from searchui.search.filters.number_range import NumberRange

SOME = Filters(year=[2024, 2018], speaker=["陆知衡"])


@pytest.fixture(scope="module")
def corpus(sample_index: Path) -> Corpus:
    return searchui.open_corpus(sample_index)


def test_values_by_facet() -> None:
    assert SOME.year == SOME.of("year") == (2024, 2018)
    assert SOME.genre == ()
    assert SOME.selected() == {"year": (2024, 2018), "speaker": ("陆知衡",)}
    assert [bool(SOME), bool(Filters()), bool(Filters(year=[]))] == [True, False, False]


def test_equal_hashed_copied_and_immutable() -> None:
    assert SOME == Filters(speaker=("陆知衡",), year=(2024, 2018)) != Filters(year=(2018, 2024), speaker=("陆知衡",))
    assert hash(SOME) == hash(Filters(speaker=("陆知衡",), year=(2024, 2018)))
    assert copy.deepcopy(SOME) == pickle.loads(pickle.dumps(SOME)) == copy.copy(SOME) == SOME
    assert eval(repr(SOME)) == SOME
    with pytest.raises(AttributeError):
        SOME.year = (1,)
    with pytest.raises(AttributeError):
        _ = SOME.month


def test_changes() -> None:
    assert SOME.toggled("year", 2024) == Filters(year=[2018], speaker=["陆知衡"])
    assert SOME.toggled("genre", "讲话").genre == ("讲话",)
    assert SOME.only("speaker") == Filters(speaker=["陆知衡"])
    assert SOME.without("year") == Filters(speaker=["陆知衡"])


def test_ranges_of_years(corpus: Corpus) -> None:
    """Both ends are in it, an end may be missing, and it is one value among others."""
    every = [entry.date.year for entry in corpus.speeches() if entry.date]
    for text, held in (
        ("2019..2021", {2019, 2020, 2021}),
        ("2024..2024", {2024}),
        ("..2019", set(range(1, 2020))),
        ("2024..", set(range(2024, 10_000))),
        ("1900..1950", set()),
    ):
        ranged = Filters(year=[text])
        assert corpus.selection(ranged).speeches == sum(year in held for year in every)
        assert read_filters([*write_filters(ranged)]) == read_filters([f"year:{text}"]) == ranged
        assert eval(repr(ranged), {"Filters": Filters, "NumberRange": NumberRange}) == ranged
    both = Filters(year=["2019..2021", 2024])
    assert corpus.selection(both) == corpus.selection(Filters(year=[2019, 2020, 2021, 2024]))
    assert both.toggled("year", 2020) == Filters(year=[2024, 2020])  # narrower than the range that it is in
    assert both.toggled("year", NumberRange(2019, 2021)) == Filters(year=[2024])
    for wrong in ("..", "2021..2019", "x..2020", "2020...2021", "2020..2021..", "9" * 19 + ".."):
        with pytest.raises(CallError):
            Filters(year=[wrong])
    assert Filters(speaker=["2019..2021"]).speaker == ("2019..2021",)  # only numbers have ranges


def test_a_facet_that_is_none_is_refused() -> None:
    with pytest.raises(CallError, match="month"):
        Filters(month=[5])
    with pytest.raises(TypeError, match="several"):
        Filters(speaker="陆知衡")


def test_every_facet_is_written_and_read() -> None:
    for facet in FACETS.values():
        value = facet.read("2024")
        assert read_filters([f"{facet.name}:2024"]) == read_filters([f"{facet.title}：2024"])
        assert read_filters(list(write_filters(Filters(**{facet.name: [value]})))) == Filters(**{facet.name: [value]})


def test_former_keywords_still_work_and_say_so(corpus: Corpus) -> None:
    expected = corpus.search("发展", filters=Filters(year=[2024], genre=["讲话"])).as_json()
    with pytest.warns(DeprecationWarning, match=r"years, genres: write .*Filters\(year"):
        assert corpus.search("发展", years=[2024], genres=["讲话"]).as_json() == expected  # type: ignore[call-arg]
    loose = corpus.count("绿水青山就是金山银山", match_options=MatchOptions(loose=True))
    with pytest.warns(DeprecationWarning, match="manner: write match_options") as warned:
        assert corpus.count("绿水青山就是金山银山", manner=MatchOptions(loose=True)) == loose  # type: ignore[call-arg]
    assert warned[0].filename == __file__
    with pytest.warns(DeprecationWarning, match="narrowing: write filters"):
        selection = corpus.selection(narrowing=SOME)  # type: ignore[call-arg]
    assert selection == corpus.selection(SOME)
    with pytest.warns(DeprecationWarning, match="speakers: write"):
        trend = corpus.trend(["发展"], speakers=["陆知衡"])  # type: ignore[call-arg]
    assert trend == corpus.trend(["发展"], filters=Filters(speaker=["陆知衡"]))


def test_what_was_never_a_keyword_is_refused(corpus: Corpus) -> None:
    with pytest.raises(TypeError, match="way"):
        corpus.count("发展", way="loose")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="filter"):
        corpus.search("发展", filter=SOME)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="filter"):
        corpus.kwic("发展", filter=SOME)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("module", "name", "now"),
    [
        ("searchui", "Manner", MatchOptions),
        ("searchui.search", "Manner", MatchOptions),
        ("searchui.search.narrowing", "Narrowing", Filters),
    ],
)
def test_former_names_still_work_and_say_so(module: str, name: str, now: type) -> None:
    with pytest.warns(DeprecationWarning, match=f"{name} is now searchui"):
        assert getattr(importlib.import_module(module), name) is now
    with pytest.raises(AttributeError):
        _ = importlib.import_module(module).Nothing
