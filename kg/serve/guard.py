"""What every request passes: how many a client may send, what the page may do, one line in the log."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import MutableMapping
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["POLICY", "Guard"]

_log = logging.getLogger("kg.serve.access")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The content security policy: nothing runs or is loaded but the files of the page itself."""
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
_CLIENTS = 10_000


class Guard:
    """An application in which each client may send ``rate`` requests a second, ten times as many at once.

    What a client asks for beyond that is refused with 429.
    """

    def __init__(self, app: ASGIApp, rate: float) -> None:
        self.app, self.rate = app, rate
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.monotonic(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add(message)
            await send(message)

        client = (scope.get("client") or ("-", 0))[0]
        try:
            if self._allows(client, began):
                await self.app(scope, receive, sent)
            else:
                refused = PlainTextResponse("client: too many requests; wait\n", 429, {"Retry-After": "1"})
                await refused(scope, receive, sent)
        except asyncio.CancelledError:  # the server stops, and this has had its time
            if not status:
                stopped = PlainTextResponse("server: stops; ask again later\n", 503, {"Retry-After": "10"})
                await stopped(scope, receive, sent)
        finally:
            path = scope["path"].encode("unicode_escape").decode()
            _log.info(
                "%s %s %s %d %.0f ms",
                client,
                scope["method"],
                path,
                status,
                1000 * (time.monotonic() - began),
            )

    def _allows(self, client: str, now: float) -> bool:
        """Whether a client may send one more request: a bucket of them fills at the rate."""
        most = 10 * self.rate
        left, since = self._left.pop(client, (most, now))
        left = min(most, left + (now - since) * self.rate)
        self._left[client] = (max(left - 1, 0), now)
        while len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return left >= 1


def _add(message: MutableMapping[str, Any]) -> None:
    present = {name.lower() for name, _ in message["headers"]}
    extra = [
        (name.encode(), value.encode()) for name, value in _HEADERS.items() if name.encode() not in present
    ]
    message["headers"] = [*message["headers"], *extra]
