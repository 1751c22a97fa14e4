"""The manifest of a generation: what it was built from, with what, and the checksums of its files.

It is a JSON file that people can read. Its last field is the seal, the SHA-256 of all the rest, which shows whether
the manifest was changed.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from indexer.errors import IndexStaleError, IndexUnusableError

FORMAT = 10
FILE = "manifest.json"
_NO_SEAL = "0" * hashlib.sha256().digest_size * 2
_END = b'"\n}'  # what stands after the seal


class Checksum(msgspec.Struct, frozen=True):
    """The size of a file in bytes, and its SHA-256."""

    size: int
    sha256: str


class StoredOptions(msgspec.Struct, frozen=True):
    """The options of the build; `user_dict` and `synonyms` are absolute paths, None for those of the corpus."""

    keep_versions: bool = False
    user_dict: str | None = None
    synonyms: str | None = None


class Manifest(msgspec.Struct, frozen=True):
    """What a generation is made of. `files_json` is decoded only when needed: there may be very many files.

    `analysis` and `reading` are fingerprints of what decides how text is segmented into words, and how files are
    read and parsed; `corpus` is that of all files. `versions` are those of Python, of this program and its libraries.
    `source` is the absolute path of the corpus. `checksums` are those of the generation's other files, by path.
    """

    format: int
    versions: dict[str, str]
    analysis: str
    reading: str
    corpus: str
    source: str
    options: StoredOptions
    built: datetime
    speeches: int
    paragraphs: int
    characters: int
    checksums: dict[str, Checksum]
    files_json: msgspec.Raw = msgspec.field(name="files")
    seal: str = _NO_SEAL

    @property
    def files(self) -> dict[str, str]:
        """The SHA-256 of each file, by its path under the corpus."""
        return _FILES.decode(self.files_json)


class Origin(msgspec.Struct, frozen=True):
    """What a generation was built from, and how."""

    source: str
    options: StoredOptions


class _Format(msgspec.Struct, frozen=True):
    """The part of a manifest that every version can read."""

    format: int


_FILES = msgspec.json.Decoder(dict[str, str])
_FORMAT = msgspec.json.Decoder(_Format)
_MANIFEST = msgspec.json.Decoder(Manifest)
_ORIGIN = msgspec.json.Decoder(Origin)


def seal_manifest(manifest: Manifest) -> tuple[Manifest, bytes]:
    """A manifest with its seal, and the bytes of its file."""
    unsealed = _bytes(msgspec.structs.replace(manifest, seal=_NO_SEAL))
    whole = msgspec.structs.replace(manifest, seal=hashlib.sha256(unsealed).hexdigest())
    return whole, _bytes(whole)


def read_manifest(generation: Path) -> Manifest:
    """The manifest of a generation.

    Raises IndexUnusableError where it is missing or changed, IndexStaleError where another version wrote it.
    """
    name = f"{generation.name}/{FILE}"
    try:
        data = (generation / FILE).read_bytes()
    except OSError as error:
        raise IndexUnusableError.damaged(name) from error
    return parse_manifest(data, name)


def parse_manifest(data: bytes, name: str) -> Manifest:
    """The manifest in the bytes of a file, which errors call by a `name`. Raises as `read_manifest` does."""
    try:
        if _FORMAT.decode(data).format != FORMAT:
            raise IndexStaleError.of_another_version()
        manifest = _MANIFEST.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IndexUnusableError.damaged(name) from error
    if manifest.seal != _seal_of(data):
        raise IndexUnusableError.damaged(name)
    return manifest


def read_origin(generation: Path) -> Origin | None:
    """What a manifest says of its origin, even if it was changed; None where it cannot be read."""
    try:
        return _ORIGIN.decode((generation / FILE).read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def corpus_fingerprint(files: Mapping[str, str]) -> str:
    """One hash of all files of a corpus, their paths and their hashes."""
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(files.items()))
    return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()


def checksum(file: Path) -> Checksum:
    """The checksum of a file as it is now. Raises OSError where it cannot be read."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return Checksum(opened.tell(), digest)


def _bytes(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2)


def _seal_of(data: bytes) -> str:
    """The seal that the bytes of a manifest should have; empty where they do not end as a manifest does."""
    start = len(data) - len(_NO_SEAL) - len(_END)
    return hashlib.sha256(data[:start] + _NO_SEAL.encode() + _END).hexdigest() if data.endswith(_END) else ""
