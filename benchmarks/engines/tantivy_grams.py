"""tantivy with a field of overlapping two-character grams: a phrase of two characters is one term."""

from typing import Any

import tantivy

from benchmarks.engines.tantivy_index import TantivyIndex

SPACE = "␠"  # stands for white space, which separates the grams


class TantivyGrams(TantivyIndex):
    """The stronger of the two ways, and so the one that others are compared with."""

    def schema(self, builder: Any) -> Any:
        return builder.add_text_field("grams", tokenizer_name="whitespace", index_option="position")

    def fields(self, folded: str) -> dict[str, str]:
        return {"grams": " ".join(_grams(folded))}

    def phrase(self, text: str) -> Any:
        grams = _grams(text)
        if len(grams) == 1:
            return tantivy.Query.term_query(self._schema, "grams", grams[0], "freq")
        return tantivy.Query.phrase_query(self._schema, "grams", list(grams))


def _grams(folded: str) -> list[str]:
    text = folded.replace(" ", SPACE)
    return [text[start : start + 2] for start in range(len(text) - 1)]
