"""One paragraph's XML → what a reader sees of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from indexer.readers.archive import attribute, child, local_name

# Properties, deleted and moved-away text, the code of fields, and the reading written above characters.
SILENT = frozenset({"pPr", "rPr", "sdtPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "rt"})
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class ParagraphContent:
    """The text, broken into lines as it is shown; hidden text; text boxes; notes referred to, as (part, id)."""

    text: str = ""
    hidden: str = ""
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def read_content(paragraph: _Element) -> ParagraphContent:
    found = ParagraphContent()
    _look(paragraph, found)
    return found


def continues_in_next(paragraph: _Element) -> bool:
    """Whether the end of this paragraph is deleted, so that the next one belongs to it."""
    return child(paragraph, "pPr", "rPr", "del") is not None


def _look(element: _Element, found: ParagraphContent) -> None:
    for one in _shown(element):
        name = local_name(one)
        if name == "t":
            found.text += "".join(map(str, one.itertext()))
        elif name in SIGNS:
            found.text += SIGNS[name]
        elif name == "br":
            found.text += "\n" if attribute(one, "type") in {None, "textWrapping"} else ""
        elif name == "sym":
            found.text += _symbol(one)
        elif name == "txbxContent":
            found.boxes.append(one)
        elif name in NOTES:
            found.notes.append((NOTES[name], attribute(one, "id") or ""))
        elif name == "r" and _is_hidden(one):
            inner = ParagraphContent()
            _look(one, inner)
            found.hidden += inner.text
        else:
            _look(one, found)


def _shown(element: _Element) -> Iterator[_Element]:
    """The children that are shown; of a text in several editions (AlternateContent) only the first."""
    for one in element:
        if local_name(one) == "AlternateContent":
            yield from list(one)[:1]
        elif local_name(one) not in SILENT:
            yield one


def _is_hidden(run: _Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in OFF


def _symbol(element: _Element) -> str:
    code = attribute(element, "char") or ""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) or "D800" <= code.upper().zfill(4) <= "DFFF":
        return ""
    return chr(int(code, 16))
