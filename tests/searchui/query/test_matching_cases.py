"""What users of other engines complain of, row by row: a test for each, through the calls that users make."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from filelock import FileLock

from indexer.analysis import fold
from indexer.build.pipeline import BuildOptions, build
from indexer.errors import IndexLockedError, IndexUnusableError, QueryError, WordListError
from indexer.model import Paragraph, Speech
from searchui import Corpus, MatchOptions, open_corpus
from searchui.web import create_app
from tests.oracle import overlapping

LINES = {
    "一.txt": """在全市工作会议上的讲话
（2021年3月5日）
金砖国家领导人会晤发表宣言，金砖国家的合作走深走实。
中华人民共和国万岁。
华人社团的朋友们也来了。
三农工作是重中之重。
他熟读马克思的著作，也读马克思主义的文章。
党的领导是根本，党的建设是保证。
党领导一切工作。
IT 产业和5G、C919、A股、COVID-19都在3月的简报里。
增长5.2%，总量126万亿元，共12,345户，比上年多5.2万户。
到二〇三五年基本实现现代化。
绿水青山就是金山银山。
绿水青山，就是金山银山。
我们哈哈哈大笑。
𠮷野家的㐂字旁边写着䶮和𪚥。
干部要干净干事，乾坤朗朗；皇后在后台，头发发光。
""",
    "二.txt": """在紀念大會上的講話
（2022年10月1日）
習近平總書記指出，ＧＤＰ不是一切。
頭髮與發展、乾淨與幹部、皇后與後來。
２０２０年是收官之年。
""",
    "三.md": """# 东京会谈纪要

东京的法案，写着秘密。

法案已经通过。

东京会谈没有别的。
""",
}
CONTEXTS = ("要", "，", "“", "抓好", "的")
PHRASE = "基层社会治理"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases")
    seeds = folder / "seeds"
    seeds.mkdir()
    for name, text in LINES.items():
        (seeds / name).write_text(text, encoding="utf-8")
    five = "".join(f"第{n}段说{before}{PHRASE}{before}要落细。\n" for n, before in enumerate(CONTEXTS, 1))
    (seeds / "四.txt").write_text("五种上下文\n" + five, encoding="utf-8")
    far = "前面的话讲了很多。" * 4500 + "末尾有一处独一无二的说法。"
    (seeds / "五.txt").write_text("很长的一段\n" + far + "\n", encoding="utf-8")
    build(seeds, folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def cases(index: Path) -> Iterator[Corpus]:
    with open_corpus(index) as opened:
        yield opened


Texts = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def texts(cases: Corpus) -> Texts:
    return lambda query: [hit.paragraph.text for hit in cases.search(query, per_page=50).hits]


def paragraphs(corpus: Corpus) -> list[tuple[str, Paragraph]]:
    return [(entry.id, one) for entry in corpus.speeches() for one in corpus.speech(entry.id).paragraphs]


def marked(corpus: Corpus, query: str) -> set[str]:
    """All that is marked in the hits, as it stands there."""
    return {
        hit.paragraph.text[span.start : span.end]
        for hit in corpus.search(query, per_page=50).hits
        for span in hit.highlights
    }


def check_substrings(corpus: Corpus, times: int, seed: int) -> None:
    """Occurrences, paragraphs and speeches of random substrings are those of a walk over all paragraphs."""
    everything = [(speech, fold(one.text)) for speech, one in paragraphs(corpus)]
    chance = Random(seed)
    for _ in range(times):
        _, text = chance.choice(everything)
        length = chance.randint(1, 8) if chance.random() < 0.8 else chance.randint(1, 50)
        start = chance.randrange(max(1, len(text) - length + 1))
        phrase = text[start : start + length].strip()  # blanks around what is asked for say nothing
        if not phrase:
            continue
        having = [(speech, overlapping(phrase, one)) for speech, one in everything if phrase in one]
        count = corpus.count(phrase)
        assert count.occurrences == sum(times for _, times in having), phrase
        assert count.paragraphs == len(having), phrase
        assert count.speeches == len({speech for speech, _ in having}), phrase


def test_row_01_random_substrings(cases: Corpus, corpus: Corpus) -> None:
    check_substrings(cases, 100, seed=1)
    check_substrings(corpus, 100, seed=2)


@pytest.mark.slow
def test_row_01_random_substrings_of_real_texts(real_corpus: Corpus) -> None:
    """1,000 in CI; SUBSTRINGS says how many (`make substrings`: 10,000)."""
    check_substrings(real_corpus, int(os.environ.get("SUBSTRINGS", "1000")), seed=3)


def test_row_02_a_word_inside_another(cases: Corpus) -> None:
    assert cases.count("金砖国家").occurrences == 2


def test_row_03_unquoted_text_inside_a_longer_word(texts: Texts) -> None:
    assert "中华人民共和国万岁。" in texts("人民共和国")


def test_row_04_one_phrase_in_five_contexts(cases: Corpus) -> None:
    assert cases.search(f'"{PHRASE}"').total == cases.search(PHRASE).total == 5


def test_row_05_a_word_that_is_only_inside_another(cases: Corpus, texts: Texts) -> None:
    assert cases.count("华人").paragraphs == 2
    assert texts("华人") == ["华人社团的朋友们也来了。", "中华人民共和国万岁。"]


def test_row_06_one_character(texts: Texts) -> None:
    assert texts("农") == texts('"农"') == ["三农工作是重中之重。"]


def test_row_07_nothing_is_a_stop_word(cases: Corpus, texts: Texts) -> None:
    assert cases.search("的").total == sum("的" in fold(one.text) for _, one in paragraphs(cases))
    assert texts("IT") == texts('"it"')
    assert [text[:5] for text in texts('"党的领导"')] == ["党的领导是"]
    assert [text[:5] for text in texts('"党领导"')] == ["党领导一切"]


def test_row_08_the_whole_word_is_marked(cases: Corpus) -> None:
    assert marked(cases, "马克思") == {"马克思"}
    assert marked(cases, "马克思主义") == {"马克思主义"}


def test_row_09_a_phrase_marks_only_itself(cases: Corpus) -> None:
    (hit,) = cases.search('"党的领导"').hits
    assert [hit.paragraph.text[span.start : span.end] for span in hit.highlights] == ["党的领导"]


def test_row_10_marks_do_not_drift(cases: Corpus) -> None:
    for text in ("\n  党的 建设  ，𠮷党的建设", "𪚥𪚥　党的建设"):
        spans = cases.highlights(text, '"党的建设"')
        assert [text[span.start : span.end] for span in spans] == ["党的建设"]


def test_row_11_far_into_a_long_text(index: Path, cases: Corpus) -> None:
    (hit,) = cases.search('"独一无二的说法"').hits
    assert hit.highlights[0].start > 40_000
    assert "<mark>独一无二的说法</mark>" in create_app(index).test_client().get('/search?q="独一无二的说法"').text


def test_row_12_traditional_and_simplified_meet_and_are_marked(cases: Corpus) -> None:
    assert marked(cases, '"习近平"') == marked(cases, '"習近平"') == marked(cases, "习近平总书记"[:3]) == {"習近平"}


@pytest.mark.parametrize("phrase", ["干", "乾", "幹", "后", "後", "发", "發", "髮"])
def test_row_13_offsets_hold_where_characters_unite(cases: Corpus, phrase: str) -> None:
    assert {fold(one) for one in marked(cases, f'"{phrase}"')} == {fold(phrase)}
    exact = cases.count(phrase, match_options=MatchOptions(exact=True))
    assert exact.occurrences == sum(one.text.count(phrase) for _, one in paragraphs(cases))


def test_row_14_width(cases: Corpus) -> None:
    assert marked(cases, '"GDP"') == marked(cases, '"ＧＤＰ"') == {"ＧＤＰ"}
    assert cases.count("2020年").occurrences == cases.count("２０２０年").occurrences == 1


@pytest.mark.parametrize(("text", "times"), [("5.2", 2), ("5.2%", 1), ("12,345", 1), ("126万亿", 1)])
def test_row_15_numbers_and_units(cases: Corpus, text: str, times: int) -> None:
    assert cases.count(text).occurrences == times
    assert cases.search(text).total == 1


def test_row_16_a_zero_of_its_own(cases: Corpus) -> None:
    assert marked(cases, '"二〇三五年"') == {"二〇三五年"}


@pytest.mark.parametrize("text", ["A股", "5G", "C919", "COVID-19", "3月"])
def test_row_17_where_latin_and_chinese_meet(texts: Texts, text: str) -> None:
    assert any(one.startswith("IT 产业") for one in texts(f'"{text}"'))
    assert any(one.startswith("IT 产业") for one in texts(text))


def test_row_18_full_width_signs(texts: Texts) -> None:
    assert texts("“党的建设”") == texts('"党的建设"') == texts("「黨的建設」") != []
    assert texts("年份：２０２１（三农）") == texts("year:2021 (三农)") != []


def test_row_19_with_and_without_a_comma(cases: Corpus) -> None:
    assert cases.count("绿水青山就是金山银山").occurrences == 1
    assert cases.count("绿水青山，就是金山银山").occurrences == 1
    assert cases.count("绿水青山就是金山银山", match_options=MatchOptions(loose=True)).occurrences == 2


def test_row_20_words_of_ones_own(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text(
        "题目\n他们用 Windows 10 开发 T+0 系统，说三个务必。\n只有十个窗口。\n", encoding="utf-8"
    )
    rows = "Windows 10 1000 n\r\nT+0\r\n三个务必 50 n\r\n"
    for name, encoding in (("user_dict.txt", "utf-8-sig"), ("user_dict.txt", "utf-16"), ("用户词典.txt", "gb18030")):
        (seeds / "user_dict.txt").unlink(missing_ok=True)
        (seeds / name).write_bytes(rows.encode(encoding))
        build(seeds, tmp_path / "index")
        with open_corpus(tmp_path / "index") as opened:
            assert [len(opened.search(word).hits) for word in ("Windows 10", "T+0", "三个务必")] == [1, 1, 1]
            assert opened.manifest.speeches == 1
    (seeds / "用户词典.txt").write_text("好词\n……\n", encoding="utf-8")
    with pytest.raises(WordListError, match=r"用户词典.txt.*第 2 行"):
        build(seeds, tmp_path / "index")


@pytest.mark.parametrize("character", list("𠮷㐂䶮𪚥"))
def test_row_21_rare_characters(cases: Corpus, character: str) -> None:
    assert cases.count(character).occurrences == 1
    assert marked(cases, f'"{character}"') == marked(cases, character) == {character}


def test_row_22_no_clause_escapes_not(cases: Corpus, texts: Texts) -> None:
    assert cases.search("东京 NOT 秘密 法案").total == 0
    assert not any("秘密" in text for text in texts("东京 NOT 秘密 法案"))  # what is shown is partial
    assert sorted(texts("(东京 NOT 秘密) OR 法案")) == sorted(
        ["东京会谈没有别的。", "法案已经通过。", "东京的法案，写着秘密。", "东京会谈纪要"]
    )


def test_row_23_two_builds_and_many_readers(index: Path, tmp_path: Path) -> None:
    shutil.copytree(index, tmp_path / "index")
    seeds = index.parent / "seeds"
    with FileLock(tmp_path / "index" / "LOCK"), pytest.raises(IndexLockedError, match="另一个"):
        build(seeds, tmp_path / "index")

    def read(_: int) -> int:
        with open_corpus(tmp_path / "index") as opened:
            return opened.count("三农").occurrences

    with ThreadPoolExecutor(16) as readers:
        answers = readers.map(read, range(64))
        build(seeds, tmp_path / "index")
        assert set(answers) == {1}


def test_row_24_a_damaged_index_says_so_and_a_build_mends_it(index: Path, tmp_path: Path) -> None:
    shutil.copytree(index, tmp_path / "index")
    for file in sorted((tmp_path / "index").glob("generation-*/*.seg")):
        file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(IndexUnusableError, match="重新建立"):
        open_corpus(tmp_path / "index")
    build(index.parent / "seeds", tmp_path / "index")
    with open_corpus(tmp_path / "index") as opened:
        assert opened.count("三农").occurrences == 1


def test_row_25_a_running_server_answers_from_the_new_index(index: Path, tmp_path: Path) -> None:
    shutil.copytree(index.parent / "seeds", tmp_path / "seeds")
    build(tmp_path / "seeds", tmp_path / "index")
    client = create_app(tmp_path / "index").test_client()
    assert client.get("/api/count?phrase=新写的话").json["occurrences"] == 0  # type: ignore[index]
    (tmp_path / "seeds" / "六.txt").write_text("题目\n这是新写的话。\n", encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    assert client.get("/api/count?phrase=新写的话").json["occurrences"] == 1  # type: ignore[index]


def test_row_26_no_file_of_jiebas_in_the_temporary_folder(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"  # in the common one, other tests have jieba itself leave such files
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    build(index.parent / "seeds", tmp_path / "index")
    assert not list(own.glob("jieba*"))


def test_row_27_encodings(tmp_path: Path) -> None:
    text = "在会议上的讲话\n（2020年1月2日）\n同志们：\n今天讲三件事，镕基、喆、䶮字都要认得，国家和人民要放在心上。\n"
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        (seeds / f"{encoding}.txt").write_bytes(text.encode(encoding))
    plain = text.replace("䶮", "").replace("喆", "")
    (seeds / "gbk.txt").write_bytes(plain.encode("gbk"))
    (seeds / "big5.txt").write_bytes("在會議上的講話\n同志們：\n今天講三件事，國家和人民要放在心上。\n".encode("big5"))
    build(seeds, tmp_path / "index", BuildOptions(keep_versions=True))
    with open_corpus(tmp_path / "index") as opened:
        assert opened.count("国家和人民要放在心上").speeches == 5
        read: list[Speech] = [opened.speech(entry.id) for entry in opened.speeches()]
        whole = {"\n".join(one.text for one in speech.paragraphs) for speech in read if "䶮" in str(speech.paragraphs)}
        assert whole == {text.strip()}


@pytest.mark.parametrize(
    ("query", "position"),
    [("三农 (", 4), ('"三农', 0), ("三农 AND", 6), ("作者:某", None), ("bad:三农", None), ("speakr:三农", 0)],
)
def test_row_28_what_cannot_be_read_is_said_with_its_place(cases: Corpus, query: str, position: int | None) -> None:
    if position is None:  # text with a colon is text
        assert cases.search(query).total == 0
        return
    with pytest.raises(QueryError) as told:
        cases.search(query)
    assert told.value.position == position
