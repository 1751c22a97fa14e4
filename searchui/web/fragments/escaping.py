"""Text as markup."""

from collections.abc import Callable

from markupsafe import escape


def escaped(text: object) -> str:
    """As `markupsafe.escape`, but a plain string: a page has hundreds, which need not know that they are markup."""
    if type(text) is not str:
        return str(escape(text))
    return _with_entities(text) if has_signs(text) else text


def escaping(text: str) -> Callable[[str], str]:
    """What escapes the pieces of a text: of most there is nothing to do."""
    return escaped if has_signs(text) else str


def has_signs(text: str) -> bool:
    """Whether there is anything to escape. To look for each sign by itself takes a third of the time of looking for any."""
    return "&" in text or "<" in text or ">" in text or '"' in text or "'" in text


def _with_entities(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")
