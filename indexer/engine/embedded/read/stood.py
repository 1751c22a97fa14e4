"""Every place where a phrase stands in one shard, by paragraph."""

import numpy as np

from indexer.analysis.match_options import MatchOptions
from indexer.engine.embedded.read.leaf import Shard
from indexer.engine.embedded.read.occurrences import extents
from indexer.engine.embedded.segment.array_names import STARTS
from indexer.engine.port import Standing


def stood(shard: Shard, phrase: str, match_options: MatchOptions) -> Standing:
    """The places in documents that are not deleted; these are numbered as in the segment."""
    starts, ends = extents(shard.segment, phrase, match_options)
    documents = shard.segment.phrases.owners(starts)
    if shard.live is not None:
        kept = shard.live[documents]
        documents, starts, ends = documents[kept], starts[kept], ends[kept]
    begins = shard.segment.arrays[STARTS][documents].astype(np.int64)
    return Standing(documents, starts - begins, ends - begins)
