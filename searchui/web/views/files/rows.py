"""What the table of files shows of each: its facts with where each was read, and all that is to be looked at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock

from indexer.evidence import FACTS, described
from indexer.i18n import Message, _
from indexer.intake.correcting import Refusal, Tables
from indexer.intake.overview import FileRow, Overview, State, facts_of
from indexer.model import LeftOut, Speech
from indexer.store.generation import Pointer
from searchui.search import Corpus
from searchui.search.results.hit import speech_url
from searchui.web.i18n.translations import t
from searchui.web.request.files.wishes import EDITED

SETTLED, NOT_READ = _("人工核定"), _("没有读到")
WAITING = _("人工核定，几秒后更新")
MOST_SHOWN = 5  # passages that were left out of a speech, of which the beginning is shown
SHORT = 60  # characters of such a one


@dataclass(frozen=True, slots=True)
class Field:
    """A fact in the table: what it `was` when the page was made, what stands in its box, and what is said of it."""

    name: str
    label: str
    was: str
    value: str
    note: str
    doubtful: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A row of the table. `fields` is empty of a file that is not corrected here."""

    row: FileRow
    fields: tuple[Field, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    left_out_count: int = 0

    @property
    def doubtful(self) -> str:
        """The facts that are to be confirmed."""
        return " ".join(field.name for field in self.fields if field.doubtful)


class OverviewKeeper:
    """The overview of the live generation, made once for it."""

    def __init__(self) -> None:
        self._made: tuple[Pointer, Overview] | None = None
        self._making = Lock()

    def of(self, corpus: Corpus) -> Overview:
        """Raises IndexUnusableError where the index is damaged."""
        with self._making:
            if self._made is None or self._made[0] != corpus.generation.pointer:
                self._made = corpus.generation.pointer, Overview(corpus.generation)
            return self._made[1]


OVERVIEWS = OverviewKeeper()


def shown_file(row: FileRow, overview: Overview, tables: Tables, refusals: Iterable[Refusal] = ()) -> ShownFile:
    """A row with all that is known of its file; what was wished for and refused stands in its boxes again."""
    speeches = overview.speeches(row.path)
    notes = [*row.reasons, *(warning for speech in speeches for warning in speech.warnings)]
    left_out = [item for speech in speeches for item in speech.left_out]
    refused = {refusal.wish.fact: refusal for refusal in refusals}
    is_one = row.state is State.INDEXED and len(speeches) == 1
    return ShownFile(
        row,
        tuple(_fields(row, speeches[0], tables.settled(row.path), refused)) if is_one else (),
        tuple((speech_url(speech.id), speech.title) for speech in speeches),
        tuple(map(t, notes)),
        tuple(_shortened(item) for item in left_out[:MOST_SHOWN]),
        len(left_out),
    )


def _fields(
    row: FileRow, speech: Speech, settled: Mapping[str, str], refused: Mapping[str, Refusal]
) -> Iterator[Field]:
    indexed = facts_of(speech)
    there = indexed | {name: settled[name] for name in settled}
    for name in EDITED:
        refusal = refused.get(name)
        was = there[name] if refusal is None or refusal.now is None else refusal.now
        is_settled = name in settled
        yield Field(
            name,
            t(FACTS[name]),
            was,
            there[name] if refusal is None else refusal.wish.wanted,
            t(WAITING if is_settled and settled[name] != indexed[name] else _note(speech, name, is_settled)),
            not is_settled and (name in row.unsure or name in row.doubts),
            "" if refusal is None else t(refusal.reason),
        )


def _note(speech: Speech, name: str, is_settled: bool) -> Message:
    """Where a fact was read, and how sure that is."""
    if is_settled:
        return SETTLED
    return described(speech.evidence[name]) if name in speech.evidence else NOT_READ


def _shortened(item: LeftOut) -> str:
    return item.text if len(item.text) <= SHORT else item.text[:SHORT] + "……"
