"""Pages and feeds over HTTP, from a server on loopback: limits, robots.txt, redirections, what is new."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.ingest import fetching
from kg.ingest.articles import read_articles
from kg.ingest.fetching import Fetcher
from kg.ingest.options import ReadingOptions
from kg.model import Document
from tests.pages import LEAD, MORE, page, rss

Said = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """A server whose answers a test sets, by path; the paths that were asked for, each with its status."""

    base: str
    answers: dict[str, Said | Callable[[], Said]] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)

    def say(self, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> str:
        """Set the answer of a path; its URL."""
        content = body.encode() if isinstance(body, str) else body
        self.answers[path] = (status, {name.replace("_", "-"): v for name, v in headers.items()}, content)
        return self.base + path


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(fetching, "_pause", lambda wanted, attempt: 0.0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = own.answers.get(self.path, (404, {}, b"nothing"))
            status, headers, body = said() if callable(said) else said
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            own.asked.append((self.path, status))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    own = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield own
    server.shutdown()
    thread.join()
    server.server_close()


def read(*sources: str, local: bool = True, follow: bool = False) -> tuple[list[Document], list[str]]:
    errors: list[InputError] = []
    options = ReadingOptions(local=local, follow=follow)
    return list(read_articles(sources, options=options, on_error=errors.append)), list(map(str, errors))


def test_a_page_by_its_address(site: Site) -> None:
    url = site.say("/1", page(url=None), Content_Type="text/html; charset=utf-8")
    assert read(url)[0] == [
        Document(url, f"{LEAD}\n\n{MORE}", "Talks begin in Oslo", "2025-11-03", "The Daily", url)
    ]


def test_a_feed_and_the_pages_of_its_entries(site: Site) -> None:
    first = site.say("/1", page(url=None, title="On the page"), Content_Type="text/html")
    feed = site.say("/feed", rss(("In the feed", first, "Ana met Edi.")), Content_Type="application/rss+xml")
    assert [(one.id, one.title, one.text) for one in read(feed)[0]] == [
        (first, "In the feed", "Ana met Edi.")
    ]
    assert [(one.id, one.title, one.source, one.text) for one in read(feed, follow=True)[0]] == [
        (first, "In the feed", "The Feed", f"{LEAD}\n\n{MORE}")
    ]


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    url = site.say("/1", page(url=None), ETag='"a"', Content_Type="text/html")
    before, now = read(url), read(url)
    assert before == now
    assert [one for one in site.asked if one[0] == "/1"] == [("/1", 200), ("/1", 304)]
    site.say("/1", page(url=None, paragraphs=(MORE, LEAD)), ETag='"b"', Content_Type="text/html")
    assert read(url)[0][0].text == f"{MORE}\n\n{LEAD}"


@pytest.mark.parametrize("host", ["0.0.0.0", "[::ffff:0.0.0.0]", "2130706433", "127.1", "169.254.169.254"])
def test_local_addresses_are_not_asked(site: Site, host: str) -> None:
    port = site.base.rpartition(":")[2]
    _, faults = read(f"http://{host}:{port}/1", local=False)
    assert faults[0].startswith(f"http://{host}:{port}/1: an address of this machine or its network")
    assert "`--allow-local` reads it all the same" in faults[0]
    assert site.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_a_local_address_that_is_written_as_one_is_read(site: Site, host: str) -> None:
    site.say("/1", page(url=None), Content_Type="text/html")
    site.say("/0", status=302, Location="/1")
    address = f"http://{host}:{site.base.rpartition(':')[2]}"
    for path in ("/1", "/0"):
        found, faults = read(address + path, local=False)
        assert ([one.text for one in found], faults) == ([f"{LEAD}\n\n{MORE}"], [])


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.7/a",
        "http://192.168.1.5:8000/",
        "https://[::1]/",
        "http://[fd00::1]/",
        "http://localhost",
    ],
)
def test_addresses_of_private_networks_are_plainly_local(url: str) -> None:
    assert fetching._is_plainly_local(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8/",
        "http://wiki.corp/",
        "http://localhost.evil.example/",
        "http://[fe80::1]/",
        "http://0/",
    ],
)
def test_no_other_address_is_plainly_local(url: str) -> None:
    assert not fetching._is_plainly_local(url)


def test_other_servers_of_this_machine_are_not_asked_by_what_is_read(site: Site) -> None:
    other = "http://127.0.0.1:1/secret"
    own = site.say("/own", page(url=None), Content_Type="text/html")
    feed = site.say("/feed", rss(("One", own, "Ana met Edi."), ("Two", other, "Edi met Ana.")))
    found, faults = read(feed, local=False, follow=True)
    assert [one.text for one in found if one.id == own] == [f"{LEAD}\n\n{MORE}"]
    assert f"{other}: an address of this machine" in faults[0]
    _, faults = read(site.say("/1", status=302, Location=other), local=False)
    assert f"{other}: an address of this machine" in faults[0]


def test_trust_in_a_local_server_ends_with_its_source(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with Fetcher() as fetcher:
        first = site.say("/1", page(url=None), Content_Type="text/html")
        fetcher.fetch_source(first)
        monkeypatch.setattr(Fetcher, "_check_robots", lambda *_: None)
        with suppress(InputError):
            fetcher.fetch_source("http://8.8.8.8.invalid/feed")
        with pytest.raises(InputError, match="an address of this machine"):
            fetcher.fetch(first)


def test_redirections_are_followed_within_limits(site: Site) -> None:
    site.say("/3", page(url=None), Content_Type="text/html")
    site.say("/2", status=301, Location="/3")
    url = site.say("/1", status=302, Location="/2")
    assert [one.id for one in read(url)[0]] == [f"{site.base}/3"]
    loop = site.say("/loop", status=302, Location="/loop")
    assert "more than 5 redirections" in read(loop)[1][0]
    away = site.say("/away", status=302, Location="file:///etc/passwd")
    assert "not the address of a page" in read(away)[1][0]


def test_robots_are_honoured(site: Site) -> None:
    site.say("/robots.txt", "User-agent: *\nDisallow: /private/\nAllow: /private/open$\n")
    closed = site.say("/private/1", page(url=None), Content_Type="text/html")
    opened = site.say("/private/open", page(url=None), Content_Type="text/html")
    documents, faults = read(closed, opened)
    assert [one.id for one in documents] == [opened]
    assert faults == [f"{closed}: the site's robots.txt asks programs not to read this; open it in a browser"]
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_a_server_without_working_robots_is_left_alone(site: Site) -> None:
    site.say("/robots.txt", status=500)
    url = site.say("/1", page(url=None), Content_Type="text/html")
    assert "robots.txt" in read(url)[1][0]


def test_answers_are_limited_in_size(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fetcher._get, "__defaults__", (1 << 20,))
    url = site.say("/1", b"x" * (2 << 20), Content_Type="text/plain")
    assert "larger than 1 MB" in read(url)[1][0]


def test_faults_of_servers_are_named(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([(503, {}, b""), (200, {"Content-Type": "text/html"}, page(url=None).encode())])
    site.answers["/busy"] = lambda: next(answers)
    documents, faults = read(
        f"{site.base}/none", f"{site.base}/busy", site.say("/p", b"\x89PNG", Content_Type="image/png")
    )
    assert [one.id for one in documents] == [f"{site.base}/busy"]
    assert ["the server says 404" in faults[0], "not articles but a picture" in faults[1]] == [True, True]
    monkeypatch.setattr(fetching, "SECONDS", 1.0)
    assert "cannot be fetched" in read("http://127.0.0.1:9/1")[1][0]


@pytest.mark.parametrize("url", ["http://", "https://[::1", "http://:80/x", "http://a.example:99999/"])
def test_addresses_that_are_none(url: str) -> None:
    assert "not the address of a page" in read(url, local=False)[1][0]


def test_files_behind_an_address(site: Site) -> None:
    lines = site.say("/a.jsonl", '{"id": "j", "text": "Two met."}\n')
    text = site.say("/b", "Peru met Chile in Lima.", Content_Type="text/plain")
    array = site.say("/c", '[{"id": "k", "body": "Chad met Mali."}]', Content_Type="application/json")
    assert [one.id for one in read(lines, text, array)[0]] == ["j", text, "k"]
