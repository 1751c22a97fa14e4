"""tantivy with a field of overlapping two-character grams: a phrase of two characters is one term."""

from typing import Any

import tantivy

from benchmarks.engines.tantivy_index import TantivyIndex

SPACE = "␠"  # stands for white space, which separates the grams


class TantivyGrams(TantivyIndex):
    """The stronger of the two ways with longer phrases; for phrases of one character it would need one field more."""

    shortest = 2

    def schema(self, builder: Any) -> Any:
        builder.add_bytes_field("text", stored=True)
        return builder.add_text_field("grams", tokenizer_name="whitespace", index_option="position")

    def fields(self, folded: str) -> dict[str, str | bytes]:
        return {"text": folded.encode(), "grams": " ".join(_grams(folded))}

    def text(self, document: Any) -> str:
        stored: bytes = document["text"][0]
        return stored.decode()

    def phrase(self, text: str) -> Any:
        grams = _grams(text)
        if len(grams) == 1:
            return tantivy.Query.term_query(self._schema, "grams", grams[0], "freq")
        return tantivy.Query.phrase_query(self._schema, "grams", list(grams))


def _grams(folded: str) -> list[str]:
    text = folded.replace(" ", SPACE)
    return [text[start : start + 2] for start in range(len(text) - 1)]
