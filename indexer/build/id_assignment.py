"""The roster of a corpus: which of its speeches are indexed, and by which ids."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.dedup.clause_hashes import SpeechSketch
from indexer.dedup.near_duplicates import NearDuplicate
from indexer.i18n import Message, _


@dataclass(frozen=True, slots=True)
class Seat:
    """The id of a speech, and what is to be said where it is not the one that it declares."""

    id: str
    warning: Message | None = None


def roster(sketches: Iterable[SpeechSketch], versions: Sequence[NearDuplicate], keep_versions: bool) -> dict[str, Seat]:
    """The seat of each speech that is indexed, by its name, in the order of `sketches`, which is that of the corpus.

    An id that two speeches declare goes to the first; the other is known by its path. Versions of another are left
    out unless they are to be kept.
    """
    passed_over = frozenset(() if keep_versions else (version.path for version in versions if version.is_same))
    seats: dict[str, Seat] = {}
    taken: set[str] = set()
    for one in sketches:
        if one.path not in passed_over:
            seats[one.path] = _seat(one, taken)
            taken.add(seats[one.path].id)
    return seats


def _seat(one: SpeechSketch, taken: set[str]) -> Seat:
    if one.id not in taken:
        return Seat(one.id)
    own = one.path
    while own in taken:
        own += "~"
    return Seat(own, _("编号“{id}”与另一篇重复，改用文件路径作编号", id=one.id))
