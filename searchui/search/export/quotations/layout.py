"""How quotations stand in a document: by speech, by date or as they come, and in which form their sources are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexer.errors import CallError
from indexer.i18n import Language, Message, _, joined
from indexer.store.speech_catalogue import Entry
from searchui.search.citation.forms import FORMS
from searchui.search.citation.work import chinese_date
from searchui.search.export.quotations.quotation import Item, Missing, Quotation

STYLES = tuple(name for name in FORMS if name not in ("bibtex", "ris"))  # those are for programs


class By(StrEnum):
    """By what quotations are gathered."""

    SPEECH = "speech"
    DATE = "date"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Layout:
    """`by` is one of By, `style` one of STYLES. Raises CallError for what is none."""

    by: str = By.SPEECH.value
    style: str = STYLES[0]

    def __post_init__(self) -> None:
        for given, known in ((self.by, list(By)), (self.style, STYLES)):
            if given not in known:
                written = joined(_("、"), list(known))
                raise CallError(_("没有“{given}”这一种，可用 {known}", given=given[:40], known=written))


@dataclass(frozen=True, slots=True)
class Group:
    """Quotations under one heading, with what is told of them below it; either may be empty."""

    heading: str
    told: str
    items: Sequence[Item]


def arranged(items: Iterable[Item], by: str, language: Language) -> list[Group]:
    """Quotations in groups. What is not there any more is in the last, but where all stay as they come."""
    listed = list(items)
    if by == By.LIST:
        return [Group("", "", listed)]
    there = [one for one in listed if isinstance(one, Quotation)]
    groups = _by_speech(there, language) if by == By.SPEECH else _by_date(there, language)
    gone = [one for one in listed if isinstance(one, Missing)]
    return [*groups, Group(_("现在不在语料里的").text(language), "", gone)] if gone else groups


def _by_speech(items: Iterable[Quotation], language: Language) -> list[Group]:
    """In the order in which speeches come first."""
    gathered: dict[str, list[Quotation]] = {}
    for one in items:
        gathered.setdefault(one.speech.id, []).append(one)
    return [Group(same[0].speech.title, _facts(same[0].speech, language), same) for same in gathered.values()]


def _by_date(items: Iterable[Quotation], language: Language) -> list[Group]:
    """The oldest first; what has no date last. Of one date in the order in which they come."""
    gathered: dict[tuple[bool, int, bool], list[Quotation]] = {}
    for one in items:
        date = one.speech.date
        key = (date is None, date.key if date else 0, one.speech.published)
        gathered.setdefault(key, []).append(one)
    return [Group(_date(same[0].speech, language), "", same) for _key, same in sorted(gathered.items())]


def _facts(speech: Entry, language: Language) -> str:
    return " · ".join(filter(None, (_date(speech, language), "、".join(speech.voices), speech.occasion)))


def _date(speech: Entry, language: Language) -> str:
    if speech.date is None:
        return _("日期不详").text(language)
    said: str | Message = str(speech.date) if language == "en" else chinese_date(speech.date)
    return _("{date}发布", date=said).text(language) if speech.published else str(said)
