"""Adding files to the folder of speeches, removing them, and putting removed ones back."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

from flask import jsonify, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer

from indexer.errors import CallError
from indexer.i18n import _
from indexer.intake.journal import cannot_write
from indexer.intake.placing import Arrival, Existing, Fate, place, put_back, remove
from indexer.intake.trash import in_trash
from indexer.intake.unpacking import members
from searchui.web.i18n.translations import t
from searchui.web.request.files.wishes import picked
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.parameter_types import Text
from searchui.web.request.urls import url_for
from searchui.web.security.editing import FIELD, folder_to_change, folder_to_see, person
from searchui.web.views.files.blueprint import files
from searchui.web.views.files.correcting import back_to_list
from searchui.web.views.files.listing import address_of_list

FILE, PATH, FOLDER, EXISTING = "file", "path", "folder", "existing"  # fields of the form
FORMAT = Text("format")  # json: for the script
ZIP = ".zip"
TOKEN = Text(FIELD)


@files.post("/files/upload")
@page_takes(TOKEN, FORMAT)
def upload() -> Answer | str:
    """Files are put into the folder, those in a zip each by itself. What became of each is told."""
    seeds = folder_to_change()
    arrivals = list(_arrivals(seeds))
    if FORMAT.read(request.args) == "json":
        return jsonify([_told(one) for one in arrivals])
    counts = Counter(one.fate for one in arrivals)
    return render_template("files/uploaded.html", arrivals=arrivals, counts=counts, current_url=address_of_list)


@files.post("/files/remove")
@page_takes()
def take_out() -> Answer:
    """The files that are ticked go to the trash."""
    seeds, paths = folder_to_change(), picked(request.form)
    if not paths:
        raise CallError(_("没有选中文件"))
    changes = remove(seeds, paths, person())
    return redirect(back_to_list(request.form, changes[0].number), 303)


@files.get("/files/trash")
@page_takes()
def trash() -> str:
    return render_template("files/trash.html", trashed=in_trash(folder_to_see()))


@files.post("/files/put-back")
@page_takes()
def take_back_out() -> Answer:
    """A file of the trash is where it was again."""
    change = put_back(folder_to_change(), request.form.get("place", ""), person())
    return redirect(f"{url_for('files.listing')}?since={change.number}", 303)


def _told(one: Arrival) -> dict[str, object]:
    """What became of a file, for the script."""
    return {"name": one.name, "fate": one.fate, "reason": t(one.reason) if one.reason else "", "change": one.change}


def _arrivals(seeds: Path) -> Iterator[Arrival]:
    try:
        sent = [one for one in request.files.getlist(FILE) if one.filename]
    except OSError as error:  # what comes is kept there until it is whole
        raise cannot_write(Path(gettempdir()), error) from error
    if not sent:
        raise CallError(_("没有选择文件"))
    paths = request.form.getlist(PATH)  # of a folder that was dropped; a browser alone sends names only
    existing = Existing.REPLACE if request.form.get(EXISTING) == Existing.REPLACE else Existing.ASK
    folder = request.form.get(FOLDER, "").strip().strip("/")
    for number, one in enumerate(sent):
        name = paths[number] if len(paths) == len(sent) else _base_name(one.filename or "")
        yield from _arrivals_of(seeds, one, f"{folder}/{name}" if folder else name, existing)


def _arrivals_of(seeds: Path, sent: FileStorage, name: str, existing: Existing) -> Iterator[Arrival]:
    """What became of a file, or of those in a zip, which are put where that would be."""
    if not name.lower().endswith(ZIP):
        yield place(seeds, name, sent.stream, existing, person())
        return
    folder, slash, _name = name.rpartition("/")
    try:
        for member in members(sent.stream):
            yield place(seeds, f"{folder}{slash}{member.name}", member.data, existing, person())
    except CallError as error:
        yield Arrival(name, Fate.REFUSED, error.message)


def _base_name(name: str) -> str:
    """A name without where it was on the sender's disk, which some browsers tell."""
    return name.replace("\\", "/").rpartition("/")[2]
