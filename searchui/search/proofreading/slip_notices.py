"""What is told of slips: each with as much of what is around it as the corpus has of it when it is corrected."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from searchui.search.proofreading.evidence import Attestation
from searchui.search.proofreading.proof import Notice, NoticeKind
from searchui.search.proofreading.slips import Slip

SHOWN = ((2, 2), (2, 1), (1, 2), (1, 1), (2, 0), (0, 2))  # characters before and after, the first that stand there


class _Context(NamedTuple):
    """A slip with the characters around it, as the draft has it and corrected."""

    said: str
    instead: str


def slip_notices(slips: Sequence[Slip], text: str, folded: str, attestation: Attestation) -> list[Notice]:
    """The notices of the slips of a draft, with how often the corpus has either."""
    shown = list(_contexts(slips, folded, attestation))
    attestation.prepare([one.instead for one, _said_count, _count in shown])
    return [
        Notice(
            NoticeKind.SLIP,
            slip.span,
            text[slip.span.start : slip.span.end],
            slip.correction,
            said_count,
            count,
            attestation.evidence(context.instead).source,
        )
        for slip, (context, said_count, count) in zip(slips, shown, strict=True)
    ]


def _contexts(slips: Sequence[Slip], folded: str, attestation: Attestation) -> Iterator[tuple[_Context, int, int]]:
    """Of each slip the widest context that stands in the corpus when it is corrected, and how often either stands there:
    what comes of it may not, where the sentence goes on in a new way.
    """
    tried = [[_context(slip, folded, shape) for shape in SHOWN] for slip in slips]
    times = iter(attestation.engine.totals_of([text for own in tried for one in own for text in one]).tolist())
    for own in tried:
        counted = [(one, next(times), next(times)) for one in own]
        yield next((one for one in counted if one[2]), counted[0])


def _context(slip: Slip, folded: str, shape: tuple[int, int]) -> _Context:
    start, end = slip.span.start, slip.span.end
    before, after = folded[max(start - shape[0], 0) : start], folded[end : end + shape[1]]
    return _Context(before + folded[start:end] + after, before + slip.correction + after)
