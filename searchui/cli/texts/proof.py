"""The command `proof`: a draft against the corpus."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from indexer.cli.build_progress import work_shown
from indexer.cli.index_location import index_option
from indexer.cli.localized import command, language, option
from indexer.cli.terminal import say
from indexer.errors import CallError, ReadError
from indexer.i18n import N_, _
from indexer.model import Span
from indexer.readers import read_bytes
from indexer.store import now
from searchui.cli.corpus import opened_corpus
from searchui.cli.options import site_option
from searchui.cli.output import Output, output_options_and
from searchui.drafts.reading import read_draft
from searchui.drafts.word_comments import Remark, WordDraft
from searchui.search.export.proof.report import proof_report
from searchui.search.export.proof.table import proof_table
from searchui.search.proofreading.edits import Edit
from searchui.search.proofreading.proof import DIFFERENT, Proof, Sentence
from searchui.search.proofreading.proofreader import LONG, Steps
from searchui.search.proofreading.slips import Gate
from searchui.search.proofreading.wording import (
    AUTHOR,
    long_unused_message,
    notice_message,
    remarks_on,
    sentence_message,
    summary_message,
)

PARTS = {"proof": _("核对文稿（%）")}
STDIN, HTML, DOCX = "-", "html", "docx"
EXIT_NOTICES = 1
REACH = 12  # characters around what a notice is about


@command(
    "proof",
    help=N_("核对文稿 FILE：每一句、每一处引文在语料里是否一字不差，不一样的差在哪里。FILE 写 - 则从标准输入读。"),
)
@click.argument("draft", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@index_option
@option("--exclude", multiple=True, metavar="ID", help=N_("当作没有这一篇（文稿自己收进语料时用），可写几次。"))
@option("--no-slips", is_flag=True, help=N_("新写的句子里不找笔误。"))
@option(
    "--suggestions",
    type=click.Choice([gate.value for gate in Gate]),
    default=Gate.STRICT.value,
    show_default=True,
    help=N_("笔误要多有把握才列出；loose 列得多，误报也多。"),
)
@site_option
@output_options_and(HTML, DOCX)
def proof_command(
    draft: Path, index: Path, exclude: tuple[str, ...], no_slips: bool, suggestions: str, site: str, output: Output
) -> None:
    with opened_corpus(index) as corpus:
        proofed = _Draft(draft, as_word=output.format == DOCX)
        steps = corpus.proof_steps(proofed.text, exclude=exclude, slips=not no_slips, suggestions=suggestions)
        proof = _finished(steps, is_long=len(proofed.text) >= LONG)
        if proofed.word is not None:
            remarks = [Remark(remark.span, remark.message.text(language())) for remark in remarks_on(proof)]
            output.write_bytes([proofed.word.commented(remarks, AUTHOR.text(language()))])
        elif output.format == HTML:
            report = proof_report(corpus, proof, proofed.name, now(), language(), site.rstrip("/"))
            output.write_text(report)
        else:
            output.write(
                text=lambda: _lines(proof, output.is_styled),
                json=proof.as_json,
                table=lambda: proof_table(corpus, proof, proofed.name, now(), language(), site.rstrip("/")),
            )
    if not proof.is_clean:
        sys.exit(EXIT_NOTICES)


def _finished(steps: Steps, *, is_long: bool) -> Proof:
    """The proof at the end of its steps, which are shown where there are many."""
    with work_shown(PARTS) as shown:
        while True:
            try:
                done = next(steps)
            except StopIteration as finished:
                proof: Proof = finished.value
                return proof
            if is_long:
                shown["proof"](round(100 * done), 100, "")


class _Draft:
    """What is proofread: its text, and, where that is wanted, the Word document that it is of."""

    def __init__(self, file: Path, *, as_word: bool) -> None:
        """Raises CallError for what cannot be read: exit code 1 says that there is something to look at."""
        self.word: WordDraft | None = None
        self.name = "" if str(file) == STDIN else file.name
        if not self.name:
            self.text = sys.stdin.read()
        elif not as_word:
            self.text = read_draft(_bytes(file), file.name)
        if as_word:
            if file.suffix.lower() != f".{DOCX}":
                raise CallError(_("只有 .docx 的文稿可以加上批注；别的请用 --format text、csv 等"))
            self.word = WordDraft(_bytes(file))
            self.text = self.word.text


def _bytes(file: Path) -> bytes:
    try:
        return read_bytes(file)
    except ReadError as error:
        raise CallError(error.message) from error


def _lines(proof: Proof, styled: bool) -> Iterator[str]:
    """What is to be looked at: sentences and quotations that differ, and notices, in the order of the draft."""
    told = sorted([*_different(proof, styled), *_noticed(proof, styled)], key=lambda one: one.span)
    for number, one in enumerate(told, 1):
        yield f"{number}. " + "\n   ".join(one.lines) + "\n"
    if proof.long_unused:
        yield _("久未用到的说法，供参考：").text(language())
    for unused in proof.long_unused:
        yield "   " + _("“{phrase}”：{told}", phrase=unused.text, told=long_unused_message(unused)).text(language())
    say(summary_message(proof))
    if any(one.edits for one in proof.sentences if one.verdict in DIFFERENT):
        say(_("[-…-] 是文稿的字，原文没有；{+…+} 是原文的字"))


class _Told(NamedTuple):
    span: Span
    lines: Sequence[str]


def _different(proof: Proof, styled: bool) -> Iterator[_Told]:
    """The sentences that differ from the corpus, and the quotations that do and are in none of these."""
    for one in (*proof.sentences, *proof.quotations_apart):
        if one.verdict in DIFFERENT:
            yield _Told(one.span, [_with_edits(one, styled), sentence_message(one).text(language())])


def _noticed(proof: Proof, styled: bool) -> Iterator[_Told]:
    for one in proof.notices:
        lines = [_around(proof.text, one.span, styled), notice_message(one).text(language())]
        yield _Told(one.span, lines)


def _with_edits(one: Sentence, styled: bool) -> str:
    """The sentence as wdiff writes it: what is not in the source, and what only the source has."""
    parts, end = [], one.span.start
    for edit in one.edits:
        parts += [one.text[end - one.span.start : edit.span.start - one.span.start], _edit(edit, styled)]
        end = edit.span.end
    return "".join([*parts, one.text[end - one.span.start :]]).replace("\n", " ")


def _edit(edit: Edit, styled: bool) -> str:
    said = f"[-{edit.said}-]" if edit.said else ""
    source = f"{{+{edit.source}+}}" if edit.source else ""
    if not styled:
        return said + source
    return (click.style(said, fg="red") if said else "") + (click.style(source, fg="green") if source else "")


def _around(text: str, span: Span, styled: bool) -> str:
    """What a notice is about, between brackets, with what stands around it on its line."""
    said = text[span.start : span.end] or "∧"
    before = text[max(span.start - REACH, 0) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + REACH].partition("\n")[0]
    return f"…{before}{click.style(said, bold=True) if styled else f'【{said}】'}{after}…"
