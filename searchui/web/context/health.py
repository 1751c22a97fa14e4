"""What /healthz says: whether there are answers, and whether they are the newest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from msgspec import UNSET, UnsetType

from indexer.i18n import Language, Message
from indexer.store import Generation
from searchui.search.results.answer import Answer

Status: TypeAlias = Literal["ok", "stale", "unusable"]


class HealthAnswer(Answer, frozen=True):
    """Whether the server can answer, and from which generation of the index.

    `status` is ok; stale: an older generation answers, as the `current` one cannot be used; or unusable. Of the last
    two, `reason` says why and `since` when. `checked`: since when every file has been read and was whole.
    """

    status: Status
    generation: str | None
    current: str | None
    built: datetime | UnsetType = UNSET
    checked: datetime | UnsetType = UNSET
    speeches: int | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    since: datetime | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Health:
    """The generation that is served, the name of the one that is current, and why they are not the same, since when."""

    current: str | None
    served: Generation | None
    reason: Message | None = None
    since: datetime | None = None
    checked: datetime | None = None

    @property
    def status(self) -> Status:
        """ok; stale: the one before answers, as the current one cannot be used; unusable: none does."""
        if self.served is None:
            return "unusable"
        return "stale" if self.reason else "ok"

    @property
    def http_status(self) -> int:
        return 200 if self.served else 503

    def answer(self, language: Language) -> HealthAnswer:
        served, known = self.served, self.reason and self.since
        return HealthAnswer(
            status=self.status,
            generation=served.folder.name if served else None,
            current=self.current,
            built=served.manifest.built if served else UNSET,
            checked=self.checked or UNSET,
            speeches=served.manifest.speeches if served else UNSET,
            reason=self.reason.text(language) if self.reason and known else UNSET,
            since=self.since if self.since and known else UNSET,
        )
