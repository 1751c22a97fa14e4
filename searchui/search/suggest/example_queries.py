"""Example searches from the corpus itself: set phrases that many of its speeches share."""

from collections import Counter
from collections.abc import Iterable

from indexer.analysis import Analysis
from indexer.model import Speech

SAMPLED_SPEECHES = 40  # the latest
MAX_EXAMPLES = 10
MIN_LENGTH = 4  # characters; shorter words are no set phrases


def set_phrases(speeches: Iterable[Speech], analysis: Analysis, most: int) -> list[str]:
    """Up to `most` long words, those in the most speeches first; ties by the longer, then by the word itself.

    A phrase inside one already taken is passed over.
    """
    in_speeches: Counter[str] = Counter()
    for speech in speeches:
        text = "\n".join(paragraph.text for paragraph in speech.paragraphs)
        in_speeches.update({word.text for word in analysis.words(text) if _is_han(word.text)})
    taken: list[str] = []
    for word, _ in sorted(in_speeches.items(), key=lambda item: (-item[1], -len(item[0]), item[0])):
        if not any(word in other or other in word for other in taken):
            taken.append(word)
        if len(taken) == most:
            break
    return taken


def _is_han(word: str) -> bool:
    return len(word) >= MIN_LENGTH and all("\u4e00" <= character <= "\u9fff" for character in word)
