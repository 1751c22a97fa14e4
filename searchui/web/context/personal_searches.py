"""The saved searches of people who log in: a small file for each, beside the generations of the index.

index_data/
  people/<SHA-256 of the name>.json   written whole, under a lock that all processes share
"""

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

import msgspec
from filelock import FileLock
from flask import Flask, current_app

from indexer.whole_file import write_whole

FOLDER, LOCK = "people", ".lock"
_EXTENSION = "personal_searches"
log = logging.getLogger(__name__)


class SavedSearch(msgspec.Struct, frozen=True):
    """The parameters of a search, and the state of the corpus that was seen of it; empty where none was yet."""

    asked: str
    seen: str


class _Kept(msgspec.Struct, frozen=True):
    name: str
    searches: tuple[SavedSearch, ...]


Searches = tuple[SavedSearch, ...]
_KEPT = msgspec.json.Decoder(_Kept)


class PersonalSearches:
    """Keeps searches by the names of people. Raises OSError where the system refuses."""

    def __init__(self, index: Path) -> None:
        self._folder = index / FOLDER

    def of(self, name: str) -> Searches:
        """The searches of a person, as they were saved one after the other."""
        try:
            return _KEPT.decode(self._file(name).read_bytes()).searches
        except FileNotFoundError:
            return ()
        except msgspec.DecodeError:
            log.warning("%s cannot be read", self._file(name))
            return ()

    def change(self, name: str, change: Callable[[Searches], Searches]) -> None:
        """Keep what a change makes of them; of two at once none is lost."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        with FileLock(self._folder / LOCK):
            write_whole(self._file(name), [msgspec.json.encode(_Kept(name, change(self.of(name))))])

    def _file(self, name: str) -> Path:
        return self._folder / f"{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()}.json"


def keep_personal_searches(app: Flask, index: Path) -> None:
    app.extensions[_EXTENSION] = PersonalSearches(index)


def personal_searches() -> PersonalSearches:
    """Those of the application that answers this request."""
    found: PersonalSearches = current_app.extensions[_EXTENSION]
    return found
