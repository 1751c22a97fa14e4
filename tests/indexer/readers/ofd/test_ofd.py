"""What an OFD shows is its text; what belongs to its pages, its marks and its annotations is left out, and listed."""

import re
from collections import Counter
from collections.abc import Callable, Mapping

import pytest

from indexer.errors import ReadError
from indexer.model import RawText
from indexer.readers import read_texts
from indexer.readers.ofd.document import MAX_PAGES
from tests.indexer.readers.ofd.press import element, package, page, root, text_object

BODY = "各地要把防汛责任落实到每一座水库、每一段堤防，坚持人民至上、生命至上。"


def texts_of(data: bytes, path: str = "a.ofd") -> list[RawText]:
    found = read_texts(data, path)
    assert all(isinstance(text, RawText) for text in found)
    return [text for text in found if isinstance(text, RawText)]


def read(data: bytes) -> RawText:
    (text,) = texts_of(data)
    return text


def lines(data: bytes) -> list[str]:
    return [line.text for line in read(data).lines]


def left_out(data: bytes) -> list[tuple[str, str]]:
    return [(item.text, item.reason) for item in read(data).left_out]


def row(text: str, y: float = 60.0, x: float = 30.0, size: float = 4.0, **attributes: object) -> str:
    """A row of print in millimetres; its characters follow as their font has them."""
    return text_object(text, x, y, size, **attributes)


def refusal(data: bytes, path: str = "a.ofd") -> str:
    with pytest.raises(ReadError) as raised:
        read_texts(data, path)
    assert raised.value.message.text("en").isascii()
    return raised.value.message.text()


def test_a_text_is_read_by_its_content_whatever_the_file_is_called() -> None:
    assert [text.format for text in texts_of(package([page(row(BODY))]), "a.txt")] == ["ofd"]


@pytest.mark.parametrize("delta", ["g 3 4 8 g 2 4", "4 4 4 8 4 4", " g  3 4\n8 g 2 4 ", "4.0 4 4 8"])
def test_distances_may_be_written_in_short(delta: str) -> None:
    assert lines(package([page(row("防汛抗旱指挥部", delta=delta))])) == ["防汛抗旱　指挥部"]


def test_rows_in_one_object_are_rows() -> None:
    code = element("TextCode", "关于防汛工作的通知", X=0, Y=4, DeltaX="g 4 4 -16 g 3 4", DeltaY="g 4 0 6 g 3 0")
    data = package([page(element("TextObject", code, Boundary="80 40 40 20", Font=1, Size=4), row(BODY))])
    assert "".join(lines(data)) == f"关于防汛工作的通知{BODY}"


def test_what_a_template_puts_on_several_pages_belongs_to_the_pages() -> None:
    template = page(row("临河市水利局", 148))  # where no running head stands
    bodies = [[row(BODY, 60 + 8 * place) for place in range(22 + number)] for number in range(2)]
    data = package([page(*rows, templates=["9"]) for rows in bodies], templates={"9": template})
    assert "".join(lines(data)) == BODY * 45
    assert left_out(data) == [("临河市水利局", "page")] * 2


def test_what_a_template_puts_on_one_page_is_its_text() -> None:
    data = package([page(row(BODY), templates=["9"])], templates={"9": page(row("工作简报", 40))})
    assert lines(data) == ["工作简报", BODY]


@pytest.mark.parametrize(
    ("kind", "visible", "reason"),
    [("Watermark", "true", "watermark"), ("Stamp", "true", "comment"), ("Highlight", "false", "hidden")],
)
def test_annotations_are_left_out(kind: str, visible: str, reason: str) -> None:
    appearance = element("Appearance", row("请王局阅", 5, 5), Boundary="20 80 60 20")
    note = element("Annot", appearance, ID=5, Type=kind, Visible=visible)
    data = package([page(row(BODY))], annotations={0: note})
    assert (lines(data), left_out(data)) == ([BODY], [("请王局阅", reason)])


def test_objects_that_are_not_to_be_seen_are_left_out() -> None:
    data = package([page(row(BODY), row("草稿", 80, Visible="false"))])
    assert (lines(data), left_out(data)) == ([BODY], [("草稿", "hidden")])


def test_white_text_is_seen_on_a_dark_ground_only() -> None:
    white = element("FillColor", Value="255 255 255")
    band = element("PathObject", element("FillColor", Value="200 0 0"), Boundary="20 30 150 15", Fill="true")
    data = package([page(row(BODY), band, row("工作简报", 40, inside=white), row("看不见", 90, inside=white))])
    assert (lines(data), left_out(data)) == (["工作简报", BODY], [("看不见", "hidden")])


def test_ink_may_come_from_defaults() -> None:
    defaults = element("DrawParams", element("DrawParam", Relative=8, ID=7))
    defaults += element("DrawParams", element("DrawParam", element("FillColor", Value="255 255 255"), ID=8))
    data = package(
        [page(row(BODY), row("看不见", 90, DrawParam=7))], files={"Doc_0/PublicRes.xml": root("Res", defaults)}
    )
    assert left_out(data) == [("看不见", "hidden")]


def test_pale_print_across_the_text_is_a_watermark() -> None:
    pale = element("FillColor", Value="210 210 210")
    mark = row("内部资料", 70, CTM="0.7 -0.7 0.7 0.7 0 0", inside=pale, delta="g 3 4")
    data = package([page(row(BODY), mark)])
    assert (lines(data), left_out(data)) == ([BODY], [("内部资料", "watermark")])


def test_pictures_of_objects_have_their_text() -> None:
    units = {"5": row("防汛责任", 4, 0), "6": element("CompositeObject", ResourceID=5, Boundary="0 0 9 9")}
    placed = element("CompositeObject", ResourceID=6, Boundary="30 40 90 9", CTM="1 0 0 1 0 0")
    assert lines(package([page(placed, row(BODY))], units=units)) == ["防汛责任", BODY]


COLUMNS = ("各地要把防汛责任落实到每一座水库和每一段堤防", "坚持人民至上，确保江河安澜。")


def vertical(**attributes: object) -> list[str]:
    """Rows that lead down the page, the first at the right."""
    return [
        element(
            "TextObject",
            element("TextCode", text, X=0, Y=4, DeltaY=f"g {len(text) - 1} 5"),
            Boundary=f"{150 - 8 * place} 40 5 120",
            Font=1,
            Size=4,
            **attributes,
        )
        for place, text in enumerate(COLUMNS)
    ]


def on_its_side() -> list[str]:
    """The same as rows of a page that was turned."""
    return [
        row(text, 40 + 4, 150 - 8 * place, CTM="0 1 -1 0 0 0", delta=f"g {len(text) - 1} 5")
        for place, text in enumerate(COLUMNS)
    ]


@pytest.mark.parametrize("rows", [vertical, on_its_side])
def test_rows_that_lead_down_the_page_are_read_from_the_right(rows: Callable[[], list[str]]) -> None:
    assert "".join(lines(package([page(*rows())]))) == "".join(COLUMNS)


def test_the_number_of_a_page_that_lies_on_its_side_is_left_out() -> None:
    number = row("— 6 —", 120, 20, CTM="0 1 -1 0 0 0")
    table = [row("防汛物资一览表，各县区按时报送。", 40 + 8 * place, 60) for place in range(18)]
    data = package([page(*table, number, area="0 0 297 210")])
    assert ("— 6 —", "page") in left_out(data)


def test_an_official_document_has_its_title_below_its_letterhead() -> None:
    data = package(
        [
            page(
                row("临河市人民政府文件", 50, 42, 14),
                row("临政发〔2031〕3号", 75, 85, 5),
                row("关于做好今年防汛工作的通知", 95, 60, 7),
                row(BODY[:28], 115, 40, 5),
                *(row(BODY[:30], 123 + 8 * place, 30, 5) for place in range(3)),
            )
        ]
    )
    found = read(data).lines
    assert [(line.text, line.level) for line in found[:3]] == [
        ("临河市人民政府文件", None),
        ("临政发〔2031〕3号", None),
        ("关于做好今年防汛工作的通知", 0),
    ]


def test_an_annex_in_smaller_type_does_not_part_the_rows_of_the_text() -> None:
    sentence = "各地要把防汛责任落实到每一座水库，落实到每一段堤防"
    body = [row(sentence if place else sentence[:-2], 40 + 10 * place, 30 if place else 40, 5) for place in range(22)]
    annex = [
        row("物资名称、数量、存放地点和负责人要逐项登记造册。" * 3, 30 + 5 * place, 20, 3.5) for place in range(30)
    ]
    data = package([page(*body), *(page(*annex, area="0 0 297 210") for _ in range(3))])
    assert lines(data)[0] == sentence[:-2] + sentence * 21


def test_several_documents_in_a_file_are_several_texts() -> None:
    found = texts_of(package([page(row(BODY))], [page(row("第二份文件的正文，也要读到。"))]))
    assert [(text.part, text.lines[0].text) for text in found] == [(1, BODY), (2, "第二份文件的正文，也要读到。")]


def test_of_several_versions_the_current_one_is_read() -> None:
    versions = element("Version", ID=1, BaseLoc="V/1.xml") + element("Version", ID=2, Current="true", BaseLoc="V/2.xml")
    body = element("DocRoot", "Doc_0/Document.xml") + element("Versions", versions)
    files: dict[str, str | bytes] = {
        "OFD.xml": root("OFD", element("DocBody", body)),
        "V/2.xml": root("DocVersion", element("DocRoot", "/Doc_1/Document.xml")),
    }
    found = package([page(row("旧的正文，已经改过了。"))], [page(row(BODY))], files=files)
    assert lines(found) == [BODY]


def test_names_are_found_as_windows_finds_them() -> None:
    files: dict[str, str | bytes] = {"Doc_0/页/Content.xml": page(row(BODY)), "OFD.xml": root("OFD", ENTRY)}
    files["Doc_0/Document.xml"] = root(
        "Document", element("Pages", element("Page", ID=1, BaseLoc=r"doc_0\页\CONTENT.XML"))
    )
    assert lines(package([], files=files)) == [BODY]


ENTRY = element("DocBody", element("DocRoot", "Doc_0/Document.xml"))


def test_a_scan_is_refused_with_what_to_do() -> None:
    scan = page(element("ImageObject", Boundary="0 0 210 297", ResourceID=3))
    assert "只有图片（扫描件）" in refusal(package([scan, scan]))


def test_glyphs_without_characters_are_refused() -> None:
    glyphs = element("CGTransform", element("Glyphs", "12 13 14 15 16"), CodePosition=0, CodeCount=5, GlyphCount=5)
    assert "哪个字形是哪个字" in refusal(package([page(row("", inside=glyphs))]))


def test_an_encrypted_file_is_refused_with_what_to_do() -> None:
    locked: dict[str, str | bytes] = {
        "Encryptions.xml": root("Encryptions", ""),
        "Doc_0/Pages/Page_0/Content.xml": b"\x91\x02\xff",
    }
    assert "加了密" in refusal(package([page(row(BODY))], files=locked))


@pytest.mark.parametrize(
    "files",
    [
        {"OFD.xml": b"<"},
        {"OFD.xml": root("OFD", "")},
        {"OFD.xml": root("OFD", element("DocBody"))},
        {"Doc_0/Document.xml": root("Document", element("Pages", element("Page", ID=1, BaseLoc="missing.xml")))},
        {"Doc_0/Pages/Page_0/Content.xml": b"<a"},
    ],
)
def test_a_damaged_file_is_refused(files: Mapping[str, str | bytes]) -> None:
    assert "不是有效的 OFD" in refusal(package([page(row(BODY))], files=files))


def test_what_is_no_zip_is_refused() -> None:
    assert "不是有效的 OFD" in refusal(b"OFD", "a.ofd")


HOSTILE = ("nan", "inf", "-inf", "1e308", "-1e308", "1e-308", "0", "", "x", "9" * 5000)


@pytest.mark.parametrize("name", ["Size", "HScale", "CTM", "Boundary", "ReadDirection", "DeltaX", "PhysicalBox"])
def test_whatever_a_number_says_no_character_is_lost(name: str) -> None:
    for value in HOSTILE:
        times = {"CTM": 6, "Boundary": 4, "PhysicalBox": 4}.get(name, 1)
        hostile = f"g {value} {value} {value}" if name == "DeltaX" else " ".join([value] * times)
        strange = row("防汛抗旱指挥部", 90).replace('Y="4.0"', 'Y="4.0" DeltaX=""')
        strange = re.sub(rf' {name}="[^"]*"', "", strange).replace(
            "<ofd:TextObject", f'<ofd:TextObject {name}="{hostile}"'
        )
        found = read(package([page(row(BODY), strange, area=hostile if name == "PhysicalBox" else "")]))
        everything = "".join([*(line.text for line in found.lines), *(item.text for item in found.left_out)])
        assert Counter(BODY + "防汛抗旱指挥部") == Counter("".join(everything.split())), value


@pytest.mark.parametrize("delta", ["g 1000000000 1", "g 1e7 1 g 1e7 1", "g g g g", "g 3", "g -5 2"])
def test_repeated_distances_are_no_more_than_the_characters(delta: str) -> None:
    assert lines(package([page(row("防汛", delta=delta), row(BODY, 80))]))[-1] == BODY


def test_pictures_inside_each_other_without_end_are_refused() -> None:
    twice = element("CompositeObject", ResourceID=1, Boundary="0 0 9 9") * 100
    assert "文字多得不像" in refusal(package([page(twice)], units={"1": twice + row("字")}))


def test_more_pages_than_a_book_has_are_refused() -> None:
    entries = element("Page", ID=0, BaseLoc="Pages/Page_0/Content.xml") * (MAX_PAGES + 1)
    document = root("Document", element("Pages", entries))
    assert f"{MAX_PAGES + 1:,}" in refusal(package([page(row(BODY))], files={"Doc_0/Document.xml": document}))
