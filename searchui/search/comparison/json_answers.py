"""The JSON of a comparison: the shapes, and what each field is made of."""

from indexer.model import Span
from searchui.search.comparison.compared_text import ComparedSection, ComparedText
from searchui.search.comparison.comparison import ComparedRow, Comparison, NumberChange, PhraseChange, SectionRow
from searchui.search.proofreading.edits import Edit
from searchui.search.results.answer import Answer, answer_of
from searchui.search.results.json_answers import PlaceAnswer, SpeechAnswer, place_answer, speech_answer

Place = tuple[int, int]


class ComparedTextAnswer(Answer, frozen=True):
    """A text that is compared; `speech` is null for a draft. Places are counted in its characters."""

    name: str
    speech: SpeechAnswer | None
    characters: int
    sentences: int


class ComparedPartAnswer(Answer, frozen=True):
    """Sentences of one text: a start and an end (exclusive), what they say, and where they are to be seen."""

    span: Place
    text: str
    section: str | None
    url: str | None


class ComparedEditAnswer(Answer, frozen=True):
    """At a place of the second text, what it says where the first one says something else."""

    span: Place
    a: str
    b: str
    how: str


class ComparedRowAnswer(Answer, frozen=True):
    """What became of sentences: `a` are those of the first text, `b` those of the second."""

    kind: str
    moved: bool
    similarity: float
    a: ComparedPartAnswer | None
    b: ComparedPartAnswer | None
    edits: tuple[ComparedEditAnswer, ...]


class ComparedSectionAnswer(Answer, frozen=True):
    """A heading, how deep it is, and the characters under it."""

    level: int
    heading: str
    span: Place


class SectionRowAnswer(Answer, frozen=True):
    """What became of sections."""

    kind: str
    a: tuple[ComparedSectionAnswer, ...]
    b: tuple[ComparedSectionAnswer, ...]


class NumberChangeAnswer(Answer, frozen=True):
    """A number that changed in otherwise equal text; `row` is the place of its row, from 0."""

    row: int
    a: str
    b: str
    a_span: Place
    b_span: Place
    sentence: str


class PhraseChangeAnswer(Answer, frozen=True):
    """A set phrase that only one text has: how often each has it, and how often the corpus, first and last."""

    phrase: str
    in_a: int
    in_b: int
    count: int
    speeches: int
    first: PlaceAnswer | None
    last: PlaceAnswer | None


class ComparisonAnswer(Answer, frozen=True):
    """Two texts side by side; `counts` are the rows of each kind."""

    a: ComparedTextAnswer
    b: ComparedTextAnswer
    same: bool
    counts: dict[str, int]
    rows: tuple[ComparedRowAnswer, ...]
    sections: tuple[SectionRowAnswer, ...]
    numbers: tuple[NumberChangeAnswer, ...]
    phrases: tuple[PhraseChangeAnswer, ...]


@answer_of.register
def comparison_answer(found: Comparison) -> ComparisonAnswer:
    return ComparisonAnswer(
        a=_text(found.a),
        b=_text(found.b),
        same=found.is_same,
        counts={kind.value: count for kind, count in found.counts.items()},
        rows=tuple(_row(found, row) for row in found.rows),
        sections=tuple(map(_sections, found.sections)),
        numbers=tuple(_number(found, number) for number in found.numbers),
        phrases=tuple(map(_phrase, found.phrases)),
    )


def _text(text: ComparedText) -> ComparedTextAnswer:
    speech = speech_answer(text.entry) if text.entry else None
    return ComparedTextAnswer(text.name, speech, len(text.text), len(text.sentences))


def _row(found: Comparison, row: ComparedRow) -> ComparedRowAnswer:
    return ComparedRowAnswer(
        kind=row.kind.value,
        moved=row.moved,
        similarity=round(row.similarity, 4),
        a=_part(found.a, row.a),
        b=_part(found.b, row.b),
        edits=tuple(map(_edit, row.edits)),
    )


def _part(text: ComparedText, span: Span | None) -> ComparedPartAnswer | None:
    if span is None:
        return None
    section = text.section_at(span.start)
    return ComparedPartAnswer(
        _place(span), text.of(span), section.heading if section else None, text.url_at(span.start) or None
    )


def _edit(edit: Edit) -> ComparedEditAnswer:
    return ComparedEditAnswer(_place(edit.span), edit.source, edit.said, edit.how.value)


def _sections(row: SectionRow) -> SectionRowAnswer:
    return SectionRowAnswer(row.kind.value, tuple(map(_section, row.a)), tuple(map(_section, row.b)))


def _section(one: ComparedSection) -> ComparedSectionAnswer:
    return ComparedSectionAnswer(one.level, one.heading, _place(one.span))


def _number(found: Comparison, number: NumberChange) -> NumberChangeAnswer:
    return NumberChangeAnswer(
        row=number.row,
        a=found.a.of(number.a),
        b=found.b.of(number.b),
        a_span=_place(number.a),
        b_span=_place(number.b),
        sentence=found.b.of(found.rows[number.row].b),
    )


def _phrase(change: PhraseChange) -> PhraseChangeAnswer:
    evidence = change.evidence
    return PhraseChangeAnswer(
        phrase=change.phrase,
        in_a=change.in_a,
        in_b=change.in_b,
        count=evidence.count,
        speeches=evidence.speeches,
        first=place_answer(evidence.first) if evidence.first else None,
        last=place_answer(evidence.last) if evidence.last else None,
    )


def _place(span: Span) -> Place:
    return span.start, span.end
