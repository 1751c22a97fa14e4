"""Which speech comes before another of its series: reports of the same office, addresses at the same occasion."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.store.speech_catalogue import Entry
from searchui.search.series import is_next, is_of_series, series_names


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The speech of a series before one, and the years between of which the corpus has none of it."""

    entry: Entry
    missing: tuple[int, ...]


class SeriesFinder:
    """Finds it among the speeches of a corpus; what is compared of them is worked out once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        own = [entry for entry in entries if entry.date is not None and entry.version_of is None]
        for entry, names in zip(own, series_names(own), strict=True):
            for name in names:
                self._by_name[name].append(entry)

    def predecessor(self, entry: Entry) -> Predecessor | None:
        """The latest speech of an earlier year that is of the same series; None where there is none."""
        if entry.date is None:
            return None
        year = entry.date.year
        near = (one for name in series_names([entry])[0] for one in self._by_name.get(name, ()))
        found = [
            (one.date.key, one.id, one)
            for one in near
            if one.date and one.date.year < year and is_of_series(one, entry)
        ]
        if not found:
            return None
        key, _id, last = max(found, key=lambda each: each[:2])
        follows = is_next(last.occasion or "", entry.occasion or "")
        return Predecessor(last, () if follows else tuple(range(key // 10_000 + 1, year)))
