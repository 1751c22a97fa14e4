"""GB/T 7714, Rules for bibliographic references: the edition of 2025, in force since 1 July 2026, and that of 2015.

    主要责任者. 题名：其他题名信息[EB/OL]. 出版者（创建日期）[引用日期]. 网址.     on the web
    主要责任者. 题名：其他题名信息[N]. 报纸名，日期.                         in a paper
    主要责任者. 题名：其他题名信息[J]. 刊名，年（期）.                       in a journal
    主要责任者. 题名：其他题名信息[Z]. 出版者，日期.                         anything else

The edition of 2025 prints commas, colons and brackets in full width, and asks for the day of reading only of what is on
the web; both hold in that of 2015 here too, but for the width. No rule covers speeches; where it was given is other
information of the title. The date of a speech is not that of the paper: with a paper whose date is not known it stands
with the title too.
"""

from dataclasses import dataclass

from searchui.search.citation.work import Publication, Work, chinese_date

NAMED = 3  # 7.1.2 (8.1 of 2015): of more, the first three and 等
UNKNOWN = "日期不详"


@dataclass(frozen=True, slots=True)
class _Signs:
    """The signs between the parts, which is in what the editions differ."""

    comma: str
    colon: str
    opening: str
    closing: str


_SIGNS_2025 = _Signs("，", "：", "（", "）")
_SIGNS_2015 = _Signs(", ", ": ", "(", ")")


def gbt7714_2025(work: Work) -> str:
    """By GB/T 7714—2025. Who is not known is left out, as the numeric system allows (7.1.3)."""
    return _reference(work, _SIGNS_2025)


def gbt7714_2015(work: Work) -> str:
    """By GB/T 7714—2015, which many journals still ask for."""
    return _reference(work, _SIGNS_2015)


def _reference(work: Work, signs: _Signs) -> str:
    kind, where = _on_the_web(work, signs) if work.address else _printed(work, work.publication, signs)
    dated = kind == "N" and not _date_of_paper(work) and work.date is not None
    about = [chinese_date(work.date) if dated and work.date else "", work.gathering or ""]
    title = signs.colon.join(part for part in (work.title, signs.comma.join(filter(None, about))) if part)
    return ". ".join(part for part in (_named(work, signs), f"{title}[{kind}]", where, work.address) if part) + "."


def _named(work: Work, signs: _Signs) -> str:
    return signs.comma.join([*work.names[:NAMED], *(["等"] if len(work.names) > NAMED else [])])


def _on_the_web(work: Work, signs: _Signs) -> tuple[str, str]:
    publisher = work.publication.name if work.publication else ""
    return "EB/OL", f"{publisher}{signs.opening}{work.date or UNKNOWN}{signs.closing}[{work.day}]"


def _printed(work: Work, publication: Publication | None, signs: _Signs) -> tuple[str, str]:
    if publication and publication.issue:
        issue = f"{publication.date}{signs.opening}{publication.issue}{signs.closing}"
        return "J", signs.comma.join([publication.name, issue])
    when = _date_of_paper(work) if publication and publication.is_paper else str(work.date or "")
    missing = "" if when or work.date else f"[{UNKNOWN}]"
    parts = (publication.name if publication else "", when or missing)
    return "N" if publication and publication.is_paper else "Z", signs.comma.join(part for part in parts if part)


def _date_of_paper(work: Work) -> str:
    """The day on which a paper printed it; empty where that is not known."""
    return str(work.publication.date) if work.publication and work.publication.date else ""
