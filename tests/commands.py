"""The program, run in this process."""

from __future__ import annotations

from collections.abc import Callable

from typer.testing import CliRunner

from kg.cli import app

Kg = Callable[..., tuple[int, str, str]]


def run(*arguments: str) -> tuple[int, str, str]:
    """What ``kg`` gives for these arguments: exit code, standard output, standard error."""
    result = CliRunner().invoke(app, list(arguments), prog_name="kg")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr
