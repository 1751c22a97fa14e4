"""Whether the corpus has what is quoted from whom the draft names: by the speakers of the paragraphs that have it."""

from functools import cached_property

from indexer.analysis import fold, occurrences
from indexer.model import Span
from searchui.search.proofreading.attribution import (
    Attribution,
    Office,
    holds,
    is_office,
    named_office,
    named_speaker,
    naming,
)
from searchui.search.proofreading.evidence import Attestation
from searchui.search.proofreading.proof import Sentence
from searchui.search.results.hit import Mention


class Speakers:
    """Those of one corpus, and whom one draft says what it quotes of."""

    def __init__(self, attestation: Attestation, text: str) -> None:
        self._attestation, self._text, self._folded = attestation, text, fold(text)

    def attribution(self, one: Sentence) -> Attribution | None:
        """Whom the draft names as the speaker of what it quotes, by name or else by office."""
        told = naming(self._folded, one.span)
        if told is None:
            return None
        named, office = named_speaker(told, self._names), named_office(told)
        if named is not None and (office is None or named in self._folded[office.span.start : told.end]):
            return Attribution(self._names[named], self._has_said(named, one))
        return self._by_office(office, one) if office else None

    @cached_property
    def _names(self) -> dict[str, str]:
        """The speakers that are called by a name, by their folded ones."""
        voices = {fold(voice): voice for entry in self._attestation.snapshot.entries for voice in entry.voices}
        return {name: voice for name, voice in voices.items() if not is_office(name)}

    def _having(self, one: Sentence) -> list[Mention]:
        """The paragraphs that have what is quoted."""
        if one.source is None:
            return []
        return self._attestation.mentions(self._attestation.engine.occurrences(one.source.text).paragraphs)

    def _has_said(self, speaker: str, one: Sentence) -> bool | None:
        """Whether a speaker says it anywhere in the corpus, or is named there as its speaker."""
        if one.source is None:
            return None
        said = fold(one.source.text)
        return any(
            fold(mention.speaker or "") == speaker or _is_quoted_of(speaker, said, fold(mention.paragraph.text))
            for mention in self._having(one)
        )

    def _by_office(self, office: Office, one: Sentence) -> Attribution:
        """By who says it and holds the office: known where that is one person."""
        people = {
            mention.speaker
            for mention in self._having(one)
            if mention.speaker and holds(office, fold(mention.speaker), fold(mention.speech.office or ""))
        }
        person = people.pop() if len(people) == 1 else None
        return Attribution(self._text[office.span.start : office.span.end], person is not None or None, person)


def _is_quoted_of(speaker: str, said: str, text: str) -> bool:
    """Whether a text names a speaker before something said."""
    told = (naming(text, Span(place, place + len(said))) for place in occurrences(said, text))
    return any(one is not None and named_speaker(one, [speaker]) for one in told)
