"""Headings: how much of a paragraph is its heading, and whether it stands alone."""

import re

import msgspec

from indexer.model import Line
from indexer.speech.enumerator import Enumerator, enumerator
from indexer.speech.numeral import numeral

MAX_STANDALONE_LENGTH = 60
MAX_LEAD_LENGTH = 45
MAX_TERM_LENGTH = 24  # 1.“两重”：是指… and （一）总的要求：…
SENTENCE_END = re.compile(r"[。！？!?；;]")
TERM_END = re.compile(r"[：:]")
_SPAN = re.compile(
    r"([一二三四五六七八九十]{1,2})(?:期|季度|产业|產業|级|級|类|類|批|线|線|年级|年級|号线|號線|环|環|月|审|審|档|檔|楼|樓|等奖|等獎|等功)"
)
CLAUSE_END = re.compile(r"[，,：:、]")


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A line that may be a heading, or open with one.

    `lead` counts the characters of the heading with its label; `standalone` tells that they are the
    whole line. `declared` is the level that the file's format gives. A heading with neither a number
    nor a level is known by its shape and place.
    """

    enumerator: Enumerator | None
    lead: int
    standalone: bool
    declared: int | None


def candidate(line: Line, plain: bool) -> Candidate | None:
    """What kind of heading `line` might be, seen alone; its neighbours decide. `plain`: it is one without a number."""
    found = enumerator(line.text)
    if line.level is not None or plain:
        return Candidate(found, len(line.text), standalone=True, declared=line.level)
    if found is None or _is_span(line.text, found):
        return None
    lead, standalone = _extent(line.text, found)
    return Candidate(found, lead, standalone, None)


def _is_span(text: str, found: Enumerator) -> bool:
    """Whether a sentence opens with two numbers of something: 一、二期工程要衔接好。"""
    span = _SPAN.match(text, len(found.label)) if found.form == "han" else None
    return span is not None and (numeral(span[1]) or 0) > found.ordinal and SENTENCE_END.search(text) is not None


def _extent(text: str, found: Enumerator) -> tuple[int, bool]:
    end = SENTENCE_END.search(text)
    if not found.opens_paragraph and (end is None or end.end() == len(text)) and len(text) <= MAX_STANDALONE_LENGTH:
        if text[-1] in "？！?!":  # 一、为什么学？
            return len(text), True
        if text[-1] in "：:" and CLAUSE_END.search(text, len(found.label), len(text) - 1) is None:  # 二、改革的内容：
            return len(text) - 1, True
    term = TERM_END.search(text, len(found.label), MAX_TERM_LENGTH)
    if end is None and text[-1] not in "，,、：:" and len(text) <= MAX_STANDALONE_LENGTH:
        return len(text), True  # 一、突出“早”字：早准备、早动手
    if term is not None and (end is None or term.start() < end.start()) and term.end() < len(text):
        return term.start(), False
    if end is not None and (end.start() <= MAX_LEAD_LENGTH or (end.end() == len(text) <= MAX_STANDALONE_LENGTH)):
        return end.start(), False
    clause = CLAUSE_END.search(text, len(found.label))
    if clause is not None and clause.start() <= MAX_LEAD_LENGTH:
        return clause.start(), False
    return len(found.label), False
