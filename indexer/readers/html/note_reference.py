"""References to notes in web pages and e-books: raised numbers, and links that say what they are."""

import re

from bs4.element import Tag

from indexer.readers.note_mark import as_exponent, is_note_mark, is_plain_mark

MAX_PARTS = 12  # tags and texts inside
_ROLES = frozenset({"noteref", "doc-noteref", "biblioref", "doc-biblioref"})
_NOTES = re.compile(r"#_?(?:ftn|fn|footnote|endnote|edn|note|cite[_-]?note)", re.IGNORECASE)  # where the link leads


def is_note_reference(tag: Tag, before: str) -> bool:
    """Whether a tag is the reference to a note; `before` is what its paragraph has so far.

    A number that is a link and not raised may be text (第3节): its link must say that it is a note, or its brackets.
    """
    if tag.name not in {"sup", "a"} or not _is_small(tag):
        return False
    links = [tag] if tag.name == "a" else tag.find_all("a")
    text = tag.get_text()
    if any(_says_note(link) for link in links):
        return is_note_mark(text, before, linked=True)
    linked = any("#" in str(link.attrs.get("href", "")) for link in links)
    if tag.name == "sup" or tag.find("sup"):
        return is_note_mark(text, before, linked=linked)
    return linked and is_plain_mark(text) and is_note_mark(text, before)


def exponent(tag: Tag, before: str) -> str:
    """The digits of a raised number after a digit, raised themselves; empty where it is no such."""
    if tag.name != "sup" or not before[-1:].isdecimal() or not _is_small(tag):
        return ""
    text = tag.get_text().strip()
    power = as_exponent(text, before)
    return "" if power == text else power


def _is_small(tag: Tag) -> bool:
    """Whether a tag can hold no more than a mark. Asked of each of thousands that may lie in each other: it looks at few."""
    parts, seen = [tag], 0
    while parts and seen <= MAX_PARTS:
        contents = parts.pop().contents
        seen += len(contents)
        parts += [one for one in contents if isinstance(one, Tag)]
    return seen <= MAX_PARTS


def _says_note(link: Tag) -> bool:
    roles = f"{link.attrs.get('epub:type', '')} {link.attrs.get('role', '')}".split()
    return not _ROLES.isdisjoint(roles) or _NOTES.search(str(link.attrs.get("href", ""))) is not None
