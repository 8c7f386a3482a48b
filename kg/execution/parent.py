"""A worker process ends with the process that started it, also when that one is killed."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import wait

__all__ = ["end_when_closed", "end_with_parent"]


def end_with_parent() -> None:
    """Have a process that multiprocessing started end as soon as the one that started it has ended.

    A thread waits for that, so it is noticed whenever the work lets other threads run.
    """
    parent = parent_process()
    if parent is not None:
        _end_when(lambda: wait([parent.sentinel]))


def end_when_closed(handle: int) -> None:
    """Have this process end as soon as nobody holds the other end of a pipe any more, where the system can
    watch pipes.
    """
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(handle, 0)  # hanging up is told in any case, what comes in is not
        _end_when(poll.poll)


def _end_when(waiting: Callable[[], object]) -> None:
    def watch() -> None:
        waiting()
        os._exit(1)

    threading.Thread(target=watch, name="kg-parent", daemon=True).start()
