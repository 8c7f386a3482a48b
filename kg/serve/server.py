"""Serving until asked to stop: uvicorn on a socket of ours, with limits for clients that send nothing."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import KGError

__all__ = ["listening", "serve"]

_CONNECTIONS = 1000
_PATIENCE = 20.0
"""Seconds within which a connection must bring a request."""
_GRACE = 5
"""Seconds that requests under way have to end when the server stops."""


class _Impatient(H11Protocol):
    """HTTP/1.1 that closes a connection on which no whole request has come after a while."""

    _due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._due = self.loop.call_later(_PATIENCE, self._close_unless_asked)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._due is not None:
            self._due.cancel()
        super().connection_lost(exc)

    def _close_unless_asked(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at an address, port 0 at any free one. Raises KGError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(_CONNECTIONS)  # who comes early waits
    except (OSError, OverflowError) as error:
        bound.close()
        said = getattr(error, "strerror", None) or error
        raise KGError(f"{host}:{port}", f"cannot be listened at ({said})", "choose another --port") from error
    return bound


def serve(app: ASGIApp, bound: socket.socket, *, prefix: str = "", ready: Callable[[], None]) -> None:
    """Serve an application until an interrupt or SIGTERM; requests under way are answered first.

    ``prefix`` is the path behind which a proxy has it; ``ready`` is called when it is served.
    """
    config = uvicorn.Config(
        _under(app, prefix, ready),
        http=_Impatient,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        backlog=_CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_GRACE,
    )
    uvicorn.Server(config).run(sockets=[bound])


def _under(app: ASGIApp, prefix: str, ready: Callable[[], None]) -> ASGIApp:
    """The application behind a path, whether or not the proxy takes that off."""
    prefix = "/" + prefix.strip("/") if prefix.strip("/") else ""

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":

            async def told(message: Any) -> None:
                await send(message)
                if message["type"] == "lifespan.startup.complete":
                    ready()

            await app(scope, receive, told)
            return
        if prefix:
            path = scope["path"]
            if path != prefix and not path.startswith(f"{prefix}/"):
                path = prefix + path
            scope = {**scope, "root_path": prefix, "path": path}
        await app(scope, receive, send)

    return answered
