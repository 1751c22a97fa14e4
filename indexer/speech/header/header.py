"""The head of a speech: title, date and occasion, speaker, notes, salutation."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.evidence import Certainty, Evidence
from indexer.model import Kind, Line, SpeechDate
from indexer.speech.enumerator import enumerator
from indexer.speech.header.byline import BRACKETS, byline, speaker_of_report
from indexer.speech.header.date import declared_date, find_dates
from indexer.speech.header.occasion import occasion
from indexer.speech.header.salutation import is_address
from indexer.speech.header.words import alternatives, header_words

MAX_HEAD_LINES = 12  # lines
MAX_TITLE_LENGTH = 60  # characters
MAX_DATELINE_LENGTH = 120
MAX_SPEAKER_BEFORE_OCCASION = 20  # of a title that names its speaker first: 省长李某某在…上的讲话
DASHES = "—－-–―─"
# 新华社北京9月8日电团结合作——在…的讲话（2025年9月8日，北京）: agency, title and date in one line.
RUN_TOGETHER = re.compile(
    r"(?:(?:新华社|人民网|中新社|本报)[^，。]{0,20}?电\s*)?(?P<title>[^。]{4,90}?)[（(](?P<date>[^（）()]*\d{4}\s*年[^（）()]*)[）)]"
)

ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}\s+(?=\S)")  # transcripts are often titled 2021-03-17 來訪
FACTS = ("title", "date", "speaker", "office", "occasion")
_Fact = tuple[str, str, Evidence]  # what it is (title, date, …), its text, where it was found
# What a place alone is worth; all that is read elsewhere is certain.
CERTAINTY = {"signature": Certainty.LIKELY, "file name": Certainty.DOUBTFUL}


@dataclass(frozen=True, slots=True)
class Head:
    """The first `len(kinds)` lines of a speech are its head; `kinds` says what each is.

    `facts` holds title, date, speaker, office and occasion as far as they are known, `evidence`
    where each was found and how sure that is.
    """

    kinds: tuple[Kind, ...]
    facts: Mapping[str, str]
    evidence: Mapping[str, Evidence]

    @property
    def date(self) -> SpeechDate | None:
        return declared_date(self.facts.get("date", ""))


def head_kinds(lines: Sequence[Line]) -> tuple[Kind, ...]:
    """What each line of the head is; the head ends with the salutation or before the first line of the body."""
    kinds: list[Kind] = []
    for index in range(min(len(lines), MAX_HEAD_LINES)):
        kind = _kind(lines, index, kinds)
        if kind is None:
            break
        kinds.append(kind)
        if kind is Kind.SALUTATION:
            break
    return tuple(kinds)


def read_head(
    kinds: Sequence[Kind], lines: Sequence[Line], fields: Mapping[str, str], signature: Sequence[Line], stem: str
) -> Head:
    """The facts of a head, best source first.

    `fields`, which the file declares, win over the head, the head over the `signature` at the
    speech's end and that over the file's name `stem`.
    """
    head = [(kind, _value(line.text), line.number) for kind, line in zip(kinds, lines, strict=False)]
    chosen: dict[str, _Fact] = {}
    for fact in _facts(head, fields, signature, stem):
        name, value, _ = fact
        if name not in chosen and (name != "date" or declared_date(value)):
            chosen[name] = fact
    return Head(
        tuple(kinds),
        {name: value for name, value, _ in chosen.values()},
        {name: evidence for name, _, evidence in chosen.values()},
    )


def _kind(lines: Sequence[Line], index: int, before: Sequence[Kind]) -> Kind | None:
    """What the line is in the head, or None where the head has ended."""
    line = lines[index]
    text = line.text
    titled = Kind.TITLE in before
    label = _label(text)
    if label is not None:
        return label[0]
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
    if text[0] in DASHES and len(text) <= MAX_TITLE_LENGTH:
        return Kind.TITLE
    if not titled and len(text) <= MAX_DATELINE_LENGTH and RUN_TOGETHER.fullmatch(text):
        return Kind.TITLE
    if _could_be_title(text) and (not titled or _title_goes_on(lines, index, before)):
        return Kind.TITLE
    return None


def _could_be_title(text: str) -> bool:
    return len(text) <= MAX_TITLE_LENGTH and text[-1] not in "。；，,;" and enumerator(text) is None


def _title_goes_on(lines: Sequence[Line], index: int, before: Sequence[Kind]) -> bool:
    """A second title line: directly under the first, and the head goes on after it."""
    if set(before) != {Kind.TITLE} or lines[index].text[-1] in "：:":
        return False
    following = [line.text for line in lines[index + 1 : index + 4]]
    return any(is_dateline(text) or is_address(text) or text[0] in DASHES for text in following)


def is_note(text: str) -> bool:
    """A note on the text in brackets of its own: （根据录音整理，未经本人审阅）."""
    return _note_pattern().fullmatch(text) is not None


@cache
def _note_pattern() -> re.Pattern[str]:
    return re.compile(rf"[（(〖【].*(?:{alternatives(header_words().notes)}).*[）)〗】]")


def is_dateline(text: str) -> bool:
    """A line that opens with a date of at least a month, or is nothing but a date."""
    if len(text) > MAX_DATELINE_LENGTH:
        return False
    bare = text.lstrip(BRACKETS)
    found = next(find_dates(bare), None)
    if found is None:
        return False
    date, span = found
    if span.start != 0:
        return date.precision != "year" and _in_brackets(text) and len(text) <= MAX_TITLE_LENGTH
    return date.precision != "year" or not bare[span.end :].strip(BRACKETS)


def _in_brackets(text: str) -> bool:
    return text[0] in "（(〔[" and text[-1] in "）)〕]"


def _label(text: str) -> tuple[Kind, str] | None:
    """What a labelled line is, and its value: 时间：2024年5月3日."""
    name, colon, value = text.partition("：" if "：" in text else ":")
    if not colon or not value.strip() or len(text) > MAX_TITLE_LENGTH:
        return None
    kind = _labels().get("".join(name.split()))
    return None if kind is None else (kind, value.strip())


@cache
def _labels() -> Mapping[str, Kind]:
    words = header_words()
    kinds = {Kind.NOTE: words.place_labels, Kind.BYLINE: words.speaker_labels, Kind.DATELINE: words.date_labels}
    return {label: kind for kind, labels in kinds.items() for label in labels}


def _value(text: str) -> str:
    """A line of the head without its label."""
    label = _label(text)
    return text if label is None else label[1]


def _facts(
    head: Sequence[tuple[Kind, str, int]], fields: Mapping[str, str], signature: Sequence[Line], stem: str
) -> Iterator[_Fact]:
    """Everything that is said anywhere, best source first."""
    for name in FACTS:
        if fields.get(name, "").strip():
            yield name, fields[name].strip(), Evidence("fields")
    titles = [(text, _evidence("title", number)) for kind, text, number in head if kind is Kind.TITLE]
    if titles:
        yield "title", _joined_title([text for text, _ in titles]), titles[0][1]
    for kind, text, number in head:
        if kind is Kind.DATELINE:
            yield "date", text, _evidence("dateline", number)
            yield from _who_and_where(text, _evidence("dateline", number))
        elif kind is Kind.BYLINE:
            yield from _who(text, _evidence("byline", number))
    for text, evidence in titles:
        yield from _who_and_where(text, evidence)
        yield "date", text, evidence
    for line in signature:
        yield "date", line.text, _evidence("signature", line.number)
        yield from _who(line.text, _evidence("signature", line.number))
    yield "title", stem, _evidence("file name")
    yield "date", stem, _evidence("file name")


def _evidence(origin: str, line: int | None = None) -> Evidence:
    return Evidence(origin, line, CERTAINTY.get(origin, Certainty.CERTAIN))


def _joined_title(lines: Sequence[str]) -> str:
    """Title lines as one; agency and date run together with it, and a line said before, are not repeated."""
    joined: list[str] = []
    for line in lines:
        run_together = RUN_TOGETHER.fullmatch(line)
        title = run_together.group("title").strip() if run_together else ISO_DATE.sub("", line)
        if not any(title in before for before in joined):
            joined.append(title)
    return " ".join(joined)


def _who_and_where(text: str, evidence: Evidence) -> Iterator[_Fact]:
    """Occasion and speaker of one line, the speaker before or after the occasion, or right after the date."""
    dated = next(find_dates(text), None)
    in_dateline = evidence.origin == "dateline"
    rest = text[dated[1].end :] if dated and in_dateline else text
    found = occasion(rest)
    if found is not None:
        yield "occasion", found.name, evidence
        pieces = (found.before, found.after)
    else:
        pieces = (rest, "")
    for piece in pieces:
        if in_dateline or (found is not None and piece == found.before and len(piece) <= MAX_SPEAKER_BEFORE_OCCASION):
            yield from _who(speaker_of_report(piece), evidence)


def _who(text: str, evidence: Evidence) -> Iterator[_Fact]:
    found = byline(text)
    if found is not None:
        office, name = found
        yield "speaker", name, evidence
        if office:
            yield "office", office, evidence
