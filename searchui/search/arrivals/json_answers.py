"""The JSON of what is new."""

from searchui.search.arrivals.arrivals import Arrivals
from searchui.search.results.answer import Answer, answer_of
from searchui.search.results.json_answers import HitAnswer, hit_answer


class ArrivalsAnswer(Answer, frozen=True):
    """What of a search entered the corpus since a state of it; `total` is None where nobody can say."""

    since: str
    state: str
    total: int | None
    hits: tuple[HitAnswer, ...]


@answer_of.register
def arrivals_answer(found: Arrivals) -> ArrivalsAnswer:
    return ArrivalsAnswer(found.since, found.state, found.total, tuple(map(hit_answer, found.hits)))
