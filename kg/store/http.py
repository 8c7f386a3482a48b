"""Requests to SPARQL servers by httpx: repeated where a server fails, with the credentials it asks for."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass

import httpx

from kg.errors import EndpointError

__all__ = ["Answer", "Client"]

_AGAIN = (429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status, media type without parameters, body; after how many seconds it wants to be
    asked again; whether it keeps the merge of all graphs itself.
    """

    status: int
    kind: str
    body: bytes
    wait: float = 0.0
    keeps_merge: bool = False

    @property
    def said(self) -> str:
        """The first words of an error page, on one line."""
        text = re.sub(r"<[^>]*>", " ", self.body[:4000].decode("utf-8", "replace"))
        return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()[:200]


class Client:
    """Sends requests, again after a pause when the server cannot be reached or fails. Follows no redirection,
    so credentials stay put.

    Proxies are those of the environment (``http_proxy``, ``https_proxy``, ``all_proxy``, and ``no_proxy`` for
    the hosts that are reached without). Certificates are checked against those of the system.

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
        self._credentials = _Credentials(user, self.password) if user is not None else None
        try:
            self._http = httpx.Client(
                auth=self._credentials,
                headers={"User-Agent": "newskg"},
                limits=httpx.Limits(keepalive_expiry=None),
                verify=ssl.create_default_context(),
            )
        except (ImportError, ValueError, httpx.InvalidURL) as error:
            raise EndpointError(
                place, f"the proxy cannot be used ({error})", "see http_proxy, https_proxy and all_proxy"
            ) from error

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
        if body is not None and self._credentials and not self._credentials.known(url):
            self._again("GET", url, None, {}, timeout)
        return self._again(method, url, body, headers or {}, timeout)

    def close(self) -> None:
        """Close the connections that are kept for the next request."""
        self._http.close()

    def _again(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], timeout: float | None
    ) -> Answer:
        for attempt in range(1, self.TRIES + 1):
            wait = 0.0
            try:
                answer = self._once(method, url, body, headers, timeout)
                wait = answer.wait
                if answer.status not in _AGAIN or attempt == (
                    self.FEW if answer.status == 500 else self.TRIES
                ):
                    return answer
            except httpx.TimeoutException as error:
                if timeout is not None or attempt >= self.FEW:
                    raise EndpointError(
                        self.place,
                        f"no answer within {timeout or self.timeout:g} s",
                        "allow more time, or ask for less",
                    ) from error
            except httpx.RequestError as error:
                if attempt == self.TRIES:
                    raise EndpointError(
                        self.place,
                        f"cannot be reached ({error})",
                        "check the address, and that the server runs",
                    ) from error
            time.sleep(min(self.LONGEST, max(wait, self.PAUSE * 2 ** (attempt - 1))))
        raise AssertionError("the last try returns or raises")

    def _once(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], timeout: float | None
    ) -> Answer:
        """One request and its answer, asked for again with credentials where the server wants them."""
        seconds = self.timeout if timeout is None else timeout
        deadline = time.monotonic() + seconds
        pieces = bytearray()
        try:
            with self._http.stream(method, url, content=body, headers=headers, timeout=seconds) as response:
                for piece in response.iter_bytes():
                    pieces += piece
                    if time.monotonic() > deadline:
                        raise httpx.ReadTimeout("the answer takes too long")
        except httpx.InvalidURL as error:
            raise EndpointError(self.place, f"is no address ({error})", "check the address") from error
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        wait = response.headers.get("Retry-After", "")
        return Answer(
            response.status_code,
            kind,
            bytes(pieces),
            float(wait) if wait.isdecimal() and wait.isascii() else 0.0,
            response.headers.get("Newskg-Merge") == "kept",
        )


class _Credentials(httpx.Auth):
    """Name and password as each address asks for them: digest rather than basic, nothing unasked."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._schemes: dict[str, httpx.Auth | None] = {}

    def known(self, url: str) -> bool:
        """Whether the address has had its say."""
        return _address(httpx.URL(url)) in self._schemes

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request as often as it has to be sent, as httpx wants it said."""
        address = _address(request.url)
        if scheme := self._schemes.get(address):
            yield from scheme.auth_flow(request)
            return
        response = yield request
        asked = response.headers.get_list("WWW-Authenticate") if response.status_code == 401 else []
        schemes = {one.partition(" ")[0].lower() for one in asked}
        if "digest" in schemes:
            scheme = httpx.DigestAuth(self._user, self._password)
            flow = scheme.auth_flow(request)
            next(flow)  # the request without credentials, which the server has just refused
            self._schemes[address] = scheme
            yield flow.send(response)
        elif "basic" in schemes:
            scheme = self._schemes[address] = httpx.BasicAuth(self._user, self._password)
            yield from scheme.auth_flow(request)
        else:
            self._schemes.setdefault(address, None)


def _address(url: httpx.URL) -> str:
    return str(url.copy_with(query=None, fragment=None))
