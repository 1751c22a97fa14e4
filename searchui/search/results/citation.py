"""Citations of a speech or of a paragraph in it: GB/T 7714—2015, APA (7th edition) and BibTeX. Texts from values, nothing else.

What is not known is left out or said to be unknown, as each style has it. No date of access is written in APA,
which asks for one only of what may change.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.errors import NotFoundError
from indexer.i18n import _
from indexer.model import Paragraph, Speech, SpeechDate
from indexer.store.speech_catalogue import Entry
from searchui.search.results.answer import Answered
from searchui.search.results.hit import speech_url

GBT_NAMED = 3  # GB/T 7714—2015, 8.1: of more, the first three and 等
APA_NAMED = 20  # APA 7, 9.8: of more, the first 19, an ellipsis and the last
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
KEY_SIGNS = 8
_INNER = str.maketrans("《》", "〈〉")  # GB/T 15834—2011, 4.15: titles within a title
_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # \{ would do for TeX, but BibTeX counts it as a brace
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "%$&#_"},
    }
)


@dataclass(frozen=True, slots=True)
class Citation(Answered):
    """A speech, or one `paragraph` of it, as it is cited: read on a `day`, on a site by its `site_name` and `address`.

    `address` is that of the site, without a / at its end: https://example.org. With an empty one, links are /speech/….
    """

    speech: Entry
    paragraph: Paragraph | None
    address: str
    site_name: str
    day: date

    @property
    def url(self) -> str:
        return self.address + speech_url(self.speech.id, self.paragraph.anchor if self.paragraph else "")

    @property
    def gbt7714(self) -> str:
        """主要责任者. 题名[EB/OL]. (发布日期)[引用日期]. 网址. GB/T 7714—2015, 4.6; the name may be left out where none is known (8.1)."""
        named = ", ".join(self.speech.voices[:GBT_NAMED]) + (", 等" if len(self.speech.voices) > GBT_NAMED else "")
        published = f"({self.speech.date})" if self.speech.date else ""
        parts = [named, f"{self.speech.title}[EB/OL]", f"{published}[{self.day}]", self.url]
        return ". ".join(part for part in parts if part) + "."

    @property
    def apa(self) -> str:
        """Name. (Date). Title [Speech transcript]. Site. Address: APA 7, 9.4; the title comes first where no name is known (9.12)."""
        title, dated = f"{self.speech.title} [Speech transcript].", f"({_apa_date(self.speech.date)})."
        named = _apa_names(self.speech.voices)
        return " ".join([*((f"{named}.", dated, title) if named else (title, dated)), f"{self.site_name}.", self.url])

    @property
    def bibtex(self) -> str:
        """An entry of kind @online, which biblatex has; BibTeX takes it as @misc. Names and title are kept as they are by braces."""
        when = self.speech.date
        fields = {
            "author": " and ".join(f"{{{_escape(name)}}}" for name in self.speech.voices),
            "title": f"{{{_escape(self.speech.title)}}}",
            "year": f"{when.year:04d}" if when else "",
            "date": str(when) if when else "",
            "eventtitle": _escape(self.speech.occasion or ""),
            "organization": _escape(self.site_name),
            "url": self.url,
            "urldate": str(self.day),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@online{{{self._key},", *lines, "}"])

    @property
    def source(self) -> str:
        """The source line under a quotation: ——唐某：《题目》，2024年3月1日，网址."""
        speaker = self.speech.speaker_of(self.paragraph) if self.paragraph else "、".join(self.speech.voices)
        title = f"《{self.speech.title.translate(_INNER)}》"
        named = f"{speaker}：{title}" if speaker else title
        return "——" + "，".join(part for part in (named, _chinese_date(self.speech.date), self.url) if part)

    @property
    def quotation(self) -> str:
        """The paragraph and the source line; only the latter of a speech as a whole."""
        return f"{self.paragraph.text}\n{self.source}" if self.paragraph else self.source

    @property
    def _key(self) -> str:
        """Of Latin letters and digits, which is all that BibTeX takes everywhere; the same for the same paragraph."""
        year = self.speech.date.year if self.speech.date else ""
        place = f"{self.speech.id}#{self.paragraph.anchor if self.paragraph else ''}"
        return f"speech{year}-{hashlib.sha256(place.encode()).hexdigest()[:KEY_SIGNS]}"


def paragraph_of(speech: Speech, anchor: str) -> Paragraph:
    """The paragraph that an anchor names. Raises NotFoundError for an unknown anchor."""
    for paragraph in speech.paragraphs:
        if paragraph.anchor == anchor:
            return paragraph
    raise NotFoundError(
        _("这篇讲话里没有编号为“{anchor}”的一段，它也许已被改动", anchor=anchor),
    )


def _apa_names(names: Sequence[str]) -> str:
    if len(names) > APA_NAMED:
        return f"{', '.join(names[: APA_NAMED - 1])}, . . . {names[-1]}"
    return ", & ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _apa_date(when: SpeechDate | None) -> str:
    if when is None:
        return "n.d."
    month = MONTHS[when.month - 1] if when.month else ""
    return f"{when.year}{', ' if month else ''}{month}{f' {when.day}' if when.day else ''}"


def _chinese_date(when: SpeechDate | None) -> str:
    if when is None:
        return ""
    parts = ((when.year, "年"), (when.month, "月"), (when.day, "日"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def _escape(text: str) -> str:
    return text.translate(_BIBTEX)
