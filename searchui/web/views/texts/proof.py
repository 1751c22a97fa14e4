"""The page on which a draft is proofread. A draft is posted, answered and let go: no address has it, nothing keeps it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Flask, Response, current_app, render_template, request
from markupsafe import Markup, escape
from werkzeug.http import dump_options_header

from indexer.errors import CallError, SpeechsearchError
from indexer.i18n import _
from indexer.store import now
from searchui.drafts.word_comments import Remark, WordDraft
from searchui.search import Corpus
from searchui.search.export.formats import FORMATS
from searchui.search.export.proof.markup import ProofMarkup, choices
from searchui.search.export.proof.report import proof_report, proof_style
from searchui.search.export.proof.table import proof_table
from searchui.search.proofreading.proof import Proof
from searchui.search.proofreading.proofreader import LONG, MAX_LENGTH, Steps
from searchui.search.proofreading.slips import Gate
from searchui.search.proofreading.wording import AUTHOR, remarks_on, summary_message
from searchui.search.query.serializer import quote_phrase
from searchui.search.results.hit import Mention
from searchui.web.context.answer_damage import undamaged
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.i18n.translations import language, t
from searchui.web.request.draft import PostedDraft
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.search_state import SearchState
from searchui.web.request.texts.examples import EXAMPLE, example_draft
from searchui.web.request.urls import archive_url, with_query
from searchui.web.security.turns import keep_turn

if TYPE_CHECKING:  # it is there for type checkers only
    from _typeshed.wsgi import WSGIEnvironment

proofs = Blueprint("proofs", __name__)

WORD, WORD_TYPE = "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORM = "as"  # which file is wanted
_EDGE = "\0"  # of where the result stands; no text of ours has it
SHOWN = 40  # characters of a source that are marked where it is opened


@proofs.get("/proof")
@page_takes(EXAMPLE)
def ask() -> str:
    shown = EXAMPLE.read(request.args)
    example = example_draft(live_corpus())
    return render_template("proof/ask.html", most=MAX_LENGTH, example=example, shown=shown)


@proofs.get("/proof.css")
@page_takes()
def style() -> Response:
    return Response(proof_style(), mimetype="text/css")


@proofs.post("/proof")
@page_takes()
def proof() -> Response:
    draft, form, opened = PostedDraft.of_request(FORM), request.form.get(FORM, ""), live_corpus()
    if form and form not in (WORD, *FILES):
        raise CallError(_("没有“{name}”这种文件", name=form[:40]))
    word = None
    if form == WORD:
        if draft.data is None or not draft.name.lower().endswith(f".{WORD}"):
            raise CallError(_("只有 .docx 的文稿可以加上批注；请选择文件，或换一种结果"))
        word = WordDraft(draft.data)
    if not form and len(draft.text) >= LONG:
        return _page_in_steps(opened, draft.steps(opened), draft)
    with timed_query() as notes:
        found = draft.proofread(opened, word.text if word else None)
        notes.hits = len(found.notices)
    if word is not None:
        remarks = [Remark(one.span, t(one.message)) for one in remarks_on(found)]
        return _file(word.commented(remarks, t(AUTHOR)), draft.name, WORD, WORD_TYPE)
    return FILES[form](opened, found, draft) if form else _page(found, draft)


def _page(found: Proof, draft: PostedDraft) -> Response:
    return Response(_result(found, draft).join(_frame(draft)), mimetype="text/html")


def _page_in_steps(opened: Corpus, steps: Steps, draft: PostedDraft) -> Response:
    """The page sent as it comes about: at once that it is worked on, then how far, then the result."""
    inside = partial(_inside, current_app._get_current_object(), request.environ)  # type: ignore[attr-defined]
    give_back = keep_turn()
    pieces = _pieces(_frame(draft), steps, draft, inside)
    response = Response(_sent(undamaged(opened, pieces), give_back), mimetype="text/html")
    response.call_on_close(give_back)  # where it is never begun
    response.headers["X-Accel-Buffering"] = "no"  # so that a proxy in front passes on what there is
    return response


def _sent(pieces: Iterator[bytes], give_back: Callable[[], None]) -> Iterator[bytes]:
    try:
        yield from pieces
    finally:
        give_back()


def _inside(app: Flask, environ: "WSGIEnvironment", write: Callable[[], str]) -> bytes:
    """A piece that is written after its request has ended, as if in that."""
    with app.request_context(environ):
        return write().encode()


def _pieces(
    frame: Sequence[str], steps: Steps, draft: PostedDraft, inside: Callable[[Callable[[], str]], bytes]
) -> Iterator[bytes]:
    begin, end = frame
    yield begin.encode() + inside(partial(_working, draft, 0.0))
    try:
        while True:
            done = next(steps)
            yield inside(partial(_working, draft, done))
    except StopIteration as finished:
        yield inside(partial(_result, finished.value, draft))
    except SpeechsearchError as error:
        yield inside(partial(_failed, error))
    yield end.encode()


def _frame(draft: PostedDraft) -> list[str]:
    """The page before its result and after it."""
    return render_template("proof/proof.html", name=draft.name, result=_EDGE).rsplit(_EDGE, 1)


def _working(draft: PostedDraft, done: float) -> str:
    """How far the work is. The style sheet shows only what comes last."""
    count = len(draft.text)
    said = t(_("正在核对 {count:,} 个字，已完成 {percent}%……", count=count, percent=round(100 * done)))
    return f'<p class="working" role="status">{escape(said)}</p>\n'


def _failed(error: SpeechsearchError) -> str:
    return f"<p>{escape(t(error.message))}</p>"


def _result(found: Proof, draft: PostedDraft) -> str:
    markup = ProofMarkup(found, t, _address)
    return render_template(
        "proof/result.html",
        summary=summary_message(found),
        choices=Markup(choices(markup, t)),  # noqa: S704 - it is escaped where it is made
        draft=Markup(markup.draft()),  # noqa: S704
        evidence=Markup(markup.evidence()),  # noqa: S704
        text=found.text,
        excluded=draft.exclude,
        loose=draft.suggestions == Gate.LOOSE,
        most=MAX_LENGTH,
    )


def _address(mention: Mention, text: str) -> str:
    """To where a text stands in its speech, marked there."""
    asked = SearchState(q=quote_phrase(text[:SHOWN]) or "")
    return with_query(mention.url, asked.query_string())


def _html(opened: Corpus, found: Proof, draft: PostedDraft) -> Response:
    report = proof_report(opened, found, draft.name, now(), language(), archive_url())
    return _file(report.encode(), draft.name, "html", "text/html; charset=utf-8")


def _table(form: str) -> Callable[[Corpus, Proof, PostedDraft], Response]:
    def made(opened: Corpus, found: Proof, draft: PostedDraft) -> Response:
        table = proof_table(opened, found, draft.name, now(), language(), archive_url())
        return _file(b"".join(FORMATS[form].write(table, language())), draft.name, form, FORMATS[form].media_type)

    return made


FILES: Mapping[str, Callable[[Corpus, Proof, PostedDraft], Response]] = {
    "html": _html,
    "csv": _table("csv"),
    "xlsx": _table("xlsx"),
}


def _file(data: bytes, name: str, form: str, media_type: str) -> Response:
    """A file to be taken away, called as the draft is."""
    response = Response(data, content_type=media_type)
    stem = name.rpartition(".")[0] or t(_("文稿"))
    whole = f"{stem}-{t(AUTHOR)}.{form}"
    response.headers["Content-Disposition"] = dump_options_header(
        "attachment", {"filename": f"proof.{form}", "filename*": f"UTF-8''{quote(whole, safe='')}"}
    )
    return response
