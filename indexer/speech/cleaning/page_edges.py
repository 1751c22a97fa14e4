"""What stands on a page around a speech: at its top, before the title and under it, and at its end.

Furniture stands at the edges, is short, and does not end a sentence; in the middle of a text nothing is furniture but
the marks of pages. Buttons are known by where they stand as well as by their words: what stands above a title, short
and without a mark, belongs to the page.
"""

import re
from collections.abc import Sequence

from indexer.model import Line
from indexer.speech.cleaning.junk_patterns import Patterns
from indexer.speech.enumerator import enumerator
from indexer.speech.header.byline import byline
from indexer.speech.header.date import find_dates
from indexer.speech.header.head_lines import DASHES, is_caption, is_dateline, is_note
from indexer.speech.header.line_label import label
from indexer.speech.header.occasion import occasion
from indexer.speech.header.page_marks import STAMP
from indexer.speech.header.salutation import is_address
from indexer.speech.header.title import names_a_speech, plain_title
from indexer.speech.header.words import header_words

MAX_TOP = 60  # lines in which the head of a page has ended
TIME_LABELS = frozenset({"时间", "時間", "日期"})  # of the speech, but beside the source of a page of the page
MAX_BUTTON_LENGTH = 12  # characters
MAX_PART_LENGTH = 6  # characters of the name of a part of a site
MAX_TITLE_LENGTH = 80
MAX_HEAD_LINE = 120  # characters; a longer line is text, if it is no caption
MAX_PAGE_HEAD_LENGTH = 30
_PATH_SIGNS = ">›»/\\"
ENDS_SENTENCE = "。！？!?；;…”」』"
_LABEL = re.compile(r"[^，。！？：:]{1,12}[：:]\s*.{0,40}")


def page_edges(lines: Sequence[Line], patterns: Patterns) -> set[int]:
    """The lines of the page at the top and at the end of a text."""
    top = _end_of_top(lines)
    title = _title(lines, top)
    found = {
        index for index in range(top) if _is_furniture(lines[index].text, patterns) or _tells_publication(lines, index)
    }
    if title is not None:
        found |= set(_above_title(lines, title, patterns))
    return found | set(_bottom(lines, top, patterns))


def _end_of_top(lines: Sequence[Line]) -> int:
    """The line that begins the speech: its salutation, its first heading, or its first sentence."""
    for index, line in enumerate(lines[:MAX_TOP]):
        text = line.text
        if is_address(text) or (enumerator(text) is not None and not is_dateline(text)):
            return index
        if text[-1] in ENDS_SENTENCE and not is_caption(text) and not is_note(text):
            return index
        if len(text) > MAX_HEAD_LINE and not is_caption(text):
            return index
    return min(len(lines), MAX_TOP)


def _title(lines: Sequence[Line], top: int) -> int | None:
    """The line of the title: the last of those that say the same, if the page says it twice; None where none is sure."""
    named = [index for index in range(top) if _could_name(lines[index].text)]
    if not named:
        return None
    first = plain_title(lines[_named_first(lines, named)].text)
    same = [index for index in named if plain_title(lines[index].text) == first]
    return same[-1]


def _named_first(lines: Sequence[Line], named: Sequence[int]) -> int:
    """The first line that names a speech; a part of the site (校长讲话) only where none behind it says on what occasion."""
    texts = [lines[index].text for index in named]
    if len(texts[0]) > MAX_PART_LENGTH or texts[0].endswith(("工作报告", "工作報告")):
        return named[0]
    told = (i for i, text in zip(named, texts, strict=True) if text[0] not in DASHES and occasion(text) is not None)
    return next(told, named[0])


def _could_name(text: str) -> bool:
    if len(text) > MAX_TITLE_LENGTH or any(sign in text for sign in _PATH_SIGNS):
        return False
    return names_a_speech(text) and not is_dateline(text) and _LABEL.fullmatch(text) is None


def _above_title(lines: Sequence[Line], title: int, patterns: Patterns) -> list[int]:
    """The lines above a title, if they are the page's: buttons, labels, names of its parts, the title said before."""
    name = plain_title(lines[title].text)
    above = [index for index in range(title) if lines[index].level is None]
    if not any(_is_surely_of_page(lines[index].text, name, patterns) for index in above):
        return []
    if not all(_is_of_page(lines[index].text, name) for index in above):
        return []
    return [index for index in above if not _is_own_date(lines, index)]


def _is_surely_of_page(text: str, title: str, patterns: Patterns) -> bool:
    is_part = text in header_words().columns
    return is_part or patterns.is_furniture(text) or title in text or any(sign in text for sign in _PATH_SIGNS)


def _is_of_page(text: str, title: str) -> bool:
    """Whether a line above a title can be the page's: short, and neither a sentence nor who speaks in what office."""
    named = byline(text)
    if (named is not None and named.office is not None) or text[-1] in ENDS_SENTENCE or text[0] in "—―─":
        return False
    if len(text) <= MAX_BUTTON_LENGTH or title in text or any(sign in text for sign in _PATH_SIGNS):
        return True
    dated = len(text) <= MAX_PAGE_HEAD_LENGTH and next(find_dates(text), None) is not None
    return dated or _LABEL.fullmatch(text) is not None or names_a_speech(text)


def _is_own_date(lines: Sequence[Line], index: int) -> bool:
    """A date above the title that is no stamp, and no value of a label on the line before."""
    text = lines[index].text
    labelled = index > 0 and lines[index - 1].text[-1] in "：:"
    return is_dateline(text) and ":" not in text and "-" not in text and not labelled


def _is_furniture(text: str, patterns: Patterns) -> bool:
    """Furniture by its words; what ends a sentence is none, but for the words under a picture."""
    return is_caption(text) or (patterns.is_furniture(text) and text[-1] not in ENDS_SENTENCE)


def _tells_publication(lines: Sequence[Line], index: int) -> bool:
    """A stamp with its hour, or a time beside the source of the page: 来源：某报 / 时间：2031-02-09."""
    text = lines[index].text
    stamp = STAMP.fullmatch(text)
    if stamp and stamp["hour"]:
        return True
    if _label_of(text) not in TIME_LABELS:
        return False
    return any(_label_of(line.text) in header_words().source_labels for line in lines[max(0, index - 1) : index + 2])


def _label_of(text: str) -> str | None:
    """The label of a line of a head; None where it has none."""
    said = label(text)
    return None if said is None else said[2]


def _bottom(lines: Sequence[Line], top: int, patterns: Patterns) -> list[int]:
    """The lines behind the last that can be the speech's: of the page by their words, and buttons between them."""
    found: list[int] = []
    between: list[int] = []
    for index in range(len(lines) - 1, top - 1, -1):
        text = lines[index].text
        if _is_furniture(text, patterns) or patterns.is_end_furniture(text):
            found += [*between, index]
            between = []
        elif found and not between and _is_release(lines, index, patterns):
            continue
        elif (
            len(text) <= MAX_BUTTON_LENGTH // 2
            and text[-1] not in ENDS_SENTENCE
            and not _may_sign(text)
            and len(between) < 4
        ):
            between.append(index)
        else:
            break
    return found


def _is_release(lines: Sequence[Line], index: int, patterns: Patterns) -> bool:
    """Whether a line is the day on which an office released the text: 完 / 2031年3月5日（星期三） / 香港時間15時30分."""
    return is_dateline(lines[index].text) and patterns.is_end_furniture(lines[index - 1].text)


def _may_sign(text: str) -> bool:
    return is_dateline(text) or byline(text) is not None
