"""What is wished for in the table of files, as its form sends it: fields `path.N`, `was.N.FACT`, `now.N.FACT`.

A row that is ticked (`pick.N`) takes part in what is done with several; one that is `ok.N` is confirmed as it stands.
"""

from collections.abc import Iterator, Sequence

from indexer.evidence import FACTS
from indexer.intake.correcting import Wish
from searchui.web.request.parameter_types import Args

EDITED = ("title", "date", "speaker", "office", "occasion", "address")  # in the order of the table
MAX_ROWS = 200


def posted_rows(form: Args) -> Iterator[tuple[int, str]]:
    """The rows of a form by their numbers, each with the path of its file."""
    for number in range(MAX_ROWS):
        path = form.get(f"path.{number}")
        if path:
            yield number, path


def picked(form: Args) -> list[str]:
    """The paths of the rows that are ticked."""
    return [path for number, path in posted_rows(form) if form.get(f"pick.{number}")]


def wishes(form: Args) -> list[Wish]:
    """All that a form wants otherwise than it was, or confirmed."""
    found = [wish for number, path in posted_rows(form) for wish in _of_row(form, number, path)]
    return [*found, *_of_several(form, {(wish.file, wish.fact) for wish in found})]


def _of_row(form: Args, number: int, path: str) -> Iterator[Wish]:
    is_confirmed = bool(form.get(f"ok.{number}"))
    doubtful = form.get(f"doubtful.{number}", "").split()
    for fact in EDITED:
        wanted, was = form.get(f"now.{number}.{fact}"), form.get(f"was.{number}.{fact}", "")
        if wanted is not None and (wanted.strip() != was.strip() or (is_confirmed and fact in doubtful)):
            yield Wish(path, fact, was, wanted.strip())


def _of_several(form: Args, done: set[tuple[str, str]]) -> Sequence[Wish]:
    """The one fact that all ticked rows get, but where a row says another itself."""
    fact, wanted = form.get("all.fact", ""), form.get("all.value", "").strip()
    if fact not in FACTS or fact not in EDITED or not wanted:
        return []
    rows = [(number, path) for number, path in posted_rows(form) if form.get(f"pick.{number}")]
    return [
        Wish(path, fact, form.get(f"was.{number}.{fact}", ""), wanted)
        for number, path in rows
        if (path, fact) not in done
    ]
