"""Wordings of which it is known which came before which, written down before any of this ran: the new one is among the
first variants of the old one.
"""

import csv
from pathlib import Path

import pytest

from indexer.analysis import fold
from searchui import Corpus

SUCCESSIONS = Path(__file__).with_name("data") / "successions.tsv"
FIRST = 5


@pytest.mark.slow
def test_wordings_that_are_known_to_have_come_after_others_are_among_the_first(real_corpus: Corpus) -> None:
    """What was measured: 21 of the 29 of which the corpora have both (18 before words were extended as far as they go).

    Of the others five share hardly a character (着力扩大内需, 大力提振消费); no sentence that belongs to one with the old
    wording has the new one in its place, so that these corpora have no evidence of them.
    """
    with SUCCESSIONS.open(encoding="utf-8", newline="") as file:
        pairs = [(row["old"], row["new"]) for row in csv.DictReader(file, delimiter="\t")]
    both = [pair for pair in pairs if all(real_corpus.count(text).occurrences for text in pair)]
    found = [pair for pair in both if fold(pair[1]) in _first(real_corpus, pair[0])]
    assert len(both) >= 29
    assert len(found) >= 21, set(both) - set(found)


def _first(corpus: Corpus, phrase: str) -> list[str]:
    variants = corpus.variants(phrase, limit=FIRST).variants
    for one in variants:
        assert one.wording.occurrences == corpus.count(one.text).occurrences > 0
    return [fold(one.text) for one in variants]
