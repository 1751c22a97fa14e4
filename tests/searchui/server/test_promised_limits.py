"""SECURITY.md promises numbers: the code has the same, and whoever is refused is told so, and when to come again."""

from pathlib import Path

import pytest

from searchui.web.security.authentication import MINUTE, SLOWLY, TRIES
from searchui.web.security.client_address import network_of
from searchui.web.security.download_slots import EACH, MOST, DownloadSlots
from searchui.web.security.request_limits import (
    BODY_SECONDS,
    CONNECTIONS_EACH,
    HEAD_SECONDS,
    MAX_CONNECTIONS,
    SLOWEST,
    SPARE_CONNECTIONS,
    STALLED,
    RefusedError,
)
from searchui.web.shared.memory import OwnMemory

PROMISES = " ".join((Path(__file__).parents[3] / "SECURITY.md").read_text(encoding="utf-8").split())
PROMISED = (
    (f"whole {HEAD_SECONDS} seconds after its first byte", HEAD_SECONDS == 10),
    (f"its body {BODY_SECONDS} seconds later", BODY_SECONDS == 10),
    (f"One address has {CONNECTIONS_EACH} connections", CONNECTIONS_EACH == 100),
    (f"{MAX_CONNECTIONS - SPARE_CONNECTIONS} of the {MAX_CONNECTIONS} connections", True),
    ("less than 1 kB a second over a minute", (SLOWEST, STALLED) == (1000, 60)),
    (f"One address has {EACH} at a time, {MOST} are open in all, and beyond that the answer is 503", True),
    ("After ten wrong ones in a minute", (TRIES, MINUTE) == (10, 60)),
    ("looked at one at a time, a second each", SLOWLY == 1),
)


@pytest.mark.parametrize(("promise", "is_kept"), PROMISED)
def test_what_is_promised_is_what_the_code_has(promise: str, is_kept: bool) -> None:
    assert promise in PROMISES
    assert is_kept


def test_who_finds_no_download_slot_is_asked_to_come_again() -> None:
    slots = DownloadSlots(OwnMemory(), each=1, most=2)
    first = slots.take("a")
    slots.take("b")
    for address in ("a", "b", "c"):
        with pytest.raises(RefusedError) as refused:
            slots.take(address)
        assert refused.value.status == 503
        assert int(refused.value.headers["Retry-After"]) > 0
    first.give_back()
    first.give_back()
    slots.take("c")
    with pytest.raises(RefusedError):
        slots.take("d")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", True),
        ("2001:db8:0:1::1", "2001:db8::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("a socket", "another", False),
    ],
)
def test_which_addresses_are_one_client(one: str, other: str, same: bool) -> None:
    """A house or a firm has a network of IPv6, and each request may come from another address of it."""
    assert (network_of(one) == network_of(other)) is same
