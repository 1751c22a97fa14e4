"""What a version says in other words than the speech that it is a version of: its own sentences.

A sentence is shared where the other has it, as it is written, inside one of its paragraphs; marks and white space count,
since phrases are found with them. Only width, script and the like are folded, as in searching.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from itertools import groupby
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.analysis import fold
from indexer.analysis.fold import folded_points
from indexer.engine.embedded.kernel import kernel_building
from indexer.engine.embedded.kernel.shared_library import shared_library
from indexer.model import Paragraph, Span, Speech

# A sentence with the marks that end it and what closes behind these; each character is read once.
ENDS = "。！？!?…"
CLOSING = "”’\"'」』）)】》"
SENTENCE = re.compile(rf"[^{ENDS}\n]*(?:[{ENDS}]+[{CLOSING}]*|\n|$)")
DIGEST = 8  # bytes
BASIC_PLANE = 0x10000  # code points
BORDER = "\0"  # between paragraphs; a sentence that has one itself is nobody's but its own

Buffer: TypeAlias = bytes | memoryview


def sentences(text: str) -> Iterator[Span]:
    """Where each sentence of a text stands, outer white space left out; empty ones are not given."""
    for found in SENTENCE.finditer(text):
        piece = found.group()
        start = found.start() + len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if end > start:
            yield Span(start, end)


def wording_of(paragraphs: Sequence[Paragraph]) -> bytes:
    """A digest of the sentences of a speech, each once, folded: two of one wording have no sentence that is the other's."""
    text = "\n".join([paragraph.text for paragraph in paragraphs])
    return blake2b(_distinct_sentences(text), digest_size=DIGEST).digest()


def _distinct_sentences(text: str) -> Buffer:
    """The sentences of a text, folded, each once, in order, with a BORDER between them."""
    if (kernel := shared_library()) is not None:
        return kernel_building.join_sentences(kernel, folded_points(text), _kinds())
    folded = fold(text)  # which makes a space of each line end
    every = {found.strip() for found in SENTENCE.findall(folded)} - {""}
    return BORDER.join(sorted(every)).encode("utf-8", "surrogatepass")


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """What each character is to a sentence, for the kernel; none beyond these is anything."""
    kinds = np.zeros(BASIC_PLANE, dtype=np.uint8)
    for kind, characters in ((1, ENDS), (2, CLOSING), (4, " ")):  # there is no other white space in a folded text
        kinds[[ord(one) for one in characters]] = kind
    return kinds


def folded_text(paragraphs: Sequence[Paragraph]) -> str:
    """The text of a speech to look sentences up in."""
    return BORDER.join(fold(paragraph.text) for paragraph in paragraphs)


def own_passages(paragraphs: Sequence[Paragraph], main: str) -> Iterator[tuple[int, Span]]:
    """The passages of a version that are not in the `main` text, folded as by `folded_text`: each with its paragraph.

    Sentences that follow each other in a paragraph are one passage.
    """
    for number, paragraph in enumerate(paragraphs):
        yield from ((number, span) for span in _own_spans(fold(paragraph.text), main))


def _own_spans(text: str, main: str) -> Iterator[Span]:
    def is_shared(sentence: Span) -> bool:
        found = text[sentence.start : sentence.end]
        return BORDER not in found and found in main

    for shared, run in groupby(sentences(text), is_shared):
        if not shared:
            first, *others = run
            yield Span(first.start, others[-1].end if others else first.end)


def own_paragraphs(version: Speech) -> tuple[Paragraph, ...]:
    """The own passages of a version as paragraphs, each with the anchor of the one that it stands in."""
    return tuple(_passage(version.paragraphs[number], span) for number, span in version.own or ())


def _passage(paragraph: Paragraph, span: Span) -> Paragraph:
    lead = max(0, min(paragraph.lead, span.end) - span.start)
    return msgspec.structs.replace(paragraph, text=paragraph.text[span.start : span.end], lead=lead)
