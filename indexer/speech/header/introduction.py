"""Introductions: a line that says whose words follow, as press offices write it.

以下是财政局局长某某今日（十一月五日）在某论坛的致辞全文：
"""

import re
from functools import cache
from typing import NamedTuple

from indexer.speech.header.byline import Byline, byline
from indexer.speech.header.date import declared_date, find_dates
from indexer.speech.header.words import alternatives, header_words
from indexer.speech.numeral import numeral

MAX_LENGTH = 160  # characters
_COURTESY = re.compile(r"(?:同志|先生|女士|博士|教授|太平紳士)$")
_MATTER = re.compile(r"上(?:(?:就|動議|动议|以|作|宣|恢復|恢复).*)?$")  # 立法會會議上就某議案的發言: what it was about
_FORMS = "全文|譯文|译文|摘要|內容|内容|要點|要点|講稿|讲稿"  # in which a speech is given; 在论坛致辞全文（译文）：
_QUOTED = re.compile(r"^[「“]([^「」“”]+)[」”]$")  # nothing but a name in quotation marks
_NUMERAL = "[〇○零一二三四五六七八九十\\d]"
_DAY = re.compile(rf"(?P<month>{_NUMERAL}{{1,3}})\s*月\s*(?P<day>{_NUMERAL}{{1,3}})\s*[日號号]")


class Introduction(NamedTuple):
    """Who speaks, where, and on which day, of a year that the line may not tell; None where it does not say."""

    who: Byline | None
    occasion: str | None
    year: int | None
    day: tuple[int, int] | None  # month, day

    def date(self, published: str = "") -> str | None:
        """The day in its year, or in that of the day on which it was `published`, or the one before; None where untold."""
        printed = declared_date(published)
        if self.day is None or (self.year is None and printed is None):
            return None
        month, day = self.day
        year = self.year or (printed.year - (month > (printed.month or 12)) if printed else 0)
        return f"{year}-{month:02d}-{day:02d}"


@cache
def _pattern() -> re.Pattern[str]:
    kinds = alternatives([*header_words().genres, *header_words().title_ends, "談話", "谈话"])
    day = rf"(?:{_NUMERAL}{{4}}\s*年\s*)?{_NUMERAL}{{1,3}}\s*月\s*{_NUMERAL}{{1,3}}\s*[日號号]"
    when = rf"(?:今|昨|前|當|当)[日天早晚]|(?:上|下)午|[（(][^（）()]{{2,16}}[)）]|{day}|[，,\s]"
    return re.compile(
        rf"(?:以下|下面|下文)(?:是|為|为|係)(?P<who>[^，。：:（(]{{2,40}}?)(?P<when>(?:{when})*)"
        rf"(?:在|出席|於|于|主持)(?P<where>[^。：:]{{2,60}}?)(?:上|時|时|期間|期间|後|后)?"
        rf"(?:(?:(?:會見|会见|答)?(?:傳媒|传媒|記者|记者)?(?:發表|发表|所作|作出)?的)[^。：:，]{{0,8}}?(?:{kinds})[^。：:]{{0,12}}"
        rf"|(?:發表|发表|所作)?(?:{kinds})(?:{_FORMS})[^。：:]{{0,8}})[：:。]?"
    )


def introduction(text: str) -> Introduction | None:
    """What a line tells that introduces a speech; None for any other."""
    found = _pattern().fullmatch(text.strip()) if len(text) <= MAX_LENGTH else None
    if found is None:
        return None
    place = _QUOTED.sub(r"\1", _MATTER.sub("", "".join(found["where"].split())))
    year = next((date.year for date, _span in find_dates(found["when"])), None)
    who = byline(_COURTESY.sub("", found["who"]))
    return Introduction(who, place if len(place) > 1 else None, year, _day(found["when"]))


def _day(when: str) -> tuple[int, int] | None:
    found = _DAY.search(when)
    if found is None:
        return None
    month, day = numeral(found["month"]), numeral(found["day"])
    return (month, day) if month and day else None
