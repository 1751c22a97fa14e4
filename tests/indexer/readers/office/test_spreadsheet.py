"""Sheets: rows as they are shown, numbers and days in their formats."""

from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter

from indexer.errors import ReadError
from indexer.readers.office.number_format import format_cell
from indexer.readers.office.spreadsheet import read_xlsx
from tests.indexer.readers.office.samples import zip_of


def sheets() -> bytes:
    """Three sheets, the last one hidden; texts, a number, a day, a formula, a hidden row."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    plan = book.add_worksheet("任务分工")
    plan.write_row(0, 0, ["事项", "单位"])
    plan.write(1, 0, "修渠")
    plan.write(1, 1, 0.153, book.add_format({"num_format": "0.0%"}))
    plan.write_datetime(2, 0, datetime(2031, 3, 4), book.add_format({"num_format": 31}))  # noqa: DTZ001
    plan.write(3, 0, "第一段。\n第二段。")
    plan.write_formula(4, 0, "=1+1", None, 2)
    plan.write(5, 0, "藏着")
    plan.set_row(5, None, None, {"hidden": True})
    book.add_worksheet("Sheet2").write(0, 0, "别的")
    secret = book.add_worksheet("密")
    secret.write(0, 0, "不给看")
    secret.hide()
    book.close()
    return buffer.getvalue()


def test_rows_of_all_sheets_are_read_as_they_are_shown() -> None:
    raw = read_xlsx(sheets(), "a.xlsx")
    assert [(line.text, line.level) for line in raw.lines] == [
        ("任务分工", 1),
        ("事项　单位", None),
        ("修渠　15.3%", None),
        ("2031年3月4日", None),
        ("第一段。", None),
        ("第二段。", None),
        ("2", None),
        ("别的", None),
    ]
    assert [(one.text, one.reason) for one in raw.left_out] == [
        ("藏着", "hidden"),
        ("Sheet2", "page"),
        ("密", "hidden"),
        ("不给看", "hidden"),
    ]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1234.5", "General", "1234.5"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E-3", "General", "0.001"),
        ("120", "General", "120"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("2.5", "0", "3"),
        ("7", "000", "007"),
        ("-0.5", '0.0"亿元";(0.0"亿元")', "(0.5亿元)"),
        ("0", '0;-0;"无"', "无"),
        ("12345678", '0.0,,"百万"', "12.3百万"),
        ("0.153", '"约"0%', "约15%"),
        ("1.50", "0.##", "1.5"),
        ("12", "[$¥-804]#,##0.00", "¥12.00"),
        ("45355", "yyyy/m/d", "2024/3/4"),
        ("45355.75", 'yyyy"年"m"月"d"日" h:mm', "2024年3月4日 18:00"),
        ("45355.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("45355", "m/d aaaa", "3/4 星期一"),
        ("45355", "d-mmm ddd", "4-Mar Mon"),
        ("45355", "bbb", "bbb"),
        ("0.5", "# ?/?", "0.5"),
        ("-3", "yyyy", "-3"),
        ("1e999999", "0", "1e999999"),
        ("无", "0", "无"),
    ],
)
def test_a_number_in_its_format(value: str, code: str, shown: str) -> None:
    assert format_cell(value, code) == shown


def test_days_are_those_of_the_calendar() -> None:
    for day in (date(1900, 3, 1), date(1999, 12, 31), date(2031, 2, 28), date(9999, 12, 31)):
        serial = day.toordinal() - date(1899, 12, 30).toordinal()
        assert format_cell(str(serial), "yyyy-mm-dd") == day.isoformat()
        assert format_cell(str(serial - 1462), "yyyy-mm-dd", from_1904=True) == day.isoformat()


def test_what_is_no_such_file_is_refused() -> None:
    with pytest.raises(ReadError, match="表格"):
        read_xlsx(zip_of({"xl/x.xml": "<a/>"}), "a.xlsx")
