"""A small HTTP client for SPARQL servers: time-outs, retries, basic and digest authentication; standard library only."""

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status, media type without parameters, body."""

    status: int
    kind: str
    body: bytes

    @property
    def said(self) -> str:
        """The first words of an error page, on one line."""
        text = re.sub(r"<[^>]*>", " ", self.body[:4000].decode("utf-8", "replace"))
        return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()[:200]


class Client:
    """Sends requests, again after a pause when the server cannot be reached or fails. Follows no redirection, so credentials stay put.

    No body is sent before the server has had its say on credentials: Virtuoso would close the connection in the middle of it.
    """

    TRIES = 4
    PAUSE = 0.25
    """Seconds before the second try; twice as many before each further one."""

    def __init__(self, place: str, user: str | None, password: str | None, timeout: float = 60.0) -> None:
        self.place, self.user, self.password, self.timeout = place, user, password or "", timeout
        self._challenges: dict[str, dict[str, str]] = {}
        self._count = 0

    def send(
        self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, timeout: float | None = None
    ) -> Answer:
        """The server's answer, whatever its status. Raises EndpointError when there is none after several tries."""
        if body is not None and self.user is not None and url.partition("?")[0] not in self._challenges:
            self._try("GET", url, None, {}, timeout)
        pause, fault = self.PAUSE, ""
        for attempt in range(self.TRIES):
            if attempt:
                time.sleep(pause)
                pause *= 2
            try:
                answer = self._try(method, url, body, headers or {}, timeout)
            except TimeoutError as error:
                raise EndpointError(
                    self.place, f"no answer within {timeout or self.timeout:g} s", "allow more time, or ask for less"
                ) from error
            except (OSError, http.client.HTTPException) as error:
                fault = f"cannot be reached ({error})"
                continue
            if answer.status not in _AGAIN or attempt == self.TRIES - 1:
                return answer
        raise EndpointError(self.place, fault, "check the address, and that the server runs")

    def _try(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], timeout: float | None) -> Answer:
        place = url.partition("?")[0]
        answer, challenge = self._once(method, url, body, {**headers, **self._credentials(method, url)}, timeout)
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
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        seconds = self.timeout if timeout is None else timeout
        connection: http.client.HTTPConnection
        if parts.scheme == "https":
            connection = http.client.HTTPSConnection(
                parts.hostname or "", parts.port, timeout=seconds, context=ssl.create_default_context()
            )
        else:
            connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)
        try:
            connection.request(method, target, body, {"User-Agent": "newskg", **headers})
            if connection.sock is not None:
                connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            response = connection.getresponse()
            kind = (response.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
            answer = Answer(response.status, kind, response.read())
            return answer, _challenge(response.headers.get_all("WWW-Authenticate") or [])
        finally:
            connection.close()

    def _credentials(self, method: str, url: str) -> dict[str, str]:
        """The Authorization header that the server's last challenge asks for."""
        challenge = self._challenges.get(url.partition("?")[0])
        if self.user is None or not challenge:
            return {}
        if challenge["scheme"] == "basic":
            return {"Authorization": "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()}
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
        proof = digest(f"{secret}:{nonce}:{count}:{own}:auth:{request}" if qop else f"{secret}:{nonce}:{request}")
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
    """The strongest challenge that is understood, its fields by lower-case name and its scheme; empty for none."""
    found: dict[str, dict[str, str]] = {}
    for header in headers:
        scheme, _, rest = header.strip().partition(" ")
        if scheme.lower() in ("digest", "basic"):
            fields = {name.lower(): quoted or plain for name, quoted, plain in _CHALLENGE.findall(rest)}
            found[scheme.lower()] = {**fields, "scheme": scheme.lower()}
    return found.get("digest") or found.get("basic") or {}
