"""What is cited: a document as it was given and printed, wherever a copy of it lies.

Nothing here knows of the archive: its address is no part of any citation.
"""

import datetime
import re
from dataclasses import dataclass

from indexer.model import Paragraph, SpeechDate
from indexer.store.speech_catalogue import Entry
from indexer.web_address import public_address, web_address

_ADDRESS_IN_TEXT = re.compile(r"https?://", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\u3000]+")  # the wide blank of a title is its author's
# 《某刊》2031年第5期, 《某刊》2031/05
_ISSUE = re.compile(
    r"《(?P<name>[^《》]+)》\s*(?P<year>(?:19|20)\d\d)\s*(?:年\s*第?|[/-])\s*0*(?P<issue>\d{1,2})\s*期?"
)
# 《某报》2031年9月22日, 《某报》（2031年09月22日 02版）
_DAY = re.compile(
    r"《(?P<name>[^《》]+)》\s*[（(]?\s*(?P<year>(?:19|20)\d\d)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日[^）)]{0,12}[）)]?"
)
_PAPER = re.compile(r".*[报報](?:[（(].*[）)])?|.*\b(?:Daily|Times|Post|Gazette)")


@dataclass(frozen=True, slots=True)
class Publication:
    """Who printed a document: a paper (`is_paper`), an `issue` of a journal, an agency or a site, with its date if that is known."""

    name: str
    date: SpeechDate | None = None
    issue: str | None = None
    is_paper: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """A speech as it is cited by who read it on a `day`. Texts are of one line each.

    `names` are those of all who speak in it, `speakers` of those who speak the passage that is quoted.
    `date` is that of the speech; where only that of its `publication` is known, it is that, and `published`. `address`
    is one that anybody can open. `key` tells works apart in a list of literature, and stays the same.
    """

    names: tuple[str, ...]
    speakers: tuple[str, ...]
    title: str
    occasion: str | None
    date: SpeechDate | None
    published: bool
    publication: Publication | None
    address: str | None
    day: datetime.date
    key: str

    @property
    def gathering(self) -> str | None:
        """The occasion, where the title does not name it already."""
        return self.occasion if self.occasion and self.occasion not in self.title else None


def work_of(speech: Entry, paragraph: Paragraph | None, day: datetime.date, key: str = "") -> Work:
    """A speech, of which a paragraph is quoted."""
    return Work(
        names=tuple(one_line(name) for name in speech.voices),
        speakers=tuple(one_line(name) for name in names_of(speech, paragraph)),
        title=one_line(speech.title),
        occasion=one_line(speech.occasion or "") or None,
        date=speech.date,
        published=speech.published,
        publication=publication_of(speech.source, speech.date if speech.published else None),
        address=public_address(speech.address),
        day=day,
        key=key,
    )


def names_of(speech: Entry, paragraph: Paragraph | None) -> tuple[str, ...]:
    """Who is quoted: of a conversation the one who speaks the paragraph, nobody where that is not known."""
    if paragraph is None:
        return speech.voices
    speaker = speech.speaker_of(paragraph)
    return (speaker,) if speaker else ()


def publication_of(source: str | None, printed: SpeechDate | None = None) -> Publication | None:
    """What a source says of itself: 《某刊》2031年第5期 is an issue. An address is no name, least of all one of this machine."""
    said = one_line(source or "")
    if not said or web_address(said) or _ADDRESS_IN_TEXT.search(said):
        return None
    if found := _ISSUE.fullmatch(said):
        return Publication(found["name"], SpeechDate(int(found["year"])), found["issue"])
    if found := _DAY.fullmatch(said):
        when = SpeechDate(int(found["year"]), int(found["month"]), int(found["day"]))
        return Publication(found["name"], when, is_paper=True)
    name = said[1:-1] if said[0] == "《" and said[-1] == "》" and "《" not in said[1:] else said
    return Publication(name, printed, is_paper=_PAPER.fullmatch(name) is not None)


def one_line(text: str) -> str:
    """A text without line ends, and without what prints nothing."""
    return "".join(sign for sign in _BLANKS.sub(" ", text).strip() if sign.isprintable() or sign == "\u3000")


def chinese_date(when: SpeechDate) -> str:
    """2024年3月1日, as precise as it is known."""
    parts = ((when.year, "年"), (when.month, "月"), (when.day, "日"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)
