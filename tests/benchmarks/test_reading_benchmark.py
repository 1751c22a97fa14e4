"""The benchmark of reading: what it calls right is right, and its golden files are those of the texts."""

from pathlib import Path

from click.testing import CliRunner

from benchmarks.reading.__main__ import GOLDENS, main
from benchmarks.reading.golden import hashed, read_golden
from benchmarks.reading.score import Score, scores
from benchmarks.reading.wrapped import Wrapping, found_in
from indexer.model import RawText
from indexer.readers.lines import number_lines
from indexer.speech import parse

SPEECH = "在临河市水利大会上的讲话\n（2031年5月2日）\n临河市市长　常青\n\n同志们：\n\n一、修好渠系\n\n先修主渠。\n"
READ = """{"title": %s, "title_also": [], "date": "2031-05-02", "published": [], "speaker": %s, "office": null,
"occasion": null, "dialogue": false, "salutation": [5], "headings": [%s], "headings_optional": [], "turns": [],
"turns_until": null, "left_out": [], "wrapped": []}"""


def test_what_is_right_missing_and_false(tmp_path: Path) -> None:
    speech = parse(RawText("a.txt", "text", "utf-8", tuple(number_lines(SPEECH.split("\n"))), {}))
    title, (length, digest) = hashed("在临河市水利大会上的讲话"), hashed("一、修好渠系") or (0, "")
    heading = f'[1, {length}, "{digest}", false], [1, 3, "none", false]'
    (tmp_path / "a.json").write_text(
        (READ % (list(title or ()), [2, "other"], heading)).replace("'", '"'), encoding="utf-8"
    )
    found = dict(scores(speech, read_golden(tmp_path / "a.json")))
    assert found["title"] == found["date"] == Score(right=1)
    assert found["speaker"] == Score(missing=1, false=1)
    assert found["headings"] == Score(right=1, missing=1)
    assert Score(3, 1, 1).f1 == 0.75


def test_every_golden_file_is_of_a_text(shared: Path) -> None:
    texts = (shared / "corpora" / "pages-as-copied").glob("*.txt")
    assert sorted(file.stem for file in texts) == sorted(file.stem for file in GOLDENS.glob("*.json"))
    done = CliRunner().invoke(main, [])
    assert done.exit_code == 0
    assert "prov_gwr_2026" in done.stdout


def test_strings_across_the_ends_of_lines(tmp_path: Path) -> None:
    """Each paragraph is longer than a line, and no last line is full: all is found, and nothing is joined falsely."""
    paragraphs = [
        f"第{number}件事，" + "渠系整治按期推进，群众反映的问题得到解决，" * 4 + "评价总体满意。"
        for number in range(20)
    ]
    (tmp_path / "a.txt").write_text("\n".join(paragraphs), encoding="utf-8")
    found = found_in(tmp_path, Wrapping(30, indent=True))
    assert found.strings == 1
    assert found.joined == 0
    done = CliRunner().invoke(main, ["--wrapped", "--reports", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "60 cells" in done.stdout
