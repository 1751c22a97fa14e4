"""Postings from a cluster, many in one request, and kept as long as there is room."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

from indexer.engine.answers import Numbers
from indexer.engine.embedded.inverted_index.inverted_field import NOTHING, Postings
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.read.text_source import TextSource
from indexer.engine.opensearch.side.side_index import SideIndex
from indexer.engine.opensearch.wire.leaf_queries import (
    AllOf,
    Framed,
    LeafQuery,
    Question,
    bounded_body,
    having_body,
    search_body,
    total_body,
)
from indexer.engine.opensearch.wire.mapping import NUMBER, PAIRS, TEXT
from indexer.engine.opensearch.wire.posting_stream import decode_postings
from indexer.errors import IndexUnusableError

KEPT = 1 << 26  # bytes
AT_ONCE = 2_000  # questions in a request of which little comes back
MANY = 1 << 62
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

    def totals(self, questions: Sequence[LeafQuery]) -> list[int]:
        """How often the text of each of some questions stands in all. Nothing of it is kept. Raises ClusterError."""
        totals = dict(zip(questions, self._at_most(questions), strict=True))
        asked = [question for question, most in totals.items() if most and not self._side.is_exact(question.text)]
        return [*map((totals | dict(zip(asked, self._totals(asked), strict=True))).__getitem__, questions)]

    def _totals(self, questions: Sequence[LeafQuery]) -> Iterator[int]:
        if self._side.left_out:
            found = self.of(questions)
            yield from (int(found[question].frequencies.sum()) for question in questions)
            return
        answers = self._searches([total_body(question) for question in questions])
        for answer, question in zip(answers, questions, strict=True):
            yield round(answer["aggregations"]["times"]["value"] / question.size)

    def often(self, questions: Sequence[LeafQuery], least: Sequence[int]) -> list[bool]:
        """Whether the text of each of some questions stands at so many places: paragraphs are counted only so far, and
        places only of what has fewer. Nothing of it is kept. Raises ClusterError.
        """
        each = list(zip(questions, least, strict=True))
        often = {one: most >= one[1] for one, most in zip(each, self._at_most(questions), strict=True)}
        asked = [one for one, may_be in often.items() if may_be and not self._side.is_exact(one[0].text)]
        return [*map((often | dict(zip(asked, self._often(asked), strict=True))).__getitem__, each)]

    def _often(self, each: Sequence[tuple[LeafQuery, int]]) -> list[bool]:
        if self._side.left_out:
            totals = self.totals([question for question, _ in each])
            return [total >= wanted for total, (_, wanted) in zip(totals, each, strict=True)]
        answers = self._searches([having_body(question, wanted) for question, wanted in each])
        having = [MANY if one.get("terminated_early") else one["hits"]["total"]["value"] for one in answers]
        few = [one for one, number in zip(each, having, strict=True) if 0 < number < one[1]]
        places = dict(zip(few, self.totals([question for question, _ in few]), strict=True))
        return [places.get(one, number) >= one[1] for one, number in zip(each, having, strict=True)]

    def bounded(self, questions: Sequence[Question], most: int) -> list[Numbers | None]:
        """The paragraphs of each of some questions; None where there are more than `most`, which costs no more than so many.

        Nothing of it is kept. Raises ClusterError.
        """
        asked = [question for question, there in zip(questions, self._at_most(questions), strict=True) if there]
        answers = self._searches([bounded_body(question, most + self._side.left_out) for question in asked])
        found = {question: self._bounded(answer, most) for question, answer in zip(asked, answers, strict=True)}
        return [found.get(question, NOTHING.documents) for question in questions]

    def _at_most(self, questions: Sequence[Question]) -> list[int]:
        """At how many places each of some questions finds something at most, as far as that is known here."""
        texts = [*map(_texts_in, questions)]
        every = list(dict.fromkeys(text for own in texts for text in own))
        most = dict(zip(every, self._side.at_most(every).tolist(), strict=True))
        return [min((most[text] for text in own), default=MANY) for own in texts]

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
