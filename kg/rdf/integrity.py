"""Whether RDF that somebody else wrote, or that lost a part, is a graph that every command can read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.errors import InputError, StoreError
from kg.rdf import layout
from kg.rdf.layout import MODALITIES, ROLES, modality_iri
from kg.rdf.reader import Quads, readings
from kg.rdf.turtle_jsonld import ntriples

__all__ = ["check_graphs", "statement_nodes"]

_THINGS = frozenset(
    f"<{iri}>"
    for iri in (
        layout.TYPE,
        layout.PREDICATE,
        layout.MODALITY,
        layout.SENTENCE_OF,
        layout.RUN_OF,
        layout.TRIGGER,
        layout.EVENT_OF,
        layout.PARTICIPANT,
        layout.IN_TEXT,
        layout.COUNTRY,
        *(iri for _, relation, mention in ROLES for iri in (relation, mention)),
    )
)
"""Properties whose values are things, never words."""
_FORMS = {
    **{
        f"<{iri}>": re.compile('"')
        for iri in (layout.WORDS, layout.TEXT, layout.LEMMA, layout.LABEL, layout.ALIAS, layout.IDENTIFIER)
    },
    f"<{layout.BEGIN_INDEX}>": re.compile(r'"\d+"', re.ASCII),
    f"<{layout.END_INDEX}>": re.compile(r'"\d+"', re.ASCII),
    f"<{layout.CONFIDENCE}>": re.compile(r'"\d*\.?\d+"', re.ASCII),
}
"""Properties whose values are words or numbers, and how these begin."""
_IS_STATEMENT = f"<{layout.TYPE}> <{layout.STATEMENT}>"
_MODALITY = f"<{layout.MODALITY}>"
_KNOWN = frozenset(f"<{modality_iri(modality)}>" for modality in MODALITIES)


def check_graphs(
    graphs: Mapping[str, list[str]],
    base: str,
    relations: Iterable[str],
    described: Callable[[Iterable[str]], Iterator[Any]],
    place: str,
) -> None:
    """Check that commands can read some named graphs, given as N-Triples without their points.

    ``relations`` are the IRIs of direct edges; ``described`` gives the triples about things that other graphs
    describe. Raises InputError where a word stands for a thing, or an article's statement lacks what a
    statement has.
    """
    things = _THINGS | {f"<{relation}>" for relation in relations}
    for lines in graphs.values():
        for line in lines:
            _check_line(line, things, place)
    articles = _Articles(graphs, base, described)
    try:
        for _ in readings(articles):
            pass
    except StoreError as error:
        raise InputError(
            f"{place}: {error.place}", error.fault, "load the whole of what `kg export` writes"
        ) from None
    except (ValueError, KeyError) as error:
        raise InputError(place, f"an article's graph with a value of another kind ({error})") from None


def statement_nodes(graphs: Mapping[str, list[str]]) -> int:
    """How many statements some graphs describe."""
    return len({line.partition(" ")[0] for lines in graphs.values() for line in lines
                if line.endswith(_IS_STATEMENT)})  # fmt: skip


def _check_line(line: str, things: frozenset[str], place: str) -> None:
    subject, predicate, value = line.split(" ", 2)
    if predicate in things and not value.startswith(("<", "_:")):
        raise InputError(
            f"{place}: {subject}",
            f"{value[:60]} is a word, where {predicate} leads to a thing",
            "give an IRI",
        )
    if predicate in _FORMS and not _FORMS[predicate].match(value):
        raise InputError(
            f"{place}: {subject}", f"{value[:60]} is no value of {predicate}", "give a text, or a number"
        )
    if predicate in things and value.startswith("<<"):
        raise InputError(f"{place}: {subject}", f"{predicate} leads to a triple", "give an IRI")
    if predicate == _MODALITY and value not in _KNOWN:
        raise InputError(
            f"{place}: {subject}", f"{value} is no modality", f"use one of {', '.join(MODALITIES)}"
        )


class _Articles:
    """The articles among some graphs as a source to read statements from."""

    def __init__(
        self,
        graphs: Mapping[str, list[str]],
        base: str,
        described: Callable[[Iterable[str]], Iterator[Any]],
    ) -> None:
        self.base = base
        named = [
            ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(iri))
            for iri, lines in graphs.items()
            for quad in ox.parse(ntriples(lines), ox.RdfFormat.N_TRIPLES)
        ]
        self._own, self._described = Quads(named, base), described

    def articles(self) -> list[str]:
        """The ids of the articles, sorted."""
        return self._own.articles()

    def graph(self, iri: str) -> Iterable[Any]:
        """The quads of one named graph."""
        return self._own.graph(iri)

    def describe(self, iris: Iterable[str]) -> Iterable[Any]:
        """The triples about some things, from these graphs and from elsewhere."""
        wanted = list(iris)
        yield from self._own.describe(wanted)
        yield from self._described(wanted)
