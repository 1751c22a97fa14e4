"""Text as markup."""

from markupsafe import escape


def escaped(text: object) -> str:
    """As `markupsafe.escape`, but a plain string: a page has hundreds, which need not know that they are markup."""
    if type(text) is not str:
        return str(escape(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")
