"""Outdated wordings and what has succeeded them, as the user's own list 提法.tsv has them, kept with a generation."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from indexer.errors import IndexUnusableError, WordListError
from indexer.i18n import _

FILE = "phrasings.json"
SHORTEST = 2  # characters of a wording
FIELDS = 4


class Phrasing(msgspec.Struct, frozen=True):
    """`new` is said instead of `old`, `since` then, as the user has written it; `note` is the user's own."""

    old: str
    new: str
    since: str = ""
    note: str = ""

    @property
    def line(self) -> str:
        """As a list has it."""
        return "\t".join(filter(None, (self.old, self.new, self.since, self.note)))


_PHRASINGS = msgspec.json.Decoder(tuple[Phrasing, ...])


def read_phrasings(lines: Iterable[str], file: str) -> tuple[Phrasing, ...]:
    """The rows of a list: old, new, since, note, with a tab between. Lines that begin with # say nothing.

    Raises WordListError, which names `file` and the line.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#"))
    return tuple(_phrasing(line, file, number) for number, line in numbered)


def _phrasing(line: str, file: str, number: int) -> Phrasing:
    fields = [field.strip() for field in line.split("\t")]
    if len(fields) < 2 or len(fields) > FIELDS:
        raise WordListError(
            file, number, _("一行要写：旧的提法、新的提法、何时起、说明，中间用制表符（Tab）隔开；后两样可以不写")
        )
    if len(fields[0]) < SHORTEST or not fields[1]:
        raise WordListError(file, number, _("旧的提法至少两个字，新的提法不能空着"))
    if fields[0] == fields[1]:
        raise WordListError(file, number, _("新旧两个提法是一样的"))
    return Phrasing(*fields)


def save_phrasings(phrasings: Sequence[Phrasing], generation: Path) -> None:
    """Write them into the folder of a generation; none make no file."""
    if phrasings:
        (generation / FILE).write_bytes(msgspec.json.encode(phrasings))


def load_phrasings(generation: Path) -> tuple[Phrasing, ...]:
    """Those of a generation. Raises IndexUnusableError where the file is damaged."""
    try:
        return _PHRASINGS.decode((generation / FILE).read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.DecodeError) as error:
        raise IndexUnusableError.damaged(f"{generation.name}/{FILE}") from error
