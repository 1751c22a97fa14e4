"""A page of Markdown as HTML. Its topics are headings that stand under a line `<a id="topic"></a>`, as GitHub links to them.

Where a page has a line `<!-- examples -->`, what is written as code in the first column of its tables is a query to try.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TOPIC = re.compile(r'^<a id="([\w-]+)"></a>\n(#+ (.+))$', re.MULTILINE)
_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_CHINESE = r"[\u2e80-\u9fff\uff00-\uffef]"
_BROKEN = re.compile(rf"(?<={_CHINESE})\n *(?={_CHINESE}|[“*`]{_CHINESE})|(?<=”)\n *(?={_CHINESE})")
EXAMPLES = "<!-- examples -->\n"
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_NO_HEADS = re.compile(r"<thead>\n<tr>\n(?:<th></th>\n)+</tr>\n</thead>\n")

Convert = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page: its title, its topics with their headings, and all of it as HTML."""

    title: str
    topics: Mapping[str, str]
    html: Markup


def render(source: str, words: Convert, address: Callable[[str], str | None], query_url: Convert) -> Rendered:
    """`words` writes a text in the reader's script, `address` says where a link leads, or None where not from here;
    `query_url` is where an example is tried.
    """
    anchors = _anchors(source)
    tokens = _PARSER.parse(join_lines(TOPIC.sub(r"\2", source.replace(EXAMPLES, ""))))
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and inline.content in anchors:
            opening.attrSet("id", anchors[inline.content])
    for token in tokens:
        if token.children:
            token.children = [_worded(child, words) for child in _linked(token.children, address)]
    if EXAMPLES in source:
        _link_examples(tokens, query_url)
    title = next(token.content for token in tokens if token.type == "inline")
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return Rendered(words(title), topics_of(source, words), Markup(_NO_HEADS.sub("", html)))  # noqa: S704 - of our own pages


def topics_of(source: str, words: Convert) -> dict[str, str]:
    """The topics of a page with their headings."""
    return {topic: words(heading.replace("`", "")) for heading, topic in _anchors(source).items()}


def _anchors(source: str) -> dict[str, str]:
    return {heading: topic for topic, _, heading in TOPIC.findall(source)}


def join_lines(source: str) -> str:
    """The same text, its lines not broken between Chinese characters: a browser would show a space there."""
    pieces = _FENCED.split(source)
    return "".join(piece if number % 2 else _BROKEN.sub("", piece) for number, piece in enumerate(pieces))


def _worded(token: Token, words: Convert) -> Token:
    """What is written as code stays as it is."""
    if token.type == "text":
        token.content = words(token.content)
    return token


def _linked(tokens: Iterable[Token], address: Callable[[str], str | None]) -> Iterator[Token]:
    leads = True
    for token in tokens:
        if token.type == "link_open":
            to = address(str(token.attrGet("href")))
            leads = to is not None
            token.attrSet("href", to or "")
        if leads or token.type not in {"link_open", "link_close"}:
            yield token


def _link_examples(tokens: Iterable[Token], query_url: Convert) -> None:
    column = 0
    for token in tokens:
        if token.type == "tr_open":
            column = 0
        elif token.type == "td_open":
            column += 1
        elif token.type == "inline" and column == 1:
            token.children = [one for child in token.children or () for one in _tried(child, query_url)]


def _tried(token: Token, query_url: Convert) -> Iterator[Token]:
    if token.type != "code_inline":
        yield token
        return
    yield Token("link_open", "a", 1, attrs={"href": query_url(token.content)})
    yield token
    yield Token("link_close", "a", -1)
