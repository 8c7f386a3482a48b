"""The application: addresses, and what is done while it runs."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.errors import KGError
from kg.serve import api, libraries
from kg.serve.collected import Collected
from kg.serve.endpoint import Endpoint
from kg.serve.exchange import etag, unchanged
from kg.serve.graphs import GraphStore
from kg.serve.guard import Guard
from kg.serve.pool import Workers
from kg.serve.served import LocalServed, RemoteServed
from kg.store.timeouts import Limits
from kg.version import __version__

__all__ = ["Options", "application"]

_log = logging.getLogger(__name__)

QUERIES = ("/sparql", "/query", "/update", "/sparql-auth")
GRAPHS = ("/data", "/store", "/sparql-graph-crud", "/sparql-graph-crud-auth")
"""The addresses that clients try, by the customs of servers."""
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_LOOK = 1.0  # seconds from one look for newer content to the next


@dataclass(frozen=True, slots=True)
class Options:
    """How a store is served: the token for writing (None: reading only), limits of a query, how many are at
    work at once and how many wait, requests a second of one client, and the origins that may ask from
    other pages ("*" for any, "" for none).
    """

    token: str | None = None
    limits: Limits = field(default_factory=lambda: Limits(60.0, 1_000_000_000))
    workers: int = 4
    waiting: int = 200
    rate: float = 200.0
    origins: str = "*"


def application(served: LocalServed | RemoteServed, options: Options) -> ASGIApp:
    """The application that serves a store. Raises DataError when a library of the page is absent."""
    workers = None
    if isinstance(served, LocalServed):
        workers = Workers(served, options.workers, options.waiting, options.limits)
    endpoint = Endpoint(served, workers, token=options.token, seconds=options.limits.seconds or 3600.0)
    collected = Collected(served)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        async with anyio.create_task_group() as group:
            group.start_soon(_keep_up, served, collected)
            yield
            group.cancel_scope.cancel()
        if workers is not None:
            workers.end()
        await anyio.to_thread.run_sync(served.close)

    app = FastAPI(
        title="newskg",
        version=__version__,
        summary="Who does what to whom in the news, each statement with the sentence that says it.",
        lifespan=living,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.include_router(api.router(served, collected), prefix="/api")
    api.answer_faults(app)
    pages = _Pages(endpoint, collected, libraries.files())
    reading, writing = ["GET", "HEAD", "POST"], ["GET", "HEAD", "PUT", "POST", "DELETE"]
    app.router.routes += [
        *(Route(path, endpoint.handle, methods=reading) for path in QUERIES),
        *(Route(path, GraphStore(endpoint).handle, methods=writing) for path in GRAPHS),
        Route("/health", pages.health, methods=["GET", "HEAD"]),
        Route("/assets/{name:path}", pages.asset, methods=["GET", "HEAD"]),
        Route("/", pages.root, methods=reading),
    ]
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    if options.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=options.origins.split(),
            allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
            allow_headers=["Accept", "Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Retry-After"],
            max_age=3600,
        )
    return Guard(app, options.rate)


async def _keep_up(served: LocalServed | RemoteServed, collected: Collected) -> None:
    """Go on to new content as long as the application runs."""
    while True:
        try:
            await anyio.to_thread.run_sync(served.refresh)
            await anyio.to_thread.run_sync(collected.refresh)
        except (KGError, OSError) as error:
            _log.warning("%s", error)
        await anyio.sleep(_LOOK)


class _Pages:
    """The page and its files, of which nothing but the listed ones can be asked for."""

    def __init__(self, endpoint: Endpoint, collected: Collected, files: Mapping[str, Path]) -> None:
        self.endpoint, self.collected, self.files = endpoint, collected, files

    async def health(self, request: Request) -> Response:
        """Whether the store is served, and whether the page has what it needs of it."""
        version = self.endpoint.served.version
        return JSONResponse({"status": "ok", "version": version, "collected": self.collected.ready})

    async def root(self, request: Request) -> Response:
        """The page; the endpoint's answer to who asks for that here."""
        accept = request.headers.get("accept", "")
        if request.method == "POST" or "query" in request.query_params:
            return await self.endpoint.handle(request)
        if "text/html" not in accept and "*/*" not in accept:
            return await self.endpoint.handle(request)
        if not request.url.path.endswith("/"):
            return RedirectResponse(f"{request.url.path}/")
        return self._file(request, libraries.PAGE / "index.html", "text/html; charset=utf-8")

    async def asset(self, request: Request) -> Response:
        """A file of the page."""
        path = self.files.get(request.path_params["name"])
        if path is None:
            return Response("no such file\n", 404, media_type="text/plain")
        return self._file(request, path, _KINDS[path.suffix])

    def _file(self, request: Request, path: Path, kind: str) -> Response:
        status = path.stat()
        tag = etag(__version__, path.name, str(status.st_mtime_ns), str(status.st_size))
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if unchanged(request, tag):
            return Response(status_code=304, headers=headers)
        return FileResponse(path, headers=headers, media_type=kind)
