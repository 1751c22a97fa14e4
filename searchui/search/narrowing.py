"""The former place and name of `searchui.Filters`, kept for one release."""

from searchui.search.deprecated import renamed

__getattr__ = renamed(__name__, Narrowing="searchui:Filters")
