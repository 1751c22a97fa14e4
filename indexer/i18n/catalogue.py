"""The catalogue of each language, as gettext reads it."""

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

Language: TypeAlias = str

DOMAIN = "speechsearch"
FOLDER = Path(__file__).parent / "locale"
SOURCE: Language = "zh"
LANGUAGES: tuple[Language, ...] = (
    SOURCE,
    *sorted({file.parents[1].name for file in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")} - {SOURCE}),
)
"""The languages that there is a compiled catalogue of, the source first: one that is not compiled is not offered."""


def translate(text: str, language: Language = SOURCE, *, context: str = "", n: int | None = None) -> str:
    """A text of the source in another language; itself where there is no translation.

    `n` decides the plural; `context` tells texts apart that are the same in the source.
    """
    if language == SOURCE:
        return text
    catalogue = _catalogue(language)
    if n is not None:
        return catalogue.ngettext(text, text, n)
    return catalogue.pgettext(context, text) if context else catalogue.gettext(text)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    """What `make messages` and every installation compile. Raises FileNotFoundError for a language without one."""
    return gettext.translation(DOMAIN, FOLDER, [language])


def language_of(environment: Mapping[str, str]) -> Language:
    """The language of a command line: SPEECHSEARCH_LANG, else that of the system's locale, else the source."""
    for name in ("SPEECHSEARCH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return _known(value) or SOURCE
    return SOURCE


def _known(locale: str) -> Language | None:
    """The language of a locale such as en_US.UTF-8, where there is a catalogue of it."""
    tongue = locale.replace("-", "_").partition(".")[0].partition("_")[0].lower()
    return tongue if tongue in LANGUAGES else None
