"""Documents of quotations, read again by python-docx: letter for letter what the speeches have, each with its source."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from click.testing import CliRunner
from docx import Document
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import CallError
from indexer.model import Span
from searchui import Corpus
from searchui.cli.group import commands
from searchui.search.citation.plain import source_line
from searchui.search.export.quotations import quotation
from searchui.search.export.quotations.document import UNKNOWN_SIGN, quotation_document
from searchui.search.export.quotations.layout import STYLES, By, Layout
from searchui.search.export.quotations.quotation import (
    Missing,
    Quotation,
    Quotations,
    crossing_quotations,
    hit_quotations,
    line_quotations,
)
from searchui.search.export.quotations.styles import HEADING, MARK, NOTE, QUOTATION, SOURCE
from searchui.search.export.xml_text import as_xml_text
from searchui.search.highlighting.highlighter import merge_spans

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
LISTED = Layout(By.LIST.value)


class Read(NamedTuple):
    """A quotation as it is read from a document."""

    text: str
    marked: tuple[str, ...]
    source: str


def quoted(data: bytes) -> list[Read]:
    return list(_quoted(Document(BytesIO(data)).paragraphs))


def _quoted(paragraphs: Sequence[Any]) -> Iterator[Read]:
    for place, one in enumerate(paragraphs):
        if one.style.style_id == QUOTATION:
            source = paragraphs[place + 1]
            assert source.style.style_id == SOURCE
            yield Read(one.text, tuple(run.text for run in one.runs if run.style.style_id == MARK), source.text)


def styled(data: bytes, style: str) -> list[str]:
    paragraphs: Sequence[Any] = Document(BytesIO(data)).paragraphs
    return [one.text for one in paragraphs if one.style.style_id == style]


@pytest.mark.parametrize("query", ["发展", '"发展" 基层', "year:2024", "“，”"])
def test_all_hits_are_quoted_to_the_letter(corpus: Corpus, query: str) -> None:
    found = hit_quotations(corpus, query, {}, NOW)
    hits = list(corpus.hits(query))
    assert hits
    assert quoted(quotation_document(found, LISTED, NOW)) == [
        Read(
            hit.paragraph.text,
            tuple(hit.paragraph.text[span.start : span.end] for span in merge_spans(hit.highlights)),
            source_line(hit.speech, hit.paragraph),
        )
        for hit in hits
    ]


def test_each_paragraph_of_lines_stands_once_with_every_occurrence_marked(corpus: Corpus) -> None:
    for sort in ("date", "right"):
        found = line_quotations(corpus, "发展", {"sort": sort}, NOW)
        read = quoted(quotation_document(found, LISTED, NOW))
        lines = list(corpus.kwic_lines("发展", sort=sort))
        paragraphs = {(line.speech.id, line.anchor): line.paragraph.text for line in lines}  # two may say the same
        assert [one.text for one in read] == list(paragraphs.values())
        assert Counter(mark for one in read for mark in one.marked) == Counter(line.match for line in lines)
        assert len(lines) == corpus.count("发展").occurrences


@pytest.mark.parametrize("by", list(By))
def test_every_layout_has_the_same_quotations(corpus: Corpus, by: By) -> None:
    found = hit_quotations(corpus, "发展", {}, NOW)
    laid_out = quotation_document(found, Layout(by.value), NOW)
    assert Counter(quoted(laid_out)) == Counter(quoted(quotation_document(found, LISTED, NOW)))


def test_speeches_come_as_they_are_found_and_dates_from_early_to_late(corpus: Corpus) -> None:
    found = hit_quotations(corpus, "发展", {}, NOW)
    speeches = list(dict.fromkeys((hit.speech.id, hit.speech.title) for hit in corpus.hits("发展")))
    by_speech = quotation_document(found, Layout(By.SPEECH.value), NOW)
    assert styled(by_speech, HEADING) == [title for _id, title in speeches]
    dates = {hit.speech.date for hit in corpus.hits("发展")}
    known = sorted((date for date in dates if date), key=lambda date: date.key)
    headings = styled(quotation_document(found, Layout(By.DATE.value), NOW), HEADING)
    assert [heading.removesuffix("发布").partition("年")[0] for heading in headings if "年" in heading] == [
        str(date.year) for date in known
    ]
    assert (headings[-1] == "日期不详") is (None in dates)


@pytest.mark.parametrize("style", STYLES)
def test_sources_are_in_the_form_that_was_asked_for(corpus: Corpus, style: str) -> None:
    found = hit_quotations(corpus, "“新质生产力”", {}, NOW)
    day = NOW.astimezone().date()
    assert [one.source for one in quoted(quotation_document(found, Layout(By.LIST.value, style), NOW))] == [
        corpus.cite(hit.speech.id, hit.anchor, day=day).written(style) for hit in corpus.hits("“新质生产力”")
    ]


PASSAGES = st.lists(
    st.tuples(st.text(min_size=1), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=4)),
    min_size=1,
    max_size=20,
)


@given(passages=PASSAGES)
@settings(max_examples=15)
def test_any_text_is_the_same_when_it_is_read_again(
    corpus: Corpus, passages: list[tuple[str, list[tuple[int, int]]]]
) -> None:
    source, hit = hit_quotations(corpus, "发展", {}, NOW), next(iter(corpus.hits("发展")))
    items = []
    for text, places in passages:
        spans = merge_spans(Span(start, min(start + size, len(text))) for start, size in places if start < len(text))
        items.append(Quotation(hit.speech, msgspec.structs.replace(hit.paragraph, text=text), tuple(spans)))
    read = quoted(quotation_document(Quotations(source.name, tuple(items), source.provenance), LISTED, NOW))
    for one, item in zip(read, items, strict=True):
        shown = as_xml_text(item.paragraph.text, UNKNOWN_SIGN)
        assert one.text == shown
        assert one.marked == tuple(shown[span.start : span.end] for span in item.spans)


def test_what_a_person_chose_and_is_gone_is_said(corpus: Corpus) -> None:
    source = hit_quotations(corpus, "发展", {}, NOW)
    one = source.items[0]
    assert isinstance(one, Quotation)
    kept = Quotation(one.speech, one.paragraph, note="用在第二部分")
    found = Quotations(source.name, (Missing("x#p00000000", "原来的开头"), kept), source.provenance)
    for by in By:
        data = quotation_document(found, Layout(by.value), NOW)
        remarks = styled(data, NOTE)
        assert any("x#p00000000" in each for each in remarks), by
        assert {"原来的开头", "用在第二部分"} <= set(remarks), by
        assert len(quoted(data)) == 1


def test_it_says_where_it_comes_from(corpus: Corpus) -> None:
    last = Document(BytesIO(quotation_document(hit_quotations(corpus, "发展", {}, NOW), LISTED, NOW))).paragraphs[-1]
    assert corpus.manifest.corpus in last.text
    assert "查询：发展" in last.text


def test_links_stand_there_only_where_others_can_open_them(corpus: Corpus) -> None:
    found = hit_quotations(corpus, "“新质生产力”", {}, NOW)
    assert not [one for one in styled(quotation_document(found, LISTED, NOW), NOTE) if "http" in one]
    here = quotation_document(found, LISTED, NOW, site="http://127.0.0.1:8000")
    assert not [one for one in styled(here, NOTE) if "http" in one]
    links = [
        one for one in styled(quotation_document(found, LISTED, NOW, site="https://a.example"), NOTE) if "http" in one
    ]
    assert len(links) == len(found.items)


def test_too_many_are_refused_and_none_is_left_out(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotation, "MAX_QUOTATIONS", 3)
    with pytest.raises(CallError, match="装不下"):
        hit_quotations(corpus, "发展", {}, NOW)
    with pytest.raises(CallError, match="装不下"):
        line_quotations(corpus, "发展", {}, NOW)


def test_page_and_command_give_the_same(client: FlaskClient, sample_index: Path, tmp_path: Path) -> None:
    def of_command(*words: str) -> bytes:
        file = tmp_path / "quoted.docx"
        ran = CliRunner().invoke(commands, [*words, "--index", str(sample_index), "--output", str(file)])
        assert ran.exit_code == 0, ran.output
        return file.read_bytes()

    for path, words in (
        ("/export/search.docx?q=发展&year=2024&by=date", ("search", "发展", "--year", "2024", "--by", "date")),
        ("/export/kwic.docx?phrase=发展&style=gbt7714", ("kwic", "发展", "--style", "gbt7714")),
        ("/export/kwic.docx?q=%22发展%22", ("kwic", "发展", "--format", "docx")),
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "docx" in answer.headers["Content-Disposition"]
        assert quoted(answer.data) == quoted(of_command(*words))


def test_crossing_places_are_quoted_with_both_paragraphs(corpus: Corpus) -> None:
    lines = [line for phrase in ("，一", "的发", "一、") for line in corpus.crossing_lines(phrase)]
    for line in lines[:1]:
        found = crossing_quotations(corpus, line.match.replace("¶", ""), {}, NOW)
        assert len(found.items) >= 2


def test_the_pages_lead_to_the_documents_without_a_script(client: FlaskClient) -> None:
    for page in ("/search?q=发展", "/kwic?phrase=发展"):
        html = client.get(page).get_data(as_text=True)
        view = page[1:].partition("?")[0]
        assert f"/export/{view}.docx?" in html
        assert "by=date" in html


@pytest.mark.parametrize(
    "path", ["search.docx", "search.docx?q=", "search.docx?q=发展&by=x", "kwic.docx?phrase=发展&style=bibtex"]
)
def test_what_cannot_be_made_is_refused(client: FlaskClient, path: str) -> None:
    assert client.get(f"/export/{path}").status_code == 400
