"""Answers held against the description of the API."""

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from searchui.web.api.openapi import describe_api


def errors_of(name: str, answer: Any) -> list[str]:
    """What is wrong with an answer that should be of a schema; properties that are not describe_api are wrong too."""
    return [error.message for error in _validator(name).iter_errors(answer)]


@cache
def _validator(name: str) -> Draft202012Validator:
    schemas = {
        each: {**schema, "additionalProperties": False} if "properties" in schema else schema
        for each, schema in describe_api()["components"]["schemas"].items()
    }
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}})
