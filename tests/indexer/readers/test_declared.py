"""Addresses and sources that pages declare of themselves, and which addresses are anybody's."""

import pytest

from indexer.model import RawText
from indexer.readers import read_texts
from indexer.web_address import is_loopback, public_address, web_address

BODY = "<body><h1>在座谈会上的讲话</h1><p>这里是一段普通的话，讲清楚一件普通的事情。</p></body>"
PAGE = "https://example.org/2031/0418/speech.html"


def fields(head: str, before: str = "", name: str = "a.html") -> dict[str, str]:
    (raw,) = read_texts(f"<!DOCTYPE html>\n{before}<html><head>{head}</head>{BODY}</html>".encode(), name)
    assert isinstance(raw, RawText)
    return dict(raw.fields)


@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="canonical" href="{PAGE}">',
        f'<meta property="og:url" content="{PAGE}">',
        f'<meta name="Url" content="{PAGE}">',
        f'<link rel="canonical" href="https://example.org/"><meta property="og:url" content="{PAGE}">',
        f'<link rel="canonical" href="http://127.0.0.1:8000/a.html"><meta property="og:url" content="{PAGE}">',
        f'<link rel="canonical" href="{PAGE}"><meta property="og:url" content="https://example.org/other.html">',
    ],
)
def test_the_address_of_a_page(head: str) -> None:
    assert fields(head) == {"address": PAGE}


def test_a_page_that_a_browser_saved() -> None:
    assert fields("", f"<!-- saved from url=(0042){PAGE} -->\n") == {"address": PAGE}


@pytest.mark.parametrize(
    "href",
    [
        "/2031/speech.html",
        "https://example.org/index.html",
        "javascript:alert(1)",
        "http://localhost/a.html",
        "file:///C:/a.html",
        "http://oa.corp/a.html",
    ],
)
def test_what_is_no_address_of_a_page_is_none(href: str) -> None:
    assert fields(f'<link rel="canonical" href="{href}">') == {}


def test_the_source_that_authorities_declare() -> None:
    assert fields('<meta name="ContentSource" content=" 临河日报 "><meta name="SiteName" content="临河网">') == {
        "source": "临河日报"
    }


def test_an_archive_of_a_browser_says_where_it_was_saved_from() -> None:
    archive = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {PAGE}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html>{BODY}</html>\r\n--b--\r\n"
    )
    (raw,) = read_texts(archive.encode(), "a.mht")
    assert isinstance(raw, RawText)
    assert raw.fields == {"address": PAGE}


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000/a", "http://127.1/", "http://2130706433/", "http://0x7f.1/a", "http://[::1]/a",
        "http://[::ffff:127.0.0.1]/", "http://localhost:8000/", "http://LOCALHOST./", "http://１２７.０.０.１/",
        "http://127。0。0。1/", "http://0.0.0.0:8000/", "http://a.localhost/",
    ],
)  # fmt: skip
def test_a_loopback_address_in_any_spelling(address: str) -> None:
    assert is_loopback(address)
    assert public_address(address) is None


@pytest.mark.parametrize(
    "address", ["http://192.168.1.3/a", "http://10.0.0.1/", "http://oa/a", "http://oa.local/a", "http://[fe80::1]/"]
)
def test_an_address_of_a_house_is_not_anybodys(address: str) -> None:
    assert web_address(address) == address
    assert public_address(address) is None
    assert not is_loopback(address)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "ftp://example.org/",
        "http://",
        "http://a:b@example.org/",
        "http://example.org/a b",
        "http://example.org:99999/",
        "http://[::1",
        'http://example.org/"><script>',
        "见附件",
        "",
    ],
)
def test_what_is_no_address_of_the_web(text: str) -> None:
    assert web_address(text) is None


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a", "http://8.8.8.8/", "https://讲话.example.org/甲?乙=丙#丁", "HTTPS://EXAMPLE.ORG/a"],
)
def test_an_address_of_anybodys(address: str) -> None:
    assert public_address(f" {address}\n") == address
