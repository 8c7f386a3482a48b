"""Writes docs/kg.1, the manual, from what the commands declare; with --check, exits 1 when it is stale."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cli_reference import Parameter, commands_of, help_of, parameters_of
from generated_page import write_or_check

from kg.cli import app
from kg.version import __version__

TARGET = Path(__file__).resolve().parent.parent / "docs" / "kg.1"


def manual() -> str:
    """The whole page, in the man macros."""
    commands = commands_of(app)
    main = app.registered_callback
    shared = list(parameters_of(main.callback)) if main and main.callback else []
    used = {
        one.variable: one for callback in commands.values() for one in parameters_of(callback) if one.variable
    }
    lines = [
        f'.TH KG 1 "" "newskg {__version__}" "User Commands"',
        ".ad l",
        *(".SH NAME", f"kg {_escaped('-')} {_roff(_first_small(str(app.info.help)))}"),
        *(".SH SYNOPSIS", ".B kg", "[OPTIONS] COMMAND STORE ..."),
        *(".SH DESCRIPTION", _roff(str(app.info.epilog))),
        *(".SH OPTIONS", *_list(shared)),
        ".SH COMMANDS",
        *(line for name, callback in commands.items() for line in _command(name, callback)),
        *(
            ".SH ENVIRONMENT",
            *_list(Parameter(False, name, _instead(one)) for name, one in sorted(used.items())),
        ),
        ".SH SEE ALSO",
        _roff("kg COMMAND --help; kg queries; kg relations"),
    ]
    return "\n".join(lines) + "\n"


def _command(name: str, callback: Callable[..., Any]) -> Iterator[str]:
    """What a command does, its parameters and examples."""
    parameters = list(parameters_of(callback))
    words = [one.written for one in parameters if one.is_argument]
    said, _, examples = help_of(callback).partition("\b\n")
    yield f".SS {_escaped(' '.join(['kg', name, *words, '[OPTIONS]']))}"
    for number, paragraph in enumerate(re.split(r"\n\n+", said.strip())):
        yield from ([".PP"] if number else [])
        yield _roff(" ".join(paragraph.split()))
    yield from _list(parameters)
    if examples:
        label, *lines = examples.strip().splitlines()
        yield from (".PP", _roff(label), ".RS", ".EX", *(_roff(line.strip()) for line in lines), ".EE", ".RE")


def _list(parameters: Any) -> Iterator[str]:
    """Each parameter with what it says."""
    for one in parameters:
        yield ".TP"
        yield f"\\fB{_escaped(one.written.replace('||', '|'))}\\fR"
        yield _roff(one.help)


def _instead(one: Parameter) -> str:
    return f"Stands for {one.written.split()[0]}."


def _first_small(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


def _escaped(text: str) -> str:
    """Text in which nothing is a command of roff."""
    return text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("'", "\\(aq")


def _roff(text: str) -> str:
    """A line of text that begins no command."""
    escaped = _escaped(text)
    return f"\\&{escaped}" if escaped.startswith(".") else escaped


if __name__ == "__main__":
    sys.exit(write_or_check(manual(), TARGET, "man_page.py"))
