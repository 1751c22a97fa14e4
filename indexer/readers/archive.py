"""Files that are zips of XML (.docx, .epub, .odt …), opened with care: bounded in size, no entities, no network.

The sizes that a zip declares may be false: of each file no more is unpacked than declared, and if that is not all,
the zip is damaged.
"""

import posixpath
import struct
import zlib
from io import BytesIO
from lzma import LZMAError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lxml import etree

from indexer.errors import ReadError
from indexer.i18n import _

MAX_BYTES = 200_000_000  # bytes unpacked
MAX_RATIO = 200  # unpacked to packed; XML has 5 to 50
MIN_SUSPECT_BYTES = 20_000_000  # bytes unpacked below which the ratio does not matter
MAX_FILES = 20_000
MAX_TEXT_BYTES = 50_000_000  # bytes of all that is read as XML or as a page, unpacked
MAX_TAGS = 2_000_000  # in all of it; a tag takes up to a kilobyte of memory
PACKINGS = frozenset({ZIP_STORED, ZIP_DEFLATED})  # all that Office and e-books use; others unpack without bounds
CHUNK = 1 << 20
FILE_HEADER = b"PK\x03\x04"
NAME_OFFSET = 30  # of a file's name behind its header; its length stands four bytes before
FIRST_FILE = 100  # bytes: the first file of a zip may say what the others are

# All that zipfile raises on broken bytes; RuntimeError is a locked file, NotImplementedError an unknown packing.
ZIP_ERRORS = (
    BadZipFile, OSError, EOFError, ValueError, KeyError, IndexError, RuntimeError, OverflowError, struct.error, zlib.error, LZMAError,
)  # fmt: skip


class Archive:
    """The files of a zip by name. `damaged` is the error that every failure becomes."""

    def __init__(self, data: bytes, damaged: ReadError) -> None:
        self._damaged = damaged
        self._bytes, self._tags = MAX_TEXT_BYTES, MAX_TAGS
        try:
            self._zip = ZipFile(BytesIO(data))
        except ZIP_ERRORS as error:
            raise damaged from error
        entries = self._zip.infolist()
        size = sum(entry.file_size for entry in entries)
        if size > MAX_BYTES or len(entries) > MAX_FILES or size > max(MIN_SUSPECT_BYTES, MAX_RATIO * len(data)):
            raise _zip_bomb()
        if any(entry.compress_type not in PACKINGS for entry in entries):
            raise damaged
        self.names = frozenset(self._zip.namelist())

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """A text. Raises ReadError where the file is missing or cannot be unpacked, or all texts are too large."""
        try:
            with self._zip.open(name) as file:
                data = file.read(self._zip.getinfo(name).file_size + 1)  # `read()` would unpack whatever is there
        except ZIP_ERRORS as error:
            raise self._damaged from error
        self._count(data)
        return data

    def check(self) -> None:
        """For a library that unpacks by itself. Raises ReadError where `read` would for any of the files."""
        for entry in self._zip.infolist():
            is_text = entry.filename.lower().endswith((".xml", ".rels"))
            try:
                with self._zip.open(entry) as file:
                    while chunk := file.read(CHUNK):
                        if is_text:
                            self._count(chunk)
            except ZIP_ERRORS as error:
                raise self._damaged from error

    def _count(self, text: bytes) -> None:
        self._bytes -= len(text)
        self._tags -= text.count(b"<")
        if self._bytes < 0 or self._tags < 0:
            raise _zip_bomb()

    def xml(self, name: str) -> etree._Element:
        """The root of an XML file. Raises ReadError where it is missing or no XML."""
        try:
            return parse_xml(self.read(name))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged from error


def zip_listing(data: bytes) -> bytes:
    """The names of the files in a zip, each after a line end, and the beginning of the first.

    A zip inside it is not looked into. Where it is damaged, its parts are looked for.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = [name.encode() for name in archive.namelist()]
    except (*ZIP_ERRORS, UnicodeError):
        names = list(_names_in_headers(data))
    return b"\n".join([data[NAME_OFFSET:FIRST_FILE], *names])


def _names_in_headers(data: bytes) -> list[bytes]:
    names: list[bytes] = []
    place = data.find(FILE_HEADER)
    while 0 <= place <= len(data) - NAME_OFFSET:
        (length,) = struct.unpack_from("<H", data, place + NAME_OFFSET - 4)
        names.append(data[place + NAME_OFFSET : place + NAME_OFFSET + length])
        place = data.find(FILE_HEADER, place + 4)
    return names


def _zip_bomb() -> ReadError:
    return ReadError(
        _("解压后大得不像讲话稿，可能是压缩炸弹，没有打开"),
    )


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML text, read without entities and without the network."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace, which differs by edition of the standard; empty for an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), None)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant by this path of names without namespaces."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local_name(one) == name), None)
    return element


def resolve(base: str, target: str) -> str:
    """The name in the archive that `target` means when it is written in the file `base`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)).lstrip("/")
