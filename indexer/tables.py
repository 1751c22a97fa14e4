"""Tables as TOML: those that ship with a package, in its `data/` folder, and those of users, decoded into types."""

from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TypeVar

import msgspec

T = TypeVar("T")

_one_at_a_time = Lock()  # msgspec learns a type when it first decodes it; two threads that have it learn one crash


def load_table(package: str, name: str, type_: type[T]) -> T:
    """The table `data/<name>.toml` of a package. Raises msgspec.ValidationError where the file does not fit the type."""
    folder = import_module(package).__path__[0]  # importlib.resources would take longer to load than most tables
    return decode_table(Path(folder, "data", f"{name}.toml").read_bytes(), type_)


def decode_table(toml: bytes | str, type_: type[T]) -> T:
    """A table. Raises msgspec.DecodeError where it is no TOML, msgspec.ValidationError where it does not fit the type."""
    with _one_at_a_time:
        return msgspec.toml.decode(toml, type=type_)
