"""A proof as HTML: the draft with quiet marks, and the evidence beside it; the same on the page and in a file.

A mark is told by the shape of its line and by a number, not by colour alone.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from indexer.i18n import Message, _
from indexer.model import Span
from searchui.search.export.report.page import choice_fields
from searchui.search.proofreading.long_unused import LongUnused
from searchui.search.proofreading.proof import DIFFERENT, Notice, Proof, Sentence, Verdict
from searchui.search.proofreading.wording import (
    CHANGES,
    LONG_UNUSED,
    NOTICES,
    VERDICTS,
    evidence_message,
    long_unused_message,
    notice_message,
    sentence_message,
)
from searchui.search.results.hit import Mention

Say = Callable[[Message], str]
Address = Callable[[Mention, str], str]
"""Where a mention is to be seen, with a text marked; empty: nowhere."""
NOTICE, UNUSED, ALL, DIFFERENCES = "notice", "unused", "all", "different"


@dataclass(frozen=True, slots=True)
class _Item:
    """Something that is said of a place of the draft: a sentence, a quotation, a notice, a phrase long unused."""

    number: int
    span: Span
    what: Sentence | Notice | LongUnused

    @property
    def kind(self) -> str:
        if isinstance(self.what, Sentence):
            return self.what.verdict.value
        return NOTICE if isinstance(self.what, Notice) else UNUSED


@dataclass(frozen=True, slots=True)
class _Choice:
    """What evidence may be narrowed to."""

    name: str
    word: Message
    kinds: frozenset[str]


_CHOICES = (
    _Choice(ALL, _("全部"), frozenset({NOTICE, UNUSED, *(verdict.value for verdict in Verdict)})),
    _Choice(DIFFERENCES, _("有改动的和要看的"), frozenset({NOTICE, *(verdict.value for verdict in DIFFERENT)})),
    _Choice("notice", _("要看的"), frozenset({NOTICE})),
    _Choice("exact", _("一致"), frozenset({Verdict.EXACT.value})),
    _Choice("near", _("相近"), frozenset({Verdict.NEAR.value})),
    _Choice(UNUSED, LONG_UNUSED, frozenset({UNUSED})),
)


class ProofMarkup:
    """The parts of a page about a proof; `say` words messages as its reader reads them."""

    def __init__(self, proof: Proof, say: Say, address: Address) -> None:
        self._proof, self._say, self._address = proof, say, address
        said: list[Sentence | Notice | LongUnused] = [
            *(one for one in proof.sentences if one.verdict is not Verdict.NEW),
            *proof.quotations_apart,
            *proof.notices,
            *proof.long_unused,
        ]
        ordered = sorted(said, key=lambda one: (one.span, not isinstance(one, Sentence)))
        self._items = [_Item(number, one.span, one) for number, one in enumerate(ordered, 1)]

    def draft(self) -> str:
        """The draft, a paragraph for each line, with its marks."""
        text = self._proof.text
        begun: dict[int, list[_Item]] = {}
        for one in self._items:
            begun.setdefault(one.span.start, []).append(one)
        edges = sorted({0, len(text), *(edge for one in self._items for edge in (one.span.start, one.span.end))})
        inside: list[_Item] = []
        parts = []
        for start, end in pairwise([*edges, len(text)]):
            own = begun.get(start, [])
            inside = [one for one in (*inside, *own) if one.span.end > start]
            parts += [_sign(one) for one in own] + [_marked(text[start:end], inside)]
        return "\n".join(f"<p>{line}</p>" for line in "".join(parts).split("\n") if line.strip())

    def evidence(self) -> str:
        """What is said of each place, in order."""
        return "\n".join(self._told(one) for one in self._items)

    def _told(self, one: _Item) -> str:
        told = self._told_of(one.what)
        number = f'<a class="back" href="#draft-{one.number}">{one.number}</a>'
        body = "".join(told)
        return f'<li class="{one.kind}" id="evidence-{one.number}">{number} {body}</li>'

    def _told_of(self, what: Sentence | Notice | LongUnused) -> Iterator[str]:
        if isinstance(what, Sentence):
            return self._of_sentence(what)
        return self._of_notice(what) if isinstance(what, Notice) else self._of_long_unused(what)

    def _of_long_unused(self, one: LongUnused) -> Iterator[str]:
        yield f"<strong>{self._text(LONG_UNUSED)}</strong> {escape(one.text)}"
        yield f'<p class="quiet">{self._text(long_unused_message(one))}</p>'
        if one.evidence.last is not None:
            yield self._source(one.evidence.last, one.text)

    def _of_notice(self, notice: Notice) -> Iterator[str]:
        yield f"<strong>{self._text(NOTICES[notice.kind])}</strong><p>{self._text(notice_message(notice))}</p>"
        if notice.source is not None:
            yield self._source(notice.source.mention, notice.source.text)

    def _of_sentence(self, one: Sentence) -> Iterator[str]:
        yield f"<strong>{self._text(VERDICTS[one.verdict])}</strong>"
        if one.edits:
            kinds = "、".join(dict.fromkeys(self._text(CHANGES[edit.how]) for edit in one.edits))
            yield f' <span class="quiet">{kinds}</span><p class="difference">{_difference(one)}</p>'
        if one.source is None:
            yield f"<p>{self._text(sentence_message(one))}</p>"
            return
        yield f'<p class="quiet">{self._text(evidence_message(one.evidence))}</p>'
        if self._address(one.source.mention, one.source.text):  # else that has named it
            yield self._source(one.source.mention, one.source.text)

    def _source(self, mention: Mention, text: str) -> str:
        """A link to where it stands, with who said it and when."""
        facts = [str(fact) for fact in (mention.date, mention.speaker, mention.speech.title) if fact]
        told, address = escape(" · ".join(facts)), self._address(mention, text)
        return f'<p class="source">{f"<a href={_quoted(address)}>{told}</a>" if address else told}</p>'

    def count(self, kinds: Collection[str]) -> int:
        """How many items there are of some kinds."""
        return sum(one.kind in kinds for one in self._items)

    def _text(self, message: Message) -> str:
        return escape(self._say(message))


def _sign(one: _Item) -> str:
    """The number of what begins at a place, which leads to its evidence."""
    missing = "‸" if one.span.start == one.span.end else ""
    return (
        f'<a class="sign {one.kind}" id="draft-{one.number}" href="#evidence-{one.number}">'
        f"{missing}<sup>{one.number}</sup></a>"
    )


def _marked(text: str, inside: Sequence[_Item]) -> str:
    """A stretch of the draft that is all in the same items; marks end where lines do."""
    if not inside:
        return escape(text)
    marked = f'<span class="unit {" ".join(dict.fromkeys(one.kind for one in inside))}">'
    return "\n".join(f"{marked}{line}</span>" if line else "" for line in escape(text).split("\n"))


def _difference(one: Sentence) -> str:
    """The sentence with what is only in the draft, and what is only in its source."""
    parts, end, start = [], 0, one.span.start
    for edit in one.edits:
        parts.append(escape(one.text[end : edit.span.start - start]))
        parts.append(f"<del>{escape(edit.said)}</del>" if edit.said else "")
        parts.append(f"<ins>{escape(edit.source)}</ins>" if edit.source else "")
        end = edit.span.end - start
    return "".join([*parts, escape(one.text[end:])])


def _quoted(address: str) -> str:
    return f'"{escape(address)}"'


def choices(markup: ProofMarkup, say: Say) -> str:
    """What evidence is shown: chosen without a script, by the style sheet. First what is to be looked at, if anything is.

    Empty where there is no evidence.
    """
    rows = [(one, count) for one in _CHOICES if (count := markup.count(one.kinds))]
    if not rows:
        return ""
    first = next((one.name for one, _count in rows if one.name == DIFFERENCES), ALL)
    return choice_fields(say(_("列出")), ((one.name, say(one.word), count) for one, count in rows), first)
