"""The two builds of jieba, each with a dictionary of its own that words can be added to."""

from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

MIN_FREQUENCY = 1000  # of an added word: above a neighbour's chance to take its first or last character away


class Jieba(Protocol):
    """Cuts folded texts into words."""

    def cut(self, text: str) -> list[str]:
        """All of a text: words, marks and white space."""

    def is_known(self, word: str) -> bool:
        """Whether the dictionary has a word."""

    def add(self, word: str, frequency: int | None) -> None:
        """Have the dictionary know a word of Han characters; without `frequency`, as often as it takes to be cut out."""


class Rjieba:
    """The Rust build."""

    def __init__(self) -> None:
        import rjieba

        self._jieba = rjieba.Jieba()

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.cut(text)
        return words

    def is_known(self, word: str) -> bool:
        return bool(self._jieba.has_word(word))

    def add(self, word: str, frequency: int | None) -> None:
        self._jieba.add_word(word, frequency or max(self._jieba.suggest_freq(word), MIN_FREQUENCY), None)


class PlainJieba:
    """The build in Python."""

    def __init__(self) -> None:
        import jieba

        self._tokenizer = jieba.Tokenizer()  # our own: the module's global one is everybody's
        self._tokenizer.check_initialized()

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._tokenizer.lcut(text)
        return words

    def is_known(self, word: str) -> bool:
        return bool(self._tokenizer.FREQ.get(word))

    def add(self, word: str, frequency: int | None) -> None:
        """Not by its own `add_word`, which counts a word that is there already twice; the Rust build does not."""
        known = self._tokenizer.FREQ
        frequency = frequency or max(self._tokenizer.suggest_freq(word), MIN_FREQUENCY)
        self._tokenizer.total += frequency - known.get(word, 0)
        known[word] = frequency
        for end in range(1, len(word)):
            known.setdefault(word[:end], 0)


def jieba_name() -> str:
    """Which build there is, and its version; found out without loading it."""
    name = "rjieba" if find_spec("rjieba") else "jieba"
    return f"{name} {_version(name)}"


def _version(name: str) -> str:
    """The version of an installed library, by the name of the folder that pip keeps beside it: rjieba-0.2.2.dist-info.

    The standard library's way takes a tenth of the time of a whole command; it is left to where there is no such folder.
    """
    spec = find_spec(name)
    beside = Path(spec.origin).parents[1] if spec and spec.origin else Path()
    folders = [path.name for path in beside.glob(f"{name}-*.dist-info")]
    if len(folders) == 1:
        return folders[0].removeprefix(f"{name}-").removesuffix(".dist-info")
    from importlib.metadata import version

    return version(name)


def default_jieba() -> Jieba:
    """A new one of the build that `jieba_name` tells. Its dictionary takes a tenth of a second to load."""
    return Rjieba() if jieba_name().startswith("r") else PlainJieba()
