"""Shares: per cent and per mille, from one to another, and fractions: 5% and 百分之五, 3—5% and 百分之三至百分之五, 三分之一 and 1/3."""

import re
from collections.abc import Iterator

from indexer.analysis.numbers.numeral import ARABIC, RUN, chinese, digits, value
from indexer.analysis.numbers.ranges import BETWEEN, WRITTEN_BETWEEN

_SIGNS = {"百": "%", "千": "‰", "万": "‱"}
_PARTS = {sign: parts for parts, sign in _SIGNS.items()}
_PER = "[%‰‱]"
SHARES = re.compile(
    rf"{ARABIC} ?{_PER}?{BETWEEN}{ARABIC} ?{_PER}|[百千万]分之{RUN.pattern}{BETWEEN}(?:[百千万]分之)?{RUN.pattern}"
)
SHARE = re.compile(rf"{ARABIC} ?{_PER}|[百千万]分之{RUN.pattern}|百分百")
FRACTION = re.compile(rf"{RUN.pattern}分之{RUN.pattern}")
SLASHED = re.compile(r"(?<![\d/.])\d{1,3}/\d{1,3}(?![\d/])")
_ONE = re.compile(rf"(?P<written>{ARABIC}) ?(?P<sign>{_PER})|(?P<parts>[百千万])分之(?P<of>{RUN.pattern})")


def share_forms(found: re.Match[str]) -> Iterator[str]:
    """5%, 5 %, 百分之五, 百分之5; 100% is 百分之百 too."""
    text = "百分之百" if found.group() == "百分百" else found.group()
    one = _ONE.fullmatch(text)
    number = value(one["written"] or one["of"]) if one else None
    if one is None or number is None:
        return
    parts = one["parts"] or _PARTS[one["sign"]]
    for written in digits(number):
        yield f"{written}{_SIGNS[parts]}"
        yield f"{written} {_SIGNS[parts]}"
    yield from (f"{parts}分之{way}" for way in _ways(number))
    if number == "100" and parts == "百":
        yield from ("百分之百", "百分百")


def _ways(number: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*digits(number), *chinese(number))))


def shares_forms(found: re.Match[str]) -> Iterator[str]:
    """From one share to another: 3—5%, 3%至5%, 百分之三到百分之五, 百分之三至五."""
    text = found.group()
    at = re.search(BETWEEN, text)
    if at is None:
        return
    sign = text[-1] if text[-1] in _PARTS else _SIGNS[text[0]]
    ends = [re.sub(rf"^[百千万]分之| ?{_PER}$", "", end) for end in (text[: at.start()], text[at.end() :])]
    first, last = map(value, ends)
    if first is None or last is None:
        return
    parts = _PARTS[sign]
    spoken = [(first, last), *zip(chinese(first), chinese(last), strict=False)]
    for between in WRITTEN_BETWEEN:
        yield f"{first}{between}{last}{sign}"
        yield f"{first}{sign}{between}{last}{sign}"
        for one, other in dict.fromkeys(spoken):
            yield f"{parts}分之{one}{between}{parts}分之{other}"
            yield f"{parts}分之{one}{between}{other}"


def fraction_forms(found: re.Match[str]) -> Iterator[str]:
    """三分之一, 3分之1, 1/3."""
    text = found.group()
    whole, _, some = text.partition("分之") if "分之" in text else text.partition("/")[::-1]
    lower, upper = value(whole), value(some)
    if lower is None or upper is None or "." in lower + upper:
        return
    yield f"{lower}分之{upper}"
    yield f"{upper}/{lower}"
    for one in chinese(lower):
        yield from (f"{one}分之{other}" for other in chinese(upper))
