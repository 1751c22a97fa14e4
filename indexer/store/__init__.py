"""Generations on disk: lock, stage, publish, share, prune, and what their manifests say."""

from indexer.store.folder import Store, now
from indexer.store.generation import CURRENT, Generation, Pointer

__all__ = ["CURRENT", "Generation", "Pointer", "Store", "now"]
