"""Pinyin: letters typed → the characters that they may stand for. It needs pypinyin, the extra `pinyin`."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec

from indexer.analysis import fold
from indexer.engine.answers import CharacterPattern

MAX_UNITS = 12
_HAN = range(0x4E00, 0xA000)
_TYPED = re.compile(r"[a-zü' ]{2,40}")
_MARKS = dict.fromkeys((0x300, 0x301, 0x302, 0x304, 0x30C))  # tones, and that of ê
WAYS = 2  # of cutting letters into syllables: xian is xian and xi'an


def is_there() -> bool:
    """Whether the library is installed."""
    return find_spec("pypinyin") is not None


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """The syllables, without tones, that a folded character is read as; nothing where the library is missing."""
    if not is_there():
        return {}
    from pypinyin.pinyin_dict import pinyin_dict

    characters = ((chr(point), said) for point, said in pinyin_dict.items() if point in _HAN)
    return {character: _plain(said) for character, said in characters if fold(character) == character}


def _plain(said: str) -> tuple[str, ...]:
    """zhòng,chóng → zhong, chong; ü is v, as it is typed."""
    plain = unicodedata.normalize("NFD", said).replace("u\u0308", "v").translate(_MARKS)
    return tuple(dict.fromkeys(plain.split(",")))


@cache
def _read_as() -> Mapping[str, frozenset[str]]:
    """The characters of each syllable, and of every beginning of one."""
    having: defaultdict[str, set[str]] = defaultdict(set)
    for character, syllables in readings().items():
        for syllable in syllables:
            for end in range(1, len(syllable) + 1):
                having[syllable[:end]].add(character)
    return {start: frozenset(characters) for start, characters in having.items()}


@cache
def _of_syllable() -> Mapping[str, frozenset[str]]:
    having: defaultdict[str, set[str]] = defaultdict(set)
    for character, syllables in readings().items():
        for syllable in syllables:
            having[syllable].add(character)
    return {syllable: frozenset(characters) for syllable, characters in having.items()}


def homophones(character: str) -> frozenset[str]:
    """The characters that a folded one shares a reading with, itself too."""
    shared = (_of_syllable()[syllable] for syllable in readings().get(character, ()))
    return frozenset({character}).union(*shared)


def sound_alike(one: str, other: str) -> bool:
    """Whether two folded characters share a reading; none do where the library is missing."""
    return not set(readings().get(one, ())).isdisjoint(readings().get(other, ()))


def patterns(typed: str) -> list[CharacterPattern]:
    """What letters may stand for: initials (xzsc), and syllables of which the last may be cut short (xinzhi, xinzh)."""
    text = typed.lower().strip()
    if not _TYPED.fullmatch(text) or not readings():
        return []
    letters = text.replace("ü", "v")
    ways = sorted(_syllables(letters.replace(" ", "'")), key=len)[:WAYS]
    initials = tuple(letters.replace("'", "").replace(" ", ""))
    found = [(*(_of_syllable()[part] for part in way[:-1]), _read_as()[way[-1]]) for way in ways if way]
    if 2 <= len(initials) <= MAX_UNITS and all(letter in _read_as() for letter in initials):
        found.append(tuple(_read_as()[letter] for letter in initials))
    return [units for units in found if len(units) <= MAX_UNITS]


def _syllables(letters: str) -> Iterator[tuple[str, ...]]:
    """Every way to cut letters into syllables, the last of them maybe cut short; ' parts syllables."""
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in letters)]
    for start in range(len(letters)):
        if letters[start] == "'":
            ways[start + 1] += ways[start]
            continue
        for end in range(start + 1, min(start + 6, len(letters)) + 1):
            part = letters[start:end]
            if part in _of_syllable() or (end == len(letters) and part in _read_as()):
                ways[end] += [(*way, part) for way in ways[start]]
        for place in range(start + 1, len(ways)):
            ways[place] = sorted(ways[place], key=len)[:4]
    return iter(ways[-1])
