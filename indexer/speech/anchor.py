"""Anchors: the stable name of a paragraph inside its speech, made of its own text."""

from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

DIGEST = 5  # bytes: eight signs of five bits each
SIGNS = 8
ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", dtype=np.uint8)  # base32 of RFC 4648, in small letters


def anchors(texts: Iterable[str]) -> list[str]:
    """One anchor a text, unique in the list: p + 8 letters or digits; a repeated text gets -2, -3 …

    White space does not count, so that a reflowed file keeps its links.
    """
    names = _names(texts)
    if len(set(names)) == len(names):
        return names
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return result


def _names(texts: Iterable[str]) -> list[str]:
    """p and eight letters or digits for each text, written for all at once: 0b00001_00010… → b, c, …"""
    digests = [blake2b("".join(text.split()).encode(), digest_size=DIGEST).digest() for text in texts]
    bits = np.unpackbits(np.frombuffer(b"".join(digests), dtype=np.uint8)).reshape(-1, DIGEST)
    values = np.packbits(bits, axis=1) >> (8 - DIGEST)
    signs = np.full((len(digests), 1 + SIGNS), ord("p"), dtype=np.uint8)
    signs[:, 1:] = ALPHABET[values].reshape(-1, SIGNS)
    names = signs.tobytes().decode("ascii")
    return [names[start : start + 1 + SIGNS] for start in range(0, len(names), 1 + SIGNS)]
