"""What a process of a server knows of the others, and they of it: nothing, where there is but one; else see `connection_table`."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # that one asks this module
    from searchui.web.server.connections import Channel


class Connection(Protocol):
    """A connection of this process or of another, which waits for its client."""

    @property
    def waiting_since(self) -> float: ...

    def give_way(self) -> None:
        """Have it closed, as others need it more."""


class Others(Protocol):
    """The other processes. All is for the thread that waits for sockets."""

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Inside, nobody else takes a connection: two that do at the same time count both."""

    def attach(self, sockets: dict[int, object]) -> None:
        """Begin: these are the sockets that this process waits for."""

    def may_accept(self, again: bool = False) -> bool:
        """Whether this process is to take a connection that is there; or another after one, if there is one."""

    def take_all(self) -> None:
        """Leave nothing to others from now on, as they may have ended."""

    def enter(self, channel: "Channel") -> None:
        """Tell of a connection that has come."""

    def obey(self) -> None:
        """Close what others have asked for."""

    def leave(self, channel: "Channel") -> None:
        """Tell that a connection is to be closed, before any other can be asked for it."""

    def note(self, channels: "list[Channel]") -> None:
        """Tell of those that there are now, and how they are."""

    def patience(self, longest: float) -> float:
        """For how many seconds at most sockets are to be waited for."""

    def count(self, client: str | None = None) -> int:
        """How many connections the others have of a client, or of all, and are to keep."""

    def longest_waiting(self, client: str | None = None) -> Connection | None:
        """Of these the one that has waited longest for its client; None where none does."""


class NoOthers:
    """Of a server that is one process."""

    lock = nullcontext()

    def attach(self, sockets: dict[int, object]) -> None:
        pass

    def may_accept(self, _again: bool = False) -> bool:
        return True

    def take_all(self) -> None:
        pass

    def enter(self, channel: "Channel") -> None:
        pass

    def obey(self) -> None:
        pass

    def leave(self, channel: "Channel") -> None:
        pass

    def note(self, channels: "list[Channel]") -> None:
        pass

    def patience(self, longest: float) -> float:
        return longest

    def count(self, _client: str | None = None) -> int:
        return 0

    def longest_waiting(self, _client: str | None = None) -> Connection | None:
        return None


ALONE = NoOthers()
