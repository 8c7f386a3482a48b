"""The ontology files, and what is said about faulty ones."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import paths
from kg.errors import DataError
from kg.resources.namespaces import KG, OWL, PREFIXES, RDF, RDFS, SKOS
from kg.resources.ontology import Ontology, load_ontology, ontology_quads

ROOT = Path(__file__).parent.parent
HEAD = (
    "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    + "@prefix ex: <http://example.org/own#> .\n"
)
MENTORS = (
    HEAD
    + """
ex:mentors a owl:ObjectProperty ;
    rdfs:label "mentors" ; skos:definition "The subject teaches the object." ; rdfs:domain kg:Person ;
    rdfs:range [ owl:unionOf ( kg:Person ex:Team ) ] ; kg:ploverType plover:SUPPORT ;
    kg:statementClass ex:Mentoring .
ex:Mentoring a owl:Class ; rdfs:label "mentoring" ; skos:definition "One teaches another." ;
    rdfs:subClassOf kg:Happening .
ex:Team a owl:Class ; rdfs:label "team" ; skos:definition "People who play together." ;
    rdfs:subClassOf kg:Group, schema:SportsTeam .
"""
)

RELATIONS = {
    "meets": "Actor - Actor CONSULT",
    "visits": "Actor Platform > Place CONSULT",
    "discusses": "Actor > Topic Capability CONSULT",
    "agreesWith": "Actor - Actor AGREE",
    "supports": "Actor > Actor Topic SUPPORT",
    "cooperatesWith": "Actor - Actor COOPERATE",
    "aids": "Actor Platform > Actor AID",
    "grants": "Actor > Actor Topic CONCEDE",
    "requests": "Actor > Actor Topic REQUEST",
    "accuses": "Actor > Actor Topic ACCUSE",
    "rejects": "Actor > Actor Topic REJECT",
    "threatens": "Actor Platform > Actor Topic THREATEN",
    "protests": "Actor > Actor Topic PROTEST",
    "sanctions": "Actor > Actor Place Topic SANCTION",
    "mobilizes": "Actor > Actor Place Capability MOBILIZE",
    "coerces": "Actor Platform > Actor Place Topic Platform COERCE",
    "attacks": "Actor Platform > Place Actor Platform ASSAULT",
    "withdrawsFrom": "Actor > Place Actor Topic RETREAT",
    "seeks": "Actor > Capability Product Topic Place",
    "acquires": "Actor > Capability Product Place",
    "develops": "Actor > Capability Product Facility",
    "possesses": "Actor > Capability",
    "tests": "Actor > Capability",
    "deploys": "Actor > Capability",
    "supplies": "Actor Platform > Capability Product",
    "unveils": "Actor > Capability Topic",
    "holdsRole": "Person > Role",
    "represents": "Actor > Country Organization",
    "locatedIn": "Place Organization > Place",
    "partOf": "Organization Country > Organization",
    "operates": "Actor > Facility Platform",
    "attends": "Actor > Topic",
    "appoints": "Actor > Person Group Organization Role",
    "dismisses": "Actor > Person Group Organization Role",
    "enacts": "Actor > Topic",
    "investsIn": "Actor > Actor Place Topic",
    "suffers": "Actor Place Platform Product > Topic",
}
CLASSES = [
    "Actor",
    "Country",
    "Person",
    "Organization",
    "Government",
    "Ministry",
    "ArmedForce",
    "Company",
    "InternationalOrganization",
    "ArmedGroup",
    "MediaOrganization",
    "Group",
    "Place",
    "City",
    "Region",
    "Facility",
    "Capability",
    "Weapon",
    "Platform",
    "Technology",
    "Authority",
    "Product",
    "Topic",
    "Role",
    "Statement",
    "OpenStatement",
    "Event",
]
PROPERTIES = [
    "modality",
    "begin",
    "end",
    "place",
    "recipient",
    "topic",
    "attributedTo",
    "confidence",
    "pattern",
    "triggerLemma",
    "subjectMention",
    "trigger",
    "objectMention",
    "placeMention",
    "recipientMention",
    "topicMention",
    "attributionMention",
    "describes",
    "participant",
    "quantity",
    "occurrence",
    "country",
    "sector",
    "iso2",
    "iso3",
    "officialName",
    "demonym",
    "people",
    "acronym",
    "capital",
    "standsFor",
    "model",
    "version",
    "ploverType",
    "statementClass",
]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(paths.ONTOLOGY / "kg.ttl")


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., Path]:
    """Writes a user's ontology file and gives its path."""

    def write(text: str, name: str = "own.ttl") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("name", ["kg.ttl", "plover.ttl", "shapes.ttl"])
def test_both_parsers_read_the_same(name: str) -> None:
    path = paths.ONTOLOGY / name
    assert len(rdflib.Graph().parse(path)) == len(set(ox.parse(path=path))) > 100


def test_the_relations_are_those_of_the_design(ontology: Ontology) -> None:
    found = {
        r.name: " ".join(
            [*r.domain, "-" if r.symmetric else ">", *r.range, *([r.plover] if r.plover else [])]
        )
        for r in ontology.relations.values()
    }
    assert found == RELATIONS


def test_each_relation_has_a_statement_class_of_its_own_and_an_example(ontology: Ontology) -> None:
    kinds = [r.statement_class for r in ontology.relations.values()]
    assert len(set(kinds)) == len(kinds) == len(RELATIONS)
    assert all(ontology.is_a(kind, "Happening") or ontology.is_a(kind, "State") for kind in kinds)
    assert all(r.examples and r.definition.endswith(".") for r in ontology.relations.values())


def test_the_classes_of_the_design_are_there(ontology: Ontology) -> None:
    assert set(CLASSES) <= set(ontology.classes)
    assert ontology.classes["Country"].ancestors == ("Actor", "Country", "Place")
    assert ontology.classes["Ministry"].parents == ("Organization",)
    assert not ontology.is_a("Meeting", "Statement")
    assert not ontology.is_a("Meeting", "Event")


@pytest.mark.parametrize(
    "name", [*PROPERTIES, *CLASSES, *RELATIONS, "actual", "planned", "possible", "negated"]
)
def test_every_term_is_declared_with_label_and_definition(graph: rdflib.Graph, name: str) -> None:
    term = rdflib.URIRef(KG + name)
    for predicate in (RDF + "type", RDFS + "label", SKOS + "definition"):
        assert list(graph.objects(term, rdflib.URIRef(predicate)))


def test_labels_carry_no_language_and_every_term_that_is_used_is_declared(graph: rdflib.Graph) -> None:
    assert not [o for o in graph.objects() if isinstance(o, rdflib.Literal) and o.language]
    declared = set(graph.subjects(rdflib.URIRef(RDF + "type")))
    used = {
        term for triple in graph for term in triple if isinstance(term, rdflib.URIRef) and term.startswith(KG)
    }
    assert used <= declared


def test_events_and_statements_are_aligned(graph: rdflib.Graph) -> None:
    above = {(str(s), str(o)) for s, o in graph.subject_objects(rdflib.URIRef(RDFS + "subClassOf"))}
    assert (KG + "Event", PREFIXES["sem"] + "Event") in above
    assert (KG + "Statement", RDF + "Statement") in above


def test_is_a_and_accepts(ontology: Ontology) -> None:
    assert ontology.is_a("Company", "Actor")
    assert not ontology.is_a("Actor", "Company")
    assert not ontology.is_a("Unicorn", "Actor")
    assert ontology.accepts("visits", "Person", "Country")
    assert ontology.accepts("operates", "Company", "Platform")
    assert ontology.accepts("operates", "Country", "Facility")
    assert not ontology.accepts("operates", "Topic", "Platform")
    assert not ontology.accepts("holdsRole", "Person", "Topic")
    with pytest.raises(KeyError):
        ontology.accepts("likes", "Person", "Person")


def test_plover_codes(ontology: Ontology) -> None:
    assert len(ontology.plover_types) == 16
    assert {"GOV", "MIL", "REB", "OPP", "BUS", "CVL", "MED", "IGO", "NGO"} <= set(ontology.sectors)
    assert {r.plover for r in ontology.relations.values()} - {None} == set(ontology.plover_types)


def test_loading_is_the_same_every_time(ontology: Ontology) -> None:
    assert load_ontology() == ontology
    assert repr(load_ontology()) == repr(ontology)
    assert list(ontology_quads("urn:g")) == list(ontology_quads("urn:g"))


def test_the_quads_of_the_ontology_are_those_of_the_files() -> None:
    found = list(ontology_quads("urn:g"))
    assert {q.graph_name.value for q in found} == {"urn:g"}
    assert len(set(found)) == sum(
        len(set(ox.parse(path=paths.ONTOLOGY / name))) for name in ("kg.ttl", "plover.ttl")
    )


def test_ones_own_relation_is_added(own: Callable[..., Path], ontology: Ontology) -> None:
    mine = load_ontology([own(MENTORS)])
    mentors = mine.relations["mentors"]
    assert mentors.iri == "http://example.org/own#mentors"
    assert (mentors.domain, mentors.range, mentors.plover) == (("Person",), ("Person", "Team"), "SUPPORT")
    assert mine.classes["Team"].ancestors == ("Actor", "Group", "Team")
    assert mine.accepts("mentors", "Person", "Team")
    assert set(mine.relations) - set(ontology.relations) == {"mentors"}


def test_english_is_preferred_among_languages(own: Callable[..., Path]) -> None:
    mine = load_ontology([own(MENTORS.replace('"mentors"', '"betreut"@de, "mentors"@en'))])
    assert mine.relations["mentors"].label == "mentors"


def test_other_syntaxes_are_read(own: Callable[..., Path]) -> None:
    rdfxml = rdflib.Graph().parse(data=MENTORS, format="turtle").serialize(format="xml")
    assert "mentors" in load_ontology([own(rdfxml, "own.owl")]).relations


FAULTS = [
    ('rdfs:label "mentors" ;', "", "mentors> has no rdfs:label"),
    ('skos:definition "The subject teaches the object." ;', "", "mentors> has no skos:definition"),
    ("rdfs:domain kg:Person ;", "", "mentors> has no rdfs:domain"),
    ("rdfs:domain kg:Person ;", "rdfs:domain kg:Person, kg:Place ;", "mentors> has 2 rdfs:domain"),
    ("rdfs:domain kg:Person ;", "rdfs:domain kg:Persona ;", "which is not declared"),
    ("kg:Person ex:Team", "kg:Person ex:Teem", "which is not declared"),
    (" ;\n    kg:statementClass ex:Mentoring .", " .", "has no kg:statementClass"),
    ("kg:statementClass ex:Mentoring", "kg:statementClass kg:Person", "has the kg:statementClass"),
    ("plover:SUPPORT", "plover:CHEER", "has the kg:ploverType"),
    ("owl:ObjectProperty", "owl:SymmetricProperty", "is symmetric, yet"),
    (
        "rdfs:subClassOf kg:Group",
        "rdfs:subClassOf kg:Groop",
        "lies below <https://w3id.org/newskg/ontology#Groop>, which is not declared",
    ),
    (
        "rdfs:subClassOf kg:Happening .",
        "rdfs:subClassOf kg:Happening, ex:Mentoring .",
        "lies above itself (Mentoring > Mentoring)",
    ),
    ('rdfs:label "team"', 'rdfs:label "team", "squad"', "has more than one rdfs:label"),
    ("ex:Team a owl:Class", "ex:Person a owl:Class", "has the same local name as <"),
    ("ex:mentors a", "ex:meets a", "has the same local name as <"),
    ("ex:mentors a", "<http://example.org/own#42> a", "has the local name '42'"),
    ("ex:mentors a", 'kg:meets rdfs:label "encounters" . ex:mentors a', "has more than one rdfs:label"),
    ("ex:mentors a", "ex:mentors b", "is not well-formed Turtle"),
]


@pytest.mark.parametrize(("old", "new", "fault"), FAULTS, ids=[fault for *_, fault in FAULTS])
def test_a_fault_is_told_with_file_and_iri(own: Callable[..., Path], old: str, new: str, fault: str) -> None:
    assert old in MENTORS
    path = own(MENTORS.replace(old, new))
    with pytest.raises(DataError) as caught:
        load_ontology([path])
    assert fault in str(caught.value)
    assert caught.value.place == str(path)
    assert caught.value.remedy


def test_files_that_cannot_be_read(own: Callable[..., Path], tmp_path: Path) -> None:
    for path in (tmp_path / "absent.ttl", tmp_path):
        with pytest.raises(DataError):
            load_ontology([path])
    with pytest.raises(DataError, match="no RDF syntax"):
        load_ontology([own("", "own.md")])


def test_the_reference_page_is_fresh() -> None:
    script = ROOT / "scripts" / "ontology_reference.py"
    done = subprocess.run(
        [sys.executable, script, "--check"],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_no_heavy_library_is_loaded() -> None:
    code = (
        "import sys, kg.resources.ontology, kg.rdf.shacl; print({'rdflib', 'pyshacl', 'spacy'} & "
        "set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert done.stdout.strip() == "set()"


def test_the_disjoint_classes_share_no_class_below(graph: rdflib.Graph, ontology: Ontology) -> None:
    from rdflib.collection import Collection

    members = [
        str(m).removeprefix(KG)
        for m in Collection(graph, next(graph.objects(None, rdflib.URIRef(OWL + "members"))))
    ]
    for cls in ontology.classes.values():
        assert len(set(members) & set(cls.ancestors)) <= 1
