"""The page that lists the files of the corpus: what was read of each, the doubtful first, and what was left out and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from urllib.parse import urlencode

from flask import Response, jsonify, make_response, render_template, request

from indexer.errors import CallError
from indexer.i18n import Message, _
from indexer.intake.correcting import Refusal, Tables, shown_value
from indexer.intake.journal import KINDS, Change, Journal
from indexer.intake.overview import FileRow, Overview, settled
from searchui.web.context.live_corpus import live_corpus
from searchui.web.i18n.translations import t
from searchui.web.request.files.state import SHOWN, FilesState, is_shown
from searchui.web.request.known_parameters import page_takes
from searchui.web.request.links import page_numbers
from searchui.web.request.news import intake
from searchui.web.request.parameter_types import Number
from searchui.web.request.urls import LinksTo, url_for
from searchui.web.security.editing import folder_to_see
from searchui.web.security.request_limits import MAX_UPLOAD
from searchui.web.views.files.blueprint import files
from searchui.web.views.files.rows import OVERVIEWS, ShownFile, shown_file

EACH = 50  # rows of a page
SUGGESTED = ("speaker", "office", "occasion")
MOST_SUGGESTIONS = 300
SINCE = Number("since", default=0, minimum=0)  # the first of the changes that were just made


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the files that a state has: `page` of `pages`."""

    rows: Sequence[ShownFile]
    total: int
    page: int
    pages: int
    counts: Mapping[str, int]


@files.get("/files")
@page_takes(*FilesState.parameters(), SINCE)
def listing() -> str:
    seeds, state = folder_to_see(), FilesState.from_args(request.args)
    overview, tables = OVERVIEWS.of(live_corpus()), Tables(seeds)
    every = [settled(row, tables.settled(row.path)) if row.doubts else row for row in overview.rows(seeds)]
    found = _page(every, state, overview, tables)
    return _rendered(found, state, overview, made=_made(seeds, SINCE.read(request.args)))


@files.get("/files/state")
@page_takes(SINCE)
def progress() -> Response:
    """How far the index is, for the script of the page."""
    seeds, corpus, found = folder_to_see(), live_corpus(), intake().progress
    return jsonify(
        {
            "generation": corpus.generation.folder.name,
            "behind": OVERVIEWS.of(corpus).behind(seeds),
            "reflected": _are_reflected(_made(seeds, SINCE.read(request.args)), OVERVIEWS.of(corpus)),
            "watched": found is not None,
            "done": found.done if found else 0,
            "total": found.total if found else 0,
            "failed": t(found.failed) if found and found.failed else "",
        }
    )


def refused_page(
    seeds: Path, refusals: Sequence[Refusal], status: int, told: Message, made: Sequence[Change]
) -> Response:
    """The rows of which something could not be done, with what was wished for in their boxes again."""
    overview, tables = OVERVIEWS.of(live_corpus()), Tables(seeds)
    by_file: dict[str, list[Refusal]] = {}
    for refusal in refusals:
        by_file.setdefault(refusal.wish.file, []).append(refusal)
    there = {row.path: row for row in overview.rows(seeds)}
    rows = [shown_file(there[path], overview, tables, some) for path, some in by_file.items() if path in there]
    gone = [t(one.reason) for one in refusals if one.wish.file not in there]
    found = Listed(rows, len(rows), 1, 1, {})
    page = _rendered(found, FilesState(), overview, told=[t(told), *gone], made=made)
    return make_response(page, status)


def address_of_list(**changed: str) -> str:
    """Where the choices around a page that was posted lead: a page that can be opened."""
    return f"{url_for('files.listing')}?{urlencode(changed)}"


def _are_reflected(changes: Sequence[Change], overview: Overview) -> bool:
    """Whether an index says what some corrections have changed; of what was only confirmed it cannot be seen."""
    changed = [
        (overview.facts(change.file) or {}, name, cell)
        for change in changes
        for name, cell in change.cells.items()
        if cell.after.value != cell.before.value
    ]
    return bool(changed) and all(
        facts.get(name) == shown_value(name, cell.after.value)
        if cell.after.settled
        else facts.get(name) != shown_value(name, cell.before.value)
        for facts, name, cell in changed
    )


def _page(every: Sequence[FileRow], state: FilesState, overview: Overview, tables: Tables) -> Listed:
    rows = [row for row in every if state.has(row)]
    pages = max(ceil(len(rows) / EACH), 1)
    page = min(max(state.page, 1), pages)  # what was on the last page may have been settled
    counts = Counter(show for show in SHOWN for row in every if is_shown(show, row))
    shown = [shown_file(row, overview, tables) for row in rows[(page - 1) * EACH : page * EACH]]
    return Listed(shown, len(rows), page, pages, counts)


def _rendered(
    found: Listed,
    state: FilesState,
    overview: Overview,
    *,
    told: Sequence[str] = (),
    made: Sequence[Change] = (),
) -> str:
    link = LinksTo("files.listing")
    around = {"current_url": address_of_list} if request.method == "POST" else {}
    return render_template(
        "files/listing.html",
        **around,
        found=found,
        asked=state,
        link=link,
        numbers=page_numbers(found.page, found.pages),
        shows=SHOWN,
        told=told,
        made=made,
        kinds=KINDS,
        generation=live_corpus().generation.folder.name if any(change.cells for change in made) else "",
        most_upload=MAX_UPLOAD,
        known={fact: overview.suggestions(fact, MOST_SUGGESTIONS) for fact in SUGGESTED},
    )


def _made(seeds: Path, since: int) -> Sequence[Change]:
    if not since:
        return ()
    try:
        return [change for change in Journal(seeds).changes() if change.number >= since][:EACH]
    except OSError as error:
        raise CallError(_("打不开改动记录：{error}", error=error.strerror or error)) from error
