"""Plain Whoosh over our codec, beside plain Whoosh over its stock codec and beside brute force."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import FileIndex, create_in, open_dir
from whoosh.query.compound import And, AndMaybe, AndNot, Or, Require
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Every, Query
from whoosh.query.ranges import TermRange
from whoosh.query.spans import SpanNear2
from whoosh.query.terms import FuzzyTerm, Prefix, Term, Wildcard
from whoosh.query.wrappers import Not
from whoosh.scoring import BM25F, TF_IDF, Frequency
from whoosh.searching import Searcher
from whoosh.sorting import FieldFacet
from whoosh.util.numeric import byte_to_length, length_to_byte

from indexer.analysis import Analysis
from indexer.engine.embedded.segment.segment_builder import Document
from indexer.engine.embedded.whoosh import matcher
from indexer.engine.embedded.whoosh.schema import CHARACTERS, HEADINGS, TITLE, WORDS, schema
from indexer.engine.embedded.whoosh.whoosh_index import create

pytestmark = pytest.mark.slow

CHARACTERS_USED = "党的建设乡村振兴人民哈，。A b1𠮷"
EXACT = {length for length in range(300) if byte_to_length(length_to_byte(length)) == length}
FIELDS = (WORDS, CHARACTERS, HEADINGS, TITLE, "id", "speech", "speaker", "year", "kind")
ANALYSIS = Analysis()
EVERY = Every()  # type: ignore[no-untyped-call]


def has_exact_lengths(text: str) -> bool:
    """Whether the stock codec keeps the lengths of a text, a byte each, as they are."""
    return len(text) in EXACT and len(ANALYSIS.words(text)) in EXACT


texts = st.text(CHARACTERS_USED, min_size=1, max_size=25).filter(has_exact_lengths)
paths = st.lists(st.sampled_from(["一、乡村振兴", "人民", "（二）党的建设"]), max_size=2).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Paragraphs of a few speeches; the anchors say who came first."""
    made = []
    for number, text in enumerate(draw(st.lists(texts, min_size=1, max_size=14))):
        speech = draw(st.integers(0, 3))
        made.append(
            Document(
                speech=f"讲话/{speech}",
                anchor=f"p{number:03}",
                title=draw(st.sampled_from(["在人民大会上的讲话", "乡村", "A b"])),
                date=draw(st.sampled_from(["2024-01-02", None])),
                speaker=draw(st.sampled_from(["党 民", "振兴", None])),
                year=draw(st.sampled_from(["2023", "2024", None])),
                kind=draw(st.sampled_from(["body", "heading"])),
                text=text,
                section_path=draw(paths),
            )
        )
    return made


def identity(document: Document) -> str:
    return f"{document.speech}#{document.anchor}"


def stock_fields(document: Document) -> dict[str, Any]:
    return {
        "id": identity(document),
        "speech": document.speech,
        "title": document.title,
        "date": document.date,
        "speaker": document.speaker,
        "year": document.year,
        "kind": document.kind,
        "text": document.text,
        WORDS: document.text,
        CHARACTERS: document.text,
        HEADINGS: "\n".join(document.section_path),
        TITLE: document.title,
    }


def our_fields(document: Document) -> dict[str, Any]:
    return asdict(document)


@dataclass(frozen=True)
class History:
    """What happens to an index: commits, each adding some documents, then deletions and updates."""

    commits: tuple[tuple[Document, ...], ...]
    deleted: tuple[str, ...] = ()
    deleted_speeches: tuple[str, ...] = ()
    updated: tuple[Document, ...] = ()
    optimized: bool = False

    def enact(self, index: FileIndex, fields: Callable[[Document], dict[str, Any]]) -> None:
        for commit in self.commits:
            writer = index.writer()
            for document in commit:
                writer.add_document(**fields(document))
            writer.commit(merge=False)
        writer = index.writer()
        for name in self.deleted:
            writer.delete_by_term("id", name)
        for name in self.deleted_speeches:
            writer.delete_by_term("speech", name)
        for document in self.updated:
            writer.update_document(**fields(document))
        writer.commit(merge=False)
        if self.optimized:
            index.optimize()  # type: ignore[no-untyped-call]

    def outcome(self) -> list[Document]:
        """The documents that are there in the end, in their order."""
        gone = {*self.deleted, *(identity(document) for document in self.updated)}
        kept = [
            document
            for commit in self.commits
            for document in commit
            if identity(document) not in gone and document.speech not in self.deleted_speeches
        ]
        return [*kept, *self.updated]


@st.composite
def histories(draw: st.DrawFn) -> History:
    made = draw(documents())
    cuts = sorted(draw(st.lists(st.integers(0, len(made)), max_size=3)))
    commits = tuple(tuple(made[start:end]) for start, end in zip([0, *cuts], [*cuts, len(made)], strict=True))
    names = [identity(document) for document in made]
    updated = draw(st.lists(st.sampled_from(made), max_size=2, unique_by=identity))
    return History(
        commits=commits,
        deleted=tuple(draw(st.lists(st.sampled_from(names), max_size=3, unique=True))),
        deleted_speeches=tuple(draw(st.lists(st.just("讲话/1"), max_size=1))),
        updated=tuple(replace(document, text=draw(texts)) for document in updated),
        optimized=draw(st.booleans()),
    )


@contextmanager
def indexes(history: History) -> Iterator[tuple[Path, FileIndex]]:
    """The folder of an index with our codec, and an index with the stock one, each with the same history."""
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = Path(folder, "ours"), Path(folder, "stock")
        ours.mkdir()
        stock.mkdir()
        history.enact(create(ours, ANALYSIS), our_fields)
        index = create_in(str(stock), schema(ANALYSIS))
        history.enact(index, stock_fields)
        yield ours, index


@contextmanager
def both(history: History, **options: Any) -> Iterator[tuple[Searcher, Searcher]]:
    """Searchers over our codec and over the stock one, each with the same history."""
    with (
        indexes(history) as (ours, stock),
        open_dir(str(ours)).searcher(**options) as first,
        stock.searcher(**options) as second,
    ):
        yield first, second


@contextmanager
def opened(history: History) -> Iterator[Searcher]:
    """A searcher over our codec."""
    with tempfile.TemporaryDirectory() as folder:
        index = create(Path(folder), ANALYSIS)
        history.enact(index, our_fields)
        with index.searcher() as searcher:
            yield searcher


@cache
def tokens(field: str, document: Document) -> list[str]:
    """The terms of a document, in order."""
    match field:
        case "words":
            return [word.text for word in ANALYSIS.words(document.text)]
        case "headings":
            return [word.text for word in ANALYSIS.words("\n".join(document.section_path))]
        case "title_words":
            return [word.text for word in ANALYSIS.words(document.title)]
        case "characters":
            return ANALYSIS.grams(document.text)
        case "id":
            return [identity(document)]
        case _:
            value = getattr(document, field)
            return [] if value is None else [value]


def matches(query: Query, document: Document) -> bool:
    """Whether a document has what a query asks for, by looking."""
    parts = [matches(part, document) for part in query.children()]
    match query:
        case And() | Require():
            return all(parts)
        case Or():
            return any(parts)
        case Not():
            return not parts[0]
        case AndMaybe():
            return parts[0]
        case AndNot():
            return parts[0] and not parts[1]
        case Every():
            return True
    return stands(query, document)


def stands(query: Query, document: Document) -> bool:
    """The same for queries of the terms of one field."""
    match query:
        case SpanNear2():
            return near([tokens(part.fieldname, document) for part in query.qs], [part.text for part in query.qs])
        case Phrase():
            words, wanted = tokens(query.fieldname, document), query.words
            return any(words[place : place + len(wanted)] == wanted for place in range(len(words)))
    return any(accepts(query, term) for term in tokens(query.field(), document))


def accepts(query: Query, term: str) -> bool:
    """Whether a query of single terms takes this one."""
    match query:
        case Prefix():
            return term.startswith(query.text)
        case Wildcard():
            pattern = "".join({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in query.text)
            return re.fullmatch(pattern, term, re.DOTALL) is not None
        case TermRange():
            return (query.start or "") <= term and (query.end is None or term <= query.end)
        case FuzzyTerm():
            return term[:1] == query.text[:1] and distance(query.text, term) <= query.maxdist
        case Term():
            return bool(term == query.text)
    raise TypeError(query)


def near(words: Sequence[Sequence[str]], wanted: Sequence[str]) -> bool:
    """Whether one of two terms stands before the other with at most one between."""
    firsts = [place for place, word in enumerate(words[0]) if word == wanted[0]]
    seconds = [place for place, word in enumerate(words[1]) if word == wanted[1]]
    return any(0 < second - first <= 2 for first in firsts for second in seconds)


def distance(left: str, right: str) -> int:
    row = list(range(len(right) + 1))
    for place, one in enumerate(left, 1):
        previous, row[0] = row[0], place
        for column, other in enumerate(right, 1):
            previous, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, previous + (one != other))
    return row[-1]


def terms_of(made: Iterable[Document], field: str) -> list[str]:
    return sorted({term for document in made for term in tokens(field, document)} or {"无"})


@st.composite
def leaves(draw: st.DrawFn, made: Sequence[Document]) -> Query:
    """Queries of terms that are there, mostly."""
    field = draw(st.sampled_from(FIELDS))
    term = draw(st.sampled_from(terms_of(made, field)) | st.just("没有"))
    cut = draw(st.integers(1, len(term))) if term else 0
    some = st.sampled_from(terms_of(made, field))
    match draw(st.integers(0, 8)):
        case 0:
            return Prefix(field, term[:cut])
        case 1:
            return Wildcard(field, f"{term[: cut - 1]}?{term[cut:]}")
        case 2:
            return Wildcard(field, f"*{term[cut:]}{draw(st.sampled_from(['', '*', '?']))}")
        case 3:
            start, end = sorted([term, draw(some)])
            return TermRange(field, start, draw(st.sampled_from([end, None])))
        case 4:
            return FuzzyTerm(field, term, maxdist=draw(st.integers(1, 2)))
        case 5 if field in (WORDS, CHARACTERS):
            words = tokens(field, draw(st.sampled_from(made)))
            place = draw(st.integers(0, len(words)))
            return Phrase(field, words[place : place + draw(st.integers(1, 4))] or [term])
        case 6 if field in (WORDS, CHARACTERS):
            return SpanNear2([Term(field, term), Term(field, draw(some))], slop=2)  # type: ignore[no-untyped-call]
        case 7:
            return EVERY
    return Term(field, term, boost=draw(st.sampled_from([1.0, 2.0])))


def trees(made: Sequence[Document]) -> st.SearchStrategy[Query]:
    return st.recursive(
        leaves(made),
        lambda below: st.one_of(
            st.lists(below, min_size=2, max_size=3).map(And),
            st.lists(below, min_size=2, max_size=3).map(Or),
            below.map(Not),
            st.tuples(below, below).map(lambda parts: AndMaybe(*parts)),
            st.tuples(below, below).map(lambda parts: AndNot(*parts)),
            st.tuples(below, below).map(lambda parts: Require(*parts)),
        ),
        max_leaves=5,
    )


def found(searcher: Searcher, query: Query, **options: Any) -> list[tuple[str, float]]:
    return [(hit["id"], hit.score) for hit in searcher.search(query, **options)]


def has(query: Query, *kinds: type[Query]) -> bool:
    return isinstance(query, kinds) or any(has(part, *kinds) for part in query.children())


def is_settled(query: Query, deletions: bool) -> bool:
    """Whether Whoosh finds the same over every codec: its InverseMatcher lets some deleted documents pass."""
    return not (deletions and has(query, Not))


def is_right(query: Query) -> bool:
    """Whether Whoosh finds what is asked for: its AndNotMatcher overlooks that its first document is excluded."""
    return not has(query, AndNot)


def is_right_for_the_best(query: Query) -> bool:
    """Whether Whoosh finds the best few without failing: RequireMatcher breaks where blocks are skipped."""
    return not has(query, AndNot, Require)


slow = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@slow
@given(data=st.data(), history=histories())
def test_queries_find_and_score_as_over_the_stock_codec(data: st.DataObject, history: History) -> None:
    made = [document for commit in history.commits for document in commit]
    outcome = history.outcome()
    with both(history) as (ours, stock):
        assert list(ours.reader().all_stored_fields()) == list(stock.reader().all_stored_fields())
        for query in data.draw(st.lists(trees(made), min_size=6, max_size=6)):
            if not is_settled(query, stock.reader().has_deletions()):
                continue
            expected = dict(found(stock, query, limit=None))
            assert dict(found(ours, query, limit=None)) == pytest.approx(expected, rel=1e-5), query
            if is_right(query):
                names = {identity(document) for document in outcome if matches(query, document)}
                assert set(expected) == names, query
                # Of AndMaybe Whoosh counts too few when it looks for the best only, over its stock codec as well.
                if is_right_for_the_best(query) and not has(query, AndMaybe):
                    assert len(ours.search(query, limit=2)) == len(names), query


@slow
@given(data=st.data(), history=histories())
def test_skipping_blocks_loses_no_good_hit(data: st.DataObject, history: History) -> None:
    made = [document for commit in history.commits for document in commit]
    with patch.object(matcher, "BLOCK", 2), opened(history) as ours:
        queries = data.draw(st.lists(trees(made), min_size=6, max_size=6))
        for query in filter(is_right_for_the_best, queries):
            every = [score for _, score in found(ours, query, limit=None)]
            best = [score for _, score in found(ours, query, limit=3)]
            assert best == pytest.approx(every[:3], rel=1e-5), query


@slow
@given(data=st.data(), history=histories())
def test_other_scorers_score_as_over_the_stock_codec(data: st.DataObject, history: History) -> None:
    made = [document for commit in history.commits for document in commit]
    weighting = data.draw(st.sampled_from([TF_IDF(), Frequency(), BM25F(B=0.3, K1=2.0)]))
    with both(history, weighting=weighting) as (ours, stock):
        for field in (WORDS, CHARACTERS, HEADINGS, TITLE, "year"):
            query = Or([Term(field, term) for term in terms_of(made, field)])
            expected = dict(found(stock, query, limit=None))
            assert dict(found(ours, query, limit=None)) == pytest.approx(expected, rel=1e-5)


@slow
@given(history=histories())
def test_terms_and_lengths_are_those_of_the_stock_codec(history: History) -> None:
    with both(history) as (ours, stock):
        first, second = ours.reader(), stock.reader()
        assert list(first.all_terms()) == list(second.all_terms())
        for field in FIELDS:
            assert list(first.lexicon(field)) == list(second.lexicon(field))
            assert first.field_length(field) == second.field_length(field)
        for field, term in first.all_terms():
            assert statistics(first, field, term) == statistics(second, field, term), (field, term)
            assert postings(first, field, term) == postings(second, field, term), (field, term)


def statistics(reader: Any, field: str, term: bytes) -> dict[str, Any]:
    """What a reader says of a term."""
    info = reader.term_info(field, term)
    asked = ("weight", "doc_frequency", "min_length", "max_length", "max_weight", "min_id", "max_id")
    numbers = {name: getattr(info, name)() for name in asked}
    return numbers | {"frequency": reader.frequency(field, term), "df": reader.doc_frequency(field, term)}


def postings(reader: Any, field: str, term: bytes) -> list[tuple[int, float, Any]]:
    """Documents of a term with its weight and its positions, or its frequency in fields that have none."""
    walk, listed = reader.postings(field, term), []
    while walk.is_active():
        kind = "positions" if walk.supports("positions") else "frequency"
        listed.append((walk.id(), walk.weight(), walk.value_as(kind)))
        walk.next()
    return listed


@slow
@given(data=st.data(), history=histories())
def test_sorting_and_grouping_go_by_the_values(data: st.DataObject, history: History) -> None:
    field = data.draw(st.sampled_from(["id", "speech", "speaker", "year", "kind"]))
    reverse = data.draw(st.booleans())
    outcome = history.outcome()

    def value(document: Document) -> str:
        return "".join(tokens(field, document))

    with opened(history) as ours:
        found = ours.search(EVERY, limit=None, sortedby=FieldFacet(field, reverse=reverse), groupedby=field)
        expected = sorted(outcome, key=value, reverse=reverse)
        assert [hit["id"] for hit in found] == [identity(document) for document in expected]
        groups = found.groups() if outcome else {}  # type: ignore[no-untyped-call]
        assert {name: len(group) for name, group in groups.items()} == Counter(map(value, outcome))


@slow
@given(history=histories())
def test_plain_whoosh_takes_the_documents_over(history: History) -> None:
    """Whoosh's own writer merges our segments posting by posting, all values encoded."""
    with both(replace(history, optimized=False)) as (ours, stock), tempfile.TemporaryDirectory() as folder:
        index = create_in(folder, schema(ANALYSIS))
        writer = index.writer()
        for reader, _ in ours.reader().leaf_readers():  # it cannot take all of them as one
            writer.add_reader(reader)  # type: ignore[no-untyped-call]
        writer.commit()
        with index.searcher() as copied:
            assert list(copied.reader().all_stored_fields()) == list(stock.reader().all_stored_fields())
            for term in {word for document in history.outcome() for word in tokens(WORDS, document)}:
                query = Phrase(WORDS, [term, term])
                assert len(copied.search(query, limit=None)) == len(stock.search(query, limit=None))
