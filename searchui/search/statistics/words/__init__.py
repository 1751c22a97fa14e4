"""The words of a corpus: which stand around a phrase, which mark a part of it, which runs of them come again."""
