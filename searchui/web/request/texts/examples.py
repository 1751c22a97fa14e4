"""For who comes for the first time: each view with an example that works in the corpus at hand."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from indexer.i18n import Message, _, p_
from indexer.model import Kind, Speech
from searchui.search import Corpus
from searchui.search.query.serializer import quote_phrase
from searchui.search.results.hit import speech_url
from searchui.web.request.links import speaker_url, variants_url, view_links
from searchui.web.request.parameter_types import Switch
from searchui.web.request.parameters import REUSE
from searchui.web.request.search_state import SearchState
from searchui.web.request.texts.diff_state import diff_url
from searchui.web.request.urls import url_for

EXAMPLE = Switch("example", default=False)  # whether the page of drafts has one to try
LOOKED_AT = 40  # of the latest speeches, whether one was given before in its series
LATEST = 5  # speeches of which a draft is made
NAMES = {
    "kwic": _("逐条"),
    "trend": _("趋势"),
    "around": _("前后的词"),
}
LENGTHS = range(20, 61)  # characters of a sentence of it
_SENTENCE = re.compile(r"[^。！？]+[。！？]")
_NUMBER = re.compile(r"(?<![\d.,年])[1-9]\d+(?![\d.,，年月日])")


class Example(NamedTuple):
    """What a view shows, of what its example is, and where that is."""

    view: Message
    of: str
    url: str


def examples(corpus: Corpus) -> list[Example]:
    """One of each view that the corpus has one of."""
    return [*_of_wordings(corpus), *_of_texts(corpus), *_of_a_speaker(corpus)]


def example_draft(corpus: Corpus) -> str:
    """A few sentences of one of the latest speeches, as they stand, without a character, and with another number; or nothing."""
    for entry in corpus.list_speeches(per_page=LATEST).speeches:
        if draft := _marred(corpus.speech(entry.id)):
            return draft
    return ""


def _marred(speech: Speech) -> str:
    body = [paragraph.text[paragraph.lead :] for paragraph in speech.paragraphs if paragraph.kind is Kind.BODY]
    said = [found.strip() for text in body for found in _SENTENCE.findall(text) if len(found.strip()) in LENGTHS]
    plain = [sentence for sentence in said if not any(map(str.isdigit, sentence))][:2]
    changed = [_NUMBER.sub(lambda found: str(int(found[0]) + 1), sentence, count=1) for sentence in said]
    numbers = [other for other, sentence in zip(changed, said, strict=True) if other != sentence][:1]
    return "\n".join([plain[0], plain[1][:-4] + plain[1][-3:], *numbers]) if len(plain) > 1 else ""


def _of_wordings(corpus: Corpus) -> Iterator[Example]:
    for phrase in corpus.set_phrases(1):
        for view, url in view_links(SearchState(q=quote_phrase(phrase) or phrase)):
            if view in NAMES:
                yield Example(NAMES[view], phrase, url)
        wording = _outdated(corpus) or phrase
        yield Example(_("相近的提法"), wording, variants_url(wording))


def _outdated(corpus: Corpus) -> str:
    """A wording that the user has listed as outdated and that the corpus has."""
    return next((one.old for one in corpus.phrasings if corpus.count(one.old).occurrences), "")


def _of_texts(corpus: Corpus) -> Iterator[Example]:
    for entry in islice(reversed(corpus.speeches()), LOOKED_AT):
        before = corpus.previous_in_series(entry.id) if entry.version_of is None else None
        if before and before.entry.date and entry.date:
            years = f"{before.entry.date.year}—{entry.date.year}"
            yield Example(_("两篇对照"), f"{entry.title} {years}", diff_url(before.entry.id, entry.id))
            yield Example(
                p_("view", "沿用"), f"{entry.title} {entry.date.year}", f"{speech_url(entry.id)}?{REUSE.name}=on"
            )
            break
    if example_draft(corpus):
        yield Example(_("核对文稿"), "", url_for("proofs.ask", **{EXAMPLE.name: "on"}))


def _of_a_speaker(corpus: Corpus) -> Iterator[Example]:
    for name, _speeches in corpus.list_speeches(per_page=1).facets["speaker"].first(1):
        yield Example(_("讲话人"), name, speaker_url(name))
