"""A speech or a draft → what of it was said before."""

from collections.abc import Sequence

import numpy as np

from indexer.engine.answers import Numbers
from indexer.errors import CallError
from indexer.i18n import _
from indexer.model import Paragraph
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.columns import Mask
from searchui.search.reuse.passages import PassageFinder, PassageWriter, UseCounter
from searchui.search.reuse.reuse import FEWEST, MOST, SHARE_RUNS, Reuse, Shares
from searchui.search.reuse.runs.chronology import DRAFT, Author
from searchui.search.reuse.runs.compared_text import ComparedText
from searchui.search.reuse.runs.corpus_runs import COPY_RUN, CorpusRuns
from searchui.search.reuse.runs.repeated_runs import covered_letters
from searchui.search.series import kinds_of
from searchui.search.snapshot import Snapshot

MAX_LENGTH = 300_000  # characters of a draft
SENTENCE_ENDS = "\n。！？；"


def reuse_of_draft(snapshot: Snapshot, text: str, least: int) -> Reuse:
    """What of a draft the speeches with a date have. Raises CallError for one without letters or digits, or too long."""
    _check_least(least)
    if len(text) > MAX_LENGTH:
        raise CallError(
            _("文稿有 {count:,} 个字，一次最多核对 {most:,} 个字。请分成几次", count=len(text), most=MAX_LENGTH)
        )
    if not any(map(str.isalnum, text)):
        raise CallError(_("文稿里没有文字"))
    return _reuse(snapshot, text.split("\n"), (), None, DRAFT, least)


def reuse_of_speech(snapshot: Snapshot, number: int, paragraphs: Sequence[Paragraph], least: int) -> Reuse:
    """What of a speech others have that came before it, or of which dates do not tell that they came later."""
    _check_least(least)
    corpus = snapshot.shared(CorpusRuns)
    lines = [paragraph.text for paragraph in paragraphs]
    return _reuse(snapshot, lines, paragraphs, snapshot.entries[number], corpus.chronology.author(number), least)


def is_text(given: str) -> bool:
    """Whether what is no id of a speech is meant as a text."""
    return any(mark in given for mark in SENTENCE_ENDS)


def _check_least(least: int) -> None:
    """Raises CallError for a length of runs that is not answered."""
    if not FEWEST <= least <= MOST:
        raise CallError(_("连续相同的字数须在 {fewest} 到 {most} 之间", fewest=FEWEST, most=MOST))


def _reuse(
    snapshot: Snapshot,
    lines: Sequence[str],
    paragraphs: Sequence[Paragraph],
    speech: Entry | None,
    author: Author,
    least: int,
) -> Reuse:
    corpus = snapshot.shared(CorpusRuns)
    compared = ComparedText.of(lines, corpus.table)
    copies = corpus.copies_of(compared.codes, compared.runs(COPY_RUN), author, compared.size)
    stretches = PassageFinder(corpus, compared, author, copies).stretches(least)
    kinds = snapshot.shared(_kinds)
    own = int(kinds[author.number]) if speech else -1
    uses = UseCounter(corpus, compared, kinds, own).uses([one.core for one in stretches])
    of_kind = int(np.count_nonzero(kinds[_mains(corpus)] == own))
    passages = PassageWriter(snapshot, corpus, compared, paragraphs).passages(stretches, uses, of_kind)
    return Reuse(
        text=compared.text,
        speech=speech,
        least=least,
        letters=compared.size,
        shares=_shares(corpus, compared, author, copies) if author.dated else None,
        passages=tuple(passages),
        versions=tuple(snapshot.entries[number] for number in _versions(corpus, author, copies)),
    )


def _kinds(snapshot: Snapshot) -> Numbers:
    return kinds_of(snapshot.entries)


def _mains(corpus: CorpusRuns) -> Mask:
    """Which speeches are not versions of others."""
    mains: Mask = corpus.chronology.mains == np.arange(len(corpus.chronology.mains))
    return mains


def _versions(corpus: CorpusRuns, author: Author, copies: Numbers) -> list[int]:
    """The speeches that were left out as versions of the same."""
    same = (corpus.chronology.mains == author.main).nonzero()[0]
    return [number for number in np.union1d(same, copies).tolist() if number != author.number]


def _shares(corpus: CorpusRuns, text: ComparedText, author: Author, copies: Numbers) -> Shares:
    return Shares(**{name: _share(corpus, text, length, author, copies) for name, length in SHARE_RUNS.items()})


def _share(corpus: CorpusRuns, text: ComparedText, length: int, author: Author, copies: Numbers) -> float:
    """The letters in runs of a length that earlier speeches have, of all."""
    runs = text.runs(length)
    reused = runs[corpus.are_earlier(corpus.table.find(text.codes, runs, length), author, copies)]
    return int(covered_letters(reused, length).sum()) / max(text.size, 1)
