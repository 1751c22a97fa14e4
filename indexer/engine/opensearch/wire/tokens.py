"""Texts as the tokens that the cluster keeps: it divides at white space and changes nothing.

A character is a token of its own, or two that stand side by side are one, with an end sign after the last. White
characters and the escape sign are escaped by a prefix code, so that no text divides a token or gives another's.
"""

from collections.abc import Iterable
from itertools import pairwise

ESCAPE = "\ue000"
END = f"{ESCAPE}e"


def unit(character: str) -> str:
    """How a character is written in a token."""
    return f"{ESCAPE}{ord(character):x};" if character.isspace() or character == ESCAPE else character


def token(text: str) -> str:
    """One token of a whole text."""
    return "".join(map(unit, text))


def characters(text: str) -> str:
    """A token for each character."""
    return " ".join(map(unit, text))


def pairs(text: str) -> str:
    """A token for each character with the one after it; after the last there is the end sign."""
    return " ".join(_joined([*map(unit, text), END]))


def inner_pairs(text: str) -> str:
    """The same without the last one: what stands in every text that contains this one of two characters or more."""
    return " ".join(_joined(map(unit, text)))


def _joined(units: Iterable[str]) -> Iterable[str]:
    return (one + other for one, other in pairwise(units))
