"""The fields of the query language, by every name that they go by."""

from collections.abc import Mapping
from types import MappingProxyType

from indexer.i18n import _

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "year": "year",
        "年份": "year",
        "date": "date",
        "日期": "date",
        "speaker": "speaker",
        "讲话人": "speaker",
        "title": "title",
        "标题": "title",
        "heading": "heading",
        "小标题": "heading",
        "occasion": "occasion",
        "场合": "occasion",
    }
)
TIMES = frozenset({"year", "date"})
NAMES = _("year: date: speaker: title: heading: occasion:（或 年份: 日期: 讲话人: 标题: 小标题: 场合:）")
