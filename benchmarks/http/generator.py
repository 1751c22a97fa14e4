"""The load: h2load, a load generator in C, with a process for each client.

One h2load with many clients would have them all ask the same addresses at the same time, which a server can answer once.
So each client is one by itself, and begins at another place of the list.
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.http.addresses import Address

PROGRAM = "h2load"
OK = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """One request: what kind it was, when it was sent (µs since 1970), its status, how long it took (µs)."""

    kind: str
    sent: int
    status: int
    microseconds: int

    @property
    def done(self) -> int:
        return self.sent + self.microseconds


@dataclass(frozen=True, slots=True)
class Load:
    """What came of one load: the requests that were answered, of those `asked` for."""

    asked: int
    answered: tuple[Answered, ...]

    @property
    def errors(self) -> int:
        """Requests that were answered with anything but 200, or not at all."""
        return self.asked - sum(one.status == OK for one in self.answered)

    @property
    def seconds(self) -> float:
        """From the first request to the last answer."""
        times = [one.sent for one in self.answered], [one.done for one in self.answered]
        return (max(times[1]) - min(times[0])) / 1e6 if self.answered else 0.0


def is_there() -> bool:
    """Whether the load generator is installed."""
    return shutil.which(PROGRAM) is not None


def load(url: str, addresses: Sequence[Address], clients: int, folder: Path, longest: float) -> Load:
    """Ask for every address once, by so many clients at the same time, each over one connection that stays open.

    Files are written into `folder`. Raises TimeoutExpired where all of it takes more than `longest` seconds.
    """
    shares = [addresses[start::clients] for start in range(min(clients, len(addresses)))]
    running = [_Client(url, share, folder / f"client-{number}") for number, share in enumerate(shares)]
    try:
        return Load(len(addresses), tuple(one for client in running for one in client.answered(longest)))
    finally:
        for client in running:
            client.stop()


class _Client:
    """One h2load with one connection, which asks for one address after another."""

    def __init__(self, url: str, addresses: Sequence[Address], file: Path) -> None:
        self._addresses = addresses
        self._log = file.with_suffix(".log")
        self._log.unlink(missing_ok=True)
        list_of_all = file.with_suffix(".txt")
        list_of_all.write_text("".join(f"{url}{address.path}\n" for address in addresses), encoding="ascii")
        call = [PROGRAM, "--h1", "--clients=1", f"--requests={len(addresses)}"]
        self._process = subprocess.Popen(
            [*call, f"--input-file={list_of_all}", f"--log-file={self._log}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def answered(self, longest: float) -> list[Answered]:
        """Wait for the end. Answers are in the order of the addresses, as there is one connection."""
        self._process.wait(longest)
        rows = [line.split("\t") for line in self._log.read_text("ascii").splitlines()]
        return [Answered(address.kind, *map(int, row)) for address, row in zip(self._addresses, rows, strict=False)]

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
