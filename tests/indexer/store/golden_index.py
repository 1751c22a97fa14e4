"""Make the golden index of the present format: an archive that stays in the tests when the next format comes.

    python -m tests.indexer.store.golden_index

It is to be made once, by the version of the program that first writes the format, and never again.
"""

import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from indexer.build.pipeline import build
from indexer.store import CURRENT, Pointer, Store
from indexer.store.manifest import FILE, FORMAT, seal_manifest

DATA = Path(__file__).parents[2] / "data"
OLDEST = DATA / "index-format-6.tar.gz"  # which has the speeches too


def golden(number: int) -> Path:
    """The archive of a format."""
    return DATA / f"index-format-{number}.tar.gz"


def main() -> None:
    with TemporaryDirectory() as folder:
        with tarfile.open(OLDEST) as archive:
            archive.extractall(folder, filter="data")
        index = Path(folder) / "made"
        build(Path(folder) / "seeds", index)
        _forget_this_machine(index)
        with tarfile.open(golden(FORMAT), "w:gz") as archive:
            for path in (Path(folder) / "seeds", index / CURRENT, Store(index).current().folder):
                name = path.relative_to(folder).as_posix().replace("made/", "index/")
                archive.add(path, name, filter=_of_nobody)
    sys.stdout.write(f"{golden(FORMAT)}\n")


def _forget_this_machine(index: Path) -> None:
    live = Store(index).current()
    manifest, data = seal_manifest(msgspec.structs.replace(live.manifest, source="/srv/speeches"))
    (live.folder / FILE).write_bytes(data)
    (index / CURRENT).write_text(Pointer(live.folder.name, manifest.seal).line, encoding="ascii")


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main()
