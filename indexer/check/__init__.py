"""Checking that an index is intact and answers correctly, and repairing it."""

from indexer.check.checking import SAMPLE, Check, check, repair

__all__ = ["SAMPLE", "Check", "check", "repair"]
