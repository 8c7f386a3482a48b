"""Queries with a time limit, answered by a process of its own: Oxigraph cannot be interrupted, but a process
can be ended.

The process is started with the first such query, which costs it a tenth of a second, and answers further
ones. It ends itself when the time is over, so that nothing goes on when the process that asked is ended
first.
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
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import QueryError

__all__ = ["Answerers", "QueryWorker", "packed"]

_GRACE = 0.5
"""Seconds after the limit at which the process ends itself, should nobody else have done so."""


class QueryWorker:
    """A process that answers queries over an Oxigraph store: the one in a directory, or, without that, what
    some N-Quads hold.

    ``release`` is called when the process has ended.
    """

    def __init__(
        self, directory: str | None, content: bytes = b"", release: Callable[[], None] | None = None
    ) -> None:
        self._release = release
        paths = os.pathsep.join(path for path in sys.path if path)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        try:
            self._send({"directory": directory, "size": len(content)}, content)
            self._receive("start")
        except BaseException:
            self.end()
            raise

    def ask(self, sparql: str, seconds: float, name: str) -> tuple[str, bytes]:
        """What kind of result it is, and the result.

        Raises SyntaxError, OSError, and QueryError when it takes longer.
        """
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            self._send({"query": sparql, "seconds": seconds})
            kind, content = self._receive(name)
        except BaseException as error:
            self.end()
            if isinstance(error, EOFError | OSError) and (
                late.is_set() or -self.process.returncode == getattr(signal, "SIGALRM", None)
            ):
                raise QueryError(
                    name, f"takes longer than {seconds:g} s", "narrow it, add a LIMIT or allow more time"
                ) from error
            if isinstance(error, EOFError | OSError):
                raise QueryError(
                    name,
                    "the process that answered it was ended from outside",
                    "it may have run out of memory",
                ) from error
            raise
        finally:
            timer.cancel()
            timer.join()
        if kind == "syntax":
            raise SyntaxError(content.decode())
        if kind == "fault":
            raise OSError(content.decode())
        return kind, content

    def end(self) -> None:
        """End the process, and wait until it is gone."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        self.process.wait()
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

    def ask(self, sparql: str, seconds: float, name: str) -> tuple[str, bytes]:
        """As ``QueryWorker.ask``."""
        try:
            answerer = self._idle.pop()
        except IndexError:
            answerer = self._start()
        try:
            return answerer.ask(sparql, seconds, name)
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


def main(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer what comes in, until nothing does any more."""

    def send(kind: str, content: bytes = b"") -> None:
        target.write(json.dumps([kind, len(content)]).encode() + b"\n" + content)
        target.flush()

    head = json.loads(source.readline())
    store = ox.Store() if head["directory"] is None else ox.Store.read_only(head["directory"])
    if content := source.read(head["size"]):
        store.bulk_load(content, format=ox.RdfFormat.N_QUADS, lenient=True)
    send("ready")
    for line in source:
        asked = json.loads(line)
        _end_in(asked["seconds"] + _GRACE)
        try:
            kind, found = packed(store.query(asked["query"]))
        except SyntaxError as error:
            kind, found = "syntax", str(error.msg or error).encode()
        except OSError as error:
            kind, found = "fault", str(error).encode()
        _end_in(0)
        send(kind, found)


def _end_in(seconds: float) -> None:
    """Have the system end this process, whatever it is doing; 0 to go on.

    Where the system cannot, it is the asker's business alone.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main(sys.stdin.buffer, sys.stdout.buffer)
