"""The head of a speech: title, date and occasion, speaker, notes, salutation."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.model import Kind, Line, SpeechDate
from indexer.speech.address import is_address
from indexer.speech.byline import BRACKETS, byline
from indexer.speech.date import declared_date, find_dates
from indexer.speech.enumerator import enumerator
from indexer.speech.occasion import occasion
from indexer.speech.table import alternatives

LONGEST_HEAD = 12  # lines
LONGEST_TITLE = 60  # characters
LONGEST_DATELINE = 120
DASHES = "—－-–―"


_Fact = tuple[str, str, str]  # what it is (title, date, …), its text, where it was found


@dataclass(frozen=True, slots=True)
class Head:
    """The first `len(kinds)` lines of a speech are its head; `kinds` says what each is.

    `facts` holds title, date, speaker, office and occasion as far as they are known, `origins`
    where each was found: fields, title, dateline or byline.
    """

    kinds: tuple[Kind, ...]
    facts: Mapping[str, str]
    origins: Mapping[str, str]

    @property
    def date(self) -> SpeechDate | None:
        return declared_date(self.facts.get("date", ""))


def read_head(lines: Sequence[Line], fields: Mapping[str, str]) -> Head:
    """Understand the first lines of a file; `fields` that the file declares win over what is read."""
    kinds: list[Kind] = []
    for index in range(min(len(lines), LONGEST_HEAD)):
        kind = _kind(lines, index, kinds)
        if kind is None:
            break
        kinds.append(kind)
        if kind is Kind.SALUTATION:
            break
    head = [(kind, line.text) for kind, line in zip(kinds, lines, strict=False)]
    chosen: dict[str, _Fact] = {}
    for fact in _facts(head, fields):
        name, value, _ = fact
        if name != "date" or declared_date(value):
            chosen.setdefault(name, fact)
    return Head(
        tuple(kinds),
        {name: value for name, value, _ in chosen.values()},
        {name: origin for name, _, origin in chosen.values()},
    )


def _kind(lines: Sequence[Line], index: int, before: Sequence[Kind]) -> Kind | None:
    """What the line is in the head, or None where the head has ended."""
    line = lines[index]
    text = line.text
    titled = Kind.TITLE in before
    if is_note(text):
        return Kind.NOTE
    if line.level is not None:
        return Kind.TITLE if line.level <= 1 and not titled else None
    if is_address(text):
        return Kind.SALUTATION
    if is_dateline(text):
        return Kind.DATELINE
    if titled and byline(text) is not None:
        return Kind.BYLINE
    if text[0] in DASHES and len(text) <= LONGEST_TITLE:
        return Kind.TITLE
    if _could_be_title(text) and (not titled or _title_goes_on(lines, index, before)):
        return Kind.TITLE
    return None


def _could_be_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and text[-1] not in "。；，,;" and enumerator(text) is None


def _title_goes_on(lines: Sequence[Line], index: int, before: Sequence[Kind]) -> bool:
    """A second title line: directly under the first, and the head goes on after it."""
    if set(before) != {Kind.TITLE} or lines[index].text[-1] in "：:":
        return False
    following = [line.text for line in lines[index + 1 : index + 4]]
    return any(is_dateline(text) or is_address(text) or text[0] in DASHES for text in following)


def is_note(text: str) -> bool:
    """A note on the text in brackets of its own: （根据录音整理，未经本人审阅）."""
    return re.fullmatch(rf"[（(〖【].*(?:{alternatives('header', 'notes')}).*[）)〗】]", text) is not None


def is_dateline(text: str) -> bool:
    """A line that opens with a date of at least a month, or is nothing but a date."""
    if len(text) > LONGEST_DATELINE:
        return False
    bare = text.lstrip(BRACKETS)
    found = next(find_dates(bare), None)
    if found is None or found[1].start != 0:
        return False
    date, span = found
    return date.precision != "year" or not bare[span.end :].strip(BRACKETS)


def _facts(head: Sequence[tuple[Kind, str]], fields: Mapping[str, str]) -> Iterator[_Fact]:
    """Everything that the fields and the head say, best source first."""
    for name in ("title", "date", "speaker", "office", "occasion"):
        if fields.get(name, "").strip():
            yield name, fields[name].strip(), "fields"
    titles = [text for kind, text in head if kind is Kind.TITLE]
    if titles:
        yield "title", " ".join(titles), "title"
    for kind, text in head:
        if kind is Kind.DATELINE:
            yield "date", text, "dateline"
            yield from _who_and_where(text, "dateline")
        elif kind is Kind.BYLINE:
            yield from _who(text, "byline")
    for text in titles:
        yield from _who_and_where(text, "title")
    for text in titles:
        yield "date", text, "title"


def _who_and_where(text: str, origin: str) -> Iterator[_Fact]:
    """Occasion and speaker of one line: 2025年1月16日在…第三次会议上…省长李四, 2020年9月1日　李四."""
    found = occasion(text)
    if found is not None:
        yield "occasion", found[0], origin
        rest = found[1]
    else:
        rest = next((text[span.end :] for _, span in find_dates(text)), "")
    if rest.strip(BRACKETS):
        yield from _who(rest, origin)


def _who(text: str, origin: str) -> Iterator[_Fact]:
    found = byline(text)
    if found is not None:
        office, name = found
        yield "speaker", name, origin
        if office:
            yield "office", office, origin
