"""The use cases: checking that an index is intact and answers correctly, and repairing it.

First every file is compared with its checksum. If all are intact, the parts of the index are compared with each
other, its answers with a plain search of its text, and its text with the corpus as it is now.
"""

import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import msgspec
import numpy as np

from indexer.analysis import analysis_of
from indexer.build.pipeline import BuildOptions, build
from indexer.build.report import Census
from indexer.check.cross_check import disagreements
from indexer.check.folder_check import check_folder, folder_notes
from indexer.check.integrity import Integrity, check_integrity, file_problems
from indexer.check.problem import Problem, ProblemKind
from indexer.check.query_check import check_answers, check_ngram_order
from indexer.check.sample_check import check_sample
from indexer.cluster.mirror import is_mirror, renew
from indexer.engine.answers import Numbers
from indexer.engine.embedded.encoding.derived_arrays import remove_damaged
from indexer.engine.opening import open_engine
from indexer.engine.vocabulary_file import load_vocabulary
from indexer.errors import CorpusError, IndexStaleError, IndexUnusableError
from indexer.i18n import Message, _, units
from indexer.store import Generation, Pointer, Store
from indexer.store.manifest import FILE, Origin, StoredOptions, read_manifest, read_origin
from indexer.store.speech_catalogue import Catalogue

SAMPLE = 200  # paragraphs
SEEDS = 1 << 32


class Check(msgspec.Struct, frozen=True):
    """What a check looked at, and what is wrong.

    `phrases` were counted again, `paragraphs` compared with the corpus; the same `seed` draws the same ones again.
    `notes` say what could not be checked, and which files of the corpus are not in the index as they are now; `census` is
    that of its folder, None where there is none. After a repair, `mended` is what was wrong before, and `repaired` says what
    was done.
    """

    generation: str | None
    files: int
    bytes: int
    phrases: int
    paragraphs: int
    seed: int
    problems: tuple[Problem, ...]
    notes: tuple[Message, ...] = ()
    mended: tuple[Problem, ...] = ()
    repaired: Message | None = None
    census: Census | None = None


def check(index: Path, seeds: Path | None = None, *, sample: int = SAMPLE, seed: int | None = None) -> Check:
    """Check the live generation of an index, with `sample` paragraphs of it; `seeds` is where its corpus is now.

    If another generation becomes live meanwhile and there are problems, that one is checked.
    Raises IndexMissingError where nothing was built.
    """
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    store = Store(index)
    while True:
        before = _pointer(store)
        checked = _check_once(check_integrity(store), seeds, sample, seed)
        if not checked.problems or _pointer(store) == before:
            return checked


def _pointer(store: Store) -> Pointer | None:
    """Which generation is live; None where that is not known."""
    try:
        return store.pointer()
    except IndexUnusableError:
        return None


def _check_once(found: Integrity, seeds: Path | None, sample: int, seed: int) -> Check:
    sums = found.generation.manifest.checksums if found.generation else {}
    size = sum(one.size for one in sums.values())
    checked = Check(found.name, len(sums), size, 0, 0, seed, tuple(found.problems))
    if found.generation is None or found.problems:
        return checked
    try:
        return _check_contents(checked, found.generation, seeds, sample)
    except IndexUnusableError as error:
        wrong = ProblemKind.VERSION if isinstance(error, IndexStaleError) else ProblemKind.UNREADABLE
        problem = Problem(found.generation.folder.name, wrong, error.message)
        return msgspec.structs.replace(checked, problems=(problem,))


def _check_contents(checked: Check, generation: Generation, seeds: Path | None, sample: int) -> Check:
    """The second half of a check, of a generation whose files are intact."""
    name, draw = generation.folder.name, Random(checked.seed)  # noqa: S311 - a sample, not a secret
    analysis = analysis_of(load_vocabulary(generation.folder))
    if analysis.fingerprint != generation.manifest.analysis:
        return msgspec.structs.replace(checked, problems=(_stale(name),))
    catalogue = Catalogue(generation.folder)
    problems = list(disagreements(generation, catalogue))
    if problems:
        return msgspec.structs.replace(checked, problems=tuple(problems))
    engine = open_engine(generation.folder, analysis, generation.manifest.paragraphs)
    numbers = _numbers(catalogue)
    phrases, wrong = check_answers(name, engine, numbers, draw, sample)
    folder = seeds or Path(generation.manifest.source)
    compared = check_sample(generation, catalogue, engine, folder, draw, sample)
    census = check_folder(generation, folder)
    notes = [compared.note] if compared.note else []
    notes += [_("{file} 损坏，已删去；用到时会重新生成", file=file) for file in remove_damaged(generation.folder)]
    return msgspec.structs.replace(
        checked,
        phrases=phrases,
        paragraphs=compared.paragraphs,
        problems=(*check_ngram_order(name, engine, numbers), *wrong, *compared.problems),
        notes=(*notes, *(folder_notes(census) if census else ())),
        census=census,
    )


def _numbers(catalogue: Catalogue) -> Numbers:
    """The numbers of all paragraphs, ascending."""
    ranges = sorted((entry.first, entry.first + entry.paragraphs) for entry in catalogue.entries)
    return np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(start, end) for start, end in ranges)])


def _stale(name: str) -> Problem:
    return Problem(
        f"{name}/{FILE}",
        ProblemKind.ANALYSIS,
        _("是用另一套分词或词表建立的"),
    )


def repair(index: Path, seeds: Path | None = None, *, jobs: int = 1, wait: float = 0) -> Message:
    """Repair an index, and say what was done.

    What stays beside a cluster is fetched from there again. Any other is built again with the same options, from `seeds`
    or else from the corpus that it was built from; if that is gone, the newest intact generation becomes live again.
    Raises CorpusError if there is none either: it is not built from the default folder, because an index of another
    corpus would be worse than none.
    """
    if is_mirror(index):
        renew(index)
        return _("已从集群重新取来索引放在本机的部分")
    store = Store(index)
    origin = _origin(store)
    source = seeds or (Path(origin.source) if origin else None)
    if source is None or not source.is_dir():
        return _restore_older(store, source, wait)
    options = origin.options if origin else StoredOptions()
    report = build(
        source,
        index,
        BuildOptions(
            keep_versions=options.keep_versions,
            user_dict=Path(options.user_dict) if options.user_dict else None,
            synonyms=Path(options.synonyms) if options.synonyms else None,
            jobs=jobs,
            wait=wait,
        ),
    )
    return _(
        "已按“{source}”里的讲话稿重新建立 {generation}：{speeches}，{paragraphs}",
        source=source,
        generation=report.generation,
        speeches=units.speeches(report.speeches),
        paragraphs=units.paragraphs(report.paragraphs),
    )


def _origin(store: Store) -> Origin | None:
    """The origin of the live generation, or else of the newest that can be read; None where none can."""
    pointer = _pointer(store)
    live = [store.folder / pointer.name] if pointer else []
    origins = (read_origin(folder) for folder in (*live, *reversed(store.generations())))
    return next((origin for origin in origins if origin is not None), None)


def _readable_generations(folders: Iterable[Path]) -> Iterator[Generation]:
    for folder in folders:
        try:
            yield Generation(folder, read_manifest(folder))
        except IndexUnusableError:
            continue


def _restore_older(store: Store, source: Path | None, wait: float) -> Message:
    for generation in _readable_generations(reversed(store.generations())):
        if all(
            problem.wrong is ProblemKind.UNKNOWN for problem in file_problems(generation.folder, generation.manifest)
        ):
            new = store.restore(generation, wait=wait).folder.name
            built = generation.manifest.built.astimezone().strftime("%Y-%m-%d %H:%M")
            return _(
                "{lost}，已改用 {built} 建立的一代，作为 {new}。找到讲话稿后请重新建立：speechsearch build",
                lost=_why_no_corpus(source),
                built=built,
                new=new,
            )
    raise CorpusError(
        _(
            "修不好：{lost}，也没有完好的旧索引。请写明讲话稿在哪里：speechsearch check --repair 文件夹",
            lost=_why_no_corpus(source),
        ),
    )


def _why_no_corpus(source: Path | None) -> Message:
    if source is None:
        return _("不知道索引是按哪个文件夹建立的")
    return _("找不到讲话稿文件夹“{source}”", source=source)
