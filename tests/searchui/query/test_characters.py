"""What looks the same is the same, in the files and in what is asked: counted, listed and found alike."""

from collections.abc import Iterator

import pytest

from indexer.build.pipeline import build
from indexer.errors import CallError
from searchui import Corpus, MatchOptions, open_corpus

TEXT = """在全区水利工作会议上的讲话
（2031年3月5日）
水利为民——这是宗旨。
水利为民──这是宗旨。
水利为民――这是宗旨。
水利为民━━这是宗旨。
水利为民⸺这是宗旨。
坚持\u2067先急后缓\u2069的次序。
坚持先\u200d急后\ufe0f缓\u2062的次序。
作者是安娜·别洛娃、安娜•别洛娃、安娜‧别洛娃、安娜・别洛娃、安娜･别洛娃。
⽔利⼯程⻓期受益。
渠務衞生敍述如下，簷前滴水。
caf\u0065\u0301 与 café 是一家。
增长－5%，不是5%。
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("characters")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "一.txt").write_text(TEXT, encoding="utf-8")
    build(folder / "seeds", folder / "index")
    with open_corpus(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("phrase", "occurrences"),
    [
        ("水利为民——这是", 5),
        ("水利为民──这是", 5),
        ("水利为民⸺这是", 5),
        ("坚持先急后缓的次序", 2),
        ("\u202a坚持先急\u200b后缓\u202c的次序", 2),
        ("安娜·别洛娃", 5),
        ("安娜•别洛娃", 5),
        ("水利工程长期受益", 1),
        ("渠务卫生叙述", 1),
        ("檐前滴水", 1),
        ("café", 2),
        ("cafe\u0301", 2),
        ("增长-5%", 1),
        ("增长—5%", 0),
        ("增长5%", 0),
    ],
)
def test_every_way_of_asking_counts_the_same(corpus: Corpus, phrase: str, occurrences: int) -> None:
    assert corpus.count(phrase).occurrences == occurrences
    lines = corpus.kwic(phrase)
    assert lines.total == occurrences
    points = corpus.trend([phrase], by="year").courses[0].points
    assert sum(point.occurrences for point in points) == occurrences
    page = corpus.search(f'"{phrase}"')
    assert page.total == corpus.count(phrase).paragraphs
    assert sum(len(hit.highlights) for hit in page.hits) == occurrences


def test_loosely_no_dash_counts(corpus: Corpus) -> None:
    assert corpus.count("水利为民这是宗旨", match_options=MatchOptions(loose=True)).occurrences == 5


def test_exactly_a_dash_is_the_dash_that_was_written(corpus: Corpus) -> None:
    counts = [corpus.count(f"民{dash}这", match_options=MatchOptions(exact=True)).occurrences for dash in ("——", "──")]
    assert counts == [2, 1]  # a dash of double length is two


def test_nothing_but_what_prints_nothing_is_no_question(corpus: Corpus) -> None:
    with pytest.raises(CallError, match="请写下要数的词句"):
        corpus.count("\u200b\u2060")
