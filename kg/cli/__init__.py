"""The command line: ``kg VERB STORE ...``. Nothing heavy is loaded before a command needs it."""

from __future__ import annotations

import contextlib
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli import ask, export, judge, keep, make, serve
from kg.cli.output import log_warnings, report
from kg.cli.project import project_defaults
from kg.version import __version__

__all__ = ["app", "main"]

_BROKEN_PIPE = 141  # what a shell reports of a program that SIGPIPE ended


class _Group(TyperGroup):
    """Commands in the order of the pipeline, and the one place where an error becomes a message and an exit
    code.
    """

    def invoke(self, ctx: Any) -> Any:  # a context of click, which typer holds within in some versions
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except Exception as error:
            raise typer.Exit(_BROKEN_PIPE if isinstance(error, BrokenPipeError) else report(error)) from error
        return result


app = typer.Typer(
    name="kg",
    cls=_Group,
    help="News articles in, a knowledge graph out: every edge with the sentence that says it.",
    epilog="STORE is a directory (made when missing), an RDF file (.ttl .nt .nq .trig .jsonld .rdf) or "
    "the URL of a SPARQL endpoint. "
    "Results go to standard output, messages to standard error. Exit codes: 0 done, 1 the answer "
    "is no or nothing has the name, 2 wrong usage, 3 could not. A file newskg.toml in the folder "
    "gives what the command line leaves out (store, sources, knowledge, jobs ...).",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class LogLevel(StrEnum):
    """How important a message is, least first."""

    debug = "debug"
    info = "info"
    warning = "warning"
    error = "error"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    log_level: Annotated[
        LogLevel, typer.Option("--log-level", help="The least important messages that are told.")
    ] = LogLevel.warning,
) -> None:
    log_warnings(log_level.upper())
    commands = getattr(ctx.command, "commands", {})
    parameters = {name: {str(one.name) for one in command.params} for name, command in commands.items()}
    ctx.default_map = project_defaults(parameters, Path.cwd())


for _commands in (make, keep, ask, export, serve, judge):
    _commands.register(app)


def main() -> None:
    """Runs the command line and exits. What goes to a stream that is closed goes nowhere."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), "r" if name == "stdin" else "w"))
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors=errors)  # type: ignore[union-attr]
    try:
        app()
    finally:
        _leave_quietly()


def _leave_quietly() -> None:
    """Keeps Python from complaining, while it shuts down, about output that nobody takes any more."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
