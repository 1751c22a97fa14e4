"""The engines, each in its own file, imported only when it is asked for."""

from importlib import import_module
from pathlib import Path
from typing import cast

from benchmarks.engines.port import Engine

ENGINES = {
    "ours": "benchmarks.engines.ours:Ours",
    "ours-defaults": "benchmarks.engines.ours:OursDefaults",
    "whoosh": "benchmarks.engines.whoosh_stock:StockWhoosh",
    "tantivy": "benchmarks.engines.tantivy_grams:TantivyGrams",
    "tantivy-chars": "benchmarks.engines.tantivy_characters:TantivyCharacters",
    "fts5": "benchmarks.engines.fts5:Fts5",
    "scan": "benchmarks.engines.scan:Scan",
}


def engine(name: str, folder: Path) -> Engine:
    """An engine whose index is, or will be, in `folder`. Raises ImportError where it is not installed."""
    module, _, kind = ENGINES[name].partition(":")
    return cast(Engine, getattr(import_module(module), kind)(folder))
