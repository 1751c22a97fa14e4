"""What a corpus adds to the analysis: words of its own, and synonyms."""

import hashlib
from dataclasses import dataclass

from indexer.analysis.dictionary import DictionaryEntry
from indexer.analysis.synonyms import Group


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words and synonyms beside those that ship with the program."""

    words: tuple[DictionaryEntry, ...] = ()
    synonyms: tuple[Group, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.synonyms)

    @property
    def digest(self) -> str:
        """How many words and synonyms there are, and a hash of them."""
        hashed = digest(repr(self.words).encode(), repr(self.synonyms).encode())
        return f"words {len(self.words)} · synonyms {len(self.synonyms)} · {hashed}"


def digest(*parts: bytes) -> str:
    """A short hash of some data."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
