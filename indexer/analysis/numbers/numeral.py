"""Numerals: what number a text writes, in Arabic digits, in Chinese or in both, and all ways to write a number."""

import re
from collections.abc import Iterator
from decimal import Decimal

DIGITS = "〇一二三四五六七八九"
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")  # as sums of money are written
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_VALUES = {sign: digit for digit, sign in enumerate(DIGITS)} | {"零": 0, "两": 2}
_EXPONENTS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}  # 兆 is 万亿, as in Taiwan
_COMPOUND = {"百": 2, "千": 3, "十万": 5, "百万": 6, "千万": 7, "十亿": 9, "百亿": 10, "千亿": 11}
_MYRIADS = {"万": 4, "亿": 8, "万亿": 12, "兆": 12}
_HUNDREDTHS = 2  # 1.25亿 is written so, 1.2345亿 hardly ever
_MAX_DIGITS = 16
_LONGEST_RUN = 8  # digits that are read out one by one

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?![\d])|\d+)(?:\.\d+)?"
_DIGIT = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_UNIT = "十百千万亿兆拾佰仟廿卅卌"
# Possessive: else a long number could be parted in any way, which takes time without end.
RUN = re.compile(rf"(?:{ARABIC}|[{_DIGIT}{_UNIT}])++(?:点[{_DIGIT}]++[百千万亿兆]*+)?")
_SPOKEN_DECIMAL = re.compile(r"(.+)点(.+?)([百千万亿兆]*)")


def value(text: str) -> str | None:
    """The number that a text writes, in Arabic digits without separators; None for what writes none."""
    text = text.translate(_CAPITALS)
    for sign, tens in _TENS.items():
        text = text.replace(sign, tens)
    if re.fullmatch(ARABIC, text):
        number: str | None = text.replace(",", "")
    elif spoken := _SPOKEN_DECIMAL.fullmatch(text):
        number = _with_decimals(*spoken.groups())
    elif _VALUES.keys() >= set(text):
        number = _digits(text)
    else:
        number = _plain(_amount(text))
    return None if number is None or len(number) > _MAX_DIGITS else number


def _digits(run: str) -> str:
    return "".join(str(_VALUES[sign]) for sign in run)


def _plain(amount: Decimal | None) -> str | None:
    if not amount:
        return None
    return f"{amount:f}".rstrip("0").rstrip(".") if amount % 1 else str(int(amount))


def _with_decimals(whole: str, decimals: str, units: str) -> str | None:
    before = value(whole)
    if before is None or "." in before or not _VALUES.keys() >= set(decimals):
        return None
    number = f"{before}.{_digits(decimals)}"
    return _plain(Decimal(number).scaleb(sum(_EXPONENTS[unit] for unit in units))) if units else number


def _amount(text: str) -> Decimal | None:
    """The number of a text with units: what stands before the greatest of them, times that, and what stands after it."""
    greatest = max((_EXPONENTS.get(sign, 0) for sign in text), default=0)
    if not greatest:
        return _simple(text)
    at = max(place for place, sign in enumerate(text) if _EXPONENTS.get(sign) == greatest)
    before = _amount(text[:at]) if at else Decimal(1) if greatest < _EXPONENTS["万"] else None
    if before is None or before.adjusted() + greatest > _MAX_DIGITS:
        return None
    whole = before.scaleb(greatest)
    rest = _rest(text[at + 1 :], greatest)
    if rest is None or rest >= 10**greatest or (text[at + 1 :] and before % 1):
        return None
    return whole + rest


def _rest(text: str, exponent: int) -> Decimal | None:
    """What stands after a unit; a digit alone is of the unit below it: 一百五 is 150."""
    if not text:
        return Decimal(0)
    if len(text) == 1 and text in _VALUES and exponent > 1:
        return Decimal(_VALUES[text]).scaleb(exponent - 1)
    return _amount(text.lstrip("零〇"))


def _simple(text: str) -> Decimal | None:
    if re.fullmatch(ARABIC, text):
        return Decimal(text.replace(",", ""))
    return Decimal(_VALUES[text]) if text in _VALUES else None


def digits(number: str) -> Iterator[str]:
    """2500000: itself, and 2,500,000."""
    yield number
    whole, point, fraction = number.partition(".")
    if not whole.startswith("0"):
        yield f"{int(whole):,}{point}{fraction}"


def arabic(number: str) -> Iterator[str]:
    """2500000: itself, 2,500,000, 250万; 350000000 also 3.5亿, 3亿5千万; 5000 also 5千."""
    yield from digits(number)
    if "." in number or number.startswith("0"):
        return
    amount = int(number)
    for unit, exponent in _MYRIADS.items():
        if amount >= 10**exponent and amount % 10 ** (exponent - _HUNDREDTHS) == 0:
            many = Decimal(amount).scaleb(-exponent).normalize()
            yield f"{many:f}{unit}"
            yield f"{many:,f}{unit}"
    for unit, exponent in _COMPOUND.items():
        if amount in range(10**exponent, 10 ** (exponent + 1), 10**exponent):
            yield f"{amount // 10**exponent}{unit}"
    yield from _by_myriads(amount)


def _by_myriads(amount: int) -> Iterator[str]:
    """Arabic digits with units between: 3亿5000万 and 3亿5千万, 1万2千."""
    for unit, exponent, lower, low_exponent in (("亿", 8, "万", 4), ("万", 4, "", 0), ("万", 12, "亿", 8)):
        high, low = divmod(amount, 10**exponent)
        few, left = divmod(low, 10**low_exponent)
        if high and not left and high < 10**4 and few >= (1 if lower else 1000):  # 1万4 is 14000
            yield f"{high}{unit}{few}{lower}"
            if few % 1000 == 0:
                yield f"{high}{unit}{few // 1000}千{lower}"


def chinese(number: str) -> Iterator[str]:
    """2035: 二〇三五, 二零三五, 二千零三十五; 5.2: 五点二; 350000000: 三亿五千万, 三点五亿."""
    whole, point, fraction = number.partition(".")
    decimals = "点" + "".join(DIGITS[int(digit)] for digit in fraction) if point else ""
    if len(whole) <= _LONGEST_RUN:
        for zero in "〇零":
            yield ("".join(DIGITS[int(digit)] for digit in whole) + decimals).replace("〇", zero)
    if int(whole) and not whole.startswith("0"):
        for spoken in in_words(int(whole)):
            yield spoken + decimals.replace("〇", "零")
        if not point:
            yield from _in_parts_of_myriads(int(whole))


def _in_parts_of_myriads(amount: int) -> Iterator[str]:
    """三点五亿, 一点二万亿."""
    for unit, exponent in _MYRIADS.items():
        if amount > 10**exponent and amount % 10**exponent and amount % 10 ** (exponent - _HUNDREDTHS) == 0:
            whole, _, fraction = f"{Decimal(amount).scaleb(-exponent).normalize():f}".partition(".")
            decimals = "".join(DIGITS[int(digit)] for digit in fraction)
            for zero in "零〇":
                yield from (f"{spoken}点{decimals}{unit}".replace("〇", zero) for spoken in in_words(int(whole)))


def capitals(number: str) -> Iterator[str]:
    """As sums of money are written: 壹佰贰拾."""
    if number.isdecimal() and int(number) and not number.startswith("0"):
        yield "".join(_CAPITAL.get(sign, sign) for sign in _by_units(int(number)))


def in_words(amount: int) -> Iterator[str]:
    """A number in words: 12 十二, 20000 二万 and 两万, 10005 一万零五 and 一万〇五, 25 二十五 and 廿五."""
    text = _by_units(amount)
    spoken = text.removeprefix("一") if text.startswith("一十") else text
    ways = [spoken]
    if re.match("二[百千万亿]", spoken):
        ways.append("两" + spoken[1:])
    ways.append(re.sub("二(?=[百千万亿])", "两", spoken))
    ways += [way.replace("零", "〇") for way in ways]
    if amount < 50:
        ways += [spoken.replace(tens, sign) for sign, tens in _TENS.items()]
    if "万亿" in spoken:
        ways += [way.replace("万亿", "兆") for way in ways]
    yield from dict.fromkeys(ways)


_CAPITAL = {chr(small): chr(capital) for capital, small in _CAPITALS.items() if isinstance(small, int)}


def _by_units(amount: int) -> str:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if amount >= size:
            high, low = divmod(amount, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _by_units(high) + unit + gap + (_by_units(low) if low else "")
    text, skipped = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, amount = divmod(amount, size)
        if digit:
            text += ("零" if skipped and text else "") + DIGITS[digit] + unit
        skipped = not digit
    return text
