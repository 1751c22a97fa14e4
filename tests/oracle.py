"""The oracle: brute force over every paragraph, for what an index must answer."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, product

import numpy as np

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.analysis.numbers import forms
from indexer.engine.answers import (
    CONTEXT_REACH,
    CharacterPattern,
    CodePoints,
    Crossings,
    Fillers,
    Frame,
    Mask,
    Matches,
    Numbers,
    Occurrences,
    Passages,
    PatternContext,
    RunUses,
    Spans,
)
from indexer.engine.query import And, DocRanges, Not, Or, Phrase, Proximity, Query, Synonyms, Wildcard, Words
from indexer.model import Kind, Paragraph, Span, Speech

MARKS = frozenset(" 、。…⋯—―–~·•‧・〖〗《》〈〉()[]【】〔〕{},;:!?" + "\"'")


def overlapping(phrase: str, text: str) -> int:
    """How often `phrase` stands in `text`, at every place that it starts."""
    times, start = 0, text.find(phrase)
    while start >= 0:
        times, start = times + 1, text.find(phrase, start + 1)
    return times


def counted_places(text: str) -> list[int]:
    """Where no white space and no mark stands that parts or quotes; what numbers have counts, and a hyphen at a word."""
    folded = fold(text)
    beside = [folded[max(place - 1, 0) : place] + folded[place + 1 : place + 2] for place in range(len(text))]
    return [
        place
        for place, one in enumerate(folded)
        if one not in MARKS and (one != "-" or any(other.isascii() and other.isalnum() for other in beside[place]))
    ]


def unmarked(text: str) -> str:
    """A text without what does not count."""
    return "".join(text[place] for place in counted_places(text))


def matching(pattern: str, text: str) -> list[Span]:
    """Where a pattern matches in a folded text, of each start the shortest, by the interpreter's own expressions."""
    signs = {"?": "[^。!;]", "*": "[^。!?;]{0,10}"}
    written = re.sub(r"[?!]*[?][?!]*$", "", fold(pattern))
    expression = re.compile("".join(signs.get(sign, re.escape(sign)) for sign in written))
    ends = [
        next((end for end in range(start, len(text) + 1) if expression.fullmatch(text, start, end)), None)
        for start in range(len(text))
    ]
    return [Span(start, end) for start, end in enumerate(ends) if end is not None]


def placements(texts: Sequence[str], distance: int, text: str) -> list[tuple[Span, ...]]:
    """Every way in which the texts stand near each other in a folded text, none overlapping; in the order of `texts`."""
    folded = [fold(one) for one in texts]
    places = [[Span(at, at + len(one)) for at in range(len(text)) if text[at : at + len(one)] == one] for one in folded]
    return [
        spans
        for spans in product(*places)
        if all(one.end <= other.start or other.end <= one.start for one, other in combinations(spans, 2))
        and hull(spans).end - hull(spans).start - sum(map(len, folded)) <= distance
    ]


def hull(spans: Sequence[Span]) -> Span:
    """From where the first of some spans starts to where the last one ends."""
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def smallest_windows(texts: Sequence[str], distance: int, text: str) -> list[Span]:
    """The windows that have the texts and hold no smaller one, ascending."""
    every = {hull(spans) for spans in placements(texts, distance, text)}
    return sorted(
        window
        for window in every
        if not any(other != window and window.start <= other.start and other.end <= window.end for other in every)
    )


def extents(phrase: str, text: str, match_options: MatchOptions) -> dict[int, int]:
    """Where each occurrence of a phrase starts and ends, as it is meant; of those that start together the longest."""
    written = text if match_options.exact else fold(text)
    phrases = [phrase if match_options.exact else fold(phrase)]
    if match_options.numbers:
        phrases = list(forms(phrases[0]))
    counted = counted_places(text) if match_options.loose else list(range(len(text)))
    bare = "".join(written[place] for place in counted)
    found: dict[int, int] = {}
    for one in phrases:
        sought = unmarked(one) if match_options.loose else one
        for at in range(len(bare) - len(sought) + 1):
            if sought and bare.startswith(sought, at):
                start, end = counted[at], counted[at + len(sought) - 1] + 1
                found[start] = max(found.get(start, 0), end)
    return found


def is_open(paragraph: str) -> bool:
    """Whether a paragraph may go on in the next: it does not end a sentence."""
    return re.search(r"[。！？!?；;…⋯｡][”’\"'＂＇」』﹂﹄〞〟）)］\]】〕〗》〉｝}\s]*$", paragraph) is None


def chains(speech: Speech) -> list[list[int]]:
    """The places of paragraphs that may go on in the next, with that: runs of two or more."""
    found: list[list[int]] = [[]]
    gaps = {gap.position for gap in speech.gaps}
    for place, paragraph in enumerate(speech.paragraphs):
        found[-1].append(place)
        if not is_open(paragraph.text) or place + 1 in gaps:
            found.append([])
    return [chain for chain in found if len(chain) > 1]


def joined_expression(form: str) -> re.Pattern[str]:
    """Finds a form of a phrase in paragraphs joined by line ends; white space inside the form may be such a line end."""
    pieces = re.split(r"(?<=\S)(\s+)(?=\S)", form)
    written = [
        f"(?:{re.escape(piece)}|\n)" if place % 2 else r"\n?".join(map(re.escape, piece))
        for place, piece in enumerate(pieces)
    ]
    return re.compile(f"(?=({''.join(written)}))")


def joined_spans(form: str, joined: str, match_options: MatchOptions) -> list[tuple[int, int]]:
    """Where a form of a phrase starts and ends in paragraphs that are joined by line ends."""
    if not match_options.loose:
        return [found.span(1) for found in joined_expression(form).finditer(joined)]
    counted = counted_places(joined)
    bare, sought = "".join(joined[place] for place in counted), unmarked(form)
    starts = [at for at in range(len(bare)) if sought and bare.startswith(sought, at)]
    return [(counted[at], counted[at + len(sought) - 1] + 1) for at in starts]


class OracleEngine:
    """An engine by brute force. It does not rank: all scores are 0."""

    def __init__(self, speeches: Sequence[Speech], analysis: Analysis) -> None:
        self._speeches = speeches
        self._paragraphs = [paragraph for speech in speeches for paragraph in speech.paragraphs]
        self._folded = [fold(paragraph.text) for paragraph in self._paragraphs]
        self._words = [{word.text for word in analysis.words(paragraph.text)} for paragraph in self._paragraphs]
        self._analysis = analysis
        self.size = len(self._paragraphs)

    def prepare(self, **_asked: object) -> bool:
        return False

    def match(self, query: Query) -> Matches:
        numbers = [number for number in range(self.size) if self._matches(query, number)]
        return Matches(np.array(numbers, dtype=np.int64), np.zeros(len(numbers)))

    def occurrences(self, phrase: str, match_options: MatchOptions = PLAIN) -> Occurrences:
        counts = [self._standing(phrase, match_options, number) for number in range(self.size)]
        found = [number for number, count in enumerate(counts) if count]
        return Occurrences(np.array(found, dtype=np.int64), np.array([counts[n] for n in found], dtype=np.int64))

    def uses_by_run(self, phrase: str, runs: Numbers, match_options: MatchOptions = PLAIN) -> RunUses:
        """By a loop over the runs."""
        found = self.occurrences(phrase, match_options)
        counts, of = dict(zip(found.paragraphs.tolist(), found.counts.tolist(), strict=True)), runs.tolist()
        using = {run: [number for number in counts if of[number] == run] for run in {of[number] for number in counts}}
        rows = [(run, sum(counts[n] for n in own), len(own), own[0], own[-1]) for run, own in sorted(using.items())]
        return RunUses(*np.array(rows, dtype=np.int64).reshape(-1, 5).T)

    def occurrences_of(self, phrases: Sequence[str], match_options: MatchOptions = PLAIN) -> list[Occurrences]:
        return [self.occurrences(phrase, match_options) for phrase in phrases]

    def spans(self, phrase: str, match_options: MatchOptions = PLAIN) -> Spans:
        """By the interpreter's own expressions: of each start the longest."""
        rows = [
            (number, start, end)
            for number, paragraph in enumerate(self._paragraphs)
            for start, end in sorted(extents(phrase, paragraph.text, match_options).items())
        ]
        columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        return Spans(columns[0], columns[1], columns[2])

    def crossings(self, phrase: str, match_options: MatchOptions = PLAIN) -> Crossings:
        """By regular expressions over paragraphs that are joined by line ends."""
        rows: list[tuple[int, int, int, int]] = []
        first = 0
        for speech in self._speeches:
            for chain in chains(speech):
                rows += self._crossing([place + first for place in chain], phrase, match_options)
            first += len(speech.paragraphs)
        columns = np.array(sorted(rows), dtype=np.int64).reshape(-1, 4).T
        return Crossings(columns[0], columns[1], columns[2], columns[3])

    def _crossing(
        self, chain: Sequence[int], phrase: str, match_options: MatchOptions
    ) -> list[tuple[int, int, int, int]]:
        texts = [self._paragraphs[number].text for number in chain]
        joined = "\n".join(texts if match_options.exact else map(fold, texts))
        places = [(number, at) for number, text in zip(chain, texts, strict=True) for at in range(len(text) + 1)]
        compared = phrase if match_options.exact else fold(phrase)
        ends: dict[int, list[int]] = {}
        for form in forms(compared) if match_options.numbers else [compared]:
            for start, end in joined_spans(form, joined, match_options):
                ends.setdefault(start, []).append(end - 1)
        return [
            (*places[start], places[max(own)][0], places[max(own)][1] + 1)
            for start, own in ends.items()
            if all(places[end][0] != places[start][0] for end in own)
        ]

    def code_points(self, paragraphs: Numbers, offsets: Numbers) -> CodePoints:
        paragraphs, offsets = np.broadcast_arrays(paragraphs, offsets)
        found = [
            ord(self._folded[number][offset]) if 0 <= offset < len(self._folded[number]) else 0
            for number, offset in zip(paragraphs.ravel().tolist(), offsets.ravel().tolist(), strict=True)
        ]
        return np.array(found, dtype=np.uint32).reshape(paragraphs.shape)

    def pattern_contexts(self, pattern: CharacterPattern, most: int, *, headings: bool = False) -> list[PatternContext]:
        found = []
        for number, (paragraph, text) in enumerate(zip(self._paragraphs, self._folded, strict=True)):
            for start in range(len(text) - len(pattern) + 1):
                end = start + len(pattern)
                stands = all(
                    allowed is None or c in allowed for c, allowed in zip(text[start:end], pattern, strict=True)
                )
                if stands and (not headings or paragraph.kind is Kind.HEADING or start < paragraph.lead):
                    before = text[max(start - CONTEXT_REACH, 0) : start]
                    found.append(PatternContext(number, before, text[start:end], text[end : end + CONTEXT_REACH]))
        return found[:most]

    def pattern_contexts_of(
        self, patterns: Sequence[CharacterPattern], most: int, *, headings: bool = False
    ) -> list[list[PatternContext]]:
        return [self.pattern_contexts(pattern, most, headings=headings) for pattern in patterns]

    def totals_of(self, texts: Sequence[str]) -> Numbers:
        return np.array([self.occurrences(text).counts.sum() for text in texts], dtype=np.int64)

    def often(self, texts: Sequence[str], least: int | Sequence[int]) -> Mask:
        return self.totals_of(texts) >= np.broadcast_to(least, len(texts))

    def paragraphs_of(self, texts: Sequence[str], most: int) -> list[Numbers | None]:
        found = [self.occurrences(text).paragraphs for text in texts]
        return [one if len(one) <= most else None for one in found]

    def fillers_of(self, frames: Sequence[Frame]) -> list[Fillers]:
        return [
            Counter(
                text[at]
                for text in self._folded
                for at in range(len(text))
                if text[:at].endswith(frame.before) and text.startswith(frame.after, at + 1)
            )
            for frame in frames
        ]

    def paragraph(self, number: int) -> Paragraph:
        return self._paragraphs[number]

    def paragraphs(self, numbers: Sequence[int]) -> list[Paragraph]:
        return [self._paragraphs[number] for number in numbers]

    def kinds(self, numbers: Sequence[int]) -> list[Kind]:
        return [self._paragraphs[number].kind for number in numbers]

    @property
    def characters(self) -> Numbers:
        return np.array([len("".join(paragraph.text.split())) for paragraph in self._paragraphs], dtype=np.int64)

    def passages(self) -> Passages:
        paths = [paragraph.section_path for paragraph in self._paragraphs]
        return Passages(np.arange(self.size + 1), paths)

    def close(self) -> None:
        pass

    def _standing(self, phrase: str, match_options: MatchOptions, number: int) -> int:
        """At how many places a phrase starts: in any form of its numbers, in the text without marks where it is loose."""
        text = self._paragraphs[number].text if match_options.exact else self._folded[number]
        phrases = [phrase if match_options.exact else fold(phrase)]
        if match_options.numbers:
            phrases = list(forms(phrases[0]))
        if match_options.loose:
            text, phrases = unmarked(text), [unmarked(one) for one in phrases]
        return len({start for one in phrases if one for start in range(len(text)) if text.startswith(one, start)})

    def _matches(self, query: Query, number: int) -> bool:
        match query:
            case Phrase(text, match_options):
                return self._standing(text, match_options, number) > 0
            case Words(text):
                terms = self._analysis.query_words(text)
                has_all = bool(terms) and all(term in self._words[number] for term in terms)
                return has_all or fold(text) in self._folded[number]
            case Proximity(texts, distance):
                return bool(placements(texts, distance, self._folded[number]))
            case Wildcard(text):
                return bool(matching(text, self._folded[number]))
            case DocRanges(ranges):
                return any(start <= number < end for start, end in ranges)
            case And(parts):
                return all(self._matches(part, number) for part in parts)
            case Or(parts):
                return any(self._matches(part, number) for part in parts)
            case Synonyms(own, other):
                return self._matches(own, number) or self._matches(other, number)
            case Not(part):
                return not self._matches(part, number)
        raise TypeError(query)
