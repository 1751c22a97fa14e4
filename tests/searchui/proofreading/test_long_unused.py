"""Phrases of a draft that a corpus used often and has not used for years, held against the definition."""

import io
import random
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.analysis import Analysis
from indexer.analysis.words import is_word
from indexer.build.pipeline import build
from searchui import open_corpus
from searchui.cli.group import commands
from searchui.search.proofreading.long_unused import MAX_CHANCE, MIN_LENGTH, MIN_SPEECHES, MIN_YEARS
from searchui.search.statistics.words.function_words import is_function_word
from searchui.web import create_app

OLD, NEW = "兴修小水电", "建设智慧电网"
DRAFT = f"今年我们要{OLD}，也要{NEW}。\n各乡镇要{OLD}工程。"
TOPICS = ("兴修小水电", "建设智慧电网", "发展乡村旅游", "整治城乡环境", "推进移风易俗", "办好民生实事", "修建通村公路")
YEARS = range(2001, 2025)


def speech(year: int, sentences: str, month: int = 3) -> tuple[str, str]:
    date = f"（{year}年{month}月1日）"
    return (
        f"{year}-{month:02}-工作会议讲话.txt",
        f"在全县工作会议上的讲话\n{date}\n县长 顾明川\n\n同志们：\n\n{sentences}\n",
    )


def written(folder: Path, speeches: Mapping[str, str]) -> Path:
    folder.mkdir()
    for name, text in speeches.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A speech a year; the old phrase until 2010, the new one since 2008."""
    folder = tmp_path_factory.mktemp("long_unused")
    texts = [
        speech(year, f"今年的工作是{year - 1978}项。" + f"要{OLD}。" * (year <= 2010) + f"还要{NEW}。" * (year >= 2008))
        for year in YEARS
    ]
    build(written(folder / "seeds", dict(texts)), folder / "index")
    return folder / "index"


def test_what_was_used_until_long_ago_is_named_with_its_last_use(index: Path) -> None:
    with open_corpus(index) as corpus:
        proof = corpus.proof(DRAFT)
    (one,) = proof.long_unused
    assert one.text == OLD
    assert [DRAFT[span.start : span.end] for span in one.spans] == [OLD, OLD]
    assert (one.evidence.count, one.evidence.speeches) == (10, 10)
    assert [str(use.date)[:4] for use in (one.evidence.first, one.evidence.last) if use] == ["2001", "2010"]
    assert not proof.notices


def test_it_is_a_note_and_no_error(index: Path, tmp_path: Path) -> None:
    draft = tmp_path / "文稿.txt"
    draft.write_text(f"也许会{OLD}吧。", encoding="utf-8")
    done = CliRunner().invoke(commands, ["proof", str(draft), "--index", str(index)])
    assert done.exit_code == 0
    assert f"“{OLD}”：语料里 10 次（10 篇），首见 2001-03-01" in done.stdout
    assert "此后没有再用" in done.stdout
    table = CliRunner().invoke(commands, ["proof", str(draft), "--index", str(index), "--format", "csv"])
    assert "long_unused" in table.stdout or "久未用到" in table.stdout
    client: FlaskClient = create_app(index).test_client()
    page = client.post("/proof", data={"text": draft.read_text(encoding="utf-8")}).text
    assert re.search(r'<li class="unused".*?久未用到', page)
    document = docx.Document()
    document.add_paragraph(f"也许会{OLD}吧。")
    out = io.BytesIO()
    document.save(out)
    sent = {"file": (io.BytesIO(out.getvalue()), "a.docx"), "as": "docx"}
    answer = client.post("/proof", data=sent, content_type="multipart/form-data")
    assert not list(docx.Document(io.BytesIO(answer.data)).comments)


def test_an_undated_use_may_be_a_recent_one(tmp_path: Path) -> None:
    texts = dict(speech(year, f"要{OLD}。" * (year <= 2010) + f"还要{NEW}。") for year in YEARS)
    texts["致辞.txt"] = f"丰收节致辞\n\n各位乡亲：\n\n我们{OLD}。\n"
    build(written(tmp_path / "seeds", texts), tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        (undated,) = [one.id for one in corpus.speeches() if one.date is None]
        assert not corpus.proof(DRAFT).long_unused
        assert [one.text for one in corpus.proof(DRAFT, exclude=[undated]).long_unused] == [OLD]


def test_few_speeches_and_few_years_prove_nothing(tmp_path: Path) -> None:
    few = dict(speech(year, f"要{OLD}。" * (year <= 2002) + f"还要{NEW}。") for year in YEARS)
    late = dict(speech(year, f"要{OLD}。" * (year <= 2020) + f"还要{NEW}。") for year in YEARS)
    none = {"致辞.txt": f"丰收节致辞\n\n各位乡亲：\n\n我们{OLD}。\n"}
    for name, texts in (("few", few), ("late", late), ("none", none)):
        build(written(tmp_path / name, texts), tmp_path / f"{name}-index")
        with open_corpus(tmp_path / f"{name}-index") as corpus:
            assert not corpus.proof(DRAFT).long_unused


def test_a_genre_that_ended_says_nothing_of_what_it_used(tmp_path: Path) -> None:
    talks = dict(speech(year, f"要{OLD}。") for year in YEARS if year <= 2010)
    reports = {
        f"{year}-政府工作报告.txt": f"政府工作报告\n（{year}年1月8日）\n县长 顾明川\n\n各位代表：\n\n我们要{NEW}。\n"
        for year in YEARS
    }
    build(written(tmp_path / "seeds", talks | reports), tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        assert not corpus.proof(DRAFT).long_unused


@pytest.mark.parametrize("seed", range(6))
def test_it_is_as_the_definition_says(tmp_path: Path, seed: int) -> None:
    """Brute force over all runs of words: those long unused, none inside another."""
    chosen = random.Random(seed)
    texts: dict[str, str] = {}
    ends = {topic: 2008 + number for number, topic in enumerate(TOPICS)} | {TOPICS[0]: 2030}
    for year in YEARS:
        used = [topic for topic, end in ends.items() if year <= end and chosen.random() < 0.9]
        texts |= dict(
            [
                speech(
                    year, "。".join(chosen.sample(used, len(used))) + "。别的事项。" * (9 - len(used)) + f"共{year}项。"
                )
            ]
        )
    build(written(tmp_path / "seeds", texts), tmp_path / "index")
    draft = "，".join(chosen.choice(TOPICS) + chosen.choice(TOPICS) for _ in range(30)) + "。"
    bodies = {name: text.rpartition("同志们：")[2] for name, text in texts.items()}
    with open_corpus(tmp_path / "index") as corpus:
        found = {(span.start, span.end) for one in corpus.proof(draft).long_unused for span in one.spans}
        whole = {one.id: sum(map(len, (p.text for p in corpus.speech(one.id).paragraphs))) for one in corpus.speeches()}
    assert {*whole} == {*bodies}
    expected = {place for place in runs(draft) if is_unused(draft[slice(*place)], bodies, whole)}
    assert expected, "a seed with nothing to find"
    assert found == {one for one in expected if not any(is_inside(one, other) for other in expected)}


def is_inside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]


def runs(draft: str) -> Iterator[tuple[int, int]]:
    """Words side by side, no function word at either end."""
    words, end = [], 0
    for part in Analysis().cut(draft):
        words.append((end, part))
        end += len(part)
    for first in range(len(words)):
        for last in range(first, len(words)):
            own = [word for _, word in words[first : last + 1]]
            if not all(map(is_word, own)):
                break
            start, stop = words[first][0], words[last][0] + len(words[last][1])
            if stop - start >= MIN_LENGTH and not is_function_word(own[0]) and not is_function_word(own[-1]):
                yield start, stop


def is_unused(text: str, bodies: Mapping[str, str], sizes: Mapping[str, int]) -> bool:
    used = [int(name[:4]) for name, body in bodies.items() if text in body]
    if len(used) < MIN_SPEECHES or max(used) > max(YEARS) - MIN_YEARS:
        return False
    after = sum(size for name, size in sizes.items() if int(name[:4]) > max(used)) / sum(sizes.values())
    return (1 - after) ** len(used) < MAX_CHANCE


def test_the_oracle_sees_something() -> None:
    bodies = {f"{year}-03-工作会议讲话.txt": OLD if year < 2011 else "" for year in YEARS}
    assert is_unused(OLD, bodies, dict.fromkeys(bodies, 10))
    assert (0, 5) in {*runs(OLD)}
    assert all(one < other for one, other in pairwise(sorted(runs(DRAFT))))
