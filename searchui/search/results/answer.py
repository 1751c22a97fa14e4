"""Answers as they leave as JSON, the same from commands, from the API and in Python.

Some values are their own JSON: they are an Answer. Others have more to them than their JSON: they are Answered, and the
module `json_answers` of their package has the shape of their JSON and what each field of it is made of.
"""

from functools import singledispatch
from importlib import import_module
from typing import Any

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """The shape of something that is answered, by which it is described too. A field that is UNSET is left out."""

    def as_json(self) -> dict[str, Any]:
        """The same of dicts, lists, texts and numbers."""
        made: dict[str, Any] = msgspec.to_builtins(self)
        return made


@singledispatch
def answer_of(value: object) -> Answer:
    """The JSON of a value, as an Answer. Raises TypeError for what has none."""
    if isinstance(value, Answered):  # the first of its kind: what its JSON is made of was not loaded yet
        import_module(f"{type(value).__module__.rpartition('.')[0]}.json_answers")
        made = answer_of.dispatch(type(value))
        if made is not answer_of.dispatch(object):
            return made(value)
    raise TypeError(f"{type(value).__name__} has no JSON")


class Answered:
    """A value whose JSON `answer_of` gives."""

    __slots__ = ()

    def answer(self) -> Answer:
        """Its JSON as an Answer."""
        return answer_of(self)

    def as_json(self) -> dict[str, Any]:
        """Its JSON of dicts, lists, texts and numbers."""
        return answer_of(self).as_json()
