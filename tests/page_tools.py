"""The programs of tests/page/package.json, which check the page and are no part of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

__all__ = ["barriers", "needs_npm", "page_tool"]

FOLDER = Path(__file__).resolve().parent / "page"
needs_npm = pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed")

AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(
  (found) => done(found.violations.map((one) => [one.id, one.nodes.map((node) => node.target.join(" "))])),
  (error) => done([[String(error), []]]),
);
"""


def page_tool(path: str) -> Path:
    """A file of an npm package, installed once."""
    found = FOLDER / "node_modules" / path
    if not found.exists():
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=FOLDER, check=True, capture_output=True)
    return found


def barriers(driver: Any) -> list[Any]:
    """What axe finds in the page that a browser shows: names of rules with the elements that break them."""
    driver.execute_script(page_tool("axe-core/axe.min.js").read_text(encoding="utf-8"))
    found: list[Any] = driver.execute_async_script(AXE)
    return found
