"""The programs of tests/page/package.json, which check the page and are no part of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

__all__ = ["needs_npm", "page_tool"]

FOLDER = Path(__file__).resolve().parent / "page"
needs_npm = pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed")


def page_tool(path: str) -> Path:
    """A file of an npm package, installed once."""
    found = FOLDER / "node_modules" / path
    if not found.exists():
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=FOLDER, check=True, capture_output=True)
    return found
