"""Shapes of values in words, from their JSON Schema: for people who read the description of the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.message import Message
from searchui.web.api.openapi import texts
from searchui.web.i18n.translations import language, words

SIMPLE = {
    "string": "api_text",
    "number": "api_number",
    "integer": "api_integer",
    "boolean": "api_truth",
    "null": "api_null",
}
FAR = 10**15  # a bound beyond this is none that anyone would meet


@dataclass(frozen=True, slots=True)
class Shape:
    """`text` in words; `name` is that of the schema that it is, or is made of."""

    text: str
    name: str = ""


def shape_of(schema: Mapping[str, Any]) -> Shape:
    """What a value may be."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Shape(_said(name), name)
    if "anyOf" in schema:
        return _any_of([shape_of(each) for each in schema["anyOf"]])
    if "enum" in schema:
        return Shape(" | ".join(map(str, schema["enum"])))
    match schema.get("type"):
        case "array":
            return _of("api_list", _items(schema))
        case "object":
            return (
                _of("api_map", shape_of(schema["additionalProperties"]))
                if _is_map(schema)
                else Shape(words("api_object"))
            )
        case str(kind) if kind in SIMPLE:
            return Shape(words(SIMPLE[kind]) + _bounds(schema))
    return Shape(words("api_object"))


def _is_map(schema: Mapping[str, Any]) -> bool:
    return isinstance(schema.get("additionalProperties"), Mapping)


def _items(schema: Mapping[str, Any]) -> Shape:
    """What is in a list; of a list of fixed length, the first: its items are alike."""
    items = schema.get("items") or (schema.get("prefixItems") or [{}])[0]
    return shape_of(items)


def _of(name: str, inner: Shape) -> Shape:
    return Shape(words(name, of=inner.text), inner.name)


def _any_of(shapes: list[Shape]) -> Shape:
    return Shape(" | ".join(shape.text for shape in shapes), next((shape.name for shape in shapes if shape.name), ""))


def _said(name: str) -> str:
    """What a schema is called: as what it is."""
    zh, en = texts()["schemas"][name]["self"]
    return Message(zh, en).text(language())


def _bounds(schema: Mapping[str, Any]) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if schema.get("maxLength"):
        return f" · {words('api_longest', most=schema['maxLength'])}"
    if least is None or least < -FAR:
        return ""
    return " · " + (
        words("api_from", least=least) if most is None or most > FAR else words("api_from_to", least=least, most=most)
    )
