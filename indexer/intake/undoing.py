"""Taking back a change of a corpus, whatever its kind; taking back is a change too, which can be taken back in turn.

A file that came leaves again, one that was replaced or removed is back, and what was there meanwhile is in the trash. What a
change put into the folder is known by its digest: where another has been there since, the person is told, and it stays.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from indexer.errors import CallError
from indexer.i18n import _, n_
from indexer.intake.correcting import undo
from indexer.intake.journal import Change, Kind, changing
from indexer.intake.placing import digest_of, file_at, move_to_trash, put_back, replace
from indexer.intake.trash import new_place, place_in_trash, remove_empty
from indexer.readers.corpus import TRASH
from indexer.store import now


def take_back(seeds: Path, number: int, who: str) -> Change:
    """Take back a change. Raises CallError where there is none of this number, or something else has been done since."""
    with changing(seeds) as journal:
        change = next((one for one in journal.changes() if one.number == number), None)
    if change is not None and change.took_away:
        return put_back(seeds, change.trash, who)
    if change is not None and change.digest:
        return _file_taken_back(seeds, change, who)
    return undo(seeds, number, who)


def take_back_all(seeds: Path, numbers: Sequence[int], who: str) -> list[Change]:
    """The same of several, the last first. Raises CallError at the first that cannot be; those before it are taken back."""
    done: list[Change] = []
    for number in sorted(set(numbers), reverse=True):
        try:
            done.append(take_back(seeds, number, who))
        except CallError as error:
            if not done:
                raise
            told = n_("前面 {n} 项已经撤销", len(done))
            raise CallError(_("{reason}（{told}）", reason=error.message, told=told)) from error
    return done


def _file_taken_back(seeds: Path, change: Change, who: str) -> Change:
    """Of a change that put a file there: it goes to the trash, and the one that it replaced is back."""
    with changing(seeds) as journal:
        there = file_at(seeds, change.file)
        if there is None or digest_of(there) != change.digest:
            raise CallError(_("“{file}”后来又改过，或已移走，不能撤销；要找回别的，请到回收站", file=change.file))
        trashed = new_place(seeds, change.file)
        back = Change(0, now(), who, Kind.UNDO, change.file, undoes=change.number, trash=place_in_trash(seeds, trashed))
        if not change.replaced:
            return move_to_trash(there, trashed, back, journal)
        earlier = seeds / TRASH / change.trash
        digest = digest_of(earlier)
        if digest is None:
            raise CallError(_("“{file}”以前的那一份已不在回收站里，不能撤销", file=change.file))
        made = replace(seeds, there, earlier, trashed, msgspec.structs.replace(back, digest=digest), journal)
        remove_empty(earlier.parent, seeds / TRASH)
        return made
