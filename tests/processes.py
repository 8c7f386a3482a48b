"""Processes that tests start and watch."""

from __future__ import annotations

import time
from pathlib import Path

__all__ = ["ends_within"]


def ends_within(process: int, seconds: float) -> bool:
    """Whether a process ends in that time; one that nobody has asked about since has ended too."""
    status = Path(f"/proc/{process}/stat")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if status.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False
