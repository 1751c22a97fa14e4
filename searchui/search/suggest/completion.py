"""Phrases of a corpus that begin with a text, or contain it: sequences of words that recur around its places."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, takewhile
from typing import NamedTuple

from indexer.analysis import Analysis
from indexer.engine.answers import CharacterPattern, PatternContext
from indexer.engine.reader import EngineReader

MAX_LENGTH = 12  # characters of a phrase
MIN_LENGTH = 2
PLACES = 400  # that are looked at, evenly spread: what stands at few of these is not among the most frequent
TRIED = 30  # candidates whose words are looked at
EXTENDED = 4  # phrases that are tried with what stands before them
SAME = 0.9  # of the places of a phrase: a longer one that has so many of them stands for both


class _Candidate(NamedTuple):
    """A text with a place where it stands: `start` of it among the characters around."""

    text: str
    around: str
    start: int


def phrases(pattern: CharacterPattern, engine: EngineReader, analysis: Analysis) -> tuple[list[str], list[str]]:
    """Recurring phrases, folded, that begin with a pattern, and those that contain it; the most frequent first."""
    places = engine.pattern_contexts(pattern, PLACES)
    ending = _recurring(_onward(places), lambda one: _ends_well(one, analysis))
    beginning = [text for text, one in ending.items() if _starts_well(one, analysis)]
    wider = _recurring(_backward(places, list(ending)[:EXTENDED]), lambda one: _is_phrase(one, analysis))
    return beginning, [text for text in wider if not _begins_with(text, pattern)]


def _begins_with(text: str, pattern: CharacterPattern) -> bool:
    """Whether it has the pattern at its start, too (过路的客人变成过夜): then it is one of the former, or part of one."""
    return all(allowed is None or one in allowed for one, allowed in zip(text, pattern, strict=False))


def _onward(places: Iterable[PatternContext]) -> Iterator[_Candidate]:
    """What stands at each place, with more and more of what follows."""
    for place in places:
        around = place.before + place.match + place.after
        start, end = len(place.before), len(place.before) + len(place.match)
        following = sum(1 for _ in takewhile(str.isalnum, place.after))
        for stop in range(max(end, start + MIN_LENGTH), min(end + following, start + MAX_LENGTH) + 1):
            yield _Candidate(around[start:stop], around, start)


def _backward(places: Sequence[PatternContext], phrases_there: Sequence[str]) -> Iterator[_Candidate]:
    """Phrases where they stand, with more and more of what is before."""
    for place in places:
        around, end = place.before + place.match + place.after, len(place.before)
        before = sum(1 for _ in takewhile(str.isalnum, reversed(place.before)))
        for phrase in phrases_there:
            if around.startswith(phrase, end):
                for start in range(end - 1, max(end - before, end + len(phrase) - MAX_LENGTH) - 1, -1):
                    yield _Candidate(around[start : end + len(phrase)], around, start)


def _recurring(candidates: Iterable[_Candidate], accepted: Callable[[_Candidate], bool]) -> dict[str, _Candidate]:
    """The accepted ones that stand at two places or more, the most frequent first, without parts of equal ones."""
    found = list(candidates)
    examples = {one.text: one for one in reversed(found)}
    counts = Counter([one.text for one in found])
    recurring = [text for text, count in counts.items() if count > 1]
    frequent = sorted(recurring, key=lambda text: (-counts[text], -len(text), text))
    taken = [text for text in frequent[:TRIED] if accepted(examples[text])]
    return {
        text: examples[text]
        for text in taken
        if not any(len(text) < len(other) and text in other and counts[other] >= SAME * counts[text] for other in taken)
    }


def _is_phrase(one: _Candidate, analysis: Analysis) -> bool:
    return _starts_well(one, analysis) and _ends_well(one, analysis) and len(_first_word(one, analysis)) > 1


def _starts_well(one: _Candidate, analysis: Analysis) -> bool:
    return one.start in _edges(one.around, analysis)


def _ends_well(one: _Candidate, analysis: Analysis) -> bool:
    """It ends where a word does, and not with a 的 or 是."""
    end = one.start + len(one.text)
    edges = _edges(one.around, analysis)
    return end in edges and (end - 1 not in edges or end - 1 <= one.start)


def _first_word(one: _Candidate, analysis: Analysis) -> str:
    end = min(edge for edge in _edges(one.around, analysis) if edge > one.start)
    return one.around[one.start : end]


def _edges(around: str, analysis: Analysis) -> set[int]:
    """Where words start and end."""
    return set(accumulate(map(len, analysis.cut(around)), initial=0))
