"""tantivy with positions of single characters: smaller, built sooner, slower for phrases."""

from typing import Any

import tantivy

from benchmarks.engines.tantivy_index import TantivyIndex


class TantivyCharacters(TantivyIndex):
    """A phrase is a phrase of characters."""

    def schema(self, builder: Any) -> Any:
        return builder.add_text_field("text", stored=True, tokenizer_name="characters", index_option="position")

    def tokenizers(self, index: Any) -> None:
        characters = tantivy.Tokenizer.regex(r"(?s).")
        index.register_tokenizer("characters", tantivy.TextAnalyzerBuilder(characters).build())

    def fields(self, folded: str) -> dict[str, str | bytes]:
        return {"text": folded}

    def text(self, document: Any) -> str:
        stored: str = document["text"][0]
        return stored

    def phrase(self, text: str) -> Any:
        if len(text) == 1:
            return tantivy.Query.term_query(self._schema, "text", text, "position")
        return tantivy.Query.phrase_query(self._schema, "text", list(text))
