"""The two builds of jieba, in Rust and in Python, each with its own dictionary, to which words can be added."""

import os
import sys
from collections.abc import Callable
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any, Protocol

MIN_FREQUENCY = 1000  # of an added word: enough to win against a segmentation that gives a character to a neighbour


class Jieba(Protocol):
    """Cuts folded texts into words."""

    def cut(self, text: str) -> list[str]:
        """All of a text: words, punctuation and white space."""

    @property
    def is_known(self) -> Callable[[str], bool]:
        """Whether the dictionary has a word."""

    def add(self, word: str, frequency: int | None) -> None:
        """Add a word of Han characters; without `frequency`, with the frequency that it takes to be found."""


class Rjieba:
    """The Rust build."""

    def __init__(self) -> None:
        self._jieba = _rust_module().Jieba()
        self.is_known: Callable[[str], bool] = self._jieba.has_word

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.cut(text)
        return words

    def add(self, word: str, frequency: int | None) -> None:
        self._jieba.add_word(word, frequency or max(self._jieba.suggest_freq(word), MIN_FREQUENCY), None)


def _rust_module() -> Any:
    """The compiled module alone: its package makes a dictionary while it is imported, which takes as long as our own."""
    package = find_spec("rjieba")
    spec = PathFinder.find_spec("rjieba.rjieba", package.submodule_search_locations if package else None)
    if "rjieba.rjieba" not in sys.modules and spec and spec.loader:
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules["rjieba.rjieba"] = module  # under its own name: who imports the package finds it
    if "rjieba.rjieba" not in sys.modules:
        import rjieba

        return rjieba
    return sys.modules["rjieba.rjieba"]


class PlainJieba:
    """The build in Python."""

    def __init__(self) -> None:
        import jieba

        self._tokenizer = jieba.Tokenizer()  # our own: the global one of the module is shared by all its users
        self._tokenizer.check_initialized()

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._tokenizer.lcut(text)
        return words

    def is_known(self, word: str) -> bool:
        return bool(self._tokenizer.FREQ.get(word))

    def add(self, word: str, frequency: int | None) -> None:
        """Not with its `add_word`, which counts a word twice that is already known; the Rust build does not."""
        known = self._tokenizer.FREQ
        frequency = frequency or max(self._tokenizer.suggest_freq(word), MIN_FREQUENCY)
        self._tokenizer.total += frequency - known.get(word, 0)
        known[word] = frequency
        for end in range(1, len(word)):
            known.setdefault(word[:end], 0)


def jieba_name() -> str:
    """The build that is installed, and its version; without loading it."""
    name = "rjieba" if find_spec("rjieba") else "jieba"
    return f"{name} {_version(name)}"


def _version(name: str) -> str:
    """The version of an installed library, by the name of the folder that pip keeps beside it: rjieba-0.2.2.dist-info.

    The standard library's way takes a tenth of the time of a whole command; it is left to where there is no such folder.
    """
    spec = find_spec(name)
    beside = Path(spec.origin).parents[1] if spec and spec.origin else Path()
    try:
        every = os.listdir(beside)  # noqa: PTH208 - a pattern takes ten times as long, at each opening of an index
    except OSError:
        every = []
    folders = [folder for folder in every if folder.startswith(f"{name}-") and folder.endswith(".dist-info")]
    if len(folders) == 1:
        return folders[0].removeprefix(f"{name}-").removesuffix(".dist-info")
    from importlib.metadata import version

    return version(name)


def default_jieba() -> Jieba:
    """A new one of the build that `jieba_name` names. Its dictionary takes a tenth of a second to load."""
    return Rjieba() if jieba_name().startswith("r") else PlainJieba()
