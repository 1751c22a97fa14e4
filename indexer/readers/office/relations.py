"""Files of Office Open XML (.pptx, .xlsx): zips of XML parts that name each other by relations (ECMA-376 part 2)."""

import posixpath
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

from indexer.readers.archive import Archive, attribute, resolve

MAIN = "officeDocument"


class Relation(NamedTuple):
    """The kind of a related part, the same in both editions of the standard, and its name in the zip."""

    kind: str
    target: str


def relations_of(archive: Archive, part: str) -> Mapping[str, Relation]:
    """The relations of a part by their ids, those of the whole file for an empty name; links out of the file not.

    Raises ReadError where the list is damaged.
    """
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive:
        return {}
    return {
        attribute(one, "Id") or "": Relation(
            (attribute(one, "Type") or "").rpartition("/")[2],
            resolve(part, unquote(attribute(one, "Target") or "")),
        )
        for one in archive.xml(listed)
        if attribute(one, "TargetMode") != "External"
    }


def main_part(archive: Archive, usual: str) -> str:
    """The name of the part with which reading begins; `usual` where the file does not say."""
    return next((one.target for one in relations_of(archive, "").values() if one.kind == MAIN), usual)
