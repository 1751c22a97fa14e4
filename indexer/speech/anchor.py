"""Anchors: the stable name of a paragraph inside its speech, made of its own text."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator


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
    """Eight letters or digits for each text. Five bytes make eight signs without a rest, so all are written at once."""
    digests = [hashlib.blake2b("".join(text.split()).encode(), digest_size=5).digest() for text in texts]
    signs = base64.b32encode(b"".join(digests)).decode("ascii").lower()
    return (signs[start : start + 8] for start in range(0, len(signs), 8))
