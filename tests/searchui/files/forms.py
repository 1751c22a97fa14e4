"""The forms of a page as a browser sends them, without any script."""

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def form_of(page: str, action: str) -> Tag:
    """The form of a page that is sent to an address."""
    found = BeautifulSoup(page, "lxml").find("form", action=action)
    assert isinstance(found, Tag), action
    return found


def fields_of(form: Tag) -> dict[str, str]:
    """What is sent of a form in which nothing was touched."""
    sent = {}
    for box in form.find_all("input"):
        kind = box.get("type", "text")
        if kind in ("hidden", "text") or box.has_attr("checked"):
            sent[str(box["name"])] = str(box.get("value", ""))
    for choice in form.find_all("select"):
        options = [*choice.find_all("option", selected=True), *choice.find_all("option")]
        sent[str(choice["name"])] = str(options[0]["value"])
    return sent


def row_of(fields: dict[str, str], file: str) -> str:
    """The number of the row of a file."""
    return next(
        name.removeprefix("path.") for name, value in fields.items() if value == file and name.startswith("path.")
    )


def save(client: FlaskClient, file: str, *, at: str = "/files", **facts: str) -> TestResponse:
    """Open the table, type some facts of a file, and save."""
    fields = fields_of(form_of(client.get(at).text, "/files/correct"))
    number = row_of(fields, file)
    typed = {f"now.{number}.{name}": value for name, value in facts.items()}
    return client.post("/files/correct", data={**fields, **typed})
