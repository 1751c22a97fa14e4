"""Occasions: the gathering that a speech was given at, from “在…上的讲话” or “…在…会议上”."""

import re
from functools import cache

from indexer.speech.byline import BRACKETS
from indexer.speech.table import alternatives


@cache
def _occasion_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    genres, events = alternatives("header", "genres"), alternatives("header", "events")
    return (
        re.compile(rf"在(?P<occasion>.+)上的?.{{0,6}}(?:{genres})"),
        re.compile(rf"在(?P<occasion>.+?(?:{events}))上(?P<rest>.*)"),
    )


def occasion(text: str) -> tuple[str, str] | None:
    """(occasion, what follows) of “…在第三次会议上…”; None where there is none."""
    of_title, of_dateline = _occasion_patterns()
    if match := of_title.search(text):
        return match.group("occasion"), ""
    if match := of_dateline.search(text):
        return match.group("occasion"), match.group("rest").strip(BRACKETS)
    return None
