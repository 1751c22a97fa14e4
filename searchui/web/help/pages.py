"""Which pages of help there are, in the reader's language, and which of them explains a topic."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple
from urllib.parse import quote_plus

from indexer.i18n import SOURCE
from searchui.web.help.markdown import Rendered, render, topics_of
from searchui.web.i18n.translations import TRADITIONAL, Interface, to_traditional

NAMES = (
    "start",
    "files",
    "searching",
    "reading",
    "comparing",
    "proofreading",
    "deploying",
    "commands",
    "python",
    "api",
    "limits",
)
_ELSEWHERE = "en"  # for a language that has no pages of its own


class Topic(NamedTuple):
    """Where something is explained: the name of the page, and the heading there."""

    page: str
    heading: str


@cache
def help_page(name: str, interface: Interface) -> Rendered:
    """A page of NAMES, its links relative to itself."""
    return render(_source(name, interface), _words(interface), _address, _query_url)


@cache
def topics(interface: Interface) -> Mapping[str, Topic]:
    """By their headings alone: most pages of the site ask for one, and would wait for all pages of help."""
    return {
        topic: Topic(name, heading)
        for name in NAMES
        for topic, heading in topics_of(_source(name, interface), _words(interface)).items()
    }


def _words(interface: Interface) -> Callable[[str], str]:
    return to_traditional if interface == TRADITIONAL else str


def _source(name: str, interface: Interface) -> str:
    folder = resources.files(__package__)
    language = SOURCE if interface == TRADITIONAL else interface
    language = language if folder.joinpath(language).is_dir() else _ELSEWHERE
    return folder.joinpath(language, f"{name}.md").read_text(encoding="utf-8")


def _address(link: str) -> str | None:
    """Pages link to each other as files; what is not among them is only in the documentation."""
    path, mark, topic = link.partition("#")
    if not path or ":" in path:
        return link
    name = path.removesuffix(".md")
    return f"{name}{mark}{topic}" if name in NAMES else None


def _query_url(query: str) -> str:
    return f"../search?q={quote_plus(query)}"
