"""One analysis from the build to the query: a corpus's own words and synonyms, kept with its index (invariant 7)."""

import pickle
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.qparser.default import QueryParser

from indexer.analysis import Analysis, Vocabulary, analysis_of, read_dictionary
from indexer.build.pipeline import BuildOptions, build
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.write import ParallelWriter
from indexer.engine.query import Phrase, Words
from indexer.errors import IndexUnusableError, WordListError
from indexer.model import Speech
from indexer.store import Store
from searchui import open_corpus
from tests.indexer.engine.test_contract import opened_embedded, speech_of
from tests.oracle import OracleEngine

WORDS = "凤栖新城\nHello World\nT+0 5\nA 股 n\n"
VOCABULARY = Vocabulary(read_dictionary(WORDS.splitlines(), "x"), (("市委", "中共市委"),))
TEXT = "讲话\n（2024年5月3日）\n同志们：\n建设凤栖新城。\nHello World, A 股实行 T+0。\n凤栖的新城，hello。\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "user_dict.txt").write_text(WORDS, encoding="utf-8")
    (folder / "同义词.txt").write_text("市委, 中共市委", encoding="utf-8")
    return folder


def test_an_analysis_goes_anywhere_as_its_vocabulary() -> None:
    analysis = analysis_of(VOCABULARY)
    assert pickle.loads(pickle.dumps(analysis)) is analysis
    assert pickle.loads(pickle.dumps(Analysis(VOCABULARY))).fingerprint == analysis.fingerprint
    assert len(pickle.dumps(Analysis())) < 200


def test_lists_are_no_speeches_and_are_told(seeds: Path, tmp_path: Path) -> None:
    report = build(seeds, tmp_path / "index")
    assert (report.files, report.speeches, report.words, report.synonyms) == (1, 1, 4, 1)


def test_the_generation_keeps_what_it_was_built_with(seeds: Path, tmp_path: Path) -> None:
    build(seeds, tmp_path / "index")
    (seeds / "user_dict.txt").write_text("另一个词", encoding="utf-8")
    (seeds / "同义词.txt").unlink()
    generation = Store(tmp_path / "index").current()
    with open_corpus(tmp_path / "index") as corpus:
        assert corpus.manifest.analysis == Analysis(VOCABULARY).fingerprint
        assert corpus.search("凤栖新城").total == 1
        assert corpus.search("Hello 股").total == 1
    (generation.folder / "vocabulary.json").write_bytes(b"[]")
    with pytest.raises(IndexUnusableError, match="损坏"):
        open_corpus(tmp_path / "index")
    (generation.folder / "vocabulary.json").unlink()
    with pytest.raises(IndexUnusableError, match=r"vocabulary\.json"):
        open_corpus(tmp_path / "index")


def test_a_named_file_is_used_instead(seeds: Path, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("栖的", encoding="utf-8")
    assert build(seeds, tmp_path / "index", BuildOptions(user_dict=file)).words == 1
    with open_corpus(tmp_path / "index") as corpus:
        assert corpus.search("栖的").hits[0].score > 0


def test_a_wrong_line_leaves_the_index_as_it_was(seeds: Path, tmp_path: Path) -> None:
    build(seeds, tmp_path / "index")
    (seeds / "user_dict.txt").write_text("好词 5\n！！\n", encoding="utf-8")
    with pytest.raises(WordListError, match="第 2 行"):
        build(seeds, tmp_path / "index")
    assert Store(tmp_path / "index").current_name() == "generation-000001"


def test_plain_whoosh_has_the_words_too(seeds: Path, tmp_path: Path) -> None:
    build(seeds, tmp_path / "index")
    index = open_dir(str(Store(tmp_path / "index").current().folder))
    with index.searcher() as searcher:
        parser = QueryParser("words", index.schema)
        for text in ("凤栖新城", "T+0", '"凤栖新城"', "hello"):
            assert len(searcher.search(parser.parse(text))) == (2 if text == "hello" else 1), text
        words = {term.decode() for term in searcher.reader().lexicon("words")}
        assert {"凤栖新城", "hello world", "t+0", "a 股"} <= words


@pytest.mark.slow
def test_processes_have_the_words_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.engine.embedded.write.parallel_writer.SMALLEST_PART", 50)
    analysis = Analysis(VOCABULARY)
    speeches = [speech_of(number, TEXT.splitlines() * 3) for number in range(6)]
    writer = ParallelWriter(tmp_path, jobs=2, characters=500, analysis=analysis)
    for speech in speeches:
        writer.add(speech)
    writer.finish()
    held_against_the_oracle(speeches, analysis, tmp_path, ["凤栖新城", "hello world", "t+0", "a 股", "凤栖", "world"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(
        st.lists(
            st.text("凤栖新城hello world,t+0a股。", min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=4
        ),
        min_size=1,
        max_size=3,
    ),
    wanted=st.lists(st.text("凤栖新城hello world,t+0a股", min_size=1, max_size=6).filter(str.strip), max_size=6),
)
def test_the_engine_equals_the_oracle(texts: list[list[str]], wanted: list[str]) -> None:
    analysis = analysis_of(VOCABULARY)
    speeches = [speech_of(number, lines) for number, lines in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        opened_embedded(analysis, speeches, Path(folder)).close()
        held_against_the_oracle(speeches, analysis, Path(folder), [*wanted, "hello world", "凤栖新城", "t+0"])


def held_against_the_oracle(speeches: list[Speech], analysis: Analysis, folder: Path, texts: list[str]) -> None:
    oracle = OracleEngine(speeches, analysis)
    engine = EmbeddedReader(folder, analysis, oracle.size)
    for text in texts:
        found = engine.match(Words(text))
        assert found.paragraphs.tolist() == oracle.match(Words(text)).paragraphs.tolist(), text
        assert np.isin(oracle.match(Phrase(text)).paragraphs, found.paragraphs).all()
    engine.close()
