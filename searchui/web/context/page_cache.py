"""Pages that were made already, by what they were made from: of one corpus, for as long as that one answers."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from weakref import ref

from searchui.search import Corpus

MAX_BYTES = 32 * 1024 * 1024
MAX_PAGE = 256 * 1024  # bytes of a page that is kept
OVERHEAD = 1024  # bytes of a page beside its body: its key, its place


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The body of a page, the tag that browsers know it by, and how much was found."""

    body: bytes
    etag: str
    hits: int | None


class PageCache:
    """Keeps pages, `most` bytes of them; of more, those that nobody asked for longest go. Safe to share between threads.

    The pages are of one corpus. When another one asks, they are gone: it may be the same generation, found damaged and
    mended. The corpus itself is not held.
    """

    def __init__(self, most: int = MAX_BYTES) -> None:
        self._most = most
        self._lock = Lock()
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._corpus: ref[Corpus] | None = None
        self.size = 0

    def get(self, corpus: Corpus, key: Hashable) -> KeptPage | None:
        """A page of a corpus; from here on those of any other are gone."""
        with self._lock:
            if not self._is_of(corpus):
                self._pages.clear()
                self.size, self._corpus = 0, ref(corpus)
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, corpus: Corpus, key: Hashable, page: KeptPage) -> None:
        """Keep a page, unless another corpus has asked meanwhile."""
        with self._lock:
            if len(page.body) > MAX_PAGE or not self._is_of(corpus) or key in self._pages:
                return
            self._pages[key] = page
            self.size += _size(page)
            while self.size > self._most:
                _key, oldest = self._pages.popitem(last=False)
                self.size -= _size(oldest)

    def _is_of(self, corpus: Corpus) -> bool:
        return self._corpus is not None and self._corpus() is corpus


def _size(page: KeptPage) -> int:
    return len(page.body) + OVERHEAD
