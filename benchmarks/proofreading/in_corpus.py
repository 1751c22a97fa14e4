"""Sentences that stand in a corpus, as they are and altered: which are called exact, and which are restored."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from benchmarks.proofreading.alterations import ALTERATIONS
from indexer.analysis import fold
from searchui import Corpus
from searchui.search.nearest.sentences import core, sentences
from searchui.search.proofreading.proof import Sentence, Verdict

LENGTHS = range(15, 81)  # characters
UNTOUCHED = "untouched"


@dataclass
class Found:
    """What became of some sentences, by how they were altered: how many, how often each, and the milliseconds of each."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    missed: list[tuple[str, str, str]] = field(default_factory=list)


def proofread_sentences(corpus: Corpus, number: int, seed: int) -> Found:
    """Half of some random sentences as they are, half altered, in turns of all kinds."""
    chance, found = random.Random(seed), Found()
    kinds, pool = list(ALTERATIONS), sentences_of(corpus, chance)
    for turn in range(number):
        kind = kinds[turn // 2 % len(kinds)] if turn % 2 else UNTOUCHED
        sentence, said = next(_altered(corpus, pool, kind, chance))
        begun = time.perf_counter()
        proof = corpus.proof(said, slips=False)
        found.times.append(1000 * (time.perf_counter() - begun))
        counts = found.counts.setdefault(kind, Counter())
        counts["all"] += 1
        outcome = _outcome(proof.sentences[0], said, sentence)
        counts.update(outcome)
        if kind != UNTOUCHED and "restored" not in outcome:
            found.missed.append((kind, sentence, said))
    return found


def _altered(corpus: Corpus, pool: Iterator[str], kind: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Sentences that can be altered in a way, with what becomes of them; none that stands in the corpus then."""
    for sentence in pool:
        said = sentence if kind == UNTOUCHED else ALTERATIONS[kind](sentence, chance)
        if said is not None and (kind == UNTOUCHED or not corpus.count(_bare(said)).occurrences):
            yield sentence, said


def figures(found: Found) -> Iterator[list[str]]:
    """The rows of a table."""
    for kind, counts in found.counts.items():
        yield [kind, *(str(counts[name]) for name in ("all", "exact", "paragraph", "restored"))]
    times = np.array(found.times)
    yield ["ms a sentence", f"median {np.median(times):.2f}", f"p95 {np.percentile(times, 95):.2f}", "", ""]


def _outcome(one: Sentence, said: str, sentence: str) -> list[str]:
    wanted = fold(_bare(sentence))
    outcome = ["exact"] if one.verdict is Verdict.EXACT else []
    if one.source is not None and wanted in fold(one.source.mention.paragraph.text):
        outcome.append("paragraph")
    restored = said
    for edit in reversed(one.edits):
        restored = restored[: edit.span.start] + edit.source + restored[edit.span.end :]
    if wanted in fold(restored):
        outcome.append("restored")
    return outcome


def sentences_of(corpus: Corpus, chance: random.Random) -> Iterator[str]:
    """Any number of them, each of any paragraph."""
    entries = corpus.speeches()
    weights = [entry.paragraphs for entry in entries]
    while True:
        (entry,) = chance.choices(entries, weights)
        text = chance.choice(corpus.speech(entry.id).paragraphs).text
        own = [text[span.start : span.end].strip() for span in sentences(text)]
        own = [one for one in own if len(one) in LENGTHS and "\n" not in one]
        if own:
            yield chance.choice(own)


def _bare(text: str) -> str:
    own = core(text)
    return text[own.start : own.end]
