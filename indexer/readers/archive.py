"""Files that are zips of XML (.docx, .epub), opened with care: bounded in size, no entities, no network."""

import posixpath
import struct
import zlib
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile

from lxml import etree

from indexer.errors import ReadError

LARGEST = 200_000_000  # bytes unpacked
RATIO = 200  # unpacked to packed; XML has 5 to 50
SUSPECT = 20_000_000  # bytes unpacked below which the ratio does not matter
MOST_FILES = 20_000

# All that zipfile raises on broken bytes; RuntimeError is a locked file, NotImplementedError an unknown packing.
BROKEN = (
    BadZipFile, OSError, EOFError, ValueError, KeyError, IndexError, RuntimeError, OverflowError, struct.error, zlib.error, LZMAError,
)  # fmt: skip


class Archive:
    """The files of a zip by name. `damaged` is the error that every failure becomes."""

    def __init__(self, data: bytes, damaged: ReadError) -> None:
        self._damaged = damaged
        try:
            self._zip = ZipFile(BytesIO(data))
            sizes = [entry.file_size for entry in self._zip.infolist()]
        except BROKEN as error:
            raise damaged from error
        if sum(sizes) > LARGEST or len(sizes) > MOST_FILES or sum(sizes) > max(SUSPECT, RATIO * len(data)):
            raise ReadError(
                "解压后大得不像讲话稿，可能是压缩炸弹，没有打开",
                "unpacks to far more than a speech would, perhaps a zip bomb; it was not opened",
            )
        self._names = frozenset(self._zip.namelist())

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        """Raises ReadError where the file is missing or cannot be unpacked."""
        try:
            return self._zip.read(name)
        except BROKEN as error:
            raise self._damaged from error

    def xml(self, name: str) -> etree._Element:
        """The root of an XML file. Raises ReadError where it is missing or no XML."""
        try:
            return parsed_xml(self.read(name))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged from error


def parsed_xml(data: bytes) -> etree._Element:
    """The root of an XML text, read without entities and without the network."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def local(element: etree._Element) -> str:
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
        element = next((one for one in element if local(one) == name), None)
    return element


def resolve(base: str, target: str) -> str:
    """The name in the archive that `target` means when it is written in the file `base`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)).lstrip("/")
