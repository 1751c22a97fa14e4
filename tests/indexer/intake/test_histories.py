"""Two people, a spreadsheet and a watcher at one archive: whatever they do in whatever order, nothing is lost.

Each person sees the table as it was when they opened it. What was granted last is what the index says at the end, and
what the table says; the spreadsheet's own column and rows stay; every text that ever came is in the folder or in the trash.
"""

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from indexer.build.pipeline import build, update
from indexer.errors import CallError
from indexer.intake.correcting import Tables, Wish, correct
from indexer.intake.journal import Journal, Kind
from indexer.intake.overview import Overview
from indexer.intake.placing import Existing, Fate, place, put_back, remove
from indexer.intake.trash import in_trash
from indexer.intake.undoing import take_back
from indexer.readers.corpus import corpus_files
from indexer.store import Store

FILES = ("甲.txt", "乙.txt", "下级/丙.txt")
PEOPLE = ("王芳", "李明")
FACTS = ("speaker", "date", "occasion")
VALUES = {"speaker": ("高远", "韩石", ""), "date": ("2031-05-06", "2032", ""), "occasion": ("水利会议", "=一加一", "")}
TEXTS = ("一", "二", "三")


class Archive(RuleBasedStateMachine):
    """An archive in a folder, and what ought to be in it."""

    @initialize()
    def made(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        top = Path(self.folder.name)
        self.seeds, self.index = top / "seeds", top / "index"
        (self.seeds / "下级").mkdir(parents=True)
        self.texts: set[str] = set()
        for name in FILES:
            self._write(name, "零")
        (self.seeds / "metadata.csv").write_text("档号,文件\r\nA-1,没有.txt\r\n", encoding="gb18030", newline="")
        self.rows = 1  # of the spreadsheet
        build(self.seeds, self.index)
        self.overview = Overview(Store(self.index).current())
        self.seen = {person: self._now() for person in PEOPLE}
        self.wanted: dict[tuple[str, str], str] = {}  # what was granted last, by file and fact
        self.around: dict[int, tuple[str | None, str | None]] = {}  # a file before and after a change of it

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule()
    def the_watcher_looks(self) -> None:
        update(self.seeds, self.index)
        self.overview = Overview(Store(self.index).current())

    @rule(person=st.sampled_from(PEOPLE))
    def a_person_opens_the_table(self, person: str) -> None:
        self.seen[person] = self._now()

    @rule(person=st.sampled_from(PEOPLE), file=st.sampled_from(FILES), fact=st.sampled_from(FACTS), data=st.data())
    def a_person_corrects(self, person: str, file: str, fact: str, data: st.DataObject) -> None:
        was, value = self.seen[person].get((file, fact)), data.draw(st.sampled_from(VALUES[fact]))
        if was is None:
            return
        before = self._now().get((file, fact))
        done = correct(self.seeds, [Wish(file, fact, was, value)], self.overview.facts, person)
        if done.refusals:
            assert before not in (was, value), "only what somebody else has changed is refused"
            assert self._now().get((file, fact)) == before
        else:
            assert before in (was, value)
            self.wanted[file, fact] = value

    @rule(data=st.data())
    def somebody_takes_a_correction_back(self, data: st.DataObject) -> None:
        corrections = [change for change in Journal(self.seeds).changes() if change.cells]
        if not corrections:
            return
        change = data.draw(st.sampled_from(corrections))
        try:
            take_back(self.seeds, change.number, "王芳")
        except CallError:
            return
        for fact, cell in change.cells.items():
            if cell.before.settled:
                self.wanted[change.file, fact] = "" if cell.before.value == "不详" else cell.before.value
            else:
                self.wanted.pop((change.file, fact), None)

    @rule(
        name=st.sampled_from(FILES),
        text=st.sampled_from(TEXTS),
        existing=st.sampled_from([Existing.REPLACE, Existing.REPLACE, Existing.ASK]),
    )
    def a_file_comes(self, name: str, text: str, existing: Existing) -> None:
        written = self._speech(name, text)
        with self.noted(name):
            arrival = place(self.seeds, name, io.BytesIO(written.encode()), existing, "李明")
        assert arrival.fate is not Fate.REFUSED, arrival
        if arrival.fate in (Fate.ADDED, Fate.REPLACED, Fate.SAME):
            self.texts.add(written)

    @precondition(lambda self: len(self._files()) > 1)
    @rule(name=st.sampled_from(FILES))
    def a_file_is_removed(self, name: str) -> None:
        if name in self._files():
            with self.noted(name):
                remove(self.seeds, [name], "李明")

    @rule(data=st.data())
    def a_file_is_put_back(self, data: st.DataObject) -> None:
        if there := in_trash(self.seeds):
            trashed = data.draw(st.sampled_from(there))
            with fails(CallError, expected=trashed.path in self._files()), self.noted(trashed.path):
                put_back(self.seeds, trashed.place, "王芳")

    @precondition(lambda self: len(self._files()) > 1)
    @rule(data=st.data())
    def somebody_takes_back_what_became_of_a_file(self, data: st.DataObject) -> None:
        changes = [change for change in Journal(self.seeds).changes() if change.can_be_undone and not change.cells]
        if not changes:
            return
        change = data.draw(st.sampled_from(changes))
        before, after = self.around[change.number]
        now, needed = self._files().get(change.file), change.trash if before is not None else ""
        stands = now == after and (not needed or needed in {one.place for one in in_trash(self.seeds)})
        with fails(CallError, expected=not stands), self.noted(change.file):
            take_back(self.seeds, change.number, "王芳")
        assert self._files().get(change.file) == (before if stands else now)

    @contextmanager
    def noted(self, name: str) -> Iterator[None]:
        """What becomes of a file is remembered by the number of the change."""
        before, changes = self._files().get(name), len(Journal(self.seeds).changes())
        yield
        for change in Journal(self.seeds).changes()[changes:]:
            self.around[change.number] = before, self._files().get(name)

    @rule()
    def the_spreadsheet_gets_another_row(self) -> None:
        table = (self.seeds / "metadata.csv").read_bytes()
        self.rows += 1
        (self.seeds / "metadata.csv").write_bytes(table + f"A-{self.rows},没有{self.rows}.txt\r\n".encode("gb18030"))

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "seeds"):
            return
        there = set(self._files().values())
        there |= {(self.seeds / "回收站" / one.place).read_text(encoding="utf-8") for one in in_trash(self.seeds)}
        assert there >= self.texts
        text = (self.seeds / "metadata.csv").read_bytes().decode("gb18030")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row["档号"] for row in rows if row["档号"]] == [f"A-{number}" for number in range(1, self.rows + 1)]
        tables = Tables(self.seeds)
        assert {(file, fact): tables.settled(file)[fact] for file, fact in self.wanted} == self.wanted

    @invariant()
    def the_journal_says_who(self) -> None:
        if hasattr(self, "seeds"):
            changes = Journal(self.seeds).changes()
            assert [change.number for change in changes] == sorted({change.number for change in changes})
            assert {change.who for change in changes} <= set(PEOPLE)
            assert len([one for one in changes if one.took_away]) >= len(
                [one for one in changes if one.kind is Kind.PUT_BACK and one.undoes]
            )

    def _now(self) -> dict[tuple[str, str], str]:
        """What the table of the page shows."""
        tables = Tables(self.seeds)
        shown: dict[tuple[str, str], str] = {}
        for file in FILES:
            known = self.overview.facts(file)
            if known is not None:
                shown |= {(file, fact): value for fact, value in {**known, **tables.settled(file)}.items()}
        return shown

    def _files(self) -> dict[str, str]:
        return {
            path: file.read_text(encoding="utf-8") for path, file in corpus_files(self.seeds) if path.endswith(".txt")
        }

    def _speech(self, name: str, text: str) -> str:
        return f"在{name[-5]}会议上的讲话\n同志们：\n{name[-5]}地要办好第{text}件事，{name[-5]}字号工程要抓好。\n"

    def _write(self, name: str, text: str) -> None:
        self.texts.add(self._speech(name, text))
        (self.seeds / name).write_text(self._speech(name, text), encoding="utf-8")


class Settled(Archive):
    """The same, where after every step the watcher looks: index, table and files agree."""

    @invariant()
    def the_index_agrees(self) -> None:
        if not hasattr(self, "seeds"):
            return
        self.the_watcher_looks()
        files = self._files()
        for (file, fact), value in self.wanted.items():
            known = self.overview.facts(file)
            assert known is None or known[fact] == value
        assert {row.path for row in self.overview.rows(self.seeds) if row.state != "waiting"} == set(files)


@contextmanager
def fails(kind: type[Exception], *, expected: bool) -> Iterator[None]:
    """Exactly where it is expected, an error of a kind comes."""
    try:
        yield
    except kind:
        assert expected
    else:
        assert not expected


pytestmark = pytest.mark.slow

TestArchive = Archive.TestCase
TestArchive.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestSettled = Settled.TestCase
TestSettled.settings = settings(
    max_examples=4, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
