"""What is read of a request and how an answer is sent, so that a client that is slow, gone or hostile holds
nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import anyio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import EndpointError, KGError, LimitError, QueryError, StoreError, UnknownEntity

__all__ = [
    "Refused",
    "SentInPieces",
    "allowed",
    "body_of",
    "etag",
    "fault",
    "unchanged",
    "unless_gone",
]

_T = TypeVar("_T")
_PIECE = 64 << 10
_PATIENCE = 30.0
"""Seconds in which a client must send its request, and take each piece of an answer."""


class Refused(Exception):
    """A request that is answered with a status and a line of text."""

    def __init__(self, status: int, said: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, said)
        self.status, self.said, self.headers = status, said, headers or {}

    def response(self) -> Response:
        """The answer."""
        return PlainTextResponse(self.said + "\n", self.status, dict(self.headers))


class SentInPieces(Response):
    """A body in memory, sent piece by piece; a client that does not take one in time is left."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        body = memoryview(self.body)
        with anyio.move_on_after(0) as slow:
            for begin in range(0, max(len(body), 1), _PIECE):
                slow.deadline = anyio.current_time() + _PATIENCE
                piece = bytes(body[begin : begin + _PIECE])
                more = begin + _PIECE < len(body)
                await send({"type": "http.response.body", "body": piece, "more_body": more})


async def body_of(request: Request, most: int) -> bytes:
    """The body of a request. Raises Refused when it has more than ``most`` bytes or does not come."""
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > most:
        raise Refused(413, f"request: larger than {most / 1e6:g} MB; send less at a time")
    found = bytearray()
    try:
        with anyio.fail_after(_PATIENCE):
            async for piece in request.stream():
                found += piece
                if len(found) > most:
                    raise Refused(413, f"request: larger than {most / 1e6:g} MB; send less at a time")
    except TimeoutError:
        raise Refused(408, "request: its body does not come; send it again") from None
    except ClientDisconnect:
        raise Refused(400, "request: its body ends early; send it again") from None
    return bytes(found)


async def unless_gone(request: Request, work: Callable[[], Awaitable[_T]]) -> _T:
    """What the work gives; it is cancelled as soon as the client hangs up.

    Raises what the work raises, and Refused when nobody waits for it any more.
    """
    results: list[_T] = []
    errors: list[Exception] = []
    async with anyio.create_task_group() as group:

        async def watch() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            group.cancel_scope.cancel()

        group.start_soon(watch)
        try:
            results.append(await work())
        except Exception as error:
            errors.append(error)
        group.cancel_scope.cancel()
    if errors:
        raise errors[0]
    if not results:
        raise Refused(499, "request: the client hung up")
    return results[0]


def fault(error: Exception) -> Refused:
    """The answer to a request that an error came of."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, LimitError):
        return Refused(422, _plain(error))
    if isinstance(error, UnknownEntity):
        return Refused(404, str(error))
    if isinstance(error, EndpointError):
        return Refused(502, str(error))
    if isinstance(error, StoreError):
        return Refused(503, str(error))
    if isinstance(error, KGError | ValueError):
        return Refused(400, str(error))
    raise error


def _plain(error: QueryError) -> str:
    """The message of an error without the options of the command line."""
    return str(error).partition(" or allow more")[0]


def etag(version: str, *parts: str) -> str:
    """The entity tag of an answer to a question that these parts make."""
    digest = hashlib.blake2b("\0".join([version, *parts]).encode("utf-8", "replace"), digest_size=12)
    return f'W/"{digest.hexdigest()}"'


def unchanged(request: Request, tag: str) -> bool:
    """Whether the client holds the answer with this entity tag already."""
    known = request.headers.get("if-none-match", "")
    return tag in (part.strip() for part in known.split(","))


def allowed(request: Request, token: str | None) -> None:
    """Check that a client may write: it gives the token as a bearer, or as the password of any user.

    Raises Refused.
    """
    if token is None:
        raise Refused(403, "store: is served for reading only; serve it with --writable")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            given = ""
    if not secrets.compare_digest(given.strip().encode(), token.encode()):
        headers = {"WWW-Authenticate": 'Basic realm="newskg", charset="UTF-8"'}
        raise Refused(401, "token: missing or wrong; give it as the password, or as a bearer", headers)
