"""Who is said to have said what is quoted: 某某同志指出：“……”, 省长强调，……

A speaker is named by name or by office alone. Who holds an office is known of the speakers of the corpus whose heads say
so; where that does not decide, it is not known, and nothing is called wrong. All texts here are folded ones.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from indexer.model import Span

REACH = 60  # characters before a quotation in which its speaker is named
FEWEST_CLAIMED = 8  # characters of what is said to have been said without quotation marks
_VERB = (
    r"(?:指出|强调|提出|要求|表示|认为|写道|写下|讲道|讲到|说道|说|讲|论述|教导(?:我们|说)?|告诫(?:我们|全党)?|嘱咐|号召|宣布|谈到"
    r"|(?:说|讲)得(?:很|真|非常)?(?:好|对|明白|清楚|透彻|到位)|题词|曾言|所言|坦言|直言|答道|有言|的话|名言|有句老?话)(?:过|了|的是)?(?:这样)?(?:的?一句话)?"
)
_LED = r"(?:(?:我们|大家|全[党国省市县]上下)?(?:要|必须|应当?)(?:坚持|做到|牢记|树立|始终|以|把)?)?"  # 要坚持“……”
_SAID = re.compile(rf'{_VERB}[:,]?\s*{_LED}"?$')
_SAID_AFTER = re.compile(
    rf'"\s*,?(?:这(?:句话|番话|段话)?[是,])?(?P<who>[^。!?;\n",:]{{2,40}}?){_VERB}的?(?=[。!?;\n]|$|,(?!\s*"))'
)
_CLAIM = re.compile(r'(?:指出|强调|写道|说道|讲道|谈到|说|讲)(?:过)?[:,]\s*(?!["\s])')  # 要求 may be what is asked for
_QUOTED = re.compile(r'"[^"]*"')
_END = re.compile(r"[。!?;\n]|(?<=[\u3400-\u9fff])\.")
_OFFICE = re.compile(
    r"(?P<rank>副|总|代)?(?P<title>[省市县区州盟旗镇乡村部厅局司处科院校所站队组馆团会社行厂外]长|董事长|理事长|委员长|秘书长"
    r"|检察长|行政长官|书记|主席|总理|总统|首相|主任|委员|司令员?|政委|专员|总裁|总经理|发言人|大使|院士|教授)(?!的)"
)
_LEAD = re.compile(
    r".*(?:[如像按据我照]|时任|这位|[上时中里后间天午日年月](?=.{0,4}$))"
)  # 在会上, 今天, 正如 before an office
_BESIDE = re.compile(r"[向给同与和跟对请由为让代替](?:我|各位)?$")  # who is spoken to, or with, says nothing


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom a draft names as the speaker of what it quotes, and whether the corpus has it said by that one, or quoted as theirs.

    `said` is None where nothing has it, where the corpus has no speech of that speaker, or where an office alone is named
    and the corpus does not tell who that is; `person` is who it is where it does.
    """

    speaker: str
    said: bool | None
    person: str | None = None


class Office(NamedTuple):
    """An office as a draft names it: its title with its rank, what stands right before that, and its place."""

    title: str
    before: str
    span: Span


class Naming(NamedTuple):
    """The words of a sentence, from `start` of a text on, in which it is told who says what it quotes."""

    start: int
    words: str

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def naming(text: str, quotation: Span) -> Naming | None:
    """What is before a quotation (the words behind the mark), or right after it, with a verb of saying; None for neither."""
    before = text[max(quotation.start - REACH, 0) : quotation.start]
    if _SAID.search(before):
        own = before[:-1] + " " if before[-1] == '"' else before
        own = own[own.index('"') + 1 :] if own.count('"') % 2 else own
        words = _END.split(_QUOTED.sub(lambda match: " " * len(match[0]), own))[-1]
        return Naming(quotation.start - len(words), words)
    after = _SAID_AFTER.match(text, quotation.end)
    return Naming(after.start("who"), after["who"]) if after else None


def named_speaker(told: Naming, speakers: Collection[str]) -> str | None:
    """Of some speakers the one who is named last."""
    found = [(match.end(), match[0]) for match in _names(frozenset(speakers)).finditer(told.words)]
    return max(found)[1] if found else None


def named_office(told: Naming) -> Office | None:
    """The office that is named last."""
    one = max(_OFFICE.finditer(told.words), key=lambda match: match.end(), default=None)
    if one is None:
        return None
    before = _LEAD.sub("", re.split(r"[,、:()\s]", told.words[: one.start()])[-1], count=1)
    start = told.start + one.start()
    return (
        None if _BESIDE.search(before) else Office(_title(one), before, Span(start - len(before), start + len(one[0])))
    )


def is_office(name: str) -> bool:
    """Whether a speaker is called by an office alone, as in minutes: 主席, 行政长官."""
    return _OFFICE.fullmatch(name) is not None


def holds(named: Office, speaker: str, held: str | None) -> bool:
    """Whether a speaker whose head says that they hold the offices `held` can be the one whom a draft names by office."""
    if is_office(speaker):
        return not named.before and speaker == named.title
    for one in re.split(r"[、,\s]", held or ""):
        title = next((match for match in _OFFICE.finditer(one) if match.end() == len(one)), None)
        if title is not None and _title(title) == named.title:
            return one[: title.start()].endswith(named.before) or speaker.startswith(named.before)
    return False


def claims(text: str, sentences: Collection[Span]) -> Iterator[Span]:
    """What a sentence says that somebody said, without quotation marks: all of it behind the verb of saying."""
    for span in sentences:
        said = _CLAIM.search(text, span.start, span.end)
        if said and span.end - said.end() >= FEWEST_CLAIMED:
            yield Span(said.end(), span.end)


def _title(match: re.Match[str]) -> str:
    return match[0].removeprefix("代")


@lru_cache(maxsize=4)
def _names(speakers: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted((re.escape(name) for name in speakers if name), key=len, reverse=True)
    return re.compile("|".join(longest_first) or "(?!)")
