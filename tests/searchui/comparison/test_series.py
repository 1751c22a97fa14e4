"""Which speech comes before another of its series."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import NotFoundError
from indexer.model import SpeechDate
from indexer.store.speech_catalogue import Entry
from searchui import Corpus
from searchui.search.comparison.predecessor import SeriesFinder
from searchui.search.series import kinds_of, series_names


def entry(
    year: int, title: str, *, occasion: str | None = None, office: str | None = None, speaker: str | None = "甲"
) -> Entry:
    date = SpeechDate(year, 1, 1)
    return Entry(f"{year}-{title}", title, date, speaker, office, occasion, 1, 1, 0, 0, 0)


def before(one: Entry, *others: Entry) -> tuple[str, tuple[int, ...]] | None:
    found = SeriesFinder([*others, one]).predecessor(one)
    return (found.entry.id, found.missing) if found else None


def test_a_report_follows_that_of_an_earlier_year(reports: Corpus) -> None:
    found = reports.previous_in_series("report-2025.txt")
    assert found is not None
    assert (found.entry.id, found.missing) == ("report-2023.txt", (2024,))
    assert reports.previous_in_series("report-2023.txt") is None
    address = reports.previous_in_series("2024-12-31-沈知远-二〇二五年新年贺词.txt")
    assert address is not None
    assert address.entry.title == "二〇二四年新年贺词"
    assert reports.previous_in_series("2022-05-06-陆明川-回信.txt") is None
    with pytest.raises(NotFoundError):
        reports.previous_in_series("nowhere")


def test_the_place_is_in_the_occasion() -> None:
    """Titles may have it or not; offices are written in many ways."""
    one = entry(2026, "政府工作报告", occasion="青禾省第十四届人民代表大会第四次会议", office="省长", speaker="乙")
    same = entry(2025, "2025年青禾省政府工作报告", occasion="青禾省第十四届人民代表大会第三次会议", office="代省长")
    other = entry(2025, "2025年临江省政府工作报告", occasion="临江省第十四届人民代表大会第三次会议", office="省长")
    assert before(one, other) is None
    assert before(one, entry(2025, "政府工作报告", occasion=other.occasion, office="省长")) is None
    assert before(one, other, same) == ("2025-2025年青禾省政府工作报告", ())


def test_congresses_every_fifth_year_miss_nothing() -> None:
    one = entry(2022, "在第二十次代表大会上的报告", occasion="第二十次代表大会")
    assert before(one, entry(2017, "在第十九次代表大会上的报告", occasion="第十九次代表大会")) == (
        "2017-在第十九次代表大会上的报告",
        (),
    )
    assert before(one, entry(2012, "在第十八次代表大会上的报告", occasion="第十八次代表大会")) == (
        "2012-在第十八次代表大会上的报告",
        tuple(range(2013, 2022)),
    )


def test_what_only_has_the_same_title_is_no_series() -> None:
    one = entry(2024, "在座谈会上的讲话", speaker="甲")
    assert before(one, entry(2023, "在座谈会上的讲话", speaker="甲")) is None
    assert before(one, entry(2023, "在座谈会上的讲话", speaker="乙")) is None
    assert before(entry(2024, "贺信"), entry(2023, "贺信")) is None
    assert before(entry(2024, "2024年预算报告"), entry(2023, "2023年预算报告")) == ("2023-2023年预算报告", ())
    assert before(entry(2024, "2024年预算报告"), entry(2024, "2024年决算报告")) is None


def test_a_remark_behind_a_title_makes_no_other_series() -> None:
    one = entry(2024, "2024年预算报告（摘要）")
    assert before(one, entry(2023, "2023年预算报告")) == ("2023-2023年预算报告", ())


def test_reports_of_all_places_are_of_one_kind() -> None:
    """Whatever changes from one time to the next; what else ends differently is of another."""
    titles = (
        "2025年青禾省政府工作报告",
        "政府工作报告（摘要）",
        "二〇二四年临江市政府工作报告",
        "2025年青禾省预算报告",
        "在青禾省第十四届人民代表大会第三次会议上的讲话",
        "在临江市第八次党代会第二次会议上的讲话",
    )
    kinds = kinds_of([entry(2024, title) for title in titles]).tolist()
    assert kinds == [0, 0, 0, 1, 2, 2]


def test_the_same_session_of_the_next_congress_is_not_the_next_report() -> None:
    """第九届第二次 is followed by 第九届第三次, and only the last session of a congress by the first of another."""
    one = entry(2022, "政府工作报告", occasion="临江市第十届人民代表大会第二次会议")
    missed = entry(2018, "政府工作报告", occasion="临江市第九届人民代表大会第二次会议")
    assert before(one, missed) == ("2018-政府工作报告", (2019, 2020, 2021))
    assert before(one, entry(2021, "政府工作报告", occasion="临江市第十届人民代表大会第一次会议")) == (
        "2021-政府工作报告",
        (),
    )


@given(titles=st.lists(st.text("第十三届二次会年2019（摘要）() \n\u2028、甲", max_size=20), max_size=8))
def test_names_of_many_are_those_of_each(titles: list[str]) -> None:
    many = [entry(2020, title, occasion=title[::-1]) for title in titles]
    assert series_names(many) == [names for one in many for names in series_names([one])]
