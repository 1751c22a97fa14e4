"""Catalogues as gettext reads them: each `.po` file → a `.mo` file beside it. Run when the program is installed."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(folder: Path) -> list[Path]:
    """Compile every catalogue below a folder; the files that were written."""
    written = []
    for file in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with file.open("rb") as source:
            catalogue = read_po(source, abort_invalid=True)
        compiled = file.with_suffix(".mo")
        with compiled.open("wb") as target:
            write_mo(target, catalogue)
        written.append(compiled)
    return written
