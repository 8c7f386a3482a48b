"""Pages, feeds and files over HTTP: within limits, politely, and only what is new.

What a server sent is kept in the user's cache folder with its ETag and Last-Modified, so that asking again
fetches nothing that has not changed.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import re
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from kg.errors import InputError
from kg.version import __version__

if TYPE_CHECKING:
    import httpx
    from protego import Protego

__all__ = ["Answer", "Fetcher", "is_web"]

AGENT = f"newskg/{__version__} (+https://w3id.org/newskg)"
"""What this program calls itself to servers."""
NAME = "newskg"
"""What robots.txt calls it."""

LIMIT = 64 << 20
"""The most bytes of an answer, unpacked."""
REDIRECTS = 5
SECONDS = 60.0
"""The longest that an answer may take, and a third of it the longest silence."""
PAUSE = 0.5
"""Seconds between two requests to one server."""
TRIES = 3
_KEPT = 512 << 20
_ROBOTS = 512_000
_AGAIN = (429, 500, 502, 503, 504)
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: the URL that answered in the end, media type and body."""

    url: str
    media_type: str
    body: bytes


def is_web(source: str) -> bool:
    """Whether a source is an http(s) URL."""
    return bool(_WEB.match(source))


class Fetcher:
    """Fetches URLs; a context manager. ``local`` allows addresses of this machine and its network; without it
    only the server of the source that is being read is asked there, when its address is plainly a local one.

    Proxies are those of the environment. Raises InputError for what cannot or must not be fetched.
    """

    def __init__(self, local: bool = False, cache: Path | None = None) -> None:
        self._local = local
        self._typed: str | None = None
        self._cache = _Cache(cache or _cache_folder())
        self._client: httpx.Client | None = None
        self._robots: dict[str, Protego | None] = {}
        self._asked: dict[str, float] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()

    def fetch_source(self, url: str) -> Answer:
        """What there is at a URL that a user gave as a source. When it names a local address as such
        (``127.0.0.1``, ``localhost``, ``192.168.1.5``), that server may be asked until the next source.
        """
        self._typed = _server(url) if _is_plainly_local(url) else None
        return self.fetch(url)

    def fetch(self, url: str) -> Answer:
        """What there is at a URL, redirections followed; from the cache when it has not changed since."""
        here = _checked(url)
        for _ in range(REDIRECTS + 1):
            self._check_robots(here)
            kept = self._cache.find(here)
            response, body = self._get(here, kept.conditions() if kept else {})
            if response.status_code == 304 and kept:
                return Answer(kept.url, kept.media_type, kept.body())
            if response.is_redirect:
                here = _checked(urljoin(here, response.headers["location"]))
                continue
            if response.status_code != 200:
                raise InputError(
                    url,
                    f"the server says {response.status_code} {response.reason_phrase}",
                    "check the address",
                )
            answer = Answer(here, response.headers.get("content-type", ""), body)
            self._cache.keep(here, answer, response.headers)
            return answer
        raise InputError(url, f"more than {REDIRECTS} redirections", "give the address that it leads to")

    def _get(self, url: str, headers: dict[str, str], limit: int = LIMIT) -> tuple[httpx.Response, bytes]:
        """A server's answer and its body, asked for again after a pause where it is busy."""
        import httpx

        self._check_address(url)
        self._wait(url)
        for attempt in range(1, TRIES + 1):
            try:
                with self._opened().stream("GET", url, headers=headers) as response:
                    if response.status_code in _AGAIN and attempt < TRIES:
                        time.sleep(_pause(response.headers.get("retry-after"), attempt))
                        continue
                    self._check_peer(url, response)
                    return response, self._body(url, response, limit)
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
                if attempt == TRIES or isinstance(error, httpx.InvalidURL | httpx.DecodingError):
                    said = " ".join(str(error).split())[:120] or type(error).__name__
                    raise InputError(url, f"cannot be fetched ({said})", "check the address") from None
                time.sleep(_pause(None, attempt))
        raise InputError(url, "cannot be fetched", "try again later")

    def _body(self, url: str, response: httpx.Response, limit: int) -> bytes:
        """The body, of which no more is held than is allowed."""
        parts: list[bytes] = []
        size, deadline = 0, time.monotonic() + SECONDS
        for part in response.iter_bytes(65_536):
            size += len(part)
            if size > limit:
                raise InputError(
                    url, f"larger than {limit >> 20} MB, the most that is fetched", "download it"
                )
            if time.monotonic() > deadline:
                raise InputError(url, f"takes longer than {SECONDS:.0f} s", "download it")
            parts.append(part)
        return b"".join(parts)

    def _opened(self) -> httpx.Client:
        if self._client is None:
            import httpx

            self._client = httpx.Client(
                headers={"User-Agent": AGENT},
                timeout=httpx.Timeout(SECONDS / 3),
                follow_redirects=False,
            )
        return self._client

    def _wait(self, url: str) -> None:
        """Give a server the pause that it is due; those of one's own network need none."""
        host = urlsplit(url).netloc
        since = time.monotonic() - self._asked.get(host, -PAUSE)
        if since < PAUSE and not self._may_be_local(url):
            time.sleep(PAUSE - since)
        self._asked[host] = time.monotonic()

    # Where one may go

    def _may_be_local(self, url: str) -> bool:
        """Whether a URL may lead to this machine or its network."""
        return self._local or (self._typed is not None and _server(url) == self._typed)

    def _check_address(self, url: str) -> None:
        """Raise InputError for a host that is this machine or in its network, unless that is allowed."""
        if self._may_be_local(url):
            return
        parts = urlsplit(url)
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return  # no address, which the request says better; a proxy may know one
        for address in {str(info[4][0]) for info in found}:
            _refuse_local(url, address)

    def _check_peer(self, url: str, response: httpx.Response) -> None:
        """Raise InputError when the server that answered without a proxy has a local address: names may
        change what they stand for between looking and asking.
        """
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if peer and not self._may_be_local(url) and not _proxied(url):
            _refuse_local(url, str(peer[0]))

    def _check_robots(self, url: str) -> None:
        """Raise InputError where a server's robots.txt asks programs to stay away."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            try:
                self._robots[origin] = self._read_robots(origin)
            except InputError as error:
                raise InputError(url, error.fault, error.remedy) from None
        rules = self._robots[origin]
        if rules is not None and not rules.can_fetch(url, NAME):
            raise InputError(
                url, "the site's robots.txt asks programs not to read this", "open it in a browser"
            )

    def _read_robots(self, origin: str) -> Protego | None:
        """The rules of a server (RFC 9309); None when it has none. Of a server that fails nothing may be
        read.
        """
        from protego import Protego

        here = f"{origin}/robots.txt"
        for _ in range(REDIRECTS + 1):
            response, body = self._get(here, {}, _ROBOTS)
            if not response.is_redirect:
                break
            here = _checked(urljoin(here, response.headers["location"]))
        if response.status_code >= 500:
            return Protego.parse("User-agent: *\nDisallow: /")
        return Protego.parse(body.decode("utf-8", "replace")) if response.status_code == 200 else None


def _checked(url: str) -> str:
    """A URL that may be asked for, without its fragment. Raises InputError for another."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise InputError(url, "not the address of a page", "it begins with http:// or https://")
    return url.partition("#")[0]


def _server(url: str) -> str:
    """What a URL says before its path: scheme, host and port."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme.lower() == "https" else 80)
    return f"{parts.scheme.lower()}://{parts.hostname}:{port}"


def _is_plainly_local(url: str) -> bool:
    """Whether the host of a URL is written as an address of this machine or a private network (not as a name
    that somebody else may lead there, nor as an address that only machines use, such as 169.254.0.1).
    """
    host = urlsplit(_checked(url)).hostname or ""
    if host == "localhost":
        return True
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return False
    return ip.is_loopback or (ip.is_private and not (ip.is_link_local or ip.is_unspecified or ip.is_reserved))


def _refuse_local(url: str, address: str) -> None:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if not (mapped or ip).is_global or ip.is_multicast:
        raise InputError(
            url,
            f"an address of this machine or its network ({address})",
            "`--allow-local` reads it all the same",
        )


def _proxied(url: str) -> bool:
    """Whether the environment names a proxy for a URL."""
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    named = getproxies()
    return bool(named.get(parts.scheme) or named.get("all")) and not proxy_bypass(parts.hostname or "")


def _pause(wanted: str | None, attempt: int) -> float:
    """Seconds until a server is asked again: what it wants, within bounds."""
    asked = float(wanted) if wanted and wanted.isdigit() else 0.0
    return min(max(asked, 0.5 * float(1 << attempt)), 20.0)


# What was fetched before


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer in the cache."""

    url: str
    media_type: str
    etag: str
    modified: str
    path: Path

    def conditions(self) -> dict[str, str]:
        """The headers that ask only for what has changed."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in said.items() if value}

    def body(self) -> bytes:
        return self.path.read_bytes()


class _Cache:
    """Answers with an ETag or a date, each a file with its description beside it; the oldest are dropped."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder or Path(os.devnull)

    def find(self, url: str) -> _Kept | None:
        about, body = self._paths(url)
        try:
            said: dict[str, Any] = json.loads(about.read_text("utf-8"))
            if said["url"] != url or hashlib.sha256(body.read_bytes()).hexdigest() != said["sha256"]:
                return None
            return _Kept(url, str(said["type"]), str(said["etag"]), str(said["modified"]), body)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, url: str, answer: Answer, headers: Any) -> None:
        """Keep an answer that can be asked for conditionally, where the folder can be written."""
        etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
        if not (etag or modified) or "no-store" in headers.get("cache-control", ""):
            return
        about, body = self._paths(url)
        said = {
            "url": url, "type": answer.media_type, "etag": etag, "modified": modified,
            "sha256": hashlib.sha256(answer.body).hexdigest(),
        }  # fmt: skip
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for path, content in ((body, answer.body), (about, json.dumps(said).encode())):
                aside = path.with_suffix(f".{os.getpid()}")
                aside.write_bytes(content)
                aside.replace(path)
            self._sweep()

    def _paths(self, url: str) -> tuple[Path, Path]:
        name = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / f"{name}.json", self._folder / f"{name}.body"

    def _sweep(self) -> None:
        """Drop the oldest answers beyond what is kept."""
        found = sorted(
            ((status.st_mtime, status.st_size, path)
             for path in self._folder.glob("*.body") if (status := path.stat())), reverse=True
        )  # fmt: skip
        total = 0
        for _, size, path in found:
            total += size
            if total > _KEPT:
                path.unlink(missing_ok=True)
                path.with_suffix(".json").unlink(missing_ok=True)


def _cache_folder() -> Path | None:
    """Where answers are kept (XDG base directory specification); None where nobody is at home."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    with suppress(RuntimeError):
        return (Path(home) if os.path.isabs(home) else Path.home() / ".cache") / "newskg" / "pages"
    return None
