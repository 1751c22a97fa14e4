"""Shapes of values in words, from their JSON Schema: for people who read the description of the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.i18n import _, p_
from searchui.web.api.openapi import texts
from searchui.web.i18n.translations import t

SIMPLE = {
    "string": _("文字"),
    "number": _("数"),
    "integer": _("整数"),
    "boolean": _("是或否"),
    "null": _("空"),
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
        return Shape(_title(name), name)
    if "anyOf" in schema:
        return _any_of([shape_of(each) for each in schema["anyOf"]])
    if "enum" in schema:
        return Shape(" | ".join(map(str, schema["enum"])))
    match schema.get("type"):
        case "array":
            return _list_of(_items(schema))
        case "object":
            return _map_of(shape_of(schema["additionalProperties"])) if _is_map(schema) else Shape(t(_("一组值")))
        case str(kind) if kind in SIMPLE:
            return Shape(t(SIMPLE[kind]) + _bounds(schema))
    return Shape(t(_("一组值")))


def _is_map(schema: Mapping[str, Any]) -> bool:
    return isinstance(schema.get("additionalProperties"), Mapping)


def _items(schema: Mapping[str, Any]) -> Shape:
    """What is in a list; of a list of fixed length, the first: its items are alike."""
    items = schema.get("items") or (schema.get("prefixItems") or [{}])[0]
    return shape_of(items)


def _list_of(inner: Shape) -> Shape:
    return Shape(t(_("若干{of}", of=inner.text)), inner.name)


def _map_of(inner: Shape) -> Shape:
    return Shape(t(_("名称 → {of}", of=inner.text)), inner.name)


def _any_of(shapes: list[Shape]) -> Shape:
    return Shape(" | ".join(shape.text for shape in shapes), next((shape.name for shape in shapes if shape.name), ""))


def _title(name: str) -> str:
    """What a schema is called: as what it is."""
    return t(p_("API", texts()["schemas"][name]["self"]))


def _bounds(schema: Mapping[str, Any]) -> str:
    minimum, maximum = schema.get("minimum"), schema.get("maximum")
    if schema.get("maxLength"):
        return " · " + t(_("最多 {most} 字", most=schema["maxLength"]))
    if minimum is None or minimum < -FAR:
        return ""
    return " · " + (
        t(_("{least} 起", least=minimum))
        if maximum is None or maximum > FAR
        else t(_("{least} 到 {most}", least=minimum, most=maximum))
    )
