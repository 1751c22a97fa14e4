"""Bits that flip in the files of an index, one at a time; what is said of each, at once, by the scrub and by a check.

    python -m tests.indexer.store.faults.bit_flips FOLDER COUNT SEED

A site and a script have the index open, or open it, when a bit of any of its files is another. Until somebody has read the
whole file an answer may be wrong: only what is small is verified at once. From when it is seen, by whomever, there are
no answers any more, only a sentence that says what to do; and never is there a traceback, or the end of the process.
What counts as small is made small here, so that an index of a few speeches has large files as one of thousands has.

It prints how often what was seen by whom. This is no test of its own, since it limits its own memory: see test_bit_flips.
"""

import os
import random
import resource
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

from click.testing import CliRunner
from flask.testing import FlaskClient

import indexer.engine.embedded.encoding.arrays
import indexer.store.generation
from indexer.build.pipeline import build
from indexer.check import check
from indexer.engine.embedded.encoding import derived_arrays
from indexer.engine.embedded.encoding.arrays import is_whole
from indexer.errors import IndexUnusableError
from indexer.store import CURRENT, Generation, Store, file_stamps, verification
from indexer.store.scrub import Scrub
from searchui import Corpus, open_corpus
from searchui.cli.group import commands
from searchui.web import create_app
from searchui.web.context.live_corpus import LiveCorpus
from tests.conftest import SEEDS

SMALL_FILE, SMALL_ARRAY = 2_000, 400  # bytes
AT_ONCE = "seen at once"
MEMORY = 8 << 30  # bytes that may be asked for: damage may ask for any number
NO_FILE_OF_IT = {file_stamps.FILE, verification.FILE, "LOCK"}  # they say nothing of what the index has
QUESTIONS: list[Callable[[Corpus], Any]] = [
    lambda corpus: [corpus.count(phrase).as_json() for phrase in ("党", "发展", "基层治理", "全面建设", "没有这个词")],
    lambda corpus: corpus.search("发展 基层").as_json(),
    lambda corpus: corpus.search('"工作" year:2024 -农', sort="oldest").as_json(),
    lambda corpus: corpus.search('"党 建设"~10 OR 建?').as_json(),
    lambda corpus: corpus.search("我们应当怎样把基层治理的各项工作一件一件做好").as_json(),
    lambda corpus: corpus.kwic("工作", sort="right").as_json(),
    lambda corpus: corpus.trend(["发展", "改革"]).as_json(),
    lambda corpus: corpus.collocations("发展").as_json(),
    lambda corpus: corpus.ngrams().as_json(),
    lambda corpus: corpus.reuse_overview().as_json(),
    lambda corpus: [str(one) for one in corpus.suggest("工")],
    lambda corpus: [corpus.speech(entry.id) for entry in corpus.speeches()],
]
ADDRESSES = ["/search?q=发展", "/api/count?phrase=基层治理", "/kwic?q=工作", "/"]
DERIVED = "/api/reuse"
WORDS = [["count", "发展"], ["search", "基层治理"], ["kwic", "工作"], ["status"], ["metadata", "export"]]


class Flips:
    """An index whose bits are flipped one after the other; each is as it was again before the next."""

    def __init__(self, folder: Path, draw: random.Random) -> None:
        self.index, self._draw = folder / "index", draw
        build(SEEDS, self.index)
        indexer.store.generation.SMALL = SMALL_FILE
        indexer.engine.embedded.encoding.arrays.SMALL = SMALL_ARRAY
        self._app = create_app(self.index)
        self._right = self._asked()
        self.counts: Counter[str] = Counter()

    def _asked(self) -> str:
        """A digest of the answers to all questions."""
        with open_corpus(self.index) as corpus:
            answers = [question(corpus) for question in QUESTIONS]
        return sha256(repr(answers).encode()).hexdigest()

    def _file(self) -> Path:
        """A file: any, or one by its size."""
        files = [
            file
            for file in sorted(self.index.rglob("*"))
            if file.is_file() and file.name not in NO_FILE_OF_IT and file.suffix != ".lock"
        ]
        return self._draw.choices(
            files, [file.stat().st_size if self._draw.random() < 0.5 else 10_000 for file in files]
        )[0]

    def flip(self, number: int) -> None:
        """Flip a bit and look at what is said. Raises AssertionError where something is answered that should not be."""
        file = self._file()
        if file.parent.name == derived_arrays.FOLDER:
            self._flip_derived(file, number)
            return
        client = self._app.test_client()
        self._app.extensions["corpus"] = LiveCorpus(self.index)
        assert client.get("/api/count", query_string={"phrase": "发展"}).status_code == 200
        place, bit = self._draw.randrange(file.stat().st_size), 1 << self._draw.randrange(8)
        what = f"{file.relative_to(self.index)}, byte {place}, bit {bit}"
        if number % 4 == 0:
            shutil.rmtree(self.index / derived_arrays.FOLDER)  # what follows from the index is made of damaged files
        _flip(file, place, bit)
        try:
            first = self._before_it_is_seen(client, what, number)
            self.counts[first] += 1
            self._seen_by_the_scrub(client, what)
            self.counts["seen by the scrub"] += first != AT_ONCE
            problems = check(self.index, sample=0).problems
            assert problems, f"{what}: a check finds nothing"
            assert (
                file.relative_to(self.index).as_posix() in {problem.file for problem in problems}
                or file.name == CURRENT
            )
            self.counts["seen by a check"] += 1
        finally:
            _flip(file, place, bit)
            (self.index / verification.FILE).unlink(missing_ok=True)
        if number % 4 == 0:
            assert self._asked() == self._right, f"{what}: answered wrongly after it was mended"

    def _flip_derived(self, file: Path, number: int) -> None:
        """Of what can be made again: who opens it answers rightly at once, who has it open once it was seen by somebody."""
        client = self._app.test_client()
        self._app.extensions["corpus"] = LiveCorpus(self.index)
        right, live = client.get(DERIVED).get_data(), self._app.extensions["corpus"]
        scrub = Scrub(self.index, live.note_damage)
        _read_all(scrub)
        place, bit = self._draw.randrange(file.stat().st_size), 1 << self._draw.randrange(8)
        what = f"{file.relative_to(self.index)}, byte {place}, bit {bit}"
        _flip(file, place, bit)
        assert client.get(DERIVED).status_code == 200, what
        if number % 2:
            assert self._asked() == self._right, f"{what}: answered wrongly by who opens it"
        elif number % 4:
            named = any(file.name in note.text() for note in check(self.index, sample=0).notes)
            assert named or is_whole(file), f"{what}: a check is silent"  # there is room between arrays
        else:
            scrub = Scrub(self.index, live.note_damage)
        _read_all(scrub)
        for _again in range(2):
            assert client.get(DERIVED).get_data() == right, f"{what}: answered wrongly after it was seen"
        assert not check(self.index, sample=0).problems, what
        assert self._asked() == self._right, what
        self.counts["made again"] += 1
        (self.index / verification.FILE).unlink()

    def _before_it_is_seen(self, client: FlaskClient, what: str, number: int) -> str:
        """Who opens the index, and who has it open."""
        for address in ADDRESSES:
            status = client.get(address).status_code
            assert status in {200, 503}, f"{what}: {address} {status}"
        words = WORDS[number % len(WORDS)]
        done = CliRunner().invoke(commands, [*words, "--index", str(self.index)])
        assert done.exception is None or isinstance(done.exception, SystemExit), f"{what}: {words} {done.exception!r}"
        try:
            return "seen later, answered rightly" if self._asked() == self._right else "seen later, answered wrongly"
        except IndexUnusableError:
            return AT_ONCE

    def _seen_by_the_scrub(self, client: FlaskClient, what: str) -> None:
        found: list[str] = []

        def tell(generation: Generation, name: str) -> None:
            found.append(name)
            self._app.extensions["corpus"].note_damage(generation, name)

        _read_all(Scrub(self.index, tell))
        try:
            Store(self.index).current()
        except IndexUnusableError:
            pass
        else:
            raise AssertionError(f"{what}: seen by nobody")
        for question in (lambda: open_corpus(self.index), lambda: self._asked()):
            try:
                question()
            except IndexUnusableError:
                continue
            raise AssertionError(f"{what}: answered after it was seen")
        if found:
            for address in ADDRESSES[:2]:
                assert client.get(address).status_code == 503, f"{what}: {address} answered after it was seen"
            assert client.get("/healthz").get_json()["status"] == "unusable", what


def _read_all(scrub: Scrub) -> None:
    while scrub.read_next(_NEVER):
        pass


def _flip(file: Path, place: int, bit: int) -> None:
    """In place: whoever has mapped the file sees it, and nobody else does by its times."""
    times = file.stat()
    with file.open("r+b") as opened:
        opened.seek(place)
        byte = opened.read(1)[0]
        opened.seek(place)
        opened.write(bytes([byte ^ bit]))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


class _Never(Event):
    """An end that is never asked for, and nobody waits for."""

    def wait(self, timeout: float | None = None) -> bool:
        return False


_NEVER = _Never()


def main(folder: str, count: str, seed: str) -> None:
    shutil.rmtree(Path(folder) / "index", ignore_errors=True)
    os.environ["SPEECHSEARCH_LANG"] = "zh"
    flips = Flips(Path(folder), random.Random(seed))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        for number in range(int(count)):
            flips.flip(number)
    except AssertionError as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write(f"{dict(flips.counts)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
