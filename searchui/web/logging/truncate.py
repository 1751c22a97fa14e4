"""Texts of strangers as a log shows them: in one line, without control characters, and never a whole draft."""

LONGEST = 40  # characters of a text that are shown


def shortened(text: str, longest: int = LONGEST) -> str:
    """The beginning of a text in one line; of more than `longest` characters it says how many there are."""
    shown = "".join(map(_plain, text[:longest]))
    return shown if len(text) <= longest else f"{shown}…({len(text)} 字)"


def _plain(sign: str) -> str:
    """A character that neither ends a line, nor moves the cursor, nor turns the direction of what follows."""
    if sign.isprintable():
        return sign
    return " " if sign.isspace() and sign not in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029" else ascii(sign)[1:-1]
