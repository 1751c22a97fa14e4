"""What the end of a text tells of it: a note on where it was said, a dispatch, the page of a newspaper."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.model import Line
from indexer.speech.header.byline import byline, can_be_name
from indexer.speech.header.date import declared_date
from indexer.speech.header.occasion import occasion
from indexer.speech.header.page_marks import DISPATCH

_WHOLE_DATE = re.compile(r"[^，。]{4,12}年[^，。]{1,3}月[^，。]{1,3}日")
MAX_NAME_LENGTH = 8  # characters, with the blanks between
REACH = 260  # characters of the end that are looked at
# ※这是某某同志2031年3月4日在…学习时的讲话。
_NOTE = re.compile(
    r"(?:这|這|本文|此文)(?:是|为)(?P<who>[^，。：“”]{0,24}?)(?:于|於)?(?P<date>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)"
    r"(?P<where>在[^。“”]{2,60}?(?:讲话|講話|报告|演讲|致辞|发言)[^。“”]{0,12})。?"
)
_DURING = re.compile(r"在(?P<name>.+?)(?:时|時|期间|期間)的?.{0,8}$")
_COURTESY = re.compile(r"(?:同志|先生|女士)$")
_PAPER = re.compile(
    r"[（(]\s*(?P<year>(?:19|20)\d\d)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日\s*(?:第?\s*\d{1,3}\s*版)\s*[）)]"
)

Found = tuple[str, str, str, int]  # what it is, its text, its origin, its line


def facts_of_end(lines: Sequence[Line]) -> Iterator[Found]:
    """The facts that the last lines of a text tell, best first."""
    for line in reversed(lines):
        text = line.text[-REACH:]
        note = _NOTE.search(text)
        if note:
            yield from _of_note(note, line.number)
    for line in reversed(lines):
        yield from _of_paper(line.text[-REACH:], line.number)


def letter_signature(lines: Sequence[Line]) -> Sequence[Line]:
    """The name and the date that sign a letter behind which a report of it follows; nothing where there are none."""
    for first, second in pairwise(lines):
        if len(first.text) <= MAX_NAME_LENGTH and can_be_name(first.text) and _WHOLE_DATE.fullmatch(second.text):
            return (first, second)
    return ()


def _of_note(note: re.Match[str], line: int) -> Iterator[Found]:
    yield "date", note["date"], "end note", line
    found = occasion(note["where"])
    during = _DURING.search(note["where"])
    name = found.name if found else during["name"] if during else None
    if name:
        yield "occasion", name, "end note", line
    who = byline(_COURTESY.sub("", note["who"]))
    if who is not None:
        yield "speaker", who.name, "end note", line
        if who.office:
            yield "office", who.office, "end note", line


def _of_paper(text: str, line: int) -> Iterator[Found]:
    """（新桥社9月21日电）《 某报 》（ 2031年09月22日 02 版）: the year is that of the paper."""
    paper = _PAPER.search(text)
    if paper is None:
        return
    printed = declared_date(f"{paper['year']}年{paper['month']}月{paper['day']}日")
    sent = DISPATCH.search(text)
    if sent and printed:
        year = printed.year - (1 if int(sent["month"]) > (printed.month or 1) else 0)
        yield "date", f"{year}-{int(sent['month']):02d}-{int(sent['day']):02d}", "dispatch", line
    yield "date", f"{paper['year']}年{paper['month']}月{paper['day']}日", "publication", line
