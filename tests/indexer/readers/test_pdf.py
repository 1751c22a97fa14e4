"""PDF: paragraphs come back whole, what belongs to the paper is reported, nothing is lost."""

import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import ReadError, UnrecognisedError
from indexer.model import RawText
from indexer.readers import read_one
from indexer.readers.pdf import read_pdf
from indexer.readers.scan.recognised_page import RecognisedLine, RecognisedPage
from indexer.speech import parse

FONT = "STSong-Light"
WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 88.0
EM = 14.0
LEADING = 24.0
ROWS = 26  # a page


pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass
class Press:
    """Prints paragraphs as an office program does: indented by two characters, broken at the margin."""

    furniture: Callable[[Canvas, int], None] = lambda canvas, page: None
    indent: float = 2 * EM
    between: float = 0.0
    rotation: int = 0
    encrypt: StandardEncryption | None = None
    buffer: BytesIO = field(default_factory=BytesIO)
    page: int = 1

    def __post_init__(self) -> None:
        self.canvas = Canvas(
            self.buffer, pagesize=(HEIGHT, WIDTH) if self.rotation else (WIDTH, HEIGHT), encrypt=self.encrypt
        )
        self._top()

    def _top(self) -> None:
        if self.rotation:
            self.canvas.setPageRotation(self.rotation)
            self.canvas.translate(HEIGHT, 0)
            self.canvas.rotate(90)
        self.furniture(self.canvas, self.page)
        self.y = HEIGHT - 110.0

    def turn(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self._top()

    def row(self, text: str, x: float = MARGIN, size: float = EM) -> None:
        if self.y < HEIGHT - 110.0 - ROWS * LEADING:
            self.turn()
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.y, text)
        self.y -= LEADING

    def centred(self, text: str, size: float = EM) -> None:
        self.row(text, (WIDTH - pdfmetrics.stringWidth(text, FONT, size)) / 2, size)

    def paragraph(self, text: str) -> None:
        first = True
        while text:
            room = WIDTH - 2 * MARGIN - (self.indent if first else 0)
            end = fitting(text, room)
            self.row(text[:end].rstrip(), MARGIN + (self.indent if first else 0))
            text, first = text[end:].lstrip(), False
        self.y -= self.between

    def data(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()


def fitting(text: str, room: float) -> int:
    """How many characters go into a row: no word is parted, and no row begins with closing punctuation."""
    end = min(len(text), int(2 * room / EM))
    while pdfmetrics.stringWidth(text[:end], FONT, EM) > room:
        end -= 1
    while end < len(text) and (text[end] in "，。、；：？！”）%." or in_a_word(text[end - 1], text[end])):
        end -= 1
    return end


def in_a_word(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before != " " != after


def squeezed(text: str) -> str:
    return "".join(text.split())


def texts(raw: RawText) -> list[str]:
    return [line.text for line in raw.lines]


def outs(raw: RawText) -> list[str]:
    return [item.text for item in raw.left_out if item.reason == "page"]


def everything(data: bytes) -> Counter[str]:
    """The characters of a PDF as the library gives them."""
    document = PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return Counter(squeezed(text))


def kept(raw: RawText) -> Counter[str]:
    return Counter(squeezed("".join([*texts(raw), *outs(raw)])))


PHRASES = (
    "推动高质量发展",
    "全面深化改革开放",
    "GDP增长5.5%",
    "切实保障和改善民生",
    "实施World Bank项目",
    "加强党的建设",
    "一是抓落实",
    "到2025年",
)


def prose(seed: int, paragraphs: int) -> list[str]:
    """Paragraphs of 20 to 400 characters."""
    generator = random.Random(seed)
    return [
        "，".join(generator.choice(PHRASES) for _ in range(generator.randint(3, 50))) + "。" for _ in range(paragraphs)
    ]


def head_and_number(canvas: Canvas, page: int) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - 60, "全省经济工作会议文件汇编")
    canvas.drawCentredString(WIDTH / 2, 50, f"·{page + 262}·")


def speech(**options: object) -> tuple[bytes, list[str]]:
    press = Press(**options)  # type: ignore[arg-type]
    press.centred("在全省经济工作会议上的讲话", 22)
    press.centred("（2024年1月5日）")
    body = ["同志们：", *prose(7, 12)]
    for paragraph in body:
        press.paragraph(paragraph)
    return press.data(), ["在全省经济工作会议上的讲话", "（2024年1月5日）", *body]


LAYOUTS: Sequence[dict[str, object]] = (
    {},
    {"furniture": head_and_number},
    {"rotation": 90, "furniture": head_and_number},
    {"indent": 0.0, "between": 16.0, "furniture": head_and_number},
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=("plain", "running head", "turned", "parted by space"))
def test_paragraphs_come_back_whole(layout: dict[str, object]) -> None:
    data, expected = speech(**layout)
    raw = read_pdf(data, "a.pdf")
    assert texts(raw) == expected
    assert kept(raw) == everything(data)
    assert [line.level for line in raw.lines[:3]] == [0, None, None]


def test_running_heads_and_numbers_are_reported_in_their_places() -> None:
    raw = read_pdf(speech(furniture=head_and_number)[0], "a.pdf")
    pages = len(outs(raw)) // 2
    assert pages > 2
    assert outs(raw) == [text for page in range(pages) for text in ("全省经济工作会议文件汇编", f"·{page + 263}·")]
    numbers = sorted([line.number for line in raw.lines] + [item.line for item in raw.left_out])
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    "shape", ["- {} -", "— {} —", "·{}·", "第{}页 共9页", "第 {} 页", "{}", "{} / 9", "Page {} of 9", "〔{}〕"]
)
def test_page_numbers_of_every_shape(shape: str) -> None:
    def number(canvas: Canvas, page: int) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(WIDTH / 2, 50, shape.format(page + 2))

    raw = read_pdf(speech(furniture=number)[0], "a.pdf")
    assert {squeezed(text) for text in outs(raw)} >= {squeezed(shape.format(page)) for page in (3, 4, 5)}
    assert texts(raw) == speech()[1]


def test_a_row_of_the_speech_at_the_edge_is_kept() -> None:
    press = Press()
    for _ in range(4):
        press.row("各位代表！")
        for text in prose(3, 2):
            press.paragraph(text[:120])
        press.row("2024")
        press.turn()
    raw = read_pdf(press.data(), "a.pdf")
    assert outs(raw) == []
    assert texts(raw).count("各位代表！") == texts(raw).count("2024") == 4


def test_heads_of_left_and_right_pages_differ() -> None:
    def head(canvas: Canvas, page: int) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(MARGIN, HEIGHT - 60, "重要文献选编" if page % 2 else f"{page} 政府工作报告")

    raw = read_pdf(speech(furniture=head)[0], "a.pdf")
    assert texts(raw) == speech()[1]
    assert outs(raw)[:2] == ["重要文献选编", "2 政府工作报告"]


def test_titles_names_and_headings_stand_alone() -> None:
    press = Press()
    press.centred("在庆祝澜滨市建市一百周年暨表彰先进大", 22)
    press.centred("会上的讲话", 22)
    press.centred("省长 李炳军")
    press.paragraph("一、总的要求")
    for text in prose(5, 3):
        press.paragraph(text)
    press.paragraph("（一）抓改革。" + prose(6, 1)[0])
    press.row("李炳军", 430)
    assert texts(read_pdf(press.data(), "a.pdf")) == [
        "在庆祝澜滨市建市一百周年暨表彰先进大会上的讲话",
        "省长 李炳军",
        "一、总的要求",
        *prose(5, 3),
        "（一）抓改革。" + prose(6, 1)[0],
        "李炳军",
    ]


def test_spaces_between_chinese_characters_go_and_between_words_stay() -> None:
    press = Press()
    press.paragraph("要 推 动 高 质 量 发 展 ， 加 强 党 的 建 设 。")
    press.paragraph("我们实施 World Bank 的项目，推动 发展，要抓 落实。")
    press.centred("讲　话　稿")
    press.paragraph(prose(2, 1)[0])
    assert texts(read_pdf(press.data(), "a.pdf"))[:3] == [
        "要推动高质量发展，加强党的建设。",
        "我们实施 World Bank 的项目，推动发展，要抓落实。",
        "讲话稿",
    ]


def test_latin_words_keep_their_space_where_rows_are_joined() -> None:
    press = Press()
    words = "The World Bank says that growth of 5.5 percent is well within reach for the whole of the region this year."
    press.paragraph(words * 2 + "正文。")
    assert texts(read_pdf(press.data(), "a.pdf")) == [words * 2 + "正文。"]


def test_a_hyphen_at_the_end_of_a_row_is_kept() -> None:
    press = Press()
    press.row("推动高质量发展，切实保障和改善民生，well-", MARGIN + 2 * EM)
    press.row("known 项目，推动高质量发展，推动高质量发展，改")
    press.row("善民生。")
    data = press.data()
    raw = read_pdf(data, "a.pdf")
    assert "well-known" in texts(raw)[0]


def test_a_word_that_a_hyphen_parts_between_rows_is_whole_however_short_they_are() -> None:
    press = Press()
    press.row("The irrigation works of the dis-")
    press.row("trict and the mainte-")
    press.row("nance of its self-")
    press.row("reliant villages come first.")
    press.paragraph(prose(3, 1)[0])
    assert texts(read_pdf(press.data(), "a.pdf"))[0] == (
        "The irrigation works of the district and the maintenance of its self-reliant villages come first."
    )


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the extra is not installed."""
    monkeypatch.setattr("indexer.readers.pdf.can_recognise", lambda: False)


def picture() -> bytes:
    """A page that is a picture, as far as this reader knows."""
    press = Press()
    press.canvas.rect(50, 50, 300, 300, fill=1)
    return press.data()


def test_a_scan_waits_until_a_machine_has_read_it() -> None:
    with pytest.raises(UnrecognisedError) as caught:
        read_pdf(picture(), "a.pdf")
    assert (caught.value.pages, caught.value.known) == ((1,), 0)
    line = RecognisedLine("讲话稿的一行", 0.9, (80.0, 100.0, 176.0, 100.0, 176.0, 116.0, 80.0, 116.0))
    raw = read_pdf(picture(), "a.pdf", {1: RecognisedPage(WIDTH, HEIGHT, (line,))})
    assert (texts(raw), raw.machine_pages) == (["讲话稿的一行"], (1,))
    for nothing in (RecognisedPage(WIDTH, HEIGHT), RecognisedPage(0, 0, failed=True)):
        with pytest.raises(ReadError, match="机器没有认出文字"):
            read_pdf(picture(), "a.pdf", {1: nothing})


def test_without_what_reads_scans_it_is_said_what_to_install(without_ocr: None) -> None:
    with pytest.raises(ReadError, match=r"pip install 'speechsearch\[ocr\]'") as caught:
        read_pdf(picture(), "a.pdf")
    assert "speechsearch[ocr]" in caught.value.message.text("en")


def mixed() -> tuple[bytes, list[str]]:
    """Text, a page that is a picture, text; and the paragraphs."""
    press = Press()
    first, second = prose(1, 2)
    press.paragraph(first)
    press.turn()
    press.canvas.rect(50, 50, 300, 300, fill=1)
    press.turn()
    press.paragraph(second)
    return press.data(), [first, second]


def test_a_page_that_nothing_has_read_is_a_gap_in_its_place(without_ocr: None) -> None:
    data, (first, second) = mixed()
    raw = read_pdf(data, "a.pdf")
    assert texts(raw) == [first, "（第 2 页是图片，没有读出文字）", second]
    assert [(gap.kind, gap.position) for gap in parse(raw).gaps] == [("picture", 1)]
    assert not parse(raw).machine_read


def test_of_a_page_between_others_only_the_picture_is_read_by_machine() -> None:
    data, (first, second) = mixed()
    with pytest.raises(UnrecognisedError) as caught:
        read_pdf(data, "a.pdf")
    assert caught.value.pages == (2,)
    line = RecognisedLine("图上的一行。", 0.9, (80.0, 100.0, 176.0, 100.0, 176.0, 116.0, 80.0, 116.0))
    raw = read_pdf(data, "a.pdf", {2: RecognisedPage(WIDTH, HEIGHT, (line,))})
    assert (texts(raw), raw.machine_pages) == ([first, "图上的一行。", second], (2,))
    raw = read_pdf(data, "a.pdf", {2: RecognisedPage(WIDTH, HEIGHT)})
    assert (texts(raw), raw.machine_pages) == ([first, second], ())
    assert [(item.text, item.reason) for item in raw.left_out] == [("（第 2 页是图片，没有文字）", "image")]
    raw = read_pdf(data, "a.pdf", {2: RecognisedPage(0, 0, failed=True)})
    assert texts(raw) == [first, "（第 2 页是图片，没有读出文字）", second]


def test_a_stamp_on_a_scan_is_kept_and_the_rest_is_read_by_machine() -> None:
    press = Press()
    press.canvas.drawImage(ImageReader(Image.new("L", (200, 280), 230)), 0, 0, WIDTH, HEIGHT)
    press.row("扫描件编号甲之七")
    data = press.data()
    with pytest.raises(UnrecognisedError):
        read_pdf(data, "a.pdf")
    top = HEIGHT - (HEIGHT - 110.0) - EM
    lines = (
        RecognisedLine(
            "扫描件编号用之七", 0.9, (MARGIN, top, MARGIN + 8 * EM, top, MARGIN + 8 * EM, top + EM, MARGIN, top + EM)
        ),
        RecognisedLine("图上的一行。", 0.9, (80.0, 400.0, 176.0, 400.0, 176.0, 416.0, 80.0, 416.0)),
    )
    assert texts(read_pdf(data, "a.pdf", {1: RecognisedPage(WIDTH, HEIGHT, lines)})) == [
        "扫描件编号甲之七",
        "图上的一行。",
    ]


def test_locked_and_open_encryption() -> None:
    locked, _ = speech(encrypt=StandardEncryption("geheim", strength=128))
    with pytest.raises(ReadError, match="密码"):
        read_pdf(locked, "a.pdf")
    owned, expected = speech(encrypt=StandardEncryption("", ownerPassword="geheim", canCopy=0, strength=128))
    assert texts(read_pdf(owned, "a.pdf")) == expected


def test_damaged_and_empty_files_say_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="损坏"):
        read_pdf(b"%PDF-1.7\nnonsense", "a.pdf")
    (tmp_path / "a.pdf").write_bytes(Press().data())
    with pytest.raises(ReadError, match="没有文字"):
        read_one(tmp_path / "a.pdf", "a.pdf")


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ReadError, match=r"pip install 'speechsearch\[pdf\]'") as caught:
        read_pdf(b"%PDF-1.7", "a.pdf")
    assert "speechsearch[pdf]" in caught.value.message.text("en")
