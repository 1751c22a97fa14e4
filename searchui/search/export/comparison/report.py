"""A comparison as one HTML file that needs nothing else: to be looked at, printed and passed on."""

from datetime import datetime
from functools import cache
from html import escape
from importlib import resources

from indexer.i18n import Language, Message, _
from searchui.search.comparison.comparison import Comparison
from searchui.search.comparison.wording import TITLE, name_message, summary_message
from searchui.search.corpus import Corpus
from searchui.search.export.comparison.markup import ComparisonMarkup, parts_of
from searchui.search.export.comparison.table import comparison_table
from searchui.search.export.proof.report import report_style

HEADINGS = {
    "sections": _("小标题"),
    "numbers": _("只有数字变了的地方"),
    "gone": _("甲篇有、乙篇没有的提法"),
    "come": _("乙篇有、甲篇没有的提法"),
    "rows": _("逐句对照"),
}


@cache
def comparison_style() -> str:
    """What a comparison looks like, for a page that has colours of its own."""
    return _data("comparison.css")


def _data(name: str) -> str:
    return resources.files("searchui.search.export.comparison").joinpath("data", name).read_text(encoding="utf-8")


def comparison_report(
    corpus: Corpus, found: Comparison, taken: datetime, language: Language = "zh", root: str = ""
) -> str:
    """The file. `root` stands before each address; without one, nothing is linked."""

    def say(message: Message) -> str:
        return message.text(language)

    parts = dict(parts_of(ComparisonMarkup(found, say, lambda url: root + url if root else "", lambda _phrase: "")))
    title = " → ".join(name_message(text).text(language) for text in (found.a, found.b))
    return _data("comparison_report.html").format(
        tag="zh-Hans" if language == "zh" else language,
        title=escape(f"{title} · {TITLE.text(language)}"),
        style=report_style() + comparison_style(),
        heading=escape(TITLE.text(language)),
        summary=escape(summary_message(found).text(language)),
        source=escape(comparison_table(corpus, found, taken, language, root).provenance.line(language)),
        names=parts["names"],
        choices=parts["choices"],
        rows=parts["rows"],
        rows_title=escape(HEADINGS["rows"].text(language)),
        apart="\n".join(_folded(name, parts[name], language) for name in ("sections", "numbers", "gone", "come")),
    )


def _folded(name: str, body: str, language: Language) -> str:
    if not body:
        return ""
    body = body if body.startswith("<ol>") else f"<ul>\n{body}\n</ul>"
    title = escape(HEADINGS[name].text(language))
    return (
        f'<details class="{name}"{" open" if name == "sections" else ""}><summary>{title}</summary>\n{body}\n</details>'
    )
