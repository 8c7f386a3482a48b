"""What runs the work."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import islice
from typing import Protocol, TypeVar

from kg.errors import KGError
from kg.execution.telling import Hearer, Told, told_to

__all__ = ["ATTEMPTS", "Engine", "InProcess", "Promise", "all_cores", "in_order", "lost"]

ATTEMPTS = 3
"""How many processes may die over the same item before it is given up."""

_S = TypeVar("_S")
_T = TypeVar("_T")
_R = TypeVar("_R")
_R_co = TypeVar("_R_co", covariant=True)


class Engine(ABC):
    """Something that maps. ``remote`` tells that other machines may do the work, with files of their own."""

    remote = False

    @abstractmethod
    def map(
        self,
        start: Callable[[], _S],
        work: Callable[[_S, _T], _R],
        items: Iterable[_T],
        hear: Hearer | None = None,
    ) -> Generator[_R]:
        """``work(state, item)`` for each item, in the order of the items, of which only a few are taken
        ahead.

        ``start`` makes the state, once in each process that works. Both can be pickled where there is more
        than one; items say in ``str(item)`` what they are. ``hear``, called from any thread, gets what the
        work tells (`kg.execution.telling`) of items that are not done; of a cluster nothing is heard. Raises
        what ``work`` raises, and KGError for an item over which processes keep dying.
        """


class InProcess(Engine):
    """This process."""

    def map(
        self,
        start: Callable[[], _S],
        work: Callable[[_S, _T], _R],
        items: Iterable[_T],
        hear: Hearer | None = None,
    ) -> Generator[_R]:
        """One item after the other."""
        states: list[_S] = []
        for item in items:
            states = states or [start()]
            told = Told(hear)
            with told_to(told):
                result = work(states[0], item)
            told.take_back()
            yield result


class Promise(Protocol[_R_co]):
    """A result that is being made, whoever makes it."""

    def result(self) -> _R_co: ...


def in_order(
    submit: Callable[[_T], Promise[_R]], items: Iterable[_T], ahead: Callable[[], int]
) -> Iterator[_R]:
    """The results in the order of the items. ``ahead`` says how many may be under way at once; it is asked
    again for every result.

    When there is a fault in the items, the results of those before it come first.
    """
    source = iter(items)
    waiting: deque[Promise[_R]] = deque()
    fault: Exception | None = None
    while fault is None or waiting:
        try:
            if fault is None:
                waiting.extend(map(submit, islice(source, max(0, ahead() - len(waiting)))))
        except Exception as error:
            fault = error
        if not waiting:
            break
        yield waiting.popleft().result()
    if fault is not None:
        raise fault


def lost(item: object) -> KGError:
    """The error for an item over which too many processes died."""
    return KGError(
        item,
        f"{ATTEMPTS} processes that read this were ended from outside",
        "they may have run out of memory; use fewer --jobs",
    )


def all_cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows, where processes are not tied to cores
        return os.cpu_count() or 1
