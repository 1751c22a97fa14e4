"""What stands in thousands of paragraphs, and seldom a little otherwise: in a folder and in a cluster the same is found."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from indexer.build.pipeline import build
from indexer.cluster.publishing import publish_to_cluster
from indexer.engine.answers import Frame, Numbers, ScorePart
from indexer.engine.opensearch.connection.address import Address
from indexer.engine.opensearch.connection.client import Cluster
from indexer.engine.query import Question
from indexer.store import Store
from searchui import Corpus, open_corpus

pytestmark = pytest.mark.slow

PARAGRAPHS, SPEECHES = 4_500, 3
SELDOM = {800: "城镇发展", 1604: "城市发展", 2401: "城际发展", 3203: "城区发展", 4404: "城郊发展"}


def _paragraph(number: int) -> str:
    return f"第{number}件，推动{_wording(number)}。"


def _wording(number: int) -> str:
    return SELDOM.get(number, "城乡发展")


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, remote_index: Callable[[], Address]
) -> Iterator[tuple[Corpus, Corpus]]:
    """The corpus in a folder, and in a cluster."""
    folder = tmp_path_factory.mktemp("frequent")
    (folder / "speeches").mkdir()
    size = PARAGRAPHS // SPEECHES
    for speech in range(SPEECHES):
        lines = map(_paragraph, range(speech * size, (speech + 1) * size))
        name = f"{2010 + speech}-03-05-张明-在第{speech + 1}次会议上的讲话.txt"
        (folder / "speeches" / name).write_text("\n\n".join(lines), encoding="utf-8")
    build(folder / "speeches", folder / "index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPEECHSEARCH_CACHE", str(folder / "cache"))
        address = remote_index()
        publish_to_cluster(Cluster(address), Store(folder / "index").current(), shards=2)
        with open_corpus(folder / "index") as one, open_corpus(str(address)) as other:
            yield one, other


def test_the_same_is_found(both: tuple[Corpus, Corpus]) -> None:
    """What stands between texts, the places of a text, variants, and what is suggested where nothing is found."""
    frames = [Frame("城", "发展"), Frame("推动城", "发"), Frame("城乡", "展")]
    one, other = (corpus._snapshot.engine for corpus in both)
    fillers = one.fillers_of(frames)
    assert {**fillers[0]} == Counter(text[1] for text in map(_wording, range(PARAGRAPHS)))
    assert other.fillers_of(frames) == fillers
    text = tuple(map(frozenset, "发展"))
    assert other.pattern_contexts(text, 90) == one.pattern_contexts(text, 90)
    variants, others = (corpus.variants("城乡发展", limit=50) for corpus in both)
    assert {*SELDOM.values()} <= {variant.text for variant in variants.variants}
    assert others == variants
    nearby, also = (corpus.search('"城乡法展"').nearby for corpus in both)
    assert nearby
    assert also == nearby


def test_what_comes_nearest_to_a_question_has_the_same_scores(both: tuple[Corpus, Corpus]) -> None:
    question = Question(("城镇", "推动", "发展"), ("城镇", "镇发", "发展", "80"))
    found, also = (corpus._snapshot.engine.nearest(question, None, 5) for corpus in both)
    assert found.paragraphs.tolist() == also.paragraphs.tolist()
    assert {name: own.tolist() for name, own in also.parts.items()} == {
        name: pytest.approx(own.tolist(), rel=1e-6) for name, own in found.parts.items()
    }
    assert all(found.parts[name].any() for name in (ScorePart.BODY, ScorePart.PAIRS))


def test_of_many_rare_texts_that_are_asked_at_once_each_is_found_where_it_stands(both: tuple[Corpus, Corpus]) -> None:
    """Several are looked for in one search, in more paragraphs than a node scores at a time."""
    numbers = [place * 1237 % PARAGRAPHS for place in range(400)]
    texts = [f"第{number}件,推动{_wording(number)}" for number in numbers]
    one, other = (corpus._snapshot.engine for corpus in both)
    own, its = ([_listed(found) for found in each.paragraphs_of(texts, 5)] for each in (one, other))
    assert None not in own
    assert its == own
    absent = [f"第{number}件,推动{_wording(number)}。第" for number in numbers]
    assert other.often([*texts, *absent], 1).tolist() == [True] * len(texts) + [False] * len(absent)


def _listed(numbers: Numbers | None) -> list[int] | None:
    return None if numbers is None else numbers.tolist()
