"""What entered a corpus with each generation: a log that goes on from one to the next, kept with each of them.

So it is published with the generation itself, by the same rename, and says nothing of a generation that was never live.
A corpus that was built for the first time has no log: all that it has is the beginning.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from indexer.errors import IndexUnusableError
from indexer.store.generation import Generation
from indexer.store.manifest import Manifest

FILE = "arrivals.json"
MOST = 2_000  # generations that are looked back upon
SIGNS = 16  # of a fingerprint, in the name of a state


class Arrival(msgspec.Struct, frozen=True):
    """What the generation that came after the state `since` had and that one had not.

    `added` has the anchors of paragraphs by the id of their speech; None: all of the speech.
    """

    since: str
    added: Mapping[str, tuple[str, ...] | None]


_ARRIVALS = msgspec.json.Decoder(tuple[Arrival, ...])


def state_of(manifest: Manifest) -> str:
    """A name of what a corpus was at a time, the same wherever its generation is kept."""
    return f"{manifest.built.isoformat(timespec='seconds')}-{manifest.corpus[:SIGNS]}"


def save_arrivals(arrivals: tuple[Arrival, ...], folder: Path) -> None:
    """Write the last of them into the folder of a staged generation."""
    (folder / FILE).write_bytes(msgspec.json.encode(arrivals[-MOST:]))


def load_arrivals(generation: Generation) -> tuple[Arrival, ...]:
    """The log of a generation; empty where it has none. Raises IndexUnusableError where it is damaged."""
    if FILE not in generation.manifest.checksums:
        return ()
    try:
        return _ARRIVALS.decode((generation.folder / FILE).read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise IndexUnusableError.damaged(f"{generation.folder.name}/{FILE}") from error


def added_since(arrivals: tuple[Arrival, ...], state: str) -> list[Mapping[str, tuple[str, ...] | None]] | None:
    """What was added after a state, generation by generation; None where the log does not reach back to it."""
    found = [number for number, arrival in enumerate(arrivals) if arrival.since == state]
    return [arrival.added for arrival in arrivals[found[-1] :]] if found else None
