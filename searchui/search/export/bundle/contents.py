"""What a bundle has: rows, the question and its reading, paragraphs by their digests, a citation, a program."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from indexer.i18n import Language, Message, _, joined
from searchui.search.corpus import Corpus
from searchui.search.export.csv_writer import as_csv
from searchui.search.export.provenance import Provenance
from searchui.search.export.table import Cell, Row, Table
from searchui.search.results.hit import read_place

QUESTION, ROWS, TEXTS, CITATION, TABLE, PROGRAM = (
    "question.json",
    "rows.json",
    "paragraphs.json",
    "citation.txt",
    "rows.csv",
    "reproduce.py",
)
DAWN = (1980, 1, 1, 0, 0, 0)  # the time of every file: the same bundle has the same bytes
MAX_CITED = 200  # speeches in the citation
_SITE = re.compile(r"^https?://[^/]+")
_SCRIPT = Path(__file__).parent / "data" / PROGRAM


class Question(msgspec.Struct, frozen=True):
    """A view and the parameters of its address, and what came of it: how it was read, of which corpus."""

    view: str
    parameters: str
    language: Language
    provenance: Provenance


class Texts(msgspec.Struct, frozen=True):
    """What the rows rest on: the digest of each paragraph by its speech and anchor, and of each speech as a whole."""

    paragraphs: Mapping[str, str]
    speeches: Mapping[str, str]


_QUESTION = msgspec.json.Decoder(Question)
_ROWS = msgspec.json.Decoder(list[dict[str, Cell]])
_TEXTS = msgspec.json.Decoder(Texts)


class Contents(msgspec.Struct, frozen=True):
    """A bundle without its program; cells of rows that are addresses have no site."""

    question: Question
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    texts: Texts


def without_site(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    """Rows whose addresses begin with their path: what they say does not change with who asks."""
    places = {place for place, column in enumerate(columns) if column.endswith("url")}
    for row in rows:
        yield tuple(
            _SITE.sub("", cell) if place in places and isinstance(cell, str) else cell for place, cell in enumerate(row)
        )


def places_in(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """The addresses of paragraphs in rows."""
    places = [place for place, column in enumerate(columns) if column.endswith("url")]
    return (str(row[place]) for row in rows for place in places if row[place])


def texts_of(corpus: Corpus, places: Iterable[str], speeches: Iterable[str] = ()) -> Texts:
    """The digests of the paragraphs at some addresses, and of some speeches as a whole; what is not there has none."""
    anchors: dict[str, set[str]] = {}
    whole_ones = {*speeches}
    for speech_id, anchor in map(read_place, places):
        if anchor:
            anchors.setdefault(speech_id, set()).add(anchor)
        else:  # the address of a speech
            whole_ones.add(speech_id)
    known = {entry.id for entry in corpus.speeches()}
    paragraphs = {
        f"{speech_id}#{one.anchor}": _digest([one.text])
        for speech_id in sorted(anchors)
        if speech_id in known
        for one in corpus.speech(speech_id).paragraphs
        if one.anchor in anchors[speech_id]
    }
    whole = {
        one: _digest(part.text for part in corpus.speech(one).paragraphs) for one in sorted(whole_ones) if one in known
    }
    return Texts(paragraphs, whole)


def _digest(texts: Iterable[str]) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()


def packed(corpus: Corpus, contents: Contents, table: Table) -> bytes:
    """The bundle as a zip; `table` is that of the rows, which are written from `contents`."""
    question, language = contents.question, contents.question.language
    rows = Table(table.name, table.columns, iter(contents.rows), question.provenance)
    files = {
        QUESTION: _json(question),
        ROWS: _json([dict(zip(contents.columns, row, strict=True)) for row in contents.rows]),
        TABLE: b"".join(as_csv(rows, language)),
        TEXTS: _json(contents.texts),
        CITATION: _citation(corpus, contents).text(language).encode(),
        PROGRAM: _SCRIPT.read_bytes(),
    }
    out = BytesIO()
    with ZipFile(out, "w") as bundle:
        for name in sorted(files):
            bundle.writestr(ZipInfo(name, DAWN), files[name], ZIP_DEFLATED)
    return out.getvalue()


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _citation(corpus: Corpus, contents: Contents) -> Message:
    """How the answer is cited, and the speeches that it rests on."""
    provenance, texts = contents.question.provenance, contents.texts
    cited = sorted({*texts.speeches, *(place.rpartition("#")[0] for place in texts.paragraphs)})
    lines: list[Message | str] = [provenance.line(contents.question.language), ""]
    day = provenance.built.date()
    lines += [corpus.cite(one, day=day).written("gbt7714") for one in cited[:MAX_CITED]]
    if len(cited) > MAX_CITED:
        lines.append(_("……一共 {count:,} 篇，编号都在 {file} 里", count=len(cited), file=TEXTS))
    return joined("\n", [*lines, ""])


def read_folder(folder: Path) -> tuple[Question, list[dict[str, Cell]], Texts]:
    """An unpacked bundle. Raises OSError and msgspec.DecodeError for what is none."""
    question, rows, texts = ((folder / name).read_bytes() for name in (QUESTION, ROWS, TEXTS))
    return _QUESTION.decode(question), _ROWS.decode(rows), _TEXTS.decode(texts)
