"""Names of a package that are loaded when they are first asked for (PEP 562): who only counts need not load the rest."""

import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy_names(package: str, modules: Mapping[str, str], **former: str) -> Callable[[str], Any]:
    """The `__getattr__` of a package: each name is found in the module that `modules` tells.

    The `former` names of an earlier release are found as "module:name", with a DeprecationWarning. For type checkers
    the package says the same by imports below TYPE_CHECKING.
    """

    def find(name: str) -> Any:
        if name in modules:
            return getattr(import_module(modules[name]), name)
        if name not in former:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        place, now = former[name].split(":")
        warnings.warn(f"{package}.{name} is now {place}.{now}", DeprecationWarning, stacklevel=2)
        return getattr(import_module(place), now)

    return find
