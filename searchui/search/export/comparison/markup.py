"""A comparison as HTML: rows side by side with what changed marked; the same on the page and in a file.

What changed is told by lines through and under it, and each row by a word, not by colour alone.
"""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from indexer.i18n import Message, _, n_
from searchui.search.comparison.compared_text import ComparedSection, ComparedText
from searchui.search.comparison.comparison import ComparedRow, Comparison, PhraseChange, RowKind, SectionRow
from searchui.search.comparison.wording import (
    ROW_KINDS,
    SECTION_KINDS,
    differences,
    kind_message,
    name_message,
    number_context,
    phrase_message,
)
from searchui.search.export.report.page import choice_fields

Say = Callable[[Message], str]
Address = Callable[[str], str]
"""From an address of the site, or a phrase that is to be searched, to what a link has; empty: there is no link."""
ALL, CHANGES = "all", "changes"
SIDES, SOURCE = (_("甲"), _("乙")), _("原文")


class ComparisonMarkup:
    """The parts of a page about a comparison; `say` words messages as its reader reads them."""

    def __init__(self, found: Comparison, say: Say, place: Address, search: Address) -> None:
        self._found, self._say, self._place, self._search = found, say, place, search
        self._row_at = [
            {text.section_at(span.start): number for number, span in reversed(own) if text.section_at(span.start)}
            for text, own in (
                (found.a, [(number, row.a) for number, row in enumerate(found.rows, 1) if row.a]),
                (found.b, [(number, row.b) for number, row in enumerate(found.rows, 1) if row.b]),
            )
        ]

    def names(self) -> str:
        """What is compared, each with a link to it."""
        cells = (
            f'<p><span class="side">{self._text(side)}</span> {self._linked(name_message(text), text.url_at(0))}</p>'
            for side, text in zip(SIDES, (self._found.a, self._found.b), strict=True)
        )
        return "\n".join(cells)

    def choices(self) -> str:
        """What rows are shown: chosen without a script, by the style sheet. First what changed, if anything did."""
        counts = self._found.counts
        changed = sum(counts.values()) - counts[RowKind.KEPT]
        rows = [(ALL, _("全部"), sum(counts.values())), (CHANGES, _("有变化的"), changed)]
        rows += [(kind.value, ROW_KINDS[kind], count) for kind, count in counts.items()]
        said = ((name, self._say(word), count) for name, word, count in rows if count)
        return choice_fields(self._say(_("列出")), said, ALL)

    def sections(self) -> str:
        """What became of each section, with links to where it begins."""
        rows = "\n".join(self._section(row) for row in self._found.sections)
        return f"<ol>\n{rows}\n</ol>" if rows else ""

    def _section(self, row: SectionRow) -> str:
        sides = [self._headings(own, side) for side, own in enumerate((row.a, row.b)) if own]
        level = min(one.level for one in (*row.a, *row.b))
        said = " → ".join(sides) if len(sides) > 1 and _differ(row) else sides[-1]
        return f'<li class="level-{level}"><span class="kind">{self._text(SECTION_KINDS[row.kind])}</span> {said}</li>'

    def _headings(self, sections: Sequence[ComparedSection], side: int) -> str:
        return "、".join(
            f'<a href="#row-{self._row_at[side].get(one, 1)}">{escape(one.heading)}</a>' for one in sections
        )

    def rows(self) -> str:
        """All rows."""
        return "\n".join(self._row(number, row) for number, row in enumerate(self._found.rows, 1))

    def _row(self, number: int, row: ComparedRow) -> str:
        kinds = row.kind.value + (" moved" if row.moved and row.kind is not RowKind.MOVED else "")
        parts = list(differences(self._found, row))
        a = "".join(_part("del", one.a, marked=one.changed and row.b is not None) for one in parts)
        b = "".join(_part("ins", one.b, marked=one.changed and row.a is not None) for one in parts)
        sides = (
            self._side(SIDES[0], "a", self._found.a, row.a.start if row.a else None, a),
            self._side(SIDES[1], "b", self._found.b, row.b.start if row.b else None, b),
        )
        kind = f'<p class="kind">{self._text(kind_message(row))}</p>'
        return f'<li class="{kinds}" id="row-{number}">{kind}{"".join(sides)}</li>'

    def _side(self, name: Message, side: str, text: ComparedText, start: int | None, body: str) -> str:
        if start is None:
            return ""
        address = self._place(text.url_at(start)) if text.url_at(start) else ""
        link = (
            f'\u00a0<a class="self" href="{escape(address)}" aria-label="{self._text(SOURCE)}">¶</a>' if address else ""
        )
        return f'<p class="{side}"><span class="side">{self._text(name)}</span> {body}{link}</p>'

    def numbers(self) -> str:
        """The numbers that changed, each with its sentence."""
        return "\n".join(
            f'<li><a href="#row-{one.row + 1}">{escape(self._found.a.of(one.a))} → {escape(self._found.b.of(one.b))}</a> '
            f"{escape(number_context(self._found, one))}</li>"
            for one in self._found.numbers
        )

    def phrases(self, *, appeared: bool) -> str:
        """The set phrases that only one of the texts has."""
        changes = [change for change in self._found.phrases if change.appeared is appeared]
        return "\n".join(self._phrase(change) for change in changes)

    def _phrase(self, change: PhraseChange) -> str:
        times = n_("本篇 {n:,} 次", change.in_a or change.in_b)
        address = self._search(change.phrase)
        name = f'<a href="{escape(address)}">{escape(change.phrase)}</a>' if address else escape(change.phrase)
        return f'<li>{name} <span class="quiet">{self._text(times)} · {self._text(phrase_message(change))}</span></li>'

    def _linked(self, name: Message, url: str) -> str:
        address = self._place(url.partition("#")[0]) if url else ""
        return f'<a href="{escape(address)}">{self._text(name)}</a>' if address else self._text(name)

    def _text(self, message: Message) -> str:
        return escape(self._say(message))


def _differ(row: SectionRow) -> bool:
    return [one.heading for one in row.a] != [one.heading for one in row.b]


def _part(tag: str, text: str, *, marked: bool) -> str:
    if not text:
        return ""
    written = escape(_line(text))
    return f"<{tag}>{written}</{tag}>" if marked else written


def _line(text: str) -> str:
    return text.replace("\n", " ")


def parts_of(markup: ComparisonMarkup) -> Iterator[tuple[str, str]]:
    """Every part by its name."""
    yield "names", markup.names()
    yield "choices", markup.choices()
    yield "sections", markup.sections()
    yield "rows", markup.rows()
    yield "numbers", markup.numbers()
    yield "gone", markup.phrases(appeared=False)
    yield "come", markup.phrases(appeared=True)
