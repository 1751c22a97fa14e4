"""What is known of the documents of a segment besides their texts and postings: speeches, headings, voices, kinds."""

from collections.abc import Sequence

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
)
from indexer.engine.embedded.encoding.arrays import Arrays
from indexer.engine.embedded.encoding.run_length_column import PATH, RunLengthColumn
from indexer.engine.embedded.inverted_index.inverted_field import InvertedField
from indexer.engine.embedded.segment.segment_records import SPEECH_RECORD, VOICE
from indexer.errors import IndexUnusableError
from indexer.model import Kind, Paragraph

KINDS_BY_NUMBER = tuple(Kind)


class SegmentColumns:
    """Raises IndexUnusableError where the arrays are not those of a segment."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        try:
            self.documents = len(arrays[STARTS]) - 1
            self.alphabet = Alphabet(arrays[ALPHABET], arrays[FOLDS])
            self.speeches = RunLengthColumn(arrays, SPEECHES, self.documents, SPEECH_RECORD)
            self.passages = RunLengthColumn(arrays, PASSAGES, self.documents, PATH)
            self.voices = RunLengthColumn(arrays, VOICES, self.documents, VOICE)
            self.headings = InvertedField(arrays, HEADINGS, self.alphabet)
            self.titles = InvertedField(arrays, TITLES, self.alphabet)
            self.text_hashes = arrays[TEXT_HASHES]
            self._columns = tuple(arrays[name].data for name in (KINDS, LINES, LEADS))
        except KeyError as error:
            raise IndexUnusableError.damaged() from error

    def anchor(self, document: int) -> str:
        anchor: bytes = self.arrays[ANCHORS][document]
        return anchor.decode()

    def kind(self, document: int) -> Kind:
        return KINDS_BY_NUMBER[int(self.arrays[KINDS][document])]

    def kinds(self, documents: Sequence[int]) -> list[Kind]:
        kinds = self._columns[0]
        return [KINDS_BY_NUMBER[kinds[document]] for document in documents]

    def with_texts(self, documents: Sequence[int], texts: Sequence[str]) -> list[Paragraph]:
        """Several paragraphs as they were added, whose texts are known; an array at a time, which is quicker."""
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
                documents, texts, self.passages.of_each(documents), self.voices.of_each(documents), strict=True
            )
        ]
