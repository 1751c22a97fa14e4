"""Speeches that a corpus has not: what is said of true text, and which slips in set phrases are found.

Thresholds are tuned on every other of them, and measured on the rest.
"""

import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.proofreading.alterations import ALTERATIONS
from indexer.analysis import fold
from searchui import Corpus
from searchui.search.nearest.sentences import sentences
from searchui.search.proofreading.proof import NoticeKind

LENGTHS = range(12, 121)  # characters of a sentence
PHRASE = re.compile(r"[\u4e00-\u9fff]{4,12}")
LEAST = 3  # times that a set phrase stands in the corpus
KINDS = ("swap", "drop", "insert", "replace")
NEAR = 2  # characters beside a slip at which it counts as found


@dataclass
class TrueText:
    """What is said of drafts as they are."""

    characters: int = 0
    seconds: float = 0.0
    notices: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Notices in 1,000 characters."""
        return 1000 * sum(self.notices.values()) / max(self.characters, 1)


@dataclass
class Slips:
    """Of so many slips by kind, how many were shown, and with the right correction first."""

    made: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)


def proofread_drafts(corpus: Corpus, drafts: Sequence[str], suggestions: str) -> TrueText:
    """Whole drafts, of which every word is meant."""
    found = TrueText()
    for text in drafts:
        begun = time.perf_counter()
        proof = corpus.proof(text, suggestions=suggestions)
        found.seconds += time.perf_counter() - begun
        found.characters += len(text)
        found.notices.update(notice.kind.value for notice in proof.notices)
    return found


def proofread_slips(corpus: Corpus, drafts: Sequence[str], number: int, seed: int, suggestions: str) -> Slips:
    """Sentences of drafts, each with one slip inside a phrase that the corpus has."""
    chance, found = random.Random(seed), Slips()
    pool = [text[span.start : span.end].strip() for text in drafts for span in sentences(text)]
    pool = [one for one in pool if len(one) in LENGTHS and "\n" not in one]
    chance.shuffle(pool)
    for sentence in pool:
        if sum(found.made.values()) == number:
            break
        phrases = [match for match in PHRASE.finditer(sentence) if corpus.count(match[0]).occurrences >= LEAST]
        if not phrases or corpus.count(sentence.rstrip("。；！？")).occurrences:
            continue
        phrase, kind = chance.choice(phrases), chance.choice(KINDS)
        wrong = ALTERATIONS[kind](f"“{phrase[0]}”", chance)
        if wrong is None:
            continue
        said = sentence[: phrase.start()] + wrong[1:-1] + sentence[phrase.end() :]
        found.made[kind] += 1
        _look(corpus, said, sentence, phrase.start(), kind, suggestions, found)
    return found


def _look(corpus: Corpus, said: str, sentence: str, start: int, kind: str, suggestions: str, found: Slips) -> None:
    place = next(at for at in range(start, len(said)) if said[at : at + 1] != sentence[at : at + 1])
    for notice in corpus.proof(said, suggestions=suggestions).notices:
        if notice.kind is NoticeKind.SLIP and notice.span.start - NEAR <= place <= notice.span.end + NEAR:
            found.shown[kind] += 1
            restored = said[: notice.span.start] + notice.suggestion + said[notice.span.end :]
            found.restored[kind] += fold(restored) == fold(sentence)
            return
