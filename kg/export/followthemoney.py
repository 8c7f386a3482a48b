"""Store -> FollowTheMoney entities, as OpenSanctions and Aleph know them (followthemoney, an extra).

What is asserted (actual or planned) is told: people and bodies, offices held and bodies represented as links
of their own, everything that happens as events; each with the article that says it as its ``proof``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.export.followthemoney_rules import LinkRule, Rules, load_rules
from kg.model import Document, Entity, Statement
from kg.rdf.layout import DIRECT
from kg.rdf.reader import readings
from kg.resources.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    from followthemoney.proxy import EntityProxy

    from kg.store.base import Store

__all__ = ["entities", "write_followthemoney"]

_PLAIN = re.compile(r"[0-9a-z][0-9a-z.-]*[0-9a-z]/[0-9a-z]([0-9a-z.-]*[0-9a-z])?")
_WIKIDATA = re.compile(r"https?://www\.wikidata\.org/entity/(Q\d+)")


def write_followthemoney(store: Store, out: IO[bytes]) -> None:
    """Write the entities, one JSON object a line."""
    for entity in entities(store):
        out.write(json.dumps(entity, ensure_ascii=False, sort_keys=True).encode() + b"\n")


def entities(store: Store) -> Iterator[dict[str, Any]]:
    """The entities as FollowTheMoney writes them (id, schema, properties), by id.

    Raises StoreError where the package is not installed.
    """
    ontology = load_ontology()
    gathered = _Gathered(ontology, load_rules(ontology))
    for reading in readings(store):
        for statement in reading.statements:
            if statement.relation and statement.modality in DIRECT:
                gathered.add(statement, reading.document)
    yield from gathered.done()


class _Gathered:
    """Entities by id; what several statements tell of one is merged."""

    def __init__(self, ontology: Ontology, rules: Rules) -> None:
        try:
            from followthemoney import model
        except ImportError as error:
            raise StoreError(
                "followthemoney",
                "this format needs it, and it is not installed",
                "pip install 'newskg[followthemoney]'",
            ) from error
        self.model, self.ontology, self.rules = model, ontology, rules
        self.found: dict[str, EntityProxy] = {}

    def done(self) -> Iterator[dict[str, Any]]:
        for id in sorted(self.found):
            data = self.found[id].to_dict()
            properties = {name: sorted(values) for name, values in data["properties"].items()}
            yield {"id": id, "schema": data["schema"], "properties": properties}

    def add(self, said: Statement, document: Document) -> None:
        """Add what a statement tells, and the entities that it names."""
        link = self.rules.links.get(said.relation or "")
        ends = [argument.entity if argument else None for argument in (said.subject, said.object)]
        if link and self._link(link, said, document, *ends):
            return
        relation = self.ontology.relations.get(said.relation or "")
        if relation and self.ontology.is_a(relation.statement_class, "Happening"):
            self._event(said, document, relation.label)
        else:
            self._link(LinkRule("UnknownLink", "subject", "object"), said, document, *ends)

    def _link(
        self,
        rule: LinkRule,
        said: Statement,
        document: Document,
        subject: Entity | None,
        target: Entity | None,
    ) -> bool:
        """Add a link; False when an end is missing or of a schema that the link does not take."""
        if subject is None or target is None:
            return False
        for entity, name in ((subject, rule.subject), (target, rule.object)):
            wanted = self.model.schemata[rule.schema].properties[name].range
            if wanted is None or not self._is(entity, wanted.name):
                return False
        made = self._entity(rule.schema, _id(said.id))
        made.add(rule.subject, self._thing(subject))
        made.add(rule.object, self._thing(target, held_by=subject))
        made.add("role", said.relation, quiet=True)
        made.add("status", said.modality)
        self._evidence(made, said, document)
        return True

    def _event(self, said: Statement, document: Document, label: str) -> None:
        ends = [argument.entity.label if argument else "" for argument in (said.subject, said.object)]
        event = self._entity("Event", _id(said.event or said.id))
        event.add("name", said.occasion or " ".join(filter(None, (ends[0], label, ends[1]))))
        for argument in (said.subject, said.object, said.recipient):
            if argument and self._is(argument.entity, "LegalEntity"):
                event.add("involved", self._thing(argument.entity))
        for place in (said.place, said.object):
            if place and self.ontology.is_a(place.entity.cls, "Place") and place.entity.cls != "Country":
                event.add("location", place.entity.label)
        event.add("keywords", [said.relation, said.modality])
        self._evidence(event, said, document)

    def _is(self, entity: Entity, schema: str) -> bool:
        kind = self.rules.schema_of(entity.cls)
        return kind is not None and self.model.schemata[kind].is_a(schema)

    def _evidence(self, made: EntityProxy, said: Statement, document: Document) -> None:
        """Add when it is, the sentence that says it, and the article."""
        made.add("startDate", said.begin)
        made.add("endDate", said.end)
        made.add("summary", " ".join(said.sentence.text.split()))
        made.add("recordId", said.id)
        made.add("sourceUrl", document.url)
        made.add("publisher", document.source)
        made.add("proof", self._article(document))

    def _article(self, document: Document) -> str:
        article = self._entity("Article", _id(f"article/{document.id}"))
        article.add("title", document.title or document.id)
        article.add("fileName", document.id)
        article.add("publishedAt", document.published)
        article.add("publisher", document.source)
        article.add("sourceUrl", document.url)
        return str(article.id)

    def _thing(self, entity: Entity, held_by: Entity | None = None) -> str:
        """The id of an entity, which is added; an office is one of its holder's country."""
        kind = self.rules.schema_of(entity.cls) or "Thing"
        country = entity.country or (held_by.country if held_by and kind == "Position" else None)
        own = f"{entity.id}-{country.lower()}" if kind == "Position" and country else entity.id
        thing = self._entity(kind, _id(own))
        thing.add("name", entity.label)
        thing.add("alias", [alias for alias in entity.aliases if alias != entity.label])
        thing.add("country", country)
        for iri in entity.same_as:
            if known := _WIKIDATA.fullmatch(iri):
                thing.add("wikidataId", known[1])
        return str(thing.id)

    def _entity(self, schema: str, id: str) -> EntityProxy:
        if id not in self.found:
            self.found[id] = self.model.make_entity(schema)
            self.found[id].id = id
        return self.found[id]


def _id(id: str) -> str:
    """An id of ours in the letters that FollowTheMoney allows."""
    if _PLAIN.fullmatch(id):
        return id.replace("/", "-", 1)
    return f"{id.partition('/')[0]}-{hashlib.sha1(id.encode('utf-8', 'replace')).hexdigest()}"
