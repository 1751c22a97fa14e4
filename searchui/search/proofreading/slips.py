"""Slips of the pen in text that is new: a character changed, dropped, added or turned round in what the corpus words otherwise.

A noisy channel (Kernighan, Church, Gale 1990, A spelling correction program based on a noisy channel model). Where
characters stand side by side that hardly ever do so in the corpus, others are tried: what comes of it must be frequent
there with what stands around it, and likelier by far, by a language model of the corpus and by the words of the dictionary.
The thresholds were tuned on one half of some speeches that the corpus had not, and measured on the other:
benchmarks/proofreading.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf, log
from typing import NamedTuple

from indexer.analysis.word_likelihood import WordLikelihood
from indexer.engine.answers import Fillers, Frame, Mask
from indexer.errors import CallError
from indexer.i18n import _
from indexer.model import Span
from searchui.search.proofreading.edits import Change
from searchui.search.proofreading.language_model import ORDER, LanguageModel, Totals, Window

SoundsAlike = Callable[[str, str], bool]
FindFillers = Callable[[list[Frame]], Sequence[Fillers]]
Often = Callable[[list[str], list[int]], Mask]

RARE = 1  # times that two neighbours may stand in the corpus, where a slip is looked for
SHAPES = ((1, 2), (2, 1), (2, 2), (2, 3), (3, 2), (3, 3), (4, 4))  # characters before and after what is tried
AT_A_START, AT_AN_END = (0, 4), (4, 0)  # … of a set phrase that what is new stands before or after
NARROW = (1, 1)  # enough where the two characters between are known
LEAST = {3: 8, 4: 5, 5: 3, 6: 2, 7: 2, 8: 2}  # times that it must stand there, by how many characters are known
MOST_KNOWN, FEWEST = max(LEAST), min(LEAST.values())
MOST_TRIED = 4  # characters of a place
REACH = 12  # characters to either side that are segmented
CHOICE = log(6000)  # what it costs to take any of so many characters for a slip
SOUND_CHOICE = log(20)  # … any of so many that are typed alike: what is written by its sound goes wrong so first
ITEM_MARK = "、"


class Gate(StrEnum):
    """How sure a correction must be."""

    STRICT = "strict"
    LOOSE = "loose"


# By how much likelier it must be, as a natural logarithm: a row of fewer characters is likelier anyhow.
GAINS = {
    Gate.STRICT: {Change.ORDER: 6.0, Change.MISSING: 13.0, Change.REPLACED: 19.0, Change.EXTRA: 23.0},
    Gate.LOOSE: {Change.ORDER: 4.0, Change.MISSING: 8.0, Change.REPLACED: 11.0, Change.EXTRA: 15.0},
}


def read_gate(name: str) -> Gate:
    """A gate by its name. Raises CallError for another."""
    try:
        return Gate(name)
    except ValueError as error:
        raise CallError(_("没有“{name}”这样的写法，请写 strict 或 loose", name=name)) from error


@dataclass(frozen=True, slots=True)
class Slip:
    """The characters `span` of a text, and what they should be, which is likelier by `gain` than it must be for its kind.

    `how` the text went wrong: a character too much, too little, another one, or two turned round.
    """

    span: Span
    correction: str
    how: Change
    gain: float


class _Attempt(NamedTuple):
    """Another text in place of the characters `start` to `end`."""

    start: int
    end: int
    instead: str

    @property
    def how(self) -> Change:
        if self.start == self.end:
            return Change.MISSING
        return Change.ORDER if self.end - self.start > 1 else Change.REPLACED if self.instead else Change.EXTRA


class _Hole(NamedTuple):
    """The characters `start` to `end`, for which others are sought that stand in a frame `least` times."""

    start: int
    end: int
    least: int


class SlipFinder:
    """Finds slips by what `totals` and `often` say of texts in a corpus of so many characters, and `fillers` of frames in it.

    `sounds_alike`: whether two characters may be typed by the same letters.
    """

    def __init__(
        self,
        totals: Totals,
        often: Often,
        fillers: FindFillers,
        words: WordLikelihood,
        characters: int,
        sounds_alike: SoundsAlike,
    ) -> None:
        self._often, self._fillers, self._words, self._sounds_alike = often, fillers, words, sounds_alike
        self._model = LanguageModel(totals, characters)

    def possible(self, text: str, spans: Iterable[Span], gate: Gate) -> list[Slip]:
        """All corrections of some stretches of a folded text that are likely enough."""
        suspicious = self._suspicious(text, [place for span in spans for place in _pairs(text, span)])
        attempts = [*self._known(text, suspicious), *self._filled(text, suspicious)]
        found = [
            Slip(Span(one.start, one.end), one.instead, one.how, gain - GAINS[gate][one.how])
            for one, gain in zip(attempts, self._gains(text, attempts), strict=True)
        ]
        return [slip for slip in found if slip.gain > 0]

    def _suspicious(self, text: str, places: Sequence[int]) -> list[int]:
        """The places at which two characters stand that hardly ever do so, or never with one of those beside them."""
        triples = {place: _triples(text, place) for place in places}
        pairs = {place: (text[place : place + 2], RARE + 1) for place in places}
        stand = self._standing([*pairs.values(), *((one, 1) for own in triples.values() for one in own)])
        return [
            place
            for place, own in triples.items()
            if pairs[place] not in stand or (own and not any((one, 1) in stand for one in own))
        ]

    def _known(self, text: str, suspicious: Sequence[int]) -> list[_Attempt]:
        """What comes of a character that is left out, or of two that are turned round, where that is frequent."""
        tried = dict.fromkeys(one for place in suspicious for one in _turned_or_left_out(text, place))
        inner = {one: _inside(text, one) for one in tried}
        there = self._standing((own, FEWEST) for own in inner.values())
        needed = {one: list(_needed(text, one)) for one, own in inner.items() if (own, FEWEST) in there}
        frequent = self._standing(variant for own in needed.values() for variant in own)
        return [one for one, own in needed.items() if not frequent.isdisjoint(own)]

    def _standing(self, texts: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
        """Those of some texts that stand as often as is said of each."""
        asked = list(dict.fromkeys(texts))
        stand = self._often([text for text, _least in asked], [least for _text, least in asked]) if asked else ()
        return {one for one, stands in zip(asked, stand, strict=True) if stands}

    def _filled(self, text: str, suspicious: Sequence[int]) -> Iterator[_Attempt]:
        """Other characters there, or one between, the most frequent ones of each place."""
        frames = _frames(text, suspicious)
        votes: dict[tuple[int, int], dict[str, float]] = {}
        for holes, found in zip(frames.values(), self._fillers(list(frames)), strict=True):
            meant = [(character, times) for character, times in found.items() if _is_meant(character)]
            for start, end, least in holes:
                own = votes.setdefault((start, end), {})
                for character, times in meant:
                    if times >= least and character != text[start:end]:
                        own[character] = max(own.get(character, 0.0), times / least)
        for (start, end), own in votes.items():
            for character in sorted(own, key=lambda one: (-own[one], one))[:MOST_TRIED]:
                yield _Attempt(start, end, character)

    def _gains(self, text: str, attempts: Sequence[_Attempt]) -> Iterator[float]:
        """By how much each attempt is likelier than what is there.

        Another character must not be worse as a row of words, unless it sounds the same: a whole word that stands in place
        of another is meant, as the name of another place is.
        """
        there = self._model.scores([_window(text, one, text[one.start : one.end]) for one in attempts])
        instead = self._model.scores([_window(text, one, one.instead) for one in attempts])
        for one, before, after in zip(attempts, there, instead, strict=True):
            segmented, cost = self._segmented(text, one), self._cost(text, one)
            is_word = one.how is Change.REPLACED and cost == CHOICE and segmented < 0
            yield -inf if is_word else after - before + segmented - cost

    def _cost(self, text: str, one: _Attempt) -> float:
        """How unlikely it is that what is meant went wrong so."""
        if one.how is Change.EXTRA:
            return 0.0 if _is_doubled(text, one.start) else CHOICE
        if one.how is Change.REPLACED:
            return SOUND_CHOICE if self._sounds_alike(text[one.start], one.instead) else CHOICE
        return 0.0

    def _segmented(self, text: str, one: _Attempt) -> float:
        """By how much it is likelier as a row of words."""
        before = _han_tail(text[max(one.start - REACH, 0) : one.start])
        after = _han_head(text[one.end : one.end + REACH])
        there = self._words.log_probability(before + text[one.start : one.end] + after)
        return self._words.log_probability(before + one.instead + after) - there


def _pairs(text: str, span: Span) -> Iterator[int]:
    """Where two Han characters stand side by side."""
    return (place for place in range(span.start, span.end - 1) if _is_han(text[place]) and _is_han(text[place + 1]))


def _triples(text: str, place: int) -> list[str]:
    """The characters at a place and the next, with that before and with that after."""
    return [triple for start in (place - 1, place) if start >= 0 and len(triple := text[start : start + 3]) == 3]


def _frames(text: str, places: Sequence[int]) -> dict[Frame, list[_Hole]]:
    """What stands around each of two neighbours, and around where they meet."""
    frames: dict[Frame, list[_Hole]] = {}
    for place in places:
        for start, end, shapes in (
            (place, place + 1, (*SHAPES, AT_A_START)),
            (place + 1, place + 1, SHAPES),
            (place + 1, place + 2, (*SHAPES, AT_AN_END)),
        ):
            for shape in shapes:
                around = _around(text, start, end, shape)
                if around is not None:
                    frames.setdefault(around, []).append(_Hole(start, end, LEAST[sum(shape)]))
    return frames


def _turned_or_left_out(text: str, place: int) -> Iterator[_Attempt]:
    """At two neighbours: one of them left out, they turned round, or one of them and the one beside it."""
    yield from (_Attempt(at, at + 1, "") for at in (place, place + 1) if _may_be_too_much(text, at))
    for at in (place - 1, place, place + 1):
        if at >= 0 and at + 1 < len(text) and _is_han(text[at]) and _is_han(text[at + 1]):
            yield _Attempt(at, at + 2, text[at + 1] + text[at])


def _may_be_too_much(text: str, at: int) -> bool:
    """Where a clause begins or ends there is much that can be left out, though it is meant: only what is doubled counts."""
    return (_is_han(text[at - 1 : at]) and _is_han(text[at + 1 : at + 2])) or _is_doubled(text, at)


def _is_doubled(text: str, at: int) -> bool:
    return text[at] in (text[at - 1 : at], text[at + 1 : at + 2])


def _inside(text: str, one: _Attempt) -> str:
    """What is in all that `_needed` gives: what there would be, with a character before and after."""
    return text[max(one.start - 1, 0) : one.start] + one.instead + text[one.end : one.end + 1] or text[one.start]


def _needed(text: str, one: _Attempt) -> Iterator[tuple[str, int]]:
    """Texts of which one must stand in the corpus, and how often."""
    for shape in (NARROW, *SHAPES):
        around, known = _around(text, one.start, one.end, shape), sum(shape) + len(one.instead)
        if around is not None and known in range(min(LEAST), MOST_KNOWN + len(one.instead) + 1):
            yield around.before + one.instead + around.after, LEAST[min(known, MOST_KNOWN)]


def _around(text: str, start: int, end: int, shape: tuple[int, int]) -> Frame | None:
    """So many characters before and after a stretch; None where there are not so many, or a line ends among them."""
    before, after = shape
    left, right = text[max(start - before, 0) : start], text[end : end + after]
    if len(left) < before or len(right) < after or "\n" in left + right:
        return None
    return Frame(left, right)


def _window(text: str, one: _Attempt, instead: str) -> Window:
    """What the language model looks at around a place, on its line."""
    reach = ORDER - 1
    before = text[max(one.start - reach, 0) : one.start].rpartition("\n")[2]
    after = text[one.end : one.end + reach].partition("\n")[0]
    return Window(before + instead + after, len(before))


def likeliest(found: Iterable[Slip]) -> list[Slip]:
    """Of corrections that touch each other the likeliest, in the order of the text."""
    taken: list[Slip] = []
    for slip in sorted(found, key=lambda slip: (-slip.gain, slip.span)):
        if not any(slip.span.start <= other.span.end and other.span.start <= slip.span.end for other in taken):
            taken.append(slip)
    return sorted(taken, key=lambda slip: slip.span)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_meant(character: str) -> bool:
    return _is_han(character) or character == ITEM_MARK


def _han_tail(text: str) -> str:
    size = next((place for place, one in enumerate(reversed(text)) if not _is_han(one)), len(text))
    return text[len(text) - size :]


def _han_head(text: str) -> str:
    return text[: next((place for place, one in enumerate(text) if not _is_han(one)), len(text))]
