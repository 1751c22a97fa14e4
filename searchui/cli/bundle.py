"""A bundle to cite, of what a command has found."""

from pathlib import Path
from typing import Any

from indexer.cli.localized import language
from searchui.search import Corpus


def bundle_of(index: Path, corpus: Corpus, view: str, **asked: Any) -> bytes:
    """That of a view of the site. Raises CallError where it has more rows than a bundle may have."""
    from searchui.web import bundling  # only when a bundle is written: the site is large

    return bundling.bundle_of(index, corpus, view, language(), **asked)
