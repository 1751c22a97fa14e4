"""Windows of text beside the places where a text stands, read all at once."""

from collections.abc import Iterator

import numpy as np

from indexer.engine.answers import Numbers, Spans
from indexer.engine.reader import EngineReader

OUTSIDE = "\n"  # what stands for characters beyond the ends of a paragraph


def spread(count: int, most: int) -> Numbers:
    """Up to so many of `count` places, evenly spread, the first and the last among them."""
    return np.arange(count) if count <= most else np.linspace(0, count - 1, most).astype(np.int64)


def sample(spans: Spans, most: int) -> Spans:
    """Some of many places."""
    at = spread(len(spans.starts), most)
    return Spans(spans.paragraphs[at], spans.starts[at], spans.ends[at])


def texts_at(engine: EngineReader, paragraphs: Numbers, offsets: Numbers, length: int) -> Iterator[str]:
    """So many folded characters from each of some offsets on, which may be before the paragraph; OUTSIDE where there are none."""
    points = engine.code_points(paragraphs[:, None], offsets[:, None] + np.arange(length))
    points = np.where(points == 0, ord(OUTSIDE), points).astype("<u4")
    text = np.ascontiguousarray(points).tobytes().decode("utf-32-le", "surrogatepass")
    return (text[start : start + length] for start in range(0, len(text), length))


def after(engine: EngineReader, spans: Spans, length: int) -> Iterator[str]:
    """The characters after each place."""
    return texts_at(engine, spans.paragraphs, spans.ends, length)


def before(engine: EngineReader, spans: Spans, length: int) -> Iterator[str]:
    """The characters before each place."""
    return texts_at(engine, spans.paragraphs, spans.starts - length, length)
