"""A speech as it was understood, beside its reading by eye: what is right, missing and false."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.reading.golden import Golden, Hashed, hashed
from indexer.evidence import FACTS
from indexer.model import Kind, Section, Speech


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind of thing. `false` is what was read and is not so; a value that is unknown is `missing`."""

    right: int = 0
    missing: int = 0
    false: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.missing + other.missing, self.false + other.false)

    @property
    def precision(self) -> float:
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> float:
        return _share(self.right, self.right + self.missing)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def scores(speech: Speech, golden: Golden) -> Iterator[tuple[str, Score]]:
    """The score of each fact, of the headings, and of the lines of the turns."""
    for fact in FACTS:
        if fact == "address":  # nobody knows it of a text that was copied
            continue
        yield fact, _of_fact(fact, speech, golden)
    yield "headings", _of_headings(speech, golden)
    if golden.turns:
        yield "lines of turns", _of_turns(speech, golden)


def _of_fact(fact: str, speech: Speech, golden: Golden) -> Score:
    if fact == "date":
        own, wanted = (str(speech.date) if speech.date else None), golden.date
        return _compared(own, {wanted}, wanted is None)
    read, seen = hashed(getattr(speech, fact)), getattr(golden, fact)
    also = set(golden.title_also) if fact == "title" else set()
    return _compared(read, {seen, *also}, seen is None)


def _compared(own: object, allowed: set[object], unknown: bool) -> Score:
    if own is None:
        return Score() if unknown else Score(missing=1)
    if own in allowed:
        return Score(right=1)
    return Score(false=1) if unknown else Score(false=1, missing=1)


def _of_headings(speech: Speech, golden: Golden) -> Score:
    """By level and text; whether the stop of a heading that is a sentence belongs to it makes no difference."""
    wanted = Counter[tuple[int, Hashed | None]](one.key for one in golden.headings)
    own = Counter(
        next((key for key in _keys(one) if key in wanted), _keys(one)[0])
        for section in speech.sections
        for one in section.walk()
    )
    optional = {one.key[1] for one in golden.headings_optional}
    right = (own & wanted).total()
    false = sum(count for (_level, text), count in (own - wanted).items() if text not in optional)
    return Score(right, wanted.total() - right, false)


def _keys(section: Section) -> tuple[tuple[int, Hashed | None], ...]:
    return tuple((section.level, hashed(text)) for text in (section.display, section.display + "。"))


def _of_turns(speech: Speech, golden: Golden) -> Score:
    """By paragraphs that begin in a line of a turn: whether its speaker is the one that the text names.

    Where an answer is labelled by its role (答), the spokesperson whom the title names is as right.
    """
    roles = {hashed("答"): golden.speaker}
    speakers = {line: turn.speaker for turn in golden.turns for line in range(turn.first, turn.last + 1)}
    total = Score()
    sole_speaker = speech.sole_speaker
    for paragraph in speech.paragraphs:
        if golden.turns_until is not None and paragraph.line > golden.turns_until:
            break
        if paragraph.kind is Kind.TITLE:
            continue
        wanted = speakers.get(paragraph.line)
        own = hashed(paragraph.speaker or sole_speaker)
        total += _compared(own, {wanted, roles.get(wanted, wanted)}, wanted is None)
    return total


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
