"""Speeches → a Whoosh index."""

from pathlib import Path

import msgspec
from whoosh.index import create_in

from indexer.analysis import Analysis
from indexer.engine.embedded.schema import CHARACTERS, HEADINGS, TITLE, WORDS, schema
from indexer.model import Speech

MEMORY_MB = 256  # for one pool of postings before Whoosh spills it to disk


class EmbeddedWriter:
    """Writes one index into an empty folder, as one segment whose documents keep their order."""

    def __init__(self, folder: Path, analysis: Analysis) -> None:
        self._writer = create_in(str(folder), schema(analysis)).writer(limitmb=MEMORY_MB)

    def add(self, speech: Speech) -> None:
        for paragraph in speech.paragraphs:
            self._writer.add_document(
                id=f"{speech.id}#{paragraph.anchor}",
                speech=speech.id,
                title=speech.title,
                date=str(speech.date) if speech.date else None,
                speaker=paragraph.speaker or speech.speaker,
                year=str(speech.date.year) if speech.date else None,
                kind=paragraph.kind.value,
                paragraph=msgspec.json.encode(paragraph),
                text=paragraph.text,
                **{
                    WORDS: paragraph.text,
                    CHARACTERS: paragraph.text,
                    HEADINGS: "\n".join(paragraph.section_path),
                    TITLE: speech.title,
                },
            )

    def finish(self) -> None:
        self._writer.commit()

    def abandon(self) -> None:
        """Give up what was added."""
        self._writer.cancel()
