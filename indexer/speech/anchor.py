"""Anchors: the stable name of a paragraph inside its speech, made of its own text."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable


def anchors(texts: Iterable[str]) -> list[str]:
    """One anchor a text, unique in the list: p + 8 letters or digits; a repeated text gets -2, -3 …

    White space does not count, so that a reflowed file keeps its links.
    """
    seen: Counter[str] = Counter()
    result = []
    for text in texts:
        digest = hashlib.blake2b("".join(text.split()).encode(), digest_size=5).digest()
        anchor = "p" + base64.b32encode(digest).decode("ascii").lower()
        seen[anchor] += 1
        result.append(anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}")
    return result
