"""tantivy with positions of single characters: smaller, built sooner, slower for phrases."""

from typing import Any

import tantivy

from benchmarks.engines.tantivy_index import TantivyIndex


class TantivyCharacters(TantivyIndex):
    """A phrase is a phrase of characters."""

    text_option = "position"

    def characters(self) -> Any:
        return tantivy.Tokenizer.regex(r"(?s).")

    def phrase(self, text: str) -> Any:
        return tantivy.Query.phrase_query(self._schema, "text", list(text))
