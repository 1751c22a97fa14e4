"""Passages: a sentence or a paragraph that was pasted to be found, and is text as a whole."""

import re

from searchui.search.query.lexer import OPERATORS, WIDE, field_named
from searchui.search.query.pasted import unwrap
from searchui.search.query.quotes import QUOTES, quoted_end

FEWEST_CHARACTERS = 20  # letters and digits
FEWEST_SPACED = 8  # single characters with white space between, as PDF files give them
MAX_SPACED = 100  # of them without any mark: more are no sentence
LONGEST_OPERATOR = max(map(len, OPERATORS))
_RUN = re.compile(r"\S+")
_MARK = re.compile(r"[，。；！、：,;!]")  # a question mark may be a wildcard
_NAME = re.compile(r"(?:^|\s|\()([A-Za-zＡ-Ｚａ-ｚ]+|[\u4e00-\u9fff]{2,4})[:：]")
_NEGATION = re.compile(r"(?:^|\s)[-－−](?=[^\s\d０-９－−-])")
_SOME = re.compile(r"\w[*＊]\w")
_ONE = re.compile(r"\w[?？]\w")
_NEARNESS = re.compile(r"[\"“”＂」』]\s*[~～〜]\s*[0-9０-９]")


def is_passage(text: str) -> bool:
    """Whether a query is running text: long, with marks or in one piece, and without signs of the query language."""
    runs = _RUN.findall(unwrap(text))
    if sum(map(str.isalnum, text)) < FEWEST_CHARACTERS or _has_signs(text, runs):
        return False
    counted = [sum(map(str.isalnum, run)) for run in runs]
    spaced = sum(len(run) == 1 and not run.isascii() for run in runs)
    marked = _MARK.search(text) is not None
    if spaced >= FEWEST_SPACED and spaced * 2 > len(runs):
        return marked or len(runs) <= MAX_SPACED
    return max(counted) >= FEWEST_CHARACTERS or (marked and max(counted) * 2 >= sum(counted))


def _has_signs(text: str, runs: list[str]) -> bool:
    """Whether anything in a text is written as the query language has it, apart from what stands in its sentences."""
    marked = _MARK.search(text) is not None
    if "|" in text or "｜" in text or any(_is_operator(run, marked) for run in runs):
        return True
    if _ONE.search(text) and not marked:
        return True
    if any(field_named(name) for name in _NAME.findall(text)):
        return True
    return any(sign.search(text) for sign in (_NEGATION, _NEARNESS, _SOME)) or _has_quoted_part(text)


def _is_operator(run: str, marked: bool) -> bool:
    """Whether a run is an operator; among sentences only in capitals, since these have or and 或 themselves."""
    if len(run) > LONGEST_OPERATOR:
        return False
    plain = run.translate(WIDE)
    return (plain.isascii() or not marked) and (plain if marked else plain.upper()) in OPERATORS


def _has_quoted_part(text: str) -> bool:
    """Whether quotes stand by themselves, with white space or nothing on either side: “党的建设” 基层."""
    position = 0
    while position < len(text):
        end = quoted_end(text, position) if text[position] in QUOTES else None
        if end is None:
            position += 1
            continue
        before, after = text[position - 1 : position] if position else "", text[end + 1 : end + 2]
        if not before.strip() and not after.strip():
            return True
        position = end + 1
    return False
