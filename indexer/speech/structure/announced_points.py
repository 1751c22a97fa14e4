"""The number of points that a speaker announces (下面，我讲四点意见), to be compared with what is found."""

import re
from collections import Counter
from collections.abc import Iterable

from indexer.i18n import Message, n_
from indexer.model import Gap, Section
from indexer.speech.enumerator import enumerator
from indexer.speech.numeral import numeral

_PATTERN = re.compile(
    r"(?:讲|講|强调|強調|谈|談|说|說|提|报告|報告|分|抓好|汇报)(?:以下|如下|了)?([一二两三四五六七八九十]{1,2}|[2-9])"
    r"[个個]?(?:方面|点|點|部分|问题|問題|条|件事|句|层|項|项)"
)


_LISTING = re.compile(r"(?:报告|報告|讲话|講話|内容|內容|部分|方面|问题|問題)[^。；]{0,12}[:：]\s*一、")
_ITEM = re.compile(r"(?:^|[：:；;。])\s*([一二三四五六七八九十]{1,2})、")
MIN_LISTED = 3
_START = r"(?:^|(?<=[。！？；：:;]))\s*"
_ORDINAL = re.compile(
    rf"{_START}第([一二三四五六七八九十]{{1,2}})(?:[，,、：:]|(?:[点點条條項项]|[个個]?(?:方面|问题|問題)|句[话話]|件事)[，,、：:是]?)"
)
_IS = re.compile(rf"{_START}([一二三四五六七八九十]{{1,2}})[是要]")


def announced_points(opening: Iterable[str]) -> int | None:
    """The last number of points that the opening paragraphs announce, as a number or by listing them; or None."""
    texts = list(opening)
    found = [numeral(match.group(1)) for text in texts for match in _PATTERN.finditer(text)]
    said = next((number for number in reversed(found) if number and number > 1), None)
    return said or max(map(_count_listed, texts), default=None) or None


def _count_listed(text: str) -> int:
    """How many points 报告分为：一、…；二、…；三、… lists; 0 for fewer than three, or where nothing says that it is a list."""
    if not _LISTING.search(text):
        return 0
    count = 0
    for match in _ITEM.finditer(text):
        if numeral(match.group(1)) == count + 1:
            count += 1
    return count if count >= MIN_LISTED else 0


def points_said(texts: Iterable[str]) -> int:
    """How far ordinals count up inside of paragraphs: 3 for 第一，…。第二，…。第三，…, or for 一是…；二是…；三是…"""
    most = 0
    for pattern in (_ORDINAL, _IS):
        count = 0
        for text in texts:
            for match in pattern.finditer(text):
                number = numeral(match.group(1)) or 0
                count = 1 if number == 1 else count + (number == count + 1)
                most = max(most, count)
    return max(most, _most_listed(texts))


def _most_listed(texts: Iterable[str]) -> int:
    """How far the numbers at the beginning of paragraphs count up, of whatever form: the items of a list."""
    counts: Counter[str] = Counter()
    most = 0
    for found in filter(None, map(enumerator, texts)):
        counts[found.form] = 1 if found.ordinal == 1 else counts[found.form] + (found.ordinal == counts[found.form] + 1)
        most = max(most, counts[found.form])
    return most


def outline_warnings(
    announced: int | None, said: int, sections: tuple[Section, ...], gaps: tuple[Gap, ...]
) -> list[Message]:
    """What does not fit between the outline that was promised and the one that was found, or is `said` inside of paragraphs."""
    found = sum(section.heading is not None and not section.appendix for section in sections)
    warnings = []
    if announced is not None and announced not in (found, said):
        warnings.append(
            n_("预告 {announced} 点，找到 {found} 点，缺失 {n} 处", len(gaps), announced=announced, found=found)
        )
    return warnings
