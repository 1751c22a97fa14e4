"""The tables of this package, read from `data/`."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The contents of `data/<name>.toml`; not to be written to."""
    return tomllib.loads(resources.files(__package__).joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


@cache
def alternatives(name: str, key: str) -> str:
    """A list of words as a regular expression, longest first."""
    return "|".join(sorted(set(table(name)[key]), key=lambda word: (-len(word), word)))
