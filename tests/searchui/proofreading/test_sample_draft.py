"""The draft beside the documentation: each error that was planted in it is found, by what it is."""

import pytest

from searchui import Corpus
from searchui.search.proofreading.proof import Proof
from tests.conftest import ROOT

DOCS = ROOT / "docs"
ROWS = (DOCS / "sample-draft-errors.tsv").read_text(encoding="utf-8").splitlines()
PLANTED = [line.split("\t") for line in ROWS if not line.startswith("#")]


@pytest.fixture(scope="module")
def proof(corpus: Corpus) -> Proof:
    return corpus.proof((DOCS / "sample-draft.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("said", "instead", "kind"), PLANTED)
def test_a_planted_error_is_found(said: str, instead: str, kind: str, proof: Proof) -> None:
    start = proof.text.index(said)
    end = start + len(said)
    if kind == "旧提法":
        assert (said, instead) in {(one.said, one.suggestion) for one in proof.notices}
    elif kind == "不是此人说的":
        (notice,) = (one for one in proof.notices if one.kind == "attribution")
        assert (said[:3], instead) == (notice.said, notice.suggestion)
    else:
        units = [one for one in (*proof.sentences, *proof.quotations) if start < one.span.end and one.span.start < end]
        assert any(
            one.source and instead in one.source.mention.paragraph.text for one in units if one.verdict != "exact"
        )


def test_nothing_else_is_to_be_looked_at(proof: Proof) -> None:
    told = {one.said for one in proof.notices}
    assert all(any(one in said or said[:3] == one for said, _, _ in PLANTED) for one in told), told
