"""A bundle that a command writes is the one that the site gives of the same question."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from searchui.cli.group import commands

COMMANDS = {
    "search": (["search", "高质量发展", "--year", "2024", "--sort", "oldest"], "q=高质量发展&year=2024&sort=oldest"),
    "kwic": (["kwic", "高质量发展", "--sort", "right", "--query", "改革"], "q=改革&phrase=高质量发展&sort=right"),
    "trend": (["trend", "高质量发展", "改革", "--by", "speaker"], "phrase=高质量发展&phrase=改革&by=speaker"),
    "around": (["around", "高质量发展", "--minimum", "2"], "phrase=高质量发展&minimum=2"),
    "compare": (["compare", "--a", "year:2024", "--minimum", "2"], "year=2024&minimum=2"),
    "ngrams": (["ngrams", "--minimum", "4"], "minimum=4"),
    "variants": (["variants", "高质量发展", "--limit", "7"], "phrase=高质量发展&limit=7"),
    "diff": (
        ["diff", "2023-澜滨市政府工作报告.txt", "2025-澜滨市政府工作报告.html"],
        "a=2023-澜滨市政府工作报告.txt&b=2025-澜滨市政府工作报告.html",
    ),
    "reuse": (["reuse", "--all"], ""),
    "speeches": (["list", "--sort", "length"], "sort=length"),
}


@pytest.mark.parametrize("view", COMMANDS)
def test_it_has_the_bytes_of_that_of_the_site(
    client: FlaskClient, sample_index: Path, tmp_path: Path, view: str
) -> None:
    arguments, parameters = COMMANDS[view]
    file = tmp_path / "bundle.zip"
    done = CliRunner().invoke(commands, [*arguments, "--index", str(sample_index), "--output", str(file)])
    assert done.exit_code in (0, 1), done.output
    answer = client.get(f"/export/{view}.zip?{parameters}&lang=zh")
    assert answer.status_code == 200, answer.text
    assert file.read_bytes() == answer.data


@pytest.mark.parametrize(
    "arguments",
    [
        ["diff", "2023-澜滨市政府工作报告.txt", "FILE"],
        ["reuse", "2023-澜滨市政府工作报告.txt"],
        ["compare", "--a", "year:2024", "--no-phrases"],
        ["proof", "FILE"],
        ["count", "改革"],
    ],
)
def test_what_has_no_bundle_says_so_and_writes_none(sample_index: Path, tmp_path: Path, arguments: list[str]) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("今年要抓好河湖治理工程。", encoding="utf-8")
    file = tmp_path / "bundle.zip"
    asked = [str(draft) if one == "FILE" else one for one in arguments]
    done = CliRunner().invoke(commands, [*asked, "--index", str(sample_index), "--output", str(file)])
    assert done.exit_code == 2
    assert not file.exists()
