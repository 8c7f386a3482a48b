"""Small graphs for tests, written as the store holds them but without the rooms that usually write them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from kg.resources.namespaces import DEFAULT_BASE, KG, PREFIXES, article_iri, entity_iri, slug

SYMMETRIC = ("meets", "agreesWith", "cooperatesWith")
ONTOLOGY = "\n".join(
    [f"kg:{name} a owl:ObjectProperty, owl:SymmetricProperty ." for name in SYMMETRIC]
    + [
        f'kg:{name} rdfs:label "{label}" .'
        for name, label in [("meets", "meets"), ("agreesWith", "agrees with"), ("develops", "develops")]
    ]
    + [
        (
            "kg:Ministry rdfs:subClassOf kg:Organization . kg:Organization rdfs:subClassOf kg:Actor "
            ". kg:Country rdfs:subClassOf kg:Actor ."
        )
    ]
)


@dataclass
class LittleStore:
    """A memory store with the part of the Store interface that reading rooms use."""

    base: str = DEFAULT_BASE
    oxigraph: ox.Store = field(default_factory=ox.Store)

    def query(self, sparql: str, timeout: float | None = None, memory: int | None = None) -> Any:
        return self.oxigraph.query(sparql, use_default_graph_as_union=True)

    query_shared = query


def literal(text: str) -> str:
    return str(ox.Literal(text))


@dataclass
class Said:
    """One sentence with marks: ``<ahn:Ahn> will [meet] <pete:Hegseth>`` names subject, trigger and object."""

    sentence: str
    relation: str
    modality: str = "actual"
    begin: str | None = None
    article: str = "one"
    attributed: str | None = None
    confidence: str = "0.9"


def _spans(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The plain sentence, and (entity id or "" for the trigger, begin, end) of each mark in order."""
    plain, spans, index = "", [], 0
    while index < len(marked):
        close = {"<": ">", "[": "]"}.get(marked[index])
        if close is None:
            plain, index = plain + marked[index], index + 1
            continue
        end = marked.index(close, index)
        name, _, words = marked[index + 1 : end].rpartition("|")
        spans.append((name, len(plain), len(plain) + len(words)))
        plain, index = plain + words, end + 1
    return plain, spans


def store_of(
    entities: dict[str, tuple[str, ...]],
    said: list[Said],
    issued: str = "2025-11-03",
    extra: str = "",
    base: str = DEFAULT_BASE,
) -> LittleStore:
    """A store whose articles consist of these sentences. ``entities``: id -> (class, label, aliases...)."""
    store = LittleStore(base)
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()).replace(
        PREFIXES["kgr"], base
    )
    blocks = [f"GRAPH kgr:graph\\/ontology {{ {ONTOLOGY} }}"]
    for article in sorted({one.article for one in said}):
        iri = article_iri(base, article)
        lines = [
            f"<{iri}> a schema:NewsArticle, nif:Context ; dcterms:identifier {literal(article)} ;"
            f" dcterms:title {literal('Title of ' + article)} ;"
            f' dcterms:issued "{issued}"^^xsd:date ; dcterms:source "The Wire" ; schema:url '
            f"<https://news.example/{slug(article)}> ."
        ]
        offset = 0
        for one in said:
            if one.article == article:
                lines.append(_statement(base, iri, one, offset, entities))
                offset += len(one.sentence) + 1
        blocks.append(f"GRAPH <{iri}> {{ " + "\n".join(lines) + extra + " }")
    store.oxigraph.load(input=(prefixes + "\n".join(blocks)).encode(), format=ox.RdfFormat.TRIG)
    return store


def _statement(base: str, article: str, one: Said, offset: int, entities: dict[str, tuple[str, ...]]) -> str:
    plain, spans = _spans(one.sentence)
    sentence = f"<{article}#char={offset},{offset + len(plain)}>"
    node = f"<{base}statement/{hashlib.sha256(f'{article}{offset}{one}'.encode()).hexdigest()[:20]}>"
    lines = [_span(sentence, "nif:Sentence", plain, offset, article)]
    named = [span for span in spans if span[0]]
    for role, (_, begin, end) in zip(
        ["kg:subjectMention", "kg:objectMention", "kg:trigger"],
        [*named, next(s for s in spans if not s[0])],
        strict=True,
    ):
        phrase = f"<{article}#char={offset + begin},{offset + end}>"
        lines += [
            _span(phrase, "nif:Phrase", plain[begin:end], offset + begin, article),
            f"{node} {role} {phrase} .",
        ]
    (subject, _, _), (object_, _, _) = named
    subject_iri, object_iri = (f"<{entity_iri(base, id)}>" for id in (subject, object_))
    relation = f"<{KG}{one.relation}>"
    lines.append(
        f"{node} a kg:Statement ; rdf:subject {subject_iri} ; rdf:predicate {relation} ; "
        f"rdf:object {object_iri} ;"
        f' kg:modality kg:{one.modality} ; kg:confidence "{one.confidence}"^^xsd:decimal ;'
        f' kg:pattern "{one.relation}#test" ; prov:wasDerivedFrom {sentence} .'
    )
    if one.begin:
        kind = {5: "gYear", 4: "gYear", 7: "gMonthDay" if one.begin[0] == "-" else "gYearMonth", 10: "date"}[
            len(one.begin)
        ]
        lines.append(f'{node} kg:begin "{one.begin}"^^xsd:{kind} ; kg:end "{one.begin}"^^xsd:{kind} .')
    if one.attributed:
        lines.append(f"{node} kg:attributedTo <{entity_iri(base, one.attributed)}> .")
    if one.modality in {"actual", "planned"}:
        lines.append(f"{subject_iri} {relation} {object_iri} .")
    for id in [subject, object_, *([one.attributed] if one.attributed else [])]:
        cls, label, *aliases = entities[id]
        names = "".join(f" ; skos:altLabel {literal(alias)}" for alias in aliases)
        lines.append(f"<{entity_iri(base, id)}> a kg:{cls} ; skos:prefLabel {literal(label)}{names} .")
    return "\n".join(lines)


def _span(iri: str, cls: str, text: str, begin: int, article: str) -> str:
    offsets = f"nif:beginIndex {begin} ; nif:endIndex {begin + len(text)}"
    return f"{iri} a {cls} ; nif:anchorOf {literal(text)} ; {offsets} ; nif:referenceContext <{article}> ."
