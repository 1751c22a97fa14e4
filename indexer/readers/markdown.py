"""Markdown with optional front matter: headings keep their level, emphasis and quoting are undone, numbers stay.

Lists and code are left as they are written: in a speech `1.` is a heading's number, which a
Markdown list would swallow. A line break is a paragraph's end, as authors of Chinese texts use it.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import LeftOut, Line, RawText
from indexer.readers.encoding import decode
from indexer.readers.lines import clean
from indexer.shown_text import as_shown

_BLOCKS_KEPT_AS_TEXT = ["list", "code", "fence", "hr", "reference"]
_BLOCK = re.compile(r"(?:^[ \t]*[^ \t\n].*\n?)+", re.MULTILINE)  # what stands between blank lines
_BOUND = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
MAX_FRONT_MATTER = 50_000
_NEWLINE = re.compile(r"\r\n?")
_HTML = re.compile(r"^[ \t]*<", re.MULTILINE)
# A heading, or text that neither begins with a mark of Markdown nor has one inside: most of a speech.
_PLAIN_LINE = r"(?:#{1,6} )?[ \t\u3000]*[^\s\x00#<>=\-\\`*_\[&][^\n\x00#<\\`*_\[&]*"
_PLAIN = re.compile(rf"{_PLAIN_LINE}(?:\n{_PLAIN_LINE})*\n?")


def read_markdown(data: bytes, path: str) -> RawText:
    text, encoding = decode(data)
    text = as_shown(text)
    _check_front_matter(text)
    try:
        post = frontmatter.loads(text, handler=_Careful())
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date that is none, 2024-02-30
        raise ReadError(_("文件开头的 YAML 信息有误：{error}", error=error)) from error
    fields = {str(name): str(value) for name, value in post.metadata.items() if value is not None}
    before = text[: text.find(post.content)].count("\n")
    lines: list[Line] = []
    left_out: list[LeftOut] = []
    for piece in _pieces(_NEWLINE.sub("\n", post.content), before + 1):
        (lines if isinstance(piece, Line) else left_out).append(piece)  # type: ignore[arg-type]
    return RawText(path, "md", encoding, tuple(lines), fields, tuple(left_out))


def _check_front_matter(text: str) -> None:
    """Raises ReadError where the part between the two first lines of --- is longer than any list of facts."""
    bounds = list(islice(_BOUND.finditer(text), 2))
    if len(bounds) == 2 and not text[: bounds[0].start()].strip() and bounds[1].start() > MAX_FRONT_MATTER:
        raise ReadError(
            _(
                "文件开头的 YAML 信息太长（最多 {longest_front_matter} 个字）",
                longest_front_matter=MAX_FRONT_MATTER,
            ),
        )


class _NoAliases(yaml.SafeLoader):
    """Reads YAML in which nothing stands for something else: ten lines of that can mean a billion values."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise ReadError(
                _("文件开头的 YAML 信息里不能用 * 引用别处；请写出值，或加上引号"),
            )
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


class _Careful(YAMLHandler):
    """The careful loader where it is needed; the usual one is ten times as quick."""

    def load(self, fm: str, **options: Any) -> Any:
        return super().load(fm, **({"Loader": _NoAliases} if "&" in fm and "*" in fm else {}), **options)


def _pieces(text: str, first: int) -> Iterator[Line | LeftOut]:
    """The lines of a text that begins at line `first`. Plain blocks are read without the parser, which is slow."""
    if _HTML.search(text):  # only HTML goes on over blank lines
        yield from _parsed(_parser().parse(text), first)
        return
    number, end = first, 0
    for block in _BLOCK.finditer(text):
        number += text.count("\n", end, block.start())
        end = block.start()
        if _PLAIN.fullmatch(block.group()):
            yield from _plain(block.group(), number)
        else:
            yield from _parsed(_parser().parse(block.group()), number)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").disable(_BLOCKS_KEPT_AS_TEXT)


def _plain(block: str, first: int) -> Iterator[Line]:
    """The lines of a block in which headings are all the Markdown there is."""
    for number, line in enumerate(block.removesuffix("\n").split("\n"), first):
        level = line.index(" ") if line.startswith("#") else None
        if text := clean(line[level:]):
            yield Line(number, text, level)


def _parsed(tokens: list[Token], first: int) -> Iterator[Line | LeftOut]:
    level: int | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = None
        elif token.type == "inline":
            yield from _inline(token, first, level)
        elif token.type == "html_block" and clean(token.content):
            yield LeftOut(first + (token.map or [0])[0], clean(token.content), "html")


def _inline(token: Token, first: int, level: int | None) -> Iterator[Line | LeftOut]:
    """The lines of one block; tags and pictures inside it are left out."""
    number = first + (token.map or [0])[0]
    text = ""
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            if clean(text):
                yield Line(number, clean(text), level)
            text, number = "", number + 1
        elif child.type in {"html_inline", "image"}:
            yield LeftOut(number, child.content, child.type.split("_")[0])
        else:
            text += child.content
    if clean(text):
        yield Line(number, clean(text), level)
