"""What each worker process of a build needs, loaded by importing this: the modules, and the dictionary of words."""

import gc

from indexer.analysis import Analysis
from indexer.build import speech_reading
from indexer.engine.embedded import write

__all__ = ["speech_reading", "write"]

Analysis().cut("载入词典")
gc.freeze()  # what is loaded stays shared between the processes: no search for cycles writes into it
