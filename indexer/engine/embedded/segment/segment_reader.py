"""One segment, open for reading. Its arrays are mapped from a file, never change, and many threads may read them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from indexer.engine.embedded.encoding.alphabet import Alphabet
from indexer.engine.embedded.encoding.array_names import (
    ALPHABET,
    ANCHORS,
    FOLDS,
    HEADINGS,
    KINDS,
    LEADS,
    LINES,
    PASSAGES,
    SPEECHES,
    STARTS,
    TEXT_HASHES,
    TITLES,
    VOICES,
    WORDS,
)
from indexer.engine.embedded.encoding.arrays import Arrays, open_arrays
from indexer.engine.embedded.encoding.run_length_column import PATH, RunLengthColumn
from indexer.engine.embedded.inverted_index.inverted_field import InvertedField
from indexer.engine.embedded.segment.segment_records import SPEECH_RECORD, VOICE, SpeechRecord
from indexer.engine.embedded.substring_index.junctions import Junctions
from indexer.engine.embedded.substring_index.phrase_index import PhraseIndex
from indexer.engine.embedded.substring_index.stored_text import StoredText
from indexer.errors import IndexUnusableError
from indexer.model import Kind, Paragraph

KINDS_BY_NUMBER = tuple(Kind)


class SegmentReader:
    """Raises IndexUnusableError where the file is not a whole segment."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        try:
            self.documents = len(arrays[STARTS]) - 1
            self.alphabet = Alphabet(arrays[ALPHABET], arrays[FOLDS])
            self.speeches = RunLengthColumn(arrays, SPEECHES, self.documents, SPEECH_RECORD)
            self.passages = RunLengthColumn(arrays, PASSAGES, self.documents, PATH)
            self.voices = RunLengthColumn(arrays, VOICES, self.documents, VOICE)
            self.words = InvertedField(arrays, WORDS, self.alphabet)
            self.headings = InvertedField(arrays, HEADINGS, self.alphabet)
            self.titles = InvertedField(arrays, TITLES, self.alphabet)
            self.texts = StoredText(arrays, self.alphabet)
            self.phrases = PhraseIndex(arrays)
            self.junctions = Junctions(arrays, self.alphabet)
            self.text_hashes = arrays[TEXT_HASHES]
            self._columns = tuple(arrays[name].data for name in (KINDS, LINES, LEADS))
        except KeyError as error:
            raise IndexUnusableError.damaged() from error

    @classmethod
    def open(cls, file: Path) -> "SegmentReader":
        """The segment in a file."""
        return cls(open_arrays(file))

    def text(self, document: int) -> str:
        """The text of a paragraph as it was added."""
        return self.texts.of([document])[0]

    def anchor(self, document: int) -> str:
        anchor: bytes = self.arrays[ANCHORS][document]
        return anchor.decode()

    def kind(self, document: int) -> Kind:
        return KINDS_BY_NUMBER[int(self.arrays[KINDS][document])]

    def paragraph(self, document: int) -> Paragraph:
        """A paragraph as it was added."""
        (paragraph,) = self.paragraphs([document])
        return paragraph

    def paragraphs(self, documents: Sequence[int], texts: Sequence[str] | None = None) -> list[Paragraph]:
        """Several paragraphs; an array at a time, which is quicker. `texts` are theirs, where they are known."""
        anchors, (kinds, lines, leads) = self.arrays[ANCHORS], self._columns
        return [
            Paragraph(
                anchors[document].decode(),
                text,
                KINDS_BY_NUMBER[kinds[document]],
                lines[document],
                leads[document],
                section_path,
                voice.own,
                voice.role,
            )
            for document, text, section_path, voice in zip(
                documents,
                self.texts.of(documents) if texts is None else texts,
                self.passages.of_each(documents),
                self.voices.of_each(documents),
                strict=True,
            )
        ]

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
