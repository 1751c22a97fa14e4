"""The clauses of a speech as hashes, folded and without white space and marks.

So line cuts, width, punctuation and page furniture do not matter, and another character costs one
clause, not the paragraph. A generation keeps of each speech only a sketch of them, its lowest hashes:
of two sets the lowest have about as large a share in common as all have (Broder 1997).
"""

import re
from functools import cache
from hashlib import blake2b
from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.analysis import fold
from indexer.dedup.own_sentences import wording_of
from indexer.engine.embedded.kernel import kernel_building
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.model import Kind, Speech, SpeechDate

Hashes: TypeAlias = npt.NDArray[np.uint64]
Sizes: TypeAlias = npt.NDArray[np.uint32]
Signs: TypeAlias = npt.NDArray[np.uint32]  # folded code points of letters and digits, and END

MIN_CLAUSE = 4  # characters; shorter clauses (同志们, 一是) tell nothing
MIN_SPEECH = 200  # characters; below, a greeting may repeat but for a clause, and must be the same throughout
HEAD = frozenset({Kind.TITLE, Kind.DATELINE, Kind.BYLINE, Kind.NOTE, Kind.SIGNATURE})
MARK, END = 0, 1  # signs of no letter: any white space and mark, and the end of a clause
CLAUSE_END = re.compile(r"[,.，。!?;:、()…⋯\[\]【】〔〕｡]")
NO_LETTER = re.compile(r"[^\w\x01]|_")
SKETCH_CLAUSES = 48  # near duplicates have some thirty of them in common: six deviations of chance above a quarter
SKETCH_HASH = np.dtype("<u4")  # a sketch keeps the upper half of a hash
MAX_COUNTED_SIZE = 255  # characters of a clause in a sketch; a longer one counts as this long
DIGEST = 8  # bytes
DIGITS = np.array([ord(one) for one in "0123456789"], dtype=np.uint32)
NUMERALS = np.array([ord(one) for one in "〇零一二三四五六七八九十百千万亿两"], dtype=np.uint32)
LETTERS = 0x40000  # code points; letters stand in the first four planes only


class ClauseHashes(NamedTuple):
    """Hash and size of the clauses of a speech, each once, ascending by hash.

    `forms` are hashes of the same clauses with every number replaced by a sign for a number.
    """

    hashes: Hashes
    sizes: Sizes
    forms: Hashes


class SpeechSketch(msgspec.Struct, frozen=True, array_like=True):
    """What is needed of a speech to find what it may duplicate, and which of them is to be kept.

    `title` is None where it is only the name of the file. `digest` is of all clauses, `wording` of all sentences as they
    are written, `size` the sum of the clauses' sizes. `lowest` holds the lowest hashes (the upper half of each), `sizes`
    the sizes of those clauses; both as arrays' bytes.
    """

    path: str
    id: str
    title: str | None
    date: SpeechDate | None
    speaker: str | None
    occasion: str | None
    gaps: int
    size: int
    wording: bytes
    digest: bytes
    lowest: bytes
    sizes: bytes

    @property
    def facts(self) -> int:
        """How well the speech is described: 2 for a date to the day, 1 for a speaker."""
        return 2 * (self.date is not None and self.date.day is not None) + (self.speaker is not None)


def hash_clauses(speech: Speech, path: str) -> tuple[SpeechSketch, ClauseHashes]:
    """The sketch of a speech and the hashes of all its clauses; `path` tells it from all others of the corpus."""
    body = _body(speech)
    clauses = _clauses(body)
    title = None if speech.origins.get("title") == "file name" else speech.title
    if clauses.sizes.sum() < MIN_SPEECH:
        clauses = _whole(_signs((title or "") + body))
    sketch = SpeechSketch(
        path=path,
        id=speech.id,
        title=title,
        date=speech.date,
        speaker=speech.speaker,
        occasion=speech.occasion,
        gaps=len(speech.gaps),
        size=int(clauses.sizes.sum()),
        wording=wording_of(speech.paragraphs),
        digest=blake2b(clauses.hashes.tobytes() + clauses.sizes.tobytes(), digest_size=DIGEST).digest(),
        lowest=(clauses.hashes[:SKETCH_CLAUSES] >> np.uint64(32)).astype(SKETCH_HASH).tobytes(),
        sizes=clauses.sizes[:SKETCH_CLAUSES].clip(max=MAX_COUNTED_SIZE).astype(np.uint8).tobytes(),
    )
    return sketch, clauses


def _body(speech: Speech) -> str:
    """The text below the head: where lines are cut does not matter."""
    return "".join(part.text for part in speech.paragraphs if part.kind not in HEAD)


def _points(text: str) -> Signs:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _signs(text: str) -> Signs:
    """The letters, digits and clause ends of a text, folded; looked up by whole arrays, as the text is long."""
    signs: Signs = _folded().take(
        _points(text), mode="clip"
    )  # what is above the table is looked up as its last, a mark
    kept: Signs = signs[signs != MARK]
    return kept


@cache
def _folded() -> Signs:
    """Code point → sign."""
    characters = fold("".join(map(chr, range(LETTERS))))
    ends = CLAUSE_END.sub(chr(END), characters)
    return np.frombuffer(NO_LETTER.sub(chr(MARK), ends).encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _clauses(text: str) -> ClauseHashes:
    """Hash and size of each clause that is long enough to compare by, each once, ascending by hash."""
    if (kernel := shared_library()) is None:
        return _clauses_by_arrays(_signs(text))
    return ClauseHashes(*kernel_building.hash_clauses(kernel, _points(text), _folded(), _marked_numbers(), MIN_CLAUSE))


def _clauses_by_arrays(signs: Signs) -> ClauseHashes:
    """The same of signs, where there is no kernel."""
    signs = np.append(signs, np.uint32(END))
    ends = np.flatnonzero(signs == END)
    starts = np.append(0, ends[:-1] + 1)
    sizes = ends - starts
    long = sizes >= MIN_CLAUSE
    all_hashes = _hashes(signs, starts)
    hashes, places = np.unique(all_hashes[long], return_index=True)
    forms = _forms(signs, starts, all_hashes)[long][places]
    return ClauseHashes(hashes, sizes[long][places].astype(np.uint32), forms)


def _forms(signs: Signs, starts: npt.NDArray[np.intp], hashes: Hashes) -> Hashes:
    """A hash of each clause in which any run of digits, or of Chinese numerals, is one sign; `hashes` are of it as it is."""
    numbers = _numbers_alike().take(signs, mode="clip")
    is_number = (numbers == DIGITS[0]) | (numbers == NUMERALS[0])
    changed = np.logical_or.reduceat(is_number, starts)  # the clauses that have a number: few
    if not changed.any():
        return hashes
    again = np.zeros(len(numbers), dtype=np.bool_)
    again[1:] = is_number[1:] & (numbers[1:] == numbers[:-1])
    kept = numbers[np.repeat(changed, np.diff(starts, append=len(signs))) & ~again]
    ends = np.flatnonzero(kept == END)
    forms = hashes.copy()
    forms[changed] = _hashes(kept, np.append(0, ends[:-1] + 1))
    return forms


@cache
def _numbers_alike() -> Signs:
    """Sign → the same, but of every digit the first, and of every Chinese numeral."""
    alike = np.arange(LETTERS, dtype=np.uint32)
    alike[DIGITS], alike[NUMERALS] = DIGITS[0], NUMERALS[0]
    return alike


@cache
def _marked_numbers() -> Signs:
    """The same for the kernel: the highest bit is set for numbers."""
    alike = _numbers_alike()
    is_number = (alike == DIGITS[0]) | (alike == NUMERALS[0])
    marked: Signs = alike | is_number.astype(np.uint32) << np.uint32(31)
    return marked


def _whole(signs: Signs) -> ClauseHashes:
    """Hash and size of a text without its clause ends."""
    letters = signs[signs != END]
    hashes = _hashes(np.append(letters, np.uint32(END)), np.array([0]))
    return ClauseHashes(hashes, np.array([len(letters)], dtype=np.uint32), hashes)


def _hashes(signs: Signs, starts: npt.NDArray[np.intp]) -> Hashes:
    """A hash of the signs from each start to the next: the sum of what each sign in its place is mixed to.

    The mixing is that of SplitMix64 (Steele, Lea and Flood 2014), which spreads each bit over all 64.
    """
    places = np.arange(len(signs)) - np.repeat(starts, np.diff(starts, append=len(signs)))
    mixed = ((places.astype(np.uint64) << 32) + signs) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> 30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> 27)) * np.uint64(0x94D049BB133111EB)
    hashes: Hashes = np.add.reduceat(mixed ^ (mixed >> 31), starts)
    return hashes
