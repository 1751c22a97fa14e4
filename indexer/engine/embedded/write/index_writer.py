"""Speeches → a Whoosh index."""

from collections.abc import Iterator
from pathlib import Path

from indexer.analysis import Analysis
from indexer.engine.embedded.segment.segment_builder import Document
from indexer.engine.embedded.whoosh.whoosh_index import create
from indexer.model import Speech


class EmbeddedWriter:
    """Writes one index into an empty folder; documents keep their order."""

    def __init__(self, folder: Path, analysis: Analysis) -> None:
        self._writer = create(folder, analysis).writer()

    def add(self, speech: Speech) -> None:
        for document in documents_of(speech):
            self._writer.add(document)

    def finish(self) -> None:
        self._writer.commit(merge=False)  # type: ignore[no-untyped-call]

    def abandon(self) -> None:
        """Give up what was added."""
        self._writer.cancel()


def documents_of(speech: Speech) -> Iterator[Document]:
    """The paragraphs of a speech, each with what is stored of the speech."""
    date = str(speech.date) if speech.date else None
    year = str(speech.date.year) if speech.date else None
    breaks = speech.breaks
    sole_speaker = speech.sole_speaker
    for place, paragraph in enumerate(speech.paragraphs):
        yield Document(
            speech=speech.id,
            anchor=paragraph.anchor,
            title=speech.title,
            date=date,
            speaker=paragraph.speaker or sole_speaker,
            year=year,
            kind=paragraph.kind.value,
            text=paragraph.text,
            section_path=paragraph.section_path,
            line=paragraph.line,
            lead=paragraph.lead,
            own_speaker=paragraph.speaker,
            role=paragraph.role,
            apart=place in breaks,
        )
