"""The page of a report: one HTML file that needs nothing else, to be looked at, printed and passed on."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources

from indexer.i18n import Language


@dataclass(frozen=True, slots=True)
class Report:
    """What a page says. All is text, but `style` and `body`, which are as they stand in the file.

    `kind` is the class of the main part, whose look `style` is.
    """

    kind: str
    title: str
    heading: str
    summary: str
    source: str
    style: str
    body: str


def report_page(report: Report, language: Language) -> str:
    """The file."""
    return _data("report.html").format(
        tag="zh-Hans" if language == "zh" else language,
        title=escape(report.title),
        style=_data("report.css") + report.style,
        heading=escape(report.heading),
        summary=escape(report.summary),
        kind=report.kind,
        body=report.body,
        source=escape(report.source),
    )


def choice_fields(title: str, choices: Iterable[tuple[str, str, int]], first: str) -> str:
    """What of a report is listed: chosen without a script, by the style sheet.

    `choices` are names, words and how many there are of each; `first` is the name of what is chosen at first.
    """
    labels = [
        f'<label><input type="radio" name="only" id="only-{name}"{" checked" if name == first else ""}> '
        f"{escape(word)} {count:,}</label>"
        for name, word, count in choices
    ]
    return (
        f'<fieldset class="kinds"><legend class="quiet">{escape(title)}</legend>\n'
        + "\n".join(labels)
        + "\n</fieldset>"
    )


@cache
def _data(name: str) -> str:
    return resources.files("searchui.search.export.report").joinpath("data", name).read_text(encoding="utf-8")
