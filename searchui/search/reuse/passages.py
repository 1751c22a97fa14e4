"""The passages of a text that stand elsewhere: clusters of chains, each with where it stands first, and how often."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from indexer.analysis import fold
from indexer.engine.answers import Numbers
from indexer.model import Paragraph, Span
from searchui.search.proofreading.evidence import Source
from searchui.search.results.hit import Mention
from searchui.search.reuse.chains import Chain, chains
from searchui.search.reuse.clusters import Cluster, clustered
from searchui.search.reuse.reuse import Passage, PassageKind, Precedence
from searchui.search.reuse.runs.chronology import Author
from searchui.search.reuse.runs.compared_text import ComparedText
from searchui.search.reuse.runs.corpus_runs import MAX_PLACES, CorpusRuns
from searchui.search.reuse.runs.letters import letters_of
from searchui.search.reuse.runs.run_sorting import DEEPEST
from searchui.search.reuse.runs.shared_runs import Found, shared_runs
from searchui.search.snapshot import Snapshot

LEAST_HAN = 0.6  # of the letters of a passage; what has fewer Chinese characters is a list
RITUAL_SHARE = 10  # a run is ritual that more than one in so many speeches of its kind have
FEWEST_RITUAL = 3  # and more than so many
_STRAY_HEAD = re.compile(r"\w{1,2}[，。；：！？,;:!?]+(?=\w)")
_STRAY_TAIL = re.compile(r"[，。；：！？,;:!?]+\w{1,2}$")


class Stretch(NamedTuple):
    """Letters `start` to `end` of a text that stand elsewhere, first at letters `there` to `there_end` of the corpus.

    `core` are the bounds of a run which stands the same there, and of which is told how often it stands.
    """

    start: int
    end: int
    matched: int
    precedence: Precedence
    core: tuple[int, int]
    there: int
    there_end: int


class Uses(NamedTuple):
    """How often something stands in the corpus, in how many speeches, and in how many of the same kind."""

    places: int
    speeches: int
    of_kind: int


class PassageFinder:
    """Finds the passages of one text."""

    def __init__(self, corpus: CorpusRuns, text: ComparedText, author: Author, copies: Numbers) -> None:
        self._corpus, self._text, self._author, self._copies = corpus, text, author, copies

    def stretches(self, least: int) -> list[Stretch]:
        """What stands elsewhere in runs of `least` letters or more, or in several shorter ones, in the order of the text."""
        found = shared_runs(self._corpus, self._text, least, self._author, self._copies)
        by_precedence = self._by_precedence(chains(self._text, self._corpus.table, found.runs, least))
        clusters: list[Cluster] = []
        told: list[Stretch] = []
        for precedence, group in by_precedence:
            new = clustered(group, clusters)
            clusters += new
            told += [self._stretch(one, precedence) for one in new]
        told += [one for one in self._ritual(found, min(least, DEEPEST)) if not _is_covered(clusters, one)]
        return sorted(told, key=lambda one: (one.start, one.end))

    def _by_precedence(self, all_: Sequence[Chain]) -> Iterator[tuple[Precedence, list[Chain]]]:
        chronology, author = self._corpus.chronology, self._author
        speeches = self._corpus.speech_of[np.array([one.paragraph for one in all_], dtype=np.int64)]
        earlier = chronology.are_earlier(speeches, author)
        dated = chronology.have_dates(speeches, author)
        for precedence, mask in (
            (Precedence.EARLIER, earlier),
            (Precedence.SAME, dated & ~earlier),
            (Precedence.UNDATED, ~dated),
        ):
            yield precedence, [all_[number] for number in mask.nonzero()[0].tolist()]

    def _stretch(self, cluster: Cluster, precedence: Precedence) -> Stretch:
        order = self._corpus.chronology.order
        first = min(
            cluster.likest, key=lambda one: (order[self._corpus.speech_of[one.paragraph]], one.paragraph, one.start)
        )
        return Stretch(
            cluster.start, cluster.end, first.matched, precedence, first.longest, first.there, first.there_end
        )

    def _ritual(self, found: Found, length: int) -> Iterator[Stretch]:
        """What is made of runs that stand in very many places, each where the rarest of its runs stands first."""
        starts = found.common
        new = np.append(True, starts[1:] >= starts[:-1] + length)[: len(starts)]
        for part in np.split(np.arange(len(starts)), new.nonzero()[0][1:]):
            if len(part):
                rarest = int(starts[part[found.common_places[part].argmin()]])
                there = self._first_place(rarest, length)
                bounds = int(starts[part[0]]), int(starts[part[-1]]) + length
                own = (rarest, rarest + length)
                yield Stretch(*bounds, length, Precedence.EARLIER, own, there, there + length)

    def _first_place(self, run: int, length: int) -> int:
        """Where a run stands first in an earlier speech."""
        corpus = self._corpus
        _owners, places = corpus.table.places_of(corpus.table.find(self._text.codes, np.array([run]), length))
        speeches = corpus.speeches_at(places)
        kept = corpus.are_others(speeches, self._author, self._copies)
        kept &= corpus.chronology.are_earlier(speeches, self._author)
        return int(places[kept][np.lexsort((places[kept], corpus.chronology.order[speeches[kept]]))[0]])


def _is_covered(clusters: Sequence[Cluster], stretch: Stretch) -> bool:
    return any(one.covers(stretch.start, stretch.end) for one in clusters)


class UseCounter:
    """Counts exactly how often runs of a text stand in the corpus."""

    def __init__(self, corpus: CorpusRuns, text: ComparedText, kinds: Numbers, own: int) -> None:
        self._corpus, self._text, self._kinds, self._own = corpus, text, kinds, own

    def uses(self, cores: Sequence[tuple[int, int]]) -> list[Uses]:
        """Of each of some runs."""
        found: dict[int, Uses] = {}
        bounds = np.array(cores, dtype=np.int64).reshape(-1, 2)
        depths = np.minimum(bounds[:, 1] - bounds[:, 0], DEEPEST)
        for depth in np.unique(depths).tolist():
            chosen = (depths == depth).nonzero()[0]
            ranges = self._corpus.table.find(self._text.codes, bounds[chosen, 0], depth)
            for place, number in enumerate(chosen.tolist()):
                _owners, there = self._corpus.table.places_of(ranges.at(np.array([place])))
                found[number] = self._of(self._whole(there, cores[number], depth))
        return [found[number] for number in range(len(cores))]

    def _whole(self, places: Numbers, run: tuple[int, int], depth: int) -> Numbers:
        """Of the places where a run begins with so many letters those where all of it stands."""
        start, end = run
        for distance in range(depth, end - start):
            inside = places + distance < len(self._corpus.table.codes)
            places = places[inside]
            places = places[self._corpus.table.codes[places + distance] == self._text.codes[start + distance]]
        return places

    def _of(self, places: Numbers) -> Uses:
        mains = np.unique(self._corpus.chronology.mains[self._corpus.speeches_at(places)])
        return Uses(len(places), len(mains), int(np.count_nonzero(self._kinds[mains] == self._own)))


class PassageWriter:
    """Makes passages of stretches: with their texts, what they are, and the source of each."""

    def __init__(
        self, snapshot: Snapshot, corpus: CorpusRuns, text: ComparedText, paragraphs: Sequence[Paragraph]
    ) -> None:
        """`paragraphs` are those of a speech, of which the text has a line each; none of a draft."""
        self._snapshot, self._corpus, self._text, self._paragraphs = snapshot, corpus, text, paragraphs
        self._bounds = [0, *accumulate(len(one.text) + 1 for one in paragraphs)]
        self._words: dict[int, list[int]] = {}

    def passages(self, stretches: Sequence[Stretch], uses: Sequence[Uses], kind_size: int) -> Iterator[Passage]:
        """The passages of some stretches, with the uses of the core of each."""
        for one, source, times in zip(stretches, self._sources(stretches), uses, strict=True):
            span, core = self._text.span(one.start, one.end), self._text.span(*one.core)
            shown = self._trimmed(span)
            yield Passage(
                span=span,
                shown=shown,
                text=self._text.text[shown.start : shown.end],
                anchor=self._anchor(span.start),
                kind=self._kind(one, times, kind_size),
                precedence=one.precedence,
                first=source,
                matched=one.matched,
                core=core,
                uses=times.places,
                speeches=times.speeches,
            )

    def _kind(self, one: Stretch, uses: Uses, kind_size: int) -> PassageKind:
        if self._text.han_share(one.start, one.end) < LEAST_HAN:
            return PassageKind.LIST
        is_ritual = uses.places > MAX_PLACES or uses.of_kind > max(kind_size / RITUAL_SHARE, FEWEST_RITUAL)
        return PassageKind.RITUAL if is_ritual else PassageKind.PASSAGE

    def _sources(self, stretches: Sequence[Stretch]) -> list[Source]:
        corpus, entries = self._corpus, self._snapshot.entries
        places = corpus.table.paragraphs_at(np.array([one.there for one in stretches], dtype=np.int64)).tolist()
        paragraphs = self._snapshot.engine.paragraphs(corpus.table.numbers[places].tolist())
        mentions = [
            Mention(entries[speech], one)
            for speech, one in zip(corpus.speech_of[places].tolist(), paragraphs, strict=True)
        ]
        firsts = corpus.table.starts[places].tolist()
        return [
            Source(mention, _span_there(mention.paragraph.text, one.there - first, one.there_end - first))
            for mention, one, first in zip(mentions, stretches, firsts, strict=True)
        ]

    def _anchor(self, start: int) -> str:
        return self._paragraphs[bisect_right(self._bounds, start) - 1].anchor if self._paragraphs else ""

    def _trimmed(self, span: Span) -> Span:
        """Without parts of words at the ends, and without the end or the beginning of another clause, where enough is left."""
        text = self._text.text
        line = text.rfind("\n", 0, span.start) + 1
        if line not in self._words:
            whole = fold(text[line:].partition("\n")[0])
            self._words[line] = [line, *accumulate(map(len, self._snapshot.analysis.cut(whole)), initial=line)][1:]
        bounds = self._words[line]
        start = next((one for one in bounds if one >= span.start and text[one : one + 1].isalnum()), span.start)
        end = next((one for one in reversed(bounds) if one <= span.end and text[one - 1].isalnum()), span.end)
        head = text[start - 1 : start].isalnum() and _STRAY_HEAD.match(text, start, end)
        tail = text[end : end + 1].isalnum() and _STRAY_TAIL.search(text, start, end)
        start, end = (head.end() if head else start), (tail.start() if tail else end)
        return Span(start, end) if 2 * (end - start) > span.end - span.start else span


def _span_there(text: str, start: int, end: int) -> Span:
    places = letters_of([fold(text)]).places
    return Span(int(places[start]), int(places[end - 1]) + 1)
