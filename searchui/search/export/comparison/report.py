"""A comparison as one HTML file that needs nothing else: to be looked at, printed and passed on."""

from collections.abc import Mapping
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
from searchui.search.export.report.page import Report, report_page

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
    data = resources.files("searchui.search.export.comparison").joinpath("data")
    return data.joinpath("comparison.css").read_text(encoding="utf-8")


def comparison_report(
    corpus: Corpus, found: Comparison, taken: datetime, language: Language = "zh", root: str = ""
) -> str:
    """The file. `root` stands before each address; without one, nothing is linked."""

    def say(message: Message) -> str:
        return message.text(language)

    parts = dict(parts_of(ComparisonMarkup(found, say, lambda url: root + url if root else "", lambda _phrase: "")))
    names = " → ".join(name_message(text).text(language) for text in (found.a, found.b))
    report = Report(
        kind="comparison",
        title=f"{names} · {TITLE.text(language)}",
        heading=TITLE.text(language),
        summary=summary_message(found).text(language),
        source=comparison_table(corpus, found, taken, language, root).provenance.line(language),
        style=comparison_style(),
        body=_body(parts, language),
    )
    return report_page(report, language)


def _body(parts: Mapping[str, str], language: Language) -> str:
    """What stands apart, then the rows."""
    return "\n".join(
        (
            *(_folded(name, parts[name], language) for name in ("sections", "numbers", "gone", "come")),
            f"<h2>{escape(HEADINGS['rows'].text(language))}</h2>",
            parts["choices"],
            f'<div class="names">\n{parts["names"]}\n</div>',
            f'<ol class="rows">\n{parts["rows"]}\n</ol>',
        )
    )


def _folded(name: str, body: str, language: Language) -> str:
    if not body:
        return ""
    body = body if body.startswith("<ol>") else f"<ul>\n{body}\n</ul>"
    title = escape(HEADINGS[name].text(language))
    return (
        f'<details class="{name}"{" open" if name == "sections" else ""}><summary>{title}</summary>\n{body}\n</details>'
    )
