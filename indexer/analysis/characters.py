"""The character layer: overlapping two-character grams of the folded text, punctuation included."""

END = "\x00"  # stands after the last character, so that each character opens exactly one gram


def grams(folded: str) -> list[str]:
    """The grams of a paragraph: gram `i` opens at character `i`, the last one with END."""
    text = folded + END
    return [text[i : i + 2] for i in range(len(folded))]
