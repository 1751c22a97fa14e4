"""Cells of CSV that no spreadsheet takes for formulas, and back again."""

# Excel takes texts that begin so for formulas, and would work them out; OWASP, “CSV Injection”.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TEXT = "'"  # what makes them texts


def safe_cell(text: str) -> str:
    """The text, marked as one where it would be taken for a formula, or for such a marked one."""
    return TEXT + text if _needs_mark(text) else text


def plain_cell(cell: str) -> str:
    """The text of a cell that `safe_cell` may have marked."""
    return cell[len(TEXT) :] if cell.startswith(TEXT) and _needs_mark(cell) else cell


def _needs_mark(text: str) -> bool:
    return text.lstrip(TEXT).startswith(FORMULAS)
