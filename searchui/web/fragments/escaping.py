"""Text as markup."""

import re
from collections.abc import Callable

from markupsafe import escape

_SIGNS = re.compile("[&<>\"']")


def escaped(text: object) -> str:
    """As `markupsafe.escape`, but a plain string: a page has hundreds, which need not know that they are markup."""
    if type(text) is not str:
        return str(escape(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")


def escaping(text: str) -> Callable[[str], str]:
    """What escapes the pieces of a text: of most there is nothing to do."""
    return escaped if _SIGNS.search(text) else str
