"""Markdown with optional front matter: headings keep their level, emphasis and quoting are undone, numbers stay.

Lists and code are left as they are written: in a speech `1.` is a heading's number, which a
Markdown list would swallow. Whether a line break is a paragraph's end, as many authors of Chinese texts use it, or only
that of a column, is told later, by the lines; two blanks or a backslash before it say that it is one.
"""

import re
from collections.abc import Iterator, Sequence
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
from indexer.readers.note_mark import as_exponent, is_note_mark
from indexer.readers.sidecar import declared_fields
from indexer.shown_text import as_shown

_BLOCKS_KEPT_AS_TEXT = ["list", "code", "fence", "hr", "reference"]
_BLOCK = re.compile(r"(?:^[ \t]*[^ \t\n].*\n?)+", re.MULTILINE)  # what stands between blank lines
_BOUND = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
MAX_FRONT_MATTER = 50_000
_TAG = re.compile(r"<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)")
_ANY_TAG = re.compile(r"<[^<>]*>")
_NOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\s]{1,40})\]:", re.MULTILINE)
_REFERENCE = re.compile(r"(?<=\S)\[\^(?P<name>[^\]\s]{1,40})\](?!:)")
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’…—"
_PUNCTUATION = "\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—·"
_BETWEEN = "\u2060"  # word joiner: no punctuation, no white space, and not printed
_BESIDE_PUNCTUATION = (
    (re.compile(rf"(?<=[^\s*\\])(?<!\*)(\*{{2,3}})(?=[{_PUNCTUATION}])"), rf"\1{_BETWEEN}"),
    (re.compile(rf"(?<=[{_PUNCTUATION}])(\*{{2,3}})(?=[^\s*])"), rf"{_BETWEEN}\1"),
    (re.compile(rf"(?<=[{_CHINESE}])(\*)(?=[{_PUNCTUATION}])"), rf"\1{_BETWEEN}"),
    (re.compile(rf"(?<=[{_PUNCTUATION}])(\*)(?=[{_CHINESE}])"), rf"{_BETWEEN}\1"),
)
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
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise _wrong_front_matter(error) from error
    fields = declared_fields({str(name): str(value) for name, value in post.metadata.items() if value is not None})
    first = text[: text.find(post.content)].count("\n") + 1
    body, left_out = _without_references(_NEWLINE.sub("\n", post.content), first)
    lines: list[Line] = []
    for piece in _pieces(_with_chinese_emphasis(body), first):
        (lines if isinstance(piece, Line) else left_out).append(piece)  # type: ignore[arg-type]
    apart = tuple(_with_blanks(lines, body.split("\n"), first))
    return RawText(path, "md", encoding, apart, fields, tuple(left_out), hard_wrapped=True, soft_breaks=True)


def _with_blanks(lines: Sequence[Line], rows: Sequence[str], first: int) -> Iterator[Line]:
    """The lines with the empty rows before each; a break that the row before asks for counts as one."""
    blanks = 0
    before: list[int] = []
    for above, row in zip(("", *rows), rows, strict=False):
        before.append(blanks or int(above.endswith(("  ", "\\"))))
        blanks = 0 if row.strip() else blanks + 1
    for line in lines:
        yield Line(line.number, line.text, line.level, line.indent, before[line.number - first])


def _wrong_front_matter(error: Exception) -> ReadError:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    if mark is None:
        return ReadError(_("文件开头的 YAML 信息有误：{error}", error=error))
    problem = error.problem if isinstance(error, yaml.MarkedYAMLError) else ""
    # YAML counts from 0, from the line of --- on.
    return ReadError(_("文件开头的 YAML 信息有误，在第 {line} 行：{problem}", line=mark.line + 1, problem=problem))


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
        if text := line[level:].strip():  # the whole file is as it is shown already
            yield Line(number, text, level)


def _parsed(tokens: list[Token], first: int) -> Iterator[Line | LeftOut]:
    level: int | None = None
    for token in tokens:
        number = first + (token.map or [0])[0]
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = None
        elif token.type == "inline":
            yield from _Inline(number, level).pieces(token.children or [])
        elif token.type == "html_block" and clean(token.content):
            yield from _html_block(token.content, number)


def _html_block(markup: str, number: int) -> Iterator[Line | LeftOut]:
    """What a reader sees of a block of tags; the whole block as left out where that is nothing."""
    if not clean(_ANY_TAG.sub("", markup)):
        yield LeftOut(number, clean(markup), "html")
        return
    from indexer.readers.html import read_fragment  # it loads a parser, which most files do not need

    lines, left_out = read_fragment(markup) or ((), ())
    if not lines:
        yield LeftOut(number, clean(markup), "html")
        return
    yield from (Line(number, line.text, line.level) for line in lines)
    yield from (LeftOut(number, item.text, item.reason) for item in left_out)


class _Inline:
    """Reads one block: its lines, and what is left out of them (tags, pictures, readings above characters, note marks)."""

    def __init__(self, number: int, level: int | None) -> None:
        self._number = number
        self._level = level
        self._text = ""
        self._reading = False
        self._raised: int | None = None  # where in the text a raised part began

    def pieces(self, children: Sequence[Token]) -> Iterator[Line | LeftOut]:
        for child in children:
            if child.type in {"softbreak", "hardbreak"}:
                yield from self._end()
                self._number += 1
            elif child.type in {"html_inline", "image"}:
                yield LeftOut(self._number, child.content, child.type.split("_")[0])
                yield from self._tag(child.content) if child.type == "html_inline" else ()
            elif self._reading:
                yield LeftOut(self._number, child.content, "reading")
            else:
                self._text += child.content
        yield from self._end()

    def _end(self) -> Iterator[Line]:
        if text := clean(self._text):
            yield Line(self._number, text, self._level)
        self._text, self._raised = "", None

    def _tag(self, markup: str) -> Iterator[LeftOut]:
        from indexer.readers.tags import tags

        found = _TAG.match(markup)
        name, closes = (found["name"].lower(), bool(found["closes"])) if found else ("", False)
        if name in tags().readings or (name in {"rb", "ruby"} and self._reading):
            self._reading = name in tags().readings and not closes
        elif name == "sup":
            if closes and self._raised is not None:
                yield from self._lower(self._raised)
            self._raised = None if closes else len(self._text)

    def _lower(self, start: int) -> Iterator[LeftOut]:
        mark = self._text[start:]
        before = self._text[:start]
        if is_note_mark(mark, before):
            yield LeftOut(self._number, mark, "note")
            self._text = before
        else:
            self._text = before + as_exponent(mark, before)


def _without_references(text: str, first: int) -> tuple[str, list[LeftOut]]:
    """A text that begins at line `first` without the marks [^1] of notes that stand in it; and these marks."""
    notes = set(_NOTE.findall(text))
    if not notes:
        return text, []
    left_out: list[LeftOut] = []
    lines = text.split("\n")
    for place, line in enumerate(lines):
        marks = [mark for mark in _REFERENCE.finditer(line) if mark["name"] in notes]
        left_out += [LeftOut(first + place, mark.group(), "note") for mark in marks]
        for mark in reversed(marks):
            lines[place] = lines[place][: mark.start()] + lines[place][mark.end() :]
    return "\n".join(lines), left_out


def _with_chinese_emphasis(text: str) -> str:
    """A text whose emphasis beside Chinese punctuation is seen: **“四个意识”，**增强.

    CommonMark takes ** for no mark where punctuation is inside and a letter outside, as if there were spaces between
    words (commonmark-spec#650). A sign that prints nothing, and is cleaned away later, stands between them here.
    """
    for pattern, marked in _BESIDE_PUNCTUATION if "*" in text else ():
        text = pattern.sub(marked, text)
    return text
