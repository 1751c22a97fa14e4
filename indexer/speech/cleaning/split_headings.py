"""Headings that a line break has split: 三、持续提升政府 / 治理效能和服务水平, （二）坚持不懈用 / 新思想凝心铸魂。全面…"""

from collections.abc import Sequence

from indexer.speech.structure.heading import MAX_LEAD_LENGTH, SENTENCE_END
from indexer.speech.structure.outline import Node

MAX_HALF_HEADING = 14  # characters of a heading that may be only the first half of one
MIN_SIBLINGS = 2


def rejoin_headings(nodes: Sequence[Node], texts: Sequence[str]) -> None:
    """Complete split headings in place; `texts` are the blocks of the outline. Paragraphs stay as they are."""
    for node in nodes:
        rejoin_headings(node.children, texts)
        if _is_half(node):
            _take_next_line(node)
            _take_next_sentence(node, nodes, texts)


def _is_half(node: Node) -> bool:
    heading = node.heading
    return (
        heading is not None
        and heading.standalone
        and heading.enumerator is not None
        and heading.declared is None
        and len(node.text) <= MAX_HALF_HEADING
    )


def _take_next_line(node: Node) -> None:
    """The next line looks like a heading without a number, the only one there: it is the other half."""
    plain = [child for child in node.children if child.is_plain]
    if len(plain) == 1 and plain[0].start == node.start + 1:
        (other,) = plain
        place = node.children.index(other)
        node.children[place : place + 1] = other.children
        node.own += other.own
        node.rest, other.text = other.text, ""


def _take_next_sentence(node: Node, siblings: Sequence[Node], texts: Sequence[str]) -> None:
    """All its siblings are run into their paragraphs: its other half opens the next one."""
    others = [other for other in siblings if other is not node and other.heading is not None]
    run_in = all(not other.heading.standalone for other in others if other.heading is not None)
    if node.rest or node.own == 0 or len(others) < MIN_SIBLINGS or not run_in:
        return
    following = texts[node.start + 1]
    end = SENTENCE_END.search(following)
    if end is not None and 0 < end.start() <= MAX_LEAD_LENGTH:
        node.rest = following[: end.start()]
