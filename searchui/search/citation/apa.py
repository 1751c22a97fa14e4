"""APA, 7th edition: Name. (Date). Title [Speech transcript]. Occasion. Source. Address (10.15; names 9.8, no date 9.17).

Who is not known is replaced by the title (9.12). No day of reading is written, which APA asks for only of what may change.
"""

from collections.abc import Sequence

from indexer.model import SpeechDate
from searchui.search.citation.work import Work

NAMED = 20  # of more, the first 19, an ellipsis and the last
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def apa(work: Work) -> str:
    """In English, with names and titles as they are."""
    title, dated = f"{work.title} [Speech transcript].", f"({_date(work.date)})."
    named = _names(work.names)
    source = work.publication.name if work.publication else ""
    parts = [*((f"{named}.", dated, title) if named else (title, dated))]
    parts += [f"{part}." for part in (work.gathering, source if source != named else "") if part]
    return " ".join([*parts, *([work.address] if work.address else [])])


def _names(names: Sequence[str]) -> str:
    if len(names) > NAMED:
        return f"{', '.join(names[: NAMED - 1])}, . . . {names[-1]}"
    return ", & ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _date(when: SpeechDate | None) -> str:
    if when is None:
        return "n.d."
    month = MONTHS[when.month - 1] if when.month else ""
    return f"{when.year}{', ' if month else ''}{month}{f' {when.day}' if when.day else ''}"
