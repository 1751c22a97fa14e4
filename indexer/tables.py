"""Tables that ship with a package: the TOML files in its `data/` folder, decoded into types."""

from importlib import resources
from typing import TypeVar

import msgspec

T = TypeVar("T")


def load_table(package: str, name: str, type_: type[T]) -> T:
    """The table `data/<name>.toml` of a package. Raises msgspec.ValidationError where the file does not fit the type."""
    file = resources.files(package).joinpath("data", f"{name}.toml")
    return msgspec.toml.decode(file.read_bytes(), type=type_)
