"""The JSON of a proof: the shapes, and what each field is made of."""

from msgspec import UNSET, UnsetType

from indexer.model import Span
from searchui.search.proofreading.edits import Edit
from searchui.search.proofreading.evidence import Evidence, Source
from searchui.search.proofreading.long_unused import LongUnused
from searchui.search.proofreading.proof import Notice, Proof, Quotation, Sentence
from searchui.search.results.answer import Answer, answer_of
from searchui.search.results.json_answers import PlaceAnswer, place_answer, speech_answer


class SourceAnswer(Answer, frozen=True):
    """Where a text stands in the corpus; `span` is a start and an end (exclusive) in that paragraph, in characters."""

    text: str
    span: tuple[int, int]
    place: PlaceAnswer
    date: str | None
    speaker: str | None


class EvidenceAnswer(Answer, frozen=True):
    """How often a text stands in the corpus, first and last; `only` is the id of the speech that has it, where it is one."""

    count: int
    speeches: int
    first: PlaceAnswer | None
    last: PlaceAnswer | None
    undated: int
    only: str | None
    source: SourceAnswer | None


class EditAnswer(Answer, frozen=True):
    """How the draft differs at a span of it from what the corpus has."""

    span: tuple[int, int]
    said: str
    source: str
    how: str


class AttributionAnswer(Answer, frozen=True):
    """Whom a draft names as the speaker of a quotation, and whether that one says it in the corpus.

    `person`: whom an office that is named without a name belongs to, where the corpus decides it.
    """

    speaker: str
    said: bool | None
    person: str | None


class ProofSentenceAnswer(Answer, frozen=True):
    """A sentence or a quotation, `count` how often it stands in the corpus letter for letter.

    `evidence` is its own where the verdict is exact, else that of the sentence that it comes nearest to.
    """

    span: tuple[int, int]
    text: str
    verdict: str
    count: int
    evidence: EvidenceAnswer
    edits: tuple[EditAnswer, ...]
    attribution: AttributionAnswer | UnsetType | None = UNSET


class NoticeAnswer(Answer, frozen=True):
    """Something worth a second look, and what the corpus has instead; how often either stands there."""

    kind: str
    span: tuple[int, int]
    said: str
    suggestion: str
    said_count: int
    count: int
    source: SourceAnswer | None
    note: str


class LongUnusedAnswer(Answer, frozen=True):
    """A phrase that the corpus used often, and not for years; `spans` are those where the draft says it."""

    spans: tuple[tuple[int, int], ...]
    text: str
    evidence: EvidenceAnswer


class ProofAnswer(Answer, frozen=True):
    """A draft against the corpus; spans are of the draft, in characters."""

    characters: int
    share_exact: float
    sentences: tuple[ProofSentenceAnswer, ...]
    quotations: tuple[ProofSentenceAnswer, ...]
    notices: tuple[NoticeAnswer, ...]
    long_unused: tuple[LongUnusedAnswer, ...]


@answer_of.register
def proof_answer(proof: Proof) -> ProofAnswer:
    return ProofAnswer(
        characters=len(proof.text),
        share_exact=round(proof.share_exact, 6),
        sentences=tuple(map(_sentence, proof.sentences)),
        quotations=tuple(map(_quotation, proof.quotations)),
        notices=tuple(map(_notice, proof.notices)),
        long_unused=tuple(map(_long_unused, proof.long_unused)),
    )


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _sentence(one: Sentence) -> ProofSentenceAnswer:
    edits = tuple(map(_edit, one.edits))
    return ProofSentenceAnswer(_pair(one.span), one.text, one.verdict.value, one.count, _evidence(one.evidence), edits)


def _quotation(one: Quotation) -> ProofSentenceAnswer:
    attribution, edits = one.attribution, tuple(map(_edit, one.edits))
    named = AttributionAnswer(attribution.speaker, attribution.said, attribution.person) if attribution else None
    return ProofSentenceAnswer(
        _pair(one.span), one.text, one.verdict.value, one.count, _evidence(one.evidence), edits, named
    )


def _edit(edit: Edit) -> EditAnswer:
    return EditAnswer(_pair(edit.span), edit.said, edit.source, edit.how.value)


def _notice(notice: Notice) -> NoticeAnswer:
    return NoticeAnswer(
        kind=notice.kind.value,
        span=_pair(notice.span),
        said=notice.said,
        suggestion=notice.suggestion,
        said_count=notice.said_count,
        count=notice.count,
        source=_source(notice.source),
        note=notice.note,
    )


def _long_unused(one: LongUnused) -> LongUnusedAnswer:
    return LongUnusedAnswer(tuple(map(_pair, one.spans)), one.text, _evidence(one.evidence))


def _evidence(evidence: Evidence) -> EvidenceAnswer:
    return EvidenceAnswer(
        count=evidence.count,
        speeches=evidence.speeches,
        first=place_answer(evidence.first) if evidence.first else None,
        last=place_answer(evidence.last) if evidence.last else None,
        undated=evidence.undated,
        only=evidence.only.id if evidence.only else None,
        source=_source(evidence.source),
    )


def _source(source: Source | None) -> SourceAnswer | None:
    if source is None:
        return None
    mention = source.mention
    date = speech_answer(mention.speech).date
    return SourceAnswer(source.text, _pair(source.span), place_answer(mention), date, mention.speaker)
