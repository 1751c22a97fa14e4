"""Occasions: the gathering that a speech was given at, from “在…上的讲话” or “…在…会议上”."""

import re
from dataclasses import dataclass
from functools import cache

from indexer.speech.header.byline import BRACKETS
from indexer.speech.header.words import alternatives, header_words


@dataclass(frozen=True, slots=True)
class Occasion:
    """Its name, and what stands before and after it in the line."""

    name: str
    before: str
    after: str


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    genres, events = alternatives(header_words().genres), alternatives(header_words().events)
    return (
        re.compile(
            rf"(?:在(?P<name>.+)上|(?P<arrival>(?:抵达|抵達|离开|離開).+?(?:机场|機場|车站|車站)))(?:的.{{0,6}})?(?:{genres})"
        ),
        re.compile(rf"在(?P<name>.+?(?:{events}))[上的](?P<rest>.*)"),
    )


def occasion(text: str) -> Occasion | None:
    """The occasion that a line names; None where there is none."""
    of_title, of_dateline = _patterns()
    match = of_title.search(text)
    if match:
        return Occasion(_plain(match["name"] or match["arrival"]), text[: match.start()].strip(BRACKETS), "")
    match = of_dateline.search(text)
    if match:
        return Occasion(
            _plain(match.group("name")), text[: match.start()].strip(BRACKETS), match.group("rest").strip(BRACKETS)
        )
    return None


def _plain(text: str) -> str:
    """The name without the white space that typesetting leaves between its characters."""
    return re.sub(r"\s+", "", text)
