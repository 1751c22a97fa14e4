"""Two texts → their comparison."""

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
    own, there = (
        Sentences(
            [frame(text.text[one.start : one.end]) for one in text.sentences], [*map(text.is_heading, text.sentences)]
        )
        for text in (a, b)
    )
    return links(Similarities(own.frames, there.frames), (own, there))
