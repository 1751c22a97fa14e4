"""The parts of a Word file, found as Word finds them: by their relations.

Read with zipfile and lxml and not with python-docx, which passes over content controls, text boxes,
inserted text and notes, and knows no numbering.
"""

from collections.abc import Iterator

from lxml.etree import _Element

from indexer.errors import ReadError
from indexer.readers.archive import Archive, attribute, resolve


def damaged() -> ReadError:
    return ReadError(
        "不是有效的 Word 文档（.docx），也许已损坏或只是改了后缀",
        "not a valid Word document (.docx); damaged, or another format under this suffix",
    )


class Package:
    """The parts of one file. Raises ReadError where it is no Word file."""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data, damaged())
        self._main = next(self._related("", "officeDocument"), None)
        if self._main is None:
            raise damaged()
        self.document = self._archive.xml(self._main)

    def parts(self, kind: str) -> Iterator[_Element]:
        """The roots of the parts that the document relates to in this way: styles, numbering, footnotes, header …"""
        for name in self._related(self._main or "", kind):
            if name in self._archive:
                yield self._archive.xml(name)

    def _related(self, source: str, kind: str) -> Iterator[str]:
        folder, _, name = source.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        if relations not in self._archive:
            return
        for relation in self._archive.xml(relations):
            internal = attribute(relation, "TargetMode") != "External"
            if internal and (attribute(relation, "Type") or "").endswith(f"/{kind}"):
                yield resolve(source, attribute(relation, "Target") or "")
