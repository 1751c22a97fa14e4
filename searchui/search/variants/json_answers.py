"""The JSON of variants: the shapes, and what each field is made of."""

from searchui.search.nearest.alignment import Difference
from searchui.search.results.answer import Answer, answer_of
from searchui.search.results.json_answers import MentionAnswer, mention_answer
from searchui.search.statistics.distribution import Leading
from searchui.search.statistics.trend import Bucket
from searchui.search.variants.variant import AlignedPair, Use, Variant, Variants, Wording


class UseAnswer(MentionAnswer, frozen=True):
    """A sentence of a paragraph: `sentence` and `highlight` are its own and the wording's start and end (exclusive) in `text`."""

    sentence: tuple[int, int]
    highlight: tuple[int, int]


class PairAnswer(Answer, frozen=True):
    """Two sentences of different speeches that say the same around the phrase and around a variant of it."""

    phrase: UseAnswer
    variant: UseAnswer


class WordingAnswer(Answer, frozen=True):
    """A text and its uses; `by_year` has a count for each of the `years`."""

    text: str
    occurrences: int
    speeches: int
    by_year: tuple[int, ...]
    first: MentionAnswer | None
    last: MentionAnswer | None
    undated: int
    most: Leading


class VariantAnswer(WordingAnswer, frozen=True):
    """A wording that differs from the phrase by a word or a few characters."""

    kind: str
    differences: tuple[Difference, ...]
    pairs: int
    examples: tuple[PairAnswer, ...]


class VariantsAnswer(Answer, frozen=True):
    """A phrase and its variants."""

    phrase: WordingAnswer
    years: tuple[Bucket, ...]
    found: int
    variants: tuple[VariantAnswer, ...]


@answer_of.register
def variants_answer(found: Variants) -> VariantsAnswer:
    return VariantsAnswer(_wording(found.phrase), found.years, found.found, tuple(map(_variant, found.variants)))


def _wording(one: Wording) -> WordingAnswer:
    return WordingAnswer(
        text=one.text,
        occurrences=one.occurrences,
        speeches=one.speeches,
        by_year=one.by_year,
        first=mention_answer(one.first) if one.first else None,
        last=mention_answer(one.last) if one.last else None,
        undated=one.undated,
        most=one.most,
    )


def _variant(one: Variant) -> VariantAnswer:
    told = _wording(one.wording)
    return VariantAnswer(
        **{name: getattr(told, name) for name in told.__struct_fields__},
        kind=one.kind.value,
        differences=one.differences,
        pairs=one.pairs,
        examples=tuple(map(_pair, one.examples)),
    )


def _pair(pair: AlignedPair) -> PairAnswer:
    return PairAnswer(_use(pair.phrase), _use(pair.variant))


def _use(use: Use) -> UseAnswer:
    told = mention_answer(use.mention)
    return UseAnswer(
        **{name: getattr(told, name) for name in told.__struct_fields__},
        sentence=(use.span.start, use.span.end),
        highlight=(use.highlight.start, use.highlight.end),
    )
