"""How much of each speech of a corpus was said before: all of them at once, the same as of one by itself."""

from hashlib import sha256

import numpy as np

from indexer.engine.answers import Arrays, Numbers
from searchui.search.filters.columns import Mask
from searchui.search.reuse.reuse import SHARE_RUNS
from searchui.search.reuse.runs.copies import Copies
from searchui.search.reuse.runs.corpus_runs import CorpusRuns
from searchui.search.reuse.runs.repeated_runs import RepeatedRuns, covered_letters, owners_of_letters, repeated_runs
from searchui.search.snapshot import Snapshot

SHARES = "reused"  # the name of what is kept of them
BASE = "base"  # that of what says which dates and versions they follow from


def reused_letters(snapshot: Snapshot) -> dict[str, Numbers]:
    """How many letters of each speech are in runs that earlier speeches have, by the share that is of these and the number of
    the speech.
    """
    base = _base(snapshot)
    kept = snapshot.derived(SHARES, made_shares)
    if kept[BASE].tobytes() != base.tobytes():  # another date, and the same paragraphs
        kept = made_shares(snapshot)
    return {name: kept[name].astype(np.int64) for name in SHARE_RUNS}


def made_shares(snapshot: Snapshot) -> Arrays:
    """The same as arrays that can be kept."""
    corpus = snapshot.shared(CorpusRuns)
    owners = owners_of_letters(corpus)
    copies = Copies(corpus, owners)
    made: Arrays = {name: _reused(corpus, owners, length, copies) for name, length in SHARE_RUNS.items()}
    return {**made, BASE: _base(snapshot)}


def _base(snapshot: Snapshot) -> Numbers:
    """A digest of the dates, the versions and the paragraphs of all speeches."""
    facts = [(one.id, str(one.date), one.version_of, one.first, one.paragraphs) for one in snapshot.entries]
    return np.frombuffer(sha256(repr(facts).encode("utf-8", "surrogatepass")).digest(), dtype=np.int64)


def _reused(corpus: CorpusRuns, owners: Numbers, length: int, copies: Copies) -> Numbers:
    """How many letters of each speech are in runs of a length that earlier speeches have."""
    runs = repeated_runs(corpus.table, length)
    reused = np.zeros(len(owners), dtype=np.bool_)
    reused[runs.places[_have_earlier(corpus, owners, copies, runs)]] = True
    places = reused.nonzero()[0]
    letters = covered_letters(places, length)
    return np.bincount(owners[places], letters, minlength=len(corpus.letters)).astype(np.int64)


def _have_earlier(corpus: CorpusRuns, owners: Numbers, copies: Copies, runs: RepeatedRuns) -> Mask:
    """Which of some runs stand in an earlier speech too that is no version of theirs.

    Where a speech has versions, it may be one of these that has the run first: then all speeches are looked at.
    """
    if not len(runs.places):
        return np.zeros(0, dtype=np.bool_)
    chronology, speeches = corpus.chronology, owners[runs.places]
    earliest = np.minimum.reduceat(chronology.last[speeches], runs.firsts)
    earlier: Mask = earliest[runs.numbers] < chronology.first[speeches]
    earlier &= chronology.dated[speeches]
    doubtful = earlier & copies.has_some[speeches]
    groups = np.zeros(len(runs.firsts), dtype=np.bool_)
    groups[runs.numbers[doubtful]] = True
    looked_at = groups[runs.numbers].nonzero()[0]
    found = _have_earlier_others(corpus, copies, runs.numbers[looked_at].astype(np.int64), speeches[looked_at])
    earlier[looked_at[doubtful[looked_at]]] = found[doubtful[looked_at]]
    return earlier


def _have_earlier_others(corpus: CorpusRuns, copies: Copies, numbers: Numbers, speeches: Numbers) -> Mask:
    """The same, by the number of each run: the speeches that have it are looked at one after another, by their dates."""
    chronology, count = corpus.chronology, max(len(corpus.letters), 1)
    by_last = chronology.last.argsort(kind="stable")
    ranks = np.empty_like(by_last)
    ranks[by_last] = np.arange(len(by_last))
    keys, inverse = np.unique(numbers * count + ranks[speeches], return_inverse=True)
    groups, having = keys // count, by_last[keys % count]
    found = np.zeros(len(keys), dtype=np.bool_)
    open_ = chronology.dated[having].nonzero()[0]
    candidates = groups.searchsorted(groups)[open_]
    while len(open_):
        earlier = chronology.last[having[candidates]] < chronology.first[having[open_]]
        open_, candidates = open_[earlier], candidates[earlier]
        versions = copies.are(having[open_], having[candidates])
        found[open_[~versions]] = True
        open_, candidates = open_[versions], candidates[versions] + 1
    return found[inverse]
