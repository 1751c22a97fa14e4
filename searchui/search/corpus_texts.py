"""What a corpus answers about whole texts: its speeches, the sentences of a draft, two texts side by side."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from indexer.analysis import Analysis
from indexer.engine.reader import RankingReader
from indexer.errors import NotFoundError
from indexer.i18n import _
from indexer.model import Speech
from indexer.store import Generation
from indexer.store.phrasings import Phrasing, load_phrasings
from indexer.store.speech_catalogue import Catalogue, Entry
from searchui.search.corpus_statistics import CorpusStatistics
from searchui.search.filters.filters import NO_FILTERS, Filters
from searchui.search.snapshot import Snapshot

if TYPE_CHECKING:  # each question loads what answers it
    from searchui.search.browsing.profile import OccasionProfile, SpeakerProfile
    from searchui.search.browsing.speech_list import SpeechList
    from searchui.search.comparison.compared_text import ComparedText
    from searchui.search.comparison.comparison import Comparison
    from searchui.search.comparison.predecessor import Predecessor, SeriesFinder
    from searchui.search.proofreading.proof import Proof
    from searchui.search.proofreading.proofreader import Steps
    from searchui.search.results.nearest import Nearest
    from searchui.search.reuse.overview import ReuseOverview
    from searchui.search.reuse.reuse import Reuse

CACHED_SPEECHES = 64


class CorpusTexts(CorpusStatistics):
    """The questions about whole texts that a corpus answers. What cannot be answered raises CallError."""

    def __init__(self, generation: Generation, catalogue: Catalogue, engine: RankingReader, analysis: Analysis) -> None:
        super().__init__(generation, Snapshot(engine, catalogue, analysis, generation.check_whole))
        self._opened_catalogue = catalogue
        self._speech = lru_cache(maxsize=CACHED_SPEECHES)(self._read_speech)

    @property
    def _catalogue(self) -> Catalogue:
        """The speeches. Raises IndexUnusableError as `_snapshot` does."""
        self._look_at_sizes()
        return self._opened_catalogue

    def speech(self, speech_id: str) -> Speech:
        """A speech whole; by the id of a version that was not indexed, the one that was.

        Raises NotFoundError for an unknown id.
        """
        return self._speech(self._number(speech_id))

    def entry(self, speech_id: str) -> Entry:
        """The catalogue's entry of a speech. Raises NotFoundError for an unknown id."""
        return self._catalogue.entries[self._number(speech_id)]

    def speeches(self) -> list[Entry]:
        """Every speech, oldest first; those without a date last. Versions of another speech are not listed."""
        from searchui.search.browsing.speech_table import speeches_by_date

        return [*self._snapshot.shared(speeches_by_date)]

    def list_speeches(
        self, *, filters: Filters = NO_FILTERS, sort: str = "newest", page: int = 1, per_page: int | None = 50
    ) -> SpeechList:
        """One page of the speeches that filters leave, with how many have which year, speaker, occasion and genre.

        `sort` is newest, oldest, title or speaker (by pinyin), or length, the longest first. All are on one page where
        `per_page` is None. Raises CallError, and PageError for a page that there is not.
        """
        from searchui.search.browsing.speech_list import list_speeches

        return list_speeches(self._snapshot, filters, sort, page, per_page)

    def speaker(self, name: str) -> SpeakerProfile:
        """Who speaks: when, in which offices, on what occasions, with which words. Raises NotFoundError for an unknown name."""
        from searchui.search.browsing.profile import speaker_profile

        return speaker_profile(self._snapshot, name)

    def occasion(self, name: str) -> OccasionProfile:
        """An occasion: who spoke there, when, with which words; and its series. Raises NotFoundError for an unknown name."""
        from searchui.search.browsing.profile import occasion_profile

        return occasion_profile(self._snapshot, name)

    def nearest(self, text: str) -> Nearest:
        """What the corpus has of each sentence of a text: the sentence itself, or the one that differs least from it.

        Raises CallError for an empty text, and for one of more than 2,000 characters.
        """
        from searchui.search.results.nearest import nearest_sentences

        return nearest_sentences(self._snapshot, text)

    def proof(
        self, text: str, *, exclude: Collection[str] = (), slips: bool = True, suggestions: str = "strict"
    ) -> Proof:
        """A draft against this corpus: which sentences and quotations stand here as they are, and how the others differ.

        Speeches whose ids are in `exclude` are as if they were not here. `slips`: whether slips of the pen are looked for
        in what is new; `suggestions` are "strict", only those that are nearly certain, or "loose". Raises CallError for a
        draft without any text or of more than 300,000 characters, and for an id that is not there.
        """
        steps = self.proof_steps(text, exclude=exclude, slips=slips, suggestions=suggestions)
        while True:
            try:
                next(steps)
            except StopIteration as finished:
                proof: Proof = finished.value
                return proof

    def proof_steps(
        self, text: str, *, exclude: Collection[str] = (), slips: bool = True, suggestions: str = "strict"
    ) -> Steps:
        """The same of a long draft: a generator of how much of the work is done, 0 to 1, whose value is the proof."""
        from searchui.search.proofreading.proofreader import ProofOptions, proofread
        from searchui.search.proofreading.slips import read_gate

        options = ProofOptions(exclude, slips, read_gate(suggestions))
        return proofread(self._snapshot, text, options, self.phrasings)

    def compare(self, a: str | ComparedText, b: str | ComparedText) -> Comparison:
        """Two texts side by side: which sentences of `a` stand in `b` as they were, changed, moved, split, merged, or not.

        Either is the id of a speech, or a text: what has a line end or a mark that ends a sentence, and is no id. What
        marks a part of the corpus against another is asked with `keyness`. Raises NotFoundError for an unknown id, and
        CallError for a text of more than 3,000 sentences.
        """
        from searchui.search.comparison.comparer import compare

        texts = [self.compared(each) if isinstance(each, str) else each for each in (a, b)]
        return compare(self._snapshot, *texts)

    def compared(self, text: str, name: str = "") -> ComparedText:
        """What is compared under the id of a speech, or a text; with a name it is always one. Raises as `compare`."""
        from searchui.search.comparison.compared_text import draft_text, is_text

        is_speech = not name and (self.has_speech(text) or not is_text(text))
        return self.compared_speech(text) if is_speech else draft_text(text, name)

    def compared_speech(self, speech_id: str) -> ComparedText:
        """A speech as it is compared. Raises NotFoundError for an unknown id."""
        from searchui.search.comparison.compared_text import speech_text

        return speech_text(self.speech(speech_id), self.entry(speech_id))

    def has_speech(self, speech_id: str) -> bool:
        """Whether there is a speech, or a version of one, with an id."""
        return speech_id in self._catalogue.numbers

    def previous_in_series(self, speech_id: str) -> Predecessor | None:
        """The speech before one in its series (last year's report), and the years between that the corpus has none of.

        None where there is none. Raises NotFoundError for an unknown id.
        """
        return self._snapshot.shared(_series).predecessor(self.entry(speech_id))

    def reuse(self, speech: str = "", *, text: str = "", least: int = 12) -> Reuse:
        """What of a speech, by its id, or of a `text` was said before in this corpus: where first, how often, how much.

        Told are runs of `least` letters and digits or more, and what is reworded a little; versions of the same speech are
        left out. What is no id and has a line end or one of 。！？； is taken for a text too. Raises NotFoundError for an
        unknown id, CallError for a text without letters or of more than 300,000 characters, or a `least` not of 8 to 100.
        """
        from searchui.search.reuse.finder import is_text, reuse_of_draft

        if text or (not self.has_speech(speech) and is_text(speech)):
            return reuse_of_draft(self._snapshot, text or speech, least)
        return self.reuse_of_speech(speech, least=least)

    def reuse_of_speech(self, speech_id: str, *, least: int = 12) -> Reuse:
        """The same of a speech by its id."""
        from searchui.search.reuse.finder import reuse_of_speech

        number = self._number(speech_id)
        return reuse_of_speech(self._snapshot, number, self._speech(number).paragraphs, least)

    def prepare_statistics(self) -> None:
        """Also the runs and the shares of all speeches."""
        from searchui.search.reuse.shares import reused_letters

        super().prepare_statistics()
        reused_letters(self._snapshot)

    def reuse_overview(self) -> ReuseOverview:
        """How much of each speech was said before, and of all speeches of each year."""
        from searchui.search.reuse.overview import reuse_overview

        return reuse_overview(self._snapshot, self.speeches())

    @cached_property
    def phrasings(self) -> tuple[Phrasing, ...]:
        """The outdated wordings that the user has listed, and what is said instead."""
        return load_phrasings(self.generation.folder)

    def _read_speech(self, number: int) -> Speech:
        catalogue = self._catalogue
        entry = catalogue.entries[number]
        numbers = range(entry.first, entry.first + entry.paragraphs)
        return catalogue.speech(number, tuple(self._opened.engine.paragraphs(numbers)))

    def _number(self, speech_id: str) -> int:
        number = self._catalogue.numbers.get(speech_id)
        if number is None:
            raise NotFoundError(
                _("没有编号为“{speech_id}”的讲话，它也许已被移走或改名", speech_id=speech_id),
            )
        return number


def _series(snapshot: Snapshot) -> SeriesFinder:
    from searchui.search.comparison.predecessor import SeriesFinder

    return SeriesFinder(snapshot.entries)
