"""The command `diff`: two texts side by side."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.errors import CallError, ReadError
from indexer.i18n import N_, _
from indexer.readers import read_bytes
from indexer.store import now
from searchui.cli.bundle import bundle_of
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import site_option
from searchui.cli.output import Output, output_options_and
from searchui.drafts.reading import read_draft
from searchui.search import Corpus
from searchui.search.comparison.compared_text import ComparedText
from searchui.search.comparison.comparison import ComparedRow, Comparison, PhraseChange, RowKind, SectionKind
from searchui.search.comparison.wording import (
    SECTION_KINDS,
    differences,
    kind_message,
    name_message,
    number_context,
    phrase_message,
    series_message,
    summary_message,
)
from searchui.search.export.comparison.report import HEADINGS, comparison_report
from searchui.search.export.comparison.table import comparison_table
from searchui.search.export.formats import BUNDLE

STDIN, HTML, DOCX = "-", "html", "docx"
EXIT_DIFFERENT = 1


@command(
    "diff",
    help=N_(
        "逐句对照两篇：A 里的句子在 B 里是保留、改动、移动、拆开、合并还是删去，B 新增了什么；"
        "小标题、数字、提法的变化另列。A、B 是讲话的编号或文件（- 为标准输入）；只写一篇，就与它同一系列的上一篇对照。"
        "逐句相同退出码为 0，有不同为 1，出错为 2，与 diff 一样。"
    ),
)
@click.argument("a")
@click.argument("b", required=False)
@option("--kept", is_flag=True, help=N_("保留的句子也列出。"))
@index_option
@site_option
@output_options_and(HTML, DOCX, BUNDLE.name)
def diff_command(a: str, b: str | None, kept: bool, index: Path, site: str, output: Output) -> None:
    root = site.rstrip("/")
    with opened_corpus(index) as corpus:
        one, other = _pair(corpus, a, b)
        found = corpus.compare(one, other)
        if output.format == HTML:
            output.write_text(comparison_report(corpus, found, now(), language(), root))
        elif output.format == DOCX:
            from searchui.search.export.comparison.document import comparison_document  # its library is large

            output.write_bytes([comparison_document(corpus, found, now(), language(), root)])
        else:
            output.write(
                text=lambda: _lines(found, kept, output.is_styled),
                json=found.as_json,
                table=lambda: comparison_table(corpus, found, now(), language(), root),
                bundle=lambda: _bundle(index, corpus, found),
            )
    if not found.is_same:
        sys.exit(EXIT_DIFFERENT)


def _bundle(index: Path, corpus: Corpus, found: Comparison) -> bytes:
    """Raises CallError where one is a draft, which nobody else has."""
    entries = [text.entry for text in (found.a, found.b)]
    ids = [entry.id for entry in entries if entry is not None]
    if len(ids) < len(entries):
        raise CallError(_("引用包里只能是语料里的讲话，文稿不能"))
    return bundle_of(index, corpus, "diff", a=ids[0], b=ids[1])


def _pair(corpus: Corpus, a: str, b: str | None) -> tuple[ComparedText, ComparedText]:
    """Both texts; of one alone the one before it in its series, and it. Raises CallError for what cannot be read."""
    if b is not None:
        if a == b == STDIN:
            raise CallError(_("标准输入只能是其中一篇"))
        return _text(corpus, a), _text(corpus, b)
    before = corpus.previous_in_series(a) if corpus.has_speech(a) else None
    if before is None:
        raise CallError(_("语料里没有“{name}”同一系列的上一篇，请写出要对照的另一篇", name=a))
    date = corpus.entry(a).date
    if date is not None:
        say(series_message(before, date.year))
    return corpus.compared(before.entry.id), corpus.compared(a)


def _text(corpus: Corpus, named: str) -> ComparedText:
    """The speech of an id, else the text of a file."""
    if named == STDIN:
        return corpus.compared(sys.stdin.read(), _("标准输入").text(language()))
    file = Path(named)
    if corpus.has_speech(named):
        return corpus.compared_speech(named)
    if not file.is_file():
        raise CallError(_("没有编号为“{name}”的讲话，也没有这个文件", name=named))
    try:
        return corpus.compared(read_draft(read_bytes(file), file.name), file.name)
    except ReadError as error:
        raise CallError(error.message) from error


def _lines(found: Comparison, kept: bool, styled: bool) -> Iterator[str]:
    names = [name_message(text).text(language()) for text in (found.a, found.b)]
    yield f"{' → '.join(names)}\n"
    section = None
    for row in found.rows:
        if row.kind is RowKind.KEPT and not kept:
            continue
        own = found.b.section_at(row.b.start) if row.b else section
        if own and own != section:
            section = own
            yield f"— {own.heading}\n"
        yield f"[{kind_message(row).text(language())}] {_written(found, row, styled)}\n"
    yield from _apart(found)
    say(summary_message(found))


def _written(found: Comparison, row: ComparedRow, styled: bool) -> str:
    """The sentences of both texts as wdiff writes them: what only the first has, and what only the second has."""
    parts = []
    for piece in differences(found, row):
        if not piece.changed:
            parts.append(piece.b)
            continue
        gone, come = (f"[-{piece.a}-]" if piece.a else ""), (f"{{+{piece.b}+}}" if piece.b else "")
        parts += [click.style(gone, fg="red") if styled else gone, click.style(come, fg="green") if styled else come]
    return "".join(parts).replace("\n", " ")


def _apart(found: Comparison) -> Iterator[str]:
    """Sections, numbers and set phrases."""
    told = {
        "sections": [
            f"{SECTION_KINDS[row.kind].text(language())}　"
            + " → ".join("、".join(one.heading for one in side) for side in (row.a, row.b) if side)
            for row in found.sections
            if row.kind is not SectionKind.SAME
        ],
        "numbers": [
            f"{found.a.of(one.a)} → {found.b.of(one.b)}　{number_context(found, one)}" for one in found.numbers
        ],
        "gone": [_phrase(one) for one in found.phrases if not one.appeared],
        "come": [_phrase(one) for one in found.phrases if one.appeared],
    }
    for name, lines in told.items():
        if lines:
            yield f"{HEADINGS[name].text(language())}"
            yield from (f"  {line}".replace("\n", " ") for line in lines)
            yield ""


def _phrase(change: PhraseChange) -> str:
    return f"{change.phrase}　{phrase_message(change).text(language())}"
