"""Headings without a number: by their words (结束语), or short lines set apart, recognised by their neighbours (过去五年的回顾).

A short sentence is one where several stand in turn with the paragraphs that they head (经济运行持续向好。).
"""

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from indexer.model import Kind, Line
from indexer.speech.enumerator import enumerator
from indexer.speech.header.byline import byline
from indexer.tables import load_table

SHORTEST, LONGEST = 4, 36  # characters
MAX_SHARE = 0.34  # of the lines; beyond, short lines are verse, a table or talk
PUNCTUATION = re.compile(r"[。；！？!?;：:…→⇒＝=]")
MAX_SENTENCE = 22  # characters of a short sentence that may be a heading, its stop included
MIN_SENTENCES = 4  # of them, in turn with longer paragraphs
MIN_HEADED = 40  # characters of the paragraph that such a sentence heads
MAX_HEADED = 3  # paragraphs that each may head, for the next to be in turn
MIN_BESIDE_WORDS = 2  # headings without a number, for a single word to be one as well
_WORD = re.compile(r"[\u3400-\u9fff]{2,3}")
MIN_TOPICS = 3  # short lines with a colon, before they are believed
_COLON = re.compile(r"[：:]")
_TOPIC = re.compile(r"[^，。；！？：:]{2,12}[：:][^，。；！？：:]{1,20}")
_SENTENCE = re.compile(r"[^，。；！？!?;：:…、]{4,21}。")
_HAN = re.compile(r"[\u3400-\u9fff]")
_END = "。！？；：:!?;”」』）)…"


def plain_headings(lines: Sequence[Line], kinds: Sequence[Kind]) -> frozenset[int]:
    """The lines that are headings by their shape and place.

    Short, without a sentence's punctuation, after a finished paragraph and before a longer one or a numbered
    heading. None in a file whose format marks its headings.
    """
    if any(line.level is not None and line.level > 1 for line in lines):
        return frozenset()
    named = frozenset(i for i, line in enumerate(lines) if kinds[i] is Kind.BODY and is_named_heading(line.text))
    sentences = _sentences(lines, kinds)
    shaped = [_is_shaped(line.text) and kind is Kind.BODY for line, kind in zip(lines, kinds, strict=True)]
    found = {index for index in range(len(lines)) if shaped[index] and _is_placed(lines, kinds, shaped, index)}
    found |= _topics(lines, kinds)
    if len(found) >= MIN_BESIDE_WORDS:
        found |= _words_beside(lines, kinds, shaped)
    return named | sentences | (frozenset(found) if len(found) <= MAX_SHARE * len(lines) else frozenset())


class _Words(msgspec.Struct, frozen=True):
    """`named`: headings by their words; `speaking`: how sentences open that head nothing."""

    named: tuple[str, ...]
    speaking: tuple[str, ...]


@cache
def _words() -> _Words:
    return load_table("indexer.speech", "headings", _Words)


def is_named_heading(text: str) -> bool:
    """Whether a line is a heading by its words: 结束语, 前　言, 结语：."""
    return len(text) <= 8 and "".join(text.split()).rstrip("：:") in _words().named


def is_sentence(text: str) -> bool:
    """Whether a heading is a short sentence with its stop."""
    return text[-1] == "。"


def _sentences(lines: Sequence[Line], kinds: Sequence[Kind]) -> frozenset[int]:
    """Short sentences that head the paragraphs after them: at least MIN_SENTENCES in turn."""
    found: set[int] = set()
    run: list[int] = []
    for index in range(len(lines) - 1):
        if not _is_short_sentence(lines, kinds, index):
            continue
        if run and not _in_turn(lines, run[-1], index):
            run = []
        run.append(index)
        if len(run) >= MIN_SENTENCES:
            found |= set(run)
    return frozenset(found)


def _is_short_sentence(lines: Sequence[Line], kinds: Sequence[Kind], index: int) -> bool:
    text, after = lines[index].text, lines[index + 1].text
    return (
        len(text) <= MAX_SENTENCE
        and kinds[index] is kinds[index + 1] is Kind.BODY
        and _SENTENCE.fullmatch(text) is not None
        and not text.startswith(_words().speaking)
        and enumerator(text) is None
        and len(after) >= MIN_HEADED
        and after[-1] in _END
    )


def _in_turn(lines: Sequence[Line], last: int, index: int) -> bool:
    """Whether only the paragraphs that the last one heads stand between: long ones, and headings with a number."""
    between = [line.text for line in lines[last + 1 : index] if enumerator(line.text) is None]
    return 0 < len(between) <= MAX_HEADED and all(len(text) >= MIN_HEADED for text in between)


def _topics(lines: Sequence[Line], kinds: Sequence[Kind]) -> set[int]:
    """Short lines with a colon inside, of which several head paragraphs: 1951年：筚路蓝缕, ◆ 第一句话：放心."""
    shaped = [
        kind is Kind.BODY and _TOPIC.fullmatch(line.text) is not None and _is_shaped(_COLON.sub("", line.text, 1))
        for line, kind in zip(lines, kinds, strict=True)
    ]
    found = {
        index
        for index in range(len(lines) - 1)
        if shaped[index] and len(lines[index + 1].text) >= MIN_HEADED and _is_placed(lines, kinds, shaped, index)
    }
    return found if len(found) >= MIN_TOPICS else set()


def _words_beside(lines: Sequence[Line], kinds: Sequence[Kind], shaped: Sequence[bool]) -> set[int]:
    """A word of two or three characters that heads a paragraph as longer headings beside it do: 渡輪服務, 單車徑."""
    return {
        index
        for index in range(1, len(lines) - 1)
        if kinds[index] is Kind.BODY
        and _WORD.fullmatch(lines[index].text) is not None
        and len(lines[index + 1].text) >= MIN_HEADED
        and lines[index - 1].text[-1] in _END
        and byline(lines[index].text) is None
        and _is_placed(lines, kinds, shaped, index)
    }


def _is_shaped(text: str) -> bool:
    return (
        SHORTEST <= len(text) <= LONGEST
        and PUNCTUATION.search(text) is None
        and text[-1] not in "，、,"
        and len(_HAN.findall(text)) * 2 >= len(text)
        and enumerator(text) is None
        and not (text[0] in "（(" and text[-1] in "）)")
    )


def _is_placed(lines: Sequence[Line], kinds: Sequence[Kind], shaped: Sequence[bool], index: int) -> bool:
    if index + 1 >= len(lines) or kinds[index + 1] is not Kind.BODY or shaped[index + 1]:
        return False
    before = lines[index - 1].text if index else ""
    after = lines[index + 1].text
    finished = not before or before[-1] in _END or kinds[index - 1] is not Kind.BODY or enumerator(before) is not None
    return finished and ((len(after) > len(lines[index].text) and after[-1] in _END) or enumerator(after) is not None)
