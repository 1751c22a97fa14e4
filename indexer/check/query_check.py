"""The trial of an index: what it answers about pieces of its own text, beside what a plain search of all text finds.

The plain search knows nothing of the index but the folded text of each paragraph.
"""

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from indexer.analysis import fold
from indexer.check.problem import Problem, Wrong
from indexer.engine.answers import Numbers, Occurrences
from indexer.engine.reader import RankingReader
from indexer.i18n import Message, _

LONGEST = 24  # characters of a phrase that is tried
AT_ONCE = 20_000  # paragraphs that are searched together
_BETWEEN = "\0"  # stands in no text


def trial(name: str, engine: RankingReader, paragraphs: Numbers, draw: Random, most: int) -> tuple[int, list[Problem]]:
    """Try a piece of each of at most so many paragraphs: how many were tried, and of which the answer was wrong.

    `name` is that of the generation; `paragraphs` are all of its numbers, ascending.
    """
    numbers = sorted(draw.sample(paragraphs.tolist(), min(most, len(paragraphs))))
    texts = engine.folded_texts(numbers)
    phrases = sorted({phrase for text in texts if (phrase := _piece(text, draw))})
    wrong = dict.fromkeys(_unfolded(engine, numbers, texts))
    wrong |= dict.fromkeys(_answered_wrong(engine, paragraphs, phrases))
    return len(phrases), [Problem(name, Wrong.ANSWERS, message) for message in wrong]


def _piece(text: str, draw: Random) -> str:
    """Any piece of a text; nothing where it has none that can be tried."""
    start = draw.randrange(len(text)) if text else 0
    piece = text[start : start + draw.randint(1, LONGEST)]
    return "" if _BETWEEN in piece else piece


def _unfolded(engine: RankingReader, numbers: Sequence[int], texts: Sequence[str]) -> Iterator[Message]:
    """Paragraphs whose text as it is shown is not the text that is searched."""
    for number, paragraph, text in zip(numbers, engine.paragraphs(numbers), texts, strict=True):
        if fold(paragraph.text) != text:
            yield _("第 {number} 段显示的与查找的不是同一段文字", number=number)


def _answered_wrong(engine: RankingReader, every: Numbers, phrases: Sequence[str]) -> Iterator[Message]:
    answers = [engine.occurrences(phrase) for phrase in phrases]
    yield from _elsewhere(every, phrases, answers)
    for place in range(0, len(every), AT_ONCE):
        numbers = every[place : place + AT_ONCE]
        first, last = int(numbers[0]), int(numbers[-1])
        texts = engine.folded_texts(numbers.tolist())
        joined = _BETWEEN.join(texts)
        starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
        for phrase, answer in zip(phrases, answers, strict=True):
            paragraphs, counts = _counted(joined, starts, phrase)
            part = slice(*answer.paragraphs.searchsorted([first, last + 1]))
            if not _same(answer, part, numbers[paragraphs], counts):
                yield _(
                    "数错了“{phrase}”：第 {first}–{last} 段里应有 {sum} 次，却答 {sum2} 次",
                    phrase=phrase,
                    first=first,
                    last=last,
                    sum=counts.sum(),
                    sum2=answer.counts[part].sum(),
                )


def _elsewhere(every: Numbers, phrases: Sequence[str], answers: Sequence[Occurrences]) -> Iterator[Message]:
    """Phrases that are said to stand where no paragraph is."""
    for phrase, answer in zip(phrases, answers, strict=True):
        if not np.isin(answer.paragraphs, every).all():
            yield _("“{phrase}”答在没有的段里", phrase=phrase)


def _same(answer: Occurrences, part: slice, paragraphs: Numbers, counts: Numbers) -> bool:
    return np.array_equal(answer.paragraphs[part], paragraphs) and np.array_equal(answer.counts[part], counts)


def _counted(joined: str, starts: Numbers, phrase: str) -> tuple[Numbers, Numbers]:
    """Which of some joined texts have a phrase, and how often, by looking for it from each place on."""
    places, at = [], joined.find(phrase)
    while at >= 0:
        places.append(at)
        at = joined.find(phrase, at + 1)
    return np.unique(starts.searchsorted(places, side="right") - 1, return_counts=True)
