"""Documents in memory, on their way into a segment: their text as codes, their words turned around."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from indexer.analysis import Analysis, fold
from indexer.analysis.sentence_end import ends_sentence
from indexer.engine.embedded.encoding.alphabet import (
    END,
    Alphabet,
    Points,
    distinct_points,
    joined_points,
    points_of,
    text_of,
)
from indexer.engine.embedded.encoding.array_names import (
    ALPHABET,
    ANCHORS,
    FOLDS,
    HEADINGS,
    KINDS,
    LEADS,
    LINES,
    OPEN,
    PASSAGES,
    SPEECHES,
    TEXT_HASHES,
    TITLES,
    VOICES,
    WORDS,
)
from indexer.engine.embedded.encoding.arrays import Arrays, smallest
from indexer.engine.embedded.encoding.rank_bitvector import Mask, packed_bits
from indexer.engine.embedded.encoding.run_length_column import RunCollector, run_arrays
from indexer.engine.embedded.inverted_index.inverted_field import postings_arrays
from indexer.engine.embedded.inverted_index.inverter import invert
from indexer.engine.embedded.inverted_index.postings import MOST_DOCUMENTS, PostingsLists
from indexer.engine.embedded.inverted_index.tokens import BREAK, Texts, tokenize
from indexer.engine.embedded.segment.forward_arrays import forward_arrays
from indexer.engine.embedded.segment.segment_records import SpeechRecord, Voice
from indexer.engine.embedded.substring_index.junctions import unfinished
from indexer.engine.embedded.substring_index.stored_text import text_arrays
from indexer.engine.embedded.substring_index.text_hashes import hash_texts
from indexer.model import Kind, Paragraph, Role


@dataclass(frozen=True, slots=True)
class Document:
    """One paragraph with what is stored of its speech. `speaker` is who speaks it, `own_speaker` as the
    paragraph itself says: None in a speech by one person. `apart`: text that stood before it is missing.
    """

    speech: str
    anchor: str
    title: str
    date: str | None
    speaker: str | None
    year: str | None
    kind: str
    text: str
    section_path: tuple[str, ...] = ()
    line: int = 0
    lead: int = 0
    own_speaker: str | None = None
    role: Role | None = None
    apart: bool = False


KIND_NUMBERS = {kind.value: number for number, kind in enumerate(Kind)}


class SegmentBuilder:
    """Collects documents; a segment is merged from what one or more builders have collected."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._texts: list[str] = []
        self._anchors: list[str] = []
        self._kinds: list[int] = []
        self._lines: list[int] = []
        self._leads: list[int] = []
        self._apart: list[bool] = []
        self._speeches = RunCollector()
        self._passages = RunCollector()
        self._voices = RunCollector()
        self.characters = 0

    @property
    def documents(self) -> int:
        return len(self._texts)

    @property
    def is_full(self) -> bool:
        """Whether no further document fits into a segment."""
        return self.documents >= MOST_DOCUMENTS

    def may_end(self, speech: str) -> bool:
        """Whether a segment may end here, where a paragraph of a speech comes next: it tears no sentence of that."""
        last = self._speeches.values[-1:]
        return not last or last[0].id != speech or ends_sentence(self._texts[-1])

    def add(self, document: Document) -> None:
        record = SpeechRecord(document.speech, document.title, document.date, document.year)
        self._add(record, Voice(document.speaker, document.own_speaker, document.role), document, document.kind)
        self._apart[-1] = document.apart

    def add_paragraph(
        self, speech: SpeechRecord, speaker: str | None, paragraph: Paragraph, *, apart: bool = False
    ) -> None:
        """The same for a paragraph of a speech of which `speaker` speaks all; far quicker."""
        self._add(
            speech,
            Voice(paragraph.speaker or speaker, paragraph.speaker, paragraph.role),
            paragraph,
            paragraph.kind.value,
        )
        self._apart[-1] = apart

    def _add(self, speech: SpeechRecord, voice: Voice, shown: Document | Paragraph, kind: str) -> None:
        number = self.documents
        self._speeches.add(number, speech)
        self._passages.add(number, shown.section_path)
        self._voices.add(number, voice)
        self._anchors.append(shown.anchor)
        self._kinds.append(KIND_NUMBERS[kind])
        self._lines.append(shown.line)
        self._leads.append(shown.lead)
        self._apart.append(False)
        self._texts.append(shown.text)
        self.characters += len(shown.text)

    def arrays(self) -> Arrays:
        """The documents as arrays: all of a segment but what merging adds. The builder keeps nothing then."""
        titles = [fold(record.title) for record in self._speeches.values]
        headings = [fold("\n".join(path)) for path in self._passages.values]
        points, starts = joined_points(self._texts)
        alphabet = _alphabet(self._texts, points, [*titles, *headings])
        text = alphabet.codes_of(points)
        text[starts[1:] - 1] = END
        self._texts.clear()
        codes = alphabet.folds[text]
        folded = alphabet.points[codes]
        folded[starts[1:] - 1] = ord(BREAK)
        paragraphs = Texts(text_of(folded), starts, codes)
        del points, folded
        tokens = tokenize(paragraphs, self._analysis.cut)
        arrays: Arrays = {
            ALPHABET: alphabet.points,
            FOLDS: alphabet.folds,
            **text_arrays(text, starts, alphabet),
            ANCHORS: np.array([anchor.encode() for anchor in self._anchors], dtype=np.bytes_),
            KINDS: np.array(self._kinds, dtype=np.uint8),
            LINES: smallest(np.array(self._lines, dtype=np.int64)),
            LEADS: smallest(np.array(self._leads, dtype=np.int64)),
            TEXT_HASHES: hash_texts(codes, starts, alphabet),
            OPEN: packed_bits(unfinished(text, starts, alphabet) & self._continued()),
        }
        inversion = invert(paragraphs, tokens, alphabet, self._analysis)
        arrays |= postings_arrays(WORDS, inversion.lists, alphabet)
        arrays |= forward_arrays(tokens, inversion.is_word, inversion.words)
        for prefix, some in ((TITLES, titles), (HEADINGS, headings)):
            arrays |= postings_arrays(prefix, self._inverted(Texts.of(some, alphabet), alphabet), alphabet)
        for prefix, runs in ((SPEECHES, self._speeches), (PASSAGES, self._passages), (VOICES, self._voices)):
            arrays |= run_arrays(prefix, np.array(runs.starts, dtype=np.uint32), _encoded(runs))
        return arrays

    def _inverted(self, texts: Texts, alphabet: Alphabet) -> PostingsLists:
        return invert(texts, tokenize(texts, self._analysis.cut), alphabet, self._analysis).lists

    def _continued(self) -> Mask:
        """After which documents the same speech goes on with nothing missing."""
        first = np.array([*self._apart, True], dtype=np.bool_)
        first[self._speeches.starts] = True
        return ~first[1:]


def _encoded(runs: RunCollector) -> list[bytes]:
    return [msgspec.json.encode(value) for value in runs.values]


def _alphabet(texts: Sequence[str], points: Points, others: Sequence[str]) -> Alphabet:
    """The alphabet of texts, joined to `points` with a NUL after each, and of other texts."""
    distinct = distinct_points(points)
    if points.size - np.count_nonzero(points) == len(texts):
        distinct = distinct[distinct != 0]  # those NULs, and no character
    return Alphabet.of(distinct_points(distinct, *(points_of(text) for text in others)))
