"""Reports of two neighbouring years, linked by eye before it ran over them: what a reader links, and what is only like it.

`data/links.tsv` has no text, only digests of sentences: those of the year before and of the year, and whether a reader
links them (must) or might (may).
"""

import csv
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from searchui import Corpus
from searchui.search.comparison.comparer import linked
from searchui.search.comparison.similarity import frame

LINKS = Path(__file__).with_name("data") / "links.tsv"


class Measured(NamedTuple):
    """Of what is linked the share that a reader links or might, and of what a reader links that which is linked."""

    precision: float
    recall: float
    known: float


def digest(sentence: str) -> str:
    return sha256(sentence.encode()).hexdigest()[:12]


def measured(corpus: Corpus, a: str, b: str) -> Measured:
    one, other = corpus.compared(a), corpus.compared(b)
    texts = [[text.of(span) for span in text.sentences] for text in (one, other)]
    with LINKS.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file, delimiter="\t")
            if (row["report"], row["next"]) == (Path(a).name, Path(b).name)
        ]
    by_eye = {(row["a"], row["b"]): row["link"] for row in rows}
    found = [(texts[0][own], texts[1][there]) for link in linked(one, other) for own in link.a for there in link.b]
    right = [(x, y) for x, y in found if (digest(x), digest(y)) in by_eye or frame(x) == frame(y)]
    must = {pair for pair, link in by_eye.items() if link == "must"}
    having = [{*map(digest, text)} for text in texts]
    known = {pair for pair in must if pair[0] in having[0] and pair[1] in having[1]}
    reached = known & {(digest(x), digest(y)) for x, y in found}
    return Measured(len(right) / len(found), len(reached) / len(known), len(known) / len(must))


@pytest.mark.parametrize(
    ("a", "b", "precision", "recall"),
    [
        ("00025_2025年西藏政府工作报告.txt", "prov_gwr_2026-00025.txt", 0.93, 0.90),
        ("00004_2025年北京市政府工作报告.txt", "prov_gwr_2026-00004.txt", 0.96, 0.92),
        ("00015_2025年江苏省政府工作报告.txt", "prov_gwr_2026-00015.txt", 0.92, 0.75),
        ("00021_2025年湖北省政府工作报告.txt", "prov_gwr_2026-00021.txt", 0.90, 0.77),
        ("00030_2025年青海省政府工作报告.txt", "prov_gwr_2026-00030.txt", 0.98, 0.65),
        ("00001_2025年上海市政府工作报告.txt", "prov_gwr_2026-00001.txt", 0.96, 0.79),
    ],
)
@pytest.mark.slow
def test_reports_of_two_years_as_a_reader_links_them(
    real_corpus: Corpus, a: str, b: str, precision: float, recall: float
) -> None:
    """What was measured when the rules were made: precision and recall of 93.8 % and 91 %, 96.5 % and 93.2 %, 92.6 %
    and 75.7 %, 90.6 % and 77.8 %, 99.4 % and 65.4 %, 97.1 % and 80.1 %. The weights are of the first and the third, the others were
    only measured; the last was linked by eye before any of it ran over it.

    A report that looks back on five years instead of one, as those of the third to the fifth pair do, has fewer sentences
    of the year before, and a reader links one of them to several that stand apart, or several to one that sums them up. What is counted as wrong
    is mostly a pair that a reader finds worth telling.
    """
    found = measured(real_corpus, f"provincial-reports-2025/{a}", f"pages-as-copied/{b}")
    assert found.known > 0.95, "the sentences are parted in another way"
    assert found.precision > precision
    assert found.recall > recall
