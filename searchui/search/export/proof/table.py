"""The table of a proof. The text of a draft is confidential: it stands in its own rows alone, not in what is said of them."""

from datetime import datetime

from indexer.i18n import Language, _, p_
from searchui.search.corpus import Corpus
from searchui.search.export.provenance import provenance
from searchui.search.export.table import Table
from searchui.search.filters.filters import NO_FILTERS
from searchui.search.proofreading.proof import PROOF_COLUMNS, Proof, proof_rows

PROOF = p_("table", "核对文稿")
READING = _("逐句与语料核对，只有一字不差才算一致")


def proof_table(
    corpus: Corpus, proof: Proof, name: str, taken: datetime, language: Language = "zh", root: str = ""
) -> Table:
    """What the corpus has of a draft of that name. `root` stands before each address."""
    source = provenance(
        corpus,
        view=PROOF.text(language),
        query=name,
        reading=READING.text(language),
        filters=NO_FILTERS,
        options={},
        found={"sentences": len(proof.sentences), "notices": len(proof.notices)},
        taken=taken,
    )
    return Table(PROOF, PROOF_COLUMNS, proof_rows(proof, root), source)
