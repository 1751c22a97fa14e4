"""From the code to the catalogues: which texts there are, and every `.po` file brought up to date with them.

    python -m indexer.i18n.extraction

keeps translations, adds empty ones for new texts and leaves out what is not used any more; then it compiles.
"""

import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from indexer.i18n.catalogue import DOMAIN, FOLDER
from indexer.i18n.compiling import compile_catalogues

ROOT = FOLDER.parents[2]
PACKAGES = ("indexer", "searchui")
KEYWORDS: Mapping[str, Any] = {"_": None, "N_": None, "n_": (1, 1), "p_": ((1, "c"), 2)}
OPTIONS = {"**/data/openapi.toml": {"context": "API"}}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
METHODS = [
    ("**/templates/**.html", "jinja2"),
    ("**/data/content.toml", "indexer.i18n.extraction:texts_of_toml"),
    ("**/data/openapi.toml", "indexer.i18n.extraction:texts_of_toml"),
    ("**.py", "python"),
]


def texts_of_toml(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    """Every Chinese text of a table, as Babel takes it. The other arguments are Babel's, and not needed."""
    del keywords, comment_tags
    for text in _chinese(tomllib.load(file)):
        yield (0, "p_", (options["context"], text), []) if "context" in options else (0, "_", text, [])


def extract() -> Catalog:
    """All texts of the code, without translations."""
    catalogue = Catalog(domain=DOMAIN, project="speechsearch", version="", charset="utf-8")
    for package in PACKAGES:
        for name, _line, text, _comments, context in extract_from_dir(
            ROOT / package, METHODS, keywords=KEYWORDS, options_map=OPTIONS
        ):
            catalogue.add(text, locations=[(f"{package}/{name}", 0)], context=context)
    return catalogue


def update() -> None:
    """Bring every catalogue up to date, and compile it."""
    template = extract()
    for file in sorted(FOLDER.glob("*/LC_MESSAGES/*.po")):
        with file.open("rb") as source:
            catalogue = read_po(source, locale=file.parents[1].name)
        if catalogue.locale_identifier != "zh":  # its own words need no translation
            catalogue.update(template, no_fuzzy_matching=True)
        write_catalogue(catalogue, file)
    compile_catalogues(FOLDER)


def write_catalogue(catalogue: Catalog, file: Path) -> None:
    """Write a catalogue in the order of its texts, with a header that never changes: two changes seldom meet."""
    body = io.BytesIO()
    write_po(body, catalogue, width=120, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    header = HEADER.format(language=catalogue.locale_identifier, plurals=catalogue.plural_forms)
    file.write_bytes(header.encode() + body.getvalue())


def _chinese(value: object) -> Iterable[str]:
    match value:
        case str() if any("\u3400" <= sign <= "\u9fff" for sign in value):
            yield value
        case dict():
            for part in value.values():
                yield from _chinese(part)
        case list():
            for part in value:
                yield from _chinese(part)


if __name__ == "__main__":
    update()
