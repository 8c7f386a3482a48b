"""An article's graph with the ids and labels that its entities have in the whole graph, and back again.

Ids of statements and of events come from those of entities, so they change with them. What the article alone
would call an entity is noted in its own graph (``rdf.identity``), so every graph can be put back by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyoxigraph as ox

from kg.errors import StoreError
from kg.extraction.relations.event_grouping import event_id
from kg.model import Argument, Reading, Statement
from kg.rdf.identity import is_note, local_id, note_lines
from kg.rdf.layout import ALIAS, IDENTIFIED_AS, LABEL, OBJECT, OWN_ALIAS, OWN_LABEL, SUBJECT, id_of
from kg.rdf.reader import Quads, readings
from kg.rdf.writer import literal
from kg.resolution.bearers import Named
from kg.resources.namespaces import entity_iri

__all__ = ["Renamer"]

_LABEL, _ALIAS, _MEANS = f"<{LABEL}>", f"<{ALIAS}>", f"<{IDENTIFIED_AS}>"
_OWN_LABEL, _OWN_ALIAS = f"<{OWN_LABEL}>", f"<{OWN_ALIAS}>"
_HAS_LABEL = f" {_LABEL} "
_ENDS = frozenset((f"<{SUBJECT}>", f"<{OBJECT}>"))


class Renamer:
    """Renames entities in the graphs of a store's articles.

    ``symmetric`` holds the local names of symmetric relations.
    """

    def __init__(self, base: str, symmetric: Iterable[str]) -> None:
        self.base, self.symmetric = base, frozenset(symmetric)

    def named(self, article: str, lines: Iterable[str], names: Mapping[str, Named]) -> list[str]:
        """A graph as its article alone gives it, with other ids and labels and notes of them, sorted.

        Names that it does not use are passed over.
        """
        kept = list(lines)
        used = {line.split(" ", 1)[0] for line in kept}
        own = {id: named for id, named in names.items() if f"<{entity_iri(self.base, id)}>" in used}
        if not own:
            return sorted(kept)
        found = set(self._renamed(article, kept, {id: named.entity for id, named in own.items()}))
        labels = _labels(found)
        for id, (entity, label) in own.items():
            node = f"<{entity_iri(self.base, entity)}>"
            before = labels.get(node)
            after = None if label is None or before == literal(label) else literal(label)
            if before is not None and after is not None:
                alias = after if f"{node} {_ALIAS} {after}" in found else None
                _relabel(found, node, before, after)
                found |= {*note_lines(article, id, entity, self.base, label=before, alias=alias)}
            elif id != entity:
                found |= {*note_lines(article, id, entity, self.base)}
        return sorted(found)

    def alone(self, article: str, lines: Iterable[str]) -> list[str]:
        """A graph as its article alone gives it, sorted."""
        kept: set[str] = set()
        notes: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for line in lines:
            if is_note(article, line):
                subject, predicate, value = line.split(" ", 2)
                notes[subject][predicate] = value
            else:
                kept.add(line)
        names, labels = {}, _labels(kept)
        for subject, told in notes.items():
            node = told[_MEANS]
            names[id_of(self.base, node[1:-1])] = local_id(subject[1:-1]) or ""
            if _OWN_LABEL in told:
                _relabel(kept, node, labels[node], told[_OWN_LABEL])
                kept -= {f"{node} {_ALIAS} {labels[node]}"}
                kept |= {f"{node} {_ALIAS} {told[_OWN_ALIAS]}"} if _OWN_ALIAS in told else set()
        return sorted(set(self._renamed(article, list(kept), names))) if names else sorted(kept)

    def _renamed(self, article: str, lines: list[str], names: Mapping[str, str]) -> list[str]:
        nodes = dict(names)
        for reading in self._parsed(article, self._concerned(article, lines, names)):
            classes = {event.id: event.cls for event in reading.events}
            for statement in reading.statements:
                nodes.update(self._consequences(statement, classes, names))
        table = self._nodes(nodes)
        return [" ".join(table.get(term, term) for term in line.split(" ", 2)) for line in lines]

    def _nodes(self, names: Mapping[str, str]) -> dict[str, str]:
        """Ids as triples write them."""
        return {
            f"<{entity_iri(self.base, old)}>": f"<{entity_iri(self.base, new)}>" for old, new in names.items()
        }

    def _concerned(self, article: str, lines: list[str], names: Mapping[str, str]) -> list[str]:
        """What a graph says of the statements whose subject or object has another name, of what these refer
        to, and of the article.
        """
        table = self._nodes(names)
        parts = (line.split(" ", 2) for line in lines)
        statements = {node for node, predicate, value in parts if predicate in _ENDS and value in table}
        if not statements:
            return []
        told = (line.split(" ", 2) for line in lines)
        nodes = {value for node, _, value in told if node in statements} | statements | {f"<{article}>"}
        return [line for line in lines if line[: line.index(" ")] in nodes]

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


def _labels(lines: Iterable[str]) -> dict[str, str]:
    """The label of each node that has one."""
    found: dict[str, str] = {}
    for line in lines:
        if _HAS_LABEL in line:
            node, predicate, label = line.split(" ", 2)
            if predicate == _LABEL:
                found[node] = min(label, found.get(node, label))
    return found


def _relabel(lines: set[str], node: str, before: str, after: str) -> None:
    """Give a node another label in a graph, which is changed; the former one is a further name."""
    lines -= {f"{node} {_LABEL} {before}", f"{node} {_ALIAS} {after}"}
    lines |= {f"{node} {_LABEL} {after}", f"{node} {_ALIAS} {before}"}


def _argument(argument: Argument | None, names: Mapping[str, str]) -> Argument | None:
    if argument is None or argument.entity.id not in names:
        return argument
    return replace(argument, entity=replace(argument.entity, id=names[argument.entity.id]))
