"""Page numbers: signs that count along with the pages, in digits, Roman or Chinese numerals."""

import re
from collections.abc import Iterator

from indexer.readers.layout.patterns import print_patterns

NUMERAL = re.compile(r"\d{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7}|[〇零一二三四五六七八九十百]{1,5}")
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
CHINESE = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
UNITS = {"十": 10, "百": 100}
SEPARATORS = frozenset(" 　·•・-—–－―─~～|｜/／〔〕[]【】")
YEARS = range(1900, 2101)  # a year alone on its line is more often a heading than the number of a page


def is_page_number(text: str) -> bool:
    """Whether the text has the shape of a page number and of nothing else: - 3 -, 第3页, 3 / 9."""
    return print_patterns().page_number.fullmatch(text) is not None


def is_bare_number(text: str) -> bool:
    """Whether the text is one number, and no year: a page number where it counts along with the pages."""
    numeral = print_patterns().bare_number.fullmatch(text) is not None
    return numeral and not (text.isdecimal() and int(text) in YEARS)


def offsets(text: str, page: int) -> Iterator[tuple[int, int, int]]:
    """For each number in the text where it starts, where it ends, and how far it is from the number of its page."""
    for found in NUMERAL.finditer(text):
        yield found.start(), found.end(), number_of(found.group()) - page


def is_separate(text: str, start: int, end: int) -> bool:
    """Whether the number stands for itself, or as 第3页: not as in 附件3, 3. and 第三讲, which also count along."""
    if text[start - 1 : start] == "第" and text[end : end + 1] in ("页", "頁"):
        return True
    return (start == 0 or text[start - 1] in SEPARATORS) and (end == len(text) or text[end] in SEPARATORS)


def number_of(numeral: str) -> int:
    """The value of an Arabic, a Roman or a Chinese numeral, the last with or without units: 十二, 一二."""
    if numeral.isdecimal():
        return int(numeral)
    if numeral.lower()[0] in ROMAN:
        values = [ROMAN[letter] for letter in numeral.lower()]
        return sum(value if value >= max(values[at:]) else -value for at, value in enumerate(values))
    if not set(numeral) & UNITS.keys():
        return int("".join(str(CHINESE[character]) for character in numeral))
    return _with_units(numeral)


def _with_units(numeral: str) -> int:
    total, digit = 0, None
    for character in numeral:
        if character in UNITS:
            total += (1 if digit is None else digit) * UNITS[character]
            digit = None
        else:
            digit = CHINESE[character]
    return total + (digit or 0)
