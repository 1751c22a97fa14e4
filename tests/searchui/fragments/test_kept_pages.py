"""Pages that are kept: nobody gets another page than the one that would have been made for him, nor one of another index."""

import gc
from collections.abc import Hashable, Iterator
from itertools import product
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any
from weakref import ref

import pytest
from flask import Flask, request
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers, ImmutableMultiDict
from werkzeug.security import generate_password_hash
from werkzeug.test import EnvironBuilder, run_wsgi_app

from indexer.build.pipeline import build
from searchui import Corpus
from searchui.web import create_app
from searchui.web.context.page_cache import OVERHEAD, KeptPage, PageCache
from searchui.web.security.passwords import Passwords
from searchui.web.security.policy import Protection

Reader = tuple[str, dict[str, str], str, str]
ADDRESSES = (
    "/",
    "/search?q=发展",
    "/search?q=发展&lang=en",
    "/search?q=发展&facet=year",
    "/search?q=发展&keys=off",
    "/search?q=",
)
COOKIES = (
    "",
    "lang=en",
    "lang=zh-Hant; keys=off",
    "keys=off; size=large; script=zh-Hant",
    "basket=a; lang=none",
    "x=y",
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Accept-Language": "en"},
    {"Accept-Language": "zh-TW", "User-Agent": "another", "Accept-Encoding": "gzip"},
    {"Host": "archive.example:8000", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
    {"Referer": "http://archive.example/search?q=secret", "X-Forwarded-Prefix": "/evil"},
    {"Authorization": "Basic YTpi", "X-User": "somebody"},
)
READERS: list[Reader] = list(product(COOKIES, HEADERS, ("http", "https"), ("", "/under")))
Answer = tuple[str, list[tuple[str, str]], bytes]


class NothingKept(PageCache):
    """As if no page had been asked for before."""

    def put(self, corpus: Corpus, key: Hashable, page: KeptPage) -> None:
        pass


def asked(app: Flask, path: str, reader: Reader, method: str = "GET", **more: str) -> Answer:
    cookie, headers, scheme, root = reader
    told = {**headers, **more, **({"Cookie": cookie} if cookie else {})}
    given = EnvironBuilder(path, f"{scheme}://localhost{root}", method=method, headers=Headers(told)).get_environ()
    pieces, status, answered = run_wsgi_app(app, given, buffered=True)
    lines = [(name, value.partition("Expires=")[0]) for name, value in answered if name != "Date"]
    return status, sorted(lines), b"".join(pieces)


@pytest.fixture
def kept(sample_index: Path) -> Flask:
    return create_app(sample_index)


@pytest.fixture(scope="module")
def anew(sample_index: Path) -> Flask:
    app = create_app(sample_index)
    app.extensions["pages"] = NothingKept()
    for kept in ("skeletons", "urls"):
        app.extensions[kept] = app.extensions[kept].__wrapped__
    return app


def test_everybody_gets_the_page_that_would_be_made_for_him(kept: Flask, anew: Flask) -> None:
    """Whoever asked before, with other cookies, languages, hosts, schemes and places of the site."""
    random = Random(7)
    for _ in range(400):
        path, reader = random.choice(ADDRESSES), random.choice(READERS)
        method = random.choice(("GET", "GET", "HEAD"))
        assert asked(kept, path, reader, method) == asked(anew, path, reader, method), (path, reader, method)


def test_a_page_is_made_once(kept: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    searches: list[str] = []
    search = Corpus.search

    def noted(self: Corpus, query: str, *args: Any, **more: Any) -> Any:
        searches.append(query)
        return search(self, query, *args, **more)

    monkeypatch.setattr(Corpus, "search", noted)
    reader = READERS[0]
    first = asked(kept, "/search?q=群众", reader)
    assert asked(kept, "/search?q=群众", reader) == first
    assert searches.count("群众") == 1
    other = asked(kept, "/search?q=群众", ("lang=en", *reader[1:]))
    assert other[2] != first[2]
    assert searches.count("群众") == 2
    for _ in range(2):  # what is no page is not kept
        assert asked(kept, "/search?q=群众&page=999", reader)[0].startswith("404")
        assert asked(kept, '/search?q="群众', reader)[0].startswith("400")
        assert asked(kept, "/search?q=" + "群众" * 400, reader)[0].startswith("200")
    assert searches.count("群众" * 400) == 2


def test_what_a_browser_has_already_is_not_sent_again(kept: Flask) -> None:
    reader = READERS[0]
    first = asked(kept, "/search?q=发展", reader)
    tag = dict(first[1])["ETag"]
    for method in ("GET", "HEAD"):
        status, headers, body = asked(kept, "/search?q=发展", reader, method, **{"If-None-Match": tag})
        assert (status[:3], body, dict(headers)["ETag"]) == ("304", b"", tag)
        assert "Content-Security-Policy" in dict(headers)
    assert asked(kept, "/search?q=发展", ("lang=en", *reader[1:]), **{"If-None-Match": tag})[0].startswith("200")


def test_who_has_no_password_gets_no_page_that_another_had(sample_index: Path) -> None:
    protection = Protection(rate=None, names=("localhost",), passwords=Passwords({"a": generate_password_hash("b")}))
    app = create_app(sample_index, protection)
    inside: Reader = ("", {"Authorization": "Basic YTpi"}, "http", "")
    outside: Reader = ("", {}, "http", "")
    page = asked(app, "/search?q=发展", inside)
    assert page[0].startswith("200")
    assert asked(app, "/search?q=发展", inside) == page
    refused = asked(app, "/search?q=发展", outside, **{"If-None-Match": dict(page[1])["ETag"]})
    assert refused[0].startswith("401")
    assert "发展</mark>" not in refused[2].decode()
    assert asked(app, "/search?q=发展", inside, Host="evil.example")[0].startswith("400")


class Noted(dict[str, Any]):
    """What a request says, noting what of it is looked at from now on."""

    looked_at: set[str]

    def __getitem__(self, name: str) -> Any:
        self.looked_at.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.looked_at.add(name)
        return super().get(name, default)

    def items(self) -> Any:
        raise AssertionError("all of a request was looked at")


class NotedCookies(ImmutableMultiDict[str, str]):
    def __init__(self, cookies: Any, looked_at: set[str]) -> None:
        super().__init__(cookies)
        self.looked_at = looked_at

    def get(self, key: str, *args: Any, **more: Any) -> Any:
        self.looked_at.add(f"cookie {key}")
        return super().get(key, *args, **more)

    def __getitem__(self, key: str) -> Any:
        self.looked_at.add(f"cookie {key}")
        return super().__getitem__(key)

    def items(self, multi: bool = False) -> Any:
        raise AssertionError("all cookies were looked at")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_depends_on_nothing_that_its_key_does_not_have(anew: Flask, address: str) -> None:
    """While it is made, of a request only the address, two preferences and the language are looked at."""
    cookie = "lang=en; keys=off; size=large; secret=1"
    noted = Noted(EnvironBuilder(address, headers=Headers({"Cookie": cookie, "Accept-Language": "en"})).get_environ())
    noted.looked_at = set()
    with anew.request_context(dict(noted)):
        cookies = request.cookies
    with anew.request_context(noted) as context:
        vars(context.request)["cookies"] = NotedCookies(cookies, noted.looked_at)
        noted.looked_at.clear()
        anew.view_functions[_endpoint(address)]()
    looked_at = {name for name in noted.looked_at if not name.startswith(("werkzeug.", "flask."))}
    address_of_page = {"QUERY_STRING", "SCRIPT_NAME", "PATH_INFO"}
    assert looked_at <= {*address_of_page, "HTTP_ACCEPT_LANGUAGE", "cookie lang", "cookie keys"}
    assert "cookie keys" in looked_at or "keys=" in address


def _endpoint(address: str) -> str:
    return "pages.search" if address.startswith("/search") else "pages.home"


def test_pages_go_with_their_corpus(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()

    def built(time: int) -> None:
        (seeds / "a.txt").write_text(f"同志们：\n讲第{time}次的事，说一句话。\n", encoding="utf-8")
        build(seeds, tmp_path / "index")

    built(1)
    app = create_app(tmp_path / "index")
    pages: PageCache = app.extensions["pages"]
    for path in ("/search?q=的事", "/search?q=一句话"):
        assert "第1次" in unmarked(asked(app, path, READERS[0])[2])
    size, before = pages.size, ref(app.extensions["corpus"].get())
    built(2)
    assert "第2次" in unmarked(asked(app, "/search?q=的事", READERS[0])[2])
    assert 0 < pages.size < size
    gc.collect()
    assert before() is None


def unmarked(body: bytes) -> str:
    return body.decode().replace("<mark>", "").replace("</mark>", "")


class Opened:
    """Stands for a corpus."""


KEYS = st.integers(0, 8)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 1), KEYS, st.integers(0, 3000)), max_size=60))
def test_no_more_is_kept_than_there_is_room_for(steps: list[tuple[bool, int, int, int]]) -> None:
    """Against a list of what was asked for, the latest last."""
    most = 3 * OVERHEAD + 4000
    pages, corpora = PageCache(most), (Opened(), Opened())
    current: object = None
    held: dict[int, KeptPage] = {}
    for puts, which, key, size in steps:
        corpus: Any = corpora[which]
        page = KeptPage(bytes(size), f"{which}-{key}", None)
        if puts:
            pages.put(corpus, key, page)
            if corpus is current and key not in held:
                held[key] = page
        else:
            held = held if corpus is current else {}
            current = corpus
            found = pages.get(corpus, key)
            assert found is held.get(key)
            if found:
                held[key] = held.pop(key)
        while _size(held) > most:
            held.pop(next(iter(held)))
        assert pages.size == _size(held) <= most


def _size(held: dict[int, KeptPage]) -> int:
    return sum(len(page.body) + OVERHEAD for page in held.values())


def test_threads_may_share_it() -> None:
    pages, corpora = PageCache(50 * OVERHEAD), [Opened(), Opened()]
    wrong: list[object] = []

    def work(number: int) -> None:
        random = Random(number)
        for _ in range(2000):
            which, key = random.randrange(2), random.randrange(90)
            corpus: Any = corpora[which]
            found = pages.get(corpus, key)
            if found is None:
                pages.put(corpus, key, KeptPage(b"x" * key, f"{which}-{key}", key))
            elif found.etag != f"{which}-{key}":
                wrong.append(found)

    workers = [Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not wrong
    assert pages.size <= 50 * OVERHEAD


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    yield
    gc.collect()
