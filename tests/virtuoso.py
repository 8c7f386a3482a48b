"""A real SPARQL server for tests: Debian's Virtuoso, on the loopback interface, with a database that is
thrown away.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["virtuoso"]

PROGRAM = "virtuoso-t"

_SETTINGS = """
[Database]
DatabaseFile = db/virtuoso.db
ErrorLogFile = db/virtuoso.log
LockFile = db/virtuoso.lck
TransactionFile = db/virtuoso.trx
xa_persistent_file = db/virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = db/virtuoso-temp.db
TransactionFile = db/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 100000
"""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The URL of a fresh server's query endpoint, with the credentials that may write; skips where Virtuoso
    is not installed.
    """
    if shutil.which(PROGRAM) is None:
        pytest.skip(f"{PROGRAM} is not installed (Debian: virtuoso-minimal and virtuoso-opensource-7-bin)")
    sql, http = _free_port(), _free_port()
    (folder / "db").mkdir(parents=True)
    (folder / "virtuoso.ini").write_text(_SETTINGS.format(sql=sql, http=http))
    with subprocess.Popen(
        [PROGRAM, "+configfile", "virtuoso.ini", "+foreground"], cwd=folder, stdout=-3, stderr=-3
    ) as server:
        try:
            _wait(f"http://127.0.0.1:{http}/sparql?query=ask%7B%7D", server)
            yield f"http://dba:dba@127.0.0.1:{http}/sparql"
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.skip(f"{PROGRAM} did not start")
