"""Which speeches of a corpus are indexed, and by which ids."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.dedup.clause_hashes import SpeechSketch
from indexer.dedup.near_duplicates import NearDuplicate
from indexer.i18n import Message, _


@dataclass(frozen=True, slots=True)
class AssignedId:
    """The id of a speech; `warning` where it is not the one that the speech declares."""

    id: str
    warning: Message | None = None


def assign_ids(
    sketches: Iterable[SpeechSketch], duplicates: Sequence[NearDuplicate], keep_versions: bool
) -> dict[str, AssignedId]:
    """The id of each speech that is indexed, by its name, in the order of `sketches`, which is that of the corpus.

    An id that two speeches declare goes to the first; the other is known by its path. Duplicates are left out unless
    `keep_versions`.
    """
    excluded = frozenset(() if keep_versions else (duplicate.path for duplicate in duplicates if duplicate.is_same))
    assigned: dict[str, AssignedId] = {}
    taken: set[str] = set()
    for sketch in sketches:
        if sketch.path not in excluded:
            assigned[sketch.path] = _free_id(sketch, taken)
            taken.add(assigned[sketch.path].id)
    return assigned


def _free_id(sketch: SpeechSketch, taken: set[str]) -> AssignedId:
    if sketch.id not in taken:
        return AssignedId(sketch.id)
    id_ = sketch.path
    while id_ in taken:
        id_ += "~"
    return AssignedId(id_, _("编号“{id}”与另一篇重复，改用文件路径作编号", id=sketch.id))
