"""The site by its answers: pages, API, errors, and nothing from a file unescaped."""

import json
import re
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.build.pipeline import build
from searchui import Corpus, MatchOptions
from searchui.cli.group import commands
from searchui.search import Filters
from searchui.search.proofreading.proof import Verdict
from searchui.web import create_app

PAYWALLED = "2023-全区党建工作推进会.txt"


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def soup(client: FlaskClient, url: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == status, url
    return BeautifulSoup(answer.text, "lxml")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, selector
    return found


def test_home_tells_what_is_there(client: FlaskClient, corpus: Corpus) -> None:
    page = soup(client, "/")
    assert "30 篇讲话" in page.text
    assert "2017—2026 年" in page.text
    assert len(page.select(".years rect:not(.base)")) == 10
    latest = corpus.list_speeches(per_page=5).speeches
    assert [link["href"] for link in page.select(".list a")] == [f"/speech/{quote(entry.id)}" for entry in latest]
    for example in page.select(".examples a"):
        assert soup(client, str(example["href"])).select(".hit")
    assert [link["href"] for link in page.select(".ways-in a")] == ["/speeches", "/trend", "/proof"]


@pytest.mark.parametrize("path", ["/", "/help"])
def test_each_view_has_an_example_that_works(client: FlaskClient, path: str) -> None:
    links = {link.text: str(link["href"]) for link in soup(client, path).select(".by-view a")}
    shown = {
        "逐条": ".line",
        "趋势": "svg.chart",
        "前后的词": "tbody tr",
        "相近的提法": ".wording",
        "两篇对照": ".changed",
        "沿用": ".reused",
        "核对文稿": "textarea",
        "讲话人": ".words li",
    }
    assert list(links) == list(shown)
    for name, selector in shown.items():
        assert soup(client, links[name]).select(selector), name


def test_the_draft_to_try_differs_from_its_speech(client: FlaskClient, corpus: Corpus) -> None:
    draft = one(soup(client, "/proof?example=on"), "textarea").text.strip()
    verdicts = [sentence.verdict for sentence in corpus.proof(draft).sentences]
    assert verdicts.count(Verdict.EXACT) == 1
    assert verdicts.count(Verdict.ALTERED) == len(verdicts) - 1 > 1


def test_where_there_is_nothing_to_show_no_example_is_offered(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("会\n\n好。", encoding="utf-8")
    build(tmp_path, tmp_path / "index")
    other = create_app(tmp_path / "index").test_client()
    assert not soup(other, "/").select(".by-view")
    assert not soup(other, "/help").select(".by-view")
    assert one(soup(other, "/proof?example=on"), "textarea").text.strip() == ""


def test_results(client: FlaskClient, corpus: Corpus) -> None:
    page = soup(client, "/search?q=" + quote('"党的建设" 基层'))
    assert one(page, "h1").text == "找到 3 段，出自 3 篇"
    assert "读作：一字不差含“党的建设”，且含“基层”各词" in page.text
    assert len(page.select(".hit")) == 3
    for hit, expected in zip(page.select(".hit"), corpus.search('"党的建设" 基层').hits, strict=True):
        assert {mark.text for mark in hit.select("mark")} == {"党的建设", "基层"}
        href = str(one(hit, ".path a")["href"])
        assert href.startswith(f"/speech/{quote(expected.speech.id)}?")
        target = one(soup(client, href), f"#{expected.anchor}")
        assert "党的建设" in [mark.text for mark in target.select("mark")]


def test_filters_can_be_set_and_removed(client: FlaskClient) -> None:
    page = soup(client, "/search?q=" + quote("发展"))
    year = next(link for link in page.select(".filters a") if one(link, ".name").text == "2024")
    narrowed = soup(client, str(year["href"]))
    assert f"找到 {one(year, '.count').text} 段" in narrowed.text
    assert one(narrowed, ".filters a[aria-current] .name").text == "2024"
    assert one(narrowed, "form input[name=year]")["value"] == "2024"
    chip = one(narrowed, ".chips a")
    assert one(soup(client, str(chip["href"])), "h1").text == one(page, "h1").text
    newest = next(link for link in narrowed.select(".sorts a") if link.text == "最新")
    assert "year=2024" in str(newest["href"])


def test_pages_lead_on(client: FlaskClient) -> None:
    url: str | None = "/search?q=" + quote("发展") + "&collapse=off"
    seen: list[str] = []
    while url:
        page = soup(client, url)
        seen += [str(link["href"]) for link in page.select(".hit .path a")]
        following = page.select_one(".pager a[rel=next]")
        url = str(following["href"]) if following else None
    assert f"找到 {len(set(seen))} 段" in one(soup(client, "/search?q=" + quote("发展")), "h1").text


def test_nothing_found_offers_ways_on(client: FlaskClient) -> None:
    page = soup(client, "/search?q=" + quote("“生态 湖区”") + "&year=2018")
    links = {link.text: str(link["href"]) for link in page.select(".nothing a")}
    assert "年份" not in links
    assert soup(client, links["去掉引号，改为按词查找"]).select(".hit")
    assert "year" not in links["去掉“仅看”的条件"]
    swapped = soup(client, "/search?q=" + quote("“青山绿水就是金山银山”"))
    variants = next(str(link["href"]) for link in swapped.select(".nothing a") if link.text == "看相近的提法")
    assert "7 次" in soup(client, variants).text, "the same in another order"


def test_nothing_found_is_explained(client: FlaskClient) -> None:
    for query in ("“新质生产力” 龘龘", "新质生产力 -党 -的 -基层", "“新制生产力”", "“推动新质生产力大跃进”"):
        for more in ("", "&year=2018", "&year=2018&speaker=" + quote("陆知衡")):
            page = soup(client, "/search?q=" + quote(query) + more)
            for link in page.select(".nothing > p a"):
                count = link.text.split()[-2] if link.text.endswith("段") else None
                after = link.find_next_sibling("span")
                if count is None and isinstance(after, Tag):
                    count = after.text.split()[0]
                found = one(soup(client, str(link["href"])), "h1").text
                assert count is None or found.startswith(f"找到 {count} 段")
                assert not found.startswith("找到 0 段")


def test_suggestions_are_an_api(client: FlaskClient, corpus: Corpus) -> None:
    found = client.get("/api/suggest", query_string={"q": "新质"}).json
    assert found == {"suggestions": [asdict(suggestion) for suggestion in corpus.suggest("新质")]}
    assert client.get("/api/suggest").json == {"suggestions": []}


def test_few_hits_show_what_is_nearby(client: FlaskClient, corpus: Corpus) -> None:
    found = corpus.search("建社")
    nearby = found.nearby
    assert found.total == 1
    assert "建设" in [each.text for each in nearby]
    assert [each["text"] for each in found.as_json()["nearby"]] == [each.text for each in nearby]
    page = soup(client, "/search?q=" + quote("建社"))
    assert [link.text for link in page.select(".near a")] == [each.text for each in nearby]


def test_filters_without_a_query_lead_to_the_speeches_that_they_leave(client: FlaskClient) -> None:
    answer = client.get("/search?q=&year=2024&speaker=" + quote("苏映棠"))
    assert answer.status_code == 302
    listed = soup(client, answer.headers["Location"])
    assert one(listed, "h1").text.startswith("2 篇")


def test_an_empty_query_is_home(client: FlaskClient) -> None:
    assert "30 篇讲话" in soup(client, "/search?q=+").text


def test_speech_page_is_whole(client: FlaskClient, corpus: Corpus) -> None:
    for entry in corpus.speeches():
        page = soup(client, f"/speech/{quote(entry.id)}")
        speech = corpus.speech(entry.id)
        for paragraph in speech.paragraphs:
            element = one(page, f"[id='{paragraph.anchor}']")
            assert element.text.replace("¶", "").split() == paragraph.text.split()
            assert one(element, ".self")["href"] == f"?cite={paragraph.anchor}"
        outline = [str(link["href"]) for link in page.select(".outline a")]
        assert outline == [f"#{s.anchor}" for top in speech.sections for s in top.walk()]
        assert len(page.select("h1")) == 1
        assert page.text.count(speech.path)


def test_gaps_are_shown_as_gaps(client: FlaskClient) -> None:
    page = soup(client, f"/speech/{quote(PAYWALLED)}")
    gap = one(page, ".gap")
    assert "此处原文缺失" in gap.text
    assert "普通用户特权:6积分" in gap.text
    following = gap.find_next_sibling()
    assert isinstance(following, Tag)
    assert "标题缺失" in following.text


def test_english_is_one_click_away_and_stays(sample_index: Path) -> None:
    client = create_app(sample_index).test_client()
    page = soup(client, "/search?q=" + quote("发展") + "&year=2024")
    english = soup(client, "/search" + str(one(page, ".languages [lang=en]")["href"]))
    assert "paragraphs in" in one(english, "h1").text
    assert one(english, ".filters a[aria-current] .name").text == "2024"
    assert "Speech Search" in soup(client, "/").text


@pytest.mark.parametrize(
    ("url", "status", "says"),
    [
        ("/search?q=" + quote("党的“建设"), 400, "没有配对"),
        ("/search?q=" + quote("(党"), 400, "没有配对"),
        ("/search?q=" + quote("党" * 100_000), 400, "最多 2,000"),
        ("/search?q=%E5%85%9A&page=0", 400, "从 1 开始"),
        ("/search?q=%E5%85%9A&page=-1", 400, "从 1 开始"),
        ("/search?q=%E5%85%9A&page=1000000000", 404, "一共"),
        ("/search?q=%E5%85%9A&page=" + "9" * 5000, 400, "要写成数字"),
        ("/search?q=%E5%85%9A&page=abc", 400, "要写成数字"),
        ("/search?q=%E5%85%9A&year=abc", 400, "这样的年份"),
        ("/search?q=%E5%85%9A&per_page=1000", 400, "每页"),
        ("/search?q=%E5%85%9A&sort=x", 400, "排序"),
        ("/speech/none", 404, "没有编号"),
        ("/speech/../../etc/passwd", 404, "没有编号"),
        ("/nope", 404, "请核对网址"),
    ],
)
def test_mistakes_get_a_page_and_a_status(client: FlaskClient, url: str, status: int, says: str) -> None:
    page = soup(client, url, status)
    assert says in page.text
    assert page.select_one("form[role=search]")
    assert "Traceback" not in page.text


def test_the_faulty_character_is_shown(client: FlaskClient) -> None:
    for query in ("党的“建设", "　 党的“建设 "):
        page = soup(client, "/search?q=" + quote(query), 400)
        assert one(page, ".faulty mark").text == "“"


def test_a_page_too_far_leads_back(client: FlaskClient) -> None:
    page = soup(client, "/search?q=" + quote("发展") + "&page=99", 404)
    links = [str(link["href"]) for link in page.select(".message a")]
    assert soup(client, "/search" + links[1]).select(".hit")


def test_api_gives_what_the_module_gives(client: FlaskClient, corpus: Corpus) -> None:
    found = client.get("/api/search", query_string={"q": "发展", "year": 2024, "sort": "oldest", "per_page": 3})
    assert found.json == json.loads(
        json.dumps(corpus.search("发展", filters=Filters(year=[2024]), sort="oldest", per_page=3).as_json())
    )
    assert client.get("/api/count", query_string={"phrase": "农"}).json == corpus.count("农").as_json()
    speech = client.get("/api/speech/" + quote(PAYWALLED)).json
    assert speech is not None
    assert speech["title"] == corpus.speech(PAYWALLED).title
    health = client.get("/healthz").json
    assert health is not None
    assert health["status"] == "ok"


@pytest.mark.parametrize(
    ("url", "status", "kind"),
    [
        ("/api/search?q=" + quote("党 “"), 400, "QueryError"),
        ("/api/search", 400, "QueryError"),
        ("/api/search?q=%E5%85%9A&page=x", 400, "CallError"),
        ("/api/search?q=%E5%85%9A&page=9999", 404, "PageError"),
        ("/api/count", 400, "CallError"),
        ("/api/speech/none", 404, "NotFoundError"),
        ("/api/none", 404, "HTTPError"),
    ],
)
def test_api_errors_have_one_shape(client: FlaskClient, url: str, status: int, kind: str) -> None:
    answer = client.get(url)
    assert answer.status_code == status
    assert answer.json is not None
    assert set(answer.json) == {"error"}
    assert (answer.json["error"]["status"], answer.json["error"]["kind"]) == (status, kind)
    if kind == "QueryError" and "q=" in url:
        assert answer.json["error"]["position"] == 2


def test_three_ways_one_truth(client: FlaskClient, corpus: Corpus, sample_index: Path) -> None:
    """The module, the command and the page: the same hits, counts and order."""
    for query in [
        '"党的建设" 基层',
        "绿水青山就是金山银山",
        "(乡村 或 农村) -脱贫",
        "“發展” year:2024",
        "speaker:叶舒禾",
    ]:
        ours = corpus.search(query)
        urls = [hit.url for hit in ours.hits]
        done = CliRunner().invoke(commands, ["search", query, "--json", "--index", str(sample_index)])
        assert json.loads(done.stdout) == json.loads(json.dumps(ours.as_json()))
        page = soup(client, "/search?q=" + quote(query))
        links = [str(link["href"]) for link in page.select(".hit .path a")]
        assert [f"{link.split('?')[0]}#{link.split('#')[1]}" for link in links] == urls
        assert f"找到 {ours.total} 段，出自 {ours.speeches} 篇" in page.text


def test_everything_from_files_is_escaped(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    evil = '<script>alert("党")</script>'
    (seeds / "a'\"&b.txt").write_text(
        f"{evil}标题\n（2024年5月3日）\n同志们：\n一、{evil}\n讲一件{evil}事。\n隐藏内容\n", encoding="utf-8"
    )
    build(seeds, tmp_path / "index")
    client = create_app(tmp_path / "index").test_client()
    for url in ("/", "/search?q=%E5%85%9A", "/speech/" + quote("a'\"&b.txt") + "?q=alert"):
        page = soup(client, url)
        scripts = [str(script.get("src")) for script in page.select("script")]
        assert all(script.startswith("/static/") for script in scripts)
        assert "alert(" not in "".join(script.text for script in page.select("script"))
        assert not page.select("[onclick], [style]")
    answer = client.get("/search", query_string={"q": "'\"><script>x</script>"})
    assert "<script>x" not in answer.text


def test_every_answer_is_guarded(client: FlaskClient) -> None:
    for url in ("/", "/nope", "/api/search?q=x", "/static/paper.css"):
        with client.get(url) as answer:
            assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_rebuilt_index_is_live_at_the_next_request(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    index = tmp_path / "index"
    client = create_app(index).test_client()
    assert client.get("/").status_code == 503
    assert "speechsearch build" in client.get("/").text
    for word in ("第一件事", "第二件事"):
        (seeds / "a.txt").write_text(f"同志们：\n讲{word}，说一句话。\n", encoding="utf-8")
        build(seeds, index)
        answer = client.get("/api/count", query_string={"phrase": word}).json
        assert answer is not None
        assert answer["occurrences"] == 1
    (index / "CURRENT").write_text("generation-999999\n", encoding="ascii")
    answer = client.get("/api/count", query_string={"phrase": "第二件事"}).json
    assert answer is not None
    assert answer["occurrences"] == 1


def test_a_version_that_was_not_indexed_is_named_and_its_link_lives(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    text = (
        "在治水会上的讲话\n（2024年5月3日）\n同志们：\n"
        + "治水是一件关系全县的大事，要一年接着一年干下去。" * 12
        + "\n"
    )
    for name in ("a.txt", "b.txt"):
        (seeds / name).write_text(text, encoding="utf-8")
    report = build(seeds, tmp_path / "index")
    assert (report.speeches, [version.path for version in report.versions]) == (1, ["b.txt"])
    client = create_app(tmp_path / "index").test_client()
    assert "同一篇又见于：b.txt" in soup(client, "/speech/a.txt").text
    assert "来源文件：a.txt" in soup(client, "/speech/b.txt").text
    answer = client.get("/api/count", query_string={"phrase": "治水会上"}).json
    assert answer is not None
    assert answer["occurrences"] == 1


def test_quoted_text_may_be_meant_otherwise(client: FlaskClient, corpus: Corpus) -> None:
    plain = "/search?q=" + quote("“绿水青山就是金山银山”")
    page = soup(client, plain)
    switches = page.select(".manner a")
    assert [switch.get("aria-current") for switch in switches] == [None, None, None]
    loose = soup(client, str(switches[1]["href"]))
    expected = corpus.search("“绿水青山就是金山银山”", match_options=MatchOptions(loose=True))
    assert one(loose, "h1").text == f"找到 {expected.total} 段，出自 {expected.speeches} 篇"
    assert expected.total > corpus.search("“绿水青山就是金山银山”").total
    assert "不计标点和空格" in loose.text
    assert one(loose, "form input[name=loose]")["value"] == "on"
    assert "绿水青山，就是金山银山" in {mark.text for mark in loose.select(".hit mark")}
    (hit,) = [hit for hit in loose.select(".hit") if "绿水青山，就是" in one(hit, "mark").text][:1]
    opened = soup(client, str(one(hit, ".path a")["href"]))
    assert "绿水青山，就是金山银山" in {mark.text for mark in opened.select("mark")}
    assert soup(client, str(one(loose, ".manner a[aria-current]")["href"])).select("h1")[0].text == one(page, "h1").text
    assert not soup(client, "/search?q=" + quote("绿水青山")).select(".manner")
    counted = client.get("/api/count?loose=on&phrase=" + quote("绿水青山就是金山银山")).get_json()
    assert counted["paragraphs"] == expected.total


def test_a_phrase_of_marks_alone_cannot_be_meant_loosely(client: FlaskClient) -> None:
    answer = client.get("/api/search?loose=on&q=" + quote("基层 “，”"))
    assert answer.status_code == 400
    assert answer.get_json()["error"]["position"] == 4
    assert client.get("/api/count?loose=on&phrase=" + quote("，")).status_code == 400


def test_synonyms_are_told_and_switched_off_by_a_click(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for number, line in enumerate(["大桥通车了。", "过江通道通车了。"]):
        (tmp_path / "seeds" / f"{number}.txt").write_text(f"同志们：\n{line}\n", encoding="utf-8")
    (tmp_path / "seeds" / "synonyms.txt").write_text("大桥, 过江通道", encoding="utf-8")
    build(tmp_path / "seeds", tmp_path / "index")
    client = create_app(tmp_path / "index").test_client()
    found = soup(client, "/search?q=" + quote("大桥"))
    assert one(found, "h1").text == "找到 2 段，出自 2 篇"
    assert "读作：含“大桥”各词（也找 过江通道） · 不找同义词" in one(found, ".told").text
    assert [mark.text for mark in found.select(".hit mark")] == ["大桥", "过江通道"]
    linked = soup(client, str(found.select(".hit .path a")[1]["href"]))
    assert [mark.text for mark in linked.select("mark")] == ["过江通道"]
    href = str(one(found, "a.synonyms")["href"])
    assert href.endswith("&synonyms=off")
    without = soup(client, href)
    assert one(without, "h1").text == "找到 1 段，出自 1 篇"
    assert "（也找" not in without.text
    assert one(without, "input[name=synonyms]")["value"] == "off"
    assert "synonyms=off" in str(one(without, ".hit .path a")["href"])
    assert soup(client, str(one(without, "a.synonyms")["href"])).select_one("h1") == found.select_one("h1")
    assert json.loads(client.get("/api/search?q=大桥").text)["total"] == 2
    assert json.loads(client.get("/api/search?q=大桥&synonyms=off").text)["total"] == 1
    assert client.get("/api/search?q=大桥&synonyms=maybe").status_code == 400
    assert not soup(client, "/search?q=" + quote("“大桥”")).select("a.synonyms")


@pytest.fixture
def alike(tmp_path: Path) -> FlaskClient:
    """Twelve speeches that open and close with the same words."""
    for number in range(12):
        lines = ["在治水会上的讲话", "各位代表：", f"治水的第{number}件事，是修渠。", "治水要靠大家<b>。"]
        (tmp_path / f"{number:02d}.txt").write_text("\n".join(lines), encoding="utf-8")
    build(tmp_path, tmp_path / "index")
    return create_app(tmp_path / "index").test_client()


def test_what_says_the_same_is_named_under_the_first(alike: FlaskClient) -> None:
    page = soup(alike, "/search?q=" + quote("“治水要靠大家”"))
    assert one(page, "h1").text == "找到 12 段，出自 12 篇"
    assert len(page.select(".hit")) == 1
    assert one(page, ".also summary").text == "又见于 11 篇"
    assert len(page.select(".also li a")) == 10
    for link in page.select(".also a"):
        assert "治水要靠大家" in soup(alike, str(link["href"])).text
    every = soup(alike, "/search" + str(one(page, ".twins a")["href"]).removeprefix("/search"))
    assert len(every.select(".hit")) == 10
    assert not every.select(".also")
    assert len(soup(alike, "/search" + str(one(every, "a.twins")["href"]).removeprefix("/search")).select(".hit")) == 1
    assert alike.get("/search?q=x&collapse=perhaps").status_code == 400


def test_partial_matches_are_said_to_be_partial(client: FlaskClient) -> None:
    page = soup(client, "/search?q=" + quote("饕餮 发展"))
    assert re.fullmatch(r"最相近的 \d+ 段", one(page, "h1").text)
    assert "没有一段同时含“饕餮”“发展”" in one(page, ".partial").text
    assert page.select(".hit")
    assert not page.select(".nothing")
    found = client.get("/api/search?q=" + quote("饕餮 发展")).get_json()
    assert (found["total"], found["partial"]) == (0, True)
    assert found["coverage"]["words"] == ["饕餮", "发展"]
    assert not client.get("/api/search?q=" + quote("发展")).get_json()["partial"]


def test_a_score_is_explained_where_that_is_asked_for(client: FlaskClient) -> None:
    assert "得分" not in soup(client, "/search?q=" + quote("高质量 发展")).text
    assert "相近" in one(soup(client, "/search?explain=on&q=" + quote("高质量 发展")), ".hit").text
    (hit, *_) = client.get("/api/search?explain=on&q=" + quote("高质量 发展")).get_json()["hits"]
    assert sum(hit["parts"].values()) == pytest.approx(hit["score"], abs=1e-4)
