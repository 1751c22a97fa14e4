"""The fields of the query language, by every name that they go by."""

from collections.abc import Mapping
from types import MappingProxyType

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "year": "year",
        "年份": "year",
        "speaker": "speaker",
        "讲话人": "speaker",
        "title": "title",
        "标题": "title",
        "occasion": "occasion",
        "场合": "occasion",
    }
)
NAMES_ZH = "year: speaker: title: occasion:（或 年份: 讲话人: 标题: 场合:）"
NAMES_EN = "year: speaker: title: occasion:"
