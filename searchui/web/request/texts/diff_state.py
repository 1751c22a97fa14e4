"""The state of the page that puts two speeches side by side, as the address bar holds it."""

from dataclasses import dataclass
from typing import Self

from indexer.errors import CallError
from indexer.i18n import _
from searchui.search import Corpus
from searchui.search.comparison.comparison import Comparison
from searchui.web.request.parameter_types import Text
from searchui.web.request.url_state import UrlState, url

DIFF = "/diff"
EXAMPLES = ["2023-澜滨市政府工作报告.txt", "2025-澜滨市政府工作报告.html"]
FIRST = Text("a", required=True, examples=EXAMPLES[:1])
SECOND = Text("b", required=True, examples=EXAMPLES[1:])


@dataclass(frozen=True, slots=True)
class DiffState(UrlState):
    """Which two speeches, by their ids."""

    a: str = url(FIRST)
    b: str = url(SECOND)

    @property
    def is_chosen(self) -> bool:
        """Whether both are."""
        return bool(self.a and self.b)

    def run(self, corpus: Corpus) -> Comparison:
        """Raises CallError where one is missing, NotFoundError for an unknown id."""
        if not self.is_chosen:
            raise CallError(_("请写出要对照的两篇讲话的编号：a=…&b=…"))
        return corpus.compare(corpus.compared_speech(self.a), corpus.compared_speech(self.b))

    def swapped(self) -> Self:
        return self.changed(a=self.b, b=self.a)


def diff_url(a: str, b: str) -> str:
    """The address of the comparison of two speeches, by their ids."""
    return f"{DIFF}?{DiffState(a=a, b=b).query_string()}"
