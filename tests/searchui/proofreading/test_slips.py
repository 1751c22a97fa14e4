"""Slips of the pen: what is doubled and what sounds the same first; nothing that may be meant; shown with evidence that is there."""

from collections.abc import Iterator

import pytest

from indexer.build.pipeline import build
from searchui import Corpus, open_corpus
from searchui.search.suggest import pinyin

PHRASE = "粮食生产能力稳步提升"
LINES = [f"第{number}件事，{PHRASE}的势头要保持，{PHRASE}。要抓紧，种好了。先浇水。" for number in range(1, 400)]
OTHERS = [f"第{number}条，学习山西经验要结合实际。" for number in range(1, 40)]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("slips")
    (folder / "a.txt").write_text("在会议上的讲话\n\n同志们：\n\n" + "\n".join([*LINES, *OTHERS]), encoding="utf-8")
    build(folder, folder / "index")
    with open_corpus(folder / "index") as corpus:
        yield corpus


def found(corpus: Corpus, draft: str, suggestions: str = "strict") -> list[tuple[str, str]]:
    return [(one.said, one.suggestion) for one in corpus.proof(draft, suggestions=suggestions).notices]


def test_what_is_doubled_is_one_too_many(own: Corpus) -> None:
    assert found(own, f"老乡们都说{PHRASE.replace('产', '产产')}这句话真不错。") == [("产", "")]


def test_at_the_edge_of_a_clause_only_what_is_doubled_is_too_much(own: Corpus) -> None:
    """A last word can be left out nearly anywhere, though it is meant; one that the corpus has not looks wrong besides."""
    assert not found(own, "老乡们把坡上坡下的地都种好了藕。先浇水。", "loose")
    assert found(own, "老乡们把坡上坡下的地都种好了了。先浇水。", "loose") == [("了", "")]


def test_a_word_in_place_of_another_is_meant(own: Corpus) -> None:
    """山东 is no slip of 山西; what is no word is."""
    assert not found(own, "老乡们都说学习山东经验要结合实际才有用。", "loose")
    assert found(own, "老乡们都说学习山乐经验要结合实际才有用。", "loose") == [("乐", "西")]


def test_what_sounds_the_same_is_likelier(own: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = "老乡们都说稳步提升的世头很好。"
    assert found(own, draft) == [("世", "势")]
    monkeypatch.setattr("searchui.search.suggest.pinyin.readings", dict)  # as where the library is missing
    assert not found(own, draft)
    assert found(own, draft, "loose") == [("世", "势")]


def test_characters_that_share_a_reading_sound_alike() -> None:
    assert pinyin.sound_alike("步", "布")
    assert pinyin.sound_alike("重", "虫")
    assert not pinyin.sound_alike("步", "走")


def test_a_slip_is_shown_with_what_stands_in_the_corpus(own: Corpus) -> None:
    """Also where the sentence goes on in a new way."""
    (notice,) = own.proof("老乡们都说这里粮食生产能力稳布提高了一点。").notices
    assert (notice.said, notice.suggestion) == ("布", "步")
    assert (notice.said_count, notice.count) == (0, 2 * len(LINES))
    assert notice.source is not None
    assert notice.source.text == "力稳步提"


@pytest.mark.parametrize(
    ("draft", "said", "suggestion"),
    [
        ("老乡们听了良食生产能力很高兴。", "良", "粮"),
        ("村里明白粮食生产能里老早就上来了。", "里", "力"),
    ],
)
def test_a_set_phrase_that_is_wrong_at_an_end_is_known_by_the_rest_of_it(
    own: Corpus, draft: str, said: str, suggestion: str
) -> None:
    """Though on the other side the sentence goes on in a way that the corpus has not."""
    assert found(own, draft) == [(said, suggestion)]
