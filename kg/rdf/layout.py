"""The terms that the graph is written with: what makes an article, a sentence, a statement, an event, an
entity and a decision about who is who.

This folder alone knows them. Other packages take IRIs from here and queries from ``rdf.selections``.
"""

from __future__ import annotations

from typing import Final

from kg.model import Modality
from kg.resources.namespaces import (
    DCTERMS,
    KG,
    NIF,
    OWL,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    entity_id,
    entity_iri,
)

__all__ = [
    "DIRECT",
    "MODALITIES",
    "ROLES",
    "SYMMETRIC_KIND",
    "class_iri",
    "id_of",
    "iri_of",
    "is_own_term",
    "modality_iri",
    "prologue",
    "term_iri",
    "term_name",
]

MODALITIES: Final[tuple[Modality, ...]] = ("actual", "planned", "possible", "negated")
"""Strongest first."""
DIRECT: Final[tuple[Modality, ...]] = ("actual", "planned")
"""The modalities that assert a direct edge (DESIGN.md, section 2)."""

# Of anything.
TYPE, LABEL, ALIAS, SAME_AS = RDF + "type", SKOS + "prefLabel", SKOS + "altLabel", OWL + "sameAs"
SYMMETRIC_KIND = OWL + "SymmetricProperty"

# An article, which is its text (nif:Context) too, and stretches of it.
ARTICLE, CONTEXT = SCHEMA + "NewsArticle", NIF + "Context"
IDENTIFIER, TITLE, ISSUED, SOURCE = (DCTERMS + name for name in ("identifier", "title", "issued", "source"))
URL, TEXT = SCHEMA + "url", NIF + "isString"
INPUT_DIGEST, FINGERPRINT = KG + "inputDigest", KG + "fingerprint"
SENTENCE, PHRASE = NIF + "Sentence", NIF + "Phrase"
WORDS, BEGIN_INDEX, END_INDEX, IN_TEXT = (
    NIF + name for name in ("anchorOf", "beginIndex", "endIndex", "referenceContext")
)

# A statement.
STATEMENT, OPEN_STATEMENT = KG + "Statement", KG + "OpenStatement"
PREDICATE, SENTENCE_OF, RUN_OF = RDF + "predicate", PROV + "wasDerivedFrom", PROV + "wasGeneratedBy"
TRIGGER, LEMMA, MODALITY, CUE, CONFIDENCE, PATTERN, QUANTITY, OCCASION, OCCURRENCE, BEGIN, END, EVENT_OF = (
    KG + name
    for name in (
        "trigger",
        "triggerLemma",
        "modality",
        "cue",
        "confidence",
        "pattern",
        "quantity",
        "occasion",
        "occurrence",
        "begin",
        "end",
        "describes",
    )
)
ROLES: Final[tuple[tuple[str, str, str], ...]] = (
    ("subject", f"{RDF}subject", f"{KG}subjectMention"),
    ("object", f"{RDF}object", f"{KG}objectMention"),
    ("place", f"{KG}place", f"{KG}placeMention"),
    ("recipient", f"{KG}recipient", f"{KG}recipientMention"),
    ("topic", f"{KG}topic", f"{KG}topicMention"),
    ("attributed_to", f"{KG}attributedTo", f"{KG}attributionMention"),
)
"""The places of a statement: field of the model, property of the entity, property of the words."""
SUBJECT, OBJECT, PLACE = (relation for _, relation, _ in ROLES[:3])

# An event, and the run that made a statement.
EVENT, PARTICIPANT = KG + "Event", KG + "participant"
ACTIVITY, AGENT, SOFTWARE = PROV + "Activity", PROV + "wasAssociatedWith", PROV + "SoftwareAgent"
MODEL, VERSION = KG + "model", KG + "version"

# An entity; what ties an actor to a country, an employer or an office are relations like any other.
COUNTRY, ISO3, SECTOR, OFFICIAL_NAME, ACRONYM = (
    KG + name for name in ("country", "iso3", "sector", "officialName", "acronym")
)
REPRESENTS, HOLDS_ROLE, LOCATED_IN = (KG + name for name in ("represents", "holdsRole", "locatedIn"))
IN_SCHEME = SKOS + "inScheme"

# The ontology.
RELATION_LABEL, PARENT, STATEMENT_CLASS, ACTOR = (
    RDFS + "label",
    RDFS + "subClassOf",
    KG + "statementClass",
    KG + "Actor",
)

# Decisions: who is who, who is another of the same name, and what is a reprint.
IDENTIFICATION, IN_ARTICLE, READ_AS, IDENTIFIED_AS, BECAUSE = (
    KG + name for name in ("Identification", "inArticle", "readAs", "identifiedAs", "because")
)
OWN_LABEL, OWN_ALIAS = KG + "ownLabel", KG + "ownAlias"
DISTINCTION, SHARED_NAME, DISTINGUISHES, UNDECIDED = (
    KG + name for name in ("Distinction", "sharedName", "distinguishes", "undecided")
)
REPRINT_DECISION, REPRINT, ORIGINAL = (KG + name for name in ("Reprint", "reprint", "original"))


def prologue(*names: str) -> str:
    """The PREFIX lines for these prefixes, for a query of our own."""
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in names)


def modality_iri(modality: str) -> str:
    """The IRI that stands for a modality."""
    return KG + modality


def class_iri(name: str) -> str:
    """The IRI of a class of ours, by its local name."""
    return KG + name


def term_name(iri: str) -> str:
    """The local name of a relation or class of ours; the whole IRI of another."""
    return iri.removeprefix(KG)


def term_iri(name: str) -> str:
    """The IRI that ``term_name`` made the name from."""
    return name if ":" in name else KG + name


def is_own_term(iri: str) -> bool:
    """Whether an IRI is a term of our ontology."""
    return iri.startswith(KG)


def id_of(base: str, iri: str) -> str:
    """The id of an entity of ours (``country/kor``); the whole IRI of another thing."""
    return entity_id(base, iri) or iri


def iri_of(base: str, id: str) -> str:
    """The IRI that ``id_of`` made the id from."""
    return id if "://" in id else entity_iri(base, id)
