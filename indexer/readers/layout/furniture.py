"""What belongs to the page and not to the speech: running heads and feet, and page numbers."""

from collections import Counter
from collections.abc import Callable, Sequence, Set
from itertools import takewhile

from indexer.readers.layout.edge import DEPTH, EdgeLine, edges_of
from indexer.readers.layout.page_number import is_bare_number, is_page_number
from indexer.readers.layout.row import Page, Row
from indexer.readers.layout.running_head import RunningHeads, running_heads

SHARE = 0.5  # of the pages, on which a place must have been seen to be that of running heads
LEAST = 2


def furniture(pages: Sequence[Page]) -> frozenset[Row]:
    """The rows that are no text of the speech: from the edge of each page inwards, as far as they are furniture."""
    edges = edges_of(pages)
    lines = {line for edge in edges for line in edge[:DEPTH]}  # on a short page both edges hold the same rows
    body = "".join("".join(row.text.split()) for page in pages for row in page.rows)
    heads = running_heads(sorted(lines, key=lambda line: (line.page, line.foot, line.place)), body)
    sure = [line for edge in edges for line in _outer(edge, lambda line: _is_furniture(line, heads))]
    places = Counter((line.foot, line.place) for line in sure)
    usual = {place for place, seen in places.items() if seen >= max(LEAST, SHARE * len(pages))}
    tops = Counter(edge[0].place for edge in edges if edge and not edge[0].foot and edge[0].small)
    usual |= {(False, place) for place, seen in tops.items() if seen >= max(LEAST, len(pages))}
    found = (_outer(edge, lambda line: _is_furniture(line, heads) or _is_like_others(line, usual)) for edge in edges)
    return frozenset(row for lines in found for line in lines for row in line.rows)


def _outer(edge: Sequence[EdgeLine], is_furniture: Callable[[EdgeLine], bool]) -> Sequence[EdgeLine]:
    """As many lines from the edge as are furniture and stand off from what follows.

    A line of the speech may well stand at one place on two pages; a running head keeps its distance.
    """
    found = list(takewhile(is_furniture, edge[:DEPTH]))
    while found and not (found[-1].stands_off or is_page_number(found[-1].text) or is_bare_number(found[-1].text)):
        found.pop()
    return found


def _is_like_others(line: EdgeLine, places: Set[tuple[bool, int]]) -> bool:
    """Whether a line in small type stands where running heads stand on most pages."""
    return line.small and line.stands_off and line.could_be_head and (line.foot, line.place) in places


def _is_furniture(line: EdgeLine, heads: RunningHeads) -> bool:
    if _is_number(line, heads) or heads.has(line):
        return True
    pieces = (piece for row in line.rows for piece in row.pieces or (row,))
    return line.could_be_head and line.stands_off and any(is_page_number(piece.text) for piece in pieces)


def _is_number(line: EdgeLine, heads: RunningHeads) -> bool:
    """Whether the line is nothing but the number of its page."""
    if is_page_number(line.text):
        return line.stands_off or heads.counts(line)
    return is_bare_number(line.text) and (heads.counts(line) or (line.stands_off and line.text == str(line.page)))
