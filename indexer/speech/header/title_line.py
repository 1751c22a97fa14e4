"""Lines that tell several facts of a head: a title with its date and who speaks (在…上的讲话（2031年12月20日）市委书记 周正平), labels."""

import re
from functools import cache

from indexer.speech.header.byline import byline
from indexer.speech.header.date import find_dates
from indexer.speech.header.line_label import label
from indexer.speech.header.words import alternatives, header_words

MAX_LENGTH = 120  # characters
_SENTENCE = re.compile(r"[。！？；：:]")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_WIDE_BLANK = re.compile(r"[ \u00a0]{2,}|[\t\u3000\u2003]+")
_PARTED = re.compile(r"[\s（(—－-]")  # what stands between a title and what belongs to it no longer


def part_labels(text: str) -> list[str]:
    """The labelled facts of a line that has nothing else, each by itself: 讲话人：常青    时间：2031年6月1日; else the line alone."""
    pieces = [piece for piece in _WIDE_BLANK.split(text) if piece] if len(text) <= MAX_LENGTH else []
    return pieces if len(pieces) > 1 and all(label(piece) is not None for piece in pieces) else [text]


def part_title_line(text: str) -> list[str]:
    """The title, and then date and byline in their order, where a line has a title and surely who speaks; else the line alone.

    Joined the parts are the text, but for white space.
    """
    if len(text) <= MAX_LENGTH and _SENTENCE.search(text) is None:
        for found in _genre().finditer(text):
            if parts := _part(text[found.end() :]):
                return [text[: found.end()].strip(), *parts]
    return [text]


@cache
def _genre() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(header_words().genres)})(?:[（(](?:摘要|节选|節選|全文|提纲)[)）])?")


def _part(behind: str) -> list[str]:
    """What stands behind a title, in parts; nothing where that is not just who speaks, with the office or a date."""
    if not _PARTED.match(behind):
        return []
    dated = next((span for date, span in find_dates(behind) if date.precision != "year"), None)
    if dated is None:
        who = byline(behind)
        return [behind.strip()] if who is not None and who.office else []
    start, end = next(
        (found.span() for found in _IN_BRACKETS.finditer(behind) if found.start() < dated.start < found.end()),
        (dated.start, dated.end),
    )
    pieces = behind[:start].strip(), behind[start:end], behind[end:].strip()
    named = [piece for piece in (pieces[0], pieces[2]) if piece]
    return [piece for piece in pieces if piece] if len(named) == 1 and byline(named[0]) is not None else []
