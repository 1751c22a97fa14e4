"""What there is of a speaker or an occasion, held against the texts of all speeches."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build.pipeline import build, update
from indexer.errors import UnknownNameError
from indexer.model import Speech, SpeechDate
from indexer.store.speech_catalogue import Entry, Turn
from searchui import Corpus, Filters, open_corpus
from searchui.search.browsing.profile import Office, offices_of
from searchui.search.statistics.base import MIN_CHARACTERS, MIN_SPEECHES

TALK = "第一季度的渠系整治按期推进，群众反映的问题得到了较好解决，各方面的评价总体是满意的。"
WATER = "渠系要年年修，渠系修好了，水就到得了田头。丘某某说过，渠系是命脉，渠系不能断。"
OTHER = "严明说过，学校要办好，教师要爱生，孩子要读书，家长要放心，社会要支持，教育是根本大计。"


def lines(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


SPEECHES = {
    **{
        f"水利{number}.txt": lines(
            f"在第{name}次水利工作会议上的讲话", f"（20{20 + number}年5月3日）", "省长　丘某某", *[WATER] * 90
        )
        for number, name in enumerate("一二三", 1)
    },
    **{
        f"教育{number}.txt": lines(
            f"在第{name}次教育工作会议上的讲话", f"（20{20 + number}年6月3日）", "厅长　严明", *[OTHER] * 90
        )
        for number, name in enumerate("一二三", 1)
    },
    "座谈.txt": lines(
        "座谈会记录",
        "（2024年1月2日）",
        f"主持人：{TALK}",
        f"丘某某：{WATER}",
        f"主持人：{TALK}",
        f"丘某某：{WATER}",
        WATER,
    ),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder, index = tmp_path_factory.mktemp("speeches"), tmp_path_factory.mktemp("archive") / "index"
    for name, text in SPEECHES.items():
        (folder / name).write_text(text, encoding="utf-8")
    build(folder, index)
    with open_corpus(index) as opened:
        yield opened


def texts(corpus: Corpus) -> list[Speech]:
    return [corpus.speech(entry.id) for entry in corpus.speeches()]


def said_by(speech: Speech, name: str) -> list[str]:
    """The paragraphs of a speech that somebody speaks: in a conversation those of his turns."""
    is_talk = any(paragraph.speaker for paragraph in speech.paragraphs)
    return [one.text for one in speech.paragraphs if (one.speaker if is_talk else speech.speaker) == name]


def size(paragraphs: list[str]) -> int:
    return sum(len("".join(text.split())) for text in paragraphs)


@pytest.fixture(params=["sample", "conversations"])
def either(request: pytest.FixtureRequest, corpus: Corpus, archive: Corpus) -> Corpus:
    return corpus if request.param == "sample" else archive


def test_a_speaker_is_counted_by_what_he_says(either: Corpus) -> None:
    names = [name for name in either.list_speeches().facets["speaker"] if name]
    assert len(names) > 2
    for name in names:
        found, said = either.speaker(name), {one.id: said_by(one, name) for one in texts(either)}
        own = [entry for entry in either.speeches() if said[entry.id]]
        assert (found.speeches, found.paragraphs) == (len(own), sum(map(len, said.values()))), name
        assert found.characters == sum(map(size, said.values())), name
        assert dict(found.facets["year"]) == Counter(entry.date.year if entry.date else None for entry in own)
        assert dict(found.facets["occasion"]) == Counter(entry.occasion for entry in own)
        dated = [entry for entry in own if entry.date]
        assert [found.first, found.last] == [dated[0], dated[-1]]
        assert (
            list(found.latest) == sorted(dated, key=lambda entry: (-entry.date.key if entry.date else 0, entry.id))[:5]
        )
        assert sum(office.speeches for office in found.offices) == sum(entry.office is not None for entry in own)


def test_an_occasion_is_counted_by_its_speeches(either: Corpus) -> None:
    for name in filter(None, either.list_speeches().facets["occasion"]):
        found, own = either.occasion(name), [one for one in texts(either) if one.occasion == name]
        assert (found.speeches, found.characters) == (len(own), sum(one.characters for one in own))
        voices = Counter(voice for one in own for voice in either.entry(one.id).voices or (None,))
        assert dict(found.facets["speaker"]) == voices
        assert name in [one.occasion for one in found.series]
        assert all(one.speeches == either.occasion(one.occasion).speeches for one in found.series)


def test_a_series_has_all_its_occasions_the_latest_first(archive: Corpus) -> None:
    found = archive.occasion("第二次水利工作会议")
    assert [(one.occasion, one.year) for one in found.series] == [
        (f"第{name}次水利工作会议", 2020 + number) for number, name in ((3, "三"), (2, "二"), (1, "一"))
    ]


def test_words_mark_a_speaker_against_all_others(archive: Corpus) -> None:
    """With counts of exactly the words that are his, and without his name, which stands in them."""
    found = archive.speaker("丘某某")
    assert found.characters >= MIN_CHARACTERS
    assert found.speeches >= MIN_SPEECHES
    assert found.key_words is not None
    words = {row.text: row for row in found.key_words}
    assert "渠系" in words
    assert not {"丘某某", "学校", "教师"} & words.keys()
    other = archive.speaker("严明").key_words
    assert other is not None
    assert "学校" in {row.text for row in other}
    assert "严明" not in {row.text for row in other}
    same = archive.keyness(Filters(speaker=["丘某某"]), phrases=False, limit=200)
    assert set(found.key_words) <= set(same.more)


def test_too_little_is_not_compared(archive: Corpus) -> None:
    """Somebody who only asks, and an occasion with one speech."""
    assert archive.speaker("主持人").key_words is None
    assert archive.occasion("第二次水利工作会议").key_words is None


def test_where_there_is_nothing_else_nobody_is_marked(tmp_path: Path) -> None:
    folder, index = tmp_path / "speeches", tmp_path / "index"
    folder.mkdir()
    for name, text in SPEECHES.items():
        if name.startswith("水利"):
            (folder / name).write_text(text, encoding="utf-8")
    build(folder, index)
    with open_corpus(index) as opened:
        assert opened.speaker("丘某某").characters >= MIN_CHARACTERS
        assert opened.speaker("丘某某").key_words is None


def test_an_office_is_that_of_who_gave_the_speech() -> None:
    """In a conversation the others have none; without a date it is not said when."""

    def given(year: int | None, speaker: str, office: str, *voices: str) -> Entry:
        turns = tuple(Turn(voice, place, place + 1) for place, voice in enumerate(voices))
        date = SpeechDate(year) if year else None
        return Entry("一", "讲话", date, speaker, office, None, 9, 9, 0, 0, 0, turns)

    speeches = [
        given(2021, "丘某某", "省长"),
        given(None, "丘某某", "省长"),
        given(2019, "丘某某", "省长"),
        given(None, "丘某某", "市长"),
        given(2022, "严明", "厅长", "严明", "丘某某"),
    ]
    assert list(offices_of("丘某某", speeches)) == [Office("省长", 3, 2019, 2021), Office("市长", 1, None, None)]


def test_who_gave_no_speech_has_no_page(corpus: Corpus) -> None:
    for ask in (corpus.speaker, corpus.occasion):
        with pytest.raises(UnknownNameError, match="龘龘"):
            ask("龘龘")


def test_an_update_changes_nothing_for_others(tmp_path: Path) -> None:
    """Their paragraphs stand elsewhere then."""
    folder, index = tmp_path / "speeches", tmp_path / "index"
    folder.mkdir()
    for name in ("水利1.txt", "教育1.txt", "座谈.txt"):
        (folder / name).write_text(SPEECHES[name], encoding="utf-8")
    build(folder, index)
    with open_corpus(index) as opened:
        before = opened.speaker("丘某某")
    (folder / "教育1.txt").write_text(SPEECHES["教育2.txt"], encoding="utf-8")
    update(folder, index)
    with open_corpus(index) as opened:
        after = opened.speaker("丘某某")
    assert (before.speeches, before.paragraphs, before.characters) == (
        after.speeches,
        after.paragraphs,
        after.characters,
    )
