"""Turns: who speaks where several do (### 唐鳳： · 蔣部長偉寧：主席… · 记者：…)."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from indexer.model import Line
from indexer.speech.enumerator import enumerator
from indexer.speech.header.words import alternatives, header_words

MIN_TURNS = 4
MIN_LABELLED_SHARE = 0.3  # of the lines, for names that stand in front of what is said
MAX_NAME_LENGTH = 24
_COLON = "：:"
_NAME = rf"[^\s{_COLON}，。；！？、“”「」（()）【】\[\]]{{1,12}}"
_LABEL = re.compile(rf"(?:(?P<plain>{_NAME})[{_COLON}]|[【\[](?P<framed>{_NAME})[】\]][{_COLON}]?)(?=\s*\S)")
_ALONE = re.compile(rf"(?P<name>[^{_COLON}，。；！？“”「」]{{1,{MAX_NAME_LENGTH}}})[{_COLON}]")


@dataclass(frozen=True, slots=True)
class Turns:
    """For each line: who speaks there (None before the first turn), and how many characters name the speaker.

    `alone` holds the lines that are nothing but a name.
    """

    speakers: tuple[str | None, ...]
    leads: tuple[int, ...]
    alone: frozenset[int]


def read_turns(lines: Sequence[Line]) -> Turns | None:
    """The turns of a conversation; None for a speech by one."""
    return _named_alone(lines) or _named_in_front(lines)


def speaker_name(label: str) -> str:
    """The name in a label: 蔣部長偉寧 → 蔣偉寧, 唐鳳部長 → 唐鳳; anything else unchanged."""
    around, before = _with_office()
    match = around.fullmatch(label)
    if match:
        return match.group("family") + match.group("given")
    match = before.fullmatch(label)
    return match.group("name") if match else label


@cache
def _with_office() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Names around an office, and before one."""
    office = alternatives(header_words().offices)
    return (
        re.compile(rf"(?P<family>.)(?:{office})(?P<given>.{{1,2}})"),
        re.compile(rf"(?P<name>.{{2,4}}?)(?:{office})"),
    )


def _named_alone(lines: Sequence[Line]) -> Turns | None:
    """Names on lines of their own, as headings or plainly; headings without a colon end the last turn."""
    names = {
        index: match.group("name").strip() for index, line in enumerate(lines) if (match := _ALONE.fullmatch(line.text))
    }
    names = {index: name for index, name in names.items() if lines[index].level is not None} or _repeated(names)
    if len(names) < MIN_TURNS:
        return None
    known = {name: speaker_name(name) for name in set(names.values())}  # few, and each comes often
    speakers: list[str | None] = []
    speaker: str | None = None
    for index, line in enumerate(lines):
        if index in names:
            speaker = known[names[index]]
        elif line.level is not None:
            speaker = None
        speakers.append(speaker)
    return Turns(tuple(speakers), (0,) * len(lines), frozenset(names))


def _repeated(names: dict[int, str]) -> dict[int, str]:
    """Plain lines are names where each comes again: a phrase that only ends in a colon does not."""
    counts = Counter(names.values())
    return {index: name for index, name in names.items() if counts[name] > 1}


def _named_in_front(lines: Sequence[Line]) -> Turns | None:
    """Names in front of what is said: those that come again, where they open a good part of the lines."""
    labels = {
        index: (match.group("plain") or match.group("framed"), len(match.group()))
        for index, line in enumerate(lines)
        if (match := _LABEL.match(line.text)) and enumerator(line.text) is None
    }
    counts = Counter(name for name, _ in labels.values())
    believed = {index: label for index, label in labels.items() if counts[label[0]] > 1}
    several = len({name for name, _ in believed.values()}) > 1
    if not several or len(believed) < max(MIN_TURNS, MIN_LABELLED_SHARE * len(lines)):
        return None
    speakers: list[str | None] = []
    speaker: str | None = None
    for index in range(len(lines)):
        if index in believed:
            speaker = speaker_name(believed[index][0])
        speakers.append(speaker)
    leads = tuple(believed[index][1] if index in believed else 0 for index in range(len(lines)))
    return Turns(tuple(speakers), leads, frozenset())
