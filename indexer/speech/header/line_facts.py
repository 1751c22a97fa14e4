"""What the lines of a head tell, each fact with where it was read and how sure that is: date lines, bylines, notes, titles."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.evidence import PUBLICATION, Certainty, Evidence
from indexer.model import Kind, Line
from indexer.speech.header.byline import BRACKETS, Byline, byline, is_only_office, speaker_of_report
from indexer.speech.header.date import find_dates
from indexer.speech.header.head_lines import MONTH_AND_DAY, is_dateline, is_note
from indexer.speech.header.introduction import introduction
from indexer.speech.header.line_label import label
from indexer.speech.header.occasion import occasion
from indexer.speech.header.title import facts_of_title, plain_title
from indexer.speech.header.words import header_words

# A report on a year is given in the next, and wishes for a year on the eve of it.
OTHER_YEAR = re.compile(r"(?:关于|關於).*年|新年|元旦|春节|春節|预算|預算|决算|決算")
_OF_THE_TEXT = re.compile(
    r"[，,\s]*(?:整理|修[订改]|審?[审定]|印发|发布|發布|刊[发登]|打印|录入)"
)  # what was done on a day after the speech
_PLACE_ENDS = "省市县區区州盟旗镇乡村山江河湖海港口岛关城"
Fact = tuple[str, str, Evidence]  # what it is (title, date, …), its text, where it was found
HeadLine = tuple[Kind, Line]
# What a place alone is worth; all that is read elsewhere is certain.
CERTAINTY = {
    "signature": Certainty.LIKELY,
    "dispatch": Certainty.LIKELY,
    PUBLICATION: Certainty.DOUBTFUL,
    "file name": Certainty.DOUBTFUL,
}


def evidence_at(origin: str, line: Line | int | None = None) -> Evidence:
    number = line.number if isinstance(line, Line) else line
    return Evidence(origin, number, CERTAINTY.get(origin, Certainty.CERTAIN))


def value_of(text: str) -> str:
    """A line of the head without its label."""
    said = label(text)
    return text if said is None else said[1]


def facts_of_datelines(head: Sequence[HeadLine]) -> Iterator[Fact]:
    """Date, occasion and speaker of the date lines; one that a line end has torn is read as a whole."""
    dated = [(index, line) for index, (kind, line) in enumerate(head) if kind is Kind.DATELINE]
    whole = [
        Line(first.number, first.text + second.text)
        for (place, first), (next_place, second) in pairwise(dated)
        if next_place == place + 1 and not is_dateline(second.text) and label(second.text) is None
    ]
    for line in [*whole, *(line for _index, line in dated)]:
        text = value_of(line.text)
        evidence = evidence_at("dateline", line)
        yield "date", text, evidence
        yield from _who_and_where(text, evidence)


def facts_of_bylines(lines: Sequence[Line], titled: bool) -> Iterator[Fact]:
    """Who speaks: with an office before by a label before a name alone; nobody where two are as likely."""
    ranked = sorted(((_rank(line, who), line, who) for line, who in _named(lines)), key=lambda one: one[0])
    best = [(line, who) for rank, line, who in ranked if rank == ranked[0][0]]
    if len({who.name for _line, who in best}) == 1:
        line, who = best[0]
        sure = Certainty.CERTAIN if who.office or label(line.text) else Certainty.LIKELY
        yield from who_facts(who, Evidence("byline", line.number, sure if titled else Certainty.LIKELY))
    for line in lines:
        yield "date", line.text, evidence_at("byline", line)


def _rank(line: Line, who: Byline) -> int:
    return 0 if who.office else 1 if label(line.text) else 2


def _named(lines: Sequence[Line]) -> Iterator[tuple[Line, Byline]]:
    """The names of bylines; an office alone belongs to the name on the next line, or else on the one above."""
    offices = {
        index: value_of(line.text)
        for index, line in enumerate(lines)
        if (label(line.text) is None or _is_of_office(line.text)) and is_only_office(value_of(line.text))
    }
    for index, line in enumerate(lines):
        found = byline(value_of(line.text), labelled=label(line.text) is not None)
        office = offices.get(index - 1) or offices.get(index + 1)
        if found is not None and found.office is None and office is not None:
            found = Byline("".join(office.strip(BRACKETS).split()), found.name)
        if found is not None and index not in offices:
            yield line, found


def _is_of_office(text: str) -> bool:
    said = label(text)
    return said is not None and said[2] in header_words().office_labels


def facts_of_introduction(head: Sequence[HeadLine], signature: Sequence[Line]) -> Iterator[Fact]:
    """Who, where and when, of a line that introduces the text; the year is that of the day under it."""
    for kind, line in head:
        found = introduction(line.text) if kind is Kind.NOTE else None
        if found is None:
            continue
        yield from who_facts(found.who, evidence_at("byline", line))
        if found.occasion:
            yield "occasion", found.occasion, evidence_at("dateline", line)
        for published in ["", *(signed.text for signed in signature)]:
            if date := found.date(published):
                sure = Certainty.CERTAIN if found.year else Certainty.LIKELY
                yield "date", date, Evidence("dateline", line.number, sure)


def facts_of_notes(head: Sequence[HeadLine]) -> Iterator[Fact]:
    """The day that a note tells: （2031年3月2日，根据录音整理）, not （2031年3月9日整理）."""
    for kind, line in head:
        if kind is Kind.NOTE and is_note(line.text):
            for date, span in find_dates(line.text):
                if date.precision != "year" and not _OF_THE_TEXT.match(line.text, span.end):
                    yield "date", line.text[span.start : span.end], Evidence("dateline", line.number, Certainty.LIKELY)


def facts_of_title_line(text: str, evidence: Evidence) -> Iterator[Fact]:
    facts = facts_of_title(plain_title(text))
    if facts.occasion is not None:
        yield "occasion", facts.occasion, evidence
    if facts.office is not None:
        yield "office", facts.office, evidence
    yield from who_facts(facts.who, evidence)


def date_of_title(titles: Sequence[Line]) -> Iterator[Fact]:
    """The day that a title tells; of a year alone only one that can be the year of the speech."""
    for line in titles:
        dates = [date for date, _span in find_dates(line.text)]
        if any(date.precision != "year" for date in dates):
            yield "date", line.text, evidence_at("title", line)
        elif len({date.year for date in dates}) == 1 and not OTHER_YEAR.search(line.text):
            yield "date", line.text, Evidence("title", line.number, Certainty.LIKELY)


def month_and_day(lines: Sequence[Line], titles: Sequence[Line]) -> Iterator[Fact]:
    """（6月3日） under a title that tells the year."""
    years = [date.year for line in titles for date, _span in find_dates(line.text)]
    for line in lines:
        match = MONTH_AND_DAY.fullmatch(line.text)
        if match and len(set(years)) == 1:
            evidence = Evidence("dateline", line.number, Certainty.LIKELY)
            yield "date", f"{years[0]}-{int(match['month']):02d}-{int(match['day']):02d}", evidence


def _who_and_where(text: str, evidence: Evidence) -> Iterator[Fact]:
    """Occasion and speaker of a date line, the speaker before or after the occasion, or right after the date."""
    dated = next(find_dates(text), None)
    rest = text[dated[1].end :] if dated else text
    found = occasion(rest)
    if found is not None:
        yield "occasion", found.name, evidence
    for piece in (found.before, found.after) if found is not None else (rest,):
        who = byline(speaker_of_report(piece))
        if found is not None or (who is not None and who.office):
            yield from who_facts(who, evidence)
        elif who is not None and _stands_apart(piece):
            yield from who_facts(who, Evidence(evidence.origin, evidence.line, Certainty.LIKELY))


def _stands_apart(piece: str) -> bool:
    """Whether a name alone behind a date is parted from it by a blank: 2031年9月1日　常青, not 2031年9月1日于北京 or （…，江南）.

    In brackets (2031年9月1日 江常青) only one of three characters: two may be the place as well.
    """
    name = piece.strip(BRACKETS)
    if not piece[:1].isspace() or name[:1] in ("于", "於"):
        return False
    return piece.strip()[-1] not in "）)〕]" or (len(name) == 3 and name[-1] not in _PLACE_ENDS)


def who_facts(found: Byline | None, evidence: Evidence) -> Iterator[Fact]:
    if found is not None:
        yield "speaker", found.name, evidence
        if found.office:
            yield "office", found.office, evidence
