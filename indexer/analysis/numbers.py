"""The written forms of numbers: 2035 and 二〇三五, 5% and 百分之五, 12,345 and 一万二千三百四十五. Pure; folded text.

A number in a phrase is replaced by all forms in which a speech may write it. What looks like a number may be none
(统一 also gives 统1): such a form occurs in no text, and so does no harm.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

DIGITS = "〇一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8, "万亿": 10**12}
HUNDREDTHS = 100  # 1.25亿 is written so, 1.2345亿 hardly ever
MAX_FORMS = 200  # of one phrase
MAX_DIGITS = 16
_ARABIC = r"\d[\d,]*(?:\.\d+)?(?:万亿|[万亿])?"
_CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"
_NUMBER = re.compile(rf"百分之(?P<of>{_ARABIC}|{_CHINESE})|(?P<per>{_ARABIC})%|(?P<plain>{_ARABIC}|{_CHINESE})")
_VALUES = {sign: value for value, sign in enumerate(DIGITS)} | {"零": 0, "两": 2}


def forms(phrase: str) -> tuple[str, ...]:
    """The phrase with each of its numbers in every form; as it is first. Raises ValueError for too many."""
    parts: list[tuple[str, ...]] = []
    end = count = 0
    for found in _NUMBER.finditer(phrase):
        parts += [(phrase[end : found.start()],), _forms_of(found)]
        count = (count or 1) * len(parts[-1])
        end = found.end()
        if count > MAX_FORMS:
            raise ValueError(f"more than {MAX_FORMS} forms")
    return tuple(dict.fromkeys("".join(chosen) for chosen in product(*parts, (phrase[end:],))))


def _forms_of(found: re.Match[str]) -> tuple[str, ...]:
    text = found.group()
    percent = found["of"] or found["per"]
    number = _plain(percent or found["plain"])
    if number is None:
        return (text,)
    if percent:
        return tuple(dict.fromkeys((text, f"{number}%", *(f"百分之{form}" for form in (number, *_chinese(number))))))
    return tuple(dict.fromkeys((text, *_arabic(number), *_chinese(number))))


def _plain(text: str) -> str | None:
    """A number in Arabic digits without separators or 万 and 亿; None for what is none."""
    if text[0].isdecimal():
        digits = text.rstrip("万亿")
        return _multiplied(digits.replace(",", ""), MYRIADS.get(text[len(digits) :], 1))
    whole, _, fraction = text.partition("点")
    if set(whole) <= _VALUES.keys():
        value: int | str | None = "".join(str(_VALUES[sign]) for sign in whole)
    else:
        value = _value(whole)
    if value is None or len(str(value)) > MAX_DIGITS:
        return None
    return str(value) + ("." + "".join(str(_VALUES[sign]) for sign in fraction) if fraction else "")


def _multiplied(digits: str, times: int) -> str | None:
    if times > 1:
        product = Decimal(digits) * times
        digits = f"{product:f}".rstrip("0").rstrip(".") if product % 1 else str(int(product))
    return None if len(digits) > MAX_DIGITS else digits


def _value(text: str) -> int | None:
    """The number that Chinese signs with units write; None where they write none."""
    total, section, pending = 0, 0, None
    for sign in text:
        if sign in _VALUES:
            if pending:
                return None
            pending = _VALUES[sign]
        elif sign in UNITS:
            section += UNITS[sign] * (1 if pending is None else pending)
            pending = None
        else:
            if sign == "亿":
                total, section = (total + section + (pending or 0)) * MYRIADS[sign], 0
            else:
                total, section = total + (section + (pending or 0)) * MYRIADS[sign], 0
            pending = None
    return (total + section + (pending or 0)) or None


def _arabic(number: str) -> Iterator[str]:
    """2500000: itself, 2,500,000, 250万; 150000000 also 1.5亿."""
    yield number
    whole, point, fraction = number.partition(".")
    if not whole.startswith("0"):
        yield f"{int(whole):,}{point}{fraction}"
    for unit, size in MYRIADS.items():
        if not fraction and int(whole) >= size and int(whole) % (size // HUNDREDTHS) == 0:
            yield f"{Decimal(whole) / size:f}{unit}"


def _chinese(number: str) -> Iterator[str]:
    """2035: 二〇三五, 二零三五, 二千零三十五; 5.2: 五点二."""
    whole, point, fraction = number.partition(".")
    decimals = "点" + "".join(DIGITS[int(digit)] for digit in fraction) if point else ""
    for zero in "〇零":
        yield ("".join(DIGITS[int(digit)] for digit in whole) + decimals).replace("〇", zero)
    if int(whole) and not whole.startswith("0"):
        for spoken in _in_words(int(whole)):
            yield spoken + decimals.replace("〇", "零")


def _in_words(value: int) -> Iterator[str]:
    """A number in words: 12 十二, 20000 二万 and 两万, 10005 一万零五."""
    text = _by_units(value)
    text = text.removeprefix("一") if text.startswith("一十") else text
    yield text
    if re.match("二[千万亿]", text):
        yield "两" + text[1:]


def _by_units(value: int) -> str:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if value >= size:
            high, low = divmod(value, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _by_units(high) + unit + gap + (_by_units(low) if low else "")
    text, skipped = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, size)
        if digit:
            text += ("零" if skipped and text else "") + DIGITS[digit] + unit
        skipped = not digit
    return text
