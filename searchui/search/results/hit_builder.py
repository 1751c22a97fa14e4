"""Hits: ranked paragraphs with all that a page shows of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from indexer.engine.answers import Numbers, ScorePart
from indexer.model import Kind, Paragraph
from indexer.store.speech_catalogue import Entry
from searchui.search.highlighting.highlight_terms import highlight_terms
from searchui.search.highlighting.highlighter import highlights_of
from searchui.search.ranking.duplicates import Collapsed
from searchui.search.ranking.ordering import Ranked
from searchui.search.ranking.ranking_rules import RULES
from searchui.search.ranking.result_list import ListedHits
from searchui.search.ranking.speech_rank import FURTHER
from searchui.search.results.hit import Hit, Mention
from searchui.search.snapshot import Snapshot

ABOVE_TEXT = {Kind.TITLE, Kind.DATELINE, Kind.BYLINE, Kind.NOTE, Kind.SALUTATION, Kind.HEADING, Kind.CONTENTS}
HEADS = frozenset({Kind.HEADING, Kind.TITLE})
NONE: Numbers = np.zeros(0, dtype=np.int64)
MAX_ABOVE = 8  # paragraphs of these kinds below each other, until some text follows
PART_NAMES = (*(part.value for part in ScorePart), *(rule.id for rule in RULES), FURTHER)
MAX_ALSO = 10  # speeches that are named under a paragraph that they have too


def build_hits(snapshot: Snapshot, listed: ListedHits, *, explain: bool) -> tuple[Hit, ...]:
    """A hit for each paragraph; with `explain` they have the parts of their scores."""
    ranked, collapsed = listed.ranked, listed.collapsed
    numbers = ranked.matches.paragraphs
    under = _under(snapshot, collapsed, numbers)
    speeches = [snapshot.entries[speech] for speech in snapshot.columns.speech_of(numbers).tolist()]
    wanted = numbers.tolist()
    below = _below(snapshot, wanted, speeches)
    paragraphs, mentions, following = _read(snapshot, wanted, [some[:MAX_ALSO] for some in under], below)
    words = listed.partial.coverage.rarest if listed.partial else ()
    terms = highlight_terms(listed.query, snapshot.analysis, words)
    spans = highlights_of([paragraph.text for paragraph in paragraphs], terms, snapshot.analysis)
    scores = ranked.matches.scores.tolist()
    parts = _parts(snapshot, listed, ranked) if explain else [None] * len(scores)
    also = list(map(len, under))
    in_speech = listed.groups.in_speech_of(numbers) if listed.groups else [None] * len(scores)
    return tuple(map(Hit, paragraphs, speeches, spans, scores, parts, mentions, also, in_speech, following))


def _below(snapshot: Snapshot, numbers: Sequence[int], speeches: Sequence[Entry]) -> dict[int, int]:
    """For each title and heading among some paragraphs that of the text under it, where there is any."""
    kinds = snapshot.engine.kinds(numbers)
    if HEADS.isdisjoint(kinds):  # as on most pages
        return {}
    after = {
        number: range(number + 1, min(number + 1 + MAX_ABOVE, speech.first + speech.paragraphs))
        for number, kind, speech in zip(numbers, kinds, speeches, strict=True)
        if kind in HEADS
    }
    others = [other for each in after.values() for other in each]
    texts = {other for other, kind in zip(others, snapshot.engine.kinds(others), strict=True) if kind not in ABOVE_TEXT}
    first = {number: next((other for other in each if other in texts), None) for number, each in after.items()}
    return {number: other for number, other in first.items() if other is not None}


def _under(snapshot: Snapshot, collapsed: Collapsed, numbers: Numbers) -> list[Numbers]:
    """For each of some paragraphs, those of other speeches that say the same: the first of each speech."""
    if not len(collapsed.under):
        return [numbers[:0]] * len(numbers)
    return [_one_a_speech(snapshot, collapsed.also(number)) for number in numbers.tolist()]


def _read(
    snapshot: Snapshot, numbers: Sequence[int], also: Sequence[Numbers], below: Mapping[int, int]
) -> tuple[list[Paragraph], list[tuple[Mention, ...]], list[str | None]]:
    """Some paragraphs, for each of them others where it is said too, and the text that is `below` it: all are read at once."""
    size = len(numbers)
    others: Numbers = np.concatenate([NONE, *also]) if any(map(len, also)) else NONE
    read = snapshot.engine.paragraphs([*numbers, *others.tolist(), *below.values()])
    texts = dict(zip(below, (paragraph.text for paragraph in read[size + len(others) :]), strict=True))
    following = [texts.get(number) for number in numbers]
    if not len(others):  # as on most pages
        return read[:size], [()] * size, following
    speeches = snapshot.columns.speech_of(others).tolist()
    each = zip(speeches, read[size : size + len(others)], strict=True)
    mentions = [Mention(snapshot.entries[speech], paragraph) for speech, paragraph in each]
    ends = np.cumsum([len(one) for one in also]).tolist()
    return read[:size], [tuple(mentions[end - len(one) : end]) for one, end in zip(also, ends, strict=True)], following


def _one_a_speech(snapshot: Snapshot, paragraphs: Numbers) -> Numbers:
    """The first of some paragraphs in each speech."""
    if len(paragraphs) < 2:  # as nearly always
        return paragraphs
    speeches = snapshot.columns.speech_of(paragraphs)
    first: Numbers = paragraphs[np.sort(np.unique(speeches, return_index=True)[1])]
    return first


def _parts(snapshot: Snapshot, listed: ListedHits, ranked: Ranked) -> list[Mapping[str, float]]:
    """What each score adds up: the parts of the engine, then what each ranking rule added."""
    numbers = ranked.matches.paragraphs
    columns = dict.fromkeys(PART_NAMES, [0.0] * len(numbers))
    if listed.partial:
        nearest = listed.partial.nearest
        places = nearest.paragraphs.searchsorted(numbers)
        columns |= {part.value: scores[places].tolist() for part, scores in nearest.parts.items()}
    else:
        ascending = numbers.argsort()
        back = ascending.argsort()
        found = snapshot.engine.score_parts(listed.query, numbers[ascending])
        columns |= {part.value: scores[back].tolist() for part, scores in found.items()}
    columns |= {rule: added.tolist() for rule, added in ranked.boosts.items()}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
