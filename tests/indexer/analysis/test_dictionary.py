"""A user's dictionary: what is written becomes words, whatever is in them; or an error tells the line. Case 20."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analysis, Vocabulary, fold, read_dictionary
from indexer.analysis.dictionary import DictionaryEntry, set_phrases
from indexer.analysis.jiebas import PlainJieba, Rjieba
from indexer.analysis.mixed_script_words import MixedWords
from indexer.analysis.words import Segmenter, is_word
from indexer.build.word_lists import read_vocabulary
from indexer.errors import WordListError
from indexer.model import Speech

OWN = [
    "黨建引領",
    "C919",
    "A 股",
    "5G+工业互联网",
    "T+0",
    "hello world",
    "R&D",
    "〇号台账",
    "𠮷野家",
    "“两山”论",
    "卡拉OK",
]
ENTRIES = read_dictionary(OWN, "user_dict.txt")
CONTEXTS = [
    "{}",
    "坚持{}，",
    "我们要深入学习贯彻{}的要求",
    "推动{}建设取得新成效",
    "、{}、",
    "为{}而奋斗",
    "以{}引领发展",
    "关于{}问题",
    "和{}是",
    "{}推进",
    "不断{}",
]
# Of rare characters only whole words: rjieba takes those beside Han for Han, jieba does not.
texts = st.lists(
    st.sampled_from(
        [
            *map(fold, OWN),
            "党建",
            "引领",
            "c9",
            "19",
            "a",
            " ",
            "股",
            "5g",
            "+",
            "hello",
            "world",
            "的",
            "。",
            "四个意识",
            "人民",
        ]
    )
    | st.text("党建引领c919a股5g+工业hello &r“〇发展", max_size=3),
    max_size=12,
).map("".join)


@pytest.fixture(scope="module")
def own() -> Analysis:
    return Analysis(Vocabulary(ENTRIES))


@pytest.fixture(scope="module")
def builds() -> list[Segmenter]:
    """Both builds of jieba, with set phrases and the words above."""
    return [Segmenter(jieba, (*set_phrases(), *ENTRIES)) for jieba in (Rjieba(), PlainJieba())]


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("word", OWN)
def test_a_word_of_the_dictionary_is_one_word(own: Analysis, word: str, context: str) -> None:
    text = context.format(word)
    assert fold(word) in own.cut(fold(text))
    assert fold(word) in {found.text for found in own.words(text)}
    assert fold(word) in own.query_words(text)


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_set_phrase_is_one_word_or_inside_a_longer_one(builds: list[Segmenter], context: str) -> None:
    for build in builds:
        for phrase in set_phrases():
            whole = [part for part in build.cut(context.format(phrase.word)) if phrase.word in part]
            assert whole, (phrase.word, context)
            inner = {word for word, _ in build.inner(whole[0])}
            assert phrase.word == whole[0] or phrase.word in inner


def test_set_phrases_are_words_by_themselves(analysis: Analysis) -> None:
    assert 150 <= len(set_phrases()) <= 400
    assert len({entry.word for entry in set_phrases()}) == len(set_phrases())
    for entry in set_phrases():
        assert analysis.cut(entry.word) == analysis.query_words(entry.word) == [entry.word]


@pytest.mark.parametrize(
    ("word", "inner"),
    [
        ("全面从严治党", {"全面", "从严", "从严治党"}),
        ("新质生产力", {"生产", "生产力"}),
        ("习近平新时代中国特色社会主义思想", {"习近平", "中国特色社会主义", "新时代", "社会主义"}),
        ("hello world", {"hello", "world"}),
        ("5g+工业互联网", {"工业", "互联网"}),
        ("卡拉ok", {"卡拉", "ok"}),
    ],
)
def test_the_shorter_words_inside_are_found(own: Analysis, word: str, inner: set[str]) -> None:
    assert inner <= set(own.inner_words(word))
    assert inner <= {found.text for found in own.words(word)}


@given(text=texts)
def test_both_builds_cut_alike(builds: list[Segmenter], text: str) -> None:
    compiled, plain = builds
    assert compiled.cut(text) == plain.cut(text)
    assert list(compiled.words(text, "search")) == list(plain.words(text, "search"))


def test_both_builds_cut_speeches_alike(builds: list[Segmenter], sample_speeches: list[Speech]) -> None:
    compiled, plain = builds
    for speech in sample_speeches[6:10]:
        for paragraph in speech.paragraphs:
            folded = fold(paragraph.text)
            assert list(compiled.words(folded, "search")) == list(plain.words(folded, "search"))


@given(text=texts)
def test_nothing_is_lost_and_words_are_slices(own: Analysis, text: str) -> None:
    assert "".join(own.cut(text)) == text
    for word in own.words(text):
        assert text[word.start : word.end] == word.text
        assert is_word(word.text)


@given(text=texts)
def test_no_word_reaches_across_a_break(own: Analysis, text: str) -> None:
    parts = own.word_boundaries.split(text)
    breaks = own.word_boundaries.findall(text)
    cut = [part for pair in zip(parts, [*breaks, ""], strict=True) for one in pair for part in own.cut(one)]
    assert cut == own.cut(text)


@given(words=st.sets(st.text("ab 1+党", min_size=1, max_size=4), max_size=6), text=st.text("ab 1+党", max_size=20))
def test_mixed_words_stand_where_a_pattern_finds_them(words: set[str], text: str) -> None:
    longest = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    pattern = rf"(?<![ab1](?=[ab1]))(?:{longest})(?!(?<=[ab1])[ab1])"
    expected = [match.span() for match in re.finditer(pattern, text)] if words else []
    assert list(MixedWords(words).places(text)) == expected


@pytest.mark.parametrize("text", ["said", "2c919", "c9190", "hello worlds"])
def test_a_word_of_letters_is_not_found_inside_another(text: str) -> None:
    analysis = Analysis(Vocabulary(read_dictionary(["AI", "C919", "hello world"], "x")))
    assert text.split(" ")[0] in analysis.cut(text)
    assert not {"ai", "c919", "hello world"} & {word.text for word in analysis.words(text)}


@pytest.mark.parametrize(
    ("line", "word", "frequency"),
    [
        ("新质生产力", "新质生产力", None),
        ("新质生产力 3", "新质生产力", 3),
        ("新质生产力 3 nz", "新质生产力", 3),
        ("新质生产力 nz", "新质生产力", None),
        ("新质生产力\t3\tnz", "新质生产力", 3),
        ("　新质生产力　３　", "新质生产力", 3),
        ("Hello World", "hello world", None),
        ("Hello  World 20 eng", "hello world", 20),
        ("Team A", "team a", None),
        ("Windows 10 1000", "windows 10", 1000),
        ("習近平", "习近平", None),
        ("C++", "c++", None),
        ("12,345", "12,345", None),
    ],
)
def test_a_line(line: str, word: str, frequency: int | None) -> None:
    assert read_dictionary([line], "x") == (DictionaryEntry(word, frequency),)


def test_empty_lines_and_comments() -> None:
    assert read_dictionary(["", "# 注释", "  ", "#注释", "党建引领"], "x") == (DictionaryEntry("党建引领"),)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("！！！", "只有符号"),
        ("新质生产力,5,n", "“新质生产力 词频”"),
        ("新质生产力，5", "用空格"),
        ("新质生产力 0", "1 到"),
        ("新质生产力 -3", "整数"),
        ("新质生产力 3.5 n", "整数"),
        ("新质生产力 99999999999", "整数"),
        ("字" * 41, "最多 40"),
    ],
)
def test_a_bad_line_is_an_error_that_names_it(line: str, says: str) -> None:
    with pytest.raises(WordListError, match=says) as caught:
        read_dictionary(["# 词", "党建引领 5", line], "user_dict.txt")
    assert (caught.value.file, caught.value.line) == ("user_dict.txt", 3)
    assert str(caught.value).startswith("user_dict.txt 第 3 行：")
    assert caught.value.text("en").startswith("user_dict.txt, line 3: ")


@given(st.lists(st.text(max_size=12), max_size=5))
def test_any_lines_are_read_or_an_error_tells_where(lines: list[str]) -> None:
    line: int | None = 1
    try:
        entries = read_dictionary(lines, "x")
    except WordListError as error:
        entries, line = (), error.line
    assert line in range(1, max(len(lines), 1) + 1)
    assert all(fold(entry.word) == entry.word and is_word(entry.word) for entry in entries)


WRITTEN = "# 我们的词\r\n党建引领 20 n\r\n\r\nA 股\r\n新质生产力\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
@pytest.mark.parametrize("name", ["user_dict.txt", "用户词典.txt"])
def test_files_in_any_encoding(tmp_path: Path, encoding: str, name: str) -> None:
    (tmp_path / name).write_bytes(WRITTEN.encode(encoding))
    assert read_vocabulary(tmp_path).words == (
        DictionaryEntry("党建引领", 20),
        DictionaryEntry("a 股"),
        DictionaryEntry("新质生产力"),
    )


def test_traditional_files(tmp_path: Path) -> None:
    (tmp_path / "user_dict.txt").write_bytes("黨建引領\n鄉村振興促進法\n四個意識\n".encode("big5"))
    assert [entry.word for entry in read_vocabulary(tmp_path).words] == ["党建引领", "乡村振兴促进法", "四个意识"]


@pytest.mark.parametrize(
    ("data", "says"), [(b"\x00\x01\x02", "二进制"), (b"\xe5\x85\x9a\xff\xff\xff", "第 1 行"), (None, "没有这个文件")]
)
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes | None, says: str) -> None:
    file = tmp_path / "words.txt"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(WordListError, match=says) as caught:
        read_vocabulary(tmp_path, dictionary=file)
    assert caught.value.file == str(file)
