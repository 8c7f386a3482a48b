"""The command that serves a store: serve."""

from __future__ import annotations

import logging
import secrets
import sys
from typing import Annotated

import typer

from kg.cli.options import Base, Store
from kg.cli.output import note

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds this file's command to the program."""
    app.command()(serve)


def serve(
    context: typer.Context,
    store: Store,
    host: Annotated[
        str,
        typer.Option("--host", metavar="ADDRESS", help="Where to listen; 0.0.0.0 lets other machines in."),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, metavar="N", help="Where to listen; 0 for any free port."),
    ] = 8000,
    root_path: Annotated[
        str, typer.Option("--root-path", metavar="PATH", help="Behind a proxy: the path that leads here.")
    ] = "",
    writable: Annotated[
        bool, typer.Option("--writable", help="Take SPARQL Update and graphs from who has the token.")
    ] = False,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            metavar="TEXT",
            envvar="NEWSKG_TOKEN",
            help="What writers give as password or bearer token; one is made up when it is not given.",
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="A query is ended after this long.")
    ] = 60.0,
    memory: Annotated[
        int,
        typer.Option(
            "--memory", min=10, metavar="MB", help="A query is ended that takes more beside the store."
        ),
    ] = 1000,
    workers: Annotated[
        int, typer.Option("--workers", min=1, metavar="N", help="How many queries are answered at once.")
    ] = 4,
    rate: Annotated[
        float,
        typer.Option("--rate", min=1.0, metavar="N", help="Requests a second that one client may send."),
    ] = 200.0,
    cors: Annotated[
        str,
        typer.Option(
            "--cors",
            metavar="ORIGINS",
            help="Pages that may ask from elsewhere: origins, * for any, '' for none.",
        ),
    ] = "*",
    base: Base = None,
) -> None:
    """Serve a store: a SPARQL 1.1 endpoint, an API of JSON, and a page to explore it.

    Whatever is written into a directory meanwhile is seen as soon as it is published. STORE may be another
    endpoint; then the page is served over that. Ctrl-C stops.

    \b
    Examples:
      kg serve news.kg
      kg serve news.kg --port 8080 --writable --token secret
      kg serve https://example.org/sparql
    """
    from kg.serve.app import Options, application
    from kg.serve.served import serve_store
    from kg.serve.server import listening
    from kg.serve.server import serve as serve_application
    from kg.store.timeouts import Limits

    given = context.get_parameter_source("token")
    if token and not writable and given is not None and given.name == "COMMANDLINE":
        raise typer.BadParameter("is for writing; give --writable, too", param_hint="--token")
    _log_requests()
    if writable and not token:
        token = secrets.token_urlsafe(16)
        note(f"token for writing: {token}")
    options = Options(
        token=token if writable else None,
        limits=Limits(timeout, memory * 1_000_000),
        workers=workers,
        rate=rate,
        origins=cors,
    )
    bound = listening(host, port)
    served = serve_store(store, base, writable=writable)
    prefix = root_path.strip("/")
    name, number = bound.getsockname()[:2]
    address = f"http://{f'[{name}]' if ':' in name else name}:{number}/{f'{prefix}/' if prefix else ''}"
    serve_application(
        application(served, options),
        bound,
        prefix=prefix,
        ready=lambda: note(f"serving {store} at {address} (queries at {address}sparql); Ctrl-C stops"),
    )


def _log_requests() -> None:
    """A line on standard error for each request."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S"))
    log = logging.getLogger("kg.serve.access")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
