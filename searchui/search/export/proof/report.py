"""A proof as one HTML file that needs nothing else: to be looked at, printed and passed on."""

from datetime import datetime
from functools import cache
from importlib import resources

from indexer.i18n import Language, Message, _
from searchui.search.corpus import Corpus
from searchui.search.export.proof.markup import ProofMarkup, choices
from searchui.search.export.proof.table import proof_table
from searchui.search.export.report.page import Report, report_page
from searchui.search.proofreading.proof import Proof
from searchui.search.proofreading.wording import summary_message

TITLE = _("核对文稿")


@cache
def proof_style() -> str:
    """What a proof looks like, for a page that has colours of its own."""
    return resources.files("searchui.search.export.proof").joinpath("data", "proof.css").read_text(encoding="utf-8")


def proof_report(
    corpus: Corpus, proof: Proof, name: str, taken: datetime, language: Language = "zh", root: str = ""
) -> str:
    """The file. `root` stands before each address; without one, sources are named and not linked."""

    def say(message: Message) -> str:
        return message.text(language)

    markup = ProofMarkup(proof, say, lambda mention, _text: root + mention.url if root else "")
    title = " · ".join(filter(None, (name, TITLE.text(language))))
    draft, evidence = markup.draft(), markup.evidence()
    report = Report(
        kind="proof",
        title=title,
        heading=title,
        summary=summary_message(proof).text(language),
        source=proof_table(corpus, proof, name, taken, language, root).provenance.line(language),
        style=proof_style(),
        body=f'{choices(markup, say)}\n<div class="draft">\n{draft}\n</div>\n<ol class="evidence">\n{evidence}\n</ol>',
    )
    return report_page(report, language)
