"""What is told of a search that found nothing: every number in it is what a search for it finds."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.model import Speech
from searchui import Corpus
from searchui.search import Filters, Page

WORDS = (
    "“新质生产力”",
    "渔港",
    "“龘龘”",
    "党建",
    "“没有这样的话”",
    "title:致辞",
    "NOT 的",
    "基层 治理",
    "(农村 或 乡村)",
    "“基层 治理”~9",
    "新?生产力",
    "date:2018..2023",
    "date:>=2025",
)


class Texts(list[str]):
    """Folded paragraphs, which a failing test does not print."""

    def __repr__(self) -> str:
        return f"{len(self)} texts"


@pytest.fixture(scope="module")
def folded(sample_speeches: list[Speech]) -> Texts:
    return Texts(fold(paragraph.text) for speech in sample_speeches for paragraph in speech.paragraphs)


def check(page: Page, corpus: Corpus, folded: list[str]) -> None:
    for each in page.nearby + (page.explanation.longest if page.explanation else ()):
        assert each.paragraphs == corpus.search(each.query).total == sum(fold(each.text) in text for text in folded) > 0
        assert fold(each.text) != fold(each.instead_of)


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    st.sampled_from([(), (2018,), (2018, 2024), (1999,)]),
    st.sampled_from([(), ("陆知衡",), ("无名",)]),
)
def test_every_number_is_what_is_found(
    corpus: Corpus, folded: list[str], query: str, years: tuple[int, ...], speakers: tuple[str, ...]
) -> None:
    page = corpus.search(query, filters=Filters(year=years, speaker=speakers))
    check(page, corpus, folded)
    assert (page.explanation is None) == (page.total > 0)
    for part in page.explanation.parts if page.explanation else ():
        if part.kind == "query":
            assert part.text is not None
            assert part.total == corpus.search(part.text).total
            if part.rest is not None:
                assert part.without == corpus.search(part.rest, filters=Filters(year=years, speaker=speakers)).total
        elif part.kind == "year":
            assert part.total == corpus.search("NOT “龘龘”", filters=Filters(year=years)).total
            assert part.without == corpus.search(query, filters=Filters(speaker=speakers)).total
        else:
            assert part.total == corpus.search("NOT “龘龘”", filters=Filters(speaker=speakers)).total
            assert part.without == corpus.search(query, filters=Filters(year=years)).total


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_slip_is_mended(corpus: Corpus, folded: list[str], data: st.DataObject) -> None:
    """A text of the corpus with one character wrong, too many, missing or two exchanged is nearby again."""
    paragraph = data.draw(st.sampled_from([text for text in folded if len(text) > 12]))
    start = data.draw(st.integers(0, len(paragraph) - 9))
    true = paragraph[start : start + data.draw(st.integers(5, 9))]
    place = data.draw(st.integers(1, len(true) - 2))
    slips = {
        "changed": true[:place] + "龘" + true[place + 1 :],
        "extra": true[:place] + "龘" + true[place:],
        "missing": true[:place] + true[place + 1 :],
        "swapped": true[:place] + true[place + 1] + true[place] + true[place + 2 :],
    }
    how = data.draw(st.sampled_from(sorted(slips)))
    if any(character in slips[how] for character in "“”\"'‘’") or not true.isalnum() or true.strip() != true:
        return
    page = corpus.search(f"“{slips[how]}”")
    check(page, corpus, folded)
    if page.total == 0:
        mended = [fold(each.text) for each in page.nearby]
        assert len(mended) >= 5 or any(true in text or text in true for text in mended)


@given(st.text("新质生产力党的建设,龘", min_size=2, max_size=14))
def test_longest_parts_are_the_longest(corpus: Corpus, folded: list[str], text: str) -> None:
    page = corpus.search(f"“{text}”")
    check(page, corpus, folded)
    if page.explanation is None:
        return
    spans = [(start, end) for start in range(len(text)) for end in range(start + 2, len(text) + 1)]
    there = [text[start:end] for start, end in spans if any(text[start:end] in paragraph for paragraph in folded)]
    alone = [part for part in there if part.strip(",") == part]
    if alone:
        longest = max(map(len, there))
        assert page.explanation.longest or longest == 2
        assert all(len(part.text) <= longest for part in page.explanation.longest)


def test_what_sounds_alike(corpus: Corpus) -> None:
    assert [(each.text, each.how) for each in corpus.search("“新制生产力”").nearby] == [("新质生产力", "sound")]


def test_with_and_without_marks(corpus: Corpus, folded: list[str]) -> None:
    assert corpus.search("“绿水青山 就是金山银山”").nearby[0].text == "绿水青山就是金山银山"
    text = next(text for text in folded if "," in text[4:-4])
    start = text.index(",", 4) - 4
    near = corpus.search(f"“{text[start : start + 4]}{text[start + 5 : start + 9]}”").nearby
    assert text[start : start + 9] in [fold(each.text) for each in near]


def test_each_part_is_told(corpus: Corpus) -> None:
    explanation = corpus.search("“新质生产力” 龘龘").explanation
    assert explanation is not None
    assert [(part.text, part.total, part.without) for part in explanation.parts] == [
        ("“新质生产力”", 10, 0),
        ("龘龘", 0, 10),
    ]
    assert [part.rest for part in explanation.helpful] == ["“新质生产力”"]
    explanation = corpus.search("新质生产力", filters=Filters(year=[2018])).explanation
    assert explanation is not None
    assert [(part.kind, part.without) for part in explanation.helpful] == [("year", 10)]
