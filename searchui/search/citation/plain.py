"""The source line of who drafts a text, under a quotation: ——《标题》（2021年3月5日，某人）."""

from collections.abc import Sequence

from indexer.model import Paragraph, SpeechDate
from indexer.store.speech_catalogue import Entry
from searchui.search.citation.work import Work, chinese_date, names_of, one_line

NAMED = 3  # speakers of a conversation; of more, these and 等
_INNER = str.maketrans("《》", "〈〉")  # GB/T 15834—2011, 4.15: titles within a title


def plain(work: Work) -> str:
    """A date that nobody knows is called so; a speaker whom nobody knows is not named."""
    return _line(work.title, work.date, work.published, work.speakers)


def source_line(speech: Entry, paragraph: Paragraph) -> str:
    """The same of a paragraph, for the rows of a table: nothing else of the document is looked at."""
    names = [one_line(name) for name in names_of(speech, paragraph)]
    return _line(one_line(speech.title), speech.date, speech.published, names)


def _line(title: str, when: SpeechDate | None, published: bool, names: Sequence[str]) -> str:
    dated = chinese_date(when) + ("发布" if published else "") if when else "日期不详"
    named = "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
    return f"——《{title.translate(_INNER)}》（{'，'.join(part for part in (dated, named) if part)}）"
