"""Runs the console sessions of README.md and puts what was printed under each command; with --check, exits 1
when that changes the file.

In a ```console block, lines that begin with ``$ `` are commands, which bash runs one after the other in a
folder with a copy of ``seeds``. A block of another language whose first line is a comment with a file name
(``# mine.ttl``) is written into that folder first; ```python blocks are run, at their place.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md"]
_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_NAMED = re.compile(r"# (?P<name>[\w.-]+\.\w+)\n")


def rewritten(page: str) -> str:
    """The page with the output of its sessions as it is now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "seeds", folder / "seeds")
        return _BLOCK.sub(lambda block: _block(block, folder, _environment(folder)), page)


def _environment(folder: Path) -> dict[str, str]:
    """The environment with a ``kg`` that is this checkout's, run by this Python."""
    commands = folder / ".bin"
    if not commands.exists():
        commands.mkdir()
        script = commands / "kg"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    path = os.pathsep.join([str(commands), str(Path(sys.executable).parent), os.environ["PATH"]])
    return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}


def _block(block: re.Match[str], folder: Path, environment: dict[str, str]) -> str:
    language, body = block["language"], block["body"]
    if language == "console":
        commands = [line for line in body.splitlines() if line.startswith("$ ")]
        said = "".join(
            f"{command}\n{_run(['bash', '-c', command[2:]], folder, environment)}" for command in commands
        )
        return f"```console\n{said}```"
    if language == "python":
        _run([sys.executable, "-W", "error::ResourceWarning", "-c", body], folder, environment, check=True)
    elif named := _NAMED.match(body):
        (folder / named["name"]).write_text(body, encoding="utf-8")
    return block[0]


def _run(command: list[str], folder: Path, environment: dict[str, str], check: bool = False) -> str:
    """What the command prints on both streams, without white space at line ends."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    if check and done.returncode:
        raise SystemExit(f"this Python does not run:\n{command[-1]}\n{done.stdout}")
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def main() -> int:
    """Rewrites or checks the pages; the exit code."""
    stale = False
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        fresh = rewritten(page)
        if page != fresh and "--check" in sys.argv[1:]:
            stale = True
            sys.stderr.writelines(
                difflib.unified_diff(page.splitlines(True), fresh.splitlines(True), path.name, "as it is now")
            )
        elif page != fresh:
            path.write_text(fresh, encoding="utf-8")
    if stale:
        print("run: python scripts/sessions.py", file=sys.stderr)
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
