"""The tools of assistants, asked by the official client over both transports: their answers are those of the API."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from flask.testing import FlaskClient
from mcp.client.session import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from searchui.web.assistants.tools import OFFERED, tools
from searchui.web.security.passwords import password_line

Ask = Callable[[str, dict[str, Any]], Any]
SECONDS = 60
DRAFT = "我们要坚持以人民为中心的发展思想。"


def asked(index: Path, work: Callable[[ClientSession], Coroutine[Any, Any, Any]]) -> Any:
    """What a session over standard input and output gives."""

    async def run() -> Any:
        started = StdioServerParameters(command=sys.executable, args=["-m", "searchui", "mcp", "--index", str(index)])
        with anyio.fail_after(SECONDS):
            async with stdio_client(started) as (read, write), ClientSession(read, write) as session:
                await session.initialize()
                return await work(session)

    return anyio.run(run)


@contextmanager
def listening(index: Path, *options: str) -> Iterator[str]:
    """The address of a server over HTTP."""
    command = [sys.executable, "-m", "searchui", "mcp", "--http", "--port", "0", "--index", str(index), *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert "http://" in line, line
        yield next(word for word in line.split() if word.startswith("http"))
    finally:
        process.kill()
        process.communicate()


def asked_over_http(
    url: str, work: Callable[[ClientSession], Coroutine[Any, Any, Any]], headers: dict[str, str] | None = None
) -> Any:
    async def run() -> Any:
        with anyio.fail_after(SECONDS):
            async with (
                httpx2.AsyncClient(headers=headers or {}) as http,
                streamable_http_client(url, http_client=http) as (read, write, *_),
                ClientSession(read, write) as session,
            ):
                await session.initialize()
                return await work(session)

    return anyio.run(run)


@pytest.fixture
def speech_id(client: FlaskClient) -> str:
    found = client.get("/api/search", query_string={"q": "发展"}).json
    assert found
    return str(found["hits"][0]["speech"]["id"])


def calls_of(speech_id: str) -> dict[str, dict[str, Any]]:
    """A call of each tool."""
    return {
        "search": {"q": "“高质量发展” 改革", "sort": "oldest", "per_page": 3},
        "count": {"phrase": "高质量发展"},
        "kwic": {"phrase": "发展", "per_page": 5, "year": ["2021", "2022"]},
        "trend": {"phrase": ["发展", "改革"], "by": "year"},
        "variants": {"phrase": "高质量发展"},
        "collocations": {"phrase": "发展"},
        "nearest": {"text": "坚持以人民为中心的发展思想"},
        "proof": {"text": DRAFT},
        "reuse": {"speech_id": speech_id},
        "speech": {"speech_id": speech_id},
        "cite": {"speech_id": speech_id},
    }


def of_api(client: FlaskClient, name: str, arguments: dict[str, Any]) -> Any:
    """What the API answers to the same question, asked as its own description says."""
    if name == "proof":
        return client.post("/api/proof", json=arguments).json
    if "speech_id" in arguments:
        return client.get(f"/api/{name}/{arguments['speech_id']}").json
    return client.get(f"/api/{name}", query_string=arguments).json


def answers_of(calls: dict[str, dict[str, Any]]) -> Callable[[ClientSession], Coroutine[Any, Any, dict[str, Any]]]:
    async def work(session: ClientSession) -> dict[str, Any]:
        return {name: await session.call_tool(name, arguments) for name, arguments in calls.items()}

    return work


def test_each_tool_answers_as_the_api_over_both_transports(
    sample_index: Path, client: FlaskClient, speech_id: str
) -> None:
    calls = calls_of(speech_id)
    assert tuple(calls) == OFFERED
    expected = {name: of_api(client, name, arguments) for name, arguments in calls.items()}
    here = asked(sample_index, answers_of(calls))
    with listening(sample_index) as url:
        far = asked_over_http(url, answers_of(calls))
    for name, answer in expected.items():
        assert "error" not in answer, answer
        for found in (here[name], far[name]):
            assert not found.is_error
            assert found.structured_content == answer
            assert json.loads(found.content[0].text) == answer


def test_tools_are_told_as_the_api_describes_itself(sample_index: Path) -> None:
    found = asked(sample_index, lambda session: session.list_tools())
    assert [one.name for one in found.tools] == list(OFFERED)
    count = next(one for one in found.tools if one.name == "count")
    assert count.input_schema["required"] == ["phrase"]
    assert {"phrase", "exact", "loose", "numbers", "lang"} == set(count.input_schema["properties"])
    assert all(one.description and one.input_schema["additionalProperties"] is False for one in found.tools)
    assert tools()["proof"].input_schema["required"] == ["text"]


def test_mistakes_are_answers_that_say_what_to_do(sample_index: Path) -> None:
    async def work(session: ClientSession) -> list[Any]:
        return [
            await session.call_tool("count", {"phrase": ""}),
            await session.call_tool("count", {"phrase": "发展", "nonsense": 1}),
            await session.call_tool("speech", {"speech_id": "nowhere.txt"}),
            await session.call_tool("kwic", {"phrase": "发展", "page": 10**6}),
            await session.call_tool("nothing", {}),
            await session.call_tool("count", {"phrase": "发展"}),
        ]

    *wrong, right = asked(sample_index, work)
    assert all(one.is_error for one in wrong)
    told = ["phrase", "nonsense", "nowhere", "", "没有这样的工具"]
    assert all(word in one.content[0].text for word, one in zip(told, wrong, strict=True))
    assert not right.is_error


def test_only_who_may_read_is_answered_over_http(sample_index: Path, tmp_path: Path) -> None:
    passwords = tmp_path / "passwords"
    passwords.write_text(password_line("甲", "一二三四") + "\n", encoding="utf-8")
    with listening(sample_index, "--password-file", str(passwords)) as url:
        for headers in ({}, {"Authorization": "Basic " + base64.b64encode("甲:错的".encode()).decode()}):
            assert httpx2.post(url, json={}, headers=headers).status_code == 401
        right = {"Authorization": "Basic " + base64.b64encode("甲:一二三四".encode()).decode()}
        found = asked_over_http(url, lambda session: session.call_tool("count", {"phrase": "发展"}), right)
    assert not found.is_error


def test_another_site_cannot_ask_through_a_browser(sample_index: Path) -> None:
    with listening(sample_index) as url:
        assert httpx2.post(url, json={}, headers={"Host": "evil.example"}).status_code >= 400
        assert httpx2.post(url, json={}, headers={"Origin": "https://evil.example"}).status_code >= 400


def test_a_place_that_is_taken_is_told(sample_index: Path) -> None:
    with listening(sample_index) as url:
        port = url.rpartition(":")[2].partition("/")[0]
        done = subprocess.run(
            [sys.executable, "-m", "searchui", "mcp", "--http", "--port", port, "--index", str(sample_index)],
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    assert done.returncode == 2
    assert port in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_extra_the_command_says_what_to_install(sample_index: Path) -> None:
    code = "import sys; sys.modules['mcp'] = None; from searchui.cli.group import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "mcp", "--index", str(sample_index)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "speechsearch[mcp]" in done.stderr
