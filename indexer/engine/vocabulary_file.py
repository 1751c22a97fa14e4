"""The vocabulary that a generation was built with, kept beside its index: what happens to the corpus changes nothing."""

from pathlib import Path

import msgspec

from indexer.analysis import Vocabulary
from indexer.errors import IndexUnusableError

FILE = "vocabulary.json"
_VOCABULARY = msgspec.json.Decoder(Vocabulary)


def save_vocabulary(vocabulary: Vocabulary, generation: Path) -> None:
    """Write a vocabulary into the folder of a generation; an empty one makes no file."""
    if vocabulary:
        (generation / FILE).write_bytes(msgspec.json.encode(vocabulary))


def load_vocabulary(generation: Path) -> Vocabulary:
    """The vocabulary of a generation. Raises IndexUnusableError where the file is damaged."""
    try:
        return _VOCABULARY.decode((generation / FILE).read_bytes())
    except FileNotFoundError:
        return Vocabulary()
    except (OSError, msgspec.DecodeError) as error:
        raise IndexUnusableError.damaged() from error
