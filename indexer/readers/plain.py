"""Plain text: a line is a line. What is written in Markdown is read as that, whatever its name."""

import re
from dataclasses import replace

from indexer.model import RawText
from indexer.readers.encoding import decode
from indexer.readers.lines import text_lines

MIN_MARKS = 2  # lines with a mark of Markdown before a text is believed to be written in it
MAX_MARKDOWN_BYTES = 1_000_000  # a longer text stays plain: a file of text has no bound for what Markdown makes of it
_MARK = re.compile(r"^(?:#{1,6}[ \t]+[^\s#].{0,80}|\*\*[^*\n]{2,60}\*\*)[ \t]*$", re.MULTILINE)


def read_plain(data: bytes, path: str) -> RawText:
    text, encoding = decode(data)
    if len(data) <= MAX_MARKDOWN_BYTES and _is_markdown(text):
        from indexer.readers.markdown import read_markdown

        return replace(read_markdown(data, path), format="txt")
    return RawText(path, "txt", encoding, tuple(text_lines(text)), hard_wrapped=True)


def _is_markdown(text: str) -> bool:
    """Whether headings or whole lines in bold are marked as Markdown does (## 一、读什么, **一、读什么**).

    Not where a line of dashes comes first: there Markdown has its front matter, and a text what it likes.
    """
    marked = ("#" in text or "**" in text) and not text.lstrip("\ufeff \n\r\t").startswith("---")
    return marked and sum(1 for _ in _MARK.finditer(text)) >= MIN_MARKS
