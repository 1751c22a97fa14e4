"""The words that heads of speeches are made of (offices, kinds of text, labels …), from the table data/header.toml."""

from collections.abc import Iterable
from functools import cache

import msgspec

from indexer.tables import load_table


class HeaderWords(msgspec.Struct, frozen=True):
    """The lists of the table; what each is, is said there."""

    offices: tuple[str, ...]
    addressees: tuple[str, ...]
    notes: tuple[str, ...]
    genres: tuple[str, ...]
    title_ends: tuple[str, ...]
    letters: tuple[str, ...]
    events: tuple[str, ...]
    not_names: tuple[str, ...]
    never_names: tuple[str, ...]
    date_labels: tuple[str, ...]
    title_labels: tuple[str, ...]
    speaker_labels: tuple[str, ...]
    source_labels: tuple[str, ...]
    not_sources: tuple[str, ...]
    own_sources: tuple[str, ...]
    publication_labels: tuple[str, ...]
    columns: tuple[str, ...]
    place_labels: tuple[str, ...]
    theme_labels: tuple[str, ...]
    office_labels: tuple[str, ...]
    guest_labels: tuple[str, ...]
    thanks: tuple[str, ...]


@cache
def header_words() -> HeaderWords:
    return load_table("indexer.speech", "header", HeaderWords)


def alternatives(words: Iterable[str]) -> str:
    """Words as a regular expression that matches any of them, longest first."""
    return "|".join(sorted(set(words), key=lambda word: (-len(word), word)))
