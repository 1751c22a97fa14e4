"""An operation of the API: what it is asked by, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from indexer.i18n import Message
from searchui.search import Corpus
from searchui.web.request.parameter_types import Args, Parameter
from searchui.web.request.parameters import PAGE, SPEECHES
from searchui.web.request.texts.diff_state import FIRST
from searchui.web.request.texts.speeches_state import OCCASION, SPEAKER

OF_WHAT_MAY_BE_ABSENT = (PAGE, FIRST, SPEECHES, SPEAKER, OCCASION)
Call: TypeAlias = Callable[[Corpus, Args], Any]
Method: TypeAlias = Literal["GET", "POST"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One address to get an answer from.

    `answer` is the type of its JSON, None for OpenAPI's own. `call` makes it from the corpus and the parameters, those
    in braces in the path among them; it is None where the server answers of itself. `hits` is how much an answer found.
    `missing` is said where the required parameter is empty; without it the search says so. `cost` is how many requests
    one counts as. `statuses` are those that come with the answer. `method` is POST where a draft is sent, which
    is nothing for an address.
    """

    name: str
    path: str
    answer: type | None
    call: Call | None = None
    parameters: tuple[Parameter, ...] = ()
    path_names: tuple[str, ...] = ()
    hits: Callable[[Any], int] | None = None
    missing: Message | None = None
    cost: float = 1.0
    statuses: tuple[int, ...] = (200,)
    method: Method = "GET"

    @property
    def errors(self) -> tuple[int, ...]:
        """The statuses of errors that are to be expected."""
        absent = bool(self.path_names) or any(one in self.parameters for one in OF_WHAT_MAY_BE_ABSENT)
        refused = (403, 413, 415) if self.method == "POST" else ()
        return (400, *((404,) if absent else ()), *refused, *((503,) if self.call else ()))
