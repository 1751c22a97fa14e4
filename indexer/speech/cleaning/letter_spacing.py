"""Lines whose letters stand apart (立 春 座 谈 会), as titles are typed to look wide: the words are read without the blanks."""

import re

import msgspec

from indexer.model import Line

MIN_LETTERS = 3  # 同 志 们 ：; two letters apart are a name as well
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
# One sign at a time, and one white character between any two; a dash is written as two.
_APART = re.compile(r"(?:\S|[—－-]{2})(?:\s(?:\S|[—－-]{2}))+")
_LETTER = re.compile(rf"[{_HAN}\d]")
_WORDS = re.compile(rf"[{_HAN}].*[{_HAN}]")  # figures alone are a row of a table


def without_letter_spacing(line: Line) -> Line:
    """The line without the blanks where they part letter from letter all along."""
    text = line.text
    if " " not in text[1:4] and "\u3000" not in text[1:4]:  # as nearly every line
        return line
    if _APART.fullmatch(text) is None or not _WORDS.search(text) or len(_LETTER.findall(text)) < MIN_LETTERS:
        return line
    return msgspec.structs.replace(line, text="".join(text.split()))
