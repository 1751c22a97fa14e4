"""Two texts → their comparison."""

import re
from collections.abc import Sequence

from indexer.errors import CallError
from indexer.i18n import _
from searchui.search.comparison.alignment import Link, links
from searchui.search.comparison.compared_text import ComparedText
from searchui.search.comparison.comparison import Comparison
from searchui.search.comparison.likelihood import Sentences
from searchui.search.comparison.numbers import number_changes
from searchui.search.comparison.phrases import phrase_changes
from searchui.search.comparison.rows import rows
from searchui.search.comparison.sections import section_rows
from searchui.search.comparison.similarity import Similarities, frame
from searchui.search.snapshot import Snapshot

MAX_SENTENCES = 3_000  # of a text
A_SECTION = 40  # sentences in one on the average; where there are more, sections tell little
_CLAUSE_END = re.compile(r"(?<=\w)[^\w\s]*[，、；：。！？,;:!?]")


def compare(snapshot: Snapshot, a: ComparedText, b: ComparedText) -> Comparison:
    """What the second text keeps of the first, and changes. Raises CallError for a text of more than MAX_SENTENCES."""
    for text in (a, b):
        if len(text.sentences) > MAX_SENTENCES:
            raise CallError(
                _(
                    "“{name}”有 {count:,} 句，一次最多比较 {most:,} 句一篇的",
                    name=text.name or _("文稿"),
                    count=len(text.sentences),
                    most=MAX_SENTENCES,
                )
            )
    made = rows(a, b, linked(a, b), snapshot.analysis.cut)
    return Comparison(a, b, made, section_rows(a, b, made), number_changes(a, b, made), phrase_changes(snapshot, a, b))


def linked(a: ComparedText, b: ComparedText) -> list[Link]:
    """Which sentences belong together: the same whichever text is the first."""
    if b.text < a.text:
        return [link.turned() for link in linked(b, a)]
    own, there = _sentences(a), _sentences(b)
    return links(Similarities(own.frames, there.frames), (own, there))


def _sentences(text: ComparedText) -> Sentences:
    """What is compared of the sentences of a text."""
    written = [text.text[one.start : one.end] for one in text.sentences]
    starts = [one.end - len(said.lstrip()) for one, said in zip(text.sentences, written, strict=True)]
    around = [[one.span.start for one in text.sections if one.span.start <= at < one.span.end] for at in starts]
    sections, chapters = (_numbered([one[place] if one else -1 for one in around]) for place in (-1, 0))
    parted = len(written) <= A_SECTION * len({*sections})
    return Sentences(
        frames=[*map(frame, written)],
        headings=[*map(text.is_heading, text.sentences)],
        openings=[frame(_CLAUSE_END.split(said.strip(), maxsplit=1)[0]) for said in written],
        sections=sections if parted else (),
        chapters=chapters if parted else (),
    )


def _numbered(names: Sequence[int]) -> list[int]:
    """Each name by its number, in the order in which they come first."""
    numbers: dict[int, int] = {}
    return [numbers.setdefault(name, len(numbers)) for name in names]
