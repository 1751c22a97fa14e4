"""Sentences of a corpus, altered in clumps and put into other texts, and how many are found there with their source."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searchui import Corpus
from searchui.search.nearest.sentences import sentences

LENGTHS = range(30, 81)  # characters of a sentence
CLUMP = 6  # characters that are changed together
EACH = 30  # sentences put into one text
OTHERS = "的和是在我国发展建设人民经济社会全面推进加强工作提高新大中有为以上不了力生主要化行业"


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence of a dated speech, which no other has."""

    text: str
    speech: str


def chosen(corpus: Corpus, number: int, chance: random.Random) -> list[Planted]:
    """Sentences of all dated speeches by chance."""
    every = [
        Planted(paragraph.text[span.start : span.end].strip(), entry.id)
        for entry in corpus.speeches()
        if entry.date
        for paragraph in corpus.speech(entry.id).paragraphs
        for span in sentences(paragraph.text)
        if span.end - span.start in LENGTHS
    ]
    chance.shuffle(every)
    alone = (one for one in every if corpus.count(one.text.strip("。！？；")).paragraphs == 1)
    return [one for one, _ in zip(alone, range(number), strict=False)]


def altered(text: str, share: float, chance: random.Random) -> str:
    """A text of which a share of the characters is changed, some CLUMP together."""
    left = round(share * len(text))
    while left > 0:
        size = min(left, CLUMP)
        at = chance.randrange(len(text) - size + 1)
        text = text[:at] + "".join(chance.choice(OTHERS) for _ in range(size)) + text[at + size :]
        left -= size
    return text


def found(corpus: Corpus, planted: Sequence[Planted], share: float, chance: random.Random) -> Iterator[bool]:
    """Of each sentence whether a passage that lies over some of it stands first in the speech that it comes from."""
    hosts = [entry for entry in corpus.speeches() if entry.characters > 5_000]
    for first in range(0, len(planted), EACH):
        own = planted[first : first + EACH]
        sources = {one.speech for one in own}
        host = corpus.speech(chance.choice([entry for entry in hosts if entry.id not in sources]).id)
        lines = [paragraph.text for paragraph in host.paragraphs]
        said = [altered(one.text, share, chance) for one in own]
        at = sorted(chance.sample(range(len(lines)), min(len(own), len(lines))))
        for place, text in zip(at, said, strict=False):
            lines[place] += text
        reuse = corpus.reuse(text="\n".join(lines))
        for one, text in zip(own, said, strict=True):
            start = reuse.text.find(text)
            end = start + len(text)
            yield start >= 0 and any(
                passage.first.mention.speech.id == one.speech and passage.span.start < end and passage.span.end > start
                for passage in reuse.passages
            )
