"""What a parameter of an address may be: how it is read, how it is written back, and its JSON Schema.

An empty value is as none. Every `read` raises CallError for what the parameter cannot be; bounds are for the search
to check, which knows what to say, and stand here to be described.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, TypeVar

from werkzeug.datastructures import MultiDict

from indexer.errors import CallError
from indexer.i18n import _

MAX_DIGITS = 18
MAX_NUMBER = 10**MAX_DIGITS - 1
ON, OFF = "on", "off"

Args: TypeAlias = "MultiDict[str, str]"
Schema: TypeAlias = dict[str, Any]
Pairs: TypeAlias = list[tuple[str, object]]
T = TypeVar("T")


class Field(Protocol[T]):
    """What the value of a state is read from, and written back as: a parameter, or several that make one value."""

    @property
    def default(self) -> T:
        """The value where the address does not give one."""

    @property
    def parameters(self) -> "tuple[Parameter, ...]":
        """All that it reads."""

    def read(self, args: Args) -> T:
        """The value in the parameters of a request. Raises CallError for what it cannot be."""

    def pairs(self, value: T) -> Pairs:
        """Names and values for an address; none where it is the default."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address, by its name."""

    name: str
    required: bool = field(default=False, kw_only=True)

    @property
    def parameters(self) -> "tuple[Parameter, ...]":
        return (self,)

    def schema(self) -> Schema:
        """The JSON Schema of a value."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Text(Parameter):
    """A text; the empty one where it is missing."""

    max_length: int | None = field(default=None, kw_only=True)
    examples: Sequence[str] = field(default=(), kw_only=True)

    @property
    def default(self) -> str:
        return ""

    def read(self, args: Args) -> str:
        return args.get(self.name, "")  # as it was written, so that an error points at the right character

    def pairs(self, value: str) -> Pairs:
        return [(self.name, value)] if value else []

    def schema(self) -> Schema:
        schema: Schema = {"type": "string"}
        if self.required:
            schema |= {"minLength": 1}
        if self.max_length is not None:
            schema |= {"maxLength": self.max_length}
        return schema | ({"examples": list(self.examples)} if self.examples else {})


@dataclass(frozen=True, slots=True)
class Texts(Parameter):
    """Any of several texts; at most `max_items` of them."""

    max_length: int | None = field(default=None, kw_only=True)
    max_items: int | None = field(default=None, kw_only=True)
    examples: Sequence[str] = field(default=(), kw_only=True)

    @property
    def default(self) -> tuple[str, ...]:
        return ()

    def read(self, args: Args) -> tuple[str, ...]:
        return tuple(value for value in args.getlist(self.name) if value)

    def pairs(self, value: Iterable[str]) -> Pairs:
        return [(self.name, each) for each in value]

    def schema(self) -> Schema:
        items: Schema = {"type": "string"} | ({} if self.max_length is None else {"maxLength": self.max_length})
        bounds = {} if self.max_items is None else {"maxItems": self.max_items}
        if self.required:
            items, bounds = items | {"minLength": 1}, bounds | {"minItems": 1}
        named = {"examples": [list(self.examples)]} if self.examples else {}
        return {"type": "array", "items": items, **bounds, **named}


@dataclass(frozen=True, slots=True)
class Number(Parameter):
    """A whole number."""

    default: int
    minimum: int
    maximum: int = MAX_NUMBER

    def read(self, args: Args) -> int:
        return _as_number(self.name, args.get(self.name) or str(self.default))

    def pairs(self, value: int) -> Pairs:
        return [(self.name, value)] if value != self.default else []

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum, "default": self.default}


@dataclass(frozen=True, slots=True)
class OptionalNumber:
    """A whole number, None where the address does not give one: another number than the default that is described."""

    number: Number

    @property
    def default(self) -> int | None:
        return None

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return (self.number,)

    def read(self, args: Args) -> int | None:
        return self.number.read(args) if args.get(self.number.name) else None

    def pairs(self, value: int | None) -> Pairs:
        return [] if value is None else [(self.number.name, value)]


@dataclass(frozen=True, slots=True)
class Choice(Parameter):
    """One of some words; which there are, the search checks."""

    default: str
    choices: Sequence[str]

    def read(self, args: Args) -> str:
        return args.get(self.name) or self.default

    def pairs(self, value: str) -> Pairs:
        return [(self.name, value)] if value != self.default else []

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.choices), "default": self.default}


@dataclass(frozen=True, slots=True)
class Switch(Parameter):
    """on or off."""

    default: bool

    def read(self, args: Args) -> bool:
        value = args.get(self.name) or (ON if self.default else OFF)
        if value in (ON, OFF):
            return value == ON
        raise CallError(
            _("网址里的 {name} 要写成 {on} 或 {off}，不能是“{cut}”", name=self.name, on=ON, off=OFF, cut=cut(value)),
        )

    def pairs(self, value: bool) -> Pairs:
        return [(self.name, ON if value else OFF)] if value != self.default else []

    def schema(self) -> Schema:
        return {"type": "string", "enum": [ON, OFF], "default": ON if self.default else OFF}


def _as_number(name: str, value: str) -> int:
    if re.fullmatch(rf"-?\d{{1,{MAX_DIGITS}}}", value):
        return int(value)
    raise CallError(_("网址里的 {name} 要写成数字，不能是“{shown}”", name=name, shown=cut(value)))


def cut(value: str) -> str:
    """A text of a request as an error repeats it: not all of a long one."""
    return value if len(value) <= MAX_DIGITS else value[:MAX_DIGITS] + "…"
