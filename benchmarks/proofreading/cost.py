"""What it costs to proofread a draft: half of it sentences of the corpus, mostly altered in one place, half text that it has not."""

import os
import random
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from statistics import median
from typing import NamedTuple

from benchmarks.measure.memory import of_process
from benchmarks.proofreading.alterations import ALTERATIONS
from benchmarks.proofreading.in_corpus import sentences_of
from searchui import Corpus

LENGTHS = (20_000, 100_000)  # characters of a draft
PARAGRAPH = 200  # characters that are altered or new in one go
ROUNDS = 3
HEAD = ["paragraphs", "characters", "speech left out", "seconds", "of the processor", "MB more"]


class Cost(NamedTuple):
    """Seconds that a draft took, those of the processor, and private memory at most beside what there was before, in bytes."""

    seconds: float
    processor: float
    more: int


def cost_rows(corpus: Corpus, new: Sequence[str], seed: int) -> Iterator[list[str]]:
    """The rows of a table: drafts of each length, and the first of them where the longest speech is left out."""
    longest = max(corpus.speeches(), key=lambda entry: entry.paragraphs)
    paragraphs = sum(entry.paragraphs for entry in corpus.speeches())
    for length, exclude in ((LENGTHS[0], ()), (LENGTHS[0], (longest.id,)), (LENGTHS[1], ())):
        text = draft_of(corpus, new, length, seed)
        costs = [_cost(corpus, text, exclude) for _ in range(ROUNDS)]
        seconds, processor = (median(one[which] for one in costs) for which in (0, 1))
        more = max(one.more for one in costs) / 1e6
        left_out = "yes" if exclude else "no"
        yield [f"{paragraphs:,}", f"{length:,}", left_out, f"{seconds:.2f}", f"{processor:.2f}", f"{more:.0f}"]


def draft_of(corpus: Corpus, new: Sequence[str], length: int, seed: int) -> str:
    """A draft of so many characters; `new` are texts that the corpus has not."""
    chance = random.Random(seed)
    pool, ways = sentences_of(corpus, chance), [*ALTERATIONS.values()]
    lines = [line[:PARAGRAPH] for text in new for line in text.splitlines() if len(line) > PARAGRAPH // 4]
    chance.shuffle(lines)
    parts: list[str] = []
    size = 0
    for line in cycle(lines):
        altered = ""
        while len(altered) < len(line):
            sentence = next(pool)
            altered += chance.choice(ways)(sentence, chance) or sentence
        parts += [altered, line]
        size += len(altered) + len(line) + 2
        if size >= length:
            break
    return "\n".join(parts)[:length]


def _cost(corpus: Corpus, text: str, exclude: Sequence[str]) -> Cost:
    before = most = of_process(os.getpid())[1]
    begun, processor = time.perf_counter(), time.process_time()
    for _ in corpus.proof_steps(text, exclude=exclude):
        most = max(most, of_process(os.getpid())[1])
    return Cost(time.perf_counter() - begun, time.process_time() - processor, most - before)
