"""Reading <-> RDF: the only file that knows how a statement, its evidence and its article are written as
triples.

Writing makes N-Quads text directly, which is an order of magnitude cheaper than building terms one by one.
Nothing that an article says can leave its place: IRIs are percent-encoded, literals escaped as the N-Quads
grammar asks, and characters that XML cannot hold (controls, lone surrogates) become U+FFFD, one for one, so
that offsets stay right in every format.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import astuple, dataclass

import pyoxigraph as ox

from kg.errors import DataError
from kg.fingerprint import fingerprint
from kg.model import Argument, Document, Entity, Event, Reading, Statement
from kg.rdf.characters import UNWRITABLE, writable
from kg.rdf.graphs import nquads_of
from kg.rdf.layout import DIRECT, ROLES
from kg.resources.namespaces import (
    DCTERMS,
    KG,
    NIF,
    OWL,
    PROV,
    RDF,
    SCHEMA,
    SKOS,
    XSD,
    article_iri,
    entity_iri,
    span_iri,
)
from kg.resources.ontology import Ontology

__all__ = [
    "Run",
    "date_literal",
    "entity_lines",
    "escape",
    "graph_iri",
    "input_digest",
    "literal",
    "nquads",
    "safe_iri",
    "statement_count",
]

_A = f"<{RDF}type>"
_LABEL = f"<{SKOS}prefLabel>"
_STATEMENT = f"> {_A} <{KG}Statement> <".encode()
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x7f": "\\u007F"})
_SPECIAL = re.compile(rf'{UNWRITABLE.pattern}|[\\"\n\r\t\x7f]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f-\x9f\ufffe\uffff\ud800-\udfff]|%(?![0-9A-Fa-f]{2})")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIMES = (
    (_DATE, "date"),
    (re.compile(r"\d{4}-\d\d"), "gYearMonth"),
    (re.compile(r"\d{4}"), "gYear"),
    (re.compile(r"--\d\d-\d\d"), "gMonthDay"),
    (re.compile(r"--\d\d"), "gMonth"),
)
_DATETIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d+))?(Z|z|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True, slots=True)
class Run:
    """How a graph came about: pipeline (name and version), version of this package, digest of ontology and
    patterns.
    """

    model: str
    version: str
    digest: str

    @property
    def id(self) -> str:
        """``run/`` and 20 hexadecimal digits: the same for every run of the same parts, whenever it took
        place.
        """
        said = "\x1f".join((self.version, self.model, self.digest))
        return "run/" + hashlib.sha256(said.encode()).hexdigest()[:20]


def input_digest(document: Document, run: Run) -> str:
    """32 hexadecimal digits that tell whether a run would make the same graph of an article again: they name
    the article and the run.
    """
    said = json.dumps([run.id, *astuple(document)])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def graph_iri(document_id: str, base: str) -> str:
    """The IRI of an article's named graph, which is the article's own."""
    return article_iri(base, document_id)


def escape(text: str) -> str:
    """The text as it stands between the quotation marks of an N-Quads literal."""
    return writable(text).translate(_ESCAPES) if _SPECIAL.search(text) else text


def literal(text: str) -> str:
    """The text as a plain N-Quads literal."""
    return f'"{escape(text)}"'


def safe_iri(text: str) -> str | None:
    """The text as an absolute IRI with everything percent-encoded that has no place in one; None when it is
    no IRI even so.
    """
    if not _SCHEME.match(text):
        return None
    iri = _FORBIDDEN.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode("utf-8", "replace")), text
    )
    try:
        return ox.NamedNode(iri).value
    except ValueError:
        return None


def date_literal(text: str) -> str:
    """A date, month, year, month-day or date-time as a typed N-Quads literal in canonical form; other text as
    a plain literal.
    """
    for pattern, kind in _TIMES:
        if pattern.fullmatch(text):
            return f'"{text}"^^<{XSD}{kind}>'
    if found := _DATETIME.fullmatch(text):
        day, minute, second, fraction, zone = found.groups()
        fraction = (fraction or "").rstrip("0")
        zone = zone.upper() if zone else ""
        if zone not in ("", "Z"):
            zone = f"{zone[:3]}:{zone[-2:]}"
            zone = "Z" if zone[1:] == "00:00" else zone
        return f'"{day}T{minute}{second or ":00"}{"." + fraction if fraction else ""}{zone}"^^<{XSD}dateTime>'
    return literal(text)


def _number(value: float) -> str:
    """A number as a canonical xsd:decimal literal of at most four places."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return f'"{text or "0"}"^^<{XSD}decimal>'


def _whole(value: int) -> str:
    """A whole number.

    NIF asks for xsd:nonNegativeInteger, but Oxigraph keeps whole numbers as xsd:integer, and one form must do
    everywhere.
    """
    return f'"{value}"^^<{XSD}integer>'


def entity_lines(entity: Entity, ontology: Ontology, base: str) -> list[str]:
    """The triples that describe an entity, as N-Triples lines without their final point."""
    node = f"<{entity_iri(base, entity.id)}>"
    lines = [f"{node} {_A} <{_class_iri(entity.cls, ontology)}>", f"{node} {_LABEL} {literal(entity.label)}"]
    lines += [
        f"{node} <{SKOS}altLabel> {literal(alias)}" for alias in entity.aliases if alias != entity.label
    ]
    if entity.country:
        lines.append(f"{node} <{KG}country> <{entity_iri(base, 'country/' + entity.country.lower())}>")
        if entity.id == "country/" + entity.country.lower():
            lines.append(f"{node} <{KG}iso3> {literal(entity.country)}")
    if entity.sector:
        lines.append(f"{node} <{KG}sector> {literal(entity.sector)}")
    lines += [f"{node} <{OWL}sameAs> <{iri}>" for iri in map(safe_iri, entity.same_as) if iri]
    return lines


def _class_iri(name: str, ontology: Ontology) -> str:
    found = ontology.classes.get(name)
    if found is not None:
        return found.iri
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
        return KG + name
    raise DataError(name, "not a class of the ontology", "see ontology/kg.ttl for the classes there are")


class _Writer:
    """Collects the lines of one article's graph."""

    def __init__(self, reading: Reading, ontology: Ontology, run: Run, base: str) -> None:
        self.document, self.ontology, self.base = reading.document, ontology, base
        self.article = article_iri(base, reading.document.id)
        self.made = run
        self.run = f"<{entity_iri(base, run.id)}>"
        self.lines: list[str] = []
        self.spans: set[tuple[int, int, str]] = set()
        self.entities: dict[Entity, None] = {}

    def span(self, begin: int, end: int, text: str, kind: str = "Phrase") -> str:
        """The node of a span of text, whose description is added unless it has been."""
        node = f"<{span_iri(self.article, begin, end)}>"
        if (begin, end, kind) in self.spans:
            return node
        self.spans.add((begin, end, kind))
        self.lines += (
            f"{node} {_A} <{NIF}{kind}>",
            f"{node} <{NIF}anchorOf> {literal(text)}",
            f"{node} <{NIF}beginIndex> {_whole(begin)}",
            f"{node} <{NIF}endIndex> {_whole(end)}",
            f"{node} <{NIF}referenceContext> <{self.article}>",
        )
        return node

    def words(self, argument: Argument, statement: Statement) -> str:
        """The words of an argument: cut from the sentence when they lie in it (the article's text may be
        unknown), else from the text.
        """
        sentence = statement.sentence
        if sentence.begin <= argument.begin and argument.end <= sentence.end:
            return sentence.text[argument.begin - sentence.begin : argument.end - sentence.begin]
        return self.document.text[argument.begin : argument.end]

    def entity(self, entity: Entity) -> str:
        self.entities[entity] = None
        return f"<{entity_iri(self.base, entity.id)}>"

    def article_lines(self) -> None:
        document, node = self.document, f"<{self.article}>"
        add = self.lines.append
        add(f"{node} {_A} <{SCHEMA}NewsArticle>")
        add(f"{node} {_A} <{NIF}Context>")
        add(f"{node} <{DCTERMS}identifier> {literal(document.id)}")
        if document.title:
            add(f"{node} <{DCTERMS}title> {literal(document.title)}")
        if document.published:
            add(f"{node} <{DCTERMS}issued> {date_literal(document.published)}")
        if document.source:
            add(f"{node} <{DCTERMS}source> {literal(document.source)}")
        if document.url:
            url = safe_iri(document.url)
            add(f"{node} <{SCHEMA}url> {f'<{url}>' if url else literal(document.url)}")
        if document.text:
            add(f"{node} <{NIF}isString> {literal(document.text)}")
            add(f"{node} <{KG}inputDigest> {literal(input_digest(document, self.made))}")
            if mark := fingerprint(document.text):
                add(f"{node} <{KG}fingerprint> {literal(mark)}")
            add(f"{node} <{NIF}beginIndex> {_whole(0)}")
            add(f"{node} <{NIF}endIndex> {_whole(len(document.text))}")

    def statement_lines(self, statement: Statement) -> None:
        node = f"<{entity_iri(self.base, statement.id)}>"
        sentence, trigger = statement.sentence, statement.trigger
        source = self.span(sentence.begin, sentence.end, sentence.text, "Sentence")
        add = self.lines.append
        add(f"{node} {_A} <{KG}Statement>")
        add(f"{node} <{PROV}wasDerivedFrom> {source}")
        add(f"{node} <{PROV}wasGeneratedBy> {self.run}")
        add(f"{node} <{KG}trigger> {self.span(trigger.begin, trigger.end, trigger.text)}")
        add(f"{node} <{KG}triggerLemma> {literal(trigger.lemma)}")
        add(f"{node} <{KG}modality> <{KG}{statement.modality}>")
        add(f"{node} <{KG}confidence> {_number(statement.confidence)}")
        for name, text in (
            ("pattern", statement.pattern),
            ("quantity", statement.quantity),
            ("occasion", statement.occasion),
            ("cue", statement.cue),
        ):
            if text:
                add(f"{node} <{KG}{name}> {literal(text)}")
        for name, text in (("begin", statement.begin), ("end", statement.end)):
            if text:
                add(f"{node} <{KG}{name}> {date_literal(text)}")
        if statement.occurrence > 1:
            add(f"{node} <{KG}occurrence> {_whole(statement.occurrence)}")
        for field, relation, mention in ROLES:
            argument = getattr(statement, field)
            if argument is not None:
                add(f"{node} <{relation}> {self.entity(argument.entity)}")
                add(
                    f"{node} <{mention}> "
                    f"{self.span(argument.begin, argument.end, self.words(argument, statement))}"
                )
        if statement.event:
            add(f"{node} <{KG}describes> <{entity_iri(self.base, statement.event)}>")
        self.relation_lines(node, statement)

    def relation_lines(self, node: str, statement: Statement) -> None:
        """The statement's class and predicate, and the direct edge when it is or will be so."""
        add = self.lines.append
        if statement.relation is None:
            add(f"{node} {_A} <{KG}OpenStatement>")
            return
        relation = self.ontology.relations.get(statement.relation)
        if relation is None:
            raise DataError(
                statement.relation,
                "not a relation of the ontology",
                "see `kg relations`, or give its file with --ontology",
            )
        predicate = relation.iri or KG + relation.name
        add(f"{node} {_A} <{_class_iri(relation.statement_class, self.ontology)}>")
        add(f"{node} <{RDF}predicate> <{predicate}>")
        if statement.modality in DIRECT and statement.subject and statement.object:
            subject, target = self.entity(statement.subject.entity), self.entity(statement.object.entity)
            add(f"{subject} <{predicate}> {target}")
            if relation.symmetric:
                add(f"{target} <{predicate}> {subject}")

    def event_lines(self, event: Event) -> None:
        node = f"<{entity_iri(self.base, event.id)}>"
        add = self.lines.append
        add(f"{node} {_A} <{KG}Event>")
        add(f"{node} {_A} <{_class_iri(event.cls, self.ontology)}>")
        self.lines += [
            f"{node} <{KG}participant> {self.entity(participant)}" for participant in event.participants
        ]
        if event.label:
            add(f"{node} {_LABEL} {literal(event.label)}")
        for name, text in (("begin", event.begin), ("end", event.end)):
            if text:
                add(f"{node} <{KG}{name}> {date_literal(text)}")
        if event.place:
            add(f"{node} <{KG}place> {self.entity(event.place)}")

    def run_lines(self) -> None:
        software = f"<{entity_iri(self.base, 'software/newskg')}>"
        self.lines += (
            f"{self.run} {_A} <{PROV}Activity>",
            f"{self.run} <{PROV}wasAssociatedWith> {software}",
            f"{self.run} <{KG}model> {literal(self.made.model)}",
            f"{self.run} <{KG}version> {literal(self.made.version)}",
            f"{software} {_A} <{PROV}SoftwareAgent>",
            f'{software} {_LABEL} "newskg"',
        )


def nquads(reading: Reading, ontology: Ontology, run: Run, base: str) -> bytes:
    """The article's named graph as N-Quads, in UTF-8: lines sorted, none twice.

    Raises DataError for a statement whose relation the ontology does not hold.
    """
    writer = _Writer(reading, ontology, run, base)
    writer.article_lines()
    for statement in reading.statements:
        writer.statement_lines(statement)
    for event in reading.events:
        writer.event_lines(event)
    if reading.statements:
        writer.run_lines()
    for entity in writer.entities:
        writer.lines += entity_lines(entity, ontology, base)
    return nquads_of(writer.article, sorted(set(writer.lines)))


def statement_count(content: bytes) -> int:
    """How many statements there are in N-Quads that ``nquads`` wrote."""
    return content.count(_STATEMENT)
