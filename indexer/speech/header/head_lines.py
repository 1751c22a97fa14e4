"""What each line of a head is: title, date line, byline, note, salutation."""

import re
from collections.abc import Sequence
from functools import cache

from indexer.model import Kind, Line
from indexer.speech.enumerator import enumerator
from indexer.speech.header.byline import BRACKETS, byline, is_only_office
from indexer.speech.header.date import find_dates
from indexer.speech.header.introduction import introduction
from indexer.speech.header.line_label import MAX_TITLE_LENGTH, label
from indexer.speech.header.occasion import occasion
from indexer.speech.header.page_marks import (
    BODY_OF_STATE,
    BUNDLE,
    CAPTION,
    CREDIT,
    DISPATCH,
    DOCUMENT_NUMBER,
    EDITORS,
    LECTURE,
    LETTERHEAD,
    LUNAR_DATE,
    MARKED,
    ORNAMENT,
    RECORD,
    TEXT_FOLLOWS,
    TWO_BRACKETS,
)
from indexer.speech.header.salutation import goes_on_addressing, is_address
from indexer.speech.header.title import names_a_speech
from indexer.speech.header.words import alternatives, header_words

MAX_HEAD_LINES = 16  # lines
MAX_DATELINE_LENGTH = 120
MAX_CAPTION_LENGTH = 200
LOOK_AHEAD = 4  # lines in which a head that goes on shows that it does
DASHES = "—－-–―─\uf8e7"
# 新华社北京9月8日电团结合作——在…的讲话（2025年9月8日，北京）: agency, title and date in one line.
RUN_TOGETHER = re.compile(
    r"(?:(?:新华社|人民网|中新社|本报)[^，。]{0,20}?电\s*)?(?P<title>[^。]{4,90}?)[（(](?P<date>[^（）()]*\d{4}\s*年[^（）()]*)[）)]"
)
MONTH_AND_DAY = re.compile(r"[（(]?\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]\s*[）)]?")
MAX_CREDIT_LENGTH = 40
_BEFORE_DATE = re.compile(r"^(?:[写讲講]?[于於]|公元|西元)\s*")  # 于2031年4月2日
_CHAIR = re.compile(r"(?:代理|大会|大會|署理)?主席(?:先生|女士)?\s*[：:]")  # who is addressed in a council, alone
_TO_WHOM = re.compile(r"(?:写给|寫給|致|给|給|献给|獻給)[^：:！!]{2,40}")  # 写给即将高考的同学们: a title
_WEEKDAY = re.compile(r"(?:星期|周|週|禮拜|礼拜)[一二三四五六日天]")


def head_kinds(lines: Sequence[Line]) -> tuple[Kind, ...]:
    """What each line of the head is; the head ends with the salutation or before the first line of the body."""
    kinds: list[Kind] = []
    for index in range(min(len(lines), MAX_HEAD_LINES)):
        kind = _kind(lines, index, kinds)
        addressed = (
            Kind.SALUTATION in kinds
        )  # by a line that ends in a comma: 尊敬的各位来宾， / 各位教练员， / 女士们：
        if kind is None or (addressed and kind is not Kind.SALUTATION):
            break
        kinds.append(kind)
        if kind is Kind.SALUTATION and lines[index].text[-1] not in "，,、":
            break
    return tuple(kinds)


def _kind(lines: Sequence[Line], index: int, before: Sequence[Kind]) -> Kind | None:
    """What the line is in the head, or None where the head has ended."""
    line = lines[index]
    text, titled = line.text, Kind.TITLE in before
    said = label(text)
    if said is not None:
        return said[0]
    if titled and (TEXT_FOLLOWS.fullmatch(text) or EDITORS.fullmatch(text)):
        return Kind.NOTE
    if is_note(text) or DISPATCH.fullmatch(text) or RECORD.fullmatch(text) or _is_letterhead(lines, index):
        return Kind.NOTE
    if MARKED.fullmatch(text) or BUNDLE.fullmatch(text) or ORNAMENT.fullmatch(text) or introduction(text) is not None:
        return Kind.NOTE
    if not titled and _is_column(lines, index):
        return Kind.NOTE
    if line.level is not None:
        return Kind.TITLE if line.level <= 1 and not titled else None
    if not titled and _TO_WHOM.fullmatch(text) is not None:
        return Kind.TITLE
    if is_address(text) or _opens_address(lines, index) or (titled and _CHAIR.fullmatch(text)):
        return Kind.SALUTATION
    return _kind_by_place(lines, index, before, titled)


def _is_column(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is the name of a site's column (领导讲话), and the title comes below."""
    following = lines[index + 1 : index + 1 + LOOK_AHEAD]
    return lines[index].text.strip(BRACKETS) in header_words().columns and any(
        _titles_better(line.text) for line in following
    )


def _opens_address(lines: Sequence[Line], index: int) -> bool:
    """Whether a line begins an address that goes on for some lines: 尊敬的各位团长， / 女士们，先生们："""
    if not goes_on_addressing(lines[index].text):
        return False
    for line in lines[index + 1 : index + 1 + LOOK_AHEAD]:
        if is_address(line.text) and line.text[-1] in "：:！!":
            return True
        if not goes_on_addressing(line.text):
            return False
    return False


def _is_letterhead(lines: Sequence[Line], index: int) -> bool:
    """Whether a line says whose official paper this is, or is the number under that: both stand above the title."""
    text = lines[index].text
    if DOCUMENT_NUMBER.fullmatch(text):
        return any(LETTERHEAD.fullmatch(line.text) for line in lines[:index])
    following = lines[index + 1 : index + 1 + LOOK_AHEAD]
    return bool(LETTERHEAD.fullmatch(text)) and any(DOCUMENT_NUMBER.fullmatch(line.text) for line in following)


def _kind_by_place(lines: Sequence[Line], index: int, before: Sequence[Kind], titled: bool) -> Kind | None:
    """The kind of a line that its neighbours decide."""
    text = lines[index].text
    if titled and MONTH_AND_DAY.fullmatch(text):
        return Kind.DATELINE
    if is_dateline(text) and (titled or not opens_title(lines, index)):
        return Kind.DATELINE
    if _goes_on_dateline(lines, index, before):
        return Kind.DATELINE
    if titled and (is_credit(text) or _is_told_beside_title(lines, index)):
        return Kind.NOTE
    if titled and (byline(text) is not None or _is_office_beside_name(lines, index, before)):
        return Kind.BYLINE
    if _is_title(lines, index, before, titled):  # but not what stands under a whole one, whatever it says: 2031年清明节
        is_whole = titled and names_a_speech(lines[before.index(Kind.TITLE)].text)
        return Kind.NOTE if is_whole and text[0] not in DASHES and not names_a_speech(text) else Kind.TITLE
    is_aside = (text[0] in "（(" and text[-1] in "）)") or is_caption(text)
    return Kind.NOTE if titled and is_aside and _head_goes_on(lines, index) else None


def _is_told_beside_title(lines: Sequence[Line], index: int) -> bool:
    """Whose page it is, or a date by another calendar (辛亥年正月初五), where the head goes on below."""
    text = lines[index].text
    return bool(BODY_OF_STATE.fullmatch(text) or LUNAR_DATE.fullmatch(text)) and any(
        is_dateline(line.text) or is_address(line.text) or byline(line.text) is not None
        for line in lines[index + 1 : index + 1 + LOOK_AHEAD]
    )


def _is_title(lines: Sequence[Line], index: int, before: Sequence[Kind], titled: bool) -> bool:
    text = lines[index].text
    if text[0] in DASHES and len(text) <= MAX_TITLE_LENGTH:
        return True
    if not titled and _is_lecture(lines, index):
        return True
    if not titled and len(text) <= MAX_DATELINE_LENGTH and RUN_TOGETHER.fullmatch(text):
        return True
    return could_be_title(text) and (not titled or _title_goes_on(lines, index, before))


def _is_lecture(lines: Sequence[Line], index: int) -> bool:
    """第三讲　怎样写好调查报告, above a date or who speaks: a title with a number."""
    if LECTURE.fullmatch(lines[index].text) is None or index + 1 >= len(lines):
        return False
    following = lines[index + 1].text
    return is_dateline(following) or byline(following) is not None or label(following) is not None


def opens_title(lines: Sequence[Line], index: int) -> bool:
    """Whether a line that opens with a date is the title itself: 2031年5月8日某局新闻发布会, not 2031年5月8日 星期三."""
    text = lines[index].text
    found = next(find_dates(text), None)
    if found is None or found[1].start != 0 or text[0] in BRACKETS:
        return False
    rest = text[found[1].end :].strip(BRACKETS)
    if len(rest) < 4 or rest[0] in "在于於，,至到" or _WEEKDAY.match(rest) or not could_be_title(text):
        return False
    return not any(_titles_better(line.text) for line in lines[index + 1 : index + 1 + LOOK_AHEAD])


def _titles_better(text: str) -> bool:
    return could_be_title(text) and occasion(text) is not None and not is_dateline(text)


def could_be_title(text: str) -> bool:
    return (
        len(text) <= MAX_TITLE_LENGTH
        and text[-1] not in "。；，,;：:"
        and _is_unnumbered(text)
        and not is_caption(text)
    )


def _is_unnumbered(text: str) -> bool:
    """Whether a line has no number, or is the title of one speech among several: 一、在春耕生产会上的讲话."""
    found = enumerator(text)
    return found is None or (names_a_speech(text) and occasion(text[len(found.label) :].strip()) is not None)


def is_caption(text: str) -> bool:
    """The words under a picture: …记者 林某 摄."""
    return len(text) <= MAX_CAPTION_LENGTH and text[-1] in "摄攝影）)" and CAPTION.fullmatch(text) is not None


def _head_goes_on(lines: Sequence[Line], index: int) -> bool:
    following = [line.text for line in lines[index + 1 : index + 1 + LOOK_AHEAD]]
    return any(is_dateline(text) or is_address(text) for text in following)


def _title_goes_on(lines: Sequence[Line], index: int, before: Sequence[Kind]) -> bool:
    """A second title line: directly under the first, and the head goes on after it."""
    if set(before) != {Kind.TITLE} or lines[index].text[0] in "（(" or BODY_OF_STATE.fullmatch(lines[index].text):
        return False
    following = [line.text for line in lines[index + 1 : index + 4]]
    return any(is_dateline(text) or is_address(text) or text[0] in DASHES for text in following)


def _goes_on_dateline(lines: Sequence[Line], index: int, before: Sequence[Kind]) -> bool:
    """The occasion on a line under the date, or its second half: ——2031年1月9日在某县第十七届 / 人民代表大会第五次会议上."""
    if not before or before[-1] is not Kind.DATELINE:
        return False
    text = lines[index].text
    above = lines[index - 1].text
    if len(text) > MAX_TITLE_LENGTH or text[-1] in "。；，：:":
        return False
    if text[0] == "在" and occasion(text) is not None:
        return True
    return above[-1] not in "）)上。" and "在" in above and not occasion(above) and occasion(above + text) is not None


def _is_office_beside_name(lines: Sequence[Line], index: int, before: Sequence[Kind]) -> bool:
    """An office alone, whose name stands on the next line or on the one above."""
    if not is_only_office(lines[index].text):
        return False
    following = byline(lines[index + 1].text) if index + 1 < len(lines) else None
    above = byline(lines[index - 1].text) if before and before[-1] is Kind.BYLINE else None
    return any(found is not None and found.office is None for found in (following, above))


def is_credit(text: str) -> bool:
    """Who made the page, not who speaks: 本报记者 林某, 摄影：林某, 文/林某."""
    return len(text) <= MAX_CREDIT_LENGTH and CREDIT.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """A note on the text in brackets of its own: （根据录音整理，未经本人审阅）; not 【讲话】在…上的讲话（节选）, which has two."""
    return _note_pattern().fullmatch(text) is not None and not TWO_BRACKETS.fullmatch(text)


@cache
def _note_pattern() -> re.Pattern[str]:
    return re.compile(rf"[（(〖【].*(?:{alternatives(header_words().notes)}).*[）)〗】]")


def is_dateline(text: str) -> bool:
    """A line that opens with a date of at least a month, or is nothing but a date."""
    if len(text) > MAX_DATELINE_LENGTH:
        return False
    bare = _BEFORE_DATE.sub("", text.lstrip(BRACKETS))
    found = next(find_dates(bare), None)
    if found is None:
        return False
    date, span = found
    if span.start != 0:
        return date.precision != "year" and _in_brackets(text) and len(text) <= MAX_TITLE_LENGTH
    return date.precision != "year" or not bare[span.end :].strip(BRACKETS)


def _in_brackets(text: str) -> bool:
    return text[0] in "（(〔[" and text[-1] in "）)〕]"
