"""How much one file may hold, so that none takes the memory or the time of all others.

A report of a hundred pages has 0.1 million characters, a volume of collected works a million. What a parser
takes of memory goes by the number of tags, marks and lines, each up to a kilobyte, more than by bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import RawText, UnreadableItem

MEGABYTE = 1_000_000
TEXT = 12 * MEGABYTE  # the most characters of a text, at four bytes
PACKED = 200 * MEGABYTE  # pictures and fonts are most of these
LARGEST: Mapping[str, int] = MappingProxyType(
    {
        ".txt": TEXT,
        ".md": TEXT,
        ".markdown": TEXT,
        ".html": 30 * MEGABYTE,  # saved with its pictures inside
        ".htm": 30 * MEGABYTE,
        ".docx": PACKED,
        ".epub": PACKED,
        ".pdf": PACKED,
        ".jsonl": 100 * MEGABYTE,  # of many speeches
    }
)
LARGEST_TABLE = TEXT  # bytes of a sidecar, a list of words, patterns
MOST_CHARACTERS = 3_000_000  # of one text
MOST_PIECES = 300_000  # tags, marks or lines of one text
MOST_LINES = 2_000_000  # of all texts of a file
MOST_RECORDS = 100_000  # of a file
SIGNS: Mapping[str, tuple[bytes, ...]] = MappingProxyType(
    {
        ".txt": (b"\n", b"\r"),
        ".md": tuple(b"%c" % sign for sign in b"\n\r*_[`<&\\"),
        ".markdown": tuple(b"%c" % sign for sign in b"\n\r*_[`<&\\"),
        ".html": (b"<",),
        ".htm": (b"<",),
    }
)

NO_SPEECH = _(
    "文字多得不像一篇讲话稿（最多 {wan} 万字）；请分成几个文件",
    wan=MOST_CHARACTERS // 10_000,
    most=MOST_CHARACTERS,
)
TOO_MANY_PIECES = _(
    "标记或行多得不像一篇讲话稿（最多 {wan} 万处）；请分成几个文件",
    wan=MOST_PIECES // 10_000,
    most=MOST_PIECES,
)


def check_pieces(data: bytes, suffix: str) -> None:
    """Raises ReadError where the bytes have more tags, marks or lines than a speech would."""
    if sum(map(data.count, SIGNS.get(suffix, ()))) > MOST_PIECES:
        raise ReadError(TOO_MANY_PIECES)


def bounded(found: Iterable[RawText | UnreadableItem]) -> Iterator[RawText | UnreadableItem]:
    """The texts of a file one by one, those that are too long as UnreadableItem. Raises ReadError where there are too many."""
    lines = 0
    for number, item in enumerate(found, 1):
        lines += len(item.lines) if isinstance(item, RawText) else 1
        if number > MOST_RECORDS or lines > MOST_LINES:
            raise ReadError(
                _(
                    "文件里的讲话稿太多（最多 {wan_records} 万篇、{wan_lines} 万行）；请分成几个文件",
                    wan_records=MOST_RECORDS // 10_000,
                    wan_lines=MOST_LINES // 10_000,
                    most_records=MOST_RECORDS,
                    most_lines=MOST_LINES,
                ),
            )
        yield UnreadableItem(item.name, NO_SPEECH) if isinstance(item, RawText) and _is_too_long(item) else item


def _is_too_long(text: RawText) -> bool:
    return sum(len(line.text) for line in text.lines) > MOST_CHARACTERS
