"""The page on which a draft is proofread. A draft is posted, answered and let go: no address has it, nothing keeps it."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup
from werkzeug.http import dump_options_header

from indexer.errors import CallError
from indexer.i18n import _
from indexer.store import now
from searchui.drafts.word_comments import Remark, WordDraft
from searchui.search import Corpus
from searchui.search.export.formats import FORMATS
from searchui.search.export.proof.markup import ProofMarkup, choices
from searchui.search.export.proof.report import proof_report, proof_style
from searchui.search.export.proof.table import proof_table
from searchui.search.proofreading.proof import Proof
from searchui.search.proofreading.proofreader import MAX_LENGTH
from searchui.search.proofreading.slips import Gate
from searchui.search.proofreading.wording import AUTHOR, remarks_on, summary_message
from searchui.search.query.serializer import quote_phrase
from searchui.search.results.hit import Mention
from searchui.web.context.live_corpus import live_corpus
from searchui.web.context.request_notes import timed_query
from searchui.web.i18n.translations import language, t
from searchui.web.request.draft import PostedDraft
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.search_state import SearchState
from searchui.web.request.urls import archive_url, with_query

proofs = Blueprint("proofs", __name__)

WORD, WORD_TYPE = "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORM = "as"  # which file is wanted
SHOWN = 40  # characters of a source that are marked where it is opened


@proofs.get("/proof")
@page_takes()
def ask() -> str:
    return render_template("proof/ask.html", most=MAX_LENGTH)


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
    with timed_query() as notes:
        found = draft.proofread(opened, word.text if word else None)
        notes.hits = len(found.notices)
    if word is not None:
        remarks = [Remark(one.span, t(one.message)) for one in remarks_on(found)]
        return _file(word.commented(remarks, t(AUTHOR)), draft.name, WORD, WORD_TYPE)
    return FILES[form](opened, found, draft) if form else _page(found, draft)


def _page(found: Proof, draft: PostedDraft) -> Response:
    markup = ProofMarkup(found, t, _address)
    page = render_template(
        "proof/proof.html",
        name=draft.name,
        summary=summary_message(found),
        choices=Markup(choices(markup, t)),  # noqa: S704 - it is escaped where it is made
        draft=Markup(markup.draft()),  # noqa: S704
        evidence=Markup(markup.evidence()),  # noqa: S704
        text=found.text,
        excluded=draft.exclude,
        loose=draft.suggestions == Gate.LOOSE,
        most=MAX_LENGTH,
    )
    return Response(page, mimetype="text/html")


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
