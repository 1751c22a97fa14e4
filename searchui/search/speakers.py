"""Who speaks in each paragraph: the one who gave the speech or, in a conversation, whose turn it is."""

from collections.abc import Sequence

import numpy as np

from indexer.catalogue import Entry
from indexer.engine.port import Numbers


class Speakers:
    """`names` are all speakers, then None for nobody known; `of` is the place in `names` for each paragraph."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        known = {entry.speaker for entry in entries} | {turn.speaker for entry in entries for turn in entry.turns}
        self.names: list[str | None] = [*sorted(name for name in known if name is not None), None]
        place = {name: number for number, name in enumerate(self.names)}
        counts = [entry.paragraphs for entry in entries]
        self.of: Numbers = np.repeat(np.array([place[entry.speaker] for entry in entries], dtype=np.int64), counts)
        start = 0
        for entry in entries:
            for turn in entry.turns:
                self.of[start + turn.start : start + turn.end] = place[turn.speaker]
            start += entry.paragraphs
