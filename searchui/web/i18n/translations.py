"""The words of the interface, by data/messages.toml, in the language that the reader chose: 简体, 繁體 or English.

The traditional words are the simplified ones, converted; data/traditional.toml has those that need another word there.
"""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

from flask import g, request

from indexer.message import Language
from indexer.store.speech_catalogue import Entry
from searchui.search.script import converter, is_there
from searchui.web.preferences import Preference

NAMED_VOICES = 2
Interface: TypeAlias = Literal["zh", "zh-Hant", "en"]
LANGUAGES: tuple[Interface, ...] = ("zh", "zh-Hant", "en") if is_there() else ("zh", "en")
LANGUAGE = Preference("lang", LANGUAGES, "zh")
NAMES: dict[Interface, str] = {"zh": "简体", "zh-Hant": "繁體", "en": "English"}
TAGS: dict[Interface, str] = {"zh": "zh-Hans", "zh-Hant": "zh-Hant", "en": "en"}
"""What <html lang> says."""
_WITH_WORDS = "s2twp"  # 网页 → 網頁, 信息 → 資訊
_QUOTED = re.compile(r"(“[^”]*”)")


@cache
def messages() -> dict[str, dict[str, str]]:
    """All words, by language and name; not to be written to."""
    written = _data("messages.toml")
    traditional = {name: in_traditional(text) for name, text in written["zh"].items()} if is_there() else {}
    return {**written, "zh-Hant": {**traditional, **_data("traditional.toml")["words"]}}


def _data(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8"))


def interface() -> Interface:
    """The reader's language: ?lang= of this request, else the cookie, else simplified Chinese."""
    if "language" not in g:
        g.language = LANGUAGE.of(request.args, request.cookies)
    chosen: Interface = g.language
    return chosen


def language() -> Language:
    """The same as the language of our sentences, which are written in two; `said` tells them in the reader's."""
    return "en" if interface() == "en" else "zh"


def said(sentence: str) -> str:
    """A sentence of `language` as the reader reads it: in traditional characters where those were chosen."""
    return in_traditional(sentence) if interface() == "zh-Hant" else sentence


@cache
def _traditional_pieces() -> tuple[tuple[str, str], ...]:
    return tuple(_data("traditional.toml")["pieces"].items())


def in_traditional(sentence: str) -> str:
    """Our own simplified words in traditional Chinese; what is between “ ” is somebody's, and stays as it is."""
    pieces = _QUOTED.split(sentence)
    return "".join(piece if number % 2 else _converted(piece) for number, piece in enumerate(pieces))


def _converted(text: str) -> str:
    text = converter(_WITH_WORDS)(text)
    for wrong, right in _traditional_pieces():
        text = text.replace(wrong, right)
    return text


def shown_voices(entry: Entry) -> str:
    """Who speaks in a speech, as a list shows it: 唐某, or 唐某、陈某 等 5 人."""
    voices = entry.voices
    if not voices:
        return words("unnamed")
    named = "、".join(voices[:NAMED_VOICES])
    return named if len(voices) <= NAMED_VOICES else words("voices", named=named, count=len(voices))


def words(name: str, **values: object) -> str:
    """The sentence `name` in the reader's language, filled in."""
    return messages()[interface()][name].format(**values)
