"""The description of the API (OpenAPI 3.1), made from the table of its operations and the types of their answers.

The words are in data/openapi.toml.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.metadata import version
from typing import Any

import msgspec

from indexer.i18n import LANGUAGES, Message, _, p_, translate
from searchui.search.filters.facet import FACETS
from searchui.web.api.error_answers import ErrorAnswer
from searchui.web.api.operation import Operation
from searchui.web.api.operations import OPERATIONS
from searchui.web.request.draft import FILE, JSON, PLAIN, TEXT
from searchui.web.request.parameter_types import Parameter, Schema
from searchui.web.request.parameters import LANGUAGE, OTHER_FILTERS

REFERENCE = "#/components/schemas/{name}"
SOME_TEXT: Schema = {"type": "string", "minLength": 1}
MESSAGE: Schema = {  # what `public_form` gives
    "title": "Message",
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
}


@cache
def texts() -> Mapping[str, Any]:
    """The texts of the description by kind and name, each a str or a Message; not to be changed.

    A facet that data/openapi.toml does not name is described by its label.
    """
    written = tomllib.loads(resources.files(__package__).joinpath("data/openapi.toml").read_text(encoding="utf-8"))
    labels = {name: facet.label for name, facet in FACETS.items()}
    parameters = {
        **{name: _("只看这个{facet}，可写多次", facet=label) for name, label in labels.items()},
        **{OTHER_FILTERS.prefix + name: _("乙方的{facet}，可写多次", facet=label) for name, label in labels.items()},
    }
    counts = {name: _("{facet} → 段数或处数", facet=label) for name, label in labels.items()}
    schemas = written["schemas"]
    return {
        **written,
        "parameters": parameters | written["parameters"],
        "schemas": {**schemas, "FacetsAnswer": counts | schemas["FacetsAnswer"]},
    }


def as_message(text: str | Message) -> Message:
    """A text of the description as one of the catalogue."""
    return p_("API", text) if isinstance(text, str) else text


def _schema_of_message(kind: type) -> Schema:
    """msgspec's hook for what it does not know."""
    if kind is Message:
        return {"$ref": REFERENCE.format(name="Message")}
    raise NotImplementedError(kind)


@cache
def describe_api() -> Schema:
    """The whole description; not to be written to."""
    answers = [operation.answer for operation in OPERATIONS if operation.answer]
    _, schemas = msgspec.json.schema_components(
        [*answers, ErrorAnswer], ref_template=REFERENCE, schema_hook=_schema_of_message
    )
    schemas["Message"] = MESSAGE
    about = texts()["about"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _title(about["title"]),
            "version": version("speechsearch"),
            "description": _in_all_languages(about["description"]),
        },
        "paths": _paths(),
        "components": {
            "schemas": {name: _with_descriptions(name, schema) for name, schema in schemas.items()},
            "responses": {f"Error{status}": _error(written) for status, written in texts()["errors"].items()},
        },
    }


def _paths() -> Schema:
    """The operations of each path by their methods."""
    paths: Schema = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return paths


def _operation(operation: Operation) -> Schema:
    written = texts()["operations"][operation.name]
    answer = {"description": _in_all_languages(written["answer"]), "content": _content(operation.answer)}
    in_path = [_in_path(name) for name in operation.path_names]
    return {
        "operationId": operation.name,
        "summary": _title(written["summary"]),
        "description": _in_all_languages(written["description"]),
        "parameters": [*in_path, *map(_in_query, (*operation.parameters, LANGUAGE))],
        **({"requestBody": _draft(written["body"])} if operation.method == "POST" else {}),
        "responses": {
            **{str(status): answer for status in operation.statuses},
            **{str(status): {"$ref": f"#/components/responses/Error{status}"} for status in operation.errors},
            "default": {"$ref": "#/components/responses/Errordefault"},
        },
    }


def _draft(written: str) -> Schema:
    """A draft as it may be sent."""
    as_text: Schema = {"type": "object", "properties": {TEXT: {"type": "string"}}, "required": [TEXT]}
    as_file = {"type": "object", "properties": {TEXT: {"type": "string"}, FILE: {"type": "string", "format": "binary"}}}
    kinds = {"multipart/form-data": as_file, JSON: as_text, PLAIN: {"type": "string"}}
    return {
        "description": _in_all_languages(written),
        "required": True,
        "content": {kind: {"schema": schema} for kind, schema in kinds.items()},
    }


def _in_query(parameter: Parameter) -> Schema:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": _in_all_languages(texts()["parameters"][parameter.name]),
        "allowEmptyValue": not parameter.required,
        "schema": parameter.schema(),
    }


def _in_path(name: str) -> Schema:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": _in_all_languages(texts()["parameters"][name]),
        "schema": SOME_TEXT,
    }


def _error(written: str) -> Schema:
    return {"description": _in_all_languages(written), "content": _content(ErrorAnswer)}


def _content(answer: type | None) -> Schema:
    schema: Schema = {"$ref": REFERENCE.format(name=answer.__name__)} if answer else {"type": "object"}
    return {"application/json": {"schema": schema}}


def _with_descriptions(name: str, schema: Schema) -> Schema:
    """A schema that says what it and each of its properties is."""
    written = {**texts()["properties"], **texts()["schemas"][name]}
    properties = {
        each: {**inner, "description": _in_all_languages(written[each])}
        for each, inner in schema.get("properties", {}).items()
    }
    return {
        **schema,
        "description": _in_all_languages(written["self"]),
        **({"properties": properties} if properties else {}),
    }


def _title(text: str) -> str:
    return " · ".join(dict.fromkeys(translate(text, language, context="API") for language in LANGUAGES))


def _in_all_languages(text: str | Message) -> str:
    """In every language, the source first."""
    return "\n\n".join(dict.fromkeys(as_message(text).text(language) for language in LANGUAGES))
