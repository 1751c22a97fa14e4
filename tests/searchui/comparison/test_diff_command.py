"""The command `diff`: what it prints, in every format, of speeches and of files, and what it says of mistakes."""

import csv
import json
from io import StringIO
from pathlib import Path

import docx
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from searchui import Corpus
from searchui.cli.group import commands
from searchui.search.export.formats import FORMATS
from tests.searchui.comparison.speeches import NEWER

BOTH = ("report-2023.txt", "report-2025.txt")


def diff(index: Path, *words: str, text: str | None = None) -> Result:
    return CliRunner().invoke(commands, ["diff", *words, "--index", str(index)], input=text, catch_exceptions=False)


def test_it_ends_as_diff_does(reports_index: Path) -> None:
    assert diff(reports_index, *BOTH).exit_code == 1
    same = diff(reports_index, BOTH[0], BOTH[0])
    assert same.exit_code == 0
    assert "两篇逐句相同" in same.stderr
    for wrong in (("nowhere", BOTH[0]), ("-", "-"), (BOTH[0],), ("nowhere",)):
        done = diff(reports_index, *wrong)
        assert done.exit_code == 2, wrong
        assert done.stderr.startswith("错误："), wrong
    assert "没有编号为“nowhere”的讲话，也没有这个文件" in diff(reports_index, BOTH[0], "nowhere").stderr


def test_what_it_says(reports_index: Path) -> None:
    done = diff(reports_index, *BOTH)
    for said in (
        "[数字变动] 全市地区生产总值增长[-5.5-]{+5+}%，城镇新增就业[-3.2万-]{+2.8万+}人",
        "[改动] （二）把路修到{+乡亲+}家门口",
        "[移动并改动] 老城区的旧桥全部修缮完毕，码头仓库改成了书店",
        "[删去] [-推广“一门通办”服务，群众办事少跑路。-]",
        "[新增] {+引进三家造纸企业，产品远销海外。+}",
        "改名　（二）把路修到家门口 → （二）把路修到乡亲家门口",
        "860 → 640　新建农村公路640公里",
        "一键即办　语料里 3 次（2 篇），首见 2022-03-02 陆明川",
    ):
        assert said in done.stdout, said
    assert "严格保护饮用水源" not in done.stdout, "what was kept is not listed"
    assert "[保留] 严格保护饮用水源。" in diff(reports_index, *BOTH, "--kept").stdout


def test_one_report_is_compared_with_the_one_before(reports_index: Path) -> None:
    done = diff(reports_index, "report-2025.txt")
    assert "2023 → 2025（2024 年的不在语料中）" in done.stderr
    assert done.stdout == diff(reports_index, *BOTH).stdout


def test_files_and_the_standard_input_are_drafts(reports_index: Path, tmp_path: Path) -> None:
    file = tmp_path / "文稿.txt"
    file.write_text(NEWER.replace("640公里", "700公里"), encoding="utf-8")
    done = diff(reports_index, "report-2025.txt", str(file))
    assert "文稿.txt" in done.stdout
    assert "640" in done.stdout
    assert "700" in done.stdout
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK")
    assert diff(reports_index, "report-2025.txt", str(broken)).exit_code == 2
    typed = diff(reports_index, "report-2025.txt", "-", text=NEWER)
    assert typed.exit_code == 0


def test_every_format_has_every_row(reports_index: Path, reports: Corpus, tmp_path: Path) -> None:
    found = reports.compare(*BOTH)
    texts = [(found.a.of(row.a), found.b.of(row.b)) for row in found.rows]
    said = json.loads(diff(reports_index, *BOTH, "--json").stdout)
    assert [(row["a"] and row["a"]["text"], row["b"] and row["b"]["text"]) for row in said["rows"]] == [
        (a or None, b or None) for a, b in texts
    ]
    table = diff(reports_index, *BOTH, "--format", "csv").stdout.lstrip("\ufeff")
    rows = [row for row in csv.reader(StringIO(table)) if len(row) > 8 and row[0].isdigit()]
    assert [(row[5].replace("\n", " "), row[7].replace("\n", " ")) for row in rows] == [
        (a.replace("\n", " "), b.replace("\n", " ")) for a, b in texts
    ]
    page = BeautifulSoup(diff(reports_index, *BOTH, "--format", "html").stdout, "lxml")
    shown = [
        tuple(
            "".join(side.find_all(string=True)[1:]).strip() if side else ""
            for side in (li.select_one(".a"), li.select_one(".b"))
        )
        for li in page.select(".rows > li")
    ]
    flat = [tuple(text.replace("\n", " ") for text in pair) for pair in texts]
    assert [tuple(text.removeprefix("甲").removeprefix("乙").strip() for text in pair) for pair in shown] == flat
    file = tmp_path / "out.docx"
    assert diff(reports_index, *BOTH, "--output", str(file)).exit_code == 1
    cells = [[cell.text for cell in row.cells[1:]] for row in docx.Document(str(file)).tables[0].rows[1:]]
    assert [tuple(pair) for pair in cells] == flat


@pytest.mark.parametrize("form", FORMATS)
def test_tables_say_where_they_come_from(reports_index: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"out.{form}"
    assert diff(reports_index, *BOTH, "--output", str(file), "--site", "https://example.org").exit_code == 1
    assert file.stat().st_size > 1_000
