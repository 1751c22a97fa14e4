"""The JSON of reuse: the shapes, and what each field is made of."""

from indexer.model import Span
from searchui.search.proofreading.json_answers import SourceAnswer
from searchui.search.results.answer import Answer, answer_of
from searchui.search.results.json_answers import SpeechAnswer, place_answer, speech_answer
from searchui.search.reuse.reuse import SHARE_RUNS, Passage, Reuse, Shares


class PassageAnswer(Answer, frozen=True):
    """A passage that stands elsewhere too; `span` and `core` are starts and ends (exclusive) in the text, in characters."""

    span: tuple[int, int]
    text: str
    anchor: str
    kind: str
    precedence: str
    first: SourceAnswer
    matched: int
    core: tuple[int, int]
    uses: int
    speeches: int


class ReuseAnswer(Answer, frozen=True):
    """What of a text was said before; spans are of the text, of a speech that is its paragraphs, a line each."""

    speech: SpeechAnswer | None
    characters: int
    least: int
    letters: int
    shares: Shares | None
    passages: tuple[PassageAnswer, ...]
    versions: tuple[SpeechAnswer, ...]


@answer_of.register
def reuse_answer(reuse: Reuse) -> ReuseAnswer:
    return ReuseAnswer(
        speech=speech_answer(reuse.speech) if reuse.speech else None,
        characters=len(reuse.text),
        least=reuse.least,
        letters=reuse.letters,
        shares=_rounded(reuse.shares) if reuse.shares else None,
        passages=tuple(map(_passage, reuse.passages)),
        versions=tuple(map(speech_answer, reuse.versions)),
    )


def _rounded(shares: Shares) -> Shares:
    return Shares(*(round(getattr(shares, name), 6) for name in SHARE_RUNS))


def _passage(one: Passage) -> PassageAnswer:
    mention = one.first.mention
    source = SourceAnswer(
        one.first.text,
        _pair(one.first.span),
        place_answer(mention),
        speech_answer(mention.speech).date,
        mention.speaker,
    )
    return PassageAnswer(
        span=_pair(one.span),
        text=one.text,
        anchor=one.anchor,
        kind=one.kind.value,
        precedence=one.precedence.value,
        first=source,
        matched=one.matched,
        core=_pair(one.core),
        uses=one.uses,
        speeches=one.speeches,
    )


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end
