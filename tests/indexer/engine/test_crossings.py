"""Phrases across paragraphs: exactly where joining those that do not end a sentence would make the phrase stand."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from indexer.analysis import Analysis
from indexer.analysis.match_options import PLAIN, MatchOptions
from indexer.analysis.sentence_end import ends_sentence
from indexer.engine.embedded import EmbeddedReader
from indexer.engine.embedded.substring_index import junctions
from indexer.engine.embedded.write import ParallelWriter, SegmentReuse, merge_policy
from indexer.engine.reader import EngineReader
from indexer.model import Gap, Kind, Paragraph, Speech
from tests.oracle import OracleEngine
from tests.oracle import is_open as is_open_by_brute_force

FEW = "党党建設设a5五，。”—- 　"  # so that much is joined, and much of it overlaps
FINE = "党建設a５五十，“”。！？；…」）)— b"


def speech_of(number: int, texts: Sequence[str], gaps: Sequence[int] = ()) -> Speech:
    paragraphs = tuple(Paragraph(f"p{place:08}", text, Kind.BODY, place + 1) for place, text in enumerate(texts))
    return Speech(
        id=f"s{number}",
        path=f"{number}.txt",
        title="题",
        date=None,
        speaker=None,
        office=None,
        occasion=None,
        salutation=None,
        paragraphs=paragraphs,
        sections=(),
        gaps=tuple(Gap("paywall", "未完", 1, place, None) for place in gaps),
        left_out=(),
        evidence={},
        announced=None,
        opening=0,
        closing=0,
        warnings=(),
    )


def written(folder: Path, analysis: Analysis, speeches: Sequence[Speech], part: int = 1 << 20) -> EmbeddedReader:
    writer = ParallelWriter(folder, 1, 0, part=part, analysis=analysis)
    for speech in speeches:
        writer.add(speech)
    writer.finish()
    return EmbeddedReader(folder, analysis, sum(len(speech.paragraphs) for speech in speeches))


def crossing_of(engine: EngineReader, phrase: str, match_options: MatchOptions = PLAIN) -> list[tuple[int, ...]]:
    found = engine.crossings(phrase, match_options)
    columns = (found.paragraphs, found.starts, found.last, found.ends)
    return list(zip(*(column.tolist() for column in columns), strict=True))


paragraphs = st.text(FEW, min_size=1, max_size=5).map(str.strip).filter(bool)
speeches = st.lists(
    st.tuples(st.lists(paragraphs, min_size=1, max_size=7), st.lists(st.integers(0, 7), max_size=1)),
    min_size=1,
    max_size=4,
)
manners = st.builds(MatchOptions, exact=st.booleans(), loose=st.booleans(), numbers=st.booleans())


def phrases(texts: Sequence[str]) -> st.SearchStrategy[str]:
    """Pieces of paragraphs that follow each other, some with white space between these; and anything."""
    joined = st.sampled_from(["", " ", "　"]).map(lambda between: between.join(texts))
    pieces = joined.flatmap(
        lambda text: st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9)).map(
            lambda cut: text[cut[0] : cut[0] + cut[1]]
        )
    )
    return pieces | st.text(FEW, min_size=1, max_size=6)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.data(),
    corpus=speeches,
    part=st.sampled_from([1, 5, 1 << 20]),
    some=st.sampled_from([1, 1 << 16]),
    merging=st.booleans(),
)
@pytest.mark.slow
def test_equal_to_brute_force(
    analysis: Analysis,
    data: st.DataObject,
    corpus: list[tuple[list[str], list[int]]],
    part: int,
    some: int,
    merging: bool,
) -> None:
    """In one segment and in many, and when speeches are taken out of these, which are merged then or go on as they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(junctions, "SOME", some)
        if not merging:
            patch.setattr(merge_policy, "SMALL", 0)
            patch.setattr(merge_policy, "GROWTH", 0)
        check_against_brute_force(analysis, data, corpus, part)


def check_against_brute_force(
    analysis: Analysis, data: st.DataObject, corpus: list[tuple[list[str], list[int]]], part: int
) -> None:
    every = [speech_of(number, texts, gaps) for number, (texts, gaps) in enumerate(corpus)]
    sought = [(data.draw(phrases(texts)), data.draw(st.just(PLAIN) | manners)) for texts, _ in corpus for _ in range(4)]
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        engine, oracle = written(Path(first), analysis, every, part), OracleEngine(every, analysis)
        for phrase, options in sought:
            expected = crossing_of(oracle, phrase, options)
            event(f"{min(len(expected), 3)} crossings")
            assert crossing_of(engine, phrase, options) == expected, (phrase, options)
        engine.close()
        gone = data.draw(st.sets(st.sampled_from(range(len(every))), max_size=2))
        kept = [speech for number, speech in enumerate(every) if number not in gone]
        added = [speech_of(len(every), data.draw(st.lists(paragraphs, min_size=1, max_size=4)))]
        engine = updated(Path(first), Path(second), analysis, every, gone, added)
        assert_the_same_texts(engine, OracleEngine([*kept, *added], analysis), sought)
        engine.close()


def updated(
    older: Path, newer: Path, analysis: Analysis, every: Sequence[Speech], gone: set[int], added: Sequence[Speech]
) -> EmbeddedReader:
    ends = [sum(len(one.paragraphs) for one in every[: number + 1]) for number in range(len(every))]
    reuse = SegmentReuse(older, [(ends[number] - len(every[number].paragraphs), ends[number]) for number in gone], 10)
    writer = ParallelWriter(newer, 1, 0, part=1 << 20, segment=1 << 20, analysis=analysis)
    for speech in added:
        writer.add(speech)
    writer.finish({speech.id: speech.id for speech in (*every, *added)}, reuse, lambda file: shared(file, newer))
    kept = [speech for number, speech in enumerate(every) if number not in gone]
    return EmbeddedReader(newer, analysis, sum(len(speech.paragraphs) for speech in (*kept, *added)))


def shared(file: Path, folder: Path) -> None:
    (folder / file.name).hardlink_to(file)


def assert_the_same_texts(
    engine: EmbeddedReader, oracle: OracleEngine, sought: Sequence[tuple[str, MatchOptions]]
) -> None:
    """Numbers differ where some are unused; what stands there does not."""
    for phrase, options in sought:
        assert sorted(texts_of(engine, phrase, options)) == sorted(texts_of(oracle, phrase, options)), (phrase, options)


def texts_of(engine: EngineReader, phrase: str, match_options: MatchOptions) -> list[tuple[str, int, str, int, int]]:
    texts = [paragraph.text for paragraph in engine.paragraphs(range(engine.size))]
    return [
        (texts[number], start, texts[last], end, last - number)
        for number, start, last, end in crossing_of(engine, phrase, match_options)
    ]


@pytest.fixture(params=["embedded", "oracle"])
def engine(request: pytest.FixtureRequest, analysis: Analysis, tmp_path: Path) -> EngineReader:
    every = [
        speech_of(
            0,
            [
                "推进城乡融合发",  # 0
                "展和区域协调发展。",
                "区域协调",  # 2: headings are halves of sentences too
                "发展之路，",
                "“绿水",  # 4
                "青",
                "山",
                "就是金山",
                "银山”；",  # 8
                "就是这样",
                "GDP growth at its tipping",  # 10
                "point in 20",
                "35年",
            ],
        ),
        speech_of(1, ["35年规划", "推進城鄉融合發", "展", "此处", "收费"], gaps=[4]),
    ]
    return OracleEngine(every, analysis) if request.param == "oracle" else written(tmp_path, analysis, every)


@pytest.mark.parametrize(
    ("phrase", "options", "places"),
    [
        ("融合发展", PLAIN, [(0, 4, 1, 1), (14, 4, 15, 1)]),
        ("融合發展", MatchOptions(exact=True), [(14, 4, 15, 1)]),
        ("区域协调发展", PLAIN, [(2, 0, 3, 2)]),  # it stands within a paragraph too, and is not counted for that
        ("发展。区域", PLAIN, []),  # a sentence that has ended
        ("绿水青山就是金山银山", PLAIN, [(4, 1, 8, 2)]),  # over five paragraphs, once
        ("青山", PLAIN, [(5, 0, 6, 1)]),
        ("之路绿水青", PLAIN, []),
        ("之路绿水青", MatchOptions(loose=True), [(3, 2, 5, 1)]),
        ("银山”；就是", PLAIN, []),
        ("银山就是", MatchOptions(loose=True), []),  # what ends a sentence ends it however phrases are compared
        ("tipping point", PLAIN, [(10, 18, 11, 5)]),
        ("Tipping\u3000point", PLAIN, [(10, 18, 11, 5)]),
        ("tippingpoint", PLAIN, [(10, 18, 11, 5)]),
        ("金山 银山", PLAIN, [(7, 2, 8, 2)]),
        ("20 35", PLAIN, [(11, 9, 12, 2)]),
        ("2035年", PLAIN, [(11, 9, 12, 3)]),
        ("二〇三五年", MatchOptions(numbers=True), [(11, 9, 12, 3)]),
        ("35年35年", PLAIN, []),  # of two speeches
        ("此处收费", PLAIN, []),  # text between them is missing
        ("发 ", PLAIN, []),
        (" 展", PLAIN, []),
        ("发", PLAIN, []),
        ("没有的字", PLAIN, []),
    ],
)
def test_crossings(
    engine: EngineReader, phrase: str, options: MatchOptions, places: list[tuple[int, int, int, int]]
) -> None:
    assert crossing_of(engine, phrase, options) == places


@given(st.text(FINE, max_size=6))
def test_what_ends_a_sentence(text: str) -> None:
    assert ends_sentence(text) is not is_open_by_brute_force(text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("完成了。", True),
        ("完成了｡", True),
        ("“完成了！”）", True),
        ("完成了……", True),
        ("完成了；", True),
        ("完成了?' ", True),
        ("完成了。“", False),  # what is quoted comes in the next
        ("完成了：", False),
        ("完成了——", False),
        ("a full stop.", False),
        ("”", False),
        ("", False),
    ],
)
def test_sentences_that_end_and_that_do_not(text: str, ends: bool) -> None:
    assert ends_sentence(text) is ends


def test_a_speech_that_was_taken_out_has_no_places(
    analysis: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where its segment goes on as it is."""
    monkeypatch.setattr(merge_policy, "SMALL", 0)
    monkeypatch.setattr(merge_policy, "GROWTH", 0)
    every = [speech_of(number, ["推进城乡融合发", "展"]) for number in range(2)]
    (tmp_path / "new").mkdir()
    assert len(crossing_of(written(tmp_path, analysis, every), "融合发展")) == 2
    engine = updated(tmp_path, tmp_path / "new", analysis, every, {0}, [speech_of(2, ["发展"])])
    assert crossing_of(engine, "融合发展") == [(2, 4, 3, 1)]
