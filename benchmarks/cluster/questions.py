"""What is asked of both engines, as calls on a corpus that give what is compared."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import searchui
from benchmarks.engines.ours import written
from benchmarks.measure.query import PER_PAGE, Query, QueryClass
from searchui import Corpus

Ask = Callable[[Corpus], object]
TYPED = 2  # characters of what is being typed
FEW = 4  # questions that take long
DRAFT = 2_000  # characters


class Asked(NamedTuple):
    """Questions of one sort; no two are the same."""

    name: str
    questions: Sequence[Ask]


def questions_of(classes: Sequence[QueryClass]) -> Iterator[Asked]:
    """A page, or a count, of each query; then what else a site asks for, about the phrases among these."""
    for one in classes:
        yield Asked(one.name, [_count(query) if one.counting else _page(query) for query in one.queries])
    phrases = {len(one.queries[0].terms[0]): _texts(one) for one in classes if one.name.startswith("phrase of ")}
    yield Asked("concordance, 2", [*map(_lines, phrases[2])])
    yield Asked("concordance, 4", [*map(_lines, phrases[4])])
    yield Asked("trend of two", [*map(_trend, pairwise(phrases[4]))])
    yield Asked("suggestions", [_suggestions(text) for text in dict.fromkeys(text[:TYPED] for text in phrases[8])])
    yield Asked("nothing found", [_nothing(one[:4] + other[-4:]) for one, other in pairwise(phrases[20])])
    yield Asked("card, 4", [*map(_card, phrases[4])])
    yield Asked("words beside, 4", [*map(_beside, phrases[4])])
    yield Asked("nearest sentences", [_nearest(_changed(one)) for one in phrases[20]])
    yield Asked("variants, 4", [*map(_variants, phrases[4][:FEW])])
    yield Asked("two speeches", [_compared(number) for number in range(FEW)])
    yield Asked("a draft of 2,000", [_proof(draft) for draft in _drafts(phrases[20])])
    yield Asked("what was said before", [_reuse(number) for number in range(FEW)])


def _texts(phrases: QueryClass) -> list[str]:
    return [query.terms[0] for query in phrases.queries]


def _page(query: Query) -> Ask:
    def ask(corpus: Corpus) -> object:
        found = corpus.search(
            written(query),
            page=query.page,
            per_page=PER_PAGE,
            sort="newest" if query.newest else "relevance",
            filters=searchui.Filters(year=() if query.year is None else (query.year,)),
        )
        hits = [(hit.speech.id, hit.paragraph.anchor, hit.paragraph.text, hit.highlights) for hit in found.hits]
        return found.total, hits, dict(found.facets["year"])

    return ask


def _count(query: Query) -> Ask:
    def ask(corpus: Corpus) -> object:
        found = corpus.count(query.terms[0])
        return found.occurrences, found.paragraphs, found.first

    return ask


def _lines(phrase: str) -> Ask:
    def ask(corpus: Corpus) -> object:
        found = corpus.kwic(phrase)
        return found.total, list(found.lines)

    return ask


def _trend(phrases: Sequence[str]) -> Ask:
    return lambda corpus: corpus.trend(phrases).to_dicts()


def _suggestions(text: str) -> Ask:
    return lambda corpus: [(one.text, one.paragraphs) for one in corpus.suggest(text)]


def _nothing(phrase: str) -> Ask:
    def ask(corpus: Corpus) -> object:
        found = corpus.search(f'"{phrase}"')
        return found.total, [near.text for near in found.nearby]

    return ask


def _card(phrase: str) -> Ask:
    return lambda corpus: corpus.card(phrase).as_json()


def _beside(phrase: str) -> Ask:
    return lambda corpus: corpus.collocations(phrase).to_dicts()


def _changed(text: str) -> str:
    """With two characters turned round."""
    middle = len(text) // 2
    return text[:middle] + text[middle + 1 : middle + 2] + text[middle : middle + 1] + text[middle + 2 :]


def _nearest(text: str) -> Ask:
    return lambda corpus: corpus.nearest(text).as_json()


def _variants(phrase: str) -> Ask:
    return lambda corpus: corpus.variants(phrase).as_json()


def _compared(number: int) -> Ask:
    def ask(corpus: Corpus) -> object:
        a, b = (corpus.speeches()[place].id for place in (2 * number, 2 * number + 1))
        return corpus.compare(a, b).as_json()

    return ask


def _drafts(texts: Sequence[str]) -> Iterator[str]:
    """Sentences that stand in the corpus, and others of two halves or with a slip."""
    halves = [one[:10] + other[10:] for one, other in pairwise(texts)]
    sentences = [f"{text}。" for three in zip(texts, map(_changed, texts), halves, strict=False) for text in three]
    for turn in range(FEW):
        yield ("".join(sentences[turn:] + sentences[:turn]) * DRAFT)[:DRAFT]


def _proof(draft: str) -> Ask:
    return lambda corpus: corpus.proof(draft).as_json()


def _reuse(number: int) -> Ask:
    return lambda corpus: corpus.reuse_of_speech(corpus.speeches()[-1 - number].id).as_json()
