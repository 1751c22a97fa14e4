"""Match options: how strictly a phrase is compared with a text, and where it occurs then. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.analysis.fold import DATA, fold, folding_to


@dataclass(frozen=True, slots=True)
class MatchOptions:
    """How strictly a phrase is compared.

    `exact`: as written, not folded: width, case, traditional characters and quotes count. `loose`: punctuation and
    white space do not count, in the phrase or in the text; only a hyphen does, beside a digit or a Latin letter (-5%,
    C-919). `numbers`: 2035 is also 二〇三五, 5% 百分之五, and 5月1日 五月一号.
    """

    exact: bool = False
    loose: bool = False
    numbers: bool = False

    def compared_form(self, text: str) -> str:
        """The form of a text that is compared; of the same length."""
        return text if self.exact else fold(text)

    def forms(self, phrase: str) -> tuple[str, ...]:
        """The distinct texts that match a phrase, in compared form; none where everything in it is ignored.

        Raises ValueError where its numbers have too many forms.
        """
        compared = self.compared_form(phrase)
        found = _forms(compared) if self.numbers else (compared,)
        if self.loose:
            found = tuple(map(without_ignorable, found))
        return tuple(dict.fromkeys(form for form in found if form))


def _forms(compared: str) -> tuple[str, ...]:
    from indexer.analysis.numbers import forms  # its patterns take 20 ms to load, and few ask for them

    return forms(compared)


PLAIN = MatchOptions()
HYPHEN = "-"


@cache
def ignorable() -> frozenset[str]:
    """The characters that `loose` ignores wherever they stand: white space, and those of data/ignorable.txt in every form that folds alike."""
    text = (DATA / "ignorable.txt").read_text(encoding="utf-8")
    return folding_to(" " + "".join(line for line in text.splitlines() if not line.startswith("#")))


@cache
def bound_hyphens() -> tuple[frozenset[str], frozenset[str]]:
    """The characters that fold to a hyphen; and those beside which one is a minus or part of a name, and counts."""
    return folding_to(HYPHEN), folding_to("0123456789abcdefghijklmnopqrstuvwxyz")


def without_ignorable(text: str) -> str:
    """A text without what `loose` ignores."""
    return _ignored().sub("", text)


@cache
def _ignored() -> re.Pattern[str]:
    """Any run of what `loose` ignores."""
    hyphens, holders = map(_class_of, bound_hyphens())
    marks = f"{_class_of(ignorable())}*"
    return re.compile(f"{marks}(?:(?<!{holders}){hyphens}(?!{holders}){marks})*")


def _class_of(characters: frozenset[str]) -> str:
    return f"[{re.escape(''.join(sorted(characters)))}]"


def find_occurrences(phrase: str, text: str, match_options: MatchOptions) -> Iterator[tuple[int, int]]:
    """Start and end (exclusive) of every occurrence of a phrase in a text, as it was written; they may overlap."""
    compared = match_options.compared_form(text)
    for form in match_options.forms(phrase):
        if not match_options.loose and form not in compared:  # as most forms of a number are not
            continue
        for found in _pattern(form, match_options.loose).finditer(compared):
            yield found.span(1)


@lru_cache(maxsize=1024)
def _pattern(form: str, loose: bool) -> re.Pattern[str]:
    """Finds a text wherever it starts, also where occurrences overlap."""
    between = _ignored().pattern if loose else ""
    return re.compile(f"(?=({between.join(map(re.escape, form))}))")
