"""The description of the API as a page to read, from the same data as the one for programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_plus, urlencode

from flask import Blueprint, render_template

from indexer.i18n import Message, _
from searchui.web.api.openapi import as_message, describe_api, texts
from searchui.web.api.operation import Operation
from searchui.web.api.operations import OPERATIONS
from searchui.web.api.schema_docs import Shape, shape_of
from searchui.web.context.live_corpus import live_corpus
from searchui.web.i18n.translations import t
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameter_types import Parameter
from searchui.web.request.parameters import LANGUAGE
from searchui.web.request.urls import archive_url

ERROR = "ErrorAnswer"
LOCAL = "http://localhost:8000"  # where a site is that nobody has named

api_page = Blueprint("api_page", __name__)


@dataclass(frozen=True, slots=True)
class Documented:
    """A parameter, or a part of an answer: its name, what it means, what it may be."""

    name: str
    meaning: str
    shape: Shape
    required: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """An operation. `example` is one that can be opened, or, of what is sent, the command that sends it; `body` is what is
    sent; `answer` the name of the shape that comes back, empty for OpenAPI's own.
    """

    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Documented, ...]
    body: str
    example: str
    answer: str
    answered: str
    errors: tuple[int, ...]

    @property
    def shown(self) -> str:
        """The example as people read it."""
        return unquote_plus(self.example)


@api_page.get("/api")
@page_takes()
def read() -> str:
    schemas = describe_api()["components"]["schemas"]
    return render_template(
        "api/docs.html",
        about=_in_language(texts()["about"]["description"]),
        addresses=[_address(operation) for operation in OPERATIONS],
        shapes={
            name: (_in_language(texts()["schemas"][name]["self"]), list(_parts(name, schemas[name])))
            for name in _named(schemas)
        },
        errors={status: _in_language(meaning) for status, meaning in texts()["errors"].items()},
        error=ERROR,
    )


def _named(schemas: Mapping[str, Any]) -> list[str]:
    """The shapes that have parts."""
    return [name for name, schema in schemas.items() if schema.get("properties")]


def _address(operation: Operation) -> Address:
    written = texts()["operations"][operation.name]
    in_path = [
        Documented(name, _in_language(texts()["parameters"][name]), Shape(""), required=True)
        for name in operation.path_names
    ]
    return Address(
        name=operation.name,
        method=operation.method,
        path=operation.path,
        summary=_in_language(written["summary"]),
        description=_in_language(written["description"]),
        parameters=(*in_path, *map(_parameter, (*operation.parameters, LANGUAGE))),
        body=_in_language(written["body"]) if "body" in written else "",
        example=_example(operation) if operation.method == "GET" else _sending(operation),
        answer=operation.answer.__name__ if operation.answer else "",
        answered=_in_language(written["answer"]),
        errors=operation.errors,
    )


def _parameter(parameter: Parameter) -> Documented:
    schema = parameter.schema()
    repeated = schema.get("type") == "array"
    return Documented(
        name=parameter.name,
        meaning=_in_language(texts()["parameters"][parameter.name]),
        shape=shape_of(schema["items"] if repeated else schema),
        required=parameter.required,
        default=str(schema["default"]) if "default" in schema else None,
    )


def _parts(name: str, schema: Mapping[str, Any]) -> Iterator[Documented]:
    meanings = {**texts()["properties"], **texts()["schemas"][name]}
    required = schema.get("required", ())
    for each, inner in schema["properties"].items():
        yield Documented(each, _in_language(meanings[each]), shape_of(inner), required=each in required)


def _example(operation: Operation) -> str:
    """An address with the first example of each parameter that has one, and the latest speech for its id."""
    path = operation.path
    if operation.path_names:
        latest = live_corpus().speeches()[-1:]
        for name in operation.path_names:
            path = path.replace(f"{{{name}}}", quote(latest[0].id) if latest else "")
    examples = [(one.name, one.schema()["examples"][0]) for one in operation.parameters if "examples" in one.schema()]
    return f"{path}?{urlencode(examples, doseq=True)}" if examples else path


def _sending(operation: Operation) -> str:
    """The command that sends a file there."""
    name = t(_("文稿"))
    return f"curl -F file=@{name}.docx {archive_url() or LOCAL}{operation.path}"


def _in_language(text: str | Message) -> str:
    """What the description says, in the reader's language."""
    return t(as_message(text))
