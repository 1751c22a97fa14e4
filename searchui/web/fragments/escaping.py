"""Text as markup."""

from collections.abc import Callable

from markupsafe import escape


def escaped(text: object) -> str:
    """As `markupsafe.escape`, but a plain string: a page has hundreds, which need not know that they are markup."""
    if type(text) is not str:
        return str(escape(text))
    if (
        "&" in text or "<" in text or ">" in text or '"' in text or "'" in text
    ):  # a third of the time of looking for any
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace('"', "&#34;").replace("'", "&#39;")
    return text


def escaping(text: str) -> Callable[[str], str]:
    """What escapes the pieces of a text: of most there is nothing to do."""
    return str if escaped(text) == text else escaped
