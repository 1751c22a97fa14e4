"""The variants of a phrase: candidates, what is known of each, and the first of them with their sentences."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from indexer.analysis import fold
from indexer.analysis.match_options import PLAIN
from indexer.engine.answers import Mask, Numbers
from indexer.errors import CallError
from indexer.i18n import _
from searchui.search.filters.filters import NO_FILTERS
from searchui.search.query.match_options import read_phrase
from searchui.search.snapshot import Snapshot
from searchui.search.statistics import DEFAULT_VARIANTS, MAX_VARIANTS
from searchui.search.statistics.words.subcorpus import Subcorpora
from searchui.search.suggest.found_texts import found_texts
from searchui.search.variants import LONGEST
from searchui.search.variants.candidates import candidates, going_on, looked_at, pieces
from searchui.search.variants.evidence import Evidence
from searchui.search.variants.likeness import Likeness, Rarity, Surroundings, apart_in_time, taken_over
from searchui.search.variants.ranking import Features
from searchui.search.variants.surroundings import Pairs, said_instead
from searchui.search.variants.variant import Variant, Variants, Wording
from searchui.search.variants.wholeness import Edges, cuts_no_word, is_mostly, with_own_edges
from searchui.search.variants.wordings import Wordings, differences_of, in_script, is_shifted, kind_of

SEEN = 1_500  # wordings, the most frequent ones, that are looked at at all
COMPARED = 120  # variants whose years and surroundings are looked at
LEAST_LIKE = 0.3  # of what stands in the same surroundings
OFTEN = 6  # uses of a wording from which on it is told by what stands beside it how far it goes
ENOUGH_PLACES = 2  # of the phrase where another wording stands instead: that cuts no word


def find_variants(snapshot: Snapshot, phrase: str, limit: int = DEFAULT_VARIANTS) -> Variants:
    """The variants of a phrase, the most telling ones first. Raises CallError for one that is too long."""
    phrase = read_phrase(phrase, PLAIN)
    if len(phrase) > LONGEST:
        raise CallError(_("提法有 {count} 个字，最多 {most} 个字", count=len(phrase), most=LONGEST))
    if not 1 <= limit <= MAX_VARIANTS:
        raise CallError(_("一次列 1 到 {most} 种，不能是 {limit}", most=MAX_VARIANTS, limit=limit))
    search = _Search(snapshot, fold(phrase))
    return search.variants(phrase, limit)


def _rarity(snapshot: Snapshot) -> Rarity:
    return Rarity(snapshot.engine, snapshot.shared(Subcorpora).of(NO_FILTERS).counts)


class _Search:
    """One search for the variants of a folded phrase."""

    def __init__(self, snapshot: Snapshot, phrase: str) -> None:
        self._engine, self._analysis, self._phrase = snapshot.engine, snapshot.analysis, phrase
        self._cut = snapshot.analysis.cut
        self._words = snapshot.analysis.cut(phrase)
        self._pieces = pieces(snapshot.analysis, self._words)
        self._function_words = snapshot.shared(Subcorpora).function_words
        self._rarity = snapshot.shared(_rarity)
        self._likeness = Likeness(self._analysis, self._rarity, phrase)
        self._wordings, self._evidence = Wordings(snapshot), Evidence(snapshot)
        self._engine.prepare(places=looked_at(phrase, self._pieces))
        self._pairs: Pairs = said_instead(self._engine, phrase)

    def variants(self, shown: str, limit: int) -> Variants:
        """So many of them; `shown` is the phrase as it was written."""
        every = self._every()
        totals = self._wordings_among(every)
        ranked = self._ranked(totals)
        listed = list(self._distinct(ranked, totals, limit))
        own, *found = self._engine.occurrences_of([self._phrase, *listed])
        written = found_texts(listed, self._engine)
        return Variants(
            phrase=self._wordings.told(shown, own),
            years=tuple(self._wordings.years()),
            found=len(every),
            variants=tuple(
                self._variant(text, self._wordings.told(in_script(text, written[text].shown), uses))
                for text, uses in zip(listed, found, strict=True)
            ),
        )

    def _every(self) -> dict[str, int]:
        """All texts that may be variants and stand in the corpus, and how often."""
        like = {text for text in self._pairs if self._likeness.to(text) >= LEAST_LIKE}
        return self._counted({*candidates(self._engine, self._phrase, self._pieces), *like} - {self._phrase})

    def _wordings_among(self, every: Mapping[str, int]) -> dict[str, int]:
        """Those that begin and end as a wording does; of very many the SEEN that stand in the same surroundings, or most often."""
        whole = [
            text
            for text in every
            if self._has_own_marks(text) and not is_shifted(self._phrase, text) and not self._is_fragment(text)
        ]
        seen = sorted(whole, key=lambda text: (text not in self._pairs, -every[text], text))[:SEEN]
        every_one, opening = self._function_words.every, self._function_words.opening
        edges = Edges(self._analysis, self._phrase, self._words, self._is_one_of(every_one), self._is_one_of(opening))
        bare = {text: rest for text in seen if (rest := edges.without(text)) is not None}
        own = {text: rest for text, rest in bare.items() if edges.may_belong(text)}
        kept = with_own_edges(self._counted({*own, *own.values()} - {""}), own)
        return {text: every[text] for text in seen if text not in bare or text in kept}

    def _has_own_marks(self, text: str) -> bool:
        """Whether a text begins and ends with letters, or with the marks of the phrase, and leaves no quotation open."""
        ends = all(text[edge].isalnum() or text[edge] == self._phrase[edge] for edge in (0, -1))
        return ends and text.count('"') % 2 == self._phrase.count('"') % 2

    def _is_fragment(self, text: str) -> bool:
        """Whether a text is half of the phrase at most: it says something else."""
        return text in self._phrase and 2 * len(text) <= len(self._phrase)

    def _counted(self, texts: set[str]) -> dict[str, int]:
        """Those of some texts that stand in the corpus, and how often."""
        ordered = sorted(texts)
        counts = self._engine.totals_of(ordered).tolist() if ordered else []
        return {text: count for text, count in zip(ordered, counts, strict=True) if count}

    def _is_one_of(self, words: Mask) -> Callable[[str], bool]:
        """Tells whether a word is one of some of the vocabulary."""

        def tell(word: str) -> bool:
            number = self._engine.forward_index.number(word)
            return number >= 0 and bool(words[number])

        return cache(tell)

    def _ranked(self, totals: Mapping[str, int]) -> list[str]:
        """The variants in their order; of many, the COMPARED that are most like the phrase."""
        whole = max(int(self._engine.totals_of([self._phrase])[0]), 1)
        first = {text: self._at_sight(text, count, count / whole) for text, count in totals.items()}
        compared = sorted(first, key=lambda text: (first[text].is_seldom, -first[text].score, text))[:COMPARED]
        self._engine.prepare(places=compared)
        own, *found = self._engine.occurrences_of([self._phrase, *compared])
        years = self._wordings.by_year(own)
        around = Surroundings(self._engine, self._rarity, self._phrase)
        known = {
            text: self._features(first[text], text, (years, self._wordings.by_year(uses)), around)
            for text, uses in zip(compared, found, strict=True)
        }
        variants = [text for text in compared if known[text].is_variant]
        return sorted(variants, key=lambda text: (known[text].is_seldom, -known[text].score, text))

    def _at_sight(self, text: str, count: int, share: float) -> Features:
        """What is known of a variant before its years and surroundings are looked at. `share`: of it ÷ of the phrase."""
        pairs = len(self._evidence.by_speeches(self._pairs.get(text, ())))
        return Features(
            self._likeness.to(text),
            pairs,
            taken_over=1.0 if self._is_nested(text) else None,
            uses=count,
            of_phrase=share if self._phrase in text else 0.0,
        )

    def _features(self, sight: Features, text: str, years: tuple[Numbers, Numbers], around: Surroundings) -> Features:
        """All that is known of it. `years`: how often the phrase, and it, are used in each year."""
        own, other = years
        longer = None
        if self._phrase in text:
            longer, own = (other, own), np.maximum(own - other * text.count(self._phrase), 0)
        elif text in self._phrase:
            longer, other = (own, other), np.maximum(other - own * self._phrase.count(text), 0)
        return Features(
            likeness=sight.likeness,
            pairs=sight.pairs,
            apart=apart_in_time(own, other),
            around=0.0 if longer else around.likeness(text),
            taken_over=taken_over(*longer) if longer else None,
            uses=int(other.sum()),
            of_phrase=sight.of_phrase,
        )

    def _is_nested(self, text: str) -> bool:
        return self._phrase in text or text in self._phrase

    def _distinct(self, ranked: Sequence[str], totals: dict[str, int], limit: int) -> Iterator[str]:
        """The first that cut no word, but for those that are another of them with more words, or stand only inside one."""
        listed: list[str] = []
        for text in ranked:
            if len(listed) == limit:
                return
            if not any(self._adds_nothing(text, one, totals) for one in listed) and self._is_whole(text):
                whole = self._grown(text, totals)
                if whole not in listed:
                    listed.append(whole)
                    yield whole

    def _grown(self, text: str, totals: dict[str, int]) -> str:
        """The longest wording in which one that contains the phrase mostly stands, as 稳就业促 in 稳就业促增收; else itself.

        Any other goes as far as it always goes on, as 排放双控 in 碳排放双控, but no further than a function word.
        """
        if text in self._phrase:
            return text
        longer = [
            one
            for one, times in totals.items()
            if len(one) > len(text) and text in one and is_mostly(totals[text], times)
        ]
        if self._phrase not in text:
            longer = [one for one in longer if totals[one] == totals[text] and self._adds_words(text, one)]
            longer += self._gone_on(text, totals)
        found = sorted(longer, key=lambda one: (-len(one), one))
        return next(filter(self._is_whole, found), text)

    def _adds_words(self, text: str, longer: str) -> bool:
        """Whether a longer wording has no function word or mark more."""
        start, end = longer.index(text), longer.index(text) + len(text)
        return not any(map(self._ends, (*self._cut(longer[:start]), *self._cut(longer[end:]))))

    def _gone_on(self, text: str, totals: dict[str, int]) -> Iterator[str]:
        """It with the words beside it, where it stands often and always with them; `totals` has that then."""
        if totals[text] < OFTEN:
            return
        longer = going_on(self._engine, text, self._ends)
        if longer not in totals and self._phrase not in longer:
            count = int(self._engine.totals_of([longer])[0])
            if count == totals[text]:
                totals[longer] = count
                yield longer

    def _ends(self, word: str) -> bool:
        """Whether a wording ends where a word is beside it: a function word, or a mark."""
        return not word.isalnum() or self._is_one_of(self._function_words.every)(word)

    def _adds_nothing(self, text: str, listed: str, totals: Mapping[str, int]) -> bool:
        """Whether a wording is one that is listed with more words, and less than half of it, or stands only inside one, or
        that in it.
        """
        if listed in text and listed not in self._phrase:
            return 2 * totals[text] <= totals[listed]
        return totals[listed] == totals[text] and (listed in text or text in listed)

    def _is_whole(self, text: str) -> bool:
        places = {pair.phrase for pair in self._pairs.get(text, ())}
        if len(places) >= ENOUGH_PLACES and not self._is_nested(text):
            return True
        return cuts_no_word(self._engine, self._analysis, text, self._words)

    def _variant(self, text: str, wording: Wording) -> Variant:
        told = self._evidence.by_speeches(self._pairs.get(text, ()))
        return Variant(
            wording=wording,
            kind=kind_of(self._phrase, text),
            differences=differences_of((self._phrase, text), (self._phrase, wording.text)),
            pairs=len(told),
            examples=tuple(self._evidence.examples(told, (len(self._phrase), len(text)))),
        )
