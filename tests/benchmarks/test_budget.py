"""What the budget asks for is answered, and stands in its tables."""

import msgspec
import pytest
from werkzeug.routing import Map

from benchmarks.budget.addresses import addresses, mixed
from benchmarks.budget.run import Budget, Settings, run
from benchmarks.budget.table import budget_markdown, budget_text
from searchui.web import create_app

EACH = 2


@pytest.mark.slow
def test_everything_is_asked_for() -> None:
    told: list[str] = []
    budget = run(Settings(paragraphs=200, each=EACH, requests=60), told.append)
    assert msgspec.json.decode(msgspec.json.encode(budget), type=Budget) == budget
    assert sum(budget.parallel.statuses.values()) == 8
    assert [requests for requests, _ in budget.memory] == list(range(0, 61, 6))
    assert all(seen.private > 0 for _, seen in budget.memory)
    text, markdown = budget_text(budget), budget_markdown(budget)
    for name in (*(view.name for view in budget.views), *(command.name for command in budget.commands)):
        assert name in text
        assert name in markdown


def test_every_view_is_among_the_addresses(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each route that answers a GET."""
    routes: Map = create_app(tmp_path_factory.mktemp("none")).url_map
    matched = routes.bind("localhost")
    asked = {matched.match(address.partition("?")[0], "GET")[0] for some in _views().values() for address in some}
    assert asked == {rule.endpoint for rule in routes.iter_rules() if "GET" in (rule.methods or ())}


def test_mixed_requests_are_of_all_views_in_turn() -> None:
    views = _views()
    assert {mixed(views, len(views))[place] for place in range(len(views))} == {some[0] for some in views.values()}
    assert len(mixed(views, 1000)) == 1000


def _views() -> dict[str, list[str]]:
    names = {"speaker": ["唐某"], "occasion": ["会议"]}
    return addresses([f"甲{number}" for number in range(20)], ["讲话甲", "讲话乙"], EACH, names=names)
