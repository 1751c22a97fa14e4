"""One segment, open for reading. Its arrays are mapped from a file, never change, and many threads may read them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from indexer.engine.embedded.encoding.array_names import WORDS
from indexer.engine.embedded.encoding.arrays import Arrays, open_arrays
from indexer.engine.embedded.inverted_index.inverted_field import InvertedField
from indexer.engine.embedded.segment.segment_columns import SegmentColumns
from indexer.engine.embedded.segment.segment_records import SpeechRecord
from indexer.engine.embedded.substring_index.junctions import Junctions
from indexer.engine.embedded.substring_index.phrase_index import PhraseIndex
from indexer.engine.embedded.substring_index.stored_text import StoredText
from indexer.errors import IndexUnusableError
from indexer.model import Paragraph


class SegmentReader(SegmentColumns):
    """Raises IndexUnusableError where the file is not a whole segment."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(arrays)
        try:
            self.words = InvertedField(arrays, WORDS, self.alphabet)
            self.texts = StoredText(arrays, self.alphabet)
            self.phrases = PhraseIndex(arrays)
            self.junctions = Junctions(arrays, self.alphabet)
        except KeyError as error:
            raise IndexUnusableError.damaged() from error

    @classmethod
    def open(cls, file: Path) -> "SegmentReader":
        """The segment in a file."""
        return cls(open_arrays(file))

    def text(self, document: int) -> str:
        """The text of a paragraph as it was added."""
        return self.texts.of([document])[0]

    def paragraph(self, document: int) -> Paragraph:
        """A paragraph as it was added."""
        (paragraph,) = self.paragraphs([document])
        return paragraph

    def paragraphs(self, documents: Sequence[int], texts: Sequence[str] | None = None) -> list[Paragraph]:
        """Several paragraphs. `texts` are theirs, where they are known."""
        return self.with_texts(documents, self.texts.of(documents) if texts is None else texts)

    def stored(self, document: int) -> dict[str, Any]:
        """The stored fields of plain Whoosh; those without a value are left out."""
        speech: SpeechRecord = self.speeches.of(document)
        stored = {
            "id": f"{speech.id}#{self.anchor(document)}",
            "speech": speech.id,
            "title": speech.title,
            "date": speech.date,
            "speaker": self.voices.of(document).speaker,
            "year": speech.year,
            "kind": self.kind(document).value,
            "text": self.text(document),
        }
        return {name: value for name, value in stored.items() if value is not None}
