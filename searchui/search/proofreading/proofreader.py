"""A draft → what the corpus has of it."""

from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeAlias

from indexer.analysis import fold, occurrences
from indexer.analysis.numbers.numeral import RUN
from indexer.analysis.word_likelihood import WordLikelihood
from indexer.errors import CallError
from indexer.i18n import _
from indexer.model import Span
from indexer.store.phrasings import Phrasing
from searchui.search.nearest.nearest_sentence import NearestSentence, SentenceFinder
from searchui.search.nearest.nearest_sentence import Verdict as Likeness
from searchui.search.nearest.sentences import core, sentences
from searchui.search.proofreading.attribution import claims
from searchui.search.proofreading.edits import Change, Edit, edits_between
from searchui.search.proofreading.ends import ENUMERATOR, is_only_beside, with_ends
from searchui.search.proofreading.evidence import NOTHING, Attestation, Evidence
from searchui.search.proofreading.long_unused import long_unused
from searchui.search.proofreading.misused_marks import misused_marks
from searchui.search.proofreading.proof import Notice, NoticeKind, Proof, Quotation, Sentence, Verdict
from searchui.search.proofreading.slip_notices import slip_notices
from searchui.search.proofreading.slips import Gate, Slip, SlipFinder, likeliest
from searchui.search.proofreading.speakers import Speakers
from searchui.search.proofreading.units import neighbours, quotations, shortened
from searchui.search.snapshot import Snapshot
from searchui.search.suggest.pinyin import sound_alike

MAX_LENGTH = 300_000  # characters of a draft
MAX_SENTENCE = 400  # characters; what goes on for longer is compared in parts
LONG = 10_000  # … from which on it is told how far the work is
PART = 4_000  # characters that are worked on before that is told again
COMPARED = 0.5  # of the work is the comparison of sentences, about; the rest is the search for slips
MAX_BESIDE, LEAST_BESIDE = 0.1, 15  # … beside a number that differs, of a sentence of so many characters
MAX_ALTERED, MAX_NEAR = 0.2, 0.4  # of the characters of a sentence that differ
RARE_ORDER, LEAST_ORDER = 10, 3  # an order is odd where the other one stands so many times as often, and so often
FEW_ITEMS, LEAST_OF_MANY = 4, 10  # of more items than that the order is anybody's, but where it stands so often
SET_PHRASE = 5  # speeches that have it
FULL_STOPS = "。！？；!?;"
_ALIKE = {Likeness.EXACT: Verdict.EXACT, Likeness.MARKS: Verdict.MARKS, Likeness.ORDER: Verdict.ORDER}

Steps: TypeAlias = Generator[float, None, Proof]
"""How much is done, 0 to 1, again and again; its value in the end is the proof."""


@dataclass(frozen=True, slots=True)
class ProofOptions:
    """`exclude`: ids of speeches that are as if they were not there. `slips`: whether slips are looked for in new text,
    and how sure they must be.
    """

    exclude: Collection[str] = ()
    slips: bool = True
    gate: Gate = Gate.STRICT


def proofread(snapshot: Snapshot, text: str, options: ProofOptions, phrasings: Sequence[Phrasing] = ()) -> Steps:
    """What the corpus has of a draft, in steps.

    Raises CallError, at once, for an empty one, for one that is too long, and for ids that are not there.
    """
    if not text.strip():
        raise CallError(_("文稿里没有文字"))
    if len(text) > MAX_LENGTH:
        raise CallError(
            _("文稿有 {count:,} 个字，一次最多核对 {most:,} 个字。请分成几次", count=len(text), most=MAX_LENGTH)
        )
    known = {entry.id for entry in snapshot.entries} if options.exclude else set()
    for one in options.exclude:
        if one not in known:
            raise CallError(_("语料里没有编号为“{id}”的讲话", id=one))
    return _Proofreader(snapshot, text, options, phrasings).steps()


class _Source(NamedTuple):
    """Where a sentence stands, or what it comes nearest to: the characters `span` of a paragraph."""

    paragraph: str
    span: Span

    @property
    def text(self) -> str:
        return self.paragraph[self.span.start : self.span.end]


class _Proofreader:
    def __init__(self, snapshot: Snapshot, text: str, options: ProofOptions, phrasings: Sequence[Phrasing]) -> None:
        self._snapshot, self._text, self._options, self._phrasings = snapshot, text, options, phrasings
        self._folded = fold(text)
        self._attestation = Attestation(snapshot, options.exclude)
        self._speakers = Speakers(self._attestation, text)
        self._finder = SentenceFinder(self._attestation.engine)

    def steps(self) -> Steps:
        parts = (part for span in sentences(self._text) for part in shortened(self._text, span, MAX_SENTENCE))
        spans = [self._trimmed(span) for span in parts if self._text[span.start : span.end].strip()]
        found: list[Sentence] = []
        for own, done in self._in_parts(spans):
            found += self._compared(own)
            yield done * COMPARED
        quoted = list(self._quotations(found))
        notices = [
            *self._numbers(found),
            *self._numbers_of_set_phrases(found, quoted),
            *self._marks(found),
            *self._wrong_speakers(quoted),
            *self._orders(found),
            *self._outdated(),
        ]
        if self._options.slips:
            notices += yield from self._slips([one.span for one in found if one.verdict in (Verdict.NEAR, Verdict.NEW)])
        notices.sort(key=lambda notice: (notice.span, notice.kind))
        unused = long_unused(self._text, self._folded, self._attestation)
        return Proof(self._text, tuple(found), tuple(quoted), tuple(notices), tuple(unused))

    def _in_parts(self, spans: Sequence[Span]) -> Iterator[tuple[list[Span], float]]:
        """Some of the spans at a time, and how much of the draft is done then, 0 to 1."""
        for _part, own in groupby(spans, key=lambda span: span.start // PART):
            together = list(own)
            yield together, together[-1].end / len(self._text)

    def _trimmed(self, span: Span) -> Span:
        own = self._text[span.start : span.end]
        start = span.start + len(own) - len(own.lstrip())
        return Span(start, start + len(own.strip()))

    def _compared(self, spans: Sequence[Span]) -> list[Sentence]:
        found = self._finder.nearest_to(self._text, spans)
        sources = [self._source(one) for one in found]
        self._attestation.prepare([source.text for source in sources if source is not None])
        return [self._sentence(one, source) for one, source in zip(found, sources, strict=True)]

    def _source(self, found: NearestSentence) -> "_Source | None":
        """The sentence of the corpus; None where it has none such."""
        verdict, said = self._verdict(found), self._text[found.span.start : found.span.end]
        if verdict is Verdict.EXACT:
            return _Source(_bare(said), Span(0, len(_bare(said))))
        if verdict is Verdict.NEW or found.paragraph is None or found.source is None:
            return None
        paragraph = self._attestation.mention(found.paragraph).paragraph.text
        return _Source(paragraph, with_ends(_bare(said), paragraph, found.source))

    def _sentence(self, found: NearestSentence, source: "_Source | None") -> Sentence:
        said = self._text[found.span.start : found.span.end]
        if source is None:
            return Sentence(found.span, said, Verdict.NEW, NOTHING, ())
        verdict, evidence, own = self._verdict(found), self._attestation.evidence(source.text), core(said)
        if verdict is Verdict.EXACT:
            return Sentence(found.span, said, verdict, evidence, ())
        inner, start = said[own.start : own.end], found.span.start + own.start
        edits = edits_between(inner, source.text, start)
        if verdict is Verdict.ORDER and any(edit.how is Change.NUMBER for edit in edits):
            verdict = Verdict.ALTERED  # 680 is not 860 in another order
        if verdict is Verdict.ALTERED and is_only_beside(inner, edits, start, source.paragraph, source.span):
            verdict = Verdict.NEAR
        return Sentence(found.span, said, verdict, evidence, edits)

    @staticmethod
    def _verdict(found: NearestSentence) -> Verdict:
        if found.verdict in _ALIKE:
            return _ALIKE[found.verdict]
        size = found.span.end - found.span.start
        if found.verdict is Likeness.NONE or found.edits > MAX_NEAR * size:
            return Verdict.NEW
        return Verdict.ALTERED if found.edits <= MAX_ALTERED * size else Verdict.NEAR

    def _quotations(self, found: Sequence[Sentence]) -> Iterator[Quotation]:
        """What is quoted; and what is said to have been said, without marks, where the corpus has it."""
        quoted = self._attributed([one for one in quotations(self._text) if one.end - one.start <= MAX_SENTENCE])
        claimed = self._attributed(list(claims(self._folded, [one.span for one in found])))
        stands = [one for one in claimed if one.attribution and one.verdict in (Verdict.EXACT, Verdict.MARKS)]
        yield from sorted([*quoted, *stands], key=lambda one: one.span)

    def _attributed(self, spans: Sequence[Span]) -> Iterator[Quotation]:
        for one in self._compared(spans):
            yield Quotation(one.span, one.text, one.verdict, one.evidence, one.edits, self._speakers.attribution(one))

    def _wrong_speakers(self, quoted: Sequence[Quotation]) -> Iterator[Notice]:
        for one in quoted:
            if one.attribution and one.attribution.said is False and one.source and one.verdict is not Verdict.NEAR:
                speaker = one.source.mention.speaker or ""
                yield self._notice(NoticeKind.ATTRIBUTION, one.span, speaker, one.evidence, one.attribution.speaker)

    def _numbers(self, found: Sequence[Sentence]) -> Iterator[Notice]:
        """Numbers in whole sentences that stand in the corpus with others, and are otherwise the same, or all but one are."""
        for one in found:
            numbers = [edit for edit in one.edits if edit.how is Change.NUMBER]
            whole = one.text[-1] in FULL_STOPS and not _is_of_another_time(numbers, one)
            if whole and (len(numbers) == len(one.edits) or _is_alone(numbers, one)):
                for edit in numbers:
                    if not _counts_sentences(edit, one):
                        yield self._notice(NoticeKind.NUMBER, edit.span, edit.source, one.evidence, edit.said)

    def _numbers_of_set_phrases(self, found: Sequence[Sentence], quoted: Sequence[Quotation]) -> Iterator[Notice]:
        """“五个坚持”, of which nothing but the number parts it from what many speeches have: “四个坚持”."""
        told = {notice.span for notice in self._numbers(found)}
        for one in quoted:
            if len(one.edits) == 1 and one.evidence.speeches >= SET_PHRASE:
                edit = one.edits[0]
                if edit.how is Change.NUMBER and edit.span not in told:
                    yield self._notice(NoticeKind.NUMBER, edit.span, edit.source, one.evidence, edit.said)

    def _marks(self, found: Sequence[Sentence]) -> Iterator[Notice]:
        for one in misused_marks(self._text, found, self._attestation):
            said = self._text[one.span.start : one.span.end]
            yield self._notice(NoticeKind.MARKS, one.span, one.source, one.evidence, said)

    @staticmethod
    def _notice(kind: NoticeKind, span: Span, suggestion: str, evidence: Evidence, said: str) -> Notice:
        return Notice(kind, span, said, suggestion, 0, evidence.count, evidence.source)

    def _orders(self, found: Sequence[Sentence]) -> Iterator[Notice]:
        """Two items that stand in the corpus in the other order, and hardly ever in this one."""
        open_ = [one.span for one in found if one.verdict not in (Verdict.EXACT, Verdict.ORDER, Verdict.ALTERED)]
        pairs = [pair for span in open_ for pair in neighbours(self._folded, span)]
        if not pairs:
            return
        said = [self._folded[one.start : other.end] for one, other, _of in pairs]
        turned = [f"{self._folded[b.start : b.end]}、{self._folded[a.start : a.end]}" for a, b, _of in pairs]
        times = self._attestation.engine.totals_of([*said, *turned]).tolist()
        for (one, other, of), text, instead, own, there in zip(
            pairs, said, turned, times, times[len(said) :], strict=False
        ):
            least = LEAST_ORDER if of <= FEW_ITEMS else LEAST_OF_MANY
            if there >= least and own * RARE_ORDER <= there and text != instead:
                source = self._attestation.evidence(instead).source
                yield Notice(NoticeKind.ORDER, Span(one.start, other.end), text, instead, own, there, source)

    def _outdated(self) -> Iterator[Notice]:
        """Wordings that the user's own list calls outdated, but where they stand inside what has succeeded them."""
        for one in self._phrasings:
            old, new = fold(one.old), fold(one.new)
            inside = new.find(old)
            for place in occurrences(old, self._folded):
                if inside >= 0 and self._folded.startswith(new, place - inside):
                    continue
                evidence = self._attestation.evidence(new)
                count = int(self._attestation.engine.totals_of([old])[0])
                span, note = Span(place, place + len(old)), " · ".join(filter(None, (one.since, one.note)))
                said = self._text[span.start : span.end]
                kind = NoticeKind.OUTDATED
                yield Notice(kind, span, said, one.new, count, evidence.count, evidence.source, note)

    def _slips(self, spans: Sequence[Span]) -> Generator[float, None, list[Notice]]:
        words = self._snapshot.shared(_words)
        attestation = self._attestation
        engine = attestation.engine
        finder = SlipFinder(
            engine.totals_of, engine.often, engine.fillers_of, words, attestation.characters, sound_alike
        )
        found: list[Slip] = []
        for own, done in self._in_parts(spans):
            found += finder.possible(self._folded, own, self._options.gate)
            yield COMPARED + done * (1 - COMPARED)
        slips = likeliest(found)
        return slip_notices(slips, self._text, self._folded, attestation)


def _is_alone(numbers: Sequence[Edit], one: Sentence) -> bool:
    """Whether of a sentence of some length one number differs, and hardly anything besides."""
    beside = [edit for edit in one.edits if edit.how not in (Change.NUMBER, Change.MARKS)]
    changed = sum(max(len(edit.said), len(edit.source)) for edit in beside)
    return len(numbers) == 1 and len(one.text) >= LEAST_BESIDE and changed <= MAX_BESIDE * len(one.text)


def _is_of_another_time(numbers: Sequence[Edit], one: Sentence) -> bool:
    """Whether a sentence has several numbers, and all are others: another year, or another place, is said so again."""
    return len(numbers) > 1 and len(numbers) == len(RUN.findall(one.text))


def _counts_sentences(edit: Edit, one: Sentence) -> bool:
    return ENUMERATOR.match(one.text) is not None and edit.span.start <= one.span.start + 1


def _bare(said: str) -> str:
    own = core(said)
    return said[own.start : own.end] or said


def _words(snapshot: Snapshot) -> WordLikelihood:
    return WordLikelihood(snapshot.analysis.vocabulary.words)
