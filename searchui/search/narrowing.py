"""The former place and name of `searchui.Filters`, kept for one release."""

from searchui.lazy_names import lazy_names

__getattr__ = lazy_names(__name__, {}, Narrowing="searchui:Filters")
