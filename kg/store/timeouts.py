"""Queries with limits of time and memory, answered by a process of its own: Oxigraph cannot be
interrupted, but a process can be ended.

The process is started with the first such query, which costs it a tenth of a second, and answers further
ones. It ends when the time is over, when the query takes more memory than it may, and as soon as the process
that asked has ended, however that one was ended.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import LimitError, QueryError
from kg.execution.parent import end_when_closed
from kg.store.placement import load_copy
from kg.store.snapshots import sweep_copies
from kg.store.whole_graphs import GraphQueries

try:
    import resource
except ImportError:  # Windows, where memory has no such limit
    resource = None  # type: ignore[assignment]

__all__ = ["Answerers", "Limits", "QueryWorker", "packed", "run"]

_OUT_OF_MEMORY = 74
"""The exit code of a process that was refused memory where Python could still say so."""

_GRACE = 0.5
"""Seconds after the limit at which the process ends itself, should nobody else have done so."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: seconds, and bytes of memory beside what the store itself takes; None for any
    amount.
    """

    seconds: float | None = None
    memory: int | None = None

    def __bool__(self) -> bool:
        return self.seconds is not None or self.memory is not None


class QueryWorker:
    """A process that answers queries over an Oxigraph store: the one in a directory, or, without that, what
    some N-Quads hold.

    ``release`` is called when the process has ended. ``module`` is what the process runs. ``base`` is what
    the store's names begin with, ``beside`` a folder for copies of its files.
    """

    def __init__(
        self,
        directory: str | None,
        content: bytes = b"",
        release: Callable[[], None] | None = None,
        module: str = __name__,
        *,
        base: str,
        beside: str | None = None,
    ) -> None:
        self._release = release
        self._beside = Path(beside) if beside else None
        paths = os.pathsep.join(path for path in sys.path if path)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        try:
            head = {"directory": directory, "size": len(content), "base": base, "beside": beside}
            self._send(head, content)
            self._receive("start")
        except BaseException:
            self.end()
            raise

    def ask(self, sparql: str, limits: Limits, name: str, **more: Any) -> tuple[str, bytes]:
        """What kind of result it is, and the result; ``more`` is for the module that the process runs.

        Raises SyntaxError, OSError, and QueryError when it takes more than it may.
        """
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(limits.seconds, stop) if limits.seconds is not None else None
        if timer is not None:
            timer.start()
        try:
            self._send({"query": sparql, "seconds": limits.seconds, "memory": limits.memory, **more})
            kind, content = self._receive(name)
        except BaseException as error:
            self.end()
            if isinstance(error, EOFError | OSError):
                raise self._ended(limits, name, late.is_set()) from error
            raise
        finally:
            if timer is not None:
                timer.cancel()
                timer.join()
        if kind == "syntax":
            raise SyntaxError(content.decode())
        if kind == "fault":
            raise OSError(content.decode())
        return kind, content

    def _ended(self, limits: Limits, name: str, late: bool) -> QueryError:
        """The error for a query whose process has ended."""
        code = self.process.returncode
        if limits.seconds is not None and (late or -code == getattr(signal, "SIGALRM", None)):
            return LimitError(
                name,
                f"takes longer than {limits.seconds:g} s",
                "narrow it, add a LIMIT or allow more time (--timeout)",
            )
        if limits.memory is not None and code in (-signal.SIGABRT, _OUT_OF_MEMORY):
            return LimitError(
                name,
                f"takes more than {limits.memory / 1e6:,.0f} MB of memory",
                "narrow it, add a LIMIT or allow more memory (--memory)",
            )
        return QueryError(
            name, "the process that answered it was ended from outside", "it may have run out of memory"
        )

    def end(self) -> None:
        """End the process, and wait until it is gone."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        self.process.wait()
        if self._beside:
            sweep_copies(self._beside)
        if self._release:
            self._release()

    def _send(self, head: dict[str, Any], content: bytes = b"") -> None:
        assert self.process.stdin is not None, "it was opened with a pipe"
        self.process.stdin.write(json.dumps(head).encode() + b"\n" + content)
        self.process.stdin.flush()

    def _receive(self, name: str) -> tuple[str, bytes]:
        assert self.process.stdout is not None, "it was opened with a pipe"
        head = self.process.stdout.readline()
        if not head:
            raise EOFError(name)
        kind, size = json.loads(head)
        content = self.process.stdout.read(size)
        if len(content) < size:
            raise EOFError(name)
        return kind, content


class Answerers:
    """The processes that answer for a store: as many as there are questions at once.

    ``start`` makes one over what the store holds now.
    """

    def __init__(self, start: Callable[[], QueryWorker]) -> None:
        self._start = start
        self._idle: list[QueryWorker] = []

    def ask(self, sparql: str, limits: Limits, name: str) -> tuple[str, bytes]:
        """As ``QueryWorker.ask``."""
        try:
            answerer = self._idle.pop()
        except IndexError:
            answerer = self._start()
        try:
            return answerer.ask(sparql, limits, name)
        finally:
            if answerer.process.poll() is None:
                self._idle.append(answerer)

    def end(self) -> None:
        """End those that have nothing to do: what they know is out of date, or the store is closed."""
        while self._idle:
            self._idle.pop().end()


def packed(result: Any) -> tuple[str, bytes]:
    """A result computed to its end, as what it is and bytes."""
    if isinstance(result, ox.QueryTriples):
        return "triples", result.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
    if isinstance(result, ox.QuerySolutions):
        return "rows", result.serialize(format=ox.QueryResultsFormat.JSON) or b""
    return "truth", b"yes" if result else b""


def _answer(store: GraphQueries, asked: dict[str, Any]) -> tuple[str, bytes]:
    return packed(store.query(asked["query"]))


def main(
    source: IO[bytes],
    target: IO[bytes],
    answer: Callable[[GraphQueries, dict[str, Any]], tuple[str, bytes]] = _answer,
) -> None:
    """Answer what comes in, until nothing does any more, or the one who asks has ended."""

    def send(kind: str, content: bytes = b"") -> None:
        target.write(json.dumps([kind, len(content)]).encode() + b"\n" + content)
        target.flush()

    end_when_closed(source.fileno())
    head = json.loads(source.readline())
    store = ox.Store() if head["directory"] is None else ox.Store.read_only(head["directory"])
    if content := source.read(head["size"]):
        load_copy(store, content, head["base"])
    del content
    beside = Path(head["beside"]) if head["beside"] else None
    asker = GraphQueries(store, head["base"], beside)
    send("ready")
    for line in source:
        asked = json.loads(line)
        _end_in(asked["seconds"] + _GRACE if asked["seconds"] is not None else 0)
        _limit_memory(asked["memory"])
        try:
            kind, found = answer(asker, asked)
        except SyntaxError as error:
            kind, found = "syntax", str(error.msg or error).encode()
        except OSError as error:
            kind, found = "fault", str(error).encode()
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        _end_in(0)
        send(kind, found)


def _end_in(seconds: float) -> None:
    """Have the system end this process, whatever it is doing; 0 to go on.

    Where the system cannot, it is the asker's business alone.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(memory: int | None) -> None:
    """Let this process have so many bytes more than it has now, where the system can count them."""
    if resource is None or (taken := _data_size()) is None:
        return
    most = resource.getrlimit(resource.RLIMIT_DATA)[1]
    soft = most if memory is None else taken + memory
    resource.setrlimit(
        resource.RLIMIT_DATA, (soft if most == resource.RLIM_INFINITY else min(soft, most), most)
    )


def _data_size() -> int | None:
    """How many bytes of memory of its own this process has; None where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        return None
    found = next((line.split() for line in status.splitlines() if line.startswith("VmData:")), None)
    return int(found[1]) << 10 if found else None


def run(answer: Callable[[GraphQueries, dict[str, Any]], tuple[str, bytes]] = _answer) -> None:
    """Be such a process: what its standard input asks is answered on its standard output."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, sys.stderr.fileno())  # Rust tells there that it got no memory; the asker tells it better
    main(sys.stdin.buffer, sys.stdout.buffer, answer)


if __name__ == "__main__":
    run()
