"""Incremental equals full (invariant 6): after any series of changes an update answers as a new build does."""

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from indexer.build.pipeline import build, update
from indexer.engine.embedded.encoding.arrays import open_arrays
from indexer.engine.embedded.segment.segment_table import open_segments
from indexer.engine.embedded.segment.term_numbers import FILE, number_terms
from indexer.engine.embedded.write import merge_policy
from indexer.store import Store
from indexer.store.file_diff import Changes
from searchui import Corpus, open_corpus
from searchui.search.filters.filters import Filters
from searchui.search.ranking.ordering import Sort
from tests.indexer.engine.test_ngram_file import check_ngram_order

pytestmark = pytest.mark.slow

QUERIES = (
    "发展",
    "乡村振兴",
    "“的” 发展",
    "基层 治理",
    "发展 OR 乡村",
    "NOT 发展",
    "year:2023",
    "speaker:张明",
    "heading:第一点",
    "title:讲话 治理",
    "乡?振兴",
    "“发展 基层”~20",
    "没有的词 发展",
    "哪一次讲话说到乡村振兴和没有的词？",
)
PHRASES = ("发展", "，", "乡村振兴", "基层治理", "同志们")
SENTENCES = [
    "我们要把发展抓在手上，把基层治理做实。",
    "乡村振兴是一件大事，要一件一件办好。",
    "一、第一点是发展",
    "基层治理要靠大家，发展也要靠大家。",
    "要把乡村振兴和基层治理连起来想、连起来做，把各项工作往实里做、往深里做，让群众看得见、摸得着。",
]
names = st.sampled_from(
    ["a.txt", "b.txt", "2023/c.txt", "2023/d.md", "e.md", "f.jsonl", "坏.docx", "z/2024-05-03-张明.txt"]
)
bodies = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12).map("\n".join)


@st.composite
def contents(draw: st.DrawFn, name: str) -> str:
    """What is in a file of that name: many are nearly the same, and some declare the same ids."""
    body = draw(bodies)
    if name.endswith(".jsonl"):
        texts = [body, *draw(st.lists(bodies, max_size=2))]
        return "\n".join(json.dumps({"text": text, "id": draw(st.sampled_from(["x", "y", None]))}) for text in texts)
    if name.endswith(".md"):
        head = (
            f"id: {draw(st.sampled_from(['x', 'a.txt', 'm']))}\ntitle: 在{draw(st.sampled_from(['甲', '乙']))}地的讲话"
        )
        return f"---\n{head}\ndate: {draw(st.sampled_from(['2023-01-02', '2024-05']))}\n---\n{body}\n"
    return f"在会议上的讲话\n（{draw(st.sampled_from([2022, 2023]))}年5月3日）\n同志们：\n{body}\n"


def told(corpus: Corpus, query: str) -> list[Any]:
    """All that is said of a query by relevance, and the hits in every order, collapsed or not."""
    return [
        corpus.search(query, per_page=100, explain=True).as_json(),
        *(listed(corpus, query, sort, collapse) for sort, collapse in product(Sort, (True, False))),
    ]


def listed(corpus: Corpus, query: str, sort: Sort, collapse: bool) -> list[Any]:
    page = corpus.search(query, sort=sort, per_page=100, explain=True, collapse=collapse)
    return [page.total, page.folded, page.listed, *(hit.as_json() for hit in page.hits)]


def assert_same_answers(
    one: Corpus, other: Corpus, queries: Sequence[str] = QUERIES, phrases: Sequence[str] = PHRASES
) -> None:
    """Two indexes of the same corpus say the same, to the last digit of the scores and in the same order."""
    assert [entry_facts(entry) for entry in one.speeches()] == [entry_facts(entry) for entry in other.speeches()]
    for entry in one.speeches():
        assert one.speech(entry.id) == other.speech(entry.id)
        assert one.entry(entry.id).versions == other.entry(entry.id).versions
    for query in queries:
        assert told(one, query) == told(other, query), query
    for phrase in phrases:
        assert one.count(phrase).as_json() == other.count(phrase).as_json()
        assert one.collocations(phrase, minimum=1).as_json() == other.collocations(phrase, minimum=1).as_json()
    for size in (1, 3):
        keyness = [corpus.keyness(Filters(year=(2024,)), size=size, minimum=1) for corpus in (one, other)]
        assert keyness[0].as_json() == keyness[1].as_json()
    assert one.ngrams(shortest=2, minimum=2).as_json() == other.ngrams(shortest=2, minimum=2).as_json()


def check_term_numbers(generation: Path) -> None:
    """What is on disk of the words of all segments is what would be made of these now."""
    terms = {meta.file: segment.words.dictionary for meta, segment in open_segments(generation)}
    written = open_arrays(generation / FILE) if len(terms) > 1 else {}
    assert (generation / FILE).exists() == (len(terms) > 1)
    for (name, array), made in zip(written.items(), number_terms(list(terms.values())), strict=False):
        assert (array.tolist(), list(written)) == (made.tolist(), list(terms)), name


def entry_facts(entry: Any) -> tuple[Any, ...]:
    return entry.id, entry.title, entry.date, entry.speaker, entry.paragraphs, entry.characters, entry.turns


class Updates(RuleBasedStateMachine):
    """A corpus that changes, an index that is updated, and one that is built anew to be held against it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.seeds = self.folder / "seeds"
        self.dirty = self.taught = True
        self.begun = self.waits = False

    @initialize(data=st.data(), small=st.sampled_from([0, 300, merge_policy.SMALL]))
    def begin(self, data: st.DataObject, small: int) -> None:
        """`small` decides whether many segments stay, some are merged, or all are."""
        self.small = patch.multiple(merge_policy, SMALL=small, GROWTH=merge_policy.GROWTH if small else 0)
        self.small.start()
        (self.seeds / "2023").mkdir(parents=True)
        (self.seeds / "总.txt").write_text(data.draw(contents("总.txt")), encoding="utf-8")
        self.begun = True
        self.update()

    @rule(name=names, data=st.data())
    def write(self, name: str, data: st.DataObject) -> None:
        file = self.seeds / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(data.draw(contents(name)), encoding="utf-8")
        self.dirty = True

    @precondition(lambda self: self.files())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.files())).unlink()
        self.dirty = True

    @precondition(lambda self: self.files())
    @rule(data=st.data(), name=names)
    def move(self, data: st.DataObject, name: str) -> None:
        file = data.draw(st.sampled_from(self.files()))
        (self.seeds / name).parent.mkdir(exist_ok=True)
        file.rename(self.seeds / name)
        self.dirty = True

    @precondition(lambda self: self.files())
    @rule(data=st.data(), name=names)
    def copy(self, data: st.DataObject, name: str) -> None:
        file = data.draw(st.sampled_from(self.files()))
        (self.seeds / name).parent.mkdir(exist_ok=True)
        if file != self.seeds / name:
            shutil.copy2(file, self.seeds / name)
            self.dirty = True

    @rule(name=names, speaker=st.sampled_from(["张明", "李红", ""]), date=st.sampled_from(["2021-01-01", "", "不知"]))
    def describe(self, name: str, speaker: str, date: str) -> None:
        table = StringIO()
        csv.writer(table).writerows([["file", "speaker", "date"], [name, speaker, date]])
        (self.seeds / "metadata.csv").write_text(table.getvalue(), encoding="utf-8")
        self.dirty = True

    @rule()
    def wait(self) -> None:
        """The next change is not followed by an update at once."""
        self.waits = True

    @rule(words=st.sampled_from(["基层治理\n", "发展抓\n", ""]))
    def teach(self, words: str) -> None:
        (self.seeds / "user_dict.txt").write_text(words, encoding="utf-8")
        self.dirty = True
        self.taught = True

    @rule()
    def update(self) -> None:
        """Often, so that updates follow on updates; now and then several changes come together."""
        report = update(self.seeds, self.folder / "index")
        assert (report.changes is None) <= self.taught
        again = update(self.seeds, self.folder / "index")
        assert again.generation == report.generation
        assert again.changes == Changes()
        self.dirty = self.taught = False
        folder = Store(self.folder / "index").current().folder
        check_term_numbers(folder)
        check_ngram_order(folder)
        segments = len(list(folder.glob("*.seg")))
        event(f"{min(segments, 4)} segments")

    @invariant()
    def incremental_equals_full(self) -> None:
        if not self.begun or (self.dirty and self.waits):
            self.waits = False
            return
        if self.dirty:
            self.update()
        report = build(self.seeds, self.folder / "new")
        with open_corpus(self.folder / "index") as one, open_corpus(self.folder / "new") as other:
            assert_same_answers(one, other)
            assert one.manifest.files == other.manifest.files
        assert (one.manifest.speeches, one.manifest.paragraphs) == (report.speeches, report.paragraphs)
        assert one.manifest.characters == report.characters

    def files(self) -> list[Path]:
        own = (file for file in sorted(self.seeds.rglob("*")) if file.is_file())
        return [file for file in own if file.name not in {"metadata.csv", "user_dict.txt", "总.txt"}]

    def teardown(self) -> None:
        self.small.stop()
        shutil.rmtree(self.folder)


TestUpdates = Updates.TestCase
TestUpdates.settings = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a shorter history is found by hand sooner
    max_examples=int(os.environ.get("UPDATES", "8")),
    stateful_step_count=16,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
