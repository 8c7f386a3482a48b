"""Articles into a store: the same graph whoever reads them, whatever was there before, and whoever is killed
meanwhile.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import LocalCluster
from spacy.language import Language

from kg import building, pipeline
from kg.building import BuildReport, build, read_documents
from kg.errors import KGError, ModelError
from kg.execution import shards
from kg.execution.shard_folder import Folder
from kg.model import Document, Reading
from kg.pipeline import Pipeline, Settings, run_of
from kg.resources.resources import load_resources
from kg.store.open import open_store

TEXTS = (
    (
        "OSLO, 3 November 2025 -- Norwegian Prime Minister Jonas Gahr Store met with German "
        "Chancellor Friedrich Merz in Oslo on Monday."
    ),
    "French President Emmanuel Macron visited Berlin on Tuesday.",
    "Nothing was said.",
)
DOCUMENTS = [Document(f"a{i}", TEXTS[i % 3], published="2025-11-04") for i in range(7)]


@pytest.fixture(autouse=True)
def _small(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two articles in a chunk, two chunks in a shard; the language pipeline is loaded once."""
    monkeypatch.setattr(shards, "_ARTICLES", 2)
    monkeypatch.setattr(shards, "_CHUNKS", 2)
    monkeypatch.setattr(pipeline, "load_pipeline", lambda name=None: nlp)


@pytest.fixture
def plain(tmp_path: Path) -> bytes:
    """The graph of the articles, built in the plainest way."""
    return built(tmp_path / "plain.nq")


def built(path: Path, documents: Iterable[Document] = DOCUMENTS, shards: str | None = None) -> bytes:
    with open_store(str(path)) as store:
        build(store, documents, shards=shards)
    return path.read_bytes()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the articles that are read from now on."""
    ids: list[str] = []
    read = Pipeline.read

    def noted(self: Pipeline, documents: Iterable[Document]) -> Iterator[Reading]:
        for reading in read(self, documents):
            ids.append(reading.document.id)
            yield reading

    monkeypatch.setattr(Pipeline, "read", noted)
    return ids


@pytest.mark.parametrize("place", ["path", "file", "memory"])
def test_shards_are_kept_and_not_made_again(
    tmp_path: Path, plain: bytes, read: list[str], place: str
) -> None:
    url = {
        "path": str(tmp_path / "kept"),
        "file": f"file://{tmp_path}/kept",
        "memory": f"memory://{tmp_path.name}",
    }[place]
    assert built(tmp_path / "one.nq", shards=url) == plain
    assert read == ["a0", "a1", "a2", "a3", "a4", "a5", "a6"]
    names = Folder(url).names()
    assert len(names) == 2
    assert built(tmp_path / "two.nq", shards=url) == plain
    assert len(read) == 7
    Folder(url).remove(sorted(names)[:1])
    assert built(tmp_path / "three.nq", shards=url) == plain
    assert Folder(url).names() == names
    assert len(read) in (7 + 3, 7 + 4)


def test_reports_and_progress_are_those_of_the_store(tmp_path: Path) -> None:
    reports: list[BuildReport] = []
    for url in (None, str(tmp_path / "kept"), str(tmp_path / "kept")):
        stored: list[int] = []
        with open_store(str(tmp_path / f"{len(reports)}.nq")) as store:
            reports.append(build(store, DOCUMENTS, shards=url, on_stored=stored.append))
            assert sum(stored) == len(store.articles()) == 7
    assert len(set(reports)) == 1
    assert reports[0].articles == reports[0].changed == 7
    assert reports[0].statements == sum(len(reading.statements) for reading in read_documents(DOCUMENTS)) > 0


@pytest.mark.parametrize("kept", [False, True])
def test_what_the_store_holds_is_not_read_again(
    tmp_path: Path, plain: bytes, read: list[str], kept: bool
) -> None:
    where, shards = tmp_path / "a.nq", str(tmp_path / "kept") if kept else None
    built(where, DOCUMENTS[:4], shards)
    del read[:]
    stored: list[int] = []
    with open_store(str(where)) as store:
        report = build(store, DOCUMENTS, shards=shards, on_stored=stored.append)
    assert read == ["a4", "a5", "a6"]
    assert where.read_bytes() == plain
    assert (report.articles, report.changed, sum(stored)) == (7, 3, 7)
    assert report.statements == sum(len(reading.statements) for reading in read_documents(DOCUMENTS))
    with open_store(str(where)) as store:
        assert build(store, DOCUMENTS) == replace(report, changed=0)
    assert len(read) == 3 + 7  # those of the line that counts statements


def test_what_has_changed_is_read_again(
    tmp_path: Path, plain: bytes, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "a.nq"
    where.write_bytes(plain)
    built(
        where,
        [replace(DOCUMENTS[0], title="New"), replace(DOCUMENTS[1], published="2025-11-05"), *DOCUMENTS[2:]],
    )
    assert read == ["a0", "a1"]
    with open_store(str(where)) as store:
        assert build(store, DOCUMENTS, again=True).changed == 2
    assert len(read) == 2 + 7
    assert where.read_bytes() == plain
    monkeypatch.setattr(pipeline, "__version__", "0.0.1")
    built(where)
    assert len(read) == 2 + 7 + 7


def test_a_run_is_known_without_loading_the_language_pipeline() -> None:
    resources = load_resources()
    assert run_of(Settings(), resources) == Pipeline().run
    assert run_of(Settings(open=True), resources) == Pipeline(Settings(open=True)).run != Pipeline().run
    with pytest.raises(ModelError, match="no such language pipeline"):
        run_of(Settings(model="en_absent"), resources)


def test_what_was_read_is_stored_when_reading_fails(tmp_path: Path) -> None:
    def broken() -> Iterator[Document]:
        yield from DOCUMENTS[:5]
        raise KGError("a5", "broken")

    with open_store(str(tmp_path / "a.nq")) as store:
        with pytest.raises(KGError, match="broken"):
            build(store, broken())
        assert store.articles() == ["a0", "a1", "a2", "a3", "a4"]


@pytest.mark.parametrize("kept", [False, True])
def test_how_far_a_long_article_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    for place in ("kg.nlp.parser", "kg.pipeline"):
        monkeypatch.setattr(f"{place}.LONG", 2000)
    long = Document("long", "\n\n".join(one.text for one in DOCUMENTS) * 9)
    assert max(len(one.text) for one in DOCUMENTS) < 2000 < len(long.text)
    heard: list[float] = []
    with open_store(str(tmp_path / "a.nq")) as store:
        build(
            store,
            [*DOCUMENTS, long],
            shards=str(tmp_path / "kept") if kept else None,
            on_read=heard.append,
        )
    told = [share for share in heard if share > 0]
    assert len(told) > 9
    assert max(told) <= 0.2 + 1e-9
    assert 0.95 < sum(told) <= 1.0 + 1e-9
    assert sum(heard) == pytest.approx(0)


def test_graphs_are_stored_some_megabytes_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_BATCH", 10_000)
    sizes: list[int] = []
    with open_store(str(tmp_path / "a.nq")) as store:
        build(store, DOCUMENTS, on_stored=sizes.append)
    assert sum(sizes) == 7
    assert len(sizes) > 1


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a scheduler with a worker in this process."""
    with LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address=None,
    ) as made:
        yield str(made.scheduler_address).removeprefix("tcp://")


def test_a_cluster_that_is_there_reads_articles(tmp_path: Path, plain: bytes, cluster: str) -> None:
    url = f"memory://{tmp_path.name}/shards"
    with open_store(str(tmp_path / "far.nq")) as store:
        report = build(store, DOCUMENTS, engine=f"dask://{cluster}", shards=url)
    assert (tmp_path / "far.nq").read_bytes() == plain
    assert report.articles == 7
    assert len(Folder(url).names()) == 2
    assert [found.document.id for found in read_documents(DOCUMENTS, engine=f"dask://{cluster}")] == [
        document.id for document in DOCUMENTS
    ]


def test_a_folder_that_only_the_workers_see_is_refused(
    tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Folder, "write", lambda *given: None)
    with (
        open_store(str(tmp_path / "a.nq")) as store,
        pytest.raises(KGError, match="a folder that the workers and this program share"),
    ):
        build(store, DOCUMENTS, engine=f"dask://{cluster}")


def test_an_endpoint_needs_a_folder_named() -> None:
    with open_store("http://127.0.0.1:9/") as store, pytest.raises(KGError, match="needs a folder"):
        building._default_shards(store)


def test_a_worker_that_would_read_otherwise_is_refused() -> None:
    run = Pipeline().run
    assert building._PipelineStarter(Settings(), run)().run == run
    for other in (replace(run, version="0"), replace(run, digest="0")):
        with pytest.raises(KGError, match="another version"):
            building._PipelineStarter(Settings(), other)()


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A folder with articles in one file and their graph; how many seconds of a processor that graph took,
    far more of them to read than to start.
    """
    folder = tmp_path_factory.mktemp("news")
    articles = (
        json.dumps({"id": f"a{i}", "text": f"{TEXTS[i % 2]} {i} ships came.", "published": "2025-11-04"})
        for i in range(2000)
    )
    (folder / "a.jsonl").write_text("\n".join(articles))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(
        [sys.executable, "-m", "kg", "build", "one.nq", "a.jsonl", "--jobs", "1"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds the workers in /proc")
@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_a_worker_is_killed_and_nothing_is_lost(news: tuple[Path, float], engine: str) -> None:
    folder, alone = news
    command = [
        sys.executable,
        "-m",
        "kg",
        "build",
        f"{engine}.nq",
        "a.jsonl",
        "--jobs",
        "2",
        "--engine",
        engine,
    ]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        os.kill(busy_worker(running, alone / 3), signal.SIGKILL)
        said = running.communicate()[1]
    assert running.returncode == 0, said
    assert (folder / f"{engine}.nq").read_bytes() == (folder / "one.nq").read_bytes()
    assert not (folder / f"{engine}.nq.shards").exists()


def busy_worker(running: subprocess.Popen[str], seconds: float) -> int:
    """A descendant that has worked for so many seconds of a processor: it has loaded the language pipeline
    and reads.
    """
    while running.poll() is None:
        for pid in descendants(running.pid):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                if int(fields[11]) / os.sysconf("SC_CLK_TCK") > seconds:
                    return pid
            except OSError:
                continue
        time.sleep(0.05)
    raise AssertionError(f"it was over too soon: {running.communicate()[1]}")


def descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            yield child
            yield from descendants(child)
