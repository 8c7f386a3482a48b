"""Each triple is written once: what is an article's own, what articles share, and what both ask for."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.rdf.graph_names import graphs_asked
from kg.rdf.graphs import nquads_of
from kg.rdf.layout import CONFIDENCE, IN_TEXT, LABEL, SENTENCE_OF, STATEMENT, TYPE
from kg.rdf.own import part
from kg.resources.namespaces import DEFAULT_BASE, article_iri
from kg.store.open import open_store
from kg.store.oxigraph import LocalStore
from tests.test_store import GRAPHS, built, content

A, B = (article_iri(DEFAULT_BASE, id) for id in ("a", "b"))
LOOSE = f"{DEFAULT_BASE}graph/loaded"
STATEMENT_A = f"<{DEFAULT_BASE}statement/0a>"


def whole_article(iri: str, statement: str, label: str = "Ahn") -> list[str]:
    """A small article: itself, a sentence, a statement, and a person."""
    span = f"<{iri}#char=0,9>"
    return sorted(
        [
            f"<{iri}> <{TYPE}> <https://schema.org/NewsArticle>",
            f"{span} <{IN_TEXT}> <{iri}>",
            f"{statement} <{TYPE}> <{STATEMENT}>",
            f"{statement} <{SENTENCE_OF}> {span}",
            f'{statement} <{CONFIDENCE}> "0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
            f'<{DEFAULT_BASE}person/ahn> <{LABEL}> "{label}"',
        ]
    )


def memory() -> LocalStore:
    return LocalStore(ox.Store(), "memory", DEFAULT_BASE)


def added(store: LocalStore, graphs: dict[str, list[str]]) -> LocalStore:
    store.add([(iri, nquads_of(iri, lines)) for iri, lines in graphs.items()])
    return store


def test_sentences_and_statements_are_an_articles_own() -> None:
    parts = part(A, whole_article(A, STATEMENT_A), DEFAULT_BASE)
    assert {line.partition(" ")[0] for line in parts.own} == {f"<{A}#char=0,9>", STATEMENT_A}
    assert {line.partition(" ")[0] for line in parts.shared} == {f"<{A}>", f"<{DEFAULT_BASE}person/ahn>"}
    assert not parts.foreign


def test_what_is_own_is_written_once(tmp_path: Path) -> None:
    with open_store(str(built(tmp_path / "news.kg")), create=False, read_only=True) as store:
        assert isinstance(store, LocalStore)
        quads = list(store.oxigraph)
        merge = {q.triple for q in quads if isinstance(q.graph_name, ox.DefaultGraph)}
        named = [q for q in quads if isinstance(q.graph_name, ox.NamedNode)]
        assert {q.triple for q in named} < merge
        assert not any(q.subject.value.startswith(f"{DEFAULT_BASE}statement/") for q in named)
        assert {q.triple for q in store.quads()} == merge


@pytest.mark.parametrize("ask", ["{{ GRAPH <{0}> {{ ?s ?p ?o }} }}", "FROM <{0}> {{ ?s ?p ?o }}",
                                 "{{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = <{0}>) }}"])  # fmt: skip
@pytest.mark.parametrize("timeout", [None, 30.0])
@pytest.mark.parametrize("place", ["news.kg", "news.trig"])
def test_a_graph_that_is_asked_for_is_whole(
    tmp_path: Path, ask: str, timeout: float | None, place: str
) -> None:
    where = built(tmp_path / place)
    with open_store(str(where), create=False, read_only=True) as store:
        for iri, quads in GRAPHS[:2]:
            found = store.query("SELECT ?s ?p ?o " + ask.format(iri), timeout)
            assert len(list(found)) == quads.count(b"\n") > 0
    if where.is_dir():
        assert not list(where.glob(".copy*"))


def test_what_a_query_asks_for_changes_with_the_store() -> None:
    store = added(memory(), {A: whole_article(A, STATEMENT_A)})
    ask = f"ASK {{ GRAPH <{A}> {{ {STATEMENT_A} a <{STATEMENT}> }} }}"
    assert store.query(ask)
    store.forget("a")
    assert not store.query(ask)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_rdflib_sees_whole_graphs() -> None:
    import rdflib

    store = memory()
    store.add(GRAPHS)
    dataset = store.dataset()
    for iri, quads in GRAPHS:
        graph = dataset.graph(rdflib.URIRef(iri))
        assert len(graph) == len(list(graph)) == quads.count(b"\n")
    assert len(list(dataset.query("SELECT * { GRAPH ?g { ?s ?p ?o } }"))) == sum(
        quads.count(b"\n") for _, quads in GRAPHS
    )
    assert {str(graph.identifier) for graph in dataset.graphs()} >= {iri for iri, _ in GRAPHS}
    this = rdflib.URIRef(A)
    for change in (dataset.add, dataset.remove, dataset.graph(this).add):
        with pytest.raises(StoreError, match="is for reading"):
            change((this, this, this))


CLAIMS = {
    A: whole_article(A, STATEMENT_A),
    B: whole_article(B, STATEMENT_A, "Ahn Gyu-back"),  # the statement of another article
    LOOSE: [f'<{A}#char=0,9> <{LABEL}> "nine"', f"{STATEMENT_A} <{TYPE}> <{STATEMENT}>"],
}


@pytest.mark.parametrize("order", list(permutations(CLAIMS)))
@pytest.mark.parametrize("gone", list(CLAIMS))
def test_what_several_graphs_claim_is_shared_by_them(order: tuple[str, ...], gone: str) -> None:
    store = memory()
    for iri in order:
        added(store, {iri: CLAIMS[iri]})
    assert {iri: store.lines(iri) for iri in store.graphs()} == {k: sorted(v) for k, v in CLAIMS.items()}
    store.add([(gone, b"")])
    left = {iri: sorted(lines) for iri, lines in CLAIMS.items() if iri != gone}
    assert {iri: store.lines(iri) for iri in store.graphs()} == left
    assert sorted(store.merged()) == sorted({line for lines in left.values() for line in lines})
    assert (
        store.dump("nquads")
        == "".join(sorted(f"{line} <{iri}> .\n" for iri, lines in left.items() for line in lines)).encode()
    )


_NODES = [f"<{A}>", f"<{A}#char=0,9>", f"<{B}#char=0,9>", STATEMENT_A, f"<{DEFAULT_BASE}person/ahn>"]
_LINES = st.one_of(
    st.tuples(st.sampled_from(_NODES), st.sampled_from([f"<{A}>", f"<{B}>"])).map(
        lambda pair: f"{pair[0]} <{IN_TEXT}> {pair[1]}"
    ),
    st.tuples(st.sampled_from(_NODES), st.sampled_from(_NODES)).map(
        lambda pair: f"{pair[0]} <{SENTENCE_OF}> {pair[1]}"
    ),
    st.tuples(st.sampled_from(_NODES), st.sampled_from(["x", f" <{SENTENCE_OF}> ", f"<{A}> ."])).map(
        lambda pair: f'{pair[0]} <{LABEL}> "{pair[1]}"'
    ),
)


_SPANS = [f"<{one}#char=0,9> <{IN_TEXT}> <{one}>" for one in (A, B)]
_OF_BOTH = [f"{STATEMENT_A} <{SENTENCE_OF}> <{one}#char=0,9>" for one in (A, B)]


@settings(max_examples=150, deadline=None)
@example([(B, sorted([_SPANS[1], f"{STATEMENT_A} <{SENTENCE_OF}> <{A}>", _OF_BOTH[1]]))])
@example([(A, _SPANS[:1]), (B, sorted([_SPANS[1], *_OF_BOTH]))])
@given(
    st.lists(
        st.tuples(st.sampled_from([A, B, LOOSE]), st.lists(_LINES, max_size=8).map(lambda x: sorted(set(x)))),
        max_size=6,
    )
)
def test_any_graphs_come_back_as_they_were_put(puts: list[tuple[str, list[str]]]) -> None:
    """Whatever stands where, and whatever it replaces."""
    store, expected = memory(), dict[str, list[str]]()
    for iri, lines in puts:
        store.add([(iri, nquads_of(iri, lines))])
        expected.pop(iri, None)
        if lines:
            expected[iri] = lines
        assert {iri: store.lines(iri) for iri in store.graphs()} == expected
        assert sorted(store.merged()) == sorted({line for lines in expected.values() for line in lines})
    quads = sorted(f"{line} <{iri}> .\n" for iri, lines in expected.items() for line in lines)
    assert store.dump("nquads") == "".join(quads).encode()
    whole = store.whole()
    for iri, lines in expected.items():
        assert len(list(whole.quads_for_pattern(None, None, None, ox.NamedNode(iri)))) == len(lines)


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        ("SELECT * { ?s ?p ?o }", set()),
        ("SELECT ?graph ?from { ?graph kg:from ?from ; graph:x 'GRAPH <http://a/>' } # FROM <b:b>", set()),
        ("SELECT * FROM <http://a/> FROM NAMED <http://b/> { GRAPH <http://c/> { ?s ?p ?o } }",
         {"http://a/", "http://b/", "http://c/"}),
        ("PREFIX k: <http://a/> SELECT * { graph k:b\\/c { ?s ?p ?o } }", {"http://a/b/c"}),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", None),
        ("SELECT * { GRAPH$g{ ?s ?p ?o } }", None),
        ("SELECT * { GRAPH # any\n ?g { ?s ?p ?o } }", None),
        ("SELECT * { GRAPH <relative> { ?s ?p ?o } }", None),
        ("SELECT * { GRAPH unknown:g { ?s ?p ?o } }", None),
        ("SELECT * { GR\\u0041PH ?g { ?s ?p ?o } }", None),
        ("SELECT * { \\u0047RAPH <http://a/> { ?s ?p ?o } }", {"http://a/"}),
    ],
)  # fmt: skip
def test_which_graphs_a_query_asks_for(query: str, graphs: set[str] | None) -> None:
    assert graphs_asked(query) == graphs


def old_store(where: Path, graphs: list[tuple[str, bytes]]) -> None:
    """A store as version 0.3 wrote it: every graph whole, and the merge."""
    where.mkdir()
    (where / "newskg.json").write_text(f'{{"newskg": 1, "base": "{DEFAULT_BASE}"}}')
    oxigraph = ox.Store(str(where / "oxigraph"))
    for iri, quads in graphs:
        oxigraph.load(quads + quads.replace(f" <{iri}> .\n".encode(), b" .\n"), format=ox.RdfFormat.N_QUADS)
    oxigraph.flush()


class TestUpgrade:
    def test_an_old_store_is_refused_with_the_word(self, tmp_path: Path) -> None:
        old_store(tmp_path / "old.kg", GRAPHS)
        with pytest.raises(StoreError, match=r"has the layout 1, .*`kg upgrade"):
            open_store(str(tmp_path / "old.kg"))

    def test_an_upgraded_store_holds_the_same(self, tmp_path: Path) -> None:
        from kg.store.upgrade import upgrade

        where = tmp_path / "old.kg"
        old_store(where, GRAPHS)
        assert upgrade(str(where)) == len(GRAPHS)
        assert upgrade(str(where)) is None
        assert content(where) == content(built(tmp_path / "new.kg"))
        assert not (where / "oxigraph").exists()

    @pytest.mark.parametrize("step", ["rename", "write_card", "publish"])
    def test_an_upgrade_that_is_stopped_can_be_run_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        from kg.store import upgrade as module

        class Stopped(BaseException):
            pass

        def stop(*_: object) -> None:
            raise Stopped

        where = tmp_path / "old.kg"
        old_store(where, GRAPHS)
        with monkeypatch.context() as patched:
            patched.setattr(*((Path, "rename") if step == "rename" else (module, step)), stop)
            with pytest.raises(Stopped):
                module.upgrade(str(where))
        module.upgrade(str(where))
        assert content(where) == content(built(tmp_path / "new.kg"))
        assert sorted(path.name for path in where.iterdir()) == ["graphs", "lock", "newskg.json", "snapshots"]
