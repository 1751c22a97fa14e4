"""Questions and answers: which turn is which, and questions that nobody's label announces."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from indexer.model import Line, Paragraph, Role
from indexer.speech.structure.speaker_label import Label, Voice, voice_of

MEMBERS = ("议员", "議員")
_ASKED = re.compile(
    r"[^。！？，]{0,24}(?:记者|記者|网友|網友|媒体|媒體)[^。，！？：]{0,8}(?:问|問|提问|提問)[^。，！？：]{0,6}[：:，,]"
)
_ASKED_AFTER = re.compile(r"[^。！？，]{0,12}(?:会|會)后，有(?:记者|記者)[^。，！？：]{0,8}(?:问|問)")
_QUESTION_END = re.compile(r"[？?][”」』）)]?\s*$")
_QUESTION = re.compile(r"[？?]|質詢|质询")
_NOT_ANSWERING = frozenset({Voice.ASKS, Voice.OTHER})
_HAN_START = re.compile(r"[\u3400-\u9fff]")


def name_answers(paragraphs: tuple[Paragraph, ...], spokesperson: str) -> tuple[Paragraph, ...]:
    """The paragraphs, those of 答：and 发言人：as spoken by the one whom the title names."""
    return tuple(
        msgspec.structs.replace(paragraph, speaker=spokesperson)
        if paragraph.speaker and voice_of(paragraph.speaker) in {Voice.ANSWERS, Voice.SPOKESPERSON}
        else paragraph
        for paragraph in paragraphs
    )


def is_asked(text: str) -> bool:
    """A paragraph that tells of a question: 会后，有记者问：… · 有记者问到…，"""
    return _ASKED.match(text) is not None or _ASKED_AFTER.match(text) is not None


def cut_turns(lines: Sequence[Line], turns: list[int | None], believed: Mapping[int, Label]) -> frozenset[int]:
    """Take out of `turns` what a turn surely does not reach to; the lines that are questions without a label.

    `turns` has for each line the line in which its turn begins. A question that no answer's label follows is one
    paragraph long: what comes after it may be the answer. A question mark right before the same speaker is named
    anew is somebody else's, as is whatever stands right before 答：.
    """
    starts = sorted(believed)
    voices = {label.voice for label in believed.values()}
    names_roles = bool(voices & {Voice.ASKS, Voice.ANSWERS}) and any(lines[start].level is None for start in starts)
    asked = {i for i, line in enumerate(lines) if names_roles and i not in believed and is_asked(line.text)}
    for start, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        said = start + (believed[start].length == len(lines[start].text))
        if lines[start].level is None and believed[start].voice is Voice.ASKS:
            if not _is_answered(start, following, turns, believed):
                _clear(turns, start, range(said + 1, following))
        elif _asks_before(start, following, lines, believed, voices) and following - 1 > said:
            _clear(turns, start, range(following - 1, following))
            asked.add(following - 1)
    if (
        Voice.ASKS not in voices
        and Voice.ANSWERS in voices
        and starts[0]
        and _QUESTION_END.search(lines[starts[0] - 1].text)
    ):
        asked.add(starts[0] - 1)
    return frozenset(index for index in asked if _QUESTION.search(lines[index].text))


def _is_answered(start: int, following: int, turns: Sequence[int | None], believed: Mapping[int, Label]) -> bool:
    """Whether another than one who asks is named next, and nothing has ended the turn before."""
    return following in believed and believed[following].voice is not Voice.ASKS and turns[following - 1] == start


def _asks_before(
    start: int, following: int, lines: Sequence[Line], believed: Mapping[int, Label], voices: set[Voice]
) -> bool:
    """Whether the paragraph before the next label is a question that has none."""
    if following not in believed or lines[start].level is not None or not voices & {Voice.ASKS, Voice.ANSWERS}:
        return False
    if Voice.ASKS not in voices and believed[following].voice is Voice.ANSWERS:
        return True
    again = believed[following].name == believed[start].name
    return again and _QUESTION_END.search(lines[following - 1].text) is not None


def _clear(turns: list[int | None], start: int, lines: range) -> None:
    for index in lines:
        if turns[index] == start:
            turns[index] = None


def read_roles(
    lines: Sequence[Line], turns: Sequence[int | None], believed: Mapping[int, Label], asked: frozenset[int]
) -> tuple[Role | None, ...]:
    """For each line whether it is a question or an answer, as far as that is sure."""
    starts = sorted(believed)
    roles: dict[int, Role | None] = {}
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        answers = start > 0 and (start - 1 in asked or roles.get(turns[start - 1] or 0) is Role.QUESTION)
        roles[start] = _role(believed[start], answers)
        if roles[start] is None and following is not None and turns[following - 1] == start:
            roles[start] = _of_member(start, following, lines, believed)
    return tuple(
        Role.QUESTION if index in asked else None if turn is None else roles[turn] for index, turn in enumerate(turns)
    )


def _role(label: Label, after_question: bool) -> Role | None:
    if label.voice is Voice.ASKS:
        return Role.QUESTION
    if label.voice is Voice.ANSWERS or (after_question and label.voice is not Voice.OTHER):
        return Role.ANSWER
    return None


def _of_member(start: int, following: int, lines: Sequence[Line], believed: Mapping[int, Label]) -> Role | None:
    """A member's question is told by its words and by who speaks next: an official, not the chair or another member."""
    own, other = believed[start], believed[following]
    if not own.name.endswith(MEMBERS) or other.name.endswith(MEMBERS) or other.voice in _NOT_ANSWERING:
        return None
    said = (lines[index].text for index in range(start, following))
    return Role.QUESTION if any(map(_QUESTION.search, said)) else None
