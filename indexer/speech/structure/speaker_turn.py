"""Turns: who speaks where several do (### 唐鳳： · 蔣部長偉寧：主席… · 记者：…).

Never a guess: what no label names is nobody's. A text is a conversation where labels that name somebody alternate and
something says so: its title, questions and answers, or names that come again and open a good part of the lines.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer.model import Line, Role
from indexer.speech.enumerator import enumerator
from indexer.speech.header.byline import byline
from indexer.speech.structure.question_answer import cut_turns, is_asked, read_roles
from indexer.speech.structure.speaker_label import (
    CACHED_LABELS,
    NAMED,
    Label,
    Voice,
    label_of,
    may_have_label,
    speaker_name,
    turn_words,
)
from indexer.speech.structure.turn_end import ends_turn, is_stage_direction, is_standing

MIN_TURNS = 4
MIN_TURNS_OF_CONVERSATION = 2  # where the title says that it is one
MIN_LABELLED_SHARE = 0.3  # of the lines, where nothing but names tells a conversation
MAX_HEAD_LINES = 8  # in which the title says what the text is
MAX_TITLE_LENGTH = 60
MAX_NAME_LENGTH = 24  # of a name on a line of its own
MAX_LISTED_LENGTH = 24  # 主持人：林某; what is said is longer, or is a sentence
MIN_CHAPTERS = 2
_ALONE = re.compile(r"(?P<name>[^：:，。；！？“”「」]{1,24})[：:]")
_SENTENCE = re.compile(r"[，。！？；…,!?;]")
_NEXT_PERSON = re.compile(r"[；;]|\s{2,}|\u3000")
_MARK = re.compile(r"[，,、]\s*")  # between a person and the office
_QUOTES = '“"「『‘'
_SPEECH = re.compile(r"[上时時中]的?(?:讲话|講話|致辞|致辭|致词|演讲|演講|报告|報告|发言|發言)")


@dataclass(frozen=True, slots=True)
class Turns:
    """For each line: who speaks there (None for nobody who is named), and how many characters name the speaker.

    `alone` holds the lines that are nothing but a name, `headings` those that part the conversation, `roles` the
    questions and answers. The first label stands in line `first`.
    """

    speakers: tuple[str | None, ...]
    leads: tuple[int, ...]
    alone: frozenset[int]
    roles: tuple[Role | None, ...]
    headings: frozenset[int]
    first: int


def read_turns(lines: Sequence[Line]) -> Turns | None:
    """The turns of a conversation; None for a speech by one."""
    labels = {
        index: label
        for index, line in enumerate(lines)
        if (line.level is not None or may_have_label(line.text)) and (label := _label(line))
    }
    if not labels:
        return None
    labels = _without_lists(lines, _named_in_head(lines, _interviewers(lines, labels)))
    believed = _believed(lines, labels)
    return _turns(lines, labels, believed) if believed else None


def _label(line: Line) -> Label | None:
    """The label of a line; a heading of the format that ends in a colon names a speaker whatever the name."""
    return label_of(line.text) if line.level is None else _label_of_heading(line.text)


@lru_cache(maxsize=CACHED_LABELS)
def _label_of_heading(text: str) -> Label | None:
    label = label_of(text)
    if label and label.voice is Voice.NOBODY:
        return label
    match = _ALONE.fullmatch(text)
    if match is None or enumerator(text):
        return None
    voice = label.voice if label and label.voice in NAMED else Voice.NAME
    return Label(match.group("name").strip(), len(text), voice)


def _head(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines[:MAX_HEAD_LINES] if len(line.text) <= MAX_TITLE_LENGTH]


def _interviewers(lines: Sequence[Line], labels: Mapping[int, Label]) -> dict[int, Label]:
    """The labels, those of editors as of who asks, where one does: 编辑：票价呢？"""
    editors = {index for index, label in labels.items() if label.name in turn_words().interviewers}
    asks = any(lines[index].text.endswith(("？", "?")) for index in editors)
    return {
        index: replace(label, voice=Voice.ASKS) if asks and index in editors else label
        for index, label in labels.items()
    }


def _named_in_head(lines: Sequence[Line], labels: Mapping[int, Label]) -> dict[int, Label]:
    """The labels, those as names that a title names (与阿东对谈)."""
    doubtful = {index: label for index, label in labels.items() if label.voice is Voice.UNKNOWN and len(label.name) > 1}
    title = "\n".join(text for text in _head(lines) if label_of(text) is None) if doubtful else ""
    return {
        index: replace(label, voice=Voice.NAME) if index in doubtful and label.name in title else label
        for index, label in labels.items()
    }


def _without_lists(lines: Sequence[Line], labels: dict[int, Label]) -> dict[int, Label]:
    """Before anybody has spoken a sentence, names behind a label are a list of those who are there (主持人：林某)."""
    kept: dict[int, Label] = {}
    has_begun = False
    for index, label in labels.items():
        says = lines[index].text[label.length :]
        if not says and index + 1 < len(lines):
            says = lines[index + 1].text
        is_said = (len(says) > MAX_LISTED_LENGTH or _SENTENCE.search(says) is not None) and not _lists_people(says)
        if label.voice in NAMED and lines[index].level is None and not is_said and not has_begun:
            label = replace(label, voice=Voice.NOBODY)
        has_begun |= label.voice in NAMED
        kept[index] = label
    return kept


def _lists_people(text: str) -> bool:
    """Whether a text is nothing but people with their offices: 林某，水务局副局长；江某（港口局局长）."""
    people = [one.strip() for one in _NEXT_PERSON.split(text) if one.strip()]
    return bool(people) and all(_has_office(one) for one in people)


def _has_office(text: str) -> bool:
    found = byline(text) or byline(_MARK.sub(" ", text, count=1))
    return found is not None and found.office is not None


def _believed(lines: Sequence[Line], labels: Mapping[int, Label]) -> dict[int, Label]:
    """The labels that name who speaks; none where the text is no conversation.

    Where headings of the format do, lines between them that look like labels are said by somebody.
    """
    headings = {i: label for i, label in labels.items() if label.voice in NAMED and lines[i].level is not None}
    if len(headings) >= MIN_TURNS:
        return headings
    named = {index: label for index, label in labels.items() if label.voice in NAMED}
    if not {"Q", "A"} <= {label.name for label in named.values()}:
        named = {index: label for index, label in named.items() if label.name not in {"Q", "A"}}
    names = {label.name for label in named.values()}
    voices = {label.voice for label in named.values()}
    if _is_book(lines) or _is_quoting(lines, named):
        return {}
    if _is_called_conversation(lines) and len(named) >= MIN_TURNS_OF_CONVERSATION + (voices == {Voice.NAME}):
        return named if len(names) > 1 or voices & {Voice.ASKS, Voice.ANSWERS} else {}
    named = {index: label for index, label in named.items() if label.voice is not Voice.OUTLET}
    if len(named) < MIN_TURNS:
        return {}
    if Voice.ASKS in voices and len(names) > 1:
        return named
    return named if _is_talk(lines, named) else {}


def _is_talk(lines: Sequence[Line], named: Mapping[int, Label]) -> bool:
    """Whether names alone tell a conversation: they come again, all over the text."""
    counts = Counter(label.name for label in named.values())
    again = sum(count for count in counts.values() if count > 1)
    several = sum(count > 1 for count in counts.values()) > 1
    return several and again >= max(MIN_TURNS, MIN_LABELLED_SHARE * len(lines))


def _is_called_conversation(lines: Sequence[Line]) -> bool:
    """Whether a line of the head says so; a speech given at a meeting of many is a speech."""
    return any(
        any(word in text for word in turn_words().conversations)
        for text in _head(lines)
        if text[-1] not in "。；" and not _SPEECH.search(text) and label_of(text) is None
    )


def _is_book(lines: Sequence[Line]) -> bool:
    chapter = re.compile(turn_words().chapters)
    return sum(chapter.match(line.text) is not None and is_standing(line) for line in lines) >= MIN_CHAPTERS


def _is_quoting(lines: Sequence[Line], named: Mapping[int, Label]) -> bool:
    """Whether most labels stand before quotation marks: sayings are collected, nobody speaks in turn."""
    quoted = sum(lines[index].text[label.length : label.length + 1] in set(_QUOTES) for index, label in named.items())
    return quoted * 2 > len(named)


def _turns(lines: Sequence[Line], labels: Mapping[int, Label], believed: Mapping[int, Label]) -> Turns:
    """What each line is in a conversation."""
    turns = _extents(lines, labels, believed)
    asked = cut_turns(lines, turns, believed)
    turns = [None if is_stage_direction(line.text) else turn for line, turn in zip(lines, turns, strict=True)]
    names = {start: speaker_name(label.name) for start, label in believed.items()}
    fronts = {index: label.length for index, label in believed.items() if label.length < len(lines[index].text)}
    return Turns(
        speakers=tuple(None if turn is None else names[turn] for turn in turns),
        leads=tuple(fronts.get(index, 0) for index in range(len(lines))),
        alone=frozenset(believed.keys() - fronts.keys()),
        roles=read_roles(lines, turns, believed, asked),
        headings=frozenset(
            i - 1
            for i in believed
            if i and turns[i - 1] is None and is_standing(lines[i - 1]) and not _has_office(lines[i - 1].text)
        ),
        first=min(believed),
    )


def _is_label(label: Label | None) -> bool:
    return label is not None and label.voice is not Voice.SENTENCE


def _extents(lines: Sequence[Line], labels: Mapping[int, Label], believed: Mapping[int, Label]) -> list[int | None]:
    """For each line the line in which its turn begins; None where none goes on.

    A label that names nobody, or of which that cannot be told, ends a turn as a heading does. Where headings of the
    format name who speaks, nothing else ends a turn.
    """
    by_headings = all(lines[index].level is not None for index in believed)
    turns: list[int | None] = []
    turn: int | None = None
    for index, line in enumerate(lines):
        label = labels.get(index)
        if index in believed:
            turn = index
        elif line.level is not None or (
            not by_headings and (_is_label(label) or ends_turn(line) or is_asked(line.text))
        ):
            turn = None
        turns.append(turn)
    return turns
