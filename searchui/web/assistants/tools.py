"""The tools that an assistant is offered: operations of the API, as its own description tells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from searchui.web.api.openapi import describe_api
from searchui.web.api.operation import Operation
from searchui.web.api.operations import OPERATIONS
from searchui.web.request.draft import TEXT
from searchui.web.request.parameter_types import Schema

# What helps to find, count, quote and check words. What is only for pages (suggestions while typing, health) is left out.
OFFERED = (
    "search",
    "count",
    "kwic",
    "trend",
    "variants",
    "collocations",
    "nearest",
    "proof",
    "reuse",
    "speech",
    "cite",
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, and the request that answers it. `input_schema` is JSON Schema of an object, a property each argument."""

    name: str
    title: str
    description: str
    input_schema: Schema
    operation: Operation

    def request(self, arguments: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]], dict[str, str] | None]:
        """The path, the query and the JSON body of a call with these arguments.

        An argument that is not in the schema goes along, so that the API refuses it by name.
        """
        path, left = self.operation.path, dict(arguments)
        for name in self.operation.path_names:
            path = path.replace(f"{{{name}}}", str(left.pop(name, "")))
        body = {TEXT: str(left.pop(TEXT, ""))} if self.operation.method == "POST" else None
        query = [(name, _text(one)) for name, value in left.items() for one in _values(value)]
        return path, query, body


@cache
def tools() -> Mapping[str, Tool]:
    """All tools by their names."""
    operations = {one.name: one for one in OPERATIONS}
    return {name: _tool(operations[name]) for name in OFFERED}


def _tool(operation: Operation) -> Tool:
    described = describe_api()["paths"][operation.path][operation.method.lower()]
    parameters = list(described["parameters"])
    properties = {one["name"]: {**one["schema"], "description": one["description"]} for one in parameters}
    required = [one["name"] for one in parameters if one["required"]]
    if operation.method == "POST":
        body = described["requestBody"]
        properties = {TEXT: {"type": "string", "description": body["description"]}, **properties}
        required = [TEXT, *required]
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return Tool(operation.name, described["summary"], described["description"], schema, operation)


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    """A value as an address has it."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
