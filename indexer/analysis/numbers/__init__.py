"""The written forms of numbers: 2035 and 二〇三五, 5% and 百分之五, 3.5亿 and 三亿五千万, 5月1日 and 五月一号. Pure; folded text.

A number in a phrase is replaced by all forms in which a speech may write it. What looks like a number may be none
(统一 also gives 统1): such a form occurs in no text, and so does no harm.
"""

import re
from functools import lru_cache
from itertools import product

from indexer.analysis.numbers.dates import DATE, DAY_OF_MONTH, NUMERIC_DATE, date_forms
from indexer.analysis.numbers.numeral import RUN, arabic, capitals, chinese, value
from indexer.analysis.numbers.ranges import RANGE, range_forms
from indexer.analysis.numbers.shares import FRACTION, SHARE, SHARES, SLASHED, fraction_forms, share_forms, shares_forms

MAX_FORMS = 1000  # of one phrase
MAX_WRITTEN = 60  # characters of a number; a longer run of its signs is none
_KINDS = {
    NUMERIC_DATE: date_forms,
    DATE: date_forms,
    DAY_OF_MONTH: date_forms,
    SHARES: shares_forms,
    SHARE: share_forms,
    FRACTION: fraction_forms,
    SLASHED: fraction_forms,
    RANGE: range_forms,
}
_NUMBER = re.compile("|".join(f"(?:{pattern})" for pattern in (*(kind.pattern for kind in _KINDS), RUN.pattern)))


@lru_cache(maxsize=256)
def forms(phrase: str) -> tuple[str, ...]:
    """The phrase with each of its numbers in every form; as it is first. Raises ValueError for too many."""
    parts: list[tuple[str, ...]] = []
    end, count = 0, 1
    for found in _NUMBER.finditer(phrase):
        parts += [(phrase[end : found.start()],), _forms_of(found.group())]
        count *= len(parts[-1])
        end = found.end()
        if count > MAX_FORMS:
            raise ValueError(f"more than {MAX_FORMS} forms")
    return tuple(dict.fromkeys("".join(chosen) for chosen in product(*parts, (phrase[end:],))))


def _forms_of(text: str) -> tuple[str, ...]:
    """A number in every form; as it is first."""
    if len(text) > MAX_WRITTEN:
        return (text,)
    for kind, kind_forms in _KINDS.items():
        if found := kind.fullmatch(text):
            return tuple(dict.fromkeys((text, *kind_forms(found))))
    number = value(text)
    if number is None:
        return (text,)
    return tuple(dict.fromkeys((text, *arabic(number), *chinese(number), *capitals(number))))
