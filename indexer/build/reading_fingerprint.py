"""What decides how the files of a corpus are read and parsed: its fingerprint, and the versions of the libraries at work."""

import hashlib
import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from importlib.util import find_spec

import msgspec

from indexer.readers.formats import BY_SUFFIX
from indexer.readers.scan.recogniser import version

# One digest a revision of the readers and the parser: of the golden files of what is read. Whoever changes what is read
# from a file changes one of them too, and appends the new digest, which the test of this table prints; nothing is ever
# replaced. So an index of an earlier revision is read anew by the next update.
GOLDEN_DIGESTS: tuple[str, ...] = (
    "c3e5dfee257b0614cfd7f437d19dbb937eb2e20a5a712c65d7f7b39b95e107ae",
    "773d93f4b8e512eb2d32fa9a06ce4fd0494a0ffc30e0eb361695433f67d4d54c",
    "3c3315a59f479647b1f1e40d04604730853b127d250219785c2bb3a1b1f0dbdc",
    "c4ae03f105001771a538cfa5856161059a92d65e9fa377ef19beb5870542b844",
    "ad7d41f14c5683a4c5ccc9298e880e29eefe8a97567f39535dda6291e062dbf2",
    "d4ec58d0a36d6e457926615170d502a9ddf3ddf948c033baad1c385be19ba759",
    "9d71651a02997f6aff7adbb66e727a2f2974cf51df183a3a9303d5c6f0f61a0d",
    "827de4af1e21ebb9f24f064a8fb4348f63ddc076c4a3254c6ba7e8433c406917",
    "0133d8f9b68ff9dd73db7357ebc91c5a2cd325dca03f96a73bbef3840db08b57",
)
READING_REVISION = len(GOLDEN_DIGESTS)
SHAPING = ("speechsearch", "whoosh3", "jieba", "rjieba", "numpy")  # the program and libraries that shape an index
OPTIONAL = ("pypdfium2",)  # libraries without which some files cannot be read


def reading_fingerprint(own_patterns: str | None) -> str:
    """Of this program's version, its formats and optional libraries, of what reads scans, and the corpus's own patterns, None where it has none."""
    program = library_versions().get("speechsearch", "")
    libraries = [*(name for name in OPTIONAL if find_spec(name)), version() or ""]
    parts = [READING_REVISION, program, sorted(BY_SUFFIX), libraries, own_patterns]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def library_versions() -> dict[str, str]:
    """The versions of Python and of what shapes an index, by name; what is not installed is left out."""
    return {"python": platform.python_version(), **dict(_installed())}


def _installed() -> list[tuple[str, str]]:
    found = []
    for name in SHAPING:
        try:
            found.append((name, version_of(name)))
        except PackageNotFoundError:  # rjieba has no wheel for every processor
            continue
    return found
