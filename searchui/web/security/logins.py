"""By which name who asks has logged in: the one whose password was right, or the one that the proxy tells."""

from flask import Flask, current_app, request

_EXTENSION = "logins"
_PASSWORDS = "Authorization"


def tell_names(app: Flask, *, by_passwords: bool, user_header: str | None) -> None:
    """Let an application know by what names are told, where people log in at all."""
    app.extensions[_EXTENSION] = user_header or (_PASSWORDS if by_passwords else "")
    app.jinja_env.globals.update(has_logins=bool(app.extensions[_EXTENSION]))


def login_name() -> str:
    """The name of who asks; empty where nobody logs in. Whoever is answered was let in by it."""
    header = current_app.extensions[_EXTENSION]
    if header == _PASSWORDS:
        return (request.authorization.username or "") if request.authorization else ""
    return request.headers.get(header, "").strip() if header else ""
