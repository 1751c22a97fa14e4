"""The order of all n-grams of an index, written beside the table of segments and mapped by whoever reads it.

It takes seconds to make of a large index, so it is made with it, from that of the index before as far as they have the same
segments. An index that a writer of Whoosh has changed has none that is of it, and it is made when it is asked for.
"""

from collections.abc import Sequence
from hashlib import sha256
from itertools import takewhile
from pathlib import Path

import numpy as np

from indexer.engine.embedded.encoding.arrays import Array, is_whole, open_arrays, write_arrays
from indexer.engine.embedded.segment.forward_index import SegmentForwardIndex, merge_forward_indexes
from indexer.engine.embedded.segment.segment_table import FILE as TABLE
from indexer.engine.embedded.segment.segment_table import SegmentMeta, open_segments, read_table
from indexer.engine.embedded.segment.term_numbers import read_term_numbers
from indexer.engine.forward_index import ForwardIndex
from indexer.engine.ngram_merging import with_added
from indexer.engine.ngram_order import NgramOrder, ngram_order
from indexer.engine.word_scan import Mask
from indexer.errors import IndexUnusableError

FILE = "ngrams.order"
PLACES, COMMON, OF = "places", "common", "of"  # of: the digest of the table of segments that they are of


def write_ngram_order(folder: Path, before: Path | None) -> None:
    """Write that of the index in a folder, which is whole but for it; `before` is the folder of the one that it comes from."""
    every = list(open_segments(folder))
    parts = {meta.file: SegmentForwardIndex.of(one.arrays, one.words.dictionary) for meta, one in every}
    terms = read_term_numbers(folder, {file: part.terms for file, part in parts.items()})
    forward_index = merge_forward_indexes(list(parts.values()), terms)
    live = np.concatenate([np.zeros(0, np.bool_), *(meta.live for meta, _segment in every)])
    order = _order(forward_index, words_of(forward_index, live), [meta for meta, _segment in every], before)
    write_arrays(folder / FILE, {PLACES: order.places, COMMON: order.common, OF: _table_of(folder)})


def read_ngram_order(folder: Path, forward_index: ForwardIndex, live: Mask) -> NgramOrder:
    """That of the index in a folder, mapped, or else made now; `live` are the documents that are not deleted.

    Raises IndexUnusableError where the file is damaged.
    """
    written = _written(folder)
    return ngram_order(forward_index, words_of(forward_index, live)) if written is None else written


def words_of(forward_index: ForwardIndex, documents: Mask) -> Mask:
    """Of each word whether it is in one of some documents."""
    return np.repeat(documents, np.diff(forward_index.firsts))


def _order(forward_index: ForwardIndex, kept: Mask, segments: Sequence[SegmentMeta], before: Path | None) -> NgramOrder:
    known = None if before is None else _known(before, segments)
    if known is None:
        return ngram_order(forward_index, kept)
    order, documents = known
    start = int(forward_index.firsts[documents])
    same = np.zeros(
        max(start, int(order.places.max(initial=0)) + 1), dtype=np.bool_
    )  # the one before may have more words
    same[:start] = kept[:start]
    return with_added(order.within(same), ngram_order(forward_index, kept, start), forward_index)


def _known(before: Path, segments: Sequence[SegmentMeta]) -> tuple[NgramOrder, int] | None:
    """The order of the index before, and of how many documents it is that of this one too: those of the first segments of
    both, which have the same numbers for the same words. None where there is no such, or it is damaged.

    A segment that was merged may be one of before to the last byte, with documents that were deleted there and have come
    back: it is not the same one then, for the order has no word of these.
    """
    try:
        order = _written(before) if is_whole(before / FILE) else None
        pairs = zip(read_table(before).segments, segments, strict=False)
    except IndexUnusableError:
        return None
    same = [new for _old, new in takewhile(lambda pair: _goes_on(*pair), pairs)]
    return None if order is None or not same else (order, sum(meta.documents for meta in same))


def _goes_on(old: SegmentMeta, new: SegmentMeta) -> bool:
    """Whether a segment is the one of before, and nothing of it has come back that was deleted there."""
    return old.file == new.file and not (new.live & ~old.live).any()


def _written(folder: Path) -> NgramOrder | None:
    """That which was written for just this table of segments."""
    if not (folder / FILE).exists():
        return None
    arrays = open_arrays(folder / FILE)
    if arrays[OF].tobytes() != _table_of(folder).tobytes():
        return None
    return NgramOrder(arrays[PLACES], arrays[COMMON])


def _table_of(folder: Path) -> Array:
    return np.frombuffer(sha256((folder / TABLE).read_bytes()).digest(), np.uint8)
