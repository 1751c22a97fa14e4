"""Correcting in the table of files, the log of who changed what, and taking it back."""

from flask import redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from indexer.i18n import _
from indexer.intake.correcting import Refusal, correct
from indexer.intake.journal import KINDS, Journal
from indexer.intake.undoing import take_back_all
from searchui.web.context.live_corpus import live_corpus
from searchui.web.request.files.state import FilesState
from searchui.web.request.files.wishes import wishes
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameter_types import Args, Number
from searchui.web.request.parameters import PAGE
from searchui.web.request.urls import url_for
from searchui.web.security.editing import folder_to_change, folder_to_see, is_of_this_page, person
from searchui.web.views.files.blueprint import files
from searchui.web.views.files.listing import refused_page
from searchui.web.views.files.rows import OVERVIEWS

NUMBER = Number("number", default=0, minimum=0)
EACH = 100  # changes of a page of the log


@files.post("/files/correct")
@page_takes()
def save() -> Answer:
    """What was changed in the table is written; what could not be stands there again, and why."""
    seeds = folder_to_change(checks_token=False)
    wanted = wishes(request.form)
    if not is_of_this_page():  # what was typed is worth more than the page that it was typed into
        again = _("还没有保存：这一页是服务重新启动以前打开的。请核对后再保存一次")
        return refused_page(seeds, [Refusal(wish, again) for wish in wanted], 403, again, ())
    done = correct(seeds, wanted, OVERVIEWS.of(live_corpus()).facts, person())
    if done.refusals:
        told = _("有的没有保存，原因写在各格下面；改好后再保存")
        return refused_page(seeds, done.refusals, 409, told, done.changes)
    return redirect(back_to_list(request.form, done.changes[0].number if done.changes else 0), 303)


@files.post("/files/undo")
@page_takes()
def take_back() -> Answer:
    """Changes of any kind are taken back, one or all of an upload; that can be taken back in turn."""
    seeds = folder_to_change()
    numbers = [NUMBER.read(MultiDict({NUMBER.name: text})) for text in request.form.getlist(NUMBER.name)]
    changes = take_back_all(seeds, numbers or [NUMBER.default], person())
    return redirect(back_to_list(request.form, changes[0].number), 303)


@files.get("/files/log")
@page_takes(PAGE)
def log() -> str:
    changes = Journal(folder_to_see()).changes()[::-1]
    page = max(PAGE.read(request.args), 1)
    shown = changes[(page - 1) * EACH : page * EACH]
    undone = {change.undoes for change in changes if change.undoes}
    return render_template(
        "files/log.html", changes=shown, page=page, more=len(changes) > page * EACH, undone=undone, kinds=KINDS
    )


def back_to_list(form: Args, since: int) -> str:
    """The list as it was asked for, with the changes that were made since then."""
    state = FilesState.from_args(form)
    query = "&".join(filter(None, [state.query_string(), f"since={since}" if since else ""]))
    return f"{url_for('files.listing')}?{query}"
