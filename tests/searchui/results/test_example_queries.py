"""The examples of the first page: words that the most of the latest speeches have, held against a walk over their texts."""

from collections import Counter
from pathlib import Path

from indexer.analysis import fold
from indexer.build.pipeline import build, update
from searchui import Corpus, open_corpus
from searchui.search.suggest.example_queries import MIN_LENGTH, SAMPLED_SPEECHES


def expected(corpus: Corpus, most: int) -> list[str]:
    """The same, text by text."""
    counts: Counter[str] = Counter()
    for entry in corpus.speeches()[-SAMPLED_SPEECHES:]:
        texts = (fold(paragraph.text) for paragraph in corpus.speech(entry.id).paragraphs)
        words = {word for text in texts for word in corpus._snapshot.analysis.cut(text)}
        counts.update(
            word for word in words if len(word) >= MIN_LENGTH and all("一" <= one <= "\u9fff" for one in word)
        )
    taken: list[str] = []
    for word, _count in sorted(counts.items(), key=lambda item: (-item[1], -len(item[0]), item[0])):
        if not any(word in other or other in word for other in taken):
            taken.append(word)
    return taken[:most]


def test_they_are_what_most_speeches_have(sample_index: Path) -> None:
    with open_corpus(sample_index) as corpus:
        assert corpus.set_phrases(10) == expected(corpus, 10)
        assert len(corpus.set_phrases(10)) == 10
        assert corpus.set_phrases(3) == corpus.set_phrases(10)[:3]
        assert all(corpus.count(phrase).speeches > 1 for phrase in corpus.set_phrases(3))


def test_so_they_are_after_an_update_in_several_segments(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    text = "在第{}次会上的讲话\n（2031年3月{}日）\n\n要推动高质量发展，{}。\n"
    for number in range(1, 9):
        (seeds / f"{number}.txt").write_text(
            text.format(number, number, "建设生态文明" * (number % 2)), encoding="utf-8"
        )
    build(seeds, tmp_path / "index")
    (seeds / "3.txt").unlink()
    (seeds / "9.txt").write_text(text.format(9, 9, "基础设施"), encoding="utf-8")
    update(seeds, tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        assert corpus.set_phrases(10) == expected(corpus, 10)
        assert corpus.set_phrases(1) == ["高质量发展"]


def test_a_corpus_without_long_words_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("会\n\n好。", encoding="utf-8")
    build(tmp_path, tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        assert corpus.set_phrases(3) == []
