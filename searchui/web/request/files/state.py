"""The state of the list of files: which are shown."""

from dataclasses import dataclass

from indexer.errors import CallError
from indexer.i18n import _
from indexer.intake.overview import Doubt, FileRow, State
from searchui.web.request.parameter_types import Choice, Text
from searchui.web.request.parameters import PAGE
from searchui.web.request.url_state import UrlState, url

ALL, DOUBTFUL = "all", "doubtful"
SHOWN = (
    ALL,
    DOUBTFUL,
    *(doubt.value for doubt in Doubt),
    State.LEFT_OUT.value,
    State.VERSION.value,
    State.WAITING.value,
)


@dataclass(frozen=True, slots=True)
class FilesState(UrlState):
    """Files of a kind, whose path or title has a `name`; `since` is the number of a change that was just made."""

    show: str = url(Choice("show", ALL, SHOWN))
    name: str = url(Text("name", max_length=200))
    page: int = url(PAGE)

    def has(self, row: FileRow) -> bool:
        """Whether a file is among those."""
        wanted = self.name.strip().lower()
        return is_shown(self.show, row) and (wanted in row.path.lower() or wanted in row.title.lower())


def is_shown(show: str, row: FileRow) -> bool:
    """Whether a file is of a kind. Raises CallError where there is no such kind."""
    if show not in SHOWN:
        raise CallError(_("没有“{name}”这一类文件", name=show[:40]))
    if show == ALL:
        return True
    if show == DOUBTFUL:
        return bool(row.doubts)
    return show == row.state if show in set(State) else show in row.doubts
