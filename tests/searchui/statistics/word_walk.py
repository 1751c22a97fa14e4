"""Words, windows and runs of words by brute force over every paragraph."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN, MatchOptions, find_occurrences
from indexer.model import Paragraph
from indexer.store.speech_catalogue import Entry
from searchui import Corpus
from searchui.search.filters.filters import Filters
from searchui.search.filters.genre import genre_of


@dataclass(frozen=True)
class Said:
    """A paragraph with its words, as start and end, and the places at which sentences of it end."""

    entry: Entry
    paragraph: Paragraph
    words: list[tuple[str, int, int]]
    stops: list[int]

    def apart(self, low: int, high: int) -> bool:
        """Whether a sentence ends between two places."""
        return any(low <= stop < high for stop in self.stops)


def said_in(corpus: Corpus, analysis: Analysis, narrowing: Filters) -> Iterator[Said]:
    for entry in corpus.speeches():
        speech = corpus.speech(entry.id)
        for paragraph in speech.paragraphs:
            facts = {
                "year": entry.date.year if entry.date else None,
                "speaker": paragraph.speaker if entry.turns else entry.speaker,
                "occasion": entry.occasion,
                "genre": genre_of(entry),
            }
            if all(not narrowing.of(name) or value in narrowing.of(name) for name, value in facts.items()):
                yield said(entry, paragraph, analysis)


def said(entry: Entry, paragraph: Paragraph, analysis: Analysis) -> Said:
    text = fold(paragraph.text)
    words, start = [], 0
    for part in analysis.cut(text):
        if any(map(str.isalnum, part)):
            words.append((part, start, start + len(part)))
        start += len(part)
    return Said(entry, paragraph, words, [place for place, sign in enumerate(text) if sign in "。!?;"])


@dataclass(frozen=True)
class Around:
    occurrences: int
    joint: Counter[str]
    frequency: Counter[str]
    beside: dict[str, set[str]]


def around(every: Sequence[Said], phrase: str, window: int, match_options: MatchOptions = PLAIN) -> Around:
    """Each word in a window counted once, words of the phrase never; with those in the rest of a longer word."""
    occurrences, joint, frequency, within, analysis = 0, Counter[str](), Counter[str](), Counter[str](), Analysis()
    beside: dict[str, set[str]] = {}
    for one in every:
        places = _places(one.paragraph.text, phrase, match_options)
        occurrences += len(places)
        inside = {n for n, (_, low, high) in enumerate(one.words) if any(low < e and s < high for s, e in places)}
        near: set[int] = set()
        for start, end in places:
            left = [n for n, (_, _, high) in enumerate(one.words) if high <= start and not one.apart(high, start)]
            right = [n for n, (_, low, _) in enumerate(one.words) if low >= end and not one.apart(end, low)]
            near |= {*left[-window:], *right[:window]} - inside
            for word in words_within(one, start, end, fold(phrase), analysis):
                within[word] += 1
                beside.setdefault(word, set()).add(f"{one.entry.id}#{one.paragraph.anchor}")
        joint.update(one.words[n][0] for n in near)
        frequency.update(word for n, (word, _, _) in enumerate(one.words) if n not in inside)
        for n in near:
            beside.setdefault(one.words[n][0], set()).add(f"{one.entry.id}#{one.paragraph.anchor}")
    return Around(occurrences, joint + within, frequency + within, beside)


def words_within(one: Said, start: int, end: int, phrase: str, analysis: Analysis) -> Iterator[str]:
    """The words in the rest of the only word that the phrase has a part of: 高质量 in 高质量发展."""
    touched = [word for word, low, high in one.words if low < end and start < high]
    if len(touched) == 1 and phrase in touched[0]:
        before, _, after = touched[0].partition(phrase)
        yield from (
            word for rest in (before, after) if rest for word in analysis.cut(rest) if any(map(str.isalnum, word))
        )


def _places(text: str, phrase: str, match_options: MatchOptions) -> list[tuple[int, int]]:
    """Each place that the phrase starts at, with the first that it ends at."""
    ends: dict[int, int] = {}
    for start, end in find_occurrences(phrase, text, match_options):
        ends[start] = min(end, ends.get(start, end))
    return sorted(ends.items())


def runs(every: Sequence[Said], size: int) -> Counter[str]:
    """How often each so many words follow each other with nothing between."""
    found: Counter[tuple[str, ...]] = Counter()
    for one in every:
        for start in range(len(one.words) - size + 1):
            some = one.words[start : start + size]
            if all(before[2] == after[1] for before, after in pairwise(some)):
                found[tuple(word for word, _, _ in some)] += 1
    texts = Counter[str]()
    for words, times in found.items():
        texts["\x00".join(words)] = times
    return texts
