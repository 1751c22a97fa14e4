"""Where a document comes from: the paper, agency or site that printed it, and its address, as its page tells them.

Only what stands around a speech is asked: lines of its head, what was left out above and below it, its last lines, and
the dispatch of an agency. 来源：群众，根基：群众 in the text is text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from indexer.model import Kind, LeftOut, Line
from indexer.speech.header.page_marks import DISPATCH
from indexer.speech.header.words import alternatives, header_words
from indexer.web_address import web_address

Found = tuple[str, str, str, int]  # what it is, its text, its origin, its line

MAX_NAME = 30  # characters of the name of a source
LINES_OF_END = 4  # that are looked into for the paper
AROUND = frozenset({"furniture", "page"})  # reasons of what was left out because it stands around the text
OF_PAGE = frozenset({Kind.BYLINE, Kind.DATELINE})  # lines of a head that may tell of the page too
_HAN = r"\u3400-\u9fff"
_SENTENCE_SIGNS = "。！？；，!?;,：:"
_OPENING, _CLOSING = "（([【〔", "）)]】〕"
# 新华社　2031-02-09, 某报 作者：某人, 某网 | 字号: where a name ends.
_END = re.compile(
    r"\s{2,}|[\u3000\t|｜]|\s(?=(?:19|20)\d\d)|\s(?=[^\s：:]{2,6}\s*[：:])|\s*[\[【〔](?=[^\]】〕]*[：:大])"
)
_BLANK_IN_HAN = re.compile(rf"(?<=[{_HAN}])\s(?=[{_HAN}])")
_ADDRESS = re.compile(
    r"(?<![^\W\d_])(?:原文|本文|文章|网页|網頁|页面|来源)?(?:链接|鏈接|連結|地址|网址|網址)\s*[：:]\s*(?P<value>https?://\S+)"
)
# （原载《某刊》2031年第5期）; （新桥社9月21日电）《 某报 》（ 2031年09月22日 02 版）
_PRINTED = re.compile(
    r"[（(](?:原|首)?(?:载|載|刊载|刊登|刊|转|轉|摘|选|選)[于於自]?\s*(?P<what>《[^》]{2,30}》[^）)《》。]{0,30})[）)]\s*$"
)
_PAPER = re.compile(r"《\s*(?P<what>[^》]{2,30}?)\s*》\s*[（(]\s*(?:19|20)\d\d\s*年[^）)]{3,16}版\s*[）)]")
_AGENCY = re.compile(rf"[（(]?(?:据)?(?P<what>[{_HAN}]{{1,8}}?(?:通讯社|通訊社|社|日报|晚报|日報|晚報|报|報|网|網))")


def sources(head: Sequence[tuple[Kind, Line]], lines: Sequence[Line], left_out: Sequence[LeftOut]) -> Iterator[Found]:
    """The source and the address, best first: above the text, below it, at its end, by its dispatch."""
    for number, text in _around(head, lines, left_out):
        yield from ((what, said, "source line", number) for what, said in _told(text))
    for line in reversed(lines[-LINES_OF_END:]):
        for pattern in (_PAPER, _PRINTED):
            if found := pattern.search(line.text):
                yield "source", found["what"], "end note", line.number
    for kind, line in head:
        agency = _AGENCY.match(line.text) if kind is Kind.NOTE and DISPATCH.fullmatch(line.text) else None
        if agency and _is_name(agency["what"]):
            yield "source", agency["what"], "dispatch", line.number


def _around(
    head: Sequence[tuple[Kind, Line]], lines: Sequence[Line], left_out: Sequence[LeftOut]
) -> Iterator[tuple[int, str]]:
    """What stands around a text, with its line: first what is above it, then what is below."""
    body = lines[len(head)].number if len(head) < len(lines) else (lines[-1].number + 1 if lines else 0)
    last = lines[-1].number if lines else 0
    above = [
        (line.number, line.text)
        for kind, line in head
        if kind is Kind.NOTE or (kind in OF_PAGE and _label().search(line.text))
    ]
    above += [(item.line, item.text) for item in left_out if item.line < body and item.reason in AROUND]
    below = [(item.line, item.text) for item in left_out if item.line > last and item.reason == "furniture"]
    for found in (sorted(above), sorted(below)):
        for (number, text), (_number, following) in pairwise([*found, (0, "")]):
            yield (
                number,
                text + following if text[-1] in "：:" else text,
            )  # a table of the page has its values on lines of their own


def _told(text: str) -> Iterator[tuple[str, str]]:
    """What a line tells: 2031-02-09 来源：某报 tells that it comes from 某报."""
    if (found := _ADDRESS.search(text)) and (address := web_address(found["value"].rstrip(_CLOSING + "。；，"))):
        yield "address", address
    inner = text.strip()
    if inner[0] in _OPENING and inner[-1] in _CLOSING:
        inner = inner[1:-1]
    if said := _label().search(inner):
        value = said["value"].strip()
        first = value.split(maxsplit=1)[0] if value else ""
        if address := web_address(first):
            yield "address", address
        elif (name := source_name(value)) is not None:
            yield "source", name


def source_name(value: str) -> str | None:
    """The name that a value of a label begins with; None where it is no name: a sentence, 本站, 网络."""
    name = _BLANK_IN_HAN.sub("", _END.split(value.strip(), maxsplit=1)[0].strip())
    return name if _is_name(name) else None


def names_nobody(name: str) -> bool:
    """Whether a name is only a word for the page's own site, or for having been copied."""
    words = header_words()
    return name in {*words.not_sources, *words.own_sources}


def _is_name(name: str) -> bool:
    return (
        2 <= len(name) <= MAX_NAME
        and not any(sign in name for sign in _SENTENCE_SIGNS)
        and any(sign.isalpha() for sign in name)
        and not names_nobody(name)
        and not name.startswith(header_words().own_sources)
    )


@cache
def _label() -> re.Pattern[str]:
    labels = alternatives(header_words().source_labels)
    return re.compile(
        rf"(?<![{_HAN}])(?:(?:{labels})\s*[：:]|本文(?:来自|來自|转自|轉自|摘自|来源于?|來源)\s*[：:]?)\s*(?P<value>\S.*)"
    )
