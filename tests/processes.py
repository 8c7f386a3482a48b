"""Processes that tests start and watch."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

__all__ = ["ends_within", "killed_while_writing"]

ROOT = Path(__file__).resolve().parents[1]


def killed_while_writing(
    script: str, where: Path, dice: random.Random, *, steps: int, seconds: float
) -> None:
    """Run a script that writes into a store and prints a line a step, and kill it at some moment: at most so
    many steps and seconds after it began.
    """
    command = [sys.executable, "-c", script, str(where), str(dice.choice((0.0, 5.0)))]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert writer.stdout is not None
    for _ in range(1 + dice.randrange(steps)):
        writer.stdout.readline()
    time.sleep(dice.random() * seconds)
    writer.send_signal(signal.SIGKILL)
    writer.communicate()


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
