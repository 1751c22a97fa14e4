"""Anchors: the stable name of a paragraph inside its speech, made of its own text."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

DIGEST = 5  # bytes: eight signs of five bits each
SIGNS = 8
ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", dtype=np.uint8)  # base32 of RFC 4648, in small letters


def anchors(texts: Iterable[str]) -> list[str]:
    """One anchor a text, unique in the list: p + 8 letters or digits; a repeated text gets -2, -3 …

    White space does not count, so that a reflowed file keeps its links.
    """
    seen: Counter[str] = Counter()
    result = []
    for name in _names(texts):
        seen[name] += 1
        result.append(f"p{name}" if seen[name] == 1 else f"p{name}-{seen[name]}")
    return result


def _names(texts: Iterable[str]) -> Iterator[str]:
    """Eight letters or digits for each text, written for all at once: 0b00001_00010… → b, c, …"""
    digests = [hashlib.blake2b("".join(text.split()).encode(), digest_size=DIGEST).digest() for text in texts]
    bits = np.unpackbits(np.frombuffer(b"".join(digests), dtype=np.uint8)).reshape(-1, DIGEST)
    values = np.packbits(bits, axis=1) >> (8 - DIGEST)
    signs = ALPHABET[values.ravel()].tobytes().decode("ascii")
    return (signs[start : start + SIGNS] for start in range(0, len(signs), SIGNS))
