"""Stores in a directory and in files: what they promise about articles, and what they refuse."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import InputError, QueryError, StoreError
from kg.model import Document, Reading
from kg.rdf.reader import readings
from kg.rdf.serializers import FORMATS, QUAD_FORMATS, serialize
from kg.rdf.writer import Run, graph_iri, input_digest, nquads
from kg.resources.gazetteer import load_gazetteer
from kg.resources.namespaces import DEFAULT_BASE, KG, SKOS, XSD
from kg.resources.ontology import load_ontology
from kg.store import atomic, directory, snapshots, timeouts
from kg.store import oxigraph as local
from kg.store.base import Store
from kg.store.directory import DirectoryStore
from kg.store.open import open_store
from tests.processes import ends_within
from tests.readings import AHN, HEGSETH, said, sample_readings

ONTOLOGY = load_ontology()
RUN = Run("en_test-1.0", "0.1.0", "abc")
KINDS = ["news.kg", "news.ttl", "news.nt", "news.nq", "news.trig", "news.jsonld", "news.rdf"]
FILES = KINDS[1:]
ROOT = Path(__file__).resolve().parent.parent
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . FILTER(?a != ?d && ?c != ?f) }"


def graph_of(reading: Reading) -> tuple[str, bytes]:
    return graph_iri(reading.document.id, DEFAULT_BASE), nquads(reading, ONTOLOGY, RUN, DEFAULT_BASE)


GRAPHS = [graph_of(reading) for reading in sample_readings()]


def built(where: Path, graphs: list[tuple[str, bytes]] = GRAPHS) -> Path:
    with open_store(str(where)) as store:
        store.add(graphs)
    return where


def content(where: Path) -> bytes:
    """A file's bytes; what a directory dumps."""
    if where.is_file():
        return where.read_bytes()
    with open_store(str(where), create=False, read_only=True) as store:
        return store.dump("nquads")


def made_graphs(articles: int) -> list[tuple[str, bytes]]:
    """Graphs of that many articles, each of which describes something of its own."""
    lines = '<{0}> <http://p/is> "{1}" <{0}> .\n<{0}> <http://p/of> <http://o/{2}> <{0}> .\n'
    names = {number: graph_iri(f"made-{number}", DEFAULT_BASE) for number in range(articles)}
    return [
        (iri, lines.format(iri, "word " * 20 + str(number), number).encode()) for number, iri in names.items()
    ]


def files_read(where: Path) -> set[int]:
    """The files that a reader of a directory would open now, by their inodes."""
    snapshot = snapshots.latest(where / "snapshots")
    assert snapshot is not None
    return {file.stat().st_ino for file in snapshot.glob("*.sst")}


@pytest.fixture(params=KINDS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / str(request.param)


class TestPromises:
    def test_reading_again_changes_nothing(self, where: Path) -> None:
        before = content(built(where))
        with open_store(str(where)) as store:
            assert store.add(GRAPHS) == 0
        assert content(where) == before

    def test_the_order_of_the_articles_does_not_matter(self, where: Path) -> None:
        for graph in reversed(GRAPHS):
            built(where, [graph])
        other = where.with_name(f"other{where.suffix}")
        assert content(built(other)) == content(where)

    def test_a_forgotten_article_leaves_no_trace(self, where: Path) -> None:
        built(where)
        with open_store(str(where), create=False) as store:
            assert store.forget("scm")
            assert not store.forget("scm")
            assert store.articles() == sorted(r.document.id for r in sample_readings()[1:])
        other = where.with_name(f"other{where.suffix}")
        assert content(where) == content(built(other, GRAPHS[1:]))

    def test_forgetting_all_leaves_nothing(self, where: Path) -> None:
        built(where)
        with open_store(str(where)) as store:
            assert all(store.forget(id) for id in store.articles())
            assert store.graphs() == []
            assert not store.query("ASK { ?s ?p ?o }")

    def test_a_changed_article_replaces_itself_alone(self, where: Path) -> None:
        built(where)
        first, *rest = sample_readings()
        changed = graph_of(replace(first, statements=first.statements[3:], events=()))
        with open_store(str(where)) as store:
            assert store.add([changed]) == 1
        other = where.with_name(f"other{where.suffix}")
        assert content(where) == content(built(other, [changed, *map(graph_of, rest)]))

    def test_an_article_says_what_it_was_read_from(self, where: Path) -> None:
        built(where)
        with open_store(str(where), read_only=True) as store:
            for reading in sample_readings():
                iri = graph_iri(reading.document.id, DEFAULT_BASE)
                expected = (
                    (input_digest(reading.document, RUN), len(reading.statements))
                    if reading.document.text
                    else None
                )
                assert store.read_before(iri) == Store.read_before(store, iri) == expected
            assert store.read_before(graph_iri("none", DEFAULT_BASE)) is None

    def test_what_is_read_back_is_what_was_said(self, where: Path) -> None:
        built(where)
        with open_store(str(where), read_only=True) as store:
            assert list(readings(store)) == sorted(sample_readings(), key=lambda r: r.document.id)

    @pytest.mark.parametrize("where", ["news.kg", "news.ttl", "news.trig"], indirect=True)
    def test_ontology_and_knowledge_are_installed_once(self, where: Path) -> None:
        built(where)
        with open_store(str(where)) as store:
            assert store.install(ONTOLOGY, load_gazetteer()) == 2
        before = content(where)
        with open_store(str(where)) as store:
            assert store.install(ONTOLOGY, load_gazetteer()) == 0
            assert store.add(GRAPHS) == 0
            assert store.query(f"ASK {{ <{KG}meets> a <http://www.w3.org/2002/07/owl#SymmetricProperty> }}")
            assert not any(isinstance(term, ox.BlankNode) for quad in store.quads() for term in quad.triple)
        assert content(where) == before

    def test_queries_see_every_triple_once(self, where: Path) -> None:
        built(where)
        with open_store(str(where)) as store:
            label = store.query(f"SELECT ?l {{ <{DEFAULT_BASE}country/kor> <{SKOS}prefLabel> ?l }}")
            assert [row["l"].value for row in label] == ["South Korea"]
            count = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
            assert [row["n"].value for row in count] == [str(len(store.merged()))]
            graphs = store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
            assert {row["g"].value for row in graphs} == {iri for iri, _ in GRAPHS}

    @pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
    def test_rdflib_sees_the_same(self, where: Path) -> None:
        built(where)
        store = open_store(str(where), read_only=True)
        dataset = store.dataset()
        try:
            assert len(list(dataset.triples((None, None, None)))) == len(store.merged())
            rows = dataset.query(f"SELECT ?l {{ <{DEFAULT_BASE}country/kor> <{SKOS}prefLabel> ?l }}")
            assert [str(row.l) for row in rows] == ["South Korea"]  # type: ignore[union-attr]
        finally:
            dataset.close()

    def test_a_fault_in_the_middle_keeps_what_came_before(self, where: Path) -> None:
        def failing() -> Iterator[tuple[str, bytes]]:
            yield GRAPHS[0]
            raise InputError("second", "is no article")

        with pytest.raises(InputError), open_store(str(where)) as store:
            store.add(failing())
        with open_store(str(where), read_only=True) as store:
            assert store.articles() == ["scm"]

    @pytest.mark.parametrize("fmt", FORMATS)
    def test_what_is_dumped_can_be_loaded(self, where: Path, fmt: str) -> None:
        with open_store(str(built(where))) as store:
            dumped = store.dump(fmt)
        with open_store(str(where.with_name("copy.nq"))) as copy:
            assert copy.load(dumped, fmt) == 3
            assert copy.load(dumped, fmt) == 0
            assert copy.dump(fmt) == dumped
            assert [r.statements for r in readings(copy)] == [
                r.statements for r in sorted(sample_readings(), key=lambda r: r.document.id)
            ]


class TestEdgesOfFoldedFiles:
    """Where graphs are folded, what two articles say goes only with the second."""

    def test_a_direct_edge_stays_while_one_article_says_it(self, tmp_path: Path) -> None:
        one, two = (Document(id, "Ahn met Hegseth. They smiled.") for id in ("one", "two"))
        meets = {"subject": (AHN, "Ahn"), "object": (HEGSETH, "Hegseth")}
        graphs = [
            graph_of(Reading(d, (said(d, "Ahn met Hegseth.", "met", "meets", **meets),))) for d in (one, two)
        ]
        where = built(tmp_path / "a.ttl", graphs)
        edge = f"ASK {{ <{DEFAULT_BASE}{HEGSETH.id}> <{KG}meets> <{DEFAULT_BASE}{AHN.id}> }}"
        for id, there in (("one", True), ("two", False)):
            with open_store(str(where)) as store:
                store.forget(id)
                assert bool(store.query(edge)) is there

    def test_a_name_goes_with_the_article_that_used_it(self, tmp_path: Path) -> None:
        one, two = Document("one", "Ahn (aka AGB) met Hegseth."), Document("two", "Ahn met Hegseth.")
        known = replace(AHN, aliases=("AGB", "Ahn"))
        both = [
            graph_of(
                Reading(
                    d, (said(d, d.text, "met", "meets", subject=(who, "Ahn"), object=(HEGSETH, "Hegseth")),)
                )
            )
            for d, who in ((one, known), (two, AHN))
        ]
        where = built(tmp_path / "a.ttl", both)
        with open_store(str(where)) as store:
            store.forget("one")
        assert where.read_bytes() == built(tmp_path / "b.ttl", both[1:]).read_bytes()


class TestDirectory:
    def test_a_second_writer_is_told_who_is_there(self, tmp_path: Path) -> None:
        where = built(tmp_path / "news.kg")
        before = content(where)
        with (
            open_store(str(where)),
            pytest.raises(StoreError, match="is being written by another process; wait"),
        ):
            open_store(str(where))
        assert content(where) == before

    def test_two_who_make_the_same_store_at_once_harm_nothing(self, tmp_path: Path) -> None:
        where = tmp_path / "news.kg"
        code = (
            "from tests.test_store import GRAPHS, built; from pathlib import Path; "
            f"built(Path({str(where)!r}), GRAPHS)"
        )
        writers = [
            subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, cwd=ROOT) for _ in range(3)
        ]
        said = [writer.communicate()[1].decode() for writer in writers]
        assert any(writer.returncode == 0 for writer in writers)
        assert all(
            "is being written" in text
            for writer, text in zip(writers, said, strict=True)
            if writer.returncode
        )
        assert content(where) == content(built(tmp_path / "other.kg"))

    def test_readers_see_what_was_published_and_keep_nobody_out(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        where = built(tmp_path / "news.kg", GRAPHS[:1])
        with open_store(str(where), read_only=True) as early, open_store(str(where)) as writer:
            writer.add(GRAPHS[1:2])
            with open_store(str(where), read_only=True) as late:
                assert early.articles() == late.articles() == ["scm"]
            monkeypatch.setattr(writer, "_due", 0.0)
            writer.add(GRAPHS[2:])
            with open_store(str(where), read_only=True) as late:
                assert late.articles() == writer.articles()
            assert writer.forget("scm")
            assert len(list(early.query("SELECT * { ?s ?p ?o }"))) == len(early.merged())
        assert len(os.listdir(where / "snapshots")) == 1
        with open_store(str(where), read_only=True) as late:
            assert "scm" not in late.articles()

    @pytest.mark.parametrize(
        "asked",
        [
            ("query", "relation-counts"),
            ("query", "relation-counts", "--timeout", "60"),
            ("stats",),
            ("export", "--format", "nquads"),
        ],
        ids=" ".join,
    )
    def test_commands_ask_while_a_writer_is_at_work(self, tmp_path: Path, asked: tuple[str, ...]) -> None:
        where = str(built(tmp_path / "news.kg"))

        def answer() -> str:
            result = CliRunner().invoke(app, [asked[0], where, *asked[1:]], prog_name="kg")
            assert result.exit_code == 0, result.output
            return result.stdout

        before = answer()
        with open_store(where) as writer:
            writer.forget("scm")
            assert answer() == before
        assert answer() != before

    def test_a_store_that_is_being_made_is_empty_to_readers(self, tmp_path: Path) -> None:
        with (
            open_store(str(tmp_path / "news.kg")) as writer,
            open_store(str(tmp_path / "news.kg"), read_only=True) as reader,
        ):
            assert writer.articles() == reader.articles() == []

    def test_what_a_writer_left_that_died_is_there_for_readers(self, tmp_path: Path) -> None:
        where = built(tmp_path / "news.kg", GRAPHS[:1])
        code = (
            "import os; from tests.test_store import GRAPHS; from kg.store.open import open_store\n"
            f"open_store({str(where)!r}).add(GRAPHS); os.kill(os.getpid(), 9)"
        )
        assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == -9
        assert (where / "unpublished").exists()
        assert content(where) == content(built(tmp_path / "other.kg"))
        assert not (where / "unpublished").exists()

    def test_a_directory_without_snapshots_gets_one(self, tmp_path: Path) -> None:
        where = built(tmp_path / "news.kg")
        before = content(where)
        shutil.rmtree(where / "snapshots")
        assert content(where) == before

    def test_a_snapshot_that_cannot_be_made_leaves_the_one_before(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        where = built(tmp_path / "news.kg", GRAPHS[:1])

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(snapshots.os, "rename", full)
            with (
                pytest.raises(StoreError, match="No space left on device; make room"),
                open_store(str(where)) as store,
            ):
                store.add(GRAPHS)
            assert len(content(where)) == len(GRAPHS[0][1])
        assert content(where) == content(built(tmp_path / "other.kg"))

    def test_the_lock_goes_with_the_process_that_held_it(self, tmp_path: Path) -> None:
        where = built(tmp_path / "news.kg")
        code = (
            f"import os; from kg.store.open import open_store; s = open_store({str(where)!r}); "
            "s.forget('scm'); os.kill(os.getpid(), 9)"
        )
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
        with open_store(str(where)) as store:
            assert len(store.articles()) == 2

    def test_a_crash_leaves_whole_articles(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        where = built(tmp_path / "news.kg", GRAPHS[:1])
        before = content(where)
        store = open_store(str(where))
        changed = GRAPHS[0][0], GRAPHS[1][1].replace(GRAPHS[1][0].encode(), GRAPHS[0][0].encode())

        class Dying:
            def __init__(self, inner: ox.Store) -> None:
                self.inner = inner

            def __getattr__(self, name: str) -> object:
                return getattr(self.inner, name)

            def update(self, text: str) -> None:
                with pytest.raises(SyntaxError):
                    self.inner.update(text + " ; nonsense")
                raise OSError(errno.EIO, "Input/output error")

        store._oxigraph = Dying(store.oxigraph)  # type: ignore[attr-defined]
        with pytest.raises(StoreError, match="Input/output error"):
            store.add([changed])
        store.close()
        assert content(where) == before

    def test_another_version_is_refused(self, tmp_path: Path) -> None:
        where = built(tmp_path / "news.kg")
        (where / "newskg.json").write_text(json.dumps({"newskg": 99, "base": DEFAULT_BASE}))
        with pytest.raises(StoreError, match="has the layout 99, this version knows 2"):
            open_store(str(where))
        (where / "newskg.json").write_text("{")
        with pytest.raises(StoreError, match="does not say what the store is"):
            open_store(str(where))

    def test_a_directory_with_other_things_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("dear")
        with pytest.raises(StoreError, match="a directory with other things in it"):
            open_store(str(tmp_path))
        assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]

    def test_an_empty_directory_becomes_a_store(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="is empty"):
            open_store(str(tmp_path), create=False)
        with open_store(str(tmp_path)) as store:
            assert store.articles() == []

    def test_the_base_is_remembered(self, tmp_path: Path) -> None:
        where = str(tmp_path / "news.kg")
        open_store(where, base="http://example.org/kb/").close()
        with open_store(where) as store:
            assert store.base == "http://example.org/kb/"
        with pytest.raises(StoreError, match="its names begin with"):
            open_store(where, base="http://example.org/other/")

    @pytest.mark.parametrize(
        "base", ["kb", "http://example.org/#", 'http://a/"', "http://example.org/a?b=", "http://example.org"]
    )
    def test_a_base_must_be_able_to_begin_names(self, tmp_path: Path, base: str) -> None:
        with pytest.raises(StoreError, match="cannot be what all names begin with"):
            open_store(str(tmp_path / "news.kg"), base=base)

    def test_large_batches_go_through_the_bulk_loader(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(local.LocalStore, "BULK", 1)
        monkeypatch.setattr(Store, "BATCH", 1)
        assert content(built(tmp_path / "news.kg")) == content(built(tmp_path / "news.nq"))

    def test_what_several_bulk_loads_wrote_is_merged_for_readers(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(local.LocalStore, "BULK", 1)
        monkeypatch.setattr(Store, "BATCH", 1)
        with monkeypatch.context() as patched:
            patched.setattr(DirectoryStore, "_compact", lambda store: None)
            loose = built(tmp_path / "loose.kg")
        where = built(tmp_path / "news.kg")
        assert 0 < len(files_read(where)) < len(files_read(loose))
        assert content(where) == content(loose)

    def test_files_are_not_merged_for_a_few_more_articles(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(local.LocalStore, "BULK", 1)
        graphs = made_graphs(1000)
        where = built(tmp_path / "news.kg", graphs[:900])
        before = files_read(where)
        built(where, graphs[900:])
        assert before < files_read(where)

    def test_files_that_go_while_they_are_counted_have_no_size(self, tmp_path: Path) -> None:
        (tmp_path / "000001.sst").write_bytes(b"12")
        (tmp_path / "000002.sst").symlink_to(tmp_path / "gone")
        assert directory._size(tmp_path) == 2

    def test_files_that_cannot_be_merged_stay(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(local.LocalStore, "BULK", 1)
        monkeypatch.setattr(Store, "BATCH", 1)
        compact = DirectoryStore._compact
        tried = []

        def full(*_: object) -> None:
            tried.append(1)
            raise OSError(errno.ENOSPC, "No space left on device")

        def compact_on_full_disk(store: DirectoryStore) -> None:
            with monkeypatch.context() as patched:
                patched.setattr(snapshots.os, "rename", full)
                compact(store)

        with monkeypatch.context() as patched:
            patched.setattr(DirectoryStore, "_compact", compact_on_full_disk)
            where = built(tmp_path / "news.kg")
        assert tried
        assert content(where) == content(built(tmp_path / "news.nq"))


class TestFiles:
    @pytest.mark.parametrize("name", FILES)
    def test_a_full_disk_leaves_the_old_file(
        self, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        where = built(tmp_path / name, GRAPHS[:1])
        before = where.read_bytes()

        def full(handle: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(atomic.os, "fsync", full)
        with pytest.raises(StoreError, match="No space left on device; make room"):
            built(where)
        assert where.read_bytes() == before
        assert os.listdir(tmp_path) == [name]

    def test_a_file_that_another_changed_is_not_written_over(self, tmp_path: Path) -> None:
        where = built(tmp_path / "a.ttl", GRAPHS[:1])
        store = open_store(str(where))
        store.add(GRAPHS)
        where.write_text("# mine\n")
        with pytest.raises(StoreError, match="was changed by another process"):
            store.close()
        assert where.read_text() == "# mine\n"

    def test_an_unchanged_file_is_not_touched(self, tmp_path: Path) -> None:
        where = built(tmp_path / "a.ttl")
        where.write_bytes(b"# a comment\n" + where.read_bytes())
        built(where)
        assert where.read_bytes().startswith(b"# a comment\n")

    def test_a_link_stays_a_link_and_the_mode_the_mode(self, tmp_path: Path) -> None:
        where = built(tmp_path / "a.ttl", GRAPHS[:1])
        where.chmod(0o640)
        link = tmp_path / "link.ttl"
        link.symlink_to(where)
        built(link)
        assert link.is_symlink()
        assert where.stat().st_mode & 0o777 == 0o640
        assert where.read_bytes() == built(tmp_path / "b.ttl").read_bytes()

    @pytest.mark.parametrize("name", FILES)
    def test_a_file_that_is_not_well_formed_is_named(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("<a> <b> {{{")
        with pytest.raises(StoreError, match=re.escape(name)):
            open_store(str(tmp_path / name))

    def test_a_store_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        for name in KINDS:
            with pytest.raises(StoreError, match="does not exist"):
                open_store(str(tmp_path / name), create=False)
        with pytest.raises(StoreError, match="its folder does not exist"):
            open_store(str(tmp_path / "no" / "a.ttl"))
        (tmp_path / "a.txt").write_text("x")
        with pytest.raises(StoreError, match="its ending is that of no RDF syntax"):
            open_store(str(tmp_path / "a.txt"))
        assert os.listdir(tmp_path) == ["a.txt"]

    def test_a_new_file_is_written_even_when_nothing_was_said(self, tmp_path: Path) -> None:
        open_store(str(tmp_path / "a.ttl")).close()
        assert (tmp_path / "a.ttl").exists()

    def test_what_is_open_for_reading_is_not_written(self, where: Path) -> None:
        built(where)
        with (
            open_store(str(where), read_only=True) as store,
            pytest.raises(StoreError, match="for reading only"),
        ):
            store.add(GRAPHS)
        with pytest.raises(StoreError, match="is closed"):
            store.articles()

    def test_the_base_is_found_in_the_file(self, tmp_path: Path) -> None:
        base = "http://example.org/kb/"
        graphs = [(graph_iri(r.document.id, base), nquads(r, ONTOLOGY, RUN, base)) for r in sample_readings()]
        for name in FILES:
            with open_store(str(tmp_path / name), base=base) as store:
                store.add(graphs)
            with open_store(str(tmp_path / name)) as store:
                assert (store.base, len(store.articles())) == (base, 3)


class TestQueries:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        with open_store(str(built(tmp_path / "a.nq"))) as store:
            yield store

    def test_a_syntax_error_has_a_place(self, store: Store) -> None:
        with pytest.raises(QueryError) as caught:
            store.query("SELECT * WHERE {\n  ?s ?p }", name="mine.rq")
        assert caught.value.place == "mine.rq:2:10"
        with pytest.raises(
            QueryError, match=r"query:1:\d+: not SPARQL: the prefix foo: is not declared; declare it"
        ):
            store.query("SELECT * { ?s foo:bar ?o }")

    @pytest.mark.parametrize(
        "text",
        [
            "DROP ALL",
            "PREFIX a: <x:> INSERT DATA { a:b a:c a:d }",
            "# SELECT\nDELETE WHERE { ?s ?p ?o }",
            "LOAD <x:y>",
        ],
    )
    def test_updates_are_refused(self, store: Store, text: str) -> None:
        with pytest.raises(QueryError, match="is an update"):
            store.query(text)

    @pytest.mark.parametrize(
        "text",
        [
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "SELECT * { ?s ?p 'x\\\\' . service SILENT <http://127.0.0.1:9/> { } }",
            "SELECT * { FILTER(?a<?b)SERVICE<http://127.0.0.1:9/>{} FILTER(?a>?b) }",
            "SELECT * { ?s ?p true.SERVICE<http://127.0.0.1:9/>{} }",
            "SELECT * { ?s ?p '#' . SERVICE<http://127.0.0.1:9/>{} }",
        ],
    )
    def test_calls_of_other_endpoints_are_refused(self, store: Store, text: str) -> None:
        with pytest.raises(QueryError, match="SERVICE"):
            store.query(text)

    @pytest.mark.parametrize(
        "text",
        [
            "?s ?p 'SERVICE'",
            "?service ?p ?o",
            "?s <http://x/service> ?o # service",
            '?s ?p """a"b SERVICE"""',
        ],
    )
    def test_the_word_service_alone_is_no_call(self, store: Store, text: str) -> None:
        assert list(store.query(f"SELECT * {{ {text}\n }} LIMIT 0")) == []

    @pytest.mark.parametrize("name", ["a.nq", "news.kg"])
    @pytest.mark.parametrize("read_only", [True, False])
    def test_a_query_that_takes_too_long_is_stopped(
        self, tmp_path: Path, name: str, read_only: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        started: list[timeouts.QueryWorker] = []
        ask = timeouts.QueryWorker.ask
        monkeypatch.setattr(
            timeouts.QueryWorker, "ask", lambda self, *asked: (started.append(self), ask(self, *asked))[1]
        )
        with open_store(str(built(tmp_path / name)), read_only=read_only) as store:
            for _ in range(2):
                with pytest.raises(QueryError, match=r"mine: takes longer than 0\.05 s"):
                    store.query(SLOW, timeout=0.05, name="mine")
            assert [one.process.returncode for one in started] == [-9, -9]
            assert store.query("ASK { ?s ?p ?o }", timeout=30)
            assert store.query("ASK { ?s ?p ?o }", timeout=30)
            assert len({one.process.pid for one in started}) == 3
            assert started[-1].process.poll() is None
        assert started[-1].process.returncode == -9

    def test_a_query_stops_when_the_one_who_asked_is_gone(self, tmp_path: Path) -> None:
        answerer = timeouts.QueryWorker(None, built(tmp_path / "a.nt").read_bytes(), base=DEFAULT_BASE)
        answerer._send({"query": SLOW, "seconds": 0.01, "memory": None})
        try:
            assert answerer.process.wait(60) == -signal.SIGALRM
        finally:
            answerer.end()

    @LINUX
    def test_a_query_that_takes_too_much_memory_is_stopped(self, tmp_path: Path) -> None:
        every = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
        with open_store(str(built(tmp_path / "news.kg")), read_only=True) as store:
            for text in (f"SELECT * {{ {every} }}", f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {every} }}"):
                with pytest.raises(QueryError, match=r"mine: takes more than 30 MB of memory; .*--memory"):
                    store.query(text, timeout=60, memory=30_000_000, name="mine")
            assert store.query("ASK { ?s ?p ?o }", memory=30_000_000)

    @LINUX
    def test_a_query_ends_with_the_process_that_asked(self, tmp_path: Path) -> None:
        code = (
            "import sys; from kg.store.open import open_store; from kg.store import timeouts\n"
            "ask = timeouts.QueryWorker.ask\n"
            "def told(self, *asked): print(self.process.pid, flush=True); return ask(self, *asked)\n"
            "timeouts.QueryWorker.ask = told\n"
            "open_store(sys.argv[1], read_only=True).query(sys.argv[2], timeout=600)"
        )
        where = str(built(tmp_path / "news.kg"))
        asking = subprocess.Popen([sys.executable, "-c", code, where, SLOW], stdout=subprocess.PIPE)
        assert asking.stdout is not None
        worker = int(asking.stdout.readline())
        time.sleep(0.3)  # until it is at work
        asking.kill()
        asking.wait()
        asking.stdout.close()
        assert ends_within(worker, 1.0)

    def test_limited_queries_see_what_was_just_written(self, tmp_path: Path) -> None:
        for name in ("a.nq", "news.kg"):
            with open_store(str(tmp_path / name)) as store:
                for number, graph in enumerate(GRAPHS, 1):
                    store.add([graph])
                    (row,) = store.query(
                        "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }", timeout=30
                    )
                    assert row["n"].value == str(number)
                with pytest.raises(QueryError, match=r"query:1:\d+: not SPARQL"):
                    store.query("SELECT * { ?s ?p", timeout=30)

    def test_a_time_limit_changes_no_answer(self, store: Store) -> None:
        for text in (
            "SELECT ?s ?o { ?s a ?o } ORDER BY ?s ?o",
            "CONSTRUCT WHERE { ?s a ?o }",
            "ASK { ?s ?p ?o }",
        ):
            one, two = store.query(text), store.query(text, timeout=30)
            assert type(one) is type(two)
            assert (
                bool(one) == bool(two)
                if text.startswith("ASK")
                else sorted(map(str, one)) == sorted(map(str, two))
            )


class TestSerialize:
    @pytest.mark.parametrize("fmt", FORMATS)
    def test_what_is_written_is_read_the_same(self, fmt: str) -> None:
        g, p = ox.NamedNode("http://g/#"), ox.NamedNode(f"{KG}label")
        values = ['a <b> "c" _:d', "\t\r\n\\", "<x> <y>", "é\U0001f600\u2028", '"^^<x>', ""]
        literals = [ox.Literal(v) for v in values] + [
            ox.Literal(v, datatype=ox.NamedNode("http://x/a b".replace(" ", "-"))) for v in values
        ]
        literals += [ox.Literal(v, language="en-gb") for v in values]
        literals += [
            ox.Literal(1),
            ox.Literal(True),
            ox.Literal("1.5", datatype=ox.NamedNode(f"{XSD}decimal")),
        ]
        odd = [
            ox.NamedNode(iri)
            for iri in (
                f"{DEFAULT_BASE}a",
                f"{DEFAULT_BASE}article/x#y",
                f"{DEFAULT_BASE}a/%2E/..",
                f"{KG}a.b",
                f"{KG}",
                "urn:x:y",
            )
        ]
        quads = {ox.Quad(s, p, o, g) for s in odd for o in [*literals, *odd]}
        out = io.BytesIO()
        serialize(quads, fmt, out, DEFAULT_BASE)
        expected = (
            quads if fmt in QUAD_FORMATS else {ox.Quad(q.subject, q.predicate, q.object) for q in quads}
        )
        assert set(ox.parse(out.getvalue(), FORMATS[fmt])) == expected

    def test_turtle_can_be_read_by_people(self, tmp_path: Path) -> None:
        text = built(tmp_path / "a.ttl").read_text()
        assert text.startswith("@base <https://w3id.org/newskg/id/> .\n@prefix dcterms:")
        assert "<article/scm> a nif:Context, schema:NewsArticle ;\n" in text
        assert '<person/ahn-gyu-back> a kg:Person ;\n    skos:altLabel "Ahn" ;\n' in text
        assert (
            text.index("<article/scm> a")
            < text.index("<article/scm#char=0,109> a")
            < text.index("<statement/")
            < text.index("\n<event/")
        )

    def test_an_unknown_format_is_named(self) -> None:
        with pytest.raises(StoreError, match="no such RDF format"):
            serialize([], "yaml", io.BytesIO(), DEFAULT_BASE)
