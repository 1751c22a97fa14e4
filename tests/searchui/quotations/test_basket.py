"""The basket over HTTP: it takes addresses and never texts, says what is gone, and refuses what others send."""

import csv
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from docx import Document
from flask.testing import FlaskClient

from searchui import Corpus
from searchui.search.citation.plain import source_line
from searchui.search.export.quotations.styles import MARK, QUOTATION
from searchui.web.request.quotations.basket import MAX_LINK, MAX_NOTE, MOST
from searchui.web.security.request_limits import MAX_BODY, MAX_FORM

ASKED = urlencode({"q": "“发展”"})


def places(corpus: Corpus, most: int = 3) -> list[str]:
    hits = [hit for _number, hit in zip(range(most), corpus.hits("“发展”"), strict=False)]
    return [f"{hit.speech.id}#{hit.anchor}" for hit in hits]


def body(places: list[str], *, asked: str = ASKED, note: str = "", **more: str) -> dict[str, Any]:
    return {"place": places, "asked": [asked] * len(places), "note": [note] * len(places), **more}


def test_the_document_has_what_the_corpus_has_in_the_order_of_the_basket(client: FlaskClient, corpus: Corpus) -> None:
    chosen = places(corpus)[::-1]
    answer = client.post("/basket", data=body(chosen, note="第二部分用", by="list", **{"as": "docx"}))
    assert answer.status_code == 200
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    paragraphs: list[Any] = list(Document(BytesIO(answer.data)).paragraphs)
    quoted = [one for one in paragraphs if one.style.style_id == QUOTATION]
    hits = {f"{hit.speech.id}#{hit.anchor}": hit for hit in corpus.hits("“发展”")}
    assert [one.text for one in quoted] == [hits[place].paragraph.text for place in chosen]
    assert {run.text for one in quoted for run in one.runs if run.style.style_id == MARK} == {"发展"}
    texts = [one.text for one in paragraphs]
    assert texts.count("第二部分用") == len(chosen)
    assert {source_line(hits[place].speech, hits[place].paragraph) for place in chosen} <= set(texts)


def test_a_text_that_is_sent_is_none_of_it(client: FlaskClient, corpus: Corpus) -> None:
    answer = client.post("/basket", data={**body(places(corpus)), "text": "编造的话"})
    assert answer.status_code == 400
    assert "编造的话" not in client.post("/basket", data=body(places(corpus), asked="q=%E7%BC%96&text=编造的话")).text


def test_what_is_gone_is_said_in_its_place_and_keeps_its_note(client: FlaskClient, corpus: Corpus) -> None:
    [place] = places(corpus, 1)
    gone = [f"{place.partition('#')[0]}#p00000000", "没有这一篇#p00000000", "没有锚", "../../etc/passwd#p00000000"]
    chosen = [*gone, place]
    page = BeautifulSoup(client.post("/basket", data=body(chosen, note="要用")).text, "lxml")
    shown = page.select(".passage")
    assert [one["data-place"] for one in shown] == chosen
    assert [bool(one.select(".gone")) for one in shown] == [True, True, True, True, False]
    assert [one.get_text() for one in page.select("textarea")] == ["要用"] * 5
    assert "另有 4 段现在不在语料里" in page.get_text()
    for form in ("csv", "docx", "xlsx"):
        assert client.post("/basket", data=body(chosen, **{"as": form})).status_code == 200
    rows = list(
        csv.DictReader(StringIO(client.post("/basket", data=body(chosen, **{"as": "csv"})).data.decode("utf-8-sig")))
    )
    assert len(rows) == 5
    for place, row in zip(gone, rows[:4], strict=True):
        assert place in row["出处"]
        assert not row["段落"]


def test_the_table_has_the_texts_and_the_notes(client: FlaskClient, corpus: Corpus) -> None:
    chosen = places(corpus)
    answer = client.post("/basket", data=body(chosen, note="=1+1", **{"as": "csv"}))
    rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
    hits = {f"{hit.speech.id}#{hit.anchor}": hit for hit in corpus.hits("“发展”")}
    assert [row["段落"] for row in rows] == [hits[place].paragraph.text for place in chosen]
    assert [row["备注"] for row in rows] == ["'=1+1"] * len(chosen), "no formula"


def test_the_link_shows_the_same_passages_anywhere_without_notes(client: FlaskClient, corpus: Corpus) -> None:
    chosen = places(corpus)
    page = BeautifulSoup(client.post("/basket", data=body(chosen, note="不给别人看")).text, "lxml")
    link = str(page.select(".link a")[0]["href"])
    assert "note" not in link
    assert parse_qsl(urlsplit(link).query) == [("place", place) for place in chosen]
    elsewhere = BeautifulSoup(client.get(link).text, "lxml")
    assert [one["data-place"] for one in elsewhere.select(".passage")] == chosen
    assert "不给别人看" not in elsewhere.get_text()
    form = elsewhere.select("form[method=post]")[0]
    fields = [(str(one["name"]), str(one.get("value", ""))) for one in form.select("input")]
    fields += [("note", "") for _one in form.select("textarea")]
    data = {name: [value for key, value in fields if key == name] for name in ("place", "asked", "note")}
    taken = client.post("/basket", data={**data, "as": "docx"})  # as a browser without a script sends it
    assert len([one for one in Document(BytesIO(taken.data)).paragraphs if one.text]) > len(chosen)


def test_a_link_that_would_be_too_long_is_not_offered(client: FlaskClient, corpus: Corpus) -> None:
    page = BeautifulSoup(client.post("/basket", data=body(["很" * 100 + "#p00000000"] * 20)).text, "lxml")
    assert page.select(".link a")[0].has_attr("hidden")
    assert f"{MAX_LINK:,}" in page.select(".too-long")[0].get_text()
    assert not page.select(".too-long")[0].has_attr("hidden")


def test_more_than_a_basket_holds_is_refused(client: FlaskClient) -> None:
    for most, status in ((MOST, 200), (MOST + 1, 400)):
        assert client.post("/basket", data=body(["甲#p00000000"] * most)).status_code == status
    assert (
        client.post("/basket", data="x" * (MAX_BODY + 1), content_type="application/x-www-form-urlencoded").status_code
        == 400
    )
    large = client.post("/basket", data="x" * (MAX_FORM + 1), content_type="application/x-www-form-urlencoded")
    assert large.status_code == 413
    assert "1,000 KB" in large.text


def test_a_long_note_is_kept_to_its_bound(client: FlaskClient, corpus: Corpus) -> None:
    page = BeautifulSoup(client.post("/basket", data=body(places(corpus, 1), note="长" * (MAX_NOTE + 9))).text, "lxml")
    assert len(page.select("textarea")[0].get_text()) == MAX_NOTE


@pytest.mark.parametrize("path", ["/search?pick=on&q=“发展”", "/kwic?pick=on&phrase=发展"])
def test_what_is_picked_of_a_page_is_taken_alone_and_once(client: FlaskClient, path: str) -> None:
    page = BeautifulSoup(client.get(path).text, "lxml")
    form = page.select("form.picking")[0]
    boxes = [str(box["value"]) for box in form.select("input[name=place]")]
    assert len(boxes) == len(page.select(".hits .hit, .hits .line"))
    searched = str(form.select("input[name=searched]")[0]["value"])
    sent = {"searched": searched, "place": [boxes[2], boxes[0], boxes[2]]}
    answer = client.post(str(form["action"]), data={**sent, "as": "docx"})
    paragraphs: list[Any] = list(Document(BytesIO(answer.data)).paragraphs)
    quoted = [one for one in paragraphs if one.style.style_id == QUOTATION]
    assert len(quoted) == len({boxes[2], boxes[0]})
    assert {run.text for one in quoted for run in one.runs if run.style.style_id == MARK} == {"发展"}
    table = client.post("/basket", data={**sent, "as": "csv"}).data.decode("utf-8-sig")
    assert len(list(csv.DictReader(StringIO(table)))) == len(quoted)
    shown = BeautifulSoup(client.post("/basket", data=sent).text, "lxml")
    assert [one["data-place"] for one in shown.select(".passage")] == [boxes[2], boxes[0]]
    assert shown.select(".gathered")[0]["data-linked"] == "on", "the script leaves it as it is"
    none = client.post("/basket", data={"searched": searched, "as": "docx"})
    assert (none.status_code, "还没有勾选" in none.text) == (400, True)
    other = client.post("/basket", data={**sent, "as": "docx"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert other.status_code == 403


def test_a_page_that_nothing_is_picked_of_has_no_boxes(client: FlaskClient) -> None:
    for path in ("/search?q=“发展”", "/kwic?phrase=发展"):
        page = client.get(path).text
        assert 'class="pick' not in page
        assert "pick=on" in page


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("form", ["", "docx"])
def test_pages_of_other_sites_cannot_send_a_basket(client: FlaskClient, site: str, form: str) -> None:
    answer = client.post("/basket", data=body(["甲#p00000000"], **{"as": form}), headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        ("place=甲", "application/x-www-form-urlencoded", 400),  # without its query and its note
        ("place=甲&asked=&asked=&note=", "application/x-www-form-urlencoded", 400),
        ("place=甲&asked=&note=&as=exe", "application/x-www-form-urlencoded", 400),
        ("place=甲&asked=&note=&as=docx&by=x", "application/x-www-form-urlencoded", 400),
        ("place=甲&asked=&note=&as=docx&style=bibtex", "application/x-www-form-urlencoded", 400),
        ('{"place": "甲"}', "application/json", 415),
        ("甲", "text/plain", 415),
        ("", "multipart/form-data; boundary=x", 415),
    ],
)
def test_what_is_no_basket_is_refused(client: FlaskClient, data: str, kind: str, status: int) -> None:
    assert client.post("/basket", data=data.encode(), content_type=kind).status_code == status


@pytest.mark.parametrize("asked", ["q=(", "q=%FF", "exact=maybe&q=发展", "\0", "q=" + "发" * 5000, "lang=en&q=<b>"])
def test_a_query_that_cannot_be_read_marks_nothing(client: FlaskClient, corpus: Corpus, asked: str) -> None:
    answer = client.post("/basket", data=body(places(corpus, 1), asked=asked))
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "lxml")
    assert page.select(".passage .text")
    assert not page.select(".passage mark")


def test_what_is_sent_is_escaped(client: FlaskClient) -> None:
    answer = client.post("/basket", data=body(["<script>x</script>#p00000000"], asked="q=<i>", note="</textarea><b>"))
    assert "<script>x" not in answer.text
    assert "<b>" not in answer.text
    assert "<i>" not in answer.text
