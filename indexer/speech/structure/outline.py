"""The outline: which of the numbered lines are headings, how they nest, and where the closing begins.

The level of a form of numbering is not fixed: 一、 may stand above （一） or below it, and may come
again lower down. What decides is the sequence: a heading continues the deepest open list whose next
number it has; a first number opens a list below; anything else is no heading, unless the place
explains it (after a gap, or a number that was skipped).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from indexer.model import Section
from indexer.speech.enumerator import Enumerator
from indexer.speech.header.salutation import address, is_address, is_thanks
from indexer.speech.structure.heading import Candidate
from indexer.speech.structure.unnumbered_headings import is_named_heading, is_sentence


class Block(msgspec.Struct, frozen=True, gc=False):
    """One paragraph of the body as the outline sees it. `gap` tells that a gap stands before it."""

    text: str
    anchor: str
    candidate: Candidate | None
    gap: bool


@dataclass(slots=True)
class Node:
    """A section that is being filled. `start` and `end` count blocks; a lost heading has no candidate.

    `rest` is the other half of a heading that a line break has cut.
    """

    start: int
    anchor: str
    heading: Candidate | None
    text: str
    end: int = 0
    own: int = 0
    rest: str = ""
    children: list["Node"] = field(default_factory=list)

    @property
    def form(self) -> str | None:
        return self.heading.enumerator.form if self.heading and self.heading.enumerator else None

    @property
    def is_plain(self) -> bool:
        """A heading without a number or a declared level."""
        return self.heading is not None and _is_plain(self.heading)

    @property
    def ordinal(self) -> int:
        return self.heading.enumerator.ordinal if self.heading and self.heading.enumerator else 0

    @property
    def display(self) -> str:
        """The heading with its label, as it is shown in a path."""
        return "……" if self.heading is None else self.text[: self.heading.lead] + self.rest

    def section(self, level: int, offset: int, appendix: bool) -> Section:
        """The finished section; `offset` is added to block numbers."""
        enumerator = self.heading.enumerator if self.heading else None
        label = enumerator.label if enumerator else ""
        return Section(
            level=level,
            label=label,
            heading=None if self.heading is None else self.text[len(label) : self.heading.lead].strip() + self.rest,
            anchor=self.anchor,
            run_in=self.heading is not None and not self.heading.standalone,
            start=self.start + offset,
            end=self.end + offset,
            own=self.own,
            sections=tuple(child.section(level + 1, offset, appendix) for child in self.children),
            appendix=appendix,
        )


class Place(msgspec.Struct, frozen=True):
    """Where a block stands: the sections above it, and the heading that it is or opens with."""

    above: tuple[Node, ...] = ()
    heading: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The top sections, the place of each block, and the number of the block that begins the closing."""

    nodes: tuple[Node, ...]
    places: tuple[Place, ...]
    closing: int


def outline(blocks: Sequence[Block]) -> Outline:
    """Nest the blocks of a body."""
    first = _Builder(blocks, len(blocks))
    closing = _closing(blocks, first.last_heading)
    if closing == len(blocks):
        return first.outline()
    return _Builder(blocks, closing).outline()


def _closing(blocks: Sequence[Block], last_heading: int) -> int:
    """Where the words after the last section begin: an address to the listeners, or thanks at the very end.

    The last section keeps at least one paragraph: an address right under its heading opens the section.
    """
    if last_heading < 0:
        return len(blocks)
    heading = blocks[last_heading].candidate
    start = last_heading + (2 if heading and heading.standalone else 1)
    for index in range(start, len(blocks)):
        if address(blocks[index].text):
            return index
    if start < len(blocks) and is_thanks(blocks[-1].text):
        return len(blocks) - 1
    return len(blocks)


class _Builder:
    """One pass over the blocks, keeping the stack of open sections."""

    def __init__(self, blocks: Sequence[Block], closing: int) -> None:
        self.blocks = blocks
        self.closing = closing
        self.last_heading = -1
        self._tops: list[Node] = []
        self._stack: list[Node] = []
        self._suspended = False  # an address in the middle: what follows belongs to the top section
        self._inside = Place()  # of the blocks that are no heading, until another section is opened
        inside = tuple(self._place(index) for index in range(closing))
        self._places = inside + (Place(),) * (len(blocks) - closing)

    def outline(self) -> Outline:
        return Outline(tuple(self._tops), self._places, self.closing)

    def _place(self, index: int) -> Place:
        """Put block `index` under its section."""
        block = self.blocks[index]
        depth = self._depth(index)
        if block.gap and self._stack and depth != 0:
            depth = self._depth_after_gap(index)
        heading = None if depth is None else block.candidate
        if depth is not None:
            self._open(depth, Node(index, block.anchor, heading, block.text))
            self.last_heading = index
        is_break = depth is None and is_address(block.text)
        self._suspended = depth is None and (self._suspended or is_break)
        if depth is not None or is_break or block.gap:
            self._inside = Place(tuple(self._stack[:1] if self._suspended else self._stack))
        chain = self._inside.above
        for node in chain:
            node.end = index + 1
        if heading and heading.standalone:
            return Place(chain[:-1], heading)
        if chain and not is_break:
            chain[-1].own += 1
        return Place(chain, heading) if heading else self._inside

    def _depth_after_gap(self, index: int) -> int | None:
        """What stands after a gap belongs to a section whose heading is gone, unless it continues the top list."""
        block = self.blocks[index]
        self._open(0, Node(index, block.anchor, None, ""))
        depth = self._depth(index)
        if depth == 0:
            self._tops.pop()
        return depth

    def _open(self, depth: int, node: Node) -> None:
        del self._stack[depth:]
        (self._stack[-1].children if self._stack else self._tops).append(node)
        self._stack.append(node)

    def _depth(self, index: int) -> int | None:
        """How deep in the stack block `index` opens a section; None where it opens none."""
        candidate = self.blocks[index].candidate
        if candidate is None:
            return None
        if _is_plain(candidate):
            return self._plain_depth(index)
        if candidate.enumerator is None:
            return self._declared_depth(candidate)
        form, ordinal = candidate.enumerator.form, candidate.enumerator.ordinal
        following = self._deepest(lambda node: node.form == form and node.ordinal + 1 == ordinal)
        if following is not None:
            return following
        if ordinal == 1:
            return self._first_depth(index, candidate, form)
        return self._irregular_depth(candidate, form, ordinal)

    def _deepest(self, wanted: Callable[[Node], bool]) -> int | None:
        return next((depth for depth in reversed(range(len(self._stack))) if wanted(self._stack[depth])), None)

    def _declared_depth(self, candidate: Candidate) -> int:
        """A heading by its format stands right below the deepest open one of a higher level."""
        level = candidate.declared or 0
        above = self._deepest(
            lambda node: (
                node.heading is not None and node.heading.declared is not None and node.heading.declared < level
            )
        )
        return 0 if above is None else above + 1

    def _plain_depth(self, index: int) -> int:
        """A heading without a number stands above the list that begins after it, or inside the one that goes on.

        Those known by their words stand at the top; short sentences stand beside each other, below all else.
        """
        text = self.blocks[index].text
        if is_named_heading(text):
            return 0
        if is_sentence(text):
            beside = self._deepest(lambda node: node.is_plain and is_sentence(node.text))
            return len(self._stack) if beside is None else beside
        following = self._next_numbered(index)
        beside = self._deepest(lambda node: node.is_plain)
        if following is None:
            return beside if beside is not None else min(1, len(self._stack))
        if following.ordinal == 1:
            again = self._deepest(lambda node: node.form == following.form)
            if again is not None:
                return again - 1 if again and self._stack[again - 1].is_plain else again
            return beside if beside is not None else len(self._stack)
        inside = self._deepest(lambda node: node.form == following.form and node.ordinal + 1 == following.ordinal)
        return len(self._stack) if inside is None else inside + 1

    def _next_numbered(self, index: int) -> Enumerator | None:
        """The first numbered heading after block `index`, before another heading without a number."""
        for block in self.blocks[index + 1 : self.closing]:
            if block.candidate is not None:
                return block.candidate.enumerator
        return None

    def _first_depth(self, index: int, candidate: Candidate, form: str) -> int | None:
        """The first of a list opens a level below, or starts the same list anew where one is open."""
        if candidate.declared is not None:
            return self._declared_depth(candidate)
        if not candidate.standalone and not self._has_second(index, form):
            return None
        if self._stack and is_named_heading(self._stack[-1].text):
            return len(self._stack) - 1
        if self._stack and self._stack[-1].form == form:
            return len(self._stack) - (0 if self._is_inner_list(index, form) else 1)
        return min(1, len(self._stack)) if self._suspended else len(self._stack)

    def _has_second(self, index: int, form: str) -> bool:
        """Whether a 二… follows this 一…; without it, the words only look like numbering.

        Where a gap stands between, it may have swallowed the second: a later number speaks for it as well.
        """
        lost = False
        for block in self.blocks[index + 1 : self.closing]:
            lost = lost or block.gap
            found = block.candidate.enumerator if block.candidate else None
            if found and found.form == form and (found.ordinal <= 2 or lost):
                return found.ordinal > 1
        return False

    def _is_inner_list(self, index: int, form: str) -> bool:
        """Whether the list that begins here stands inside the open point: it breaks off, and the outer list goes on.

        二、 [一、 二、 三、] 三、: the second 三、 is no fourth, and the point after the open one.
        """
        outer = self._stack[-1].ordinal
        last = 1
        for block in self.blocks[index + 1 : self.closing]:
            found = block.candidate.enumerator if block.candidate else None
            if found is None or found.form != form:
                continue
            if found.ordinal != last + 1:
                return found.ordinal == outer + 1 and last > 1
            last = found.ordinal
        return False

    def _irregular_depth(self, candidate: Candidate, form: str, ordinal: int) -> int | None:
        """A number that continues nothing: after a gap, where one was skipped or given twice, or in a text that starts there."""
        if self._stack and self._stack[0].heading is None:
            numbered = next((top for top in reversed(self._tops) if top.form), None)
            return 0 if numbered and numbered.form == form and numbered.ordinal < ordinal else 1
        if not candidate.standalone:
            return None
        skipped = self._deepest(lambda node: node.form == form and node.ordinal <= ordinal)
        if skipped is None and self._stack:
            return None
        return skipped or 0


def _is_plain(candidate: Candidate) -> bool:
    return candidate.enumerator is None and candidate.declared is None
