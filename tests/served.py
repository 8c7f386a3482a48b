"""A store that tests serve, in a process of its own as a user would start it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.gazetteer import load_gazetteer
from kg.resources.namespaces import DEFAULT_BASE
from kg.resources.ontology import load_ontology
from kg.store.open import open_store
from tests.readings import sample_readings

__all__ = ["TOKEN", "Running", "graph_of", "sample_store", "served"]

TOKEN = "a-token-for-tests"


class Running:
    """A server at ``url`` (ends in /), with its process."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process, self.url = process, url
        self.said: list[str] = []

    def get(self, path: str, **options: object) -> httpx.Response:
        return httpx.get(self.url + path, **{"timeout": 60.0, **options})  # type: ignore[arg-type]

    def collected(self) -> None:
        """Wait until the API has read the store."""
        deadline = time.monotonic() + 60
        while not self.get("health").json()["collected"]:
            assert time.monotonic() < deadline
            time.sleep(0.1)


@contextmanager
def served(where: Path | str, *options: str) -> Iterator[Running]:
    """The store while it is served at some port of this machine."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(where), "--port", "0", "--rate", "100000", *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NEWSKG_TOKEN": TOKEN},
    )
    assert process.stderr is not None
    said: list[str] = []
    drain: threading.Thread | None = None
    try:
        for line in process.stderr:
            said.append(line)
            if found := re.search(r"at (http://\S+/) ", line):
                break
        else:
            raise AssertionError("".join(said))
        running = Running(process, found[1])
        drain = threading.Thread(target=running.said.extend, args=[process.stderr])
        drain.start()  # lest the pipe fills
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        finally:
            process.kill()
            if drain is not None:
                drain.join()
            process.stderr.close()


def graph_of(number: int) -> tuple[str, bytes]:
    """One of the sample articles as a graph."""
    reading = sample_readings()[number]
    run = Run("en_test-1.0", "0.1.0", "abc")
    return graph_iri(reading.document.id, DEFAULT_BASE), nquads(reading, load_ontology(), run, DEFAULT_BASE)


def sample_store(where: Path) -> Path:
    """A store of the sample articles, with ontology and background knowledge."""
    with open_store(str(where)) as store:
        store.install(load_ontology(), load_gazetteer())
        store.add([graph_of(number) for number in range(len(sample_readings()))])
    return where
