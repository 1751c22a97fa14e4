"""Versions: of one speech in several files nothing is lost, and what they share is counted once."""

import random
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.build import speech_reading
from indexer.build.pipeline import BuildOptions, build, update
from indexer.build.report import Report
from indexer.dedup.clause_hashes import SpeechSketch
from indexer.dedup.own_sentences import sentences
from indexer.dedup.same_speech import SAME, SAME_BY_FACTS, share_of_one_speech
from indexer.model import RawText, SpeechDate, UnreadableItem
from indexer.readers import read_one, read_texts
from indexer.readers.corpus import corpus_files
from indexer.readers.scan.page_store import PageStore
from indexer.speech import parse
from searchui import Corpus, open_corpus
from searchui.search.filters.filters import Filters
from tests.indexer.build.test_update import assert_same_answers

CHARACTERS = [chr(code) for code in range(0x4E00, 0x9000, 7)]
TITLE = "在全市渠系建设动员会上的讲话"


def sentence(number: int) -> str:
    rng = random.Random(number)
    return "".join(rng.choice(CHARACTERS) for _ in range(rng.randint(12, 30))) + rng.choice("。。。！？")


def text_of(numbers: Sequence[int], *, title: str = TITLE, date: str = "", in_paragraph: int = 3) -> str:
    pieces = [sentence(number) for number in numbers]
    rows = ["".join(pieces[at : at + in_paragraph]) for at in range(0, len(pieces), in_paragraph)]
    head = [title, f"（{date}）"] if date else [title]
    return "\n".join([*head, "同志们：", *rows]) + "\n"


def corpus_of(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def folded_sentences(seeds: Path) -> set[str]:
    """Every sentence of every file, as it is read."""
    texts = (fold(one.text) for path, file in corpus_files(seeds) for one in parse(read_one(file, path)).paragraphs)
    return {text[span.start : span.end] for text in texts for span in sentences(text)}


def built(files: dict[str, str], folder: Path, options: BuildOptions | None = None) -> tuple[Report, Corpus]:
    report = build(corpus_of(folder / "seeds", files), folder / "index", options or BuildOptions())
    return report, open_corpus(folder / "index")


BASE = list(range(60))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_sentence_of_every_file_is_found_and_shared_ones_are_counted_once(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = {}
    dates = ["2031年3月5日", "2031年3月", "2031年3月20日", ""]
    for name in ("a.txt", "b.txt", "c.txt")[: data.draw(st.integers(2, 3))]:
        numbers = list(range(120))
        for _ in range(data.draw(st.integers(0, 1))):
            numbers[data.draw(st.integers(0, 119))] = data.draw(st.integers(300, 310))
        if data.draw(st.booleans()):
            numbers.insert(data.draw(st.integers(0, 120)), data.draw(st.integers(400, 405)))
        date = data.draw(st.sampled_from(dates))
        files[name] = text_of(numbers, date=date, in_paragraph=data.draw(st.sampled_from([1, 3, 7, 100])))
    folder = tmp_path_factory.mktemp("versions")
    report, corpus = built(files, folder)
    with corpus:
        assert report.speeches == corpus.manifest.speeches == 1
        for one in folded_sentences(folder / "seeds"):
            assert corpus.count(one).occurrences == 1, one
            assert corpus.count(one).speeches == 1
        for number in BASE[::7]:
            assert corpus.count(sentence(number)).occurrences == min(
                1, sum(sentence(number) in f for f in files.values())
            )


def test_a_version_has_its_own_id_text_and_link(tmp_path: Path) -> None:
    """Its whole text can be read; what only it says leads there, and what it shares leads to the main speech."""
    longer = [*BASE[:30], 300, 301, *BASE[30:], 302]
    files = {"a.txt": text_of(longer, date="2031年3月"), "b.txt": text_of(BASE, date="2031年3月5日")}
    report, corpus = built({**files, "z.txt": text_of(range(400, 440), title="在另一个会上的讲话")}, tmp_path)
    (version,) = report.versions
    assert (version.path, version.of, version.is_same, version.own, str(version.date)) == (
        *("a.txt", "b.txt", True, 3),  # the date, and 300 with 301, which stand together, and 302
        "2031-03",
    )
    assert report.speeches == 2
    assert len(report.indexed) == 2
    with corpus:
        assert [entry.id for entry in corpus.speeches()] == ["b.txt", "z.txt"]
        assert corpus.entry("a.txt").version_of == "b.txt"
        assert [(one.id, one.own) for one in corpus.entry("b.txt").versions] == [("a.txt", 3)]
        (hit,) = corpus.search(f"“{sentence(302)}”").hits
        assert (hit.speech.id, hit.paragraph.text) == ("a.txt", sentence(302))
        whole = corpus.speech("a.txt")
        own = [whole.paragraphs[number].text[span.start : span.end] for number, span in whole.own or ()]
        assert own == ["（2031年3月）", sentence(300) + sentence(301), sentence(302)] or own == [
            *(sentence(300) + sentence(301), sentence(302))
        ]
        assert whole.paragraphs == parse(read_one(tmp_path / "seeds" / "a.txt", "a.txt")).paragraphs
        assert hit.paragraph.anchor in {one.anchor for one in whole.paragraphs}
        first = corpus.count(sentence(5)).first
        assert first is not None
        assert first.speech.id == "b.txt"
        both = corpus.search(f"“{sentence(300)}” OR “{sentence(5)}”", group="speech")
        assert (both.total, both.speeches, len(both.hits)) == (2, 1, 1)
        assert corpus.selection(Filters()).speeches == 2


def test_two_printings_are_one_speech_dated_by_the_earliest(tmp_path: Path) -> None:
    """Weeks apart, 97 % of the sentences alike."""
    reprint = [*BASE[:20], 300, *BASE[21:], 301]
    files = {"a.txt": text_of(reprint, date="2031年3月20日"), "b.txt": text_of(BASE, date="2031年3月5日")}
    report, corpus = built(files, tmp_path)
    assert [(one.path, one.of, str(one.date)) for one in report.versions if one.is_same] == [
        ("a.txt", "b.txt", "2031-03-20")
    ]
    with corpus:
        count = corpus.count(sentence(5))
        assert count.first is not None
        assert (count.occurrences, str(count.first.speech.date)) == (1, "2031-03-05")
        assert corpus.count(sentence(300)).occurrences == corpus.count(sentence(20)).occurrences == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "在春季动员会上的讲话"}, {"title": "在秋季动员会上的讲话"}),
        ({"title": "在甲区座谈会上的讲话"}, {"title": "在乙区座谈会上的讲话"}),
        ({"title": "2030年政府工作报告"}, {"title": "2031年政府工作报告"}),
        ({"title": "政府工作报告", "date": "2030年1月20日"}, {"title": "政府工作报告", "date": "2031年1月20日"}),
        ({"title": "讲话", "date": "2031年3月5日"}, {"title": "讲话", "date": "2031年3月9日"}),
        ({"date": "2031年3月5日"}, {"date": "2031年7月5日"}),
    ],
)
def test_one_body_with_other_facts_is_two_speeches(tmp_path: Path, one: dict[str, str], other: dict[str, str]) -> None:
    report, corpus = built({"a.txt": text_of(BASE, **one), "b.txt": text_of(BASE, **other)}, tmp_path)  # type: ignore[arg-type]
    assert report.speeches == 2
    with corpus:
        for facts in (one, other):
            assert corpus.count(facts.get("title", TITLE)).occurrences == (
                1 if one.get("title") != other.get("title") else 2
            )
        assert corpus.count(sentence(5)).occurrences == 2


def test_a_form_filled_anew_is_two_speeches(tmp_path: Path) -> None:
    """What differs are figures alone: another report of the same kind, not another printing."""
    rows = [sentence(number) for number in range(100)]
    for number in (10, 30, 50):
        rows[number] = f"本月水位是{number}厘米上下的样子。"
    first = "\n".join([TITLE, "同志们：", *rows])
    second = first.replace("厘米", "厘米").replace("10厘", "12厘").replace("30厘", "35厘").replace("50厘", "58厘")
    assert built({"a.txt": first, "b.txt": second}, tmp_path)[0].speeches == 2
    third = first.replace("10厘", "12厘")  # a misprint, corrected
    (tmp_path / "other").mkdir()
    assert built({"a.txt": first, "b.txt": third}, tmp_path / "other")[0].speeches == 1


def sketch(**facts: object) -> SpeechSketch:
    known = {"title": None, "date": None, "speaker": None, "occasion": None, **facts}
    return SpeechSketch(path="a", id="a", gaps=0, size=0, wording=b"", digest=b"", lowest=b"", sizes=b"", **known)  # type: ignore[arg-type]


DAY, WEEKS_LATER = SpeechDate(2031, 3, 5), SpeechDate(2031, 4, 2)


@pytest.mark.parametrize(
    ("one", "other", "needed"),
    [
        ({}, {}, SAME),
        ({"title": TITLE}, {}, SAME),
        ({"title": TITLE}, {"title": f"常青：{TITLE}"}, SAME_BY_FACTS),
        ({"title": TITLE}, {"title": TITLE.replace("全市", "全縣")}, None),
        ({"title": TITLE, "speaker": "常青"}, {"title": TITLE, "speaker": "林晓"}, None),
        ({"title": TITLE, "speaker": "常青"}, {"title": TITLE, "speaker": "常 青"}, SAME_BY_FACTS),
        ({"title": TITLE, "occasion": "春季会"}, {"title": TITLE, "occasion": "秋季会"}, None),
        ({"title": TITLE, "date": DAY}, {"title": TITLE, "date": WEEKS_LATER}, SAME_BY_FACTS),
        ({"title": "致辞", "date": DAY}, {"title": "致辞", "date": WEEKS_LATER}, None),
        ({"date": DAY}, {"date": WEEKS_LATER}, None),
        ({"title": TITLE, "date": DAY}, {"title": TITLE, "date": SpeechDate(2032, 3, 5)}, None),
        ({"title": TITLE, "date": DAY}, {"title": TITLE, "date": SpeechDate(2031, 4)}, None),
        ({"title": TITLE, "date": SpeechDate(2031, 2, 30)}, {"title": TITLE, "date": DAY}, None),
        (
            {"title": "把渠系修好", "date": DAY, "speaker": "常青"},
            {"title": TITLE, "date": DAY, "speaker": "常青"},
            SAME,
        ),
        ({"title": "把渠系修好", "date": DAY}, {"title": TITLE, "date": DAY}, None),
    ],
)
def test_which_facts_make_one_speech(one: dict[str, object], other: dict[str, object], needed: float | None) -> None:
    assert share_of_one_speech(sketch(**one), sketch(**other)) == needed
    assert share_of_one_speech(sketch(**other), sketch(**one)) == needed


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_updates_answer_as_new_builds_do(tmp_path: Path, seed: int) -> None:
    """Versions that come, go and change, and main speeches that do: also when another is the main one from then on."""
    rng = random.Random(seed)
    seeds = corpus_of(tmp_path / "seeds", {"z.txt": text_of(range(400, 440), title="在另一个会上的讲话")})
    for _ in range(9):
        name = rng.choice(["a.txt", "b.txt", "c.txt"])
        numbers = [*BASE, *rng.choices(range(300, 304), k=rng.randint(0, 3))]
        numbers[rng.randrange(60)] = rng.randrange(100, 104)
        date = rng.choice(["", "2031年3月", "2031年3月5日", "2031年3月20日"])
        if (seeds / name).exists() and rng.random() < 0.3:
            (seeds / name).unlink()
        else:
            corpus_of(seeds, {name: text_of(numbers, date=date, in_paragraph=rng.choice([1, 3]))})
        updated = update(seeds, tmp_path / "index")
        fresh = build(seeds, tmp_path / "new")
        assert (updated.speeches, updated.versions, updated.census) == (fresh.speeches, fresh.versions, fresh.census)
        with open_corpus(tmp_path / "index") as one, open_corpus(tmp_path / "new") as other:
            found = [f"“{sentence(number)}”" for number in (5, *range(100, 104), *range(300, 304))]
            assert_same_answers(one, other, found, [query.strip("“”") for query in found])
            for version in (version for entry in one.speeches() for version in entry.versions):
                assert one.speech(version.id) == other.speech(version.id)
            assert all(one.count(text).occurrences for text in folded_sentences(seeds))


def test_versions_kept_on_request_are_counted_each(tmp_path: Path) -> None:
    files = {f"{name}.txt": text_of(BASE) for name in "abc"}
    report, corpus = built(files, tmp_path, BuildOptions(keep_versions=True))
    with corpus:
        assert (report.speeches, corpus.count(sentence(5)).occurrences) == (3, 3)


def test_names_that_differ_in_form_only_are_two_files(tmp_path: Path) -> None:
    composed, decomposed = "caf\u00e9.txt", "cafe\u0301.txt"
    files = {composed: text_of(range(5)), decomposed: text_of(range(10, 15)), "e\u0301.txt": text_of(range(20, 25))}
    report, corpus = built(files, tmp_path)
    with corpus:
        assert report.speeches == report.files == 3
        assert {entry.id for entry in corpus.speeches()} == {composed, decomposed, "\u00e9.txt"}
        for first in (0, 10, 20):
            assert corpus.count(sentence(first)).occurrences == 1


def test_all_pairs_of_names_are_told_apart(tmp_path: Path) -> None:
    names = ["A.txt", "a.txt", "\u1e9b\u0323.txt", "\u017f\u0323\u0307.txt", "讲\u3000话.txt", "讲 话.txt"]
    seeds = corpus_of(tmp_path / "seeds", {name: text_of([number]) for number, name in enumerate(names)})
    if len(list(seeds.iterdir())) < len(names):
        pytest.skip("this file system holds some of these names to be one")
    paths = [path for path, _ in corpus_files(seeds)]
    assert all(one != other for one, other in combinations(paths, 2))
    assert len(paths) == len(names)


def test_a_phrase_crosses_from_one_own_passage_to_the_next_only_where_they_follow_each_other(tmp_path: Path) -> None:
    """Passages of a version that stand far from each other are no neighbours, though they are in the index."""
    first, second, third, fourth = "各地抓紧抓好春耕备", "耕和防汛准备工作。", "要把责任压实到每一", "个岗位上面去。"
    main = [sentence(number) for number in range(200)]
    version = [*main[:20], first, second, *main[20:40], third, *main[40:195], fourth]
    head = f"{TITLE}\n（2031年3月5日）\n同志们：\n"
    files = {"a.txt": head + "\n".join(main) + "\n", "b.txt": head + "\n".join(version) + "\n"}
    _, corpus = built(files, tmp_path)
    with corpus:
        assert corpus.count("压实到每一个岗位").crossing == 0
        assert corpus.count("春耕备耕").crossing == 1
        (line,) = corpus.crossings("春耕备耕").lines
        assert [piece.text for piece in line.pieces] == ["春耕备", "耕"]
        speech = corpus.speech(line.speech.id)
        marked = corpus.torn_highlights(speech.id, "春耕备耕")
        texts = [speech.paragraphs[place].text[span.start : span.end] for place, (span,) in sorted(marked.items())]
        assert texts == ["春耕备", "耕"]
        assert (speech.id, len(speech.own or ())) == ("b.txt", 4)


def test_a_file_is_read_no_oftener_however_many_versions_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once to know it, once for what is its own, once for what the versions after it have of their own."""
    read: Counter[str] = Counter()

    def count(data: bytes, name: str, pages: PageStore) -> list[RawText | UnreadableItem]:
        read[name] += 1
        return read_texts(data, name, pages)

    monkeypatch.setattr(speech_reading, "read_texts", count)
    monkeypatch.setattr(speech_reading, "read_recognised", count)
    files = {
        f"{number:02}.txt": text_of([*BASE, 100 + number], date=f"2031年3月{number + 1}日") for number in range(12)
    }
    report, corpus = built(files, tmp_path)
    with corpus:
        assert len(report.versions) == 11
        assert [corpus.count(sentence(100 + number)).occurrences for number in range(12)] == [1] * 12
    assert set(read) == set(files)
    assert max(read.values()) <= 3
