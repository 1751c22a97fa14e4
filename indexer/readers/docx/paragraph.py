"""One paragraph's XML → what a reader sees of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from indexer.readers.archive import attribute, child, local_name
from indexer.readers.docx.formula import overprinted_text
from indexer.readers.note_mark import MarkedText

# Properties, deleted and moved-away text, and the reading written above characters.
SILENT = frozenset({"pPr", "rPr", "sdtPr", "del", "moveFrom", "delText", "delInstrText", "fldData", "rt"})
NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class ParagraphContent(MarkedText):
    """The text, broken into lines as it is shown; hidden text; text boxes; notes referred to, as (part, id).

    `codes`: of each field that is open its code, None where that is over: what comes then is shown.
    """

    hidden: str = ""
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    codes: list[str | None] = field(default_factory=list)

    def take_field(self, part: str | None) -> None:
        """A field begins, its code is over, or it ends: a formula without a result shows its last sign."""
        if part == "begin":
            self.codes.append("")
        elif part == "separate" and self.codes:
            self.codes[-1] = None
        elif part == "end" and self.codes:
            self.add(overprinted_text(self.codes.pop() or ""), raised=False)

    def take_code(self, text: str) -> None:
        if self.codes and self.codes[-1] is not None:
            self.codes[-1] += text


def read_content(paragraph: _Element) -> ParagraphContent:
    found = ParagraphContent()
    _look(paragraph, found)
    found.settle()
    return found


def continues_in_next(paragraph: _Element) -> bool:
    """Whether the end of this paragraph is deleted, so that the next one belongs to it."""
    return child(paragraph, "pPr", "rPr", "del") is not None


def _look(element: _Element, found: ParagraphContent, *, raised: bool = False) -> None:
    for one in _shown(element):
        name = local_name(one)
        if name in CHARACTERS:
            found.add(CHARACTERS[name](one), raised=raised)
        elif name == "fldChar":
            found.take_field(attribute(one, "fldCharType"))
        elif name == "instrText":
            found.take_code(_text(one))
        elif name == "txbxContent":
            found.boxes.append(one)
        elif name in NOTES:
            found.notes.append((NOTES[name], attribute(one, "id") or ""))
        elif name == "r" and _is_hidden(one):
            inner = ParagraphContent()
            _look(one, inner)
            found.hidden += inner.text
        else:
            _look(one, found, raised=raised or (name == "r" and _is_raised(one)))


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


def _is_raised(run: _Element) -> bool:
    return attribute(child(run, "rPr", "vertAlign"), "val") == "superscript"


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _break(element: _Element) -> str:
    return "\n" if attribute(element, "type") in {None, "textWrapping"} else ""


CHARACTERS: Mapping[str, Callable[[_Element], str]] = {
    "t": _text,
    "br": _break,
    "sym": _symbol,
    "tab": lambda _: "\t",
    "ptab": lambda _: "\t",
    "cr": lambda _: "\n",
    "noBreakHyphen": lambda _: "-",
}
