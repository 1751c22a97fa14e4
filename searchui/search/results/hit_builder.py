"""Hits: ranked paragraphs with all that a page shows of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from indexer.engine.answers import Numbers
from indexer.engine.query import Query
from searchui.search.highlighting.highlight_terms import highlight_terms
from searchui.search.highlighting.highlighter import highlights_of
from searchui.search.ranking.ordering import Ranked
from searchui.search.ranking.ranking_rules import RULES
from searchui.search.ranking.result_list import ResultList
from searchui.search.results.hit import Hit, Mention
from searchui.search.snapshot import Snapshot

MAX_ALSO = 10  # speeches that are named under a paragraph that they have too


def build_hits(snapshot: Snapshot, ranked: Ranked, listed: ResultList, *, explain: bool) -> tuple[Hit, ...]:
    """A hit for each paragraph; with `explain` they have the parts of their scores."""
    numbers = ranked.matches.paragraphs
    paragraphs = snapshot.engine.paragraphs(numbers.tolist())
    terms = highlight_terms(listed.query, snapshot.analysis)
    spans = highlights_of([paragraph.text for paragraph in paragraphs], terms, snapshot.analysis)
    speeches = [snapshot.entries[speech] for speech in snapshot.columns.speech_of(numbers).tolist()]
    scores = ranked.matches.scores.tolist()
    collapsed = listed.collapsed.of(numbers)
    if not explain and not len(collapsed.under) and listed.groups is None:
        return tuple(map(Hit, paragraphs, speeches, spans, scores))
    parts = _parts(snapshot, listed.query, ranked) if explain else [None] * len(scores)
    also = [_one_a_speech(snapshot, collapsed.also(number)) for number in numbers.tolist()]
    mentions = _mentions(snapshot, [under[:MAX_ALSO] for under in also])
    in_speech = listed.groups.in_speech_of(numbers) if listed.groups else [None] * len(scores)
    return tuple(map(Hit, paragraphs, speeches, spans, scores, parts, mentions, map(len, also), in_speech))


def _one_a_speech(snapshot: Snapshot, paragraphs: Numbers) -> Numbers:
    """The first of some paragraphs in each speech."""
    speeches = snapshot.columns.speech_of(paragraphs)
    first: Numbers = paragraphs[np.sort(np.unique(speeches, return_index=True)[1])]
    return first


def _parts(snapshot: Snapshot, query: Query, ranked: Ranked) -> list[Mapping[str, float]]:
    """What each score adds up: the parts of the engine, then what each ranking rule added."""
    numbers = ranked.matches.paragraphs
    ascending = numbers.argsort()
    back = ascending.argsort()
    found = snapshot.engine.score_parts(query, numbers[ascending])
    columns = {part.value: scores[back].tolist() for part, scores in found.items()}
    columns |= {rule.id: [0.0] * len(numbers) for rule in RULES}
    columns |= {rule: added.tolist() for rule, added in ranked.boosts.items()}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _mentions(snapshot: Snapshot, also: Sequence[Numbers]) -> list[tuple[Mention, ...]]:
    """Several lists of paragraphs, read at once."""
    numbers = np.concatenate(also) if also else np.zeros(0, dtype=np.int64)
    read = snapshot.engine.paragraphs(numbers.tolist())
    speeches = snapshot.columns.speech_of(numbers).tolist()
    mentions = [Mention(snapshot.entries[speech], paragraph) for speech, paragraph in zip(speeches, read, strict=True)]
    ends = np.cumsum([len(one) for one in also]).tolist()
    return [tuple(mentions[end - len(one) : end]) for one, end in zip(also, ends, strict=True)]
