"""How much one file may have, so that none uses up the memory or the time for all others. Bytes: see `formats`.

A report of a hundred pages has 0.1 million characters, a volume of collected works a million. The memory
of a parser depends on the number of tags, marks and lines, up to a kilobyte each, more than on bytes.
"""

from collections.abc import Iterable, Iterator

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.model import RawText, UnreadableItem

MEGABYTE = 1_000_000
MAX_TEXT_BYTES = 12 * MEGABYTE  # the most characters of a text, at four bytes
MAX_TABLE_BYTES = MAX_TEXT_BYTES  # of a sidecar, a list of words, patterns
MAX_CHARACTERS = 3_000_000  # of one text
MAX_MARKERS = 300_000  # tags, marks or lines of one text
MAX_LINES = 2_000_000  # of all texts of a file
MAX_RECORDS = 100_000  # of a file

NO_SPEECH = _(
    "文字多得不像一篇讲话稿（最多 {wan} 万字）；请分成几个文件",
    wan=MAX_CHARACTERS // 10_000,
    most=MAX_CHARACTERS,
)
TOO_MANY_MARKERS = _(
    "标记或行多得不像一篇讲话稿（最多 {wan} 万处）；请分成几个文件",
    wan=MAX_MARKERS // 10_000,
    most=MAX_MARKERS,
)


def check_markers(data: bytes, markers: Iterable[bytes]) -> None:
    """Raises ReadError where the bytes have more of a format's markers (tags, marks, line ends) than a speech would."""
    if sum(map(data.count, markers)) > MAX_MARKERS:
        raise ReadError(TOO_MANY_MARKERS)


def check_bounds(found: Iterable[RawText | UnreadableItem]) -> Iterator[RawText | UnreadableItem]:
    """The texts of a file one by one, those that are too long as UnreadableItem. Raises ReadError where there are too many."""
    lines = 0
    for number, item in enumerate(found, 1):
        lines += len(item.lines) if isinstance(item, RawText) else 1
        if number > MAX_RECORDS or lines > MAX_LINES:
            raise ReadError(
                _(
                    "文件里的讲话稿太多（最多 {wan_records} 万篇、{wan_lines} 万行）；请分成几个文件",
                    wan_records=MAX_RECORDS // 10_000,
                    wan_lines=MAX_LINES // 10_000,
                    most_records=MAX_RECORDS,
                    most_lines=MAX_LINES,
                ),
            )
        yield UnreadableItem(item.name, NO_SPEECH) if isinstance(item, RawText) and _is_too_long(item) else item


def _is_too_long(text: RawText) -> bool:
    return sum(len(line.text) for line in text.lines) > MAX_CHARACTERS
