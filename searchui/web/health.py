"""What /healthz says: whether there are answers, and whether they are the newest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from indexer.message import Language, Message
from indexer.store import Generation

Status = Literal["ok", "stale", "unusable"]


@dataclass(frozen=True, slots=True)
class Health:
    """The generation that is served, the name of the one that is current, and why they are not the same, since when."""

    current: str | None
    served: Generation | None
    reason: Message | None = None
    since: datetime | None = None

    @property
    def status(self) -> Status:
        """ok; stale: the one before answers, as the current one cannot be used; unusable: none does."""
        if self.served is None:
            return "unusable"
        return "stale" if self.reason else "ok"

    @property
    def http_status(self) -> int:
        return 200 if self.served else 503

    def as_json(self, language: Language) -> dict[str, Any]:
        served = self.served
        told: dict[str, Any] = {
            "status": self.status,
            "generation": served.folder.name if served else None,
            "current": self.current,
        }
        if served:
            told |= {"built": served.manifest.built.isoformat(), "speeches": served.manifest.speeches}
        if self.reason and self.since:
            told |= {"reason": self.reason.text(language), "since": self.since.isoformat()}
        return told
