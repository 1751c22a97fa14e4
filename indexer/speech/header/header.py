"""The head of a speech: title, date and occasion, speaker, each with where it was read and how sure that is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.evidence import FACTS, PUBLICATION, Evidence, tells_nothing
from indexer.model import Kind, LeftOut, Line, SpeechDate
from indexer.speech.header.byline import byline
from indexer.speech.header.date import declared_date
from indexer.speech.header.end_note import facts_of_end, letter_signature
from indexer.speech.header.head_lines import RUN_TOGETHER
from indexer.speech.header.line_facts import (
    Fact,
    HeadLine,
    date_of_title,
    evidence_at,
    facts_of_bylines,
    facts_of_datelines,
    facts_of_introduction,
    facts_of_notes,
    facts_of_title_line,
    month_and_day,
    value_of,
    who_facts,
)
from indexer.speech.header.page_marks import STAMP
from indexer.speech.header.source import names_nobody, sources
from indexer.speech.header.title import plain_title
from indexer.speech.header.words import header_words
from indexer.web_address import web_address

ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}\s+(?=\S)")  # transcripts are often titled 2021-03-17 來訪
ORIGINS_AT_END = frozenset(["signature", "end note", "dispatch"])
LINES_OF_END = 4  # that are looked into for notes on the speech


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
    chosen: dict[str, Fact] = {}
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


def _is_more_precise(fact: Fact, chosen: Fact) -> bool:
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


def _facts(head: Sequence[HeadLine], around: Surroundings) -> Iterator[Fact]:
    """Everything that is said anywhere, best source first."""
    yield from _declared(around.fields)
    titles = [line for kind, line in head if kind is Kind.TITLE]
    if titles:
        yield "title", _joined_title([value_of(line.text) for line in titles]), evidence_at("title", titles[0])
    yield from facts_of_datelines(head)
    yield from facts_of_bylines([line for kind, line in head if kind is Kind.BYLINE], bool(titles))
    for line in titles:
        yield from facts_of_title_line(value_of(line.text), evidence_at("title", line))
    yield from facts_of_introduction(head, around.signature)
    yield from facts_of_notes(head)
    yield from month_and_day([line for _kind, line in head], titles)
    yield from date_of_title(titles)
    for line in around.signature or (letter_signature(around.lines) if _is_letter(titles) else ()):
        yield "date", line.text, evidence_at("signature", line)
        yield from who_facts(byline(value_of(line.text)), evidence_at("signature", line))
    for name, value, origin, number in facts_of_end(around.lines[-LINES_OF_END:]):
        yield name, value, evidence_at(origin, number)
    yield from _publication(head, around.left_out)
    for name, value, origin, number in sources(head, around.lines, around.left_out):
        yield name, value, Evidence(origin, number)  # said in so many words, wherever it stands
    yield "title", around.stem, evidence_at("file name")
    yield "date", around.stem, evidence_at("file name")


def _declared(fields: Mapping[str, str]) -> Iterator[Fact]:
    """What the file declares. An address is one of the web; one that stands where the name of a source should is one."""
    given = {name: fields[name].strip() for name in FACTS if not tells_nothing(fields.get(name, ""))}
    addresses = [address for name in ("address", "source") if (address := web_address(given.get(name, "")))]
    for name, value in given.items():
        if name != "address" and not (name == "source" and (web_address(value) or names_nobody(value))):
            yield name, value, Evidence("fields")
    for address in addresses:
        yield "address", address, Evidence("fields")


def _is_letter(titles: Sequence[Line]) -> bool:
    return any(plain_title(line.text).endswith(header_words().letters) for line in titles)


def _publication(head: Sequence[HeadLine], left_out: Sequence[LeftOut]) -> Iterator[Fact]:
    """The day on which the page was published, where nothing else tells a date."""
    last = max((line.number for _kind, line in head), default=0)
    said = [(line.number, line.text) for _kind, line in head]
    said += [(item.line, item.text) for item in left_out if item.line <= last + 1]
    for number, text in sorted(said):
        stamp = STAMP.search(text)
        if stamp and (stamp["hour"] or "：" in text or ":" in text or stamp.end() - stamp.start() == len(text)):
            yield "date", stamp.group(), evidence_at(PUBLICATION, number)


def _joined_title(lines: Sequence[str]) -> str:
    """Title lines as one; agency and date run together with it, and a line said before, are not repeated."""
    joined: list[str] = []
    for line in lines:
        run_together = RUN_TOGETHER.fullmatch(line)
        title = run_together.group("title").strip() if run_together else ISO_DATE.sub("", plain_title(line))
        if not any(title in before for before in joined):
            joined = [*(before for before in joined if before not in title), title]
    return " ".join(joined)
