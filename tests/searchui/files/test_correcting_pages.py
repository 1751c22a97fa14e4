"""The table of files without a script: what was read, what is doubtful; corrections, undone ones, two people at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.intake.journal import Journal
from searchui.web.security import editing
from tests.searchui.files.forms import fields_of, form_of, row_of, save


def paths(page: str) -> list[str]:
    return [one.get_text(strip=True) for one in BeautifulSoup(page, "lxml").select(".rows .path")]


def value(client: FlaskClient, file: str, fact: str) -> str:
    fields = fields_of(form_of(client.get("/files").text, "/files/correct"))
    return fields[f"now.{row_of(fields, file)}.{fact}"]


def test_every_file_with_what_was_read_the_doubtful_first(client: FlaskClient) -> None:
    page = client.get("/files").text
    assert paths(page) == ["交通.txt", "湖泊.txt", "a.txt", "坏.docx"]
    assert "日期行，第 2 行" in page
    assert "没有收录" in page
    assert paths(client.get("/files?show=date").text) == ["交通.txt", "湖泊.txt"]
    assert paths(client.get("/files?show=left+out").text) == ["坏.docx"]
    assert paths(client.get("/files?name=湖").text) == ["湖泊.txt"]
    assert client.get("/files?show=none").status_code == 400
    assert client.get("/files?unknown=1").status_code == 400


def test_what_is_new_in_the_folder_is_waiting(client: FlaskClient, seeds: Path, follow: Callable[[], object]) -> None:
    (seeds / "新.txt").write_text("在新会议上的讲话\n同志们：\n新的话。\n", encoding="utf-8")
    (seeds / "a.txt").unlink()
    assert paths(client.get("/files?show=waiting").text) == ["新.txt"]
    assert client.get("/files/state").get_json()["behind"] == 2
    follow()
    assert client.get("/files/state").get_json()["behind"] == 0
    assert paths(client.get("/files?show=waiting").text) == []
    assert "新.txt" in paths(client.get("/files").text)


def test_a_correction_is_seen_at_once_found_once_the_index_follows_and_undone(
    client: FlaskClient, follow: Callable[[], object]
) -> None:
    done = save(client, "湖泊.txt", date="2032年5月6日", speaker="高远")
    assert done.status_code == 303
    page = client.get(done.location).text
    assert "已改 1 个文件" in page
    assert (value(client, "湖泊.txt", "date"), value(client, "湖泊.txt", "speaker")) == ("2032-05-06", "高远")
    assert paths(client.get("/files?show=doubtful").text) == ["交通.txt"]
    assert client.get("/files/state?since=1").get_json()["reflected"] is False
    follow()
    assert client.get("/files/state?since=1").get_json()["reflected"] is True
    assert "高远" in client.get("/search?q=湖泊+speaker:高远").text
    undone = client.post("/files/undo", data=fields_of(form_of(page, "/files/undo")) | {"number": "1"})
    assert undone.status_code == 303
    follow()
    assert value(client, "湖泊.txt", "speaker") == ""
    log = client.get("/files/log").text
    assert "撤销" in log
    assert "已撤销" in log
    again = client.post("/files/undo", data=fields_of(form_of(page, "/files/undo")) | {"number": "1"})
    assert (again.status_code, "已经撤销过" in again.text) == (400, True)


def test_what_is_doubtful_is_confirmed_at_one_stroke_also_that_it_is_not_known(
    client: FlaskClient, seeds: Path, follow: Callable[[], object]
) -> None:
    fields = fields_of(form_of(client.get("/files").text, "/files/correct"))
    client.post("/files/correct", data={**fields, f"ok.{row_of(fields, '湖泊.txt')}": "on"})
    assert "湖泊.txt,,不详,不详," in (seeds / "metadata.csv").read_text(encoding="utf-8-sig")
    follow()
    assert paths(client.get("/files?show=doubtful").text) == ["交通.txt"]


def test_a_speech_leads_to_its_row_and_only_for_who_may_change_it(client: FlaskClient) -> None:
    link = '/files?name=%E6%B9%96%E6%B3%8A.txt"'
    assert link in client.get("/speech/湖泊.txt").text
    assert link not in client.get("/speech/湖泊.txt", environ_base={"REMOTE_ADDR": "192.0.2.7"}).text
    assert paths(client.get("/files?name=%E6%B9%96%E6%B3%8A.txt").text) == ["湖泊.txt"]


def test_several_rows_at_once(client: FlaskClient, seeds: Path) -> None:
    fields = fields_of(form_of(client.get("/files").text, "/files/correct"))
    ticked = {f"pick.{row_of(fields, name)}": "on" for name in ("湖泊.txt", "交通.txt")}
    done = client.post("/files/correct", data={**fields, **ticked, "all.fact": "speaker", "all.value": "高远"})
    assert done.status_code == 303
    changes = Journal(seeds).changes()
    assert sorted((change.file, change.cells["speaker"].after.value) for change in changes) == [
        ("交通.txt", "高远"),
        ("湖泊.txt", "高远"),
    ]


def test_who_comes_second_is_told_and_what_was_typed_stands_there_again(client: FlaskClient) -> None:
    fields = fields_of(form_of(client.get("/files").text, "/files/correct"))
    number = row_of(fields, "湖泊.txt")
    save(client, "湖泊.txt", speaker="高远")
    late = client.post("/files/correct", data={**fields, f"now.{number}.speaker": "韩石", f"now.{number}.date": "2032"})
    assert late.status_code == 409
    shown = fields_of(form_of(late.text, "/files/correct"))
    assert (shown["was.0.speaker"], shown["now.0.speaker"], shown["was.0.date"]) == ("高远", "韩石", "2032")
    assert "别人刚把这一项改成了“高远”" in late.text
    assert client.post("/files/correct", data=shown).status_code == 303
    assert value(client, "湖泊.txt", "speaker") == "韩石"


def test_what_cannot_be_is_told_beside_its_box(client: FlaskClient) -> None:
    wrong = save(client, "湖泊.txt", date="昨天")
    assert wrong.status_code == 409
    assert fields_of(form_of(wrong.text, "/files/correct"))["now.0.date"] == "昨天"
    assert "不是看得懂的日期" in wrong.text
    assert value(client, "湖泊.txt", "date") == ""


def test_after_a_restart_what_was_typed_is_not_lost(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = fields_of(form_of(client.get("/files").text, "/files/correct"))
    monkeypatch.setattr(editing, "_KEY", b"another server")
    number = row_of(fields, "湖泊.txt")
    refused = client.post("/files/correct", data={**fields, f"now.{number}.speaker": "高远"})
    assert refused.status_code == 403
    assert value(client, "湖泊.txt", "speaker") == ""
    again = fields_of(form_of(refused.text, "/files/correct"))
    assert again["now.0.speaker"] == "高远"
    assert client.post("/files/correct", data=again).status_code == 303
    assert value(client, "湖泊.txt", "speaker") == "高远"


def test_a_folder_that_is_gone_is_told_in_words(client: FlaskClient, seeds: Path) -> None:
    fields = fields_of(form_of(client.get("/files").text, "/files/correct"))
    seeds.rename(seeds.parent / "away")
    number = row_of(fields, "湖泊.txt")
    refused = client.post("/files/correct", data={**fields, f"now.{number}.speaker": "高远"})
    assert (refused.status_code, "不见了" in refused.text) == (400, True)
    assert client.get("/files").status_code == 400
    assert "找不到讲话稿文件夹" in client.get("/files").text
