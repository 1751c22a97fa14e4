"""Every address of a site answers the same, whether the index is in a cluster or in a folder."""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docx import Document
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from benchmarks.budget.addresses import addresses
from benchmarks.budget.run import names_in
from indexer.cluster.mirror import mirrored
from searchui import Corpus
from searchui.search.export.formats import FORMATS
from searchui.web import create_app
from searchui.web.request.draft import FILE, TEXT
from searchui.web.views.export import DOWNLOADS
from searchui.web.views.texts.proof import FILES, FORM, WORD
from tests.searchui.cluster.conftest import Said

pytestmark = pytest.mark.slow

EACH = 2
YEARS = (2023, 2025, 2024)
FOUND = 130  # of the addresses, at least: what answers nothing but refusals compares nothing
PHRASES = (
    *("高质量发展", "新制生产力", "绿水青山", "发展", "党的建设", "基层", "改革", "乡村振兴", "生态", "治理体系"),
    *("民生", "创新", "安全", "教育", "新质生产力", "绿水清山", "fazhan", "，", "2025年", "龘龘"),
)
BASKET = ["2021-全省经济工作会议.txt#ptb5sc5wn", "没有这一篇#p00000000"]
DRAFT = "我们要推动高质量发展，加快发展新制生产力。绿水青山就是金山银山。坚持把发展的着力点放在实体经济上。"


class Both(NamedTuple):
    """The site over the folder, and that over the cluster."""

    own: FlaskClient
    remote: FlaskClient


@pytest.fixture(scope="module")
def both(index: Path, address: str) -> Both:
    return Both(create_app(index).test_client(), create_app(mirrored(address)).test_client())


def got(phrases: Sequence[str], speeches: Sequence[str], names: Mapping[str, Sequence[str]]) -> list[str]:
    """Addresses of all views (tests/benchmarks/test_budget.py knows that none is missing), tables in all formats."""
    every = [one for some in addresses(phrases, speeches, EACH, YEARS, names).values() for one in some]
    tables = [one for one in every if one.startswith(tuple(f"/export/{name}.csv" for name in DOWNLOADS))]
    return [*every, *(one.replace(".csv", f".{form}", 1) for one in tables for form in FORMATS if form != "csv")]


def test_what_is_got(both: Both, corpus: Corpus, said: Said) -> None:
    found = 0
    for path in got(PHRASES, [entry.id for entry in corpus.speeches()], names_in(corpus)):
        with both.own.get(path) as own, both.remote.get(path) as remote:
            assert remote.status_code == own.status_code, path
            assert said(remote.data) == said(own.data), path
            found += own.status_code == 200
    assert found > FOUND


@cache
def word_draft() -> bytes:
    written, document = io.BytesIO(), Document()
    document.add_paragraph(DRAFT)
    document.save(written)
    return written.getvalue()


def posted() -> Mapping[str, list[dict[str, Any]]]:
    """What is posted to each address that takes a draft."""
    return {
        "/api/proof": [{"data": DRAFT.encode(), "content_type": "text/plain"}],
        "/api/reuse": [{"data": DRAFT.encode(), "content_type": "text/plain"}],
        "/proof": [
            *({"data": {TEXT: DRAFT, FORM: form}} for form in ("", *FILES)),
            {"data": {FILE: FileStorage(io.BytesIO(word_draft()), f"draft.{WORD}"), FORM: WORD}},
        ],
        "/basket": [
            {"data": {"place": BASKET, "asked": ["q=发展"] * 2, "note": ["", "备注"], "as": form}}
            for form in ("", "docx", "csv", "xlsx")
        ],
        "/saved": [{"data": {"asked": ["q=发展", "q=改革&year=2024"], "seen": ["", "2026-01-01T00:00:00+00:00-0"]}}],
    }


def test_what_is_posted(both: Both, said: Said) -> None:
    routes = both.own.application.url_map.iter_rules()
    assert posted().keys() == {
        rule.rule
        for rule in routes
        if "POST" in (rule.methods or ()) and not rule.endpoint.startswith(("files.", "saved_searches.change"))
    }
    for path, drafts in posted().items():
        for number in range(len(drafts)):
            own, remote = (client.post(path, **posted()[path][number]) for client in both)  # a file is read once
            assert own.status_code == 200, path
            assert said(remote.data) == said(own.data), path
