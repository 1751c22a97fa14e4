"""Which speeches of a corpus are indexed, and by which ids."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.dedup.clause_hashes import SpeechSketch
from indexer.dedup.near_duplicates import NearDuplicate
from indexer.i18n import Message, _


@dataclass(frozen=True, slots=True)
class AssignedId:
    """The id of a speech; `warning` where it is not the one that the speech declares. `main` is the name of the speech
    that it is a version of.
    """

    id: str
    warning: Message | None = None
    main: str | None = None


def assign_ids(
    sketches: Sequence[SpeechSketch], duplicates: Sequence[NearDuplicate], keep_versions: bool
) -> dict[str, AssignedId]:
    """The id of each speech that is indexed, by its name, in the order of `sketches`, which is that of the corpus.

    An id that two speeches declare goes to the first; the other is known by its path. Versions come last. Unless
    `keep_versions` those are left out that have no sentence of their own.
    """
    mains = {} if keep_versions else {one.path: one.of for one in duplicates if one.is_same}
    wordings = {sketch.path: sketch.wording for sketch in sketches}
    assigned: dict[str, AssignedId] = {}
    taken: set[str] = set()
    for sketch in sorted(sketches, key=lambda one: one.path in mains):
        main = mains.get(sketch.path)
        if main is None or sketch.wording != wordings[main]:
            assigned[sketch.path] = replace(_free_id(sketch, taken), main=main)
            taken.add(assigned[sketch.path].id)
    return assigned


def _free_id(sketch: SpeechSketch, taken: set[str]) -> AssignedId:
    if sketch.id not in taken:
        return AssignedId(sketch.id)
    id_ = sketch.path
    while id_ in taken:
        id_ += "~"
    return AssignedId(id_, _("编号“{id}”与另一篇重复，改用文件路径作编号", id=sketch.id))
