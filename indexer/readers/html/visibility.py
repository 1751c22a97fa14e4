"""What a page hides by itself: the attribute `hidden`, and styles that are written at the tag.

Rules of a style sheet are not known here. Pages that hide their own text until a script has run are common, so
what is most of a page is no hidden part of it.
"""

import re
from functools import cached_property

from bs4.element import Tag

from indexer.readers.tags import tags

_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)\s*(?:;|!|$)",
    re.IGNORECASE,
)
MAX_SHARE = 0.5  # of the page's characters
MIN_TEXT = 200  # characters
MAX_UNVEILED = 16  # parts in each other that are too large to be hidden; each is measured


class Visibility:
    """Which tags of a page are hidden, each asked by itself."""

    def __init__(self, body: Tag) -> None:
        self._body = body
        self._unveiled = 0

    def is_hidden(self, tag: Tag) -> bool:
        style = tag.attrs.get("style")
        if tag.attrs.get("hidden") is None and (style is None or not _STYLE.search(str(style))):
            return False
        return not self._is_the_text(tag)

    def _is_the_text(self, tag: Tag) -> bool:
        """Whether a hidden part is what the page is for, which a script shows."""
        if self._unveiled == MAX_UNVEILED or tag.name not in tags().blocks:
            return False
        found = len(tag.get_text()) > max(MIN_TEXT, MAX_SHARE * self._characters)
        self._unveiled += found
        return found

    @cached_property
    def _characters(self) -> int:
        return len(self._body.get_text())
