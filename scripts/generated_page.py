"""What the scripts that write pages of docs/ share."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["write_or_check"]


def write_or_check(page: str, target: Path, script: str) -> int:
    """Write a page, or with --check on the command line only compare it: 1 when the file is stale, else 0."""
    if "--check" not in sys.argv[1:]:
        target.parent.mkdir(exist_ok=True)
        target.write_text(page, encoding="utf-8")
    elif not target.exists() or target.read_text(encoding="utf-8") != page:
        print(f"docs/{target.name} is stale; run: python scripts/{script}", file=sys.stderr)
        return 1
    return 0
