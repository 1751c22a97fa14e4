"""Names of a package that are loaded when they are first asked for (PEP 562): who only counts need not load the rest."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy_names(
    package: str, modules: Mapping[str, str], others: Callable[[str], Any] | None = None
) -> Callable[[str], Any]:
    """The `__getattr__` of a package: each name is found in the module, named from the package, that `modules` tells.

    Any other name is left to `others`; without it raises AttributeError. The package says the same by imports for type
    checkers, below TYPE_CHECKING.
    """

    def find(name: str) -> Any:
        if name in modules:
            return getattr(import_module(f"{package}.{modules[name]}"), name)
        if others is not None:
            return others(name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return find
