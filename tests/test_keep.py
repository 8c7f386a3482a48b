"""Stores in step with their sources: sync, diff, history, and texts that take another's place."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from kg.analysis.differences import differences, differences_text, statement_differences
from kg.errors import StoreError
from kg.model import Document, Reading
from kg.rdf.article_text import is_revision
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.namespaces import DEFAULT_BASE
from kg.resources.ontology import load_ontology
from kg.store.open import open_store
from tests.commands import Kg
from tests.readings import AHN, HEGSETH, said, sample_readings

ONTOLOGY = load_ontology()
RUN = Run("en_test-1.0", "0.1.0", "abc")


def graph_of(document: Document) -> tuple[str, bytes]:
    return graph_iri(document.id, DEFAULT_BASE), nquads(Reading(document, ()), ONTOLOGY, RUN, DEFAULT_BASE)


def test_a_store_holds_what_its_sources_hold(kg: Kg) -> None:
    Path("in/sub").mkdir(parents=True)
    Path("in/a.txt").write_text("Ana Brnabic met with Edi Rama in Tirana.")
    Path("in/sub/a.txt").write_text("Qatar condemned Chad on Monday.")
    assert kg("sync", "new.kg", "in", "--dry-run")[:2] == (0, "+ a\n+ sub/a\n")
    assert not Path("new.kg").exists()
    assert kg("sync", "new.kg", "in", "--jobs", "1")[0] == 0
    assert kg("sync", "new.kg", "in", "--dry-run")[1:] == ("", "0 new, 0 changed, 0 gone, 2 unchanged\n")

    Path("in/a.txt").write_text("Ana Brnabic will meet with Edi Rama in Tirana.")
    Path("in/sub/a.txt").rename("in/b.txt")
    assert kg("sync", "new.kg", "in", "--dry-run")[1] == "+ b\n~ a\n- sub/a\n"
    code, _, told = kg("sync", "new.kg", "in", "--jobs", "1")
    assert (code, told.endswith("(2 new or changed, 1 forgotten)\n")) == (0, True)
    assert kg("query", "new.kg", "articles", "--format", "csv")[1].count("\n") == 3
    kg("build", "fresh.kg", "in", "--jobs", "1")
    for store in ("new", "fresh"):
        kg("export", f"{store}.kg", "-f", "nquads", "-o", f"{store}.nq")
    assert Path("new.nq").read_bytes() == Path("fresh.nq").read_bytes()


def test_nothing_is_forgotten_while_a_source_cannot_be_read(kg: Kg) -> None:
    Path("in").mkdir()
    for name in ("a", "b"):
        Path(f"in/{name}.txt").write_text(f"Ana Brnabic met with Edi Rama in Tirana. {name}")
    kg("sync", "new.kg", "in", "--jobs", "1")
    Path("in/a.txt").write_bytes(b"\0\1\2" * 100)
    Path("in/c.txt").write_text("Die Ministerin traf am Dienstag ihren polnischen Kollegen in Breslau.")
    code, out, told = kg("sync", "new.kg", "in", "--dry-run")
    assert (code, out, "1 article of no source kept" in told) == (3, "", True)
    code, _, told = kg("sync", "new.kg", "in", "--jobs", "1")
    assert (code, "nothing is forgotten" in told) == (3, True)
    assert kg("sync", "new.kg", "nowhere", "--jobs", "1")[0] == 3
    Path("in/a.txt").unlink()
    code, _, told = kg("sync", "new.kg", "in", "--jobs", "1")
    assert (code, "1 forgotten" in told, "not in English (German)" in told) == (3, True, True)


def test_what_came_went_and_changed() -> None:
    text = "Ahn met Hegseth. Ahn praised Hegseth. Hegseth praised Ahn. "
    document = Document("d", text)
    met = said(
        document, "Ahn met Hegseth.", "met", "meets", subject=(AHN, "Ahn"), object=(HEGSETH, "Hegseth")
    )
    praised = said(
        document,
        "Ahn praised Hegseth.",
        "praised",
        "supports",
        subject=(AHN, "Ahn"),
        object=(HEGSETH, "Hegseth"),
    )
    planned = replace(met, modality="planned", begin="2025-11-04")
    reworded = replace(met, sentence=replace(met.sentence, text="Ahn saw Hegseth."), confidence=0.4)
    assert statement_differences([met, praised], [praised, reworded]) == []
    (one,) = statement_differences([met], [planned])
    assert (one.kind, one.fields) == (
        "changed",
        {"modality": ("actual", "planned"), "begin": ("", "2025-11-04")},
    )
    assert [one.kind for one in statement_differences([met, met], [met, praised])] == ["went", "came"]
    lines = "".join(differences_text(statement_differences([met], [planned, praised]), {"meets": "meets"}))
    assert "~ Ahn Gyu-back meets Pete Hegseth  (planned, 2025-11-04)  [d]\n" in lines
    assert "    modality: actual → planned\n" in lines
    assert lines.endswith("1 statement came, 1 statement changed\n")


def test_articles_that_one_store_alone_has() -> None:
    first, *others = sorted(sample_readings(), key=lambda reading: reading.document.id)
    went = list(differences([first, *others], others))
    assert {one.kind for one in went} == {"went"}
    assert len(went) == len(first.statements)
    assert {one.kind for one in differences(others, [first, *others])} == {"came"}


def test_stores_are_compared(kg: Kg) -> None:
    Path("a.txt").write_text("Ana Brnabic met with Edi Rama in Tirana.")
    kg("build", "one.ttl", "a.txt", "--jobs", "1")
    Path("a.txt").write_text("Ana Brnabic will meet with Edi Rama in Tirana.")
    kg("build", "two.kg", "a.txt", "--jobs", "1")
    code, out, _ = kg("diff", "one.ttl", "two.kg")
    assert (code, "modality: actual → planned" in out) == (1, True)
    assert json.loads(kg("diff", "one.ttl", "two.kg", "-f", "json")[1])[0]["kind"] == "changed"
    assert kg("diff", "one.ttl", "one.ttl")[:2] == (0, "no difference\n")
    assert kg("diff", "one.ttl", "none.ttl")[0] == 3


def test_what_an_updated_article_said_before(kg: Kg) -> None:
    for text in ("will meet with", "met with", "met with"):
        Path("a.txt").write_text(f"Ana Brnabic {text} Edi Rama in Tirana.")
        kg("build", "new.kg", "a.txt", "--jobs", "1", "--again")
    code, out, _ = kg("history", "new.kg", "a")
    assert (code, out.count("version"), "modality: planned → actual" in out) == (0, 2, True)
    versions = json.loads(kg("history", "new.kg", "a", "-f", "json")[1])
    assert [one["text"] for one in versions] == [
        "Ana Brnabic will meet with Edi Rama in Tirana.",
        "Ana Brnabic met with Edi Rama in Tirana.",
    ]
    assert (
        kg("query", "new.kg", "-e", "SELECT ?s WHERE { ?s a kg:Statement }", "-f", "csv")[1].count("\n") == 2
    )
    kg("forget", "new.kg", "a")
    assert kg("history", "new.kg", "a")[0] == 1
    assert not list(Path("new.kg/history").iterdir())


def test_stores_in_files_keep_no_history(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "a.ttl")) as store, pytest.raises(StoreError, match="keeps no earlier"):
        store.versions("a")


@pytest.mark.parametrize(
    ("before", "after", "warned"),
    [
        ("Ana met Edi in Tirana.", "Ana met Edi Rama in Tirana.", False),
        ("Ana met Edi in Tirana.", "Chad condemned Mali on Monday.", True),
        ("word " * 9 + "one two three " * 9, "word " * 9 + "one two three " * 9 + "four", False),
        (" ".join(f"a{n}" for n in range(99)), " ".join(f"b{n}" for n in range(99)), True),
    ],
)
def test_a_text_that_takes_the_place_of_another_article_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, before: str, after: str, warned: bool
) -> None:
    with open_store(str(tmp_path / "a.ttl")) as store, caplog.at_level(logging.WARNING):
        store.add([graph_of(Document("x", before))])
        store.add([graph_of(Document("x", after))])
    assert ("x: a text that has nothing in common" in caplog.text) == warned
    assert is_revision(before, after) != warned
