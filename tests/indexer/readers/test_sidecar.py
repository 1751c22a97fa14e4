"""Sidecars: a table of metadata beside the speeches, as Excel or an editor saves it."""

import codecs
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.build.pipeline import build
from indexer.build.report import IndexedSpeech, Report
from indexer.readers.sidecar import Problem, Sidecar, is_sidecar, merge_sidecars, read_sidecar
from indexer.speech.header.date import declared_date

CSV = """文件,标题,日期,讲话人,职务,场合,编号,类型,密级
a.txt,在甲会上的讲话,2024年5月3日,张明,市长,甲会,talk-a,讲话,公开
下级/b.txt,,2023/4,,,,,,
"""
YAML = """
a.txt: {标题: 在甲会上的讲话, date: 2024-05-03, speaker: 张明, office: 市长, 场合: 甲会, id: talk-a, kind: 讲话, 密级: 公开}
下级/b.txt:
  date: 2023-04
  title:
"""
YAML_LIST = """
- file: a.txt
  title: 在甲会上的讲话
  date: 2024-05-03
  讲话人: 张明
  职务: 市长
  occasion: 甲会
  编号: talk-a
  类型: 讲话
  密级: 公开
- {文件: ./下级\\b.txt, 日期: 2023-04}
"""
A = {
    "title": "在甲会上的讲话",
    "speaker": "张明",
    "office": "市长",
    "occasion": "甲会",
    "id": "talk-a",
    "kind": "讲话",
    "密级": "公开",
}


def read(data: bytes | str, path: str = "metadata.csv") -> Sidecar:
    encoded = data.encode() if isinstance(data, str) else data
    return read_sidecar(encoded, path, lambda text: declared_date(text) is not None)


def problems(sidecar: Sidecar) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.message.text()) for problem in sidecar.problems]


def test_names() -> None:
    assert all(map(is_sidecar, ("metadata.csv", "下级/Metadata.YAML", "a/b/metadata.yml")))
    assert not any(map(is_sidecar, ("metadata.txt", "my-metadata.csv", "metadata.csv/a.txt")))


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (CSV.encode(), "metadata.csv"),
        (codecs.BOM_UTF8 + CSV.encode(), "metadata.csv"),
        (CSV.encode("gb18030"), "metadata.csv"),
        (CSV.encode("utf-16"), "metadata.csv"),
        (CSV.replace("\n", "\r\n").encode("gb18030"), "metadata.csv"),
        (CSV.replace("\n", "\r").encode(), "metadata.csv"),
        (CSV.replace(",", "\t").encode("utf-16"), "metadata.csv"),
        (CSV.replace(",", ";").encode(), "metadata.csv"),
        (YAML.encode(), "metadata.yaml"),
        (YAML.encode("gb18030"), "metadata.yaml"),
        (YAML_LIST.encode(), "metadata.yml"),
    ],
)
def test_forms_and_encodings_say_the_same(data: bytes, path: str) -> None:
    sidecar = read(data, path)
    assert sidecar.problems == ()
    fields, missing = merge_sidecars([sidecar], {"a.txt", "下级/b.txt"})
    assert not missing
    assert declared_date(fields["a.txt"].pop("date")) == declared_date("2024-05-03")
    assert declared_date(fields["下级/b.txt"].pop("date")) == declared_date("2023-04")
    assert fields == {"a.txt": A, "下级/b.txt": {}}


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_a_short_table_shows_its_encoding_by_its_header(encoding: str) -> None:
    word = "文件" if encoding == "gb18030" else "檔案"
    sidecar = read(f"{word},title\na.txt,春風\n".encode(encoding))
    assert sidecar.rows["a.txt"].cells == {"title": "春風"}


@pytest.mark.parametrize(
    ("data", "path", "line", "says"),
    [
        ("标题,日期\n甲,2024\n", "metadata.csv", 1, "没有“文件”"),
        ("file,date\na.txt,去年\n", "metadata.csv", 2, "“去年”不是看得懂的日期"),
        ("file,title\na.txt,甲\na.txt,乙\n", "metadata.csv", 3, "写了两次"),
        ("file,title\n,甲\n", "metadata.csv", 2, "没有写是哪个文件"),
        ("file,title\na.txt,甲,乙\n", "metadata.csv", 2, "格数比表头多"),
        ('file,title\n"a\nb.txt",甲\nc.txt,"乙\n', "metadata.csv", 4, "读不下去"),
        (b"file\x00", "metadata.csv", None, "不是文本文件"),
        ("a.txt: {title: [", "metadata.yaml", 1, "YAML 有误"),
        ("[" * 5000, "metadata.yaml", None, "YAML 有误"),
        ("a: 1\x07", "metadata.yaml", None, "YAML 有误"),
        ("a.txt: {date: 去年}", "metadata.yaml", 1, "不是看得懂的日期"),
        ("a.txt: {title: 甲}\na.txt: {title: 乙}", "metadata.yaml", 2, "写了两次"),
        ("- title: 甲\n- 乙", "metadata.yaml", 1, "没有“文件”"),
        ("a.txt: 甲", "metadata.yaml", 1, "各项"),
        ("a.txt:\n  title: 甲\n  tags: [一, 二]", "metadata.yaml", 3, "一个值"),
        ("就是一句话", "metadata.yaml", 1, "要写成"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(data: bytes | str, path: str, line: int | None, says: str) -> None:
    found = problems(read(data, path))
    assert found
    assert found[0][0] == line
    assert says in found[0][1]


def test_the_rest_of_a_wrong_table_is_used() -> None:
    sidecar = read("file,title,date\na.txt,甲,去年\na.txt,乙,2024\nb.txt,丙,2023\ngone.txt,丁,\n")
    fields, told = merge_sidecars([sidecar], {"a.txt", "b.txt"})
    assert fields == {"a.txt": {"title": "甲"}, "b.txt": {"title": "丙", "date": "2023"}}
    assert [problem.line for problem in told] == [2, 3, 5]
    assert "没有“gone.txt”这个文件" in told[-1].message.text()


@pytest.mark.parametrize("data", ["", "\n\n", "file,title\n", "file,title\n,\n\n"])
@pytest.mark.parametrize("path", ["metadata.csv", "metadata.yaml"])
def test_empty_tables_are_no_problem(data: str, path: str) -> None:
    if path.endswith("csv") or not data.strip():
        assert read(data, path) == Sidecar(path, {}, ())


def test_the_nearest_folder_wins_field_by_field() -> None:
    above = read("file,title,speaker\nx/a.txt,上,上\n")
    here = read("file,title\na.txt,下\n", "x/metadata.csv")
    also = read("a.txt: {title: 又, kind: 讲话}", "x/metadata.yaml")
    fields, told = merge_sidecars([above, also, here], {"x/a.txt"})
    assert fields == {"x/a.txt": {"title": "下", "speaker": "上"}}
    assert told == [Problem("x/metadata.yaml", 1, told[0].message)]


def test_a_sidecar_does_not_reach_above_its_folder() -> None:
    fields, told = merge_sidecars([read("file,title\n../a.txt,甲\n", "x/metadata.csv")], {"a.txt"})
    assert fields == {}
    assert len(told) == 1


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(str.encode), st.sampled_from(["metadata.csv", "metadata.yaml"])
)
@example(b"file,title\na.txt,\xff\xfe\n", "metadata.csv")
@example(b"? [a]\n: b", "metadata.yaml")
@example(b"&a {a: *a}", "metadata.yaml")
def test_nothing_breaks_the_reader(data: bytes, path: str) -> None:
    read(data, path)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    seeds = tmp_path / "seeds"
    (seeds / "下级").mkdir(parents=True)
    (seeds / "metadata.csv").write_bytes(
        "文件,标题,日期,讲话人,编号\na.txt,表里的标题,2024年5月3日,张明,talk\n"
        "own.md,表里的标题,2020,李四,\ntalks.jsonl,,2019,王五,\n缺.txt,,,,\n".encode("gb18030")
    )
    (seeds / "下级" / "metadata.yml").write_text("b.txt: {date: 说不清, speaker: 赵六}", encoding="utf-8")
    (seeds / "a.txt").write_text("在丙会上的讲话\n（2001年1月1日）\n同志们：\n讲一件事，说一句话。\n", encoding="utf-8")
    (seeds / "own.md").write_text("---\ntitle: 自己的标题\ndate: 乱\n---\n同志们：\n讲两件事。\n", encoding="utf-8")
    (seeds / "talks.jsonl").write_text(
        '{"text": "讲三件事。", "date": "2018"}\n{"text": "讲四件事。"}', encoding="utf-8"
    )
    (seeds / "下级" / "b.txt").write_text("在丁会上的讲话\n同志们：\n讲五件事。\n", encoding="utf-8")
    return build(seeds, tmp_path / "index")


def test_a_build_uses_sidecars(report: Report) -> None:
    found: dict[str, IndexedSpeech] = {one.path: one for one in report.indexed}
    assert set(found) == {"a.txt", "own.md", "talks.jsonl:1", "talks.jsonl:2", "下级/b.txt"}
    assert report.files == 4
    a = found["a.txt"]
    assert (a.id, a.title, a.date, a.speaker) == ("talk", "表里的标题", "2024-05-03", "张明")
    assert dict.fromkeys(("title", "date", "speaker"), "sidecar").items() <= a.origins.items()
    own = found["own.md"]
    assert (own.title, own.date, own.speaker) == ("自己的标题", "2020", "李四")
    assert (own.origins["title"], own.origins["date"]) == ("fields", "sidecar")
    assert [found[f"talks.jsonl:{part}"].date for part in (1, 2)] == ["2018", "2019"]
    assert found["下级/b.txt"].origins["speaker"] == "sidecar"
    assert found["下级/b.txt"].date is None


def test_a_build_tells_what_is_wrong_in_sidecars(report: Report) -> None:
    assert [(problem.path, problem.line) for problem in report.problems] == [
        ("metadata.csv", 5),
        ("下级/metadata.yml", 1),
    ]
