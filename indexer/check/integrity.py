"""Whether the files of an index are as they were written: the first half of a check."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from indexer.check.problem import Problem, ProblemKind
from indexer.errors import IndexMissingError, IndexStaleError, IndexUnusableError
from indexer.i18n import _
from indexer.store import CURRENT, Generation, Pointer, Store, now
from indexer.store.manifest import FILE, Checksum, Manifest, checksum, read_manifest
from indexer.store.verification import Verification


class Integrity(NamedTuple):
    """The state of the files of an index; `generation` is None where its manifest cannot be used."""

    name: str | None
    generation: Generation | None
    problems: list[Problem]


def check_integrity(store: Store) -> Integrity:
    """Look at CURRENT, at the generation it names, or the newest where it names none, and at each file of that.

    Raises IndexMissingError where nothing was built.
    """
    problems: list[Problem] = []
    try:
        pointer = store.pointer()
    except IndexMissingError:
        raise
    except IndexUnusableError as error:
        pointer = None
        problems.append(Problem(CURRENT, ProblemKind.UNREADABLE, error.message))
    folder = _folder_of(store, pointer)
    if folder is None:
        return Integrity(None, None, [*problems, *_missing_generation(pointer)])
    try:
        manifest = read_manifest(folder)
    except IndexUnusableError as error:
        return Integrity(folder.name, None, [*problems, _manifest_problem(folder, error)])
    if pointer is not None and pointer.seal != manifest.seal:
        problems.append(_of_another_manifest(folder))
    return Integrity(folder.name, Generation(folder, manifest), [*problems, *_noted_problems(store, folder, manifest)])


def _noted_problems(store: Store, folder: Path, manifest: Manifest) -> list[Problem]:
    """The same as `file_problems`; which files were seen whole is noted beside the index."""
    found, seen = list(file_problems(folder, manifest)), Verification()
    wrong = {problem.file for problem in found}
    for name, expected in manifest.checksums.items():
        seen.note(folder / name, expected, now(), whole=f"{folder.name}/{name}" not in wrong)
    seen.save(store.folder, manifest)
    return found


def file_problems(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """What is wrong with the files of a generation, given its manifest."""
    for name, expected in manifest.checksums.items():
        if (problem := _file_problem(folder, name, expected)) is not None:
            yield problem
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(there - manifest.checksums.keys() - {FILE}):
        yield Problem(
            f"{folder.name}/{name}",
            ProblemKind.UNKNOWN,
            _("不是索引里的文件"),
        )


def _folder_of(store: Store, pointer: Pointer | None) -> Path | None:
    """The folder of the generation to check; None where it does not exist."""
    generations = store.generations()
    if pointer is None:
        return generations[-1] if generations else None
    folder = store.folder / pointer.name
    return folder if folder in generations else None


def _missing_generation(pointer: Pointer | None) -> Iterator[Problem]:
    if pointer is not None:
        yield Problem(
            CURRENT,
            ProblemKind.MISSING,
            _("写着 {name}，这个文件夹却不在", name=pointer.name),
        )


def _manifest_problem(folder: Path, error: IndexUnusableError) -> Problem:
    if isinstance(error, IndexStaleError):
        return Problem(f"{folder.name}/{FILE}", ProblemKind.VERSION, error.message)
    if (folder / FILE).exists():
        return Problem(f"{folder.name}/{FILE}", ProblemKind.UNREADABLE, error.message)
    return Problem(f"{folder.name}/{FILE}", ProblemKind.MISSING, _MISSING)


def _of_another_manifest(folder: Path) -> Problem:
    return Problem(
        CURRENT,
        ProblemKind.BYTES,
        _("写着 {name}，校验值却不是它的", name=folder.name),
    )


_MISSING = _("不见了")


def _file_problem(folder: Path, name: str, expected: Checksum) -> Problem | None:
    """What is wrong with one file; None where nothing is."""
    place = f"{folder.name}/{name}"
    try:
        found = checksum(folder / name)
    except FileNotFoundError:
        return Problem(place, ProblemKind.MISSING, _MISSING)
    except OSError as error:
        return Problem(place, ProblemKind.UNREADABLE, _("读不了：{strerror}", strerror=error.strerror))
    if found.size != expected.size:
        return Problem(
            place,
            ProblemKind.SIZE,
            _("应有 {size} 字节，现有 {size2} 字节", size=expected.size, size2=found.size),
        )
    if found != expected:
        return Problem(place, ProblemKind.BYTES, _("内容被改动，校验值不符"))
    return None
