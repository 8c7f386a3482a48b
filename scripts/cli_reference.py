"""Writes docs/cli.md from what the commands declare; with --check, exits 1 when the file is stale.

The page is put together from signatures and docstrings, not from typer's own layout, so it does not change
with typer's version.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import typer
from generated_page import write_or_check
from typer.models import ArgumentInfo

from kg.cli import app

TARGET = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
INTRODUCTION = """# The command line

Written by `scripts/cli_reference.py` from what the commands declare; do not edit.
"""


@dataclass(frozen=True)
class Parameter:
    """An argument or option as the page shows it; ``variable`` of the environment gives it, too."""

    is_argument: bool
    written: str
    help: str
    variable: str | None = None


def reference() -> str:
    """The whole page."""
    commands = commands_of(app)
    listed = "\n".join(
        f"| [`kg {name}`](#kg-{name}) | {help_of(callback).splitlines()[0]} |"
        for name, callback in commands.items()
    )
    parts = [INTRODUCTION.strip(), str(app.info.epilog), f"| command | does |\n|---|---|\n{listed}"]
    return "\n\n".join([*parts, *(_section(name, callback) for name, callback in commands.items())]) + "\n"


def commands_of(program: typer.Typer) -> dict[str, Callable[..., Any]]:
    """The commands of a program by name."""
    return {one.callback.__name__: one.callback for one in program.registered_commands if one.callback}


def help_of(callback: Callable[..., Any]) -> str:
    """The whole help of a command; its examples come after a line with a backspace character."""
    return inspect.cleandoc(callback.__doc__ or "")


def _section(name: str, callback: Callable[..., Any]) -> str:
    parameters = list(parameters_of(callback))
    words = [parameter.written for parameter in parameters if parameter.is_argument]
    said, _, examples = help_of(callback).partition("\b\n")
    parts = [
        f"## kg {name}",
        f"`kg {' '.join([name, *words, '[OPTIONS]'])}`",
        re.sub(r"(?<!\n)\n(?!\n)", " ", said).strip(),
    ]
    if examples:
        label, *lines = examples.strip().splitlines()
        parts.append(f"{label}\n\n```console\n" + "\n".join(f"$ {line.strip()}" for line in lines) + "\n```")
    if parameters:
        rows = [
            f"| `{parameter.written}` | {parameter.help} |".replace("||", "\\|") for parameter in parameters
        ]
        parts.append("\n".join(["| | |", "|---|---|", *rows]))
    return "\n\n".join(parts)


def parameters_of(callback: Callable[..., Any]) -> Iterator[Parameter]:
    """Arguments first, then options, each in the order of the signature."""
    hints = get_type_hints(callback, include_extras=True)
    found = [
        _parameter(parameter, hints[name])
        for name, parameter in inspect.signature(callback).parameters.items()
        if hints[name] is not typer.Context
    ]
    yield from sorted(found, key=lambda parameter: not parameter.is_argument)


def _parameter(parameter: inspect.Parameter, hint: Any) -> Parameter:
    kind, info = get_args(hint)[:2]
    about = (info.help or "") + _default(parameter.default)
    if isinstance(info, ArgumentInfo):
        written = f"{info.metavar}{'...' if str(kind).startswith('list') else ''}"
        return Parameter(True, written, about)
    declared = (
        info.default,
        *(info.param_decls or ()),
    )  # inside Annotated, typer takes the first name for the default
    names = ", ".join(
        sorted((name for name in declared if isinstance(name, str) and name.startswith("-")), key=len)
    )
    return Parameter(False, f"{names}{_value(kind, info.metavar)}", about, info.envvar)


def _value(kind: Any, metavar: str | None) -> str:
    if kind is bool:
        return ""
    for one in (kind, *_inner(kind)):
        if isinstance(one, type) and issubclass(one, Enum):
            return " " + "||".join(member.value for member in one)
    return f" {metavar}"


def _inner(kind: Any) -> list[Any]:
    """The kinds that a kind is made of: ``str`` of ``list[str] | None``."""
    return [inner for one in get_args(kind) for inner in (one, *_inner(one))]


def _default(default: Any) -> str:
    if isinstance(default, Enum):
        return f" Default: `{default.value}`."
    return f" Default: `{default}`." if isinstance(default, int) and not isinstance(default, bool) else ""


if __name__ == "__main__":
    sys.exit(write_or_check(reference(), TARGET, "cli_reference.py"))
