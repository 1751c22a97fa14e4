"""Whether the parts of a generation agree: its manifest, its catalogue, its table of segments and its segments."""

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from indexer.build.file_records import FileRecords, load_records
from indexer.check.problem import Problem, ProblemKind
from indexer.engine.embedded import SegmentListing
from indexer.engine.opening import listed_segments
from indexer.errors import IndexUnusableError
from indexer.i18n import Message, _, units
from indexer.store import Generation
from indexer.store.manifest import Manifest
from indexer.store.speech_catalogue import ENTRIES, SPEECHES, Catalogue, Entry

Run = tuple[str, int, int]
Unit = Callable[[int], Message]  # a number with what is counted


def disagreements(generation: Generation, catalogue: Catalogue) -> Iterator[Problem]:
    """Where they do not agree. Raises IndexUnusableError where one of them cannot be read at all."""
    name, entries = generation.folder.name, catalogue.entries
    yield from _totals(f"{name}/{ENTRIES}", generation.manifest, entries)
    yield from _lines(f"{name}/{SPEECHES}", catalogue)
    yield from _files(name, entries, load_records(generation.folder))
    segments = list(listed_segments(generation.folder))
    for segment in segments:
        if segment.recorded != segment.documents:
            yield _count(f"{name}/{segment.file}", units.paragraphs, segment.recorded, segment.documents)
    yield from _order(name, entries, segments)


def _totals(file: str, manifest: Manifest, entries: Sequence[Entry]) -> Iterator[Problem]:
    for unit, expected, found in (
        (units.speeches, manifest.speeches, len({entry.id for entry in entries if entry.version_of is None})),
        (units.paragraphs, manifest.paragraphs, sum(entry.paragraphs for entry in entries)),
        (units.characters, manifest.characters, sum(entry.characters for entry in entries)),
    ):
        if expected != found:
            yield _count(file, unit, expected, found)


def _count(file: str, unit: Unit, expected: int, found: int) -> Problem:
    return Problem(
        file,
        ProblemKind.CONTENTS,
        _("应有 {expected}，却有 {found}", expected=unit(expected), found=unit(found)),
    )


def _lines(file: str, catalogue: Catalogue) -> Iterator[Problem]:
    """Speeches whose line is missing or belongs to another speech."""
    for number, entry in enumerate(catalogue.entries):
        try:
            found = catalogue.speech(number, ()).id
        except IndexUnusableError:
            found = ""
        if found != entry.id:
            yield Problem(file, ProblemKind.CONTENTS, _("找不到“{id}”这一篇", id=entry.id))


def _files(name: str, entries: Sequence[Entry], records: FileRecords) -> Iterator[Problem]:
    """The first place where the catalogue differs from what was read from the files, in their order."""
    given = [known.id for record in records.files for known in record.speeches if known.id is not None]
    for mine, its in zip_longest([entry.id for entry in entries], given):
        if mine != its:
            wrong = _("目录里是{listed}，文件里却是{found}", listed=_named(mine), found=_named(its))
            yield Problem(f"{name}/{ENTRIES}", ProblemKind.CONTENTS, wrong)
            return


def _order(name: str, entries: Sequence[Entry], segments: Sequence[SegmentListing]) -> Iterator[Problem]:
    """The first place where the paragraphs of the segments are not those of the speeches."""
    listed = sorted([(entry.id, entry.first, entry.paragraphs) for entry in entries if entry.paragraphs], key=_first)
    for mine, its in zip_longest(listed, _joined(segments)):
        if mine != its:
            yield Problem(name, ProblemKind.CONTENTS, _out_of_order(mine, its))
            return


def _joined(segments: Sequence[SegmentListing]) -> list[Run]:
    """The speeches of all segments; one that continues in the next segment is joined."""
    runs: list[Run] = []
    for id_, first, size in (run for segment in segments for run in segment.speeches):
        if runs and (runs[-1][0], sum(runs[-1][1:])) == (id_, first):
            _speech, first, before = runs.pop()
            size += before
        runs.append((id_, first, size))
    return runs


def _first(run: Run) -> int:
    return run[1]


def _out_of_order(listed: Run | None, found: Run | None) -> Message:
    return _("目录里是{listed}，正文里却是{found}", listed=_placed(listed), found=_placed(found))


def _placed(run: Run | None) -> Message:
    if run is None:
        return _("没有")
    return _("“{speech}”第 {first} 段起 {size}", speech=run[0], first=run[1], size=units.paragraphs(run[2]))


def _named(speech: str | None) -> Message:
    return _("“{speech}”", speech=speech) if speech else _("没有")
