"""An article's graph with the ids that its entities have in the whole graph, and back again.

Ids of statements and of events come from those of entities, so they change with them. What the article alone
would call an entity is noted in its own graph (``rdf.identity``), so every graph can be put back by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyoxigraph as ox

from kg.errors import StoreError
from kg.extraction.relations.event_grouping import event_id
from kg.model import Argument, Reading, Statement
from kg.rdf.identity import is_note, local_id, note_lines
from kg.rdf.layout import id_of
from kg.rdf.reader import Quads, readings
from kg.resources.namespaces import entity_iri

__all__ = ["Renamer"]


class Renamer:
    """Renames entities in the graphs of a store's articles.

    ``symmetric`` holds the local names of symmetric relations.
    """

    def __init__(self, base: str, symmetric: Iterable[str]) -> None:
        self.base, self.symmetric = base, frozenset(symmetric)

    def named(self, article: str, lines: Iterable[str], names: Mapping[str, str]) -> list[str]:
        """A graph as its article alone gives it, with other ids and notes of them, sorted.

        Names that it does not use are passed over.
        """
        kept = list(lines)
        used = {line.split(" ", 1)[0] for line in kept}
        own = {id: entity for id, entity in names.items() if f"<{entity_iri(self.base, id)}>" in used}
        return (
            sorted({*self._renamed(article, kept, own), *note_lines(article, own, self.base)})
            if own
            else sorted(kept)
        )

    def alone(self, article: str, lines: Iterable[str]) -> list[str]:
        """A graph as its article alone gives it, sorted."""
        kept, names = [], {}
        for line in lines:
            if is_note(article, line):
                subject, _, entity = line.split(" ", 2)
                names[id_of(self.base, entity[1:-1])] = local_id(subject[1:-1]) or ""
            else:
                kept.append(line)
        return sorted(set(self._renamed(article, kept, names))) if names else sorted(kept)

    def _renamed(self, article: str, lines: list[str], names: Mapping[str, str]) -> list[str]:
        nodes = dict(names)
        for reading in self._parsed(article, lines):
            classes = {event.id: event.cls for event in reading.events}
            for statement in reading.statements:
                nodes.update(self._consequences(statement, classes, names))
        table = {
            f"<{entity_iri(self.base, old)}>": f"<{entity_iri(self.base, new)}>" for old, new in nodes.items()
        }
        return [" ".join(table.get(term, term) for term in line.split(" ", 2)) for line in lines]

    def _parsed(self, article: str, lines: list[str]) -> list[Reading]:
        """What a graph says; nothing for one that others made, whose statements keep their ids."""
        text = "".join(f"{line} <{article}> .\n" for line in lines).encode()
        try:
            return list(readings(Quads(ox.parse(text, ox.RdfFormat.N_QUADS), self.base)))
        except (StoreError, KeyError):
            return []

    def _consequences(
        self, statement: Statement, classes: Mapping[str, str], names: Mapping[str, str]
    ) -> dict[str, str]:
        """The new ids of a statement and of its event, by the old ones, as far as they come from ids of
        entities.
        """
        changed = replace(
            statement, subject=_argument(statement.subject, names), object=_argument(statement.object, names)
        )
        if changed == statement:
            return {}
        found = {statement.id: changed.id}
        if statement.event and statement.event in classes:
            old, new = (
                event_id(s, classes[statement.event], symmetric=s.relation in self.symmetric)
                for s in (statement, changed)
            )
            if old == statement.event:
                found[old] = new
        return found


def _argument(argument: Argument | None, names: Mapping[str, str]) -> Argument | None:
    if argument is None or argument.entity.id not in names:
        return argument
    return replace(argument, entity=replace(argument.entity, id=names[argument.entity.id]))
