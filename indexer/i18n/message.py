"""A sentence that people read, which becomes text only when it is known in what language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, final

from indexer.i18n.catalogue import SOURCE, Language, translate

Translator: TypeAlias = Callable[[str, str, int | None], str]


@final
class Message:
    """A text of the catalogue with the values to fill in. `str(message)` is the Chinese one.

    Two messages are equal where they say the same. `n` is the number that decides the plural. Values other than
    messages, texts and numbers (an error, a path) are kept as text: a message goes into files and other processes.
    Whole numbers are shown with their thousands apart.
    """

    __slots__ = ("context", "msgid", "n", "values")

    def __init__(
        self, msgid: str, values: Mapping[str, object] | None = None, *, n: int | None = None, context: str = ""
    ) -> None:
        self.msgid = msgid
        self.values = {name: _plain(value) for name, value in (values or {}).items()}
        self.n = n
        self.context = context

    def text(self, language: Language = SOURCE) -> str:
        """The sentence in a language, filled in; values that are messages are in the same language."""
        return self.rendered(lambda msgid, context, n: translate(msgid, language, context=context, n=n))

    def rendered(self, translator: Translator) -> str:
        """The sentence as a translator has it: a function of text, context and number."""
        template = translator(self.msgid, self.context, self.n)
        if not self.values:
            return template
        return template.format(**{name: _rendered(value, translator) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"Message({self.text()!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self.text())

    def _key(self) -> tuple[Any, ...]:
        return self.msgid, self.context, self.n, self.values


def _(msgid: str, /, **values: object) -> Message:
    """A sentence, by its Chinese text, with what stands for each {name} of it."""
    return Message(msgid, values)


def n_(msgid: str, n: int, /, **values: object) -> Message:
    """A sentence with a number, {n}, that decides the plural in other languages."""
    return Message(msgid, {"n": n, **values}, n=n)


def p_(context: str, msgid: str, /, **values: object) -> Message:
    """A sentence whose Chinese text has another translation elsewhere; `context` says where it stands."""
    return Message(msgid, values, context=context)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """A text that is only marked here; it is translated where it is shown."""
    return text


def joined(separator: Message | str, parts: Sequence[Message | str]) -> Message:
    """Messages as one, with a separator between each two."""
    names = [f"part{number}" for number in range(len(parts))]
    template = "{between}".join(f"{{{name}}}" for name in names)
    return Message(template, {"between": separator, **dict(zip(names, parts, strict=True))})


def _plain(value: object) -> "Message | str | int | float":
    return value if isinstance(value, Message | str | int | float) else str(value)


def _rendered(value: object, translator: Translator) -> object:
    if isinstance(value, Message):
        return value.rendered(translator)
    return Count(value) if isinstance(value, int) else value


class Count(int):
    """A whole number as people read it: 12,345. What is no count (a year, a port) is given to a message as text."""

    def __format__(self, spec: str) -> str:
        return int.__format__(self, spec or ",")
