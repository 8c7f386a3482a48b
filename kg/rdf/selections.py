"""The queries that read the graph in bulk: SPARQL text, with the variables that each answers in order.

They have the prefixes of ``PROLOGUE``, which whoever asks puts before them (``store.select`` does).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.rdf.layout import DIRECT, INPUT_DIGEST, LABEL, ROLES, STATEMENT, prologue

__all__ = [
    "ACTOR_CLASSES",
    "ALL_NAMES",
    "ARGUMENTS",
    "ARTICLES",
    "ARTICLE_PROPERTIES",
    "CLASSES",
    "COUNTRIES",
    "COUNTRY_CODES",
    "COUNTRY_TERMS",
    "DATED",
    "DESCRIPTIVE",
    "EVENTS",
    "LABELLED",
    "LABELS",
    "MODALITIES_SAID",
    "NAMES_IN_ARTICLES",
    "OF_LABEL",
    "OF_OTHER_NAME",
    "OTHER_NAMES",
    "PARENTS",
    "PROLOGUE",
    "RELATIONS_SAID",
    "RELATION_LABELS",
    "RELATION_TERMS",
    "REPRINTS",
    "SAID",
    "SAME_AS",
    "SECTORS",
    "SENTENCES",
    "SYMMETRIC",
    "TONES",
    "TRIPLES",
    "UNDATED",
    "about_any",
    "articles_among",
    "classes_of",
    "counted_edges",
    "distinctions_of",
    "ends_among",
    "entities_with",
    "identifications_of",
    "in_graph",
    "input_digest_of",
    "is_relation",
    "labels_of_relations",
    "links_of",
    "located_edges",
    "names_in_articles",
    "names_of",
    "of_entities",
    "profile_triples_of",
    "said_of",
    "saying_any",
    "statement_column",
    "statement_properties",
    "statement_words",
    "text_of",
    "texts_of",
]

PROLOGUE: Final = prologue("dcterms", "kg", "nif", "owl", "prov", "rdf", "rdfs", "schema", "skos")

# --- statements

SAID: Final = """
SELECT ?s ?p ?o ?m ?sentence ?begin ?end ?confidence WHERE {
  ?t rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality ?m ; prov:wasDerivedFrom ?sentence .
  OPTIONAL { ?t kg:begin ?begin } OPTIONAL { ?t kg:end ?end } OPTIONAL { ?t kg:confidence ?confidence }
}"""
"""Each statement with two participants: subject, relation, object, modality, sentence, time, confidence."""
RELATION_TERMS: Final = "SELECT DISTINCT ?p WHERE { ?t rdf:predicate ?p }"
RELATIONS_SAID: Final = "SELECT ?value (COUNT(*) AS ?n) WHERE { ?t rdf:predicate ?value } GROUP BY ?value"
MODALITIES_SAID: Final = "SELECT ?value (COUNT(*) AS ?n) WHERE { ?t kg:modality ?value } GROUP BY ?value"
SENTENCES: Final = (
    "SELECT (COUNT(DISTINCT ?sentence) AS ?n) WHERE { ?t kg:modality ?m ; prov:wasDerivedFrom ?sentence }"
)
DATED: Final = "SELECT ?value (COUNT(*) AS ?n) WHERE { ?t kg:modality ?m ; kg:begin ?value } GROUP BY ?value"
"""How many statements begin at each time."""
UNDATED: Final = """SELECT ?sentence (COUNT(*) AS ?n) WHERE {
  { ?t kg:modality ?m ; prov:wasDerivedFrom ?sentence MINUS { ?t kg:begin ?begin } }
  UNION { ?t kg:modality ?m ; kg:begin ?begin ; prov:wasDerivedFrom ?sentence FILTER(!REGEX(STR(?begin),
  "^[0-9]{4}")) } }
GROUP BY ?sentence"""
"""How many statements of each sentence tell no year."""
ARGUMENTS: Final = """SELECT DISTINCT ?e WHERE { { ?t rdf:subject ?e } UNION { ?t rdf:object ?e }
UNION { ?t kg:modality ?m ; kg:place ?e }
  UNION { ?t kg:recipient ?e } UNION { ?t kg:topic ?e } UNION { ?t kg:attributedTo ?e } }"""
"""Every entity that a statement speaks of."""
EVENTS: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?x a kg:Event }"
TRIPLES: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?x ?p ?o }"


def statement_column(predicate: str) -> str:
    """Subject and value of a property, in no order."""
    return f"SELECT ?t ?v WHERE {{ ?t <{predicate}> ?v }}"


def said_of(term: str) -> str:
    """A pattern for the statements ``?t`` whose subject or object is a term."""
    return f"{{ ?t rdf:subject {term} }} UNION {{ ?t rdf:object {term} }}"


def about_any(term: str) -> str:
    """A pattern for the statements ``?t`` in which a term has any place."""
    places = "|".join(f"<{relation}>" for _, relation, _ in ROLES)
    return f"?t {places} {term} ."


def saying_any(edges: Iterable[tuple[str, str, str]]) -> str:
    """A pattern for the statements ``?t`` that say one of some direct edges, given as terms."""
    values = " ".join(f"({' '.join(edge)})" for edge in edges)
    return (
        f"VALUES (?from ?said ?to) {{ {values} }} "
        "?t rdf:subject ?from ; rdf:predicate ?said ; rdf:object ?to ."
    )


def statement_properties(pattern: str) -> str:
    """Statement, property and value, of the statements ``?t`` of a pattern that have a relation."""
    return f"SELECT DISTINCT ?t ?p ?v WHERE {{ {_typed(pattern)} ?t ?p ?v }}"


def statement_words(pattern: str) -> str:
    """Each span of text that the statements ``?t`` of a pattern point to: its IRI, offsets and words."""
    return f"""SELECT DISTINCT ?span ?begin ?end ?text WHERE {{ {_typed(pattern)} ?t ?p ?span .
        ?span nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?text }}"""


def _typed(pattern: str) -> str:
    return f"{pattern} ?t rdf:predicate ?relation ."


def ends_among(terms: Iterable[str]) -> str:
    """Each of some terms, and a statement that it is subject or object of."""
    return f"SELECT ?e ?t WHERE {{ VALUES ?e {{ {' '.join(terms)} }} ?t rdf:subject|rdf:object ?e }}"


# --- direct edges


def located_edges(relations: str) -> str:
    """Subject, relation, object and graph of the direct edges of some relations, given as SPARQL terms."""
    return f"SELECT ?s ?p ?o ?g WHERE {{ VALUES ?p {{ {relations} }} GRAPH ?g {{ ?s ?p ?o }} }}"


def counted_edges(edges: str) -> str:
    """Subject, relation, object, and how many statements assert this direct edge: of all edges, or of those
    in parentheses.
    """
    values = f"VALUES (?s ?p ?o) {{ {edges} }}" if edges else ""
    asserted = " ".join(f"kg:{modality}" for modality in DIRECT)
    return f"""SELECT ?s ?p ?o (COUNT(*) AS ?n) WHERE {{ VALUES ?m {{ {asserted} }} {values}
  ?t rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality ?m }} GROUP BY ?s ?p ?o"""


# --- articles

ARTICLES: Final = """SELECT ?a ?issued ?source WHERE {
  ?a a schema:NewsArticle . OPTIONAL { ?a dcterms:issued ?issued } OPTIONAL { ?a dcterms:source ?source } }"""
ARTICLE_PROPERTIES: Final = """SELECT ?a ?p ?v WHERE {
  ?a a schema:NewsArticle ; ?p ?v
  FILTER(?p IN (dcterms:identifier, dcterms:title, dcterms:issued, dcterms:source, schema:url)) }"""
"""Article, property and value, without the text; with VALUES for the filter, Oxigraph asks all articles."""


def articles_among(query: str, terms: Iterable[str]) -> str:
    """One of the queries about all articles ``?a``, asked of some alone."""
    return query.replace("WHERE {", f"WHERE {{ VALUES ?a {{ {' '.join(terms)} }}", 1)


def input_digest_of(iri: str) -> str:
    """The digest of what an article's graph was made from, and how many statements the graph has."""
    return (
        f"SELECT ?digest (COUNT(?statement) AS ?count) WHERE {{ GRAPH <{iri}> {{ <{iri}> <{INPUT_DIGEST}> "
        f"?digest OPTIONAL {{ ?statement a <{STATEMENT}> }} }} }} GROUP BY ?digest"
    )


def profile_triples_of(
    graphs: Iterable[str], starts: Iterable[str], about: Iterable[str], printed: Iterable[str]
) -> str:
    """Graph, subject, predicate and value: what some articles say with the predicates ``about`` of labelled
    entities whose IRIs start so, and with the predicates ``printed`` of themselves.
    """
    whose = " || ".join(f'STRSTARTS(STR(?s), "{start}")' for start in starts)
    return f"""SELECT ?g ?s ?p ?v WHERE {{ VALUES ?g {{ {_listed(graphs)} }}
        {{ VALUES ?p {{ {_listed(about)} }} GRAPH ?g {{ ?s <{LABEL}> ?label . ?s ?p ?v }} FILTER({whose}) }}
        UNION {{ VALUES ?p {{ {_listed(printed)} }} GRAPH ?g {{ ?s ?p ?v }} FILTER(?s = ?g) }} }}"""


def _listed(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


# --- entities

LABELS: Final = "SELECT DISTINCT ?e ?value WHERE { ?e skos:prefLabel ?value }"
CLASSES: Final = "SELECT DISTINCT ?e ?value WHERE { ?e skos:prefLabel ?l ; a ?value }"
SECTORS: Final = "SELECT DISTINCT ?e ?value WHERE { ?e kg:sector ?value }"
COUNTRIES: Final = (
    "SELECT DISTINCT ?e ?value WHERE { { ?e kg:country ?c . ?c kg:iso3 ?value } UNION { ?e kg:iso3 ?value } }"
)
COUNTRY_TERMS: Final = (
    "SELECT DISTINCT ?e ?c WHERE { { ?e kg:country ?c } UNION { ?c kg:iso3 ?code . BIND(?c AS ?e) } }"
)
"""Every entity that has a country, and the country; a country has itself."""
OF_LABEL: Final = "?e skos:prefLabel ?v"
OF_OTHER_NAME: Final = "?e skos:altLabel|kg:officialName|kg:acronym ?v"
"""Patterns for entities ``?e`` by their label, and by another name ``?v``."""
OTHER_NAMES: Final = f"SELECT DISTINCT ?e ?v WHERE {{ {OF_OTHER_NAME} }}"
LABELLED: Final = f"SELECT DISTINCT ?e WHERE {{ {OF_LABEL} }}"
ALL_NAMES: Final = "SELECT DISTINCT ?e ?v WHERE { ?e kg:officialName|skos:altLabel|skos:prefLabel ?v }"
SAME_AS: Final = "SELECT DISTINCT ?e ?v WHERE { ?e owl:sameAs ?v }"


def of_entities(query: str, terms: Iterable[str]) -> str:
    """One of the queries about all entities ``?e``, asked of some alone."""
    return query.replace("{ ?e ", f"{{ VALUES ?e {{ {' '.join(terms)} }} ?e ")


def texts_of(pattern: str) -> str:
    """The texts ``?v`` of a pattern, each once."""
    return f"SELECT DISTINCT ?v WHERE {{ {pattern} }}"


def entities_with(pattern: str, cells: Iterable[str]) -> str:
    """The entities ``?e`` of a pattern that have one of some texts, given as terms."""
    return f"SELECT DISTINCT ?e WHERE {{ VALUES ?v {{ {' '.join(cells)} }} {pattern} }}"


def classes_of(term: str) -> str:
    """The classes of an entity."""
    return f"SELECT ?v WHERE {{ {term} a ?v }}"


def names_of(term: str) -> str:
    """The names of an entity, acronyms not."""
    return f"SELECT ?v WHERE {{ {term} skos:prefLabel|skos:altLabel|kg:officialName ?v }}"


def links_of(term: str) -> str:
    """What an entity is elsewhere."""
    return f"SELECT ?v WHERE {{ {term} owl:sameAs ?v }}"


def text_of(term: str) -> str:
    """The text of an article."""
    return f"SELECT ?v WHERE {{ {term} nif:isString ?v }}"


def in_graph(graph: str, predicate: str) -> str:
    """Subjects and values of a predicate in one named graph."""
    return f"SELECT ?s ?v WHERE {{ GRAPH <{graph}> {{ ?s <{predicate}> ?v }} }}"


# --- the ontology

SYMMETRIC: Final = "SELECT DISTINCT ?p WHERE { ?p a owl:SymmetricProperty }"
DESCRIPTIVE: Final = "SELECT DISTINCT ?p WHERE { ?p kg:describesSubject true }"
"""The relations that say what their subject is."""
PARENTS: Final = "SELECT ?e ?value WHERE { ?e rdfs:subClassOf ?value }"
TONES: Final = "SELECT ?p ?tone WHERE { ?p kg:ploverType ?type . ?type skos:scopeNote ?tone }"
"""Relations, and whether their event type is cooperation or conflict, in words or in deeds."""
COUNTRY_CODES: Final = "SELECT ?three ?two WHERE { ?c kg:iso3 ?three ; kg:iso2 ?two }"
ACTOR_CLASSES: Final = "SELECT ?c WHERE { ?c rdfs:subClassOf* kg:Actor }"
RELATION_LABELS: Final = (
    "SELECT DISTINCT ?p ?label WHERE { { SELECT DISTINCT ?p { { ?p kg:statementClass ?c } "
    "UNION { ?t rdf:predicate ?p } } } OPTIONAL { ?p rdfs:label ?label } }"
)


def labels_of_relations(terms: Iterable[str]) -> str:
    """As ``RELATION_LABELS``, of some relations."""
    return (
        f"SELECT ?p ?label WHERE {{ VALUES ?p {{ {' '.join(terms)} }} OPTIONAL {{ ?p rdfs:label ?label }} }}"
    )


def is_relation(term: str) -> str:
    """Whether a term is a relation that is declared or that a statement has."""
    return f"ASK {{ {{ {term} kg:statementClass ?c }} UNION {{ ?t rdf:predicate {term} }} }}"


# --- who is who

REPRINTS: Final = "SELECT ?reprint ?original WHERE { ?d kg:reprint ?reprint ; kg:original ?original }"
_NOTED: Final = """GRAPH ?g { ?s kg:identifiedAs ?v
    OPTIONAL { ?s kg:ownLabel ?own . ?v skos:prefLabel ?label } OPTIONAL { ?s kg:ownAlias ?alias } }"""
NAMES_IN_ARTICLES: Final = f"SELECT ?g ?s ?v ?own ?label ?alias WHERE {{ {_NOTED} }}"
"""The notes in articles' graphs of what their entities are in the whole graph, what these are called there
and what the article alone calls them, where that is something else.
"""


def names_in_articles(graphs: Iterable[str]) -> str:
    """As ``NAMES_IN_ARTICLES``, of some articles' graphs."""
    return f"SELECT ?g ?s ?v ?own ?label ?alias WHERE {{ VALUES ?g {{ {_listed(graphs)} }} {_NOTED} }}"


def identifications_of(term: str) -> str:
    """Article, id that it alone gives, and reason, for each article in which an entity was identified."""
    return f"""SELECT ?d ?article ?id ?why WHERE {{
        ?d kg:identifiedAs {term} ; kg:inArticle ?article ; kg:readAs ?id
        OPTIONAL {{ ?d kg:because ?why }} }}"""


def distinctions_of(term: str) -> str:
    """Name, another entity of it, whether that one is undecided, and reason, for each name of an entity that
    several have.
    """
    return f"""SELECT ?name ?kind ?other ?why WHERE {{
        ?d kg:distinguishes|kg:undecided {term} ; kg:sharedName ?name ; ?kind ?other
        VALUES ?kind {{ kg:distinguishes kg:undecided }} FILTER(?other != {term})
        OPTIONAL {{ ?d kg:because ?why }} }}"""
