"""A small HTTP client for SPARQL servers: time-outs, retries, basic and digest authentication; standard
library only.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import secrets
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.errors import EndpointError

__all__ = ["Answer", "Client"]

_CHALLENGE = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')
_AGAIN = (429, 500, 502, 503, 504)
_LOST = (http.client.RemoteDisconnected, ConnectionError)
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status, media type without parameters, body; after how many seconds it wants to be
    asked again.
    """

    status: int
    kind: str
    body: bytes
    wait: float = 0.0

    @property
    def said(self) -> str:
        """The first words of an error page, on one line."""
        text = re.sub(r"<[^>]*>", " ", self.body[:4000].decode("utf-8", "replace"))
        return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()[:200]


class Client:
    """Sends requests, again after a pause when the server cannot be reached or fails. Follows no redirection,
    so credentials stay put.

    Every request must be one that may be repeated: what the server did of it unheard, it does again to the
    same end. No body is sent before the server has had its say on credentials: Virtuoso would close the
    connection in the middle of it.
    """

    TRIES = 7
    PAUSE = 0.25
    """Seconds before the second try; twice as many before each further one, and as many as the server asks
    for.
    """
    LONGEST = 60.0
    """Seconds that are waited at most, whatever the server asks for."""
    FEW = 3
    """Tries when the server does not answer in time, which takes long, or fails with 500, which may be its
    way of refusing.
    """

    def __init__(self, place: str, user: str | None, password: str | None, timeout: float = 60.0) -> None:
        self.place, self.user, self.password, self.timeout = place, user, password or "", timeout
        self._challenges: dict[str, dict[str, str]] = {}
        self._count = 0
        self._idle: dict[tuple[str, str], http.client.HTTPConnection] = {}

    def send(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> Answer:
        """The server's answer, whatever its status. Raises EndpointError when there is none after several
        tries.

        A ``timeout`` of one's own, in seconds, is for all of it, and there is one try.
        """
        if body is not None and self.user is not None and url.partition("?")[0] not in self._challenges:
            self._again("GET", url, None, {}, timeout)
        return self._again(method, url, body, headers or {}, timeout)

    def close(self) -> None:
        """Close the connections that are kept for the next request."""
        while self._idle:
            self._idle.popitem()[1].close()

    def _again(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], timeout: float | None
    ) -> Answer:
        for attempt in range(1, self.TRIES + 1):
            answer, wait = None, 0.0
            try:
                answer = self._try(method, url, body, headers, timeout)
                wait = answer.wait
                if answer.status not in _AGAIN or attempt == (
                    self.FEW if answer.status == 500 else self.TRIES
                ):
                    return answer
            except TimeoutError as error:
                fault = EndpointError(
                    self.place,
                    f"no answer within {timeout or self.timeout:g} s",
                    "allow more time, or ask for less",
                )
                if timeout is not None or attempt >= self.FEW:
                    raise fault from error
            except (OSError, http.client.HTTPException) as error:
                fault = EndpointError(
                    self.place, f"cannot be reached ({error})", "check the address, and that the server runs"
                )
                if attempt == self.TRIES:
                    raise fault from error
            time.sleep(min(self.LONGEST, max(wait, self.PAUSE * 2 ** (attempt - 1))))
        raise AssertionError("the last try returns or raises")

    def _try(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], timeout: float | None
    ) -> Answer:
        place = url.partition("?")[0]
        answer, challenge = self._once(
            method, url, body, {**headers, **self._credentials(method, url)}, timeout
        )
        if answer.status == 401 and self.user is not None and challenge:
            self._challenges[place] = challenge
            answer, _ = self._once(method, url, body, {**headers, **self._credentials(method, url)}, timeout)
        else:
            self._challenges.setdefault(place, {})
        return answer

    def _once(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], timeout: float | None
    ) -> tuple[Answer, dict[str, str]]:
        parts = urlsplit(url)
        place = parts.scheme, parts.netloc
        seconds = self.timeout if timeout is None else timeout
        kept = self._idle.pop(place, None)
        if kept is not None:
            if kept.sock is not None:
                kept.sock.settimeout(seconds)
            try:
                return self._exchange(kept, method, url, body, headers, seconds)
            except _LOST:  # the server has closed it meanwhile, which says nothing about the server
                kept.close()
        host = parts.hostname or ""
        fresh: http.client.HTTPConnection
        if parts.scheme == "https":
            fresh = http.client.HTTPSConnection(
                host, parts.port, timeout=seconds, context=ssl.create_default_context()
            )
        else:
            fresh = http.client.HTTPConnection(host, parts.port, timeout=seconds)
        return self._exchange(fresh, method, url, body, headers, seconds)

    def _exchange(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        seconds: float,
    ) -> tuple[Answer, dict[str, str]]:
        """One request and its answer; the connection is kept when the server keeps it."""
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        deadline = time.monotonic() + seconds
        try:
            connection.request(method, target, body, {"User-Agent": "newskg", **headers})
            if connection.sock is not None:
                connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            response = connection.getresponse()
            pieces = bytearray()
            while piece := response.read1(_PIECE):
                pieces += piece
                if time.monotonic() > deadline:
                    raise TimeoutError
            if response.length:
                raise http.client.IncompleteRead(bytes(pieces), response.length)
            response.close()
        except BaseException:
            connection.close()
            raise
        if response.will_close:
            connection.close()
        else:
            self._idle[parts.scheme, parts.netloc] = connection
        kind = (response.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        wait = response.headers.get("Retry-After") or ""
        answer = Answer(
            response.status, kind, bytes(pieces), float(wait) if wait.isdecimal() and wait.isascii() else 0.0
        )
        return answer, _challenge(response.headers.get_all("WWW-Authenticate") or [])

    def _credentials(self, method: str, url: str) -> dict[str, str]:
        """The Authorization header that the server's last challenge asks for."""
        challenge = self._challenges.get(url.partition("?")[0])
        if self.user is None or not challenge:
            return {}
        if challenge["scheme"] == "basic":
            return {
                "Authorization": "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
            }
        return {"Authorization": self._digest(challenge, method, url)}

    def _digest(self, challenge: dict[str, str], method: str, url: str) -> str:
        """RFC 7616, with MD5 or SHA-256, with or without qop=auth."""
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        kind = challenge.get("algorithm", "MD5")
        function = hashlib.sha256 if kind.upper().startswith("SHA-256") else hashlib.md5

        def digest(text: str) -> str:
            return function(text.encode()).hexdigest()

        self._count += 1
        count, own, nonce = f"{self._count:08x}", secrets.token_hex(8), challenge.get("nonce", "")
        secret = digest(f"{self.user}:{challenge.get('realm', '')}:{self.password}")
        if kind.lower().endswith("-sess"):
            secret = digest(f"{secret}:{nonce}:{own}")
        request = digest(f"{method}:{target}")
        qop = "auth" if "auth" in challenge.get("qop", "").replace(" ", "").split(",") else ""
        proof = digest(
            f"{secret}:{nonce}:{count}:{own}:auth:{request}" if qop else f"{secret}:{nonce}:{request}"
        )
        fields = [
            f'username="{self.user}"',
            f'realm="{challenge.get("realm", "")}"',
            f'nonce="{nonce}"',
            f'uri="{target}"',
            f'response="{proof}"',
        ]
        if qop:
            fields += ["qop=auth", f"nc={count}", f'cnonce="{own}"']
        if "opaque" in challenge:
            fields.append(f'opaque="{challenge["opaque"]}"')
        if "algorithm" in challenge:
            fields.append(f"algorithm={kind}")
        return "Digest " + ", ".join(fields)


def _challenge(headers: list[str]) -> dict[str, str]:
    """The strongest challenge that is understood, its fields by lower-case name and its scheme; empty for
    none.
    """
    found: dict[str, dict[str, str]] = {}
    for header in headers:
        scheme, _, rest = header.strip().partition(" ")
        if scheme.lower() in ("digest", "basic"):
            fields = {name.lower(): quoted or plain for name, quoted, plain in _CHALLENGE.findall(rest)}
            found[scheme.lower()] = {**fields, "scheme": scheme.lower()}
    return found.get("digest") or found.get("basic") or {}
