"""Readings by eye: `tests/golden/pages-as-copied`, a file a text. They hold lengths and hashes of texts, never words.

The texts themselves lie beside the project. Lines are counted from 1; a text is hashed without white space and without
a full stop at its end.
"""

import hashlib
from pathlib import Path
from typing import TypeAlias

import msgspec

Hashed: TypeAlias = tuple[int, str]


class Turn(msgspec.Struct, array_like=True, frozen=True):
    """Lines `first` to `last` are spoken by one voice; None: by nobody that the text names."""

    first: int
    last: int
    speaker: Hashed | None
    kind: str


class Heading(msgspec.Struct, array_like=True, frozen=True):
    """A heading of an outline. `run_in`: its text goes on in the same paragraph."""

    level: int
    length: int
    digest: str
    run_in: bool = False

    @property
    def key(self) -> tuple[int, Hashed]:
        return self.level, (self.length, self.digest)


class Golden(msgspec.Struct, frozen=True):
    """What a reader sees in a text; None is what nobody can know from it.

    `published` are other dates that stand in it. `headings_optional` may or may not be called headings. `turns` reach
    to the line `turns_until`, None where there are none.
    """

    title: Hashed | None
    title_also: tuple[Hashed, ...]
    date: str | None
    published: tuple[str, ...]
    speaker: Hashed | None
    office: Hashed | None
    occasion: Hashed | None
    dialogue: bool
    salutation: tuple[int, ...]
    headings: tuple[Heading, ...]
    headings_optional: tuple[Heading, ...]
    turns: tuple[Turn, ...]
    turns_until: int | None
    left_out: tuple[tuple[int, int], ...]
    wrapped: tuple[tuple[int, int], ...]
    source: Hashed | None = None


_GOLDEN = msgspec.json.Decoder(Golden)


def read_golden(file: Path) -> Golden:
    """A reading by eye. Raises msgspec.DecodeError for what is none."""
    return _GOLDEN.decode(file.read_bytes())


def hashed(text: str | None) -> Hashed | None:
    """A text as golden files hold it."""
    if text is None:
        return None
    squeezed = "".join(text.split()).rstrip("。")
    return len(squeezed), hashlib.sha256(squeezed.encode()).hexdigest()[:12]
