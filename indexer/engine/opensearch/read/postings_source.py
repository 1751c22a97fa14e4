"""Postings from a cluster, many in one request, and kept as long as there is room."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from threading import Lock
from typing import Any

import numpy as np

from indexer.engine.answers import Numbers
from indexer.engine.embedded.inverted_index.inverted_field import NOTHING, Postings
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.read.text_source import TextSource
from indexer.engine.opensearch.side.gram_levels import SIZE
from indexer.engine.opensearch.side.side_index import SideIndex
from indexer.engine.opensearch.wire.leaf_queries import (
    TOGETHER,
    AllOf,
    Framed,
    LeafQuery,
    Question,
    bounded_body,
    counts_body,
    having_body,
    search_body,
    standing,
    together_body,
    total_body,
)
from indexer.engine.opensearch.wire.mapping import NUMBER, PAIRS, TEXT
from indexer.engine.opensearch.wire.posting_stream import decode_postings
from indexer.errors import IndexUnusableError

KEPT = 1 << 26  # bytes
AT_ONCE = 2_000  # questions in a request of which little comes back
MANY = 1 << 62
RARE = 100  # places where a text may stand, for it to be looked for together with others
READ = 200  # texts that come with postings which do not tell by themselves
NO_TEXTS: Mapping[Question, int] = {}


class PostingsSource:
    """The postings of one generation, whose segments have `numbers` there. Texts that come with them go to `texts`."""

    def __init__(self, cluster: Cluster, index: str, side: SideIndex, texts: TextSource) -> None:
        self._cluster, self._index, self._side, self._texts = cluster, index, side, texts
        self._kept: OrderedDict[Question, Postings] = OrderedDict()
        self._size = 0
        self._changing = Lock()

    def of(
        self, questions: Iterable[Question], *, texts: Mapping[Question, int] = NO_TEXTS
    ) -> dict[Question, Postings]:
        """Those of some questions: what is not known is asked for in one request, with so many of the first texts of each;
        what can stand nowhere is not asked for.

        Raises ClusterError.
        """
        wanted = dict.fromkeys(questions)
        with self._changing:
            known = {question: self._kept[question] for question in wanted if question in self._kept}
            for question in known:
                self._kept.move_to_end(question)
        new = [question for question in wanted if question not in known]
        nowhere = {question for question, most in zip(new, self._at_most(new), strict=True) if not most}
        known |= dict.fromkeys(nowhere, NOTHING)
        missing = [question for question in new if question not in nowhere]
        answers = self._cluster.searches(
            self._index, [search_body(question, texts.get(question, 0)) for question in missing]
        )
        for question, answer in zip(missing, answers, strict=True):
            known[question] = self._keep(question, self._decoded(answer))
        self._texts.keep(dict(text for answer in answers for text in self._texts_in(answer)))
        return known

    def totals(self, texts: Sequence[str]) -> list[int]:
        """How often each of some folded texts stands in all. Nothing of it is kept. Raises ClusterError."""
        totals = self._at_most_of(texts)
        asked = [text for text, most in totals.items() if most and len(text) > SIZE]
        totals |= zip(asked, self._totals([*map(standing, asked)]), strict=True)
        return [totals[text] for text in texts]

    def _totals(self, questions: Sequence[LeafQuery]) -> Iterator[int]:
        if self._side.left_out:
            found = self.of(questions)
            yield from (int(found[question].frequencies.sum()) for question in questions)
            return
        answers = self._searches([total_body(question) for question in questions])
        for answer, question in zip(answers, questions, strict=True):
            yield round(answer["aggregations"]["times"]["value"] / question.size)

    def often(self, texts: Sequence[str], least: Sequence[int]) -> list[bool]:
        """Whether each of some folded texts stands at so many places: paragraphs are counted only so far, and places only of
        what has fewer. Nothing of it is kept. Raises ClusterError.
        """
        each = list(zip(texts, least, strict=True))
        at_most = self._at_most_of(texts)
        often = {one: at_most[one[0]] >= one[1] for one in each}
        asked = [one for one, may_be in often.items() if may_be and len(one[0]) > SIZE]
        having = {} if self._side.left_out else self._paragraphs_with(asked, at_most)
        few = [one for one in asked if 0 < having.get(one, 1) < one[1] or self._side.left_out]
        places = dict(zip(few, self.totals([text for text, _ in few]), strict=True))
        return [often[one] and places.get(one, having.get(one, MANY)) >= one[1] for one in each]

    def _paragraphs_with(
        self, asked: Sequence[tuple[str, int]], at_most: Mapping[str, int]
    ) -> dict[tuple[str, int], int]:
        """How many paragraphs have each of some texts; of what stands often they are counted only so far as is asked."""
        together = _together(
            [standing(text) for text in dict.fromkeys(text for text, _ in asked) if at_most[text] <= RARE]
        )
        common = [one for one in asked if at_most[one[0]] > RARE]
        apart = [having_body(standing(text), wanted) for text, wanted in common]
        answers = self._searches([*map(counts_body, together), *apart])
        counted = {
            question.text: number
            for some, answer in zip(together, islice(answers, len(together)), strict=True)
            for question, number in zip(some, _counts_in(answer, len(some)), strict=True)
        }
        having = {one: counted[one[0]] for one in asked if one[0] in counted}
        for one, answer in zip(common, answers, strict=True):
            having[one] = MANY if answer.get("terminated_early") else answer["hits"]["total"]["value"]
        return having

    def bounded(self, questions: Sequence[Question], most: int) -> list[Numbers | None]:
        """The paragraphs of each of some questions; None where there are more than `most`, which costs no more than so many.

        Nothing of it is kept. Raises ClusterError.
        """
        at_most = dict(zip(questions, self._at_most(questions), strict=True))
        asked = [one for one, times in at_most.items() if times]
        together = _together([one for one in asked if at_most[one] <= most and isinstance(one, LeafQuery)])
        apart = [one for one in asked if at_most[one] > most or not isinstance(one, LeafQuery)]
        bodies = [bounded_body(question, most + self._side.left_out) for question in apart]
        answers = self._searches([*map(together_body, together), *bodies])
        found: dict[Question, Numbers | None] = {}
        for some, answer in zip(together, islice(answers, len(together)), strict=True):
            documents, having = self._decoded(answer)
            found |= {one: documents[(having >> bit & 1).astype(np.bool_)] for bit, one in enumerate(some)}
        found |= {question: self._bounded(answer, most) for question, answer in zip(apart, answers, strict=True)}
        return [found.get(question, NOTHING.documents) for question in questions]

    def _at_most(self, questions: Sequence[Question]) -> list[int]:
        """At how many places each of some questions finds something at most, as far as that is known here."""
        texts = [*map(_texts_in, questions)]
        most = self._at_most_of(text for own in texts for text in own)
        return [min((most[text] for text in own), default=MANY) for own in texts]

    def _at_most_of(self, texts: Iterable[str]) -> dict[str, int]:
        """How often each of some folded texts stands at most."""
        every = list(dict.fromkeys(texts))
        return dict(zip(every, self._side.at_most(every).tolist(), strict=True))

    def _searches(self, bodies: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
        """Many questions, of which little comes back."""
        for start in range(0, len(bodies), AT_ONCE):
            yield from self._cluster.searches(self._index, bodies[start : start + AT_ONCE])

    def _bounded(self, answer: Mapping[str, Any], most: int) -> Numbers | None:
        if answer.get("terminated_early"):
            return None
        found = self._decoded(answer).documents
        return found if len(found) <= most else None

    def forget(self) -> None:
        with self._changing:
            self._kept.clear()
            self._size = 0

    def one(self, question: Question) -> Postings:
        return self.of([question])[question]

    def _texts_in(self, answer: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
        for hit in answer["hits"]["hits"]:
            yield self._side.paragraph_of(hit["fields"][NUMBER][0]), hit["fields"][TEXT][0]

    def _decoded(self, answer: Mapping[str, object]) -> Postings:
        streams, total = _streams(answer)
        found = Postings(*decode_postings(streams, self._side.firsts))
        if len(found.documents) != total:
            raise IndexUnusableError.damaged()
        found = self._side.living(found)
        for array in found:
            array.flags.writeable = False
        return found

    def _keep(self, question: Question, found: Postings) -> Postings:
        size = sum(array.nbytes for array in found)
        with self._changing:
            if question not in self._kept and size <= KEPT // 2:
                self._kept[question] = found
                self._size += size
            while self._size > KEPT:
                _, oldest = self._kept.popitem(last=False)
                self._size -= sum(array.nbytes for array in oldest)
        return found


def _together(questions: Sequence[LeafQuery]) -> list[Sequence[LeafQuery]]:
    return [questions[start : start + TOGETHER] for start in range(0, len(questions), TOGETHER)]


def _counts_in(answer: Mapping[str, Any], size: int) -> list[int]:
    """Of a search for so many texts, how many paragraphs have each, in all shards."""
    shards = answer.get("aggregations", {}).get("counts", {}).get("value", ())
    return [sum(shard[place] for shard in shards if shard) for place in range(size)]


def _texts_in(question: Question) -> list[str]:
    """Texts that stand in all that a question finds."""
    if isinstance(question, Framed):
        return [text for text in (question.before, question.after) if text]
    each = question.queries if isinstance(question, AllOf) else (question,)
    return [one.text for one in each if one.field == PAIRS and not one.several and one.text]


def _streams(answer: Mapping[str, object]) -> tuple[list[str], int]:
    """What the shards have sent, and how many paragraphs they say that is."""
    hits, found = answer["hits"], answer.get("aggregations")
    if not isinstance(hits, dict) or hits["total"]["relation"] != "eq":
        raise IndexUnusableError.damaged()
    if not isinstance(found, dict):  # of an index without any paragraph
        return [], 0
    return [one for one in found["postings"]["value"] if one], int(hits["total"]["value"])
