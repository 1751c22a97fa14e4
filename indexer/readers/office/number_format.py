"""A number in a sheet as the reader sees it: 0.153 → 15.3%, 45322 → 2024年1月31日 (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

import msgspec

from indexer.tables import load_table

GENERAL = "General"
MAX_DAYS = 2_958_466  # the end of the year 9999
DATE_1904 = 1462  # days between the two ways to count days
LEAP_DAY = 60  # days counted with a 29 February 1900 that never was
GENERAL_DIGITS = 11  # digits that a cell shows without a format of its own
MAX_EXPONENT = 300
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[aA]{3,4})|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_DATE = re.compile(r"[yYmMdDhHsS]|[aA]{3}")
_WEEKDAYS = "一二三四五六日"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_NOT_PLAIN = re.compile(r"\[[<>=]|E[+-]|/", re.IGNORECASE)  # conditions, exponents, fractions: shown without a format
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


class _Table(msgspec.Struct, frozen=True):
    """The table data/number_formats.toml: the formats that files name only by number."""

    codes: Mapping[str, str]


@cache
def _codes() -> Mapping[str, str]:
    return load_table(__package__, "number_formats", _Table).codes


def format_code(number: int, own: Mapping[int, str]) -> str:
    """The format with this number, of the file's own or of all files."""
    return own.get(number) or _codes().get(str(number), GENERAL)


def format_cell(value: str, code: str, *, from_1904: bool = False) -> str:
    """A number, written as XML has it, in a format; as it is where it is no number."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > MAX_EXPONENT:
        return value
    section, number = _section(code, number)
    bare = _LITERALS.sub("", section)
    if _is_date(bare):
        return _date(number + (DATE_1904 if from_1904 else 0), section)
    if section == "" or bare in {GENERAL, "@"} or _NOT_PLAIN.search(section):
        return _general(number)
    return _digits(number, section)


def _is_date(bare: str) -> bool:
    return bare != GENERAL and _DATE.search(bare) is not None


def _section(code: str, number: Decimal) -> tuple[str, Decimal]:
    """The part of a format that a number takes, of those for positive, negative and zero; without its sign where told."""
    quoted = re.sub(r'"[^"]*"|\\.', lambda found: "x" * len(found.group()), code)
    ends = [found.start() for found in re.finditer(";", quoted)]
    parts = [code[start:end] for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(code)], strict=True)]
    if number < 0 and len(parts) > 1:
        return parts[1], -number
    return (parts[2] if number == 0 and len(parts) > 2 else parts[0]), number


def _general(number: Decimal) -> str:
    rounded = number if number == number.to_integral_value() else Decimal(f"{number:.{GENERAL_DIGITS}g}")
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(number: Decimal, section: str) -> str:
    """The number in the first run of digit signs; every other run is left out. Signs beside it stay."""
    parts = list(_PART.finditer(section))
    percents = sum(part["other"] == "%" for part in parts)
    done = False
    text = ""
    for part in parts:
        if part["digits"] is None:
            text += part["quoted"] or part["escaped"] or part["currency"] or part["other"] or ""
        elif not done:
            text += _rounded(number.scaleb(2 * percents), part["digits"])
            done = True
    return text


def _rounded(number: Decimal, signs: str) -> str:
    whole, _, decimals = signs.partition(".")
    thousands = len(signs) - len(signs.rstrip(","))
    number = number.scaleb(-3 * thousands)
    places = len(decimals.rstrip(","))
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if number.adjusted() < 20 else number
    text = f"{rounded:,f}" if "," in whole.rstrip(",") else f"{rounded:f}"
    optional = len(decimals) - len(decimals.rstrip("#"))
    while optional and "." in text and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    return sign + text.rstrip(".").rjust(whole.count("0"), "0")


def _date(days: Decimal, section: str) -> str:
    if not 0 <= days < MAX_DAYS:
        return _general(days)
    whole = int(days)
    seconds = int(((days - whole) * 86_400).to_integral_value(ROUND_HALF_UP))
    moment = datetime(1899, 12, 30 if whole >= LEAP_DAY else 31) + timedelta(whole, seconds)  # noqa: DTZ001 - a sheet has no zone
    return "".join(_date_parts(list(_PART.finditer(section)), moment))


def _date_parts(parts: list[re.Match[str]], moment: datetime) -> Iterator[str]:
    twelve = any(part["half"] for part in parts)
    signs = [(part["date"] or "").lower() for part in parts]
    for index, part in enumerate(parts):
        if part["date"]:
            yield _date_part(signs[index], moment, minutes=_is_minute(signs, index), twelve=twelve)
        elif part["half"]:
            yield part["half"].split("/")[moment.hour >= 12]
        elif part["digits"] is None:
            yield part["quoted"] or part["escaped"] or (part["other"] if part["other"] not in {"@", ";", None} else "")


def _is_minute(signs: list[str], index: int) -> bool:
    """m is a minute after an hour or before a second, else a month."""
    before = next((sign for sign in reversed(signs[:index]) if sign), "")
    after = next((sign for sign in signs[index + 1 :] if sign), "")
    return before.startswith("h") or after.startswith("s")


def _date_part(sign: str, moment: datetime, *, minutes: bool, twelve: bool) -> str:
    if sign[0] == "y":
        return f"{moment.year:04d}"[-2 if len(sign) < 3 else 0 :]
    if sign[0] == "a":
        return ("星期" if len(sign) > 3 else "周") + _WEEKDAYS[moment.weekday()]
    if sign[0] == "d" and len(sign) > 2:
        return _DAYS[moment.weekday()][: 3 if len(sign) == 3 else None]
    if sign[0] == "m" and len(sign) > 2:
        return _MONTHS[3 * moment.month - 3 : 3 * moment.month]
    hour = (moment.hour % 12 or 12) if twelve else moment.hour
    value = {"m": moment.minute if minutes else moment.month, "d": moment.day, "h": hour, "s": moment.second}[sign[0]]
    return f"{value:0{min(len(sign), 2)}d}"
