"""The parts of a Word file, opened by python-docx and found as Word finds them: by their relations.

python-docx gives the parts and their XML. What a reader of the page sees is walked here, since its own
paragraphs pass over content controls, text boxes, inserted text and notes, and know no numbering.
"""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docx.opc.package import OpcPackage
from docx.opc.part import Part, XmlPart
from lxml import etree

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.readers.archive import Archive, parse_xml

# What python-docx lets through from zipfile, lxml and its own look-ups when bytes are broken.
BROKEN = (
    OpcError, BadZipFile, etree.LxmlError, OSError, EOFError, LookupError, ValueError, TypeError, AttributeError,
    AssertionError, RuntimeError, OverflowError, struct.error, zlib.error, LZMAError,
)  # fmt: skip


def damaged() -> ReadError:
    return ReadError(
        _("不是有效的 Word 文档（.docx），也许已损坏或只是改了后缀"),
    )


class Package:
    """The parts of one file. Raises ReadError where it is no Word file."""

    def __init__(self, data: bytes) -> None:
        Archive(data, damaged()).check()  # python-docx unpacks whatever there is, and believes what a zip says
        try:
            package = OpcPackage.open(BytesIO(data))
            # By the end of the relation's name, which is the same in both editions of the standard.
            self._main = next(
                relation.target_part
                for relation in package.rels.values()
                if not relation.is_external and relation.reltype.endswith("/officeDocument")
            )
            self.document = _root(self._main)
        except (StopIteration, *BROKEN) as error:
            raise damaged() from error

    def parts(self, kind: str) -> Iterator[etree._Element]:
        """The roots of the parts that the document relates to in this way: styles, numbering, footnotes, header …"""
        try:
            found = [
                _root(relation.target_part)
                for relation in self._main.rels.values()
                if not relation.is_external and relation.reltype.endswith(f"/{kind}")
            ]
        except BROKEN as error:
            raise damaged() from error
        yield from found


def _root(part: Part) -> etree._Element:
    """The XML of a part, whether python-docx knows its kind or not."""
    return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)
