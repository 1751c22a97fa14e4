"""Whether an index is what was built and answers right, and how it becomes so again."""

from indexer.check.checking import SAMPLE, Check, check, repair

__all__ = ["SAMPLE", "Check", "check", "repair"]
