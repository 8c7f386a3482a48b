"""Engines: the same results in the same order, whoever dies; and what is handed out and kept."""

from __future__ import annotations

import gzip
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

import pytest

from kg.errors import KGError
from kg.execution import shards
from kg.execution.cluster import Dask
from kg.execution.engine import ATTEMPTS, Engine, InProcess, all_cores, in_order
from kg.execution.open import engine_for
from kg.execution.processes import Processes
from kg.execution.shard_folder import Folder
from kg.execution.shards import Shard, chunked, graphs_in, sharded
from kg.model import Document
from tests.processes import ends_within
from tests.work import Dying, fail, fail_strangely, in_halves, nothing, process, square

SQUARES = [number * number for number in range(20)]


def test_processes_give_what_one_gives() -> None:
    assert (
        list(Processes(2).map(nothing, square, range(20)))
        == list(InProcess().map(nothing, square, range(20)))
        == SQUARES
    )
    assert len(set(Processes(2).map(nothing, process, range(20)))) == 2


@pytest.mark.parametrize("items", [[], [3]])
def test_no_process_is_started_for_a_single_item(items: list[int]) -> None:
    assert list(Processes(2).map(nothing, process, items)) == [os.getpid()] * len(items)


def test_a_killed_process_is_replaced(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert list(Processes(2).map(nothing, Dying(str(tmp_path), 7, 1), range(20))) == SQUARES
    assert [record.getMessage() for record in caplog.records] == [
        "7: the process that read this was ended from outside; it is done again"
    ]


@pytest.mark.parametrize("engine", [InProcess(), Processes(2)], ids=["here", "processes"])
def test_what_work_tells_is_heard_until_it_is_done(engine: Engine) -> None:
    heard: list[float] = []
    assert list(engine.map(nothing, in_halves, range(3), heard.append)) == [0, 1, 2]
    assert sorted(heard) == [-1.0] * 3 + [0.5] * 6
    assert min(accumulate(heard)) == 0
    assert list(engine.map(nothing, in_halves, range(3))) == [0, 1, 2]


def test_what_a_killed_process_has_told_is_taken_back(tmp_path: Path) -> None:
    heard: list[float] = []
    list(Processes(2).map(nothing, Dying(str(tmp_path), 2, 1), range(4), heard.append))
    assert heard == [1.0, -1.0, 1.0, -1.0]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("engine", "start"), [("processes", "nothing"), ("dask", "nothing"), ("processes", "SlowToLoad()")]
)
def test_processes_end_with_the_one_that_started_them(engine: str, start: str) -> None:
    code = (
        "from kg.execution.open import engine_for; from tests.work import SlowToLoad, endless, nothing\n"
        f"if __name__ == '__main__': list(engine_for({engine!r}, 2).map({start}, endless, range(4)))"
    )
    first = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    assert first.stderr is not None
    workers = [int(first.stderr.readline()) for _ in range(2)]
    first.kill()
    first.wait()
    first.stderr.close()
    assert all(ends_within(worker, 1.0) for worker in workers)


def test_an_item_that_kills_every_process_is_given_up(tmp_path: Path) -> None:
    found: list[int] = []
    with pytest.raises(KGError, match=f"7: {ATTEMPTS} processes"):
        found.extend(Processes(2).map(nothing, Dying(str(tmp_path), 7, ATTEMPTS), range(20)))
    assert found == SQUARES[:7]
    assert len(list(tmp_path.iterdir())) == ATTEMPTS


def test_an_error_of_the_work_comes_out() -> None:
    with pytest.raises(ValueError, match="three"):
        list(Processes(2).map(nothing, fail, range(20)))
    with pytest.raises(RuntimeError, match="in fail_strangely"):
        list(Processes(2).map(nothing, fail_strangely, range(2)))


def test_few_items_are_taken_ahead() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = Processes(2).map(nothing, square, items())
    assert [next(results) for _ in range(3)] == SQUARES[:3]
    assert len(taken) <= 7
    results.close()
    assert all_cores() >= 1


def test_more_is_taken_ahead_when_there_is_room_for_it() -> None:
    class Done:
        def __init__(self, number: int) -> None:
            taken.append(number)
            self.number = number

        def result(self) -> int:
            return self.number

    taken: list[int] = []
    room = [2]
    results = in_order(Done, range(100), lambda: room[0])
    assert next(results) == 0
    assert len(taken) == 2
    room[0] = 5
    assert next(results) == 1
    assert len(taken) == 6
    assert list(results) == list(range(2, 100))


def test_dask_gives_what_one_gives_and_replaces_the_killed(tmp_path: Path) -> None:
    assert list(Dask(None, 2).map(nothing, Dying(str(tmp_path), 7, 1), range(20))) == SQUARES
    assert len(list(tmp_path.iterdir())) == 1


def test_a_cluster_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.execution.cluster.PATIENCE", "0.2s")
    with pytest.raises(KGError, match=r"dask://127\.0\.0\.1:9: no scheduler answers"):
        list(engine_for("dask://127.0.0.1:9", 1).map(nothing, square, range(2)))


@pytest.mark.parametrize("engine", [InProcess(), Processes(2)], ids=["here", "processes"])
def test_what_comes_before_a_fault_is_done(engine: Engine) -> None:
    def items() -> Iterator[int]:
        yield from range(3)
        raise KeyError("fault")

    found: list[int] = []
    with pytest.raises(KeyError):
        found.extend(engine.map(nothing, square, items()))
    assert found == SQUARES[:3]


def test_engines_have_names() -> None:
    assert isinstance(engine_for("processes", 1), InProcess)
    assert isinstance(engine_for("processes", 2), Processes)
    near, far = engine_for("dask", 3), engine_for("dask://a:1")
    assert isinstance(near, Dask)
    assert isinstance(far, Dask)
    assert (near.address, near.jobs, near.remote, far.address, far.remote) == (None, 3, False, "a:1", True)
    with pytest.raises(KGError, match="no engine is called spark; use processes"):
        engine_for("spark")


@pytest.fixture(params=["path", "file", "memory"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    urls = {
        "path": str(tmp_path / "s"),
        "file": f"file://{tmp_path}/s",
        "memory": f"memory://{tmp_path.name}/s",
    }
    return Folder(urls[request.param])


def test_a_folder_keeps_files(folder: Folder) -> None:
    assert folder.names() == frozenset()
    folder.write("a.gz", [b"one\n", b"two\nthree\n"])
    folder.write("b.gz", [])
    assert folder.names() == {"a.gz", "b.gz"}
    assert list(folder.read("a.gz")) == [b"one\n", b"two\n", b"three\n"]
    assert list(pickle.loads(pickle.dumps(folder)).read("b.gz")) == []
    folder.remove(["a.gz", "b.gz"])
    assert folder.names() == frozenset()
    folder.remove([])
    with pytest.raises(
        KGError, match=r"s/a.gz: is not there; name a folder that the workers and this program share"
    ):
        list(folder.read("a.gz"))


def test_files_are_the_same_bytes_and_whole_or_not_there(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))

    def interrupted() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        folder.write("a.gz", interrupted())
    assert list(tmp_path.iterdir()) == []
    folder.write("a.gz", [b"same\n"])
    written = (tmp_path / "a.gz").read_bytes()
    folder.write("a.gz", [b"sa", b"me\n"])
    assert (tmp_path / "a.gz").read_bytes() == written
    assert gzip.decompress(written) == b"same\n"
    (tmp_path / "b.gz.0.part").write_bytes(b"left by somebody who died")
    (tmp_path / "other").touch()
    assert folder.names() == {"a.gz", "other"}
    (tmp_path / "a.gz").write_bytes(written[:-5])
    with pytest.raises(KGError, match=r"a\.gz: is damaged; delete it"):
        list(folder.read("a.gz"))
    folder.remove(["a.gz"])
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KGError, match="nosuch://a/b: cannot be reached"):
        Folder("nosuch://a/b")
    with pytest.raises(KGError, match="file: File exists; check the place"):
        Folder(str(tmp_path / "file")).write("a.gz", [b"x"])


def documents(number: int, characters: int = 10) -> list[Document]:
    return [Document(f"a{i}", "x" * characters) for i in range(number)]


def read_so(run: str) -> Callable[[Document], str]:
    """A digest of articles that are read by some run."""
    return lambda document: f"{run} {document}"


@pytest.mark.parametrize(
    ("number", "characters", "sizes"),
    [(0, 1, []), (70, 1, [32, 32, 6]), (5, 25_000, [2, 2, 1]), (2, 400_000, [1, 1])],
)
def test_chunks_are_bounded(number: int, characters: int, sizes: list[int]) -> None:
    found = list(chunked(iter(documents(number, characters))))
    assert [len(chunk.documents) for chunk in found] == sizes
    assert [document for chunk in found for document in chunk.documents] == documents(number, characters)


def test_shards_hold_the_same_chunks_and_are_named_by_content(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "_CHUNKS", 2)
    found = list(sharded(documents(100), read_so("run/1")))
    assert [chunk for shard in found for chunk in shard.chunks] == list(chunked(documents(100)))
    assert [str(shard) for shard in found] == ["articles a0 to a63", "articles a64 to a99"]
    assert str(Shard("x", tuple(chunked(documents(1))))) == "article a0"
    names = [shard.name for shard in found]
    assert names == [shard.name for shard in sharded(documents(100), read_so("run/1"))]
    assert names[0] == next(sharded(documents(64), read_so("run/1"))).name
    assert not set(names) & {shard.name for shard in sharded(documents(100), read_so("run/2"))}
    assert names[1] != list(sharded([*documents(99), Document("a99", "y")], read_so("run/1")))[1].name


def test_graphs_are_found_again() -> None:
    one = b'<s:a> <p:b> "<g:2> .\\n" <g:1> .\n<s:a> <p:c> <o:d> <g:1> .\n'
    two = b"<s:a> <p:b> <o:c> <g:2> .\n"
    assert list(graphs_in((one + two).splitlines(keepends=True))) == [("g:1", one), ("g:2", two)]
