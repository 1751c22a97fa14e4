"""Citations of a speech or of a paragraph in it, with what else is to be known of the place: its text, and the link to it here."""

import hashlib
from dataclasses import dataclass
from datetime import date

from indexer.errors import NotFoundError
from indexer.evidence import FACTS
from indexer.i18n import Message, _, joined
from indexer.model import Paragraph, Speech
from indexer.store.speech_catalogue import Entry
from indexer.web_address import is_loopback
from searchui.search.citation.forms import FORMS
from searchui.search.citation.plain import plain
from searchui.search.citation.work import Work, publication_of, work_of
from searchui.search.results.answer import Answered
from searchui.search.results.hit import speech_url

KEY_SIGNS = 8
CITED = frozenset({"title", "date", "speaker", "source", "address"})


@dataclass(frozen=True, slots=True)
class Citation(Answered):
    """A speech, or one `paragraph` of it, as it is cited by who read it on a `day`.

    `site` is the address by which others reach this archive, without a / at its end: https://example.org. With an empty
    one, and with one that leads to nothing but the machine it is opened on, there is no link that could be passed on.
    """

    speech: Entry
    paragraph: Paragraph | None
    site: str
    day: date

    @property
    def url(self) -> str:
        """The place in this archive, from /speech/ on where its site is not known."""
        return self.link or self._path

    @property
    def link(self) -> str | None:
        """The link to the place that others can open; no part of any citation."""
        return None if not self.site or is_loopback(self.site) else self.site + self._path

    @property
    def work(self) -> Work:
        """What is cited."""
        return work_of(self.speech, self.paragraph, self.day, self._key)

    def written(self, form: str) -> str:
        """In one of FORMS."""
        return FORMS[form].write(self.work)

    @property
    def source(self) -> str | None:
        """Who printed the document; None where that is not known."""
        return self.speech.source if publication_of(self.speech.source) else None

    @property
    def address(self) -> str | None:
        """Where anybody can open the document."""
        return self.work.address

    @property
    def location(self) -> str | None:
        """The headings above the paragraph."""
        return " › ".join(self.paragraph.section_path) or None if self.paragraph else None

    @property
    def unsure(self) -> tuple[str, ...]:
        """The facts in the citation that are not certain, by their names in FACTS."""
        return tuple(name for name in FACTS if name in CITED and name in self.speech.unsure)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What is to be checked before it is cited."""
        unsure = joined(_("、"), [FACTS[name] for name in self.unsure])
        doubtful = (_("请先核对，不一定准确：{facts}", facts=unsure),) if self.unsure else ()
        machine = (_("文字由机器从图片识别，请与原件核对"),) if self.speech.machine_read else ()
        return (*doubtful, *machine)

    @property
    def quotation(self) -> str:
        """The paragraph and the source line; only the latter of a speech as a whole."""
        line = plain(self.work)
        return f"{self.paragraph.text}\n{line}" if self.paragraph else line

    @property
    def _path(self) -> str:
        return speech_url(self.speech.id, self.paragraph.anchor if self.paragraph else "")

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
