"""Titles: what they tell beside themselves (who speaks, in what office, when, on what occasion)."""

import re
from functools import cache
from typing import NamedTuple

from indexer.speech.header.byline import BRACKETS, Byline, byline, can_be_name, speaker_of_report
from indexer.speech.header.date import find_dates
from indexer.speech.header.occasion import occasion
from indexer.speech.header.words import alternatives, header_words

MAX_SPEAKER_BEFORE_OCCASION = 20  # characters of a title that names its speaker first: 省长李某某在…上的讲话
_COLUMN = re.compile(r"^(?:[^|｜丨│，。：:]{1,10}\s*[|｜丨│]\s*|【[^】]{1,10}】\s*)(?=.{4})")
_TAG = re.compile(r"<\s*br\s*/?\s*>", re.IGNORECASE)
# 水务局发言人常青主持例行记者会, 水务局发言人就渡轮停航答记者问
_SPOKESPERSON = re.compile(
    r"(?P<office>[^，。：:\s]{0,24}?(?:发言人|發言人))\s*(?P<name>[\u3400-\u9fff·]{2,12}?)??(?:大校|上校|中校|少将|少將|先生|女士|同志)?\s*"
    r"(?=主持|主办|就|举行|舉行|出席|答|回应|回應|介绍|介紹|发表|發表|谈|談|在|召开|召開)"
)
_CONFERENCE = re.compile(
    r"(?:主持|举行|舉行|召开|召開|出席)(?P<name>[^，。：:]{0,20}?(?:记者会|記者會|发布会|發布會|吹风会|吹風會|招待会|招待會))"
)
# 临河市副市长常青出席新闻发布会并答记者问
_ANSWERS = re.compile(
    r"(?P<who>[^，。：:]{4,30}?)(?:主持|就|出席|答|接受|回应|回應).{0,60}(?:记者会|記者會|发布会|發布會|吹风会|吹風會|记者问|記者問|采访|採訪)"
)
# 专访东江大学校长常青：把论文写在大地上
_INTERVIEWED = re.compile(r"(?:专访|專訪|对话|對話|访|訪)(?P<who>[^，。：:“”]{4,30})(?:[：:——]|$)")
# 临河市市长常青发表广播讲话
_DELIVERS = re.compile(r"(?P<who>[^，。：:“”]{4,30}?)(?:发表|發表|致)(?P<what>[^，。：:]{2,16})$")
_HOST = re.compile(
    r"^(?P<host>[^，。：:]{2,30}?)(?:主持|举行|舉行|召开|召開)(?P<name>[^，。：:]{0,20}?(?:发布会|發布會|吹风会|吹風會))$"
)


class TitleFacts(NamedTuple):
    """What a title tells; None where it does not."""

    who: Byline | None
    office: str | None
    occasion: str | None


def plain_title(text: str) -> str:
    """A line of a title without what belongs to the page: tags of line ends, a mark that leads to a note."""
    return _TAG.sub("", text).strip().rstrip("※*＊").strip()


def _without_column(text: str) -> str:
    """A title without the name of a column before it: 讲话稿 | 常青：在…上的讲话, 【重要讲话】在…上的讲话."""
    return _COLUMN.sub("", text)


def facts_of_title(text: str) -> TitleFacts:
    """Who speaks, and where, by the title alone."""
    rest = text = _without_column(text)
    dated = next(find_dates(text), None)
    if dated is not None and dated[1].start == 0:
        rest = text[dated[1].end :].strip(BRACKETS + "，,")
    conference = _of_conference(rest)
    return conference if conference is not None else _of_occasion(rest)


def _of_conference(text: str) -> TitleFacts | None:
    """The spokesperson that a title names, and the conference."""
    where = _CONFERENCE.search(text)
    found = _SPOKESPERSON.match(text)
    if found is None:
        answers = _ANSWERS.match(text) or _INTERVIEWED.match(text)
        who = byline(answers["who"]) if answers else None
        if who is not None and who.office:
            return TitleFacts(who, who.office, where["name"] if where else None)
        host = _HOST.match(text)
        return (
            TitleFacts(None, None, f"{host['host']}{host['name']}")
            if host and not _names_speaker(host["host"])
            else None
        )
    name = found["name"]
    office = found["office"]
    who = Byline(office, name) if name and can_be_name(name) else None
    if name and who is None:
        return TitleFacts(None, None, where["name"] if where else None)
    return TitleFacts(who, office, where["name"] if where else None)


def _names_speaker(text: str) -> bool:
    return byline(text) is not None


def _of_occasion(text: str) -> TitleFacts:
    before_colon, colon, after = text.partition("：" if "：" in text else ":")
    named = byline(before_colon) if colon and _tells_genre(after) else None
    found = occasion(after if named else text)
    delivers = _DELIVERS.match(text) if named is None and found is None and not colon else None
    if delivers and _tells_genre(delivers["what"]) and (who := byline(delivers["who"])) is not None and who.office:
        named = who
    if named is None and found is not None and _tells_genre(text) and len(found.before) <= MAX_SPEAKER_BEFORE_OCCASION:
        named = byline(speaker_of_report(found.before))
    return TitleFacts(named, None, found.name if found else None)


def _tells_genre(text: str) -> bool:
    return _genre().search(text) is not None


@cache
def _genre() -> re.Pattern[str]:
    return re.compile(alternatives(header_words().genres))


def names_a_speech(text: str) -> bool:
    """Whether a line ends as titles of speeches do: …的讲话, …政府工作报告, …主持例行记者会, …答记者问."""
    return _title_end().search(text) is not None


@cache
def _title_end() -> re.Pattern[str]:
    kinds = alternatives((*header_words().genres, *header_words().title_ends))
    return re.compile(rf"(?:{kinds})(?:[（(][^（）()]{{1,20}}[）)]|\s*[※*＊])?$")
