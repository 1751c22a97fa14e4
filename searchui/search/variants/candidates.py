"""Texts that differ from a phrase by a word or a few characters: those that may be variants of it.

A word is replaced, left out or put in, two words or characters are exchanged, or up to EXTENDED words stand before the
phrase or after it. What is given may stand nowhere, and cut words.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

import numpy as np

from indexer.analysis import Analysis, fold
from indexer.engine.answers import ContextWindows, Frame, Numbers
from indexer.engine.reader import RankingReader
from searchui.search.variants.wholeness import is_mostly
from searchui.search.variants.windows import after, before, sample, spread

REACH = 8  # characters that stand instead of some
LOOKED_AT = 1500  # places of a part of the phrase
FILLED_AT = 4000  # places in a segment of all but a character at its edge
MAX_NEIGHBOURS = 300  # different words, or rows of them, on one side
EXTENDED = 3  # words before it or after it
MAX_WORDS = 7  # of these, where some are mostly followed by the same ones
MIN_KEPT = 2  # characters of the phrase before a gap
MAX_CUT = 4  # characters that are left out at either end
WITHIN_WORD = 3  # words of which a part of the phrase is a part

Row: TypeAlias = tuple[int, ...]  # words by their numbers


def pieces(analysis: Analysis, words: Sequence[str]) -> Sequence[str]:
    """The words of a phrase; of one that is a single word, as 新发展理念, the last one inside it and what is before that."""
    if len(words) != 1:
        return words
    last = max((one for one in analysis.inner_words(words[0]) if words[0].endswith(one)), key=len, default="")
    before_it = words[0].removesuffix(last)
    return (before_it, last) if last and before_it else words


def looked_at(phrase: str, words: Sequence[str]) -> list[str]:
    """The parts of a folded phrase whose places all candidates come from."""
    edges = [phrase, "".join(words[:-1]), "".join(words[1:])]
    return [part for part in dict.fromkeys((*edges, *_starts(phrase), *_ends(phrase))) if part]


def candidates(engine: RankingReader, phrase: str, words: Sequence[str]) -> set[str]:
    """Those of a folded phrase that is these words."""
    found = {*_filled(engine, phrase), *_rearranged(phrase, words), *_parts(phrase)}
    found.update(_with_gap(engine, phrase))
    found.update(_at_edges(engine, phrase, words))
    return {text for text in found if len(text) > 1} - {phrase}


def _filled(engine: RankingReader, phrase: str) -> Iterator[str]:
    """With another character, or with one more inside."""
    size = len(phrase)
    frames = [Frame(phrase[:at], phrase[at + 1 :]) for at in range(1, size - 1)]
    frames += [Frame(phrase[:at], phrase[at:]) for at in range(1, size)]
    for frame, fillers in zip(frames, engine.fillers_of(frames), strict=True):
        yield from (frame.before + one + frame.after for one in fillers if _joins(one))
    if size > 1:
        head, tail = phrase[:-1], phrase[1:]
        behind, ahead = engine.pattern_contexts_of([tuple(map(frozenset, part)) for part in (head, tail)], FILLED_AT)
        yield from (head + one for one in {place.after[:1] for place in behind} if _joins(one))
        yield from (one + tail for one in {place.before[-1:] for place in ahead} if _joins(one))


def _joins(character: str) -> bool:
    """Whether a character may be one of a wording."""
    return character.isalnum() or character == "、"


def _rearranged(phrase: str, words: Sequence[str]) -> Iterator[str]:
    """Without one of its words, or with it or two characters at another place, or with two words or characters exchanged."""
    for at, word in enumerate(words):
        rest = [*words[:at], *words[at + 1 :]]
        yield "".join(rest)
        yield from ("".join((*rest[:to], word, *rest[to:])) for to in range(len(words)))
    for at in range(len(phrase) - 1):
        others = phrase[:at] + phrase[at + 2 :]
        yield from (others[:to] + phrase[at : at + 2] + others[to:] for to in range(len(others) + 1))
    for items in (words, list(phrase)):
        for one, other in combinations(range(len(items)), 2):
            moved = list(items)
            moved[one], moved[other] = moved[other], moved[one]
            yield "".join(moved)


def _parts(phrase: str) -> Iterator[str]:
    """Without some characters at its ends, or one inside."""
    size = len(phrase)
    for start in range(min(MAX_CUT + 1, size)):
        for end in range(max(start + 1, size - MAX_CUT), size + 1):
            yield phrase[start:end]
    yield from (phrase[:at] + phrase[at + 1 :] for at in range(1, size - 1))


def _with_gap(engine: RankingReader, phrase: str) -> Iterator[str]:
    """With other characters, or more, or fewer, between two parts of it that are most of it."""
    size = len(phrase)
    for start in _starts(phrase):
        tails = _tails(phrase, len(start))
        places = sample(engine.spans(start), LOOKED_AT)
        for text in after(engine, places, REACH + size - len(start)):
            yield from (start + rest for rest in _up_to(text, tails))
    first = phrase[:1]
    for tail in _ends(phrase):
        for text in before(engine, sample(engine.spans(tail), LOOKED_AT), REACH + 1):
            at = text.rfind(first)
            if at >= 0 and text[at:].isalnum():
                yield text[at:] + tail


def _starts(phrase: str) -> list[str]:
    """The beginnings after which a gap may be."""
    return [phrase[:kept] for kept in range(MIN_KEPT, len(phrase))]


def _ends(phrase: str) -> list[str]:
    """The ends before which a gap may be, after the first character: with that they are half of the phrase."""
    tails = (phrase[kept:] for kept in range(2, len(phrase) - 1))
    return [tail for tail in tails if 2 * (1 + len(tail)) >= len(phrase)]


def _tails(phrase: str, kept: int) -> list[str]:
    """The ends of a phrase that make at least half of it together with so many characters of its beginning, the longest first."""
    size = len(phrase)
    return [phrase[at:] for at in range(kept, size) if 2 * (kept + size - at) >= size]


def _up_to(text: str, tails: Sequence[str]) -> Iterator[str]:
    """The beginning of a text up to the first of some ends that it has, with that."""
    for tail in tails:
        at = text.find(tail, 0, REACH + len(tail))
        if at >= 0:
            if not at or text[:at].isalnum():
                yield text[: at + len(tail)]
            return


def _at_edges(engine: RankingReader, phrase: str, words: Sequence[str]) -> Iterator[str]:
    """With other words instead of its first or its last one, and with more before it or after it."""
    if len(words) > 1:
        head, tail = "".join(words[:-1]), "".join(words[1:])
        yield from _beside(engine, tail, 1, leading=True)
        yield from _beside(engine, head, 1, leading=False)
    yield from _beside(engine, phrase, EXTENDED, leading=True)
    yield from _beside(engine, phrase, EXTENDED, leading=False)


def _beside(engine: RankingReader, part: str, most: int, *, leading: bool) -> Iterator[str]:
    """A part with up to so many words before it, or after it, or with the rest of the word that it is a part of.

    More than so many where those are mostly followed, outwards, by the same others: 成果同乡村振兴有效衔接.
    """
    found = engine.context_windows(part, MAX_WORDS)
    some = spread(len(found.paragraphs), LOOKED_AT)
    windows = ContextWindows(
        *(np.asarray(each)[some] for each in (found.paragraphs, found.first, found.before, found.after, found.last))
    )
    for row in _extensions(engine, windows, most, leading=leading):
        yield row + part if leading else part + row
    for text in _containing(engine, windows):
        if text.endswith(part) if leading else text.startswith(part):
            yield text


def _extensions(engine: RankingReader, windows: ContextWindows, most: int, *, leading: bool) -> Iterator[str]:
    """The most frequent rows of up to so many words on one side, and longer ones that these are mostly a part of."""
    within: dict[Row, int] = {}
    for count in range(1, MAX_WORDS + 1):
        rows = _rows(engine, windows, count, leading=leading)
        if count > most:
            inner = {row: within.get(row[1:] if leading else row[:-1], 0) for row, times in rows.items()}
            rows = {row: times for row, times in rows.items() if inner[row] and is_mostly(inner[row], times)}
        yield from (_text(engine, row) for row in rows)
        within = rows


def going_on(engine: RankingReader, text: str, ends: Callable[[str], bool]) -> str:
    """A text with the words, up to EXTENDED on either side, that always stand beside it: 社会 and 经济 before 发展全面转型.

    `ends` tells words beyond which none of it is. What is given may cut words.
    """
    windows, grown = engine.context_windows(text, EXTENDED), text
    for leading in (True, False):
        beside = ""
        for count in range(1, EXTENDED + 1):
            rows = _rows(engine, windows, count, leading=leading)
            row = max(rows, key=rows.__getitem__, default=())
            words = [fold(engine.forward_index.word(number)) for number in row]
            if not row or rows[row] < len(windows.paragraphs) or any(map(ends, words)):
                break
            beside = "".join(words)
        grown = beside + grown if leading else grown + beside
    return grown


def _rows(engine: RankingReader, windows: ContextWindows, count: int, *, leading: bool) -> dict[Row, int]:
    """The most frequent rows of so many words on one side, and how often."""
    before = windows.before[windows.before - count >= windows.first] - count
    after_it = windows.after[windows.after + count <= windows.last]
    return _counted(engine, (before if leading else after_it)[:, None] + np.arange(count))


def _containing(engine: RankingReader, windows: ContextWindows) -> Iterator[str]:
    """The words that the part is all or some of."""
    for count in range(1, WITHIN_WORD + 1):
        places = windows.before[windows.after - windows.before == count]
        yield from (_text(engine, row) for row in _counted(engine, places[:, None] + np.arange(count)))


def _counted(engine: RankingReader, places: Numbers) -> dict[Row, int]:
    """The most frequent of some rows of words, by their places in the forward index, and how often."""
    if not len(places):
        return {}
    words = engine.forward_index.words_at(places.ravel()).reshape(places.shape)
    rows, counts = np.unique(words, axis=0, return_counts=True)
    first = np.argsort(-counts, kind="stable")[:MAX_NEIGHBOURS]
    return dict(zip(map(tuple, rows[first].tolist()), counts[first].tolist(), strict=True))


def _text(engine: RankingReader, row: Row) -> str:
    return fold("".join(map(engine.forward_index.word, row)))
