"""Cells of CSV that no spreadsheet takes for formulas, and back again."""

# Excel takes texts that begin so for formulas, and would work them out; OWASP, “CSV Injection”.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TEXT = "'"  # what makes them texts


def safe_cell(text: str) -> str:
    """The text, marked as one where it would be taken for a formula."""
    return TEXT + text if text.startswith(FORMULAS) else text


def plain_cell(cell: str) -> str:
    """The text of a cell that `safe_cell` may have marked."""
    return cell[len(TEXT) :] if cell.startswith(TEXT) and cell[len(TEXT) :].startswith(FORMULAS) else cell
