"""The contract of every engine, held against the oracle: the same paragraphs, the same counts."""

import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.analysis import Analysis, fold
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.engine.answers import CharacterPattern, Frame, Occurrences, RunUses
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.write import EmbeddedWriter, ParallelWriter
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.opensearch.read.remote_reader import RemoteReader
from indexer.engine.opensearch.wire.mapping import index_settings
from indexer.engine.opensearch.write.loading import Loaded, load, write_side_index
from indexer.engine.query import And, DocRanges, Not, Or, Phrase, Proximity, Query, Synonyms, Wildcard, Words
from indexer.engine.reader import EngineReader, RankingReader
from indexer.model import Kind, Paragraph, Speech
from indexer.readers.plain import read_plain
from indexer.speech import parse
from tests.oracle import OracleEngine, overlapping

Opened = Callable[[Sequence[Speech]], EngineReader]
NOTHING = Loaded.nothing()
CLUSTER_EXAMPLES = int(os.environ.get("CLUSTER_EXAMPLES", "10"))
CHARACTERS = "党建設设的哈农農A5五%。，“”-〇𠮷 "


def opened_embedded(analysis: Analysis, speeches: Sequence[Speech], folder: Path) -> EmbeddedReader:
    folder.mkdir(exist_ok=True)
    writer = EmbeddedWriter(folder, analysis)
    for speech in speeches:
        writer.add(speech)
    writer.finish()
    return EmbeddedReader(folder, analysis, sum(len(speech.paragraphs) for speech in speeches))


def opened_in_cluster(
    address: Address, analysis: Analysis, speeches: Sequence[Speech], folder: Path, shards: int = 1
) -> RemoteReader:
    """The same in an index of a cluster."""
    opened_embedded(analysis, speeches, folder / "whole").close()
    side, cluster = folder / "side", Cluster(address)
    side.mkdir()
    cluster.put(f"/{address.name}", index_settings(shards))
    load(cluster, folder / "whole", write_side_index(folder / "whole", side, address.name, NOTHING), NOTHING)
    return RemoteReader(cluster, side, analysis, sum(len(speech.paragraphs) for speech in speeches))


def speech_of(number: int, lines: Sequence[str]) -> Speech:
    return parse(read_plain("\n".join(lines).encode(), f"{number}.txt"))


corpora = st.lists(
    st.lists(st.text(CHARACTERS, min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=6),
    min_size=1,
    max_size=4,
)
texts = st.text(CHARACTERS, min_size=1, max_size=6)
frames = st.builds(Frame, *2 * [st.text(CHARACTERS, max_size=3).map(fold)]).filter(any)
manners = st.builds(MatchOptions, exact=st.booleans(), loose=st.booleans(), numbers=st.booleans())
# Two kinds of character and a few signs, so that much matches and much of it overlaps.
DENSE = "党建的A。？，"
patterns = st.text(DENSE + "??**＊", min_size=2, max_size=9).filter(
    lambda text: any(sign in text for sign in "党建的A")
)
nears = st.builds(
    Proximity,
    st.lists(st.text(DENSE[:4], min_size=1, max_size=2), min_size=2, max_size=4).map(tuple),
    st.integers(0, 12),
)
dense_corpora = st.lists(
    st.lists(st.text(DENSE, min_size=1, max_size=25), min_size=1, max_size=6), min_size=1, max_size=3
)


character_patterns: st.SearchStrategy[CharacterPattern] = (
    st.lists(st.none() | st.frozensets(st.sampled_from(fold(CHARACTERS) + "無"), min_size=1, max_size=4), max_size=6)
    .filter(any)
    .map(tuple)
)


def scattered_words(speeches: Sequence[Speech], analysis: Analysis) -> st.SearchStrategy[Query]:
    """Words of one paragraph in another order than they stand in: as they are written they stand nowhere."""
    paragraphs = [paragraph.text for speech in speeches for paragraph in speech.paragraphs]
    words = [sorted({word.text for word in analysis.words(text)}) or ["无"] for text in paragraphs]
    return st.sampled_from(words).flatmap(
        lambda own: st.lists(st.sampled_from(own), min_size=1, max_size=3).map(lambda some: Words(" ".join(some)))
    )


def times_of(found: Occurrences) -> list[list[int]]:
    return [found.paragraphs.tolist(), found.counts.tolist()]


def rows_of(found: RunUses) -> list[list[int]]:
    return [getattr(found, name).tolist() for name in found.__struct_fields__]


def trees(paragraphs: int) -> st.SearchStrategy[Query]:
    leaves = st.one_of(
        st.builds(Phrase, texts, st.just(PLAIN) | manners),
        patterns.map(Wildcard),
        nears,
        texts.filter(str.strip).map(Words),
        st.sets(st.integers(0, paragraphs - 1)).map(
            lambda numbers: DocRanges(tuple((n, n + 1) for n in sorted(numbers)))
        ),
    )
    return st.recursive(
        leaves,
        lambda below: st.one_of(
            below.map(Not),
            st.tuples(below, below).map(lambda both: Synonyms(*both)),
            st.lists(below, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(below, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        ),
        max_leaves=5,
    )


def check(engine: RankingReader, speeches: Sequence[Speech], analysis: Analysis, data: st.DataObject) -> None:
    """Ask an engine what the oracle is asked too."""
    oracle = OracleEngine(speeches, analysis)
    assert engine.size == oracle.size
    assert engine.paragraphs(range(oracle.size)) == oracle.paragraphs(range(oracle.size))
    assert engine.kinds(range(oracle.size)) == oracle.kinds(range(oracle.size))
    assert under(engine) == under(oracle)
    assert engine.characters.tolist() == oracle.characters.tolist()
    for query in data.draw(st.lists(trees(oracle.size), min_size=3, max_size=3)):
        found = engine.match(query)
        assert found.paragraphs.tolist() == oracle.match(query).paragraphs.tolist(), query
        assert np.isfinite(found.scores).all()
    for query in data.draw(st.lists(scattered_words(speeches, analysis), min_size=3, max_size=3)):
        assert engine.match(query).paragraphs.tolist() == oracle.match(query).paragraphs.tolist(), query
    several = data.draw(st.lists(texts, max_size=5))
    assert list(map(times_of, engine.occurrences_of(several))) == list(map(times_of, oracle.occurrences_of(several)))
    assert engine.totals_of(several).tolist() == oracle.totals_of(several).tolist()
    least = data.draw(st.lists(st.integers(1, 4), min_size=len(several), max_size=len(several)))
    for many in (1, 2, least):
        assert engine.often(several, many).tolist() == oracle.often(several, many).tolist(), (several, many)
    for most in (0, 1, oracle.size):
        asked, known = engine.paragraphs_of(several, most), oracle.paragraphs_of(several, most)
        assert [one if one is None else one.tolist() for one in asked] == [
            one if one is None else one.tolist() for one in known
        ]
    some_frames = data.draw(st.lists(frames, max_size=5))
    assert list(map(dict, engine.fillers_of(some_frames))) == list(map(dict, oracle.fillers_of(some_frames)))
    bounds = sorted(data.draw(st.tuples(*2 * [st.integers(0, oracle.size)])))
    check_left_out(engine, oracle, range(*bounds), several, some_frames)
    runs = np.repeat(np.arange(len(speeches)), [len(speech.paragraphs) for speech in speeches])
    for phrase in data.draw(st.lists(texts, min_size=5, max_size=5)):
        match_options = data.draw(st.just(PLAIN) | manners)
        ours, true = (each.occurrences(phrase, match_options) for each in (engine, oracle))
        assert times_of(ours) == times_of(true), (phrase, match_options)
        ours_by_run, true_by_run = (each.uses_by_run(phrase, runs, match_options) for each in (engine, oracle))
        assert rows_of(ours_by_run) == rows_of(true_by_run), (phrase, match_options)
        assert standing_of(engine, phrase, match_options) == standing_of(oracle, phrase, match_options), (
            phrase,
            match_options,
        )
        assert crossing_of(engine, phrase, match_options) == crossing_of(oracle, phrase, match_options), (
            phrase,
            match_options,
        )
    numbers = np.array(data.draw(st.lists(st.integers(0, oracle.size - 1), min_size=1, max_size=9)))
    offsets = numbers[:, None] * 0 + np.arange(-3, 33)
    assert (engine.code_points(numbers[:, None], offsets) == oracle.code_points(numbers[:, None], offsets)).all()
    for pattern in data.draw(st.lists(character_patterns, min_size=5, max_size=5)):
        for headings in (False, True):
            around = engine.pattern_contexts(pattern, 10_000, headings=headings)
            assert around == oracle.pattern_contexts(pattern, 10_000, headings=headings), pattern
            some = engine.pattern_contexts(pattern, 2, headings=headings)
            assert len(some) == min(2, len(around))
            assert set(some) <= set(around)
            assert engine.pattern_contexts_of([pattern] * 2, 2, headings=headings) == [some, some]


def check_left_out(
    engine: RankingReader, oracle: OracleEngine, left_out: range, several: Sequence[str], some_frames: Sequence[Frame]
) -> None:
    """What is left out is as if it were not there."""
    apart = engine.apart([left_out])
    every = [fold(paragraph.text) for paragraph in oracle.paragraphs(range(oracle.size))]
    kept = [text for number, text in enumerate(every) if number not in left_out]
    found = [occurrences(text) for text in several for occurrences in (apart.occurrences, oracle.occurrences)]
    for ours, true in zip(found[::2], found[1::2], strict=True):
        both = zip(*times_of(true), strict=True)
        assert list(zip(*times_of(ours), strict=True)) == [one for one in both if one[0] not in left_out]
    standing = [sum(overlapping(fold(one), text) for text in kept) for one in several]
    assert apart.totals_of(several).tolist() == standing
    for least in (1, 2, 3):
        assert apart.often(several, least).tolist() == [times >= least for times in standing]
    for most in (0, 1):
        numbers = [{*oracle.occurrences(one).paragraphs.tolist()} - {*left_out} for one in several]
        bounded = apart.paragraphs_of(several, most)
        assert [len(own) > most for own in numbers] == [one is None for one in bounded]
    framed = [re.compile(f"(?s)(?<={re.escape(before)}).(?={re.escape(after)})") for before, after in some_frames]
    fillers = [Counter(character for text in kept for character in one.findall(text)) for one in framed]
    assert list(map(dict, apart.fillers_of(some_frames))) == fillers
    for text in several:
        matching = [number for number in oracle.match(Phrase(text)).paragraphs.tolist() if number not in left_out]
        assert apart.match(Phrase(text)).paragraphs.tolist() == matching
    assert engine.totals_of(several).tolist() == oracle.totals_of(several).tolist()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), corpus=corpora | dense_corpora)
@pytest.mark.slow
def test_embedded_equals_the_oracle(analysis: Analysis, data: st.DataObject, corpus: list[list[str]]) -> None:
    speeches = [speech_of(number, lines) for number, lines in enumerate(corpus)]
    with tempfile.TemporaryDirectory() as folder:
        engine = opened_embedded(analysis, speeches, Path(folder))
        check(engine, speeches, analysis, data)
        engine.close()


@settings(max_examples=CLUSTER_EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), corpus=corpora | dense_corpora, shards=st.integers(1, 3))
@pytest.mark.slow
def test_a_cluster_equals_the_oracle_and_scores_as_the_embedded_engine(
    analysis: Analysis,
    remote_index: Callable[[], Address],
    data: st.DataObject,
    corpus: list[list[str]],
    shards: int,
) -> None:
    speeches = [speech_of(number, lines) for number, lines in enumerate(corpus)]
    address = remote_index()
    with tempfile.TemporaryDirectory() as folder:
        engine = opened_in_cluster(address, analysis, speeches, Path(folder), shards)
        check(engine, speeches, analysis, data)
        embedded = EmbeddedReader(Path(folder) / "whole", analysis, engine.size)
        for query in data.draw(st.lists(trees(engine.size) | scattered_words(speeches, analysis), max_size=4)):
            ours, other = engine.match(query), embedded.match(query)
            assert ours.scores.tolist() == pytest.approx(other.scores.tolist(), rel=1e-6), query
            parts, others = (one.score_parts(query, ours.paragraphs) for one in (engine, embedded))
            assert {name: own.tolist() for name, own in parts.items()} == {
                name: pytest.approx(own.tolist(), rel=1e-6) for name, own in others.items()
            }
        for text in data.draw(st.lists(texts, max_size=4)):  # of a text all places are known: the same ones are shown
            literal, most = tuple(map(frozenset, fold(text))), data.draw(st.integers(1, 5))
            assert engine.pattern_contexts(literal, most) == embedded.pattern_contexts(literal, most), (text, most)
        engine.close()
    Cluster(address).delete(f"/{address.name}")


@pytest.mark.slow
def test_segments_of_several_processes_answer_as_one(
    analysis: Analysis, sample_speeches: list[Speech], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.engine.embedded.write.parallel_writer.SMALLEST_PART", 5_000)
    writer = ParallelWriter(tmp_path, jobs=2, characters=20_000)
    for speech in sample_speeches:
        writer.add(speech)
    writer.finish()
    oracle = OracleEngine(sample_speeches, analysis)
    engine = EmbeddedReader(tmp_path, analysis, oracle.size)
    assert len(list(tmp_path.glob("*.seg"))) > 3
    assert not list(tmp_path.glob("part-*"))
    assert engine.characters.tolist() == oracle.characters.tolist()
    some = range(0, oracle.size, 17)
    assert engine.paragraphs(some) == oracle.paragraphs(some)
    assert engine.kinds(some) == oracle.kinds(some)
    for text in ("发展", "党的建设", "的", "绿水青山就是金山银山", "，", "新质生产力"):
        assert engine.match(Phrase(text)).paragraphs.tolist() == oracle.match(Phrase(text)).paragraphs.tolist()
        assert engine.match(Words(text)).paragraphs.tolist() == oracle.match(Words(text)).paragraphs.tolist()
        assert engine.occurrences(text).counts.tolist() == oracle.occurrences(text).counts.tolist()
        assert standing_of(engine, text) == standing_of(oracle, text)
        around = engine.pattern_contexts(tuple(map(frozenset, text)), 10_000)
        assert sorted(around) == sorted(oracle.pattern_contexts(tuple(map(frozenset, text)), 10_000))
    numbers, offsets = np.arange(oracle.size)[:, None], np.arange(-2, 200, 7)
    assert (engine.code_points(numbers, offsets) == oracle.code_points(numbers, offsets)).all()
    for query in (
        Wildcard("党?建设"),
        Wildcard("高*发展"),
        Proximity(("基层", "治理"), 20),
        Proximity(("的", "和", "发展"), 9),
    ):
        found = engine.match(query).paragraphs.tolist()
        assert found == oracle.match(query).paragraphs.tolist()
        assert found
    assert under(engine) == under(oracle)
    engine.close()


def crossing_of(engine: EngineReader, phrase: str, match_options: MatchOptions = PLAIN) -> list[list[int]]:
    found = engine.crossings(phrase, match_options)
    return [each.tolist() for each in (found.paragraphs, found.starts, found.last, found.ends)]


def standing_of(engine: EngineReader, phrase: str, match_options: MatchOptions = PLAIN) -> list[list[int]]:
    found = engine.spans(phrase, match_options)
    return [found.paragraphs.tolist(), found.starts.tolist(), found.ends.tolist()]


def under(engine: EngineReader) -> list[tuple[str, ...]]:
    """The headings above each paragraph."""
    passages = engine.passages()
    sizes = np.diff(passages.bounds).tolist()
    return [path for path, size in zip(passages.headings, sizes, strict=True) for _ in range(size)]


@pytest.fixture(scope="module", params=["embedded", "oracle", "cluster"])
def engine(
    request: pytest.FixtureRequest, analysis: Analysis, tmp_path_factory: pytest.TempPathFactory
) -> EngineReader:
    """One small corpus in each engine."""
    speeches = [
        speech_of(0, ["中华人民共和国万岁。", "金砖国家领导人会晤。", "我们哈哈哈大笑。", "习近平总书记说过。"]),
        speech_of(
            1,
            [
                "習近平總書記說過。",
                "增长5.2%，达到12,345亿元。",
                "二〇三五年。",
                "党领导一切。",
                "党的领导。",
                "共一百二十人。",
            ],
        ),
    ]
    if request.param == "oracle":
        return OracleEngine(speeches, analysis)
    if request.param == "cluster":
        address = request.getfixturevalue("remote_index")()
        return opened_in_cluster(address, analysis, speeches, tmp_path_factory.mktemp("cluster"), shards=2)
    return opened_embedded(analysis, speeches, tmp_path_factory.mktemp("engine"))


@pytest.mark.parametrize(
    ("phrase", "occurrences", "paragraphs"),
    [
        ("金砖国家", 1, 1),  # case 2
        ("哈哈", 2, 1),  # overlapping
        ("国", 2, 2),  # case 6
        ("习近平", 2, 2),  # case 12
        ("習近平", 2, 2),
        ("５.２％", 1, 1),  # cases 14, 15
        ("12,345", 1, 1),
        ("二〇三五年", 1, 1),  # case 16
        ("党的领导", 1, 1),  # case 7
        ("党领导", 1, 1),
        ("。", 10, 10),
        ("没有", 0, 0),
        ("万岁。", 1, 1),
        ("岁。金", 0, 0),  # never across paragraphs
    ],
)
def test_phrases(engine: EngineReader, phrase: str, occurrences: int, paragraphs: int) -> None:
    found = engine.occurrences(phrase)
    assert (int(found.counts.sum()), len(found.paragraphs)) == (occurrences, paragraphs)
    assert engine.match(Phrase(phrase)).paragraphs.tolist() == found.paragraphs.tolist()


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [("领导 国家", [1]), ("领导 党", [7]), ("万岁 共和国", [0]), ("达到 增长", [5]), ("增长 万岁", [])],
)
def test_unquoted_words_are_found_in_any_order(engine: EngineReader, text: str, paragraphs: list[int]) -> None:
    assert engine.match(Words(text)).paragraphs.tolist() == paragraphs


def test_several_phrases_are_counted_at_once(engine: EngineReader) -> None:
    assert engine.occurrences_of([]) == []
    found = engine.occurrences_of(["国", "没有", "哈哈", "国"])
    assert [int(one.counts.sum()) for one in found] == [2, 0, 2, 2]
    assert engine.paragraphs([]) == []


def test_unquoted_text_finds_at_least_where_it_stands(engine: EngineReader) -> None:
    assert engine.match(Words("人民共和国")).paragraphs.tolist() == [0]  # case 3
    assert 1 in engine.match(Words("国家领导")).paragraphs.tolist()


@pytest.mark.parametrize(
    ("query", "paragraphs"),
    [
        (Wildcard("党?领导"), [8]),
        (Wildcard("党*领导"), [7, 8]),
        (Wildcard("习*总书记"), [3, 4]),
        (Wildcard("５?2％"), [5]),
        (Wildcard("万岁?金砖"), []),  # never across paragraphs
        (Proximity(("領導", "党"), 1), [7, 8]),
        (Proximity(("领导", "党"), 0), [7]),
        (Proximity(("哈哈", "哈"), 0), [2]),
        (Proximity(("哈哈", "哈哈"), 9), []),  # none overlaps another
        (Proximity(("国", "国"), 20), []),
        (Proximity(tuple("万国和共民人华中"), 0), [0]),  # as many as the kernel takes, and one more
        (Proximity(tuple("岁万国和共民人华中"), 0), [0]),
    ],
)
def test_patterns_and_texts_near_each_other(engine: EngineReader, query: Query, paragraphs: list[int]) -> None:
    assert engine.match(query).paragraphs.tolist() == paragraphs


def test_of_two_forms_of_a_number_that_begin_at_one_place_the_longer_one_stands(engine: EngineReader) -> None:
    assert standing_of(engine, "一百二", MatchOptions(numbers=True)) == [[9], [1], [5]]


def test_not_alone_and_nothing_at_all(engine: EngineReader) -> None:
    assert len(engine.match(Not(Phrase("没有"))).paragraphs) == engine.size
    assert len(engine.match(DocRanges(())).paragraphs) == 0
    assert engine.match(And((DocRanges(((4, 9),)), Phrase("习近平")))).paragraphs.tolist() == [4]


def test_characters_are_those_shown_without_white_space(engine: EngineReader) -> None:
    texts = [paragraph.text for paragraph in engine.paragraphs(range(engine.size))]
    assert engine.characters.tolist() == [len("".join(text.split())) for text in texts]


def test_the_paragraph_comes_back_whole(engine: EngineReader) -> None:
    (paragraph,) = engine.paragraphs([2])
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.kind) == ("我们哈哈哈大笑。", Kind.BODY)


def test_a_better_match_scores_higher(analysis: Analysis, tmp_path: Path) -> None:
    speeches = [
        speech_of(
            0,
            [
                "题",
                "同志们：",
                "基层治理要抓好，基层治理要抓实。",
                "要重视治理，也要关心在基层工作的同志和他们的家人朋友。",
            ],
        )
    ]
    engine = opened_embedded(analysis, speeches, tmp_path)
    found = engine.match(Words("基层治理"))
    assert found.paragraphs.tolist() == [2, 3]
    assert found.scores[0] > found.scores[1]
