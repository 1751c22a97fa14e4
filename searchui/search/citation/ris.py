"""RIS, which EndNote, Zotero and NoteExpress read: a tag, two blanks, a dash and a blank before each value."""

from collections.abc import Iterator

from indexer.model import SpeechDate
from searchui.search.citation.work import Work


def ris(work: Work) -> str:
    """A record of a page of the web, of an article in a paper or journal, or of anything else."""
    return "\n".join([*(f"{tag}  - {value}" for tag, value in _tags(work)), "ER  - "])


def _tags(work: Work) -> Iterator[tuple[str, str]]:
    publication = work.publication
    kind = "ELEC" if work.address else "GEN"
    if publication and not work.address:
        kind = "JOUR" if publication.issue else "NEWS" if publication.is_paper else "GEN"
    yield "TY", kind
    yield from (("AU", name) for name in work.names)
    yield "TI", work.title
    if publication:
        yield "PB" if kind in {"ELEC", "GEN"} else "T2", publication.name
        if publication.issue:
            yield "IS", publication.issue
    if work.date:
        yield "PY", f"{work.date.year:04d}"
        yield "DA", _date(work.date)
    if work.occasion:
        yield "N1", work.occasion
    if work.address:
        yield "UR", work.address
        yield "Y2", f"{work.day:%Y/%m/%d}/"
    yield "ID", work.key


def _date(when: SpeechDate) -> str:
    """YYYY/MM/DD/, where what is not known is empty."""
    month, day = (f"{part:02d}" if part else "" for part in (when.month, when.day))
    return f"{when.year:04d}/{month}/{day}/"
