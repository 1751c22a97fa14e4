"""Pieces of texts that a corpus has, looked for in one request a length where the engine is far away."""

from collections.abc import Iterator, Sequence

from indexer.engine.reader import EngineReader


def prepare_pieces(engine: EngineReader, texts: Sequence[str], shortest: int) -> None:
    """Have ready what the corpus has of all pieces of some folded texts, from so many characters on; nothing where it is near."""
    level = dict.fromkeys(piece for text in texts for piece in _pieces(text, shortest))
    while level and engine.prepare(phrases=list(level)):
        there = {piece for piece in level if len(engine.occurrences(piece).paragraphs)}
        longer = (_pieces(text, len(next(iter(level))) + 1) for text in texts)
        level = dict.fromkeys(
            piece for pieces in longer for piece in pieces if piece[:-1] in there and piece[1:] in there
        )


def _pieces(text: str, size: int) -> Iterator[str]:
    return (text[start : start + size] for start in range(len(text) - size + 1))
