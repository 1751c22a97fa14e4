"""What a page declares of itself before its text: where it stands on the web, and who is its source.

The names are those of web pages (canonical, Open Graph), of sites of Chinese authorities (ContentSource, Url), and the
comment with which browsers begin a page that they save.
"""

import re
from collections.abc import Iterator, Mapping

from bs4 import BeautifulSoup, Tag

from indexer.readers.lines import clean
from indexer.web_address import is_site, public_address

MAX_HEAD = 200_000  # characters in which a page has ended to declare
MAX_SOURCE = 30
_BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<address>\S+?)\s*-->", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"<\?xml[^>]*>?", re.IGNORECASE)
_ADDRESSES = ("og:url", "url")
_SOURCES = ("contentsource", "article:source", "source")


def declared_fields(markup: str) -> dict[str, str]:
    """`address` and `source`, as far as the page declares them in so many words."""
    body = _BODY.search(markup, 0, MAX_HEAD)
    head = markup[: body.start() if body else MAX_HEAD]
    soup = BeautifulSoup(_XML_DECLARATION.sub("", head) + "\n", "lxml")
    named = {
        str(tag.get("property") or tag.get("name") or "").lower(): str(tag.get("content") or "")
        for tag in reversed(soup.find_all("meta"))
    }
    fields = {"address": _page_address(_addresses(soup, named, head)), "source": _source(named)}
    return {name: value for name, value in fields.items() if value}


def _addresses(soup: BeautifulSoup, named: Mapping[str, str], head: str) -> Iterator[str]:
    for tag in soup.find_all("link", rel="canonical"):
        yield str(tag.get("href") or "") if isinstance(tag, Tag) else ""
    yield from (named.get(name, "") for name in _ADDRESSES)
    if saved := _SAVED.search(head):
        yield saved["address"]


def _page_address(addresses: Iterator[str]) -> str | None:
    """The first that anybody can open and that is a page's: templates often declare no more than their site."""
    public = (public_address(address) for address in addresses)
    return next((address for address in public if address and not is_site(address)), None)


def _source(named: Mapping[str, str]) -> str | None:
    found = (clean(named[name]) for name in _SOURCES if clean(named.get(name, "")))
    return next((name for name in found if len(name) <= MAX_SOURCE), None)
