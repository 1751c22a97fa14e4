"""RawText → Speech. Pure: a value in, a value out, and no character lost on the way."""

from indexer.speech.parse import parse

__all__ = ["parse"]
