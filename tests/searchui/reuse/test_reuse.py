"""What was said before, against brute force over all letters: shares, every shared run, first uses and counts."""

from collections.abc import Iterator

import pytest

from indexer.build.pipeline import build
from indexer.errors import CallError, NotFoundError
from searchui import Corpus, open_corpus
from searchui.search.reuse.finder import MAX_LENGTH
from searchui.search.reuse.reuse import SHARE_RUNS, Passage, PassageKind, Precedence, Reuse
from tests.searchui.reuse.oracle import MAX_PLACES, Oracle, is_earlier, letters, windows
from tests.searchui.reuse.speeches import write_speeches

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    index = tmp_path_factory.mktemp("index") / "index"
    build(write_speeches(tmp_path_factory.mktemp("seeds")), index)
    with open_corpus(index) as corpus:
        yield corpus


@pytest.fixture(scope="module")
def oracle(own: Corpus) -> Oracle:
    return Oracle(own)


@pytest.fixture(scope="module")
def copies(oracle: Oracle) -> dict[str, set[str]]:
    return oracle.copies()


@pytest.fixture(scope="module")
def found(own: Corpus) -> dict[str, Reuse]:
    return {entry.id: own.reuse(entry.id) for entry in own.speeches()}


def test_the_corpus_has_what_is_tried(found: dict[str, Reuse], copies: dict[str, set[str]], oracle: Oracle) -> None:
    passages = [one for reuse in found.values() for one in reuse.passages]
    assert len(oracle.entries) >= 60
    assert {one.precedence for one in passages} == set(Precedence)
    assert {PassageKind.PASSAGE, PassageKind.RITUAL} <= {one.kind for one in passages}
    assert sum(len(ids) for ids in copies.values()) >= len(oracle.entries) + 4


def test_versions_are_those_of_brute_force(found: dict[str, Reuse], copies: dict[str, set[str]]) -> None:
    for id_, reuse in found.items():
        assert {entry.id for entry in reuse.versions} == copies[id_] - {id_}


def test_shares_are_those_of_brute_force(
    own: Corpus, found: dict[str, Reuse], oracle: Oracle, copies: dict[str, set[str]]
) -> None:
    """Of each speech by itself, and of all at once."""
    rows = {row.speech.id: row for row in own.reuse_overview().speeches}
    for name, length in SHARE_RUNS.items():
        places = oracle.places(length)
        for id_, reuse in found.items():
            entry = oracle.entries[id_]
            earlier = {one for one, other in oracle.entries.items() if is_earlier(other, entry)} - copies[id_]
            runs = {run for text in oracle.paragraphs[id_] for run in windows(text, length)}
            expected = oracle.covered(id_, {run for run in runs if earlier & set(places[run])}, length)
            assert reuse.letters == sum(map(len, oracle.paragraphs[id_]))
            if entry.date is None:
                assert reuse.shares is None
                assert rows[id_].shares is None
            else:
                assert getattr(reuse.shares, name) == pytest.approx(expected / reuse.letters)
                assert getattr(rows[id_].shares, name) == pytest.approx(expected / reuse.letters, abs=1e-6)


@pytest.mark.parametrize("least", [8, 12, 40])
def test_every_run_that_others_have_is_in_a_passage(
    own: Corpus, oracle: Oracle, copies: dict[str, set[str]], least: int
) -> None:
    places = oracle.places(least)
    looked_at = 0
    for entry in own.speeches():
        reuse = own.reuse(entry.id, least=least)
        others = {one for one in oracle.entries if not is_earlier(entry, oracle.entries[one])} - copies[entry.id]
        earlier = {one for one in others if is_earlier(oracle.entries[one], entry)}
        told = {place for one in reuse.passages for place in range(one.span.start, one.span.end)}
        start = 0
        for paragraph in own.speech(entry.id).paragraphs:
            where = [place for place, one in enumerate(paragraph.text, start) if letters(one)]
            for number, run in enumerate(windows(letters(paragraph.text), least)):
                common = len(places[run]) > MAX_PLACES
                if set(places[run]) & (earlier if common else others):
                    first, last = where[number], where[number + least - 1] + 1
                    assert told.issuperset(range(first, last)), run
                    looked_at += 1
            start += len(paragraph.text) + 1
    assert looked_at > 500


def test_passages_say_what_is_so(
    own: Corpus, found: dict[str, Reuse], oracle: Oracle, copies: dict[str, set[str]]
) -> None:
    """True slices, exact counts, and a first use that has the run and came before."""
    for id_, reuse in found.items():
        for one in reuse.passages:
            core = letters(reuse.text[one.core.start : one.core.end])
            assert one.span.start <= one.core.start < one.core.end <= one.span.end
            assert one.text == reuse.text[one.shown.start : one.shown.end]
            assert (one.uses, one.speeches) == (oracle.count(core), len(set(map(oracle.main, oracle.having(core)))))
            source = one.first.mention.speech
            assert core in letters(one.first.text)
            assert source.id not in copies[id_]
            assert (one.precedence is Precedence.EARLIER) == is_earlier(source, oracle.entries[id_])
            assert (one.precedence is Precedence.UNDATED) == (None in (source.date, oracle.entries[id_].date))
            if one.uses > MAX_PLACES:
                assert one.kind is PassageKind.RITUAL
            _assert_first(one, core, id_, oracle, copies)


def _assert_first(one: Passage, core: str, id_: str, oracle: Oracle, copies: dict[str, set[str]]) -> None:
    """Of a passage that is one run, no earlier speech has all of it but those of the same day as the first."""
    if one.precedence is Precedence.EARLIER and one.span == one.core:
        first = one.first.mention.speech
        assert first.date is not None
        others = oracle.having(core) - copies[id_]
        dated = [
            oracle.entries[other].date for other in others if is_earlier(oracle.entries[other], oracle.entries[id_])
        ]
        assert min(date.key for date in dated if date) == first.date.key


def test_a_draft_has_all_dated_speeches_before_it(own: Corpus, oracle: Oracle) -> None:
    newest = own.speeches()[0]
    text = "\n".join(paragraph.text for paragraph in own.speech(newest.id).paragraphs)
    reuse = own.reuse(text=text + "\n另外说一句从来没有人说过的话。")
    assert newest.id in {entry.id for entry in reuse.versions}
    assert reuse.speech is None
    assert reuse.passages
    assert own.reuse(text).letters == reuse.letters - len("另外说一句从来没有人说过的话")


@pytest.mark.parametrize("text", ["", "。！？", "  \n "])
def test_a_text_without_letters_is_refused(own: Corpus, text: str) -> None:
    with pytest.raises((CallError, NotFoundError)):
        own.reuse(text)
    with pytest.raises((CallError, NotFoundError)):
        own.reuse(text=text)


def test_what_cannot_be_answered_is_said(own: Corpus) -> None:
    with pytest.raises(NotFoundError):
        own.reuse("没有这一篇.txt")
    with pytest.raises(CallError, match="300,001"):
        own.reuse(text="字" * (MAX_LENGTH + 1))
    for least in (7, 101):
        with pytest.raises(CallError):
            own.reuse(own.speeches()[0].id, least=least)


def test_a_new_text_has_no_passages(own: Corpus) -> None:
    reuse = own.reuse(text="这一句话在语料里谁也没有说过。" * 3)
    assert reuse.passages == ()
    assert reuse.shares is not None
    assert reuse.shares.runs_8 == 0
    assert own.reuse(text="字" * MAX_LENGTH).passages == ()
