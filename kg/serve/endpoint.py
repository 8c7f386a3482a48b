"""The SPARQL 1.1 Protocol over a served store: queries and updates by GET, form and body, and the description
of the service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from kg.query.stored import with_prefixes
from kg.rdf.limits import check_query, query_form
from kg.rdf.query_faults import syntax_error
from kg.rdf.service_description import service_description
from kg.serve import media
from kg.serve.exchange import (
    Refused,
    SentInPieces,
    allowed,
    body_of,
    etag,
    fault,
    unchanged,
    unless_gone,
)
from kg.serve.pool import Busy, Workers
from kg.serve.served import LocalServed, RemoteServed
from kg.serve.update import apply, changes
from kg.serve.using import with_using

__all__ = ["Endpoint"]

_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_OFFERED = {"SELECT": media.ROWS, "ASK": media.TRUTH, "CONSTRUCT": media.GRAPHS, "DESCRIBE": media.GRAPHS}


@dataclass(frozen=True, slots=True)
class _Asked:
    """An operation of the protocol; ``default`` and ``named`` are the graphs that the client names."""

    text: str
    is_update: bool = False
    default: Sequence[str] = field(default_factory=list)
    named: Sequence[str] = field(default_factory=list)


class Endpoint:
    """Answers the operations of the SPARQL Protocol.

    ``workers`` is None over another endpoint. ``largest`` bounds a request in bytes, ``longest`` an answer.
    """

    def __init__(
        self,
        served: LocalServed | RemoteServed,
        workers: Workers | None,
        *,
        token: str | None,
        seconds: float,
        largest: int = 32_000_000,
        longest: int = 200_000_000,
    ) -> None:
        self.served, self.workers, self.token, self.seconds = served, workers, token, seconds
        self.largest, self.longest = largest, longest

    async def handle(self, request: Request) -> Response:
        """The answer to a request at the address of queries (and, as servers have it, of updates)."""
        try:
            asked = await self._asked(request)
            if asked is None:
                return self._described(request)
            if asked.is_update:
                return await self._change(request, asked)
            return await self._answer(request, asked)
        except Busy:
            return Refused(
                503, "endpoint: too many queries at once; try again", {"Retry-After": "2"}
            ).response()
        except Exception as error:
            return fault(error).response()

    async def _asked(self, request: Request) -> _Asked | None:
        """The operation that a request asks for; None for one without query and update.

        Raises Refused as the protocol says.
        """
        given = request.query_params.multi_items()
        if request.method in ("GET", "HEAD"):
            if any(name == "update" for name, _ in given):
                raise Refused(400, "update: by GET; use POST")
            return _operation(given) if given else None
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await body_of(request, self.largest)
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            raise Refused(400, f"request: is not UTF-8 ({error.reason}); write it in UTF-8") from error
        if kind == _FORM:
            return _operation([*given, *parse_qsl(text, keep_blank_values=True)])
        if kind in (_QUERY, _UPDATE):
            if any(name in ("query", "update") for name, _ in given):
                raise Refused(400, "request: an operation in the address and in the body; give one of them")
            return _operation([*given, ("query" if kind == _QUERY else "update", text)])
        raise Refused(415, f"content type: {kind or 'none'}; use {_FORM}, {_QUERY} or {_UPDATE}")

    async def _answer(self, request: Request, asked: _Asked) -> Response:
        offered = _OFFERED[query_form(asked.text)]
        kind = media.chosen(request.headers.get("accept", "*/*"), offered)
        if kind is None:
            raise Refused(406, f"accept: none of {', '.join(offered)}; ask for one of them")
        await anyio.to_thread.run_sync(self.served.refresh)
        tag = etag(self.served.version, asked.text, kind, *asked.default, "\0", *asked.named)
        headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
        local = self.workers is not None
        if local and unchanged(request, tag):
            return Response(status_code=304, headers=headers)
        wanted = kind
        body, given = await unless_gone(
            request, lambda: self.result(asked.text, wanted, asked.default, asked.named)
        )
        if not local:
            headers.pop("ETag")
        return SentInPieces(body, 200, headers, _with_charset(given))

    async def result(
        self, sparql: str, kind: str, default: Sequence[str] = (), named: Sequence[str] = ()
    ) -> tuple[bytes, str]:
        """What a query answers, as the media type, which is one of those for its form; the type that it has.

        Raises QueryError, Busy, and Refused when the answer is too large.
        """
        check_query(sparql, "query", service=False)
        if isinstance(self.served, RemoteServed):
            store = self.served.store
            said = await anyio.to_thread.run_sync(lambda: store.forward(sparql, kind, self.seconds))
            if said.status >= 400:
                raise Refused(min(said.status, 502), said.said)
            return said.body, said.kind or kind
        assert self.workers is not None, "a local store has them"
        offered: Mapping[str, str] = _OFFERED[query_form(sparql)]
        fmt = offered[kind]
        asked = with_prefixes(sparql, self.served.base)
        try:
            _, body = await self.workers.ask(
                asked,
                "query",
                rows=fmt,
                truth=fmt,
                graph=fmt,
                default=list(default),
                named=list(named),
                merge=self.served.merge,
                base=self.served.base,
                most=self.longest,
            )
        except SyntaxError as error:
            raise syntax_error(error, "query", asked) from error
        except OSError as error:
            raise Refused(422, f"query: {error}") from error
        return body, kind

    async def _change(self, request: Request, asked: _Asked) -> Response:
        allowed(request, self.token)
        served = self.served
        assert isinstance(served, LocalServed), "only local stores have a token"
        text = with_prefixes(asked.text, served.base)
        if self.served.merge not in asked.default:  # which is what WHERE is about without naming any
            text = with_using(text, asked.default, asked.named)
        elif asked.named:
            raise Refused(400, "using-graph-uri: the merge beside named graphs; leave the merge out")
        await anyio.to_thread.run_sync(
            lambda: served.write_prepared(lambda store: changes(store, text, self.seconds), apply)
        )
        return Response(status_code=204)

    def _described(self, request: Request) -> Response:
        kind = media.chosen(request.headers.get("accept", "*/*"), media.GRAPHS) or "text/turtle"
        writable = self.token is not None
        address = str(request.url.replace(query=None, fragment=None))
        body = service_description(address, media.GRAPHS[kind], self.served.base, writable=writable)
        return SentInPieces(body, 200, {"Vary": "Accept"}, _with_charset(kind))


def _operation(given: list[tuple[str, str]]) -> _Asked:
    queries = [text for name, text in given if name == "query"]
    updates = [text for name, text in given if name == "update"]
    if len(queries) + len(updates) != 1:
        raise Refused(400, f"request: {len(queries) + len(updates)} operations; give one query or update")
    default = ("using-graph-uri",) if updates else ("default-graph-uri",)
    named = ("using-named-graph-uri",) if updates else ("named-graph-uri",)
    return _Asked(
        (queries or updates)[0],
        bool(updates),
        [iri for name, iri in given if name in default],
        [iri for name, iri in given if name in named],
    )


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
