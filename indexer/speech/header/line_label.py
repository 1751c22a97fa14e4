"""Labels in a head: what the rest of a line is, by the words before its colon (时间：2024年5月3日, 主讲人：常青)."""

import re
from collections.abc import Mapping
from functools import cache

from indexer.model import Kind
from indexer.speech.header.byline import byline
from indexer.speech.header.date import find_dates
from indexer.speech.header.occasion import occasion
from indexer.speech.header.words import header_words

MAX_TITLE_LENGTH = 60  # characters of a title, and of a line with a label


def label(text: str) -> tuple[Kind, str, str] | None:
    """What a labelled line is, its value, and the label: 时间：2024年5月3日."""
    name, colon, value = text.partition("：" if "：" in text else ":")
    if len(text) > MAX_TITLE_LENGTH:
        return None
    if colon and "".join(name.split()) in header_words().guest_labels:
        return (Kind.NOTE, value.strip(), name) if _names_people(value) else None
    if not colon:
        name, _blank, value = text.partition(" ")
        value = value if next(find_dates(value.strip()), None) else ""
    squeezed = "".join(name.split())
    kind = _labels().get(squeezed)
    if colon and kind is None and squeezed in header_words().genres and byline(value) is not None:
        kind = Kind.BYLINE  # 致辞：市长　常青
    if colon and squeezed in header_words().theme_labels:
        kind = Kind.TITLE if occasion(value) is not None else Kind.NOTE  # 主题：在…上的讲话
    return None if kind is None or not value.strip() else (kind, value.strip(), squeezed)


def _names_people(value: str) -> bool:
    """Whether those who take part are listed, with their offices; words after the label are said by somebody."""
    return bool(value.strip()) and all(
        (found := byline(one)) is not None and found.office is not None
        for one in re.split(r"[；;]|\s{2,}|　", value)
        if one.strip()
    )


@cache
def _labels() -> Mapping[str, Kind]:
    words = header_words()
    kinds = {
        Kind.NOTE: (*words.place_labels, *words.source_labels, *words.publication_labels),
        Kind.BYLINE: (*words.speaker_labels, *words.office_labels),
        Kind.DATELINE: words.date_labels,
        Kind.TITLE: words.title_labels,
    }
    return {name: kind for kind, labels in kinds.items() for name in labels}
