"""Corrections are written into the table of the person, byte by byte as it was otherwise; each can be taken back."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.build.pipeline import build, update
from indexer.errors import CallError
from indexer.evidence import FACTS
from indexer.intake import journal as journal_module
from indexer.intake.correcting import Corrected, Wish, correct, undo
from indexer.intake.journal import FILE, Journal, Kind
from indexer.intake.metadata_table import Cell, MetadataTable
from indexer.intake.overview import Doubt, Overview, facts_of
from indexer.readers.sidecar import read_sidecar, split_settled
from indexer.speech.header.date import declared_date
from indexer.store import Store

TABLE = '档号,文件,日期,备注\r\nA-1,a.txt,,"逗号,引号"""\r\n# 以下是去年的,,,\r\nA-2,b.txt,2030-01-02, 留着空格 \r\n'
BODY = "同志们：\n我们要把第{}件事做好，一件一件办好。\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    (folder / "下级").mkdir(parents=True)
    (folder / "a.txt").write_text(f"在水利会议上的讲话\n2031年3月1日\n市长 白玉泉\n{BODY.format(1)}", encoding="utf-8")
    (folder / "b.md").write_text(
        f"---\nspeaker: 林一\ndate: 2030-01-02\n---\n# 讲话\n{BODY.format(2)}", encoding="utf-8"
    )
    (folder / "下级" / "c.txt").write_text(f"在会议上的讲话\n{BODY.format(3)}", encoding="utf-8")
    return folder


def known(seeds: Path) -> Mapping[str, Mapping[str, str]]:
    """What an index has of each file."""
    index = seeds.parent / "index"
    (update if index.exists() else build)(seeds, index)
    overview = Overview(Store(index).current())
    return {row.path: found for row in overview.rows(seeds) if (found := overview.facts(row.path)) is not None}


def wish(seeds: Path, file: str, fact: str, wanted: str) -> Corrected:
    facts = known(seeds)
    return correct(seeds, [Wish(file, fact, facts[file][fact], wanted)], facts.get, "王芳")


def test_what_was_corrected_wins_over_text_and_file_and_is_taken_back(seeds: Path) -> None:
    before = known(seeds)
    wish(seeds, "a.txt", "speaker", "高远")
    wish(seeds, "b.md", "date", "2029年5月6日")
    wish(seeds, "a.txt", "date", "不详")
    after = known(seeds)
    assert (after["a.txt"]["speaker"], after["a.txt"]["date"], after["b.md"]["date"]) == ("高远", "", "2029-05-06")
    assert after["b.md"]["speaker"] == "林一"
    for number in (3, 1, 2):
        undo(seeds, number, "王芳")
    assert known(seeds) == before
    assert "b.md" not in (seeds / "metadata.csv").read_text(encoding="utf-8-sig"), "its row says nothing any more"
    log = Journal(seeds).changes()
    assert [(change.kind, change.who, change.undoes) for change in log[3:]] == [
        (Kind.UNDO, "王芳", n) for n in (3, 1, 2)
    ]


def test_a_doubtful_fact_that_is_confirmed_is_certain(seeds: Path) -> None:
    (seeds / "2028年全会.txt").write_text(f"讲话\n{BODY.format(4)}", encoding="utf-8")
    facts = known(seeds)["2028年全会.txt"]
    assert facts["date"] == "2028"
    overview = Overview(Store(seeds.parent / "index").current())
    assert Doubt.UNSURE in next(row for row in overview.rows(seeds) if row.path == "2028年全会.txt").doubts
    wish(seeds, "2028年全会.txt", "date", "2028")
    known(seeds)
    overview = Overview(Store(seeds.parent / "index").current())
    assert Doubt.UNSURE not in next(row for row in overview.rows(seeds) if row.path == "2028年全会.txt").doubts
    assert overview.speeches("2028年全会.txt")[0].evidence["date"].origin == "person"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\r\n", "\n", ""])
def test_the_table_is_kept_as_the_person_wrote_it(seeds: Path, encoding: str, end: str) -> None:
    written = TABLE.replace("\r\n", end or "\n").removesuffix("" if end else "\n")
    (seeds / "metadata.csv").write_bytes(written.encode(encoding))
    wish(seeds, "a.txt", "date", "2031-03-02")
    changed = (seeds / "metadata.csv").read_bytes().decode(encoding)
    wanted = written.replace("A-1,a.txt,,", "A-1,a.txt,2031-03-02,").replace("备注", "备注,人工核定", 1)
    assert changed == wanted.replace('"逗号,引号"""', '"逗号,引号""",日期')
    undo(seeds, 1, "")
    back = (seeds / "metadata.csv").read_bytes().decode(encoding)
    assert back == written.replace("备注", "备注,人工核定", 1).replace('"逗号,引号"""', '"逗号,引号""",')


def test_the_nearest_table_that_names_the_file_is_gone_on(seeds: Path) -> None:
    (seeds / "metadata.csv").write_text("文件,讲话人\n下级/c.txt,远\n", encoding="utf-8")
    (seeds / "下级" / "Metadata.csv").write_text("file;speaker\nc.txt;近\n", encoding="utf-8")
    assert known(seeds)["下级/c.txt"]["speaker"] == "近"
    wish(seeds, "下级/c.txt", "speaker", "最近")
    assert (seeds / "下级" / "Metadata.csv").read_text(encoding="utf-8") == "file;speaker;人工核定\nc.txt;最近;讲话人\n"
    assert known(seeds)["下级/c.txt"]["speaker"] == "最近"


def test_it_wins_over_what_earlier_versions_wrote_and_shows_that_again_when_taken_back(seeds: Path) -> None:
    (seeds / "corrections.csv").write_text("文件,讲话人,职务\na.txt,旧名,旧职\n", encoding="utf-8")
    (seeds / "metadata.csv").write_text("文件,场合\na.txt,全市大会\n", encoding="utf-8")
    facts = known(seeds)["a.txt"]
    assert (facts["speaker"], facts["occasion"]) == ("旧名", "全市大会"), "both tables count"
    wish(seeds, "a.txt", "speaker", "新名")
    facts = known(seeds)["a.txt"]
    assert (facts["speaker"], facts["office"]) == ("新名", "旧职")
    undo(seeds, 1, "")
    assert known(seeds)["a.txt"]["speaker"] == "旧名"


def test_of_two_who_change_one_fact_the_second_is_told_and_loses_nothing(seeds: Path) -> None:
    facts = known(seeds)
    first = correct(seeds, [Wish("a.txt", "speaker", "白玉泉", "高远")], facts.get, "甲")
    assert first.refusals == []
    second = correct(
        seeds, [Wish("a.txt", "speaker", "白玉泉", "韩石"), Wish("a.txt", "office", "市长", "书记")], facts.get, "乙"
    )
    ((refusal),) = second.refusals
    assert (refusal.now, refusal.wish.wanted) == ("高远", "韩石")
    assert "高远" in str(refusal.reason)
    assert [dict.fromkeys(change.cells) for change in second.changes] == [{"office": None}]
    same = correct(seeds, [Wish("a.txt", "speaker", "白玉泉", "高远")], facts.get, "丙")
    assert same.refusals == [], "who wants what is there already is not told"
    correct(seeds, [Wish("a.txt", "speaker", "高远", "韩石")], facts.get, "乙")
    with pytest.raises(CallError, match="后来又改过"):
        undo(seeds, first.changes[0].number, "甲")


@pytest.mark.parametrize(
    ("fact", "wanted", "told"),
    [
        ("date", "昨天", "不是看得懂的日期"),
        ("address", "见附件", "不是网址"),
        ("title", " ", "标题不能空着"),
        ("speaker", "长" * 501, "太长"),
    ],
)
def test_what_no_fact_can_be_is_refused(seeds: Path, fact: str, wanted: str, told: str) -> None:
    done = wish(seeds, "a.txt", fact, wanted)
    assert told in str(done.refusals[0].reason)
    assert not (seeds / "metadata.csv").exists()


def test_a_file_of_many_speeches_or_none_is_not_corrected_here(seeds: Path) -> None:
    (seeds / "d.jsonl").write_text('{"title": "一", "text": "甲乙丙丁。"}\n{"title": "二", "text": "戊己庚辛。"}\n')
    facts = known(seeds)
    done = correct(seeds, [Wish("d.jsonl", "date", "", "2031"), Wish("../x", "date", "", "2031")], facts.get, "")
    assert len(done.refusals) == 2
    assert not (seeds / "metadata.csv").exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ('文件,日期\na.txt,"2031\n'.encode(), "引号"),
        ("名称,日期\na.txt,2031\n".encode(), "没有“文件”"),
        (b"\x00\x01\x02\xff", "不能接着写"),
        ("文件,日期\na.txt,2031,多一格\n".encode(), "格数比表头多"),
    ],
)
def test_a_table_that_cannot_be_gone_on_is_left_alone_and_nothing_is_logged(
    seeds: Path, data: bytes, told: str
) -> None:
    (seeds / "metadata.csv").write_bytes(data)
    facts = known(seeds)
    with pytest.raises(CallError, match=told):
        correct(seeds, [Wish("a.txt", "speaker", "白玉泉", "高远")], facts.get, "")
    assert (seeds / "metadata.csv").read_bytes() == data
    assert Journal(seeds).changes() == []


def test_a_table_that_cannot_be_written_leaves_the_old_one_and_the_change_is_given_up(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (seeds / "metadata.csv").write_bytes(TABLE.encode())
    facts = known(seeds)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("indexer.intake.correcting.write_whole", full)
        with pytest.raises(CallError, match="No space left"):
            correct(seeds, [Wish("a.txt", "speaker", "白玉泉", "高远")], facts.get, "")
    assert (seeds / "metadata.csv").read_bytes() == TABLE.encode()
    assert Journal(seeds).changes() == []
    correct(seeds, [Wish("a.txt", "speaker", "白玉泉", "高远")], facts.get, "")
    assert [change.number for change in Journal(seeds).changes()] == [3]


def test_a_folder_that_is_gone_is_told(seeds: Path) -> None:
    facts = known(seeds)
    seeds.rename(seeds.parent / "away")
    with pytest.raises(CallError, match="不见了"):
        correct(seeds, [Wish("a.txt", "speaker", "白玉泉", "高远")], facts.get, "")
    assert not seeds.exists()


def test_while_somebody_else_writes_one_waits_and_is_told(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "WAIT", 0.05)
    with journal_module.changing(seeds), pytest.raises(CallError, match="另一个人"), journal_module.changing(seeds):
        pass


def test_a_line_that_a_crash_cut_off_is_passed_over(seeds: Path) -> None:
    wish(seeds, "a.txt", "speaker", "高远")
    with (seeds / FILE).open("ab") as file:
        file.write(b'{"number":2,"at":"20')
    wish(seeds, "a.txt", "office", "书记")
    assert [change.number for change in Journal(seeds).changes()] == [1, 2]


CELLS = st.text(alphabet='甲乙,;"\n =\t', max_size=4)


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4),
    header=st.permutations(["文件", "日期", "讲话人", "备注"]),
    fact=st.sampled_from(sorted(FACTS)),
    value=st.text(alphabet="甲乙,\"=+'", min_size=1, max_size=4),
)
def test_any_table_says_of_all_else_what_it_said(
    rows: list[tuple[str, str, str]], header: list[str], fact: str, value: str
) -> None:
    """What the reader of tables has of every other file, and of every other fact, is what it was."""
    import csv
    import io

    out = io.StringIO(newline="")
    csv.writer(out).writerow(header)
    for number, cells in enumerate(rows):
        named = dict(zip([name for name in header if name != "文件"], cells, strict=True))
        csv.writer(out).writerow([f"{number}.txt" if name == "文件" else named[name] for name in header])
    data = out.getvalue().encode("utf-8-sig")
    table = MetadataTable("metadata.csv", data)
    wanted = " ".join(value.split())
    table.set("0.txt", {fact: Cell(wanted, settled=True)})

    def read(text: bytes) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
        sidecar = read_sidecar(text, "metadata.csv", lambda date: True)
        return {file: split_settled(row.cells) for file, row in sidecar.rows.items()}

    before, after = read(data), read(table.data)
    told, settled = after.pop("0.txt")
    told_before, _settled = before.pop("0.txt", ({}, {}))
    assert after == before
    assert {name: one for name, one in told_before.items() if name != fact} == told
    if fact != "address":
        assert settled == {fact: wanted}


def test_facts_are_those_of_the_table_of_metadata(seeds: Path) -> None:
    known(seeds)
    overview = Overview(Store(seeds.parent / "index").current())
    assert facts_of(overview.entries("a.txt")[0]) == facts_of(overview.speeches("a.txt")[0])
    assert declared_date(facts_of(overview.entries("a.txt")[0])["date"]) == overview.entries("a.txt")[0].date
