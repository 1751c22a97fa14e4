"""A proof as one HTML file that needs nothing else: to be looked at, printed and passed on."""

from datetime import datetime
from functools import cache
from html import escape
from importlib import resources

from indexer.i18n import Language, Message, _
from searchui.search.corpus import Corpus
from searchui.search.export.proof.markup import ProofMarkup, choices
from searchui.search.export.proof.table import proof_table
from searchui.search.proofreading.proof import Proof
from searchui.search.proofreading.wording import summary_message

TITLE = _("核对文稿")


@cache
def proof_style() -> str:
    """What a proof looks like, for a page that has colours of its own."""
    return _data("proof.css")


def report_style() -> str:
    """The colours and the face of the site, for a file that stands alone."""
    return _data("proof_report.css")


def _data(name: str) -> str:
    return resources.files("searchui.search.export.proof").joinpath("data", name).read_text(encoding="utf-8")


def proof_report(
    corpus: Corpus, proof: Proof, name: str, taken: datetime, language: Language = "zh", root: str = ""
) -> str:
    """The file. `root` stands before each address; without one, sources are named and not linked."""

    def say(message: Message) -> str:
        return message.text(language)

    markup = ProofMarkup(proof, say, lambda mention, _text: root + mention.url if root else "")
    title = " · ".join(filter(None, (name, TITLE.text(language))))
    return _data("proof_report.html").format(
        tag="zh-Hans" if language == "zh" else language,
        title=escape(title),
        style=report_style() + proof_style(),
        summary=escape(summary_message(proof).text(language)),
        source=escape(proof_table(corpus, proof, name, taken, language, root).provenance.line(language)),
        choices=choices(markup, say),
        draft=markup.draft(),
        evidence=markup.evidence(),
    )
