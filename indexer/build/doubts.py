"""What a keeper should look at after a build: facts that are not known or not sure, and names that are hardly persons."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from indexer.build.report import IndexedSpeech
from indexer.evidence import FACTS, Certainty
from indexer.i18n import Message, _, joined, n_, units

MANY = 5  # speeches of unlike titles, by a name that nowhere has an office
MAX_NAMES = 8  # names that are told
WANTED = ("speaker", "date")  # what a keeper misses; offices and occasions many speeches do not have


def doubts(indexed: Sequence[IndexedSpeech]) -> Iterator[Message]:
    """A line a kind of doubt, the most frequent first; nothing where nothing is doubtful."""
    suspects = suspect_speakers(indexed)
    found = [
        (len(suspects), _suspects(suspects)),
        *(_unknown(indexed, fact) for fact in WANTED),
        *(_unsure(indexed, fact) for fact in FACTS),
    ]
    yield from (message for number, message in sorted(found, key=lambda pair: -pair[0]) if number)


def _unknown(indexed: Sequence[IndexedSpeech], fact: str) -> tuple[int, Message]:
    number = sum(getattr(one, fact) is None and not _is_talk(one, fact) for one in indexed)
    return number, _("{count}{fact}不详", count=units.speeches(number), fact=FACTS[fact])


def _unsure(indexed: Sequence[IndexedSpeech], fact: str) -> tuple[int, Message]:
    number = sum(fact in one.evidence and one.evidence[fact].certainty is Certainty.DOUBTFUL for one in indexed)
    return number, _("{count}{fact}存疑", count=units.speeches(number), fact=FACTS[fact])


def _is_talk(one: IndexedSpeech, fact: str) -> bool:
    return fact == "speaker" and one.conversation


def suspect_speakers(indexed: Sequence[IndexedSpeech]) -> list[str]:
    """Names that speak in many speeches of unlike titles and have an office in none: a button or a paper may be among them."""
    titles: defaultdict[str, set[str]] = defaultdict(set)
    with_office = {one.speaker for one in indexed if one.office}
    for one in indexed:
        if one.speaker and one.speaker not in with_office and _is_read(one):
            titles[one.speaker].add(one.title)
    often = Counter({name: len(found) for name, found in titles.items() if len(found) >= MANY})
    return [name for name, _times in often.most_common()]


def _is_read(one: IndexedSpeech) -> bool:
    """Whether the speaker was read from the text, not given by a person or by the file."""
    return "speaker" in one.evidence and one.evidence["speaker"].origin not in {"person", "sidecar", "fields"}


def _suspects(names: Sequence[str]) -> Message:
    shown = joined(_("、"), [*names[:MAX_NAMES], *(["……"] if len(names) > MAX_NAMES else [])])
    return _("{count}在很多篇里出现，却没有职务，请核对：{names}", count=n_("{n} 个“讲话人”", len(names)), names=shown)
