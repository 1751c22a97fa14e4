"""What is new since a state of the corpus: exactly the paragraphs that entered it, whatever their dates, whatever became of it."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.build.pipeline import build, update
from indexer.errors import IndexUnusableError, QueryError
from indexer.store import Store
from indexer.store.arrivals import FILE, load_arrivals
from searchui import Corpus, Filters, open_corpus

Places = set[tuple[str, str]]
WORDS = "山川湖海田林草沙城乡镇村路桥港站学校医院工农商贸科技文教体卫水电气网粮棉油糖茶果"
QUERY = "“抓好”"


def sentence(seed: int) -> str:
    """One that no other seed gives, of which half say what is asked for."""
    words = random.Random(seed)
    said = "".join(words.choice(WORDS) for _ in range(24))
    return f"要把{said}这件事情{'抓好' if seed % 2 else '做实'}，一件一件做到位。"


def speech(paragraphs: list[int], date: str = "2024年5月3日") -> str:
    return "\n".join(["在测试会上的讲话", f"（{date}）", "同志们：", *map(sentence, paragraphs)]) + "\n"


def write(seeds: Path, name: str, text: str) -> None:
    seeds.mkdir(exist_ok=True)
    (seeds / f"{name}.txt").write_text(text, encoding="utf-8")


def places(corpus: Corpus) -> Places:
    return {(one.speech.id, one.anchor) for one in corpus.hits(QUERY, collapse=False)}


def new(corpus: Corpus, since: str) -> Places | None:
    found = corpus.arrivals(QUERY, since, most=10_000)
    assert found.total is None or found.total == len(found.hits)
    return None if found.total is None else {(hit.speech.id, hit.anchor) for hit in found.hits}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "edit", "remove", "build"]), st.integers(0, 3), st.lists(st.integers(0, 40), max_size=4)
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.slow
@given(steps=STEPS)
@settings(max_examples=15)
def test_it_is_what_entered_between_the_states(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, list[int]]]
) -> None:
    """Through any history of additions, edits, removals and whole builds, asked from every state that there was."""
    folder = tmp_path_factory.mktemp("history")
    seeds, index = folder / "seeds", folder / "index"
    write(seeds, "stays", speech([901, 902, 903]))
    for number in range(2):
        write(seeds, f"speech{number}", speech([100 + number, 200 + number]))
    build(seeds, index)
    states: list[str] = []
    held: list[Places] = []
    for step in [*steps, None]:
        with open_corpus(index) as corpus:
            now = places(corpus)
            for place, state in enumerate(states):
                entered: Places = set().union(*(held[at] - held[at - 1] for at in range(place + 1, len(held))))
                if state != corpus.state:
                    entered |= now - held[-1]
                assert new(corpus, state) == entered & now
            if not states or states[-1] != corpus.state:
                states.append(corpus.state)
                held.append(now)
        if step is not None:
            _change(seeds, index, *step)


def _change(seeds: Path, index: Path, what: str, which: int, paragraphs: list[int]) -> None:
    name = f"speech{which}"
    if what == "remove":
        (seeds / f"{name}.txt").unlink(missing_ok=True)
    elif what != "build":
        write(seeds, name, speech([1000 * which + each for each in dict.fromkeys(paragraphs)] or [which]))
    (build if what == "build" else update)(seeds, index)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    write(tmp_path / "seeds", "old", speech([1, 3, 5, 7, 9, 11]))
    write(tmp_path / "seeds", "other", speech([2, 21, 23]))
    return tmp_path / "seeds"


@pytest.fixture
def index(seeds: Path, tmp_path: Path) -> Path:
    build(seeds, tmp_path / "index")
    return tmp_path / "index"


def state(index: Path) -> str:
    with open_corpus(index) as corpus:
        return corpus.state


def found(index: Path, since: str) -> Places | None:
    with open_corpus(index) as corpus:
        return new(corpus, since)


def test_nothing_is_new_at_first_and_a_log_begins_with_the_second_generation(seeds: Path, index: Path) -> None:
    assert found(index, state(index)) == set()
    assert FILE not in Store(index).current().manifest.checksums
    first = state(index)
    write(seeds, "new", speech([31, 33], "1998年1月5日"))
    update(seeds, index)
    assert FILE in Store(index).current().manifest.checksums
    arrived = found(index, first)
    assert arrived is not None
    assert {speech for speech, _ in arrived} == {"new.txt"}, "whatever its date"
    assert len(arrived) == 2


def test_of_a_speech_that_was_edited_only_what_it_had_not_is_new(seeds: Path, index: Path) -> None:
    first = state(index)
    write(seeds, "other", speech([21, 25, 2, 23]))
    update(seeds, index)
    with open_corpus(index) as corpus:
        [hit] = corpus.arrivals(QUERY, first).hits
        assert hit.paragraph.text == sentence(25)
        assert [hit.paragraph.text[span.start : span.end] for span in hit.highlights] == ["抓好"]


def test_a_file_that_is_renamed_brings_nothing_and_keeps_what_it_brought(seeds: Path, index: Path) -> None:
    first = state(index)
    (seeds / "old.txt").rename(seeds / "renamed.txt")
    update(seeds, index)
    assert found(index, first) == set()
    write(seeds, "new", speech([31, 33]))
    update(seeds, index)
    (seeds / "new.txt").rename(seeds / "again.txt")
    update(seeds, index)
    arrived = found(index, first)
    assert arrived is not None
    assert {speech for speech, _ in arrived} == {"again.txt"}
    assert len(arrived) == 2


def test_a_better_copy_brings_only_what_it_says_besides(seeds: Path, index: Path) -> None:
    long = list(range(101, 201, 2))
    write(seeds, "long", speech(long))
    update(seeds, index)
    first = state(index)
    write(seeds, "longer", speech([*long[:20], 13, *long[20:]]))
    update(seeds, index)
    with open_corpus(index) as corpus:
        assert {hit.speech.id for hit in corpus.hits(QUERY)} >= {"longer.txt"}
        arrived = corpus.arrivals(QUERY, first)
        assert [hit.paragraph.text for hit in arrived.hits] == [sentence(13)]


def test_a_build_anew_goes_on_with_the_log_and_an_index_that_was_thrown_away_does_not(
    seeds: Path, index: Path, tmp_path: Path
) -> None:
    first = state(index)
    write(seeds, "new", speech([31]))
    build(seeds, index)
    arrived = found(index, first)
    assert arrived is not None
    assert len(arrived) == 1
    build(seeds, tmp_path / "other")
    assert found(tmp_path / "other", first) is None
    assert found(index, "2020-01-01T00:00:00+00:00-0123456789abcdef") is None
    assert found(index, "") is None


def test_filters_and_queries_count_and_faults_are_told(seeds: Path, index: Path) -> None:
    first = state(index)
    write(seeds, "new", speech([31, 32, 33], "1998年1月5日"))
    write(seeds, "newer", speech([35], "2023年1月5日"))
    update(seeds, index)
    with open_corpus(index) as corpus:
        assert corpus.arrivals(QUERY, first, filters=Filters(year=[1998])).total == 2
        assert corpus.arrivals(f"{QUERY} year:2023", first).total == 1
        assert corpus.arrivals("“没有人说过”", first).total == 0
        dates = [hit.speech.date for hit in corpus.arrivals(QUERY, first).hits]
        assert [date.year for date in dates if date] == [2023, 1998, 1998]
        short = corpus.arrivals(QUERY, first, most=1)
        assert (short.total, len(short.hits)) == (3, 1)
        for since in (first, "unknown"):
            with pytest.raises(QueryError):
                corpus.arrivals("(抓好", since)


def test_a_log_that_cannot_be_read_is_damage(seeds: Path, index: Path) -> None:
    write(seeds, "new", speech([31]))
    update(seeds, index)
    with open_corpus(index) as corpus:
        file = corpus.generation.folder / FILE
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(b"x" * len(data))
    with pytest.raises(Exception, match=FILE):
        open_corpus(index)


@pytest.mark.parametrize("left", [None, b"[", b"{}"])
def test_a_log_that_is_gone_or_damaged_is_told(seeds: Path, index: Path, left: bytes | None) -> None:
    """Whatever damage is looked for: nobody is told that nothing came in."""
    write(seeds, "new", speech([31]))
    update(seeds, index)
    generation = Store(index).current()
    (generation.folder / FILE).unlink()
    if left is not None:
        (generation.folder / FILE).write_bytes(left)
    with pytest.raises(IndexUnusableError, match=FILE):
        load_arrivals(generation)
