"""A request that is not answered, for what it is or who sent it."""

from collections.abc import Mapping
from types import MappingProxyType

from indexer.errors import SpeechsearchError
from indexer.i18n import Message


class RefusedError(SpeechsearchError):
    """`status` is that of the HTTP answer; `headers` go along with it."""

    def __init__(self, status: int, reason: Message, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(reason)
        self.status, self.headers = status, headers
