"""What values of facets are called by people, where the program gives the values itself."""

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.store.speech_catalogue import Entry
from searchui.search.filters.facet import FACETS, value_name
from searchui.search.filters.genre import GENRE_NAMES, genre_of, genres

WORDS = sorted({word for words in genres().genres.values() for word in words})


def test_every_genre_has_a_name_for_people() -> None:
    known = {*genres().genres, genres().talk, genres().other}
    assert set(GENRE_NAMES) == known
    assert {name: text.text("zh") for name, text in GENRE_NAMES.items()} == {name: name for name in known}
    english = [text.text("en") for text in GENRE_NAMES.values()]
    assert len(set(english)) == len(known)
    assert all(text.isascii() for text in english)


@given(st.lists(st.sampled_from([*WORDS, *"报告会上的讲说明祝酒辞词在"]), max_size=6).map("".join))
def test_the_genre_is_that_of_the_word_that_ends_last(title: str) -> None:
    ends = {
        genre: max((title.rfind(word) + len(word) for word in words if word in title), default=0)
        for genre, words in genres().genres.items()
    }
    last = max(ends.values())
    expected = {genre for genre, end in ends.items() if end == last} if last else {genres().other}
    assert genre_of(Entry("a", title, None, None, None, None, 0, 0, 0, 0, 0)) in expected


def test_no_word_of_a_genre_ends_on_one_of_another() -> None:
    """It would say which one it is in what order they are looked for."""
    genre_of_word = {word: genre for genre, words in genres().genres.items() for word in words}
    assert all(genre_of_word[one] == genre_of_word[other] for one in WORDS for other in WORDS if one.endswith(other))


def test_only_a_facet_of_the_programs_own_words_changes_them() -> None:
    assert str(value_name("报告", "genre")) == "报告"
    assert value_name("报告", "speaker") == "报告"  # somebody may be called so
    assert value_name("某种", "genre") == "某种"
    assert [name for name, facet in FACETS.items() if facet.names] == ["genre", "origin"]


def test_pages_say_them_in_the_language_of_the_reader(client: FlaskClient) -> None:
    for language, shown in (("zh", "报告"), ("zh-Hant", "報告"), ("en", "report")):
        text = client.get("/search?q=发展", headers={"Accept-Language": language}).text
        assert f'<span class="name">{shown}</span>' in text
        assert "genre=%E6%8A%A5%E5%91%8A" in text  # the address has the value as it is
        chosen = client.get("/search?q=发展&genre=报告", headers={"Accept-Language": language}).text
        assert f"{shown} <span" in chosen
