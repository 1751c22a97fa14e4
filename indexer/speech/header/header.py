"""The head of a speech: title, date and occasion, speaker, each with where it was read and how sure that is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.evidence import FACTS, PUBLICATION, Certainty, Evidence, tells_nothing
from indexer.model import Kind, LeftOut, Line, SpeechDate
from indexer.speech.header.byline import BRACKETS, Byline, byline, is_only_office, speaker_of_report
from indexer.speech.header.date import declared_date, find_dates
from indexer.speech.header.end_note import facts_of_end, letter_signature
from indexer.speech.header.head_lines import MONTH_AND_DAY, RUN_TOGETHER, is_dateline, label
from indexer.speech.header.introduction import introduction
from indexer.speech.header.occasion import occasion
from indexer.speech.header.page_marks import STAMP
from indexer.speech.header.source import names_nobody, sources
from indexer.speech.header.title import facts_of_title, plain_title
from indexer.speech.header.words import header_words
from indexer.web_address import web_address

ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}\s+(?=\S)")  # transcripts are often titled 2021-03-17 來訪
# A report on a year is given in the next, and wishes for a year on the eve of it.
OTHER_YEAR = re.compile(r"(?:关于|關於).*年|新年|元旦|春节|春節|预算|預算|决算|決算")
ORIGINS_AT_END = frozenset(["signature", "end note", "dispatch"])
LINES_OF_END = 4  # that are looked into for notes on the speech
_Fact = tuple[str, str, Evidence]  # what it is (title, date, …), its text, where it was found
# What a place alone is worth; all that is read elsewhere is certain.
CERTAINTY = {
    "signature": Certainty.LIKELY,
    "dispatch": Certainty.LIKELY,
    PUBLICATION: Certainty.DOUBTFUL,
    "file name": Certainty.DOUBTFUL,
}


@dataclass(frozen=True, slots=True)
class Head:
    """The first `len(kinds)` lines of a speech are its head; `kinds` says what each is.

    `facts` holds the facts of a speech as far as they are known, `evidence` where each was found and how sure that is.
    """

    kinds: tuple[Kind, ...]
    facts: Mapping[str, str]
    evidence: Mapping[str, Evidence]

    @property
    def date(self) -> SpeechDate | None:
        return declared_date(self.facts.get("date", ""))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else tells of a speech beside its head.

    `fields`: what the file declares. `lines`: all of the text. `signature`: those that sign it at its end.
    `left_out`: what was left out of the page. `stem`: the name of the file.
    """

    fields: Mapping[str, str]
    lines: Sequence[Line]
    signature: Sequence[Line]
    left_out: Sequence[LeftOut]
    stem: str


def read_head(kinds: Sequence[Kind], lines: Sequence[Line], around: Surroundings) -> Head:
    """The facts of a head, best source first.

    What the file declares wins over the head, the head over the end of the speech, that over the day of its
    publication and that over the name of the file.
    """
    head = [(kind, line) for kind, line in zip(kinds, lines, strict=False)]
    chosen: dict[str, _Fact] = {}
    for fact in _facts(head, around):
        name, value, _ = fact
        if tells_nothing(value) or (name == "date" and not declared_date(value)):
            continue
        if name not in chosen or (name == "date" and _is_more_precise(fact, chosen[name])):
            chosen[name] = fact
    return Head(
        tuple(kinds),
        {name: value for name, value, _ in chosen.values()},
        {name: evidence for name, _, evidence in chosen.values()},
    )


def _is_more_precise(fact: _Fact, chosen: _Fact) -> bool:
    """Whether the end of a speech tells the day, where its head has told only the year."""
    found, known = declared_date(fact[1]), declared_date(chosen[1])
    return (
        fact[2].origin in ORIGINS_AT_END
        and chosen[2].origin == "title"
        and found is not None
        and known is not None
        and known.precision == "year"
        and (found.year, found.precision) == (known.year, "day")
    )


_HeadLine = tuple[Kind, Line]


def _facts(head: Sequence[_HeadLine], around: Surroundings) -> Iterator[_Fact]:
    """Everything that is said anywhere, best source first."""
    yield from _declared(around.fields)
    titles = [line for kind, line in head if kind is Kind.TITLE]
    if titles:
        yield "title", _joined_title([_value(line.text) for line in titles]), _evidence("title", titles[0])
    yield from _of_datelines(head)
    yield from _of_bylines([line for kind, line in head if kind is Kind.BYLINE], bool(titles))
    for line in titles:
        yield from _of_title(_value(line.text), _evidence("title", line))
    yield from _of_introduction(head, around.signature)
    yield from _month_and_day([line for _kind, line in head], titles)
    yield from _date_of_title(titles)
    for line in around.signature or (letter_signature(around.lines) if _is_letter(titles) else ()):
        yield "date", line.text, _evidence("signature", line)
        yield from _who(byline(line.text), _evidence("signature", line))
    for name, value, origin, number in facts_of_end(around.lines[-LINES_OF_END:]):
        yield name, value, _evidence(origin, number)
    yield from _publication(head, around.left_out)
    for name, value, origin, number in sources(head, around.lines, around.left_out):
        yield name, value, Evidence(origin, number)  # said in so many words, wherever it stands
    yield "title", around.stem, _evidence("file name")
    yield "date", around.stem, _evidence("file name")


def _declared(fields: Mapping[str, str]) -> Iterator[_Fact]:
    """What the file declares. An address is one of the web; one that stands where the name of a source should is one."""
    given = {name: fields[name].strip() for name in FACTS if not tells_nothing(fields.get(name, ""))}
    addresses = [address for name in ("address", "source") if (address := web_address(given.get(name, "")))]
    for name, value in given.items():
        if name != "address" and not (name == "source" and (web_address(value) or names_nobody(value))):
            yield name, value, Evidence("fields")
    for address in addresses:
        yield "address", address, Evidence("fields")


def _evidence(origin: str, line: Line | int | None = None) -> Evidence:
    number = line.number if isinstance(line, Line) else line
    return Evidence(origin, number, CERTAINTY.get(origin, Certainty.CERTAIN))


def _value(text: str) -> str:
    """A line of the head without its label."""
    said = label(text)
    return text if said is None else said[1]


def _of_datelines(head: Sequence[_HeadLine]) -> Iterator[_Fact]:
    """Date, occasion and speaker of the date lines; one that a line end has torn is read as a whole."""
    dated = [(index, line) for index, (kind, line) in enumerate(head) if kind is Kind.DATELINE]
    whole = [
        Line(first.number, first.text + second.text)
        for (place, first), (next_place, second) in pairwise(dated)
        if next_place == place + 1 and not is_dateline(second.text) and label(second.text) is None
    ]
    for line in [*whole, *(line for _index, line in dated)]:
        text = _value(line.text)
        evidence = _evidence("dateline", line)
        yield "date", text, evidence
        yield from _who_and_where(text, evidence)


def _of_bylines(lines: Sequence[Line], titled: bool) -> Iterator[_Fact]:
    """Who speaks: with an office before by a label before a name alone; nobody where two are as likely."""
    ranked = sorted(((_rank(line, who), line, who) for line, who in _named(lines)), key=lambda one: one[0])
    best = [(line, who) for rank, line, who in ranked if rank == ranked[0][0]]
    if len({who.name for _line, who in best}) == 1:
        line, who = best[0]
        sure = Certainty.CERTAIN if who.office or label(line.text) else Certainty.LIKELY
        yield from _who(who, Evidence("byline", line.number, sure if titled else Certainty.LIKELY))
    for line in lines:
        yield "date", line.text, _evidence("byline", line)


def _rank(line: Line, who: Byline) -> int:
    return 0 if who.office else 1 if label(line.text) else 2


def _named(lines: Sequence[Line]) -> Iterator[tuple[Line, Byline]]:
    """The names of bylines; an office alone belongs to the name on the next line, or else on the one above."""
    offices = {
        index: line for index, line in enumerate(lines) if label(line.text) is None and is_only_office(line.text)
    }
    for index, line in enumerate(lines):
        found = byline(_value(line.text), labelled=label(line.text) is not None)
        office = offices.get(index - 1) or offices.get(index + 1)
        if found is not None and found.office is None and office is not None:
            found = Byline("".join(office.text.strip(BRACKETS).split()), found.name)
        if found is not None and index not in offices:
            yield line, found


def _of_introduction(head: Sequence[_HeadLine], signature: Sequence[Line]) -> Iterator[_Fact]:
    """Who, where and when, of a line that introduces the text; the year is that of the day under it."""
    for kind, line in head:
        found = introduction(line.text) if kind is Kind.NOTE else None
        if found is None:
            continue
        yield from _who(found.who, _evidence("byline", line))
        if found.occasion:
            yield "occasion", found.occasion, _evidence("dateline", line)
        for published in ["", *(signed.text for signed in signature)]:
            if date := found.date(published):
                sure = Certainty.CERTAIN if found.year else Certainty.LIKELY
                yield "date", date, Evidence("dateline", line.number, sure)


def _of_title(text: str, evidence: Evidence) -> Iterator[_Fact]:
    facts = facts_of_title(plain_title(text))
    if facts.occasion is not None:
        yield "occasion", facts.occasion, evidence
    if facts.office is not None:
        yield "office", facts.office, evidence
    yield from _who(facts.who, evidence)


def _date_of_title(titles: Sequence[Line]) -> Iterator[_Fact]:
    """The day that a title tells; of a year alone only one that can be the year of the speech."""
    for line in titles:
        dates = [date for date, _span in find_dates(line.text)]
        if any(date.precision != "year" for date in dates):
            yield "date", line.text, _evidence("title", line)
        elif len({date.year for date in dates}) == 1 and not OTHER_YEAR.search(line.text):
            yield "date", line.text, Evidence("title", line.number, Certainty.LIKELY)


def _month_and_day(lines: Sequence[Line], titles: Sequence[Line]) -> Iterator[_Fact]:
    """（6月3日） under a title that tells the year."""
    years = [date.year for line in titles for date, _span in find_dates(line.text)]
    for line in lines:
        match = MONTH_AND_DAY.fullmatch(line.text)
        if match and len(set(years)) == 1:
            evidence = Evidence("dateline", line.number, Certainty.LIKELY)
            yield "date", f"{years[0]}-{int(match['month']):02d}-{int(match['day']):02d}", evidence


def _is_letter(titles: Sequence[Line]) -> bool:
    return any(plain_title(line.text).endswith(header_words().letters) for line in titles)


def _publication(head: Sequence[_HeadLine], left_out: Sequence[LeftOut]) -> Iterator[_Fact]:
    """The day on which the page was published, where nothing else tells a date."""
    last = max((line.number for _kind, line in head), default=0)
    said = [(line.number, line.text) for _kind, line in head]
    said += [(item.line, item.text) for item in left_out if item.line <= last + 1]
    for number, text in sorted(said):
        stamp = STAMP.search(text)
        if stamp and (stamp["hour"] or "：" in text or ":" in text or stamp.end() - stamp.start() == len(text)):
            yield "date", stamp.group(), _evidence(PUBLICATION, number)


def _joined_title(lines: Sequence[str]) -> str:
    """Title lines as one; agency and date run together with it, and a line said before, are not repeated."""
    joined: list[str] = []
    for line in lines:
        run_together = RUN_TOGETHER.fullmatch(line)
        title = run_together.group("title").strip() if run_together else ISO_DATE.sub("", plain_title(line))
        if not any(title in before for before in joined):
            joined = [*(before for before in joined if before not in title), title]
    return " ".join(joined)


def _who_and_where(text: str, evidence: Evidence) -> Iterator[_Fact]:
    """Occasion and speaker of a date line, the speaker before or after the occasion, or right after the date."""
    dated = next(find_dates(text), None)
    rest = text[dated[1].end :] if dated else text
    found = occasion(rest)
    if found is not None:
        yield "occasion", found.name, evidence
    for piece in (found.before, found.after) if found is not None else (rest,):
        who = byline(speaker_of_report(piece))
        if found is not None or (who is not None and who.office):
            yield from _who(who, evidence)
        elif who is not None and _stands_apart(piece):
            yield from _who(who, Evidence(evidence.origin, evidence.line, Certainty.LIKELY))


def _stands_apart(piece: str) -> bool:
    """Whether a name alone behind a date is parted from it by a blank: 2031年9月1日　常青, not 2031年9月1日于北京 or （…，江南）."""
    return piece[:1].isspace() and piece.strip()[0] not in "于於" and piece.strip()[-1] not in "）)〕]"


def _who(found: Byline | None, evidence: Evidence) -> Iterator[_Fact]:
    if found is not None:
        yield "speaker", found.name, evidence
        if found.office:
            yield "office", found.office, evidence
