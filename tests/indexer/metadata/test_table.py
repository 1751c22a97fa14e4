"""The table of what is known of every file goes out, is corrected, and comes back; what a person settled wins for ever."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.build.doubts import doubts, suspect_speakers
from indexer.build.pipeline import build, update
from indexer.build.report import Report
from indexer.cli.group import commands
from indexer.errors import CallError
from indexer.metadata.table import as_csv, import_corrections, metadata_rows
from indexer.store import Generation, Store
from searchui import open_corpus

HEAD = "在全市水利工作会议上的讲话\n2031年3月1日\n市长 白玉泉\n同志们：\n"
BODY = "水利工作要抓紧抓实，一件一件办好。"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text(HEAD + BODY, encoding="utf-8")
    (folder / "b.md").write_text(f"---\nspeaker: 林一\ndate: 2030-01-02\n---\n# 讲话\n{BODY}又一句。", encoding="utf-8")
    (folder / "c.txt").write_text(f"=公式一样的标题\n{BODY}再一句。", encoding="utf-8")
    return folder


def live(folder: Path) -> Generation:
    return Store(folder).current()


def table(folder: Path) -> dict[str, dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(as_csv(metadata_rows(live(folder))))))
    return {row["文件"]: row for row in rows}


def changed(folder: Path, file: str, **cells: str) -> bytes:
    rows = list(metadata_rows(live(folder)))
    header = rows[0]
    for row in rows[1:]:
        if row[0] == file:
            for name, value in cells.items():
                row[header.index(name)] = value
    return as_csv(rows).encode("utf-8-sig")


def test_every_fact_with_its_evidence_and_doubts(seeds: Path, tmp_path: Path) -> None:
    build(seeds, tmp_path / "index")
    rows = table(tmp_path / "index")
    assert rows["a.txt"]["讲话人"] == "白玉泉"
    assert rows["a.txt"]["讲话人依据"] == "署名行"
    assert rows["a.txt"]["存疑"] == ""
    assert "日期不详" in rows["c.txt"]["存疑"]
    assert "讲话人不详" in rows["c.txt"]["存疑"]
    assert rows["c.txt"]["标题"].startswith("'="), "no spreadsheet takes it for a sum"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_what_was_corrected_wins_over_text_and_file(seeds: Path, tmp_path: Path, encoding: str) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    for file, cells in {
        "a.txt": {"讲话人": "高远", "日期": "不详"},
        "b.md": {"讲话人": "韩石", "日期": "2029年5月6日"},
        "c.txt": {"职务": "省长"},
    }.items():
        data = changed(index, file, **cells).decode("utf-8-sig").encode(encoding)
        assert import_corrections(data, live(index), seeds).files == 1
    update(seeds, index)
    rows = table(index)
    assert (rows["a.txt"]["讲话人"], rows["a.txt"]["日期"], rows["a.txt"]["讲话人依据"]) == ("高远", "", "人工核定")
    assert (rows["b.md"]["讲话人"], rows["b.md"]["日期"]) == ("韩石", "2029-05-06")
    assert rows["c.txt"]["职务"] == "省长"
    assert rows["c.txt"]["标题"].lstrip("'") == "=公式一样的标题"
    with open_corpus(index) as corpus:
        assert corpus.search("水利 speaker:高远").speeches == 1
        assert corpus.search("水利 speaker:白玉泉").total == 0
    (tmp_path / "fresh").mkdir()
    build(seeds, tmp_path / "fresh" / "index")
    assert table(tmp_path / "fresh" / "index") == rows


def test_a_table_that_says_nothing_new_changes_nothing(seeds: Path, tmp_path: Path) -> None:
    build(seeds, tmp_path / "index")
    done = import_corrections(changed(tmp_path / "index", "a.txt"), live(tmp_path / "index"), seeds)
    assert (done.cells, done.problems) == (0, ())
    assert not (seeds / "metadata.csv").exists()


def test_corrections_stay_also_of_files_that_are_gone(seeds: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(seeds, index)
    import_corrections(changed(index, "a.txt", 讲话人="高远"), live(index), seeds)
    (seeds / "a.txt").unlink()
    update(seeds, index)
    import_corrections(changed(index, "c.txt", 讲话人="韩石"), live(index), seeds)
    kept = (seeds / "metadata.csv").read_text(encoding="utf-8-sig")
    assert "a.txt,,,高远,,,,,讲话人" in kept
    assert "c.txt,,,韩石,,,,,讲话人" in kept


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("文件,日期\nz.txt,2031\n", "没有“z.txt”"),
        ("文件,日期\na.txt,昨天\n", "不是看得懂的日期"),
        ("文件,日期\n,2031\n", "没有写是哪个文件"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(seeds: Path, tmp_path: Path, rows: str, told: str) -> None:
    build(seeds, tmp_path / "index")
    done = import_corrections(rows.encode(), live(tmp_path / "index"), seeds)
    ((line, reason),) = done.problems
    assert line == 2
    assert told in str(reason)
    assert not (seeds / "metadata.csv").exists()


def test_what_is_no_table_is_refused(seeds: Path, tmp_path: Path) -> None:
    build(seeds, tmp_path / "index")
    with pytest.raises(CallError):
        import_corrections(b"\x00\x01\x02", live(tmp_path / "index"), seeds)


def report_of(folder: Path, heads: dict[str, str]) -> Report:
    folder.mkdir()
    for name, head in heads.items():
        (folder / name).write_text(f"{head}\n同志们：\n{BODY}第{name}篇。", encoding="utf-8")
    return build(folder, folder.parent / "index")


def test_a_build_ends_with_what_should_be_settled_most_first(tmp_path: Path) -> None:
    known = {f"{n}.txt": f"在第{n}次水利会议上的讲话\n2031年3月{n}日\n市长 白玉泉" for n in range(1, 4)}
    unknown = {f"x{n}.txt": f"在第{n}次交通会议上的讲话" for n in range(1, 6)}
    told = [str(line) for line in doubts(report_of(tmp_path / "seeds", {**known, **unknown}).indexed)]
    assert told[0] in {"5 篇讲话人不详", "5 篇日期不详"}
    assert not any("核对" in line for line in told)


def test_a_name_in_many_unlike_speeches_without_an_office_is_doubted(tmp_path: Path) -> None:
    heads = {f"{n}.txt": f"在第{n}次水利会议上的讲话\n2031年3月{n}日\n安小康" for n in range(1, 7)}
    found = report_of(tmp_path / "seeds", heads)
    assert suspect_speakers(found.indexed) == ["安小康"]
    heads["1.txt"] = heads["1.txt"].replace("安小康", "市长 安小康")
    assert suspect_speakers(report_of(tmp_path / "other", heads).indexed) == []


def run(*words: str, index: Path) -> tuple[int, str]:
    done = CliRunner().invoke(commands, ["metadata", *words, "--index", str(index)])
    return done.exit_code, done.stderr


def test_the_commands_with_mistakes(seeds: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert run("export", index=index)[0] == 3
    build(seeds, index)
    code, told = run("export", "--output", str(tmp_path / "none" / "a.csv"), index=index)
    assert (code, "没有" in told, "这个文件夹" in told) == (2, True, True)
    assert run("export", "--output", str(tmp_path / "a.csv"), index=index)[0] == 0
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("import", str(tmp_path / "nothing.csv"), index=index)[0] == 2
    code, told = run("import", str(tmp_path / "a.csv"), index=index)
    assert (code, "没有与索引不同" in told) == (0, True)
    (tmp_path / "b.csv").write_text("文件,日期\nz.txt,2031\n", encoding="utf-8")
    code, told = run("import", str(tmp_path / "b.csv"), index=index)
    assert (code, "第 2 行没有用" in told) == (1, True)
