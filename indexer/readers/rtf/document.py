"""The walk over an RTF file: groups nest, and each has the state of the one around it until it says otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from indexer.readers.rtf.flow import Flow
from indexer.readers.rtf.font import Tables, code_page_name, decode_bytes
from indexer.readers.rtf.words import Token, words

MAX_DEPTH = 2000
SYMBOLS = {"~": "\u00a0", "_": "-", "\t": "\t"}
LINE_ENDS = frozenset("\r\n")
OUTLINE_LEVELS = 9


@dataclass(frozen=True, slots=True)
class State:
    """What holds inside a group. `silent`: its text is not read; `table`: which list of the file's head it is in."""

    flow: Flow
    silent: bool = False
    table: str = ""
    label: bool = False
    hidden: bool = False
    deleted: bool = False
    font: int | None = None
    far_east: int | None = None
    fallback: int = 1  # characters that stand after \u for programs that do not know it
    style: int | None = None
    outline: int | None = None
    in_table: bool = False
    marked: bool = False  # by \*, so that only a word that is known opens it
    slot: str = ""  # which of a run's fonts the next \af names


class Document:
    """Takes the tokens of a file one by one; `text`, `notes` and `left_out` are what was found."""

    def __init__(self) -> None:
        self.text = Flow()
        self.notes: list[Flow] = []
        self.left_out: list[Flow] = []
        self._tables = Tables()
        self._state = State(self.text)
        self._stack: list[State] = []
        self._bytes = bytearray()
        self._skip = 0
        self._surrogate = 0
        self._name = ""  # of the style that is being declared

    @property
    def encoding(self) -> str:
        return self._tables.code_page

    @property
    def is_too_deep(self) -> bool:
        return len(self._stack) > MAX_DEPTH

    def take(self, token: Token) -> bool:
        """Whether more is to come: not after the brace that closes the file."""
        if token.text:
            self._take_bytes(token.text)
        elif token.brace == "{":
            self._flush()
            self._skip = 0
            self._stack.append(self._state)
        elif token.brace:
            self._flush()
            self._skip = 0
            return self._close_group()
        elif self._skip:
            self._skip -= 1
        elif token.symbol:
            self._take_symbol(token.symbol)
        else:
            self._take_word(token.word, token.number)
        return True

    def _close_group(self) -> bool:
        if not self._stack:
            return False
        if self._state.table == "stylesheet":
            self._tables.name_style(self._state.style, self._name, self._state.outline)
            self._name = ""
        self._state = self._stack.pop()
        return bool(self._stack)

    def finish(self) -> None:
        """What the end of the file has cut off is decoded too."""
        self._flush()

    def _take_bytes(self, data: bytes) -> None:
        if self._skip:
            passed = min(self._skip, len(data))
            self._skip -= passed
            data = data[passed:]
        self._bytes += data

    def _flush(self) -> None:
        """What was collected as bytes is decoded and added."""
        if not self._bytes:
            return
        state = self._state
        encoding = self._tables.encoding(state.font, state.far_east)
        self._add(decode_bytes(bytes(self._bytes), encoding))
        self._bytes.clear()

    def _add(self, text: str) -> None:
        state = self._state
        if state.table == "stylesheet":
            self._name += text
        elif not (state.silent or state.deleted):
            state.flow.add(text, hidden=state.hidden, label=state.label)

    def _take_symbol(self, symbol: str) -> None:
        if symbol in "\\{}":
            self._bytes += symbol.encode()  # perhaps the second byte of a character
        elif symbol == "*":
            self._state = replace(self._state, marked=True)
        elif symbol in LINE_ENDS:
            self._take_word("par", None)
        elif symbol in SYMBOLS:
            self._flush()
            self._add(SYMBOLS[symbol])

    def _take_word(self, word: str, number: int | None) -> None:
        self._flush()
        if self._begins_group(word):
            return
        if word in _ENDS:
            if not (self._state.silent or self._state.deleted):
                _ENDS[word](self)
        elif word in words().signs:
            self._add(words().signs[word])
        elif word == "u":
            self._take_unicode((number or 0) & 0xFFFF)
        else:
            self._take_property(word, number)

    def _begins_group(self, word: str) -> bool:
        """Whether the word says what the group is that it stands in."""
        state = self._state
        unknown = state.marked and word not in words().open and word not in _GROUPS
        self._state = replace(state, marked=False, silent=state.silent or unknown)
        if word in _GROUPS:
            _GROUPS[word](self)
        elif word in words().left_out:
            flow = Flow(words().left_out[word])
            self.left_out.append(flow)
            self._enter(flow)
        elif word in words().silent:
            table = word if word in {"fonttbl", "stylesheet"} else state.table
            self._state = replace(self._state, silent=True, table=table)
        else:
            return False
        return True

    def _take_unicode(self, code: int) -> None:
        self._skip = self._state.fallback
        if 0xD800 <= code < 0xDC00:
            self._surrogate = code
            return
        high, self._surrogate = self._surrogate, 0
        if 0xDC00 <= code < 0xE000:
            self._add(chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)) if high else "\ufffd")
        else:
            self._add(chr(code))

    def _take_property(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "fcharset":
            self._tables.set_charset(state.font, number or 0)
        elif word == "cpg":
            self._tables.set_font_code_page(state.font, number or 0)
        elif word == "ansicpg":
            self._tables.code_page = code_page_name(number or 0)
        elif word == "deff":
            self._tables.default_font = number or 0
        elif word in _PROPERTIES:
            self._state = _PROPERTIES[word](state, number)

    def _enter(self, flow: Flow) -> None:
        self._state = replace(
            self._state, flow=flow, hidden=False, label=False, in_table=False, outline=None, style=None
        )

    def enter_note(self) -> None:
        """A note of the text; one of what is left out is left out with it."""
        flow = Flow(self._state.flow.reason)
        if not self._state.silent:
            (self.notes if flow.reason is None else self.left_out).append(flow)
        self._enter(flow)

    def enter_box(self) -> None:
        flow = Flow(self._state.flow.reason)
        self._state.flow.boxes.append(flow)
        self._state = replace(self._state, silent=False)
        self._enter(flow)

    def enter_label(self) -> None:
        self._state = replace(self._state, label=True)

    def enter_shape(self) -> None:
        """Of a drawn thing only the text in its box is read."""
        self._state = replace(self._state, silent=True)

    def enter_unicode(self) -> None:
        """Of a text in two forms the one in Unicode is read, if the group around both is."""
        around = self._stack[-2] if len(self._stack) > 1 else self._state
        self._state = replace(self._state, silent=around.silent)

    @property
    def _level(self) -> int | None:
        state = self._state
        return state.outline if state.outline is not None else self._tables.levels.get(state.style or 0)

    def end_paragraph(self) -> None:
        self._state.flow.end_paragraph(self._level, in_table=self._state.in_table)

    def end_cell(self) -> None:
        self._state.flow.end_cell(self._level)

    def end_row(self) -> None:
        self._state.flow.end_row()


# Words that open a group of a kind, and words that end a paragraph, a cell or a row.
_GROUPS: Mapping[str, Callable[[Document], None]] = {
    "footnote": Document.enter_note,
    "shptxt": Document.enter_box,
    "shpinst": Document.enter_shape,
    "listtext": Document.enter_label,
    "pntext": Document.enter_label,
    "upr": Document.enter_shape,
    "ud": Document.enter_unicode,
}
_ENDS: Mapping[str, Callable[[Document], None]] = {
    "par": Document.end_paragraph,
    "sect": Document.end_paragraph,
    "page": Document.end_paragraph,
    "cell": Document.end_cell,
    "nestcell": Document.end_paragraph,
    "nestrow": Document.end_paragraph,
    "row": Document.end_row,
}


def _outline(number: int | None) -> int | None:
    return number + 1 if number is not None and 0 <= number < OUTLINE_LEVELS else None


_PROPERTIES: Mapping[str, Callable[[State, int | None], State]] = {
    "v": lambda state, number: replace(state, hidden=number != 0),
    "deleted": lambda state, number: replace(state, deleted=number != 0),
    "uc": lambda state, number: replace(state, fallback=min(max(number or 0, 0), 100)),
    "f": lambda state, number: replace(state, font=number),
    "dbch": lambda state, _: replace(state, slot="dbch"),
    "loch": lambda state, _: replace(state, slot=""),
    "hich": lambda state, _: replace(state, slot=""),
    "af": lambda state, number: replace(state, far_east=number) if state.slot else state,
    "plain": lambda state, _: replace(state, hidden=False, deleted=False, font=None),
    "pard": lambda state, _: replace(state, style=None, outline=None, in_table=False),
    "s": lambda state, number: replace(state, style=number),
    "outlinelevel": lambda state, number: replace(state, outline=_outline(number)),
    "intbl": lambda state, _: replace(state, in_table=True),
}
