"""Whether an index answers correctly: its answers about pieces of its own text, compared with a plain search of all text.

The plain search knows nothing of the index but the folded text of each paragraph.
"""

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from indexer.analysis import fold
from indexer.check.problem import Problem, ProblemKind
from indexer.engine.answers import Numbers, Occurrences
from indexer.engine.embedded.segment.ngram_file import FILE, words_of
from indexer.engine.reader import RankingReader
from indexer.i18n import Message, _

MAX_PHRASE_LENGTH = 24  # characters of a phrase that is checked
BATCH = 20_000  # paragraphs that are searched together
_BETWEEN = "\0"  # occurs in no text


def check_answers(
    name: str, engine: RankingReader, paragraphs: Numbers, draw: Random, most: int
) -> tuple[int, list[Problem]]:
    """Check a piece of each of at most `most` paragraphs: how many were checked, and which answers were wrong.

    `name` is that of the generation; `paragraphs` are all of its numbers, ascending.
    """
    numbers = sorted(draw.sample(paragraphs.tolist(), min(most, len(paragraphs))))
    texts = engine.folded_texts(numbers)
    phrases = sorted({phrase for text in texts if (phrase := _piece(text, draw))})
    wrong = dict.fromkeys(_differently_folded(engine, numbers, texts))
    wrong |= dict.fromkeys(_wrong_answers(engine, paragraphs, phrases))
    return len(phrases), [Problem(name, ProblemKind.ANSWERS, message) for message in wrong]


def check_ngram_order(name: str, engine: RankingReader, paragraphs: Numbers) -> Iterator[Problem]:
    """Check that all n-grams are there, and in their order; arguments as above."""
    forward_index = engine.forward_index
    live = np.zeros(len(forward_index.firsts) - 1, dtype=np.bool_)
    live[paragraphs] = True
    if not engine.ngram_order.is_of(forward_index, words_of(forward_index, live)):
        yield Problem(f"{name}/{FILE}", ProblemKind.CONTENTS, _("词组的次序不对"))


def _piece(text: str, draw: Random) -> str:
    """A random piece of a text; empty where it cannot be checked."""
    start = draw.randrange(len(text)) if text else 0
    piece = text[start : start + draw.randint(1, MAX_PHRASE_LENGTH)]
    return "" if _BETWEEN in piece else piece


def _differently_folded(engine: RankingReader, numbers: Sequence[int], texts: Sequence[str]) -> Iterator[Message]:
    """Paragraphs whose text as it is shown is not the text that is searched."""
    for number, paragraph, text in zip(numbers, engine.paragraphs(numbers), texts, strict=True):
        if fold(paragraph.text) != text:
            yield _("第 {number} 段显示的与查找的不是同一段文字", number=number)


def _wrong_answers(engine: RankingReader, every: Numbers, phrases: Sequence[str]) -> Iterator[Message]:
    answers = [engine.occurrences(phrase) for phrase in phrases]
    yield from _unknown_paragraphs(every, phrases, answers)
    for place in range(0, len(every), BATCH):
        numbers = every[place : place + BATCH]
        first, last = int(numbers[0]), int(numbers[-1])
        texts = engine.folded_texts(numbers.tolist())
        joined = _BETWEEN.join(texts)
        starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
        for phrase, answer in zip(phrases, answers, strict=True):
            paragraphs, counts = _count_in(joined, starts, phrase)
            part = slice(*answer.paragraphs.searchsorted([first, last + 1]))
            if not _is_same(answer, part, numbers[paragraphs], counts):
                yield _(
                    "数错了“{phrase}”：第 {first}–{last} 段里应有 {sum} 次，却答 {sum2} 次",
                    phrase=phrase,
                    first=first,
                    last=last,
                    sum=counts.sum(),
                    sum2=answer.counts[part].sum(),
                )


def _unknown_paragraphs(every: Numbers, phrases: Sequence[str], answers: Sequence[Occurrences]) -> Iterator[Message]:
    """Phrases that are found in paragraphs that do not exist."""
    for phrase, answer in zip(phrases, answers, strict=True):
        if not np.isin(answer.paragraphs, every).all():
            yield _("“{phrase}”答在没有的段里", phrase=phrase)


def _is_same(answer: Occurrences, part: slice, paragraphs: Numbers, counts: Numbers) -> bool:
    return np.array_equal(answer.paragraphs[part], paragraphs) and np.array_equal(answer.counts[part], counts)


def _count_in(joined: str, starts: Numbers, phrase: str) -> tuple[Numbers, Numbers]:
    """Which of some joined texts have a phrase, and how often; occurrences may overlap."""
    places, at = [], joined.find(phrase)
    while at >= 0:
        places.append(at)
        at = joined.find(phrase, at + 1)
    return np.unique(starts.searchsorted(places, side="right") - 1, return_counts=True)
