"""A scan from its file to what is said of it: read page by page by a real machine, marked everywhere, left out on demand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from pypdfium2 import PdfDocument

from benchmarks.scans.scanner import Press, Printed, Wear, printed, scan
from indexer.build.pipeline import Report, build, update
from indexer.check.checking import check
from indexer.readers.pdf.picture import MOST_SIDE, PictureBook
from indexer.readers.pdf.recognition import Recognition
from indexer.readers.scan.page_store import FOLDER
from searchui import Corpus, open_corpus
from searchui.search import Filters
from searchui.web import create_app
from tests.indexer.readers.test_pdf import Press as PdfPress
from tests.searchui.cli.test_cli import run

pytestmark = pytest.mark.slow

TITLE = "在全县河道清淤工作会议上的讲话"
PARAGRAPHS = [
    "（2019年3月5日）",
    "同志们：",
    "今天开这个会，主要是把河道清淤这件事说清楚、定下来。去年汛期，石桥镇的两处河湾淤塞，水漫过了田埂，三百多亩早稻受了损失。",
    "一、先把底数摸清",
    "全县大小河道一百一十七条，总长四百八十六公里，淤积较重的有二十三条。各镇要在四月底以前逐条量过，记下宽窄深浅，报到县里。",
    "二、再把力量组织好",
    "清淤靠大家。农闲时节，每个村都要出工出力，能用机械的用机械，机械进不去的地方，就靠肩挑手抬，一段一段往前推。",
]
PHRASE = "河道清淤"
NOTE = "机器识别"


class StoppedError(Exception):
    """The user stops a build."""


@dataclass
class Followed:
    """What was told of the pages; stops after so many."""

    most: int = 1_000_000

    def __post_init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int, path: str) -> None:
        self.told.append((done, total))
        if done >= self.most:
            raise StoppedError


def two_pages() -> list[Printed]:
    """A scan of two pages, small so that it is quick."""
    press = Press(dpi=150)
    (page,) = printed(TITLE, PARAGRAPHS, press)
    (other,) = printed("附：河道清淤分工", ["各镇河道清淤由镇长负责，县水利站到场指导，月底汇总。"], press)
    return [page, other]


def mixed() -> bytes:
    """A PDF of a page of text, and one that is a picture."""
    press = PdfPress()
    press.centred("在水利站的讲话", 22)
    press.paragraph("同志们，河道清淤是今年的头一件事，要早动手、早见效，不能等到汛期来了再忙。" * 3)
    text = PdfDocument(press.data())
    text.import_pages(PdfDocument(scan(two_pages()[1:], Press(dpi=150))))
    file = BytesIO()
    text.save(file)
    return file.getvalue()


@dataclass(frozen=True)
class Scanned:
    """A corpus with scans, its index, and what was seen while it was built."""

    seeds: Path
    index: Path
    first: Followed
    second: Followed
    report: Report


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    """Built, and stopped after one page; then built."""
    folder = tmp_path_factory.mktemp("scanned")
    seeds, index = folder / "seeds", folder / "index"
    seeds.mkdir()
    (seeds / "扫描.pdf").write_bytes(scan(two_pages(), Press(dpi=150), Wear(angle=0.7, noise=8)))
    (seeds / "附图.pdf").write_bytes(mixed())
    (seeds / "原文.txt").write_text("在会上的讲话\n同志们：\n河道清淤要抓紧。\n河道清淤不能拖。\n", encoding="utf-8")
    first, second = Followed(most=1), Followed()
    with pytest.raises(StoppedError):
        build(seeds, index, recognising=first)
    return Scanned(seeds, index, first, second, build(seeds, index, recognising=second))


@pytest.fixture(scope="module")
def opened(scanned: Scanned) -> Iterator[Corpus]:
    with open_corpus(scanned.index) as corpus:
        yield corpus


@pytest.fixture
def client(scanned: Scanned) -> FlaskClient:
    return create_app(scanned.index).test_client()


def page_of(client: FlaskClient, path: str, **args: str) -> BeautifulSoup:
    answer = client.get(path, query_string=args or None)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_a_build_goes_on_where_it_was_stopped(scanned: Scanned) -> None:
    assert scanned.first.told == [(0, 3), (1, 3)]
    assert [done for done, total in scanned.second.told if total == 3] == [1, 2, 2, 3, 3]
    assert scanned.report.skipped == ()
    assert {one.path for one in scanned.report.indexed if one.machine_read} == {"扫描.pdf", "附图.pdf"}


def test_a_scan_is_read_right(opened: Corpus) -> None:
    speech = opened.speech("扫描.pdf")
    assert speech.title == TITLE
    assert str(speech.date) == "2019-03-05"
    assert speech.machine_pages == (1, 2)
    assert [paragraph.text for paragraph in speech.paragraphs][: len(PARAGRAPHS) + 1] == [TITLE, *PARAGRAPHS]
    assert [item.reason for item in speech.left_out].count("page") == 2  # the numbers of the pages
    other = opened.speech("附图.pdf")
    assert (other.title, other.machine_pages) == ("在水利站的讲话", (2,))


def test_nothing_is_read_twice_and_an_update_gives_what_a_build_does(
    scanned: Scanned, opened: Corpus, tmp_path: Path
) -> None:
    again, before = Followed(), opened.search(PHRASE).as_json()
    assert (
        update(scanned.seeds, scanned.index, recognising=again).changes == update(scanned.seeds, scanned.index).changes
    )
    (scanned.seeds / "扫描.pdf").touch()
    update(scanned.seeds, scanned.index, recognising=again, trust_stamps=False)
    build(scanned.seeds, scanned.index, recognising=again)
    assert again.told == []
    with open_corpus(scanned.index) as corpus:
        assert corpus.search(PHRASE).as_json() == before
    found = check(scanned.index, scanned.seeds)
    assert (found.problems, found.notes) == ((), ())
    assert len(list((scanned.index / FOLDER).glob("*/*/*.json"))) == 3


def test_counts_say_how_much_a_machine_has_read_and_can_leave_it_out(opened: Corpus) -> None:
    count, written = opened.card(PHRASE), opened.card(PHRASE, filters=Filters(origin=["原文"]))
    machine = opened.card(PHRASE, filters=Filters(origin=["机器识别"]))
    assert (written.paragraphs, written.machine_read) == (2, 0)
    assert machine.machine_read == machine.paragraphs > 0
    assert count.machine_read == machine.paragraphs
    assert count.paragraphs == written.paragraphs + machine.paragraphs
    page = opened.search(PHRASE)
    assert page.machine_read == page.facets["origin"]["机器识别"] > 0
    assert opened.search(PHRASE, filters=Filters(origin=["原文"])).machine_read == 0
    lines = opened.kwic(PHRASE)
    assert lines.machine_read == machine.occurrences
    assert opened.count(PHRASE).machine_read == count.machine_read
    (course,) = opened.trend([PHRASE]).courses
    assert course.machine_read == machine.occurrences
    assert opened.trend([PHRASE], filters=Filters(origin=["原文"])).courses[0].machine_read == 0


@pytest.mark.parametrize("path", ["/search?q=“河道清淤”", "/kwic?phrase=河道清淤", "/trend?phrase=河道清淤"])
def test_pages_say_so_and_are_silent_without(client: FlaskClient, path: str) -> None:
    note = page_of(client, path).select_one(".machine")
    assert note is not None
    assert "出自机器识别的文字" in note.text
    assert page_of(client, f"{path}&origin=原文").select_one(".machine") is None
    assert (
        "read by machine" in page_of(client, f"{path}&lang=en").text
        or "wrong characters" in page_of(client, f"{path}&lang=en").text
    )


def test_each_hit_and_line_and_the_speech_itself_are_marked(client: FlaskClient) -> None:
    hits = page_of(client, "/search", q="“河道清淤”").select(".hits .hit")
    assert {NOTE in hit.text for hit in hits} == {True, False}
    lines = page_of(client, "/kwic", phrase=PHRASE).select("li.line")
    assert {NOTE in line.text for line in lines} == {True, False}
    banner = page_of(client, "/speech/扫描.pdf").select_one("article .machine")
    assert banner is not None
    assert "1–2" in banner.text
    assert page_of(client, "/speech/原文.txt").select_one("article .machine") is None


def test_json_and_commands_say_so(scanned: Scanned, client: FlaskClient) -> None:
    answer = client.get("/api/search", query_string={"q": PHRASE}).json
    assert answer is not None
    assert {hit["speech"]["machine_read"] for hit in answer["hits"]} == {True, False}
    assert answer["machine_read"] == answer["facets"]["origin"]["机器识别"]
    where = ["--index", str(scanned.index)]
    assert NOTE in run("count", PHRASE, *where).stdout
    assert NOTE not in run("count", PHRASE, "--origin", "原文", *where).stdout
    assert NOTE in run("search", PHRASE, *where).stdout
    assert NOTE in run("kwic", PHRASE, *where).stdout
    assert NOTE in run("trend", PHRASE, *where).stdout
    assert json.loads(run("count", PHRASE, "--json", *where).stdout)["machine_read"] > 0
    assert "文字来源" in run("search", PHRASE, "--format", "csv", *where).stdout.splitlines()[0]
    assert NOTE in run("metadata", "export", *where).stdout


def test_a_page_that_cannot_be_read_fails_alone_and_no_page_is_drawn_too_large(tmp_path: Path) -> None:
    data = scan(two_pages()[1:], Press(dpi=100))
    with Recognition(1, 1000) as recognition:
        pages = dict(recognition.pages(data, [7, 1]))  # there is no page 7: the process ends
    assert pages[7].failed
    assert "河道清淤" in "".join(line.text for line in pages[1].lines)
    huge = PdfDocument.new()
    huge.new_page(14_400, 3)
    file = BytesIO()
    huge.save(file)
    picture, _scale, width, _height = PictureBook(file.getvalue()).picture(1)
    assert (picture.shape[1], width) == (MOST_SIDE, 14_400)
