"""Graphs of any size, as the named graphs of articles that a build would give: Zipf-like actors, the same
ones for the same numbers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate

from kg.rdf.writer import graph_iri
from kg.resources.namespaces import DEFAULT_BASE, PREFIXES

__all__ = ["STATEMENTS", "graphs"]

STATEMENTS = 20
"""How many statements an article makes."""

_KINDS = [
    ("country", "Country"),
    ("person", "Person"),
    ("organization", "Organization"),
    ("organization", "Ministry"),
    ("weapon", "Weapon"),
]
_RELATIONS = {
    "meets": "Meeting",
    "supports": "Support",
    "accuses": "Accusation",
    "attacks": "Attack",
    "visits": "Visit",
    "seeks": "Seeking",
}
_MODALITIES = ["actual"] * 7 + ["planned"] * 2 + ["possible", "negated"]
_WORDS = (
    "the minister said that talks on the treaty went on in the capital while troops of both sides "
    "kept their posts"
).split()


def graphs(statements: int, seed: int = 1, full: bool = True) -> Iterator[tuple[str, bytes]]:
    """The IRI and the N-Quads of one article after the other, that many statements in all, over a fifth as
    many entities.

    A statement has what the graph of a real article has, its sentence, words and labels included; without
    ``full`` only what statistics read of it. Other seeds give other articles about the same entities.
    """
    chance = random.Random(seed)
    number = max(10, statements // 5)
    weights = list(accumulate(1 / (rank + 1) ** 0.8 for rank in range(number)))
    for article in range(-(-statements // STATEMENTS)):
        iri = graph_iri(f"made-{seed}-{article:07}", DEFAULT_BASE)
        size = min(STATEMENTS, statements - article * STATEMENTS)
        actors = chance.choices(range(number), cum_weights=weights, k=2 * size)
        lines = _article(iri, article)
        for index in range(size):
            lines += _statement(
                chance,
                iri,
                article * STATEMENTS + index,
                index,
                actors[2 * index],
                actors[2 * index + 1],
                full,
            )
        yield iri, "".join(f"{line} <{iri}> .\n" for line in dict.fromkeys(lines)).encode()


def _iri(prefix: str, name: str) -> str:
    return f"<{PREFIXES[prefix]}{name}>"


def _article(iri: str, number: int) -> list[str]:
    return [
        f"<{iri}> {_iri('rdf', 'type')} {_iri('schema', 'NewsArticle')}",
        (
            f"<{iri}> {_iri('dcterms', 'issued')} "
            f'"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"^^{_iri("xsd", "date")}'
        ),
        f'<{iri}> {_iri("dcterms", "source")} "Agency {number % 7}"',
    ]


def _entity(rank: int) -> tuple[str, list[str]]:
    folder, cls = _KINDS[rank % len(_KINDS)]
    node = f"<{DEFAULT_BASE}{folder}/made-{rank}>"
    return node, [
        f"{node} {_iri('rdf', 'type')} {_iri('kg', cls)}",
        f'{node} {_iri("skos", "prefLabel")} "{cls} {rank}"',
    ]


def _statement(
    chance: random.Random, article: str, serial: int, place: int, subject: int, object: int, full: bool
) -> list[str]:
    node = f"<{DEFAULT_BASE}statement/{article.rpartition('/')[2]}-{serial}>"
    relation, cls = chance.choice(list(_RELATIONS.items()))
    begin = place // 2 * 120  # two statements a sentence
    sentence = f"<{article}#char={begin},{begin + 110}>"
    (s, about), (o, of) = _entity(subject), _entity(object)
    modality = chance.choice(_MODALITIES)
    lines = [
        *about,
        *of,
        f"{node} {_iri('rdf', 'type')} {_iri('kg', 'Statement')}",
        f"{node} {_iri('rdf', 'subject')} {s}",
        f"{node} {_iri('rdf', 'predicate')} {_iri('kg', relation)}",
        f"{node} {_iri('rdf', 'object')} {o}",
        f"{node} {_iri('kg', 'modality')} {_iri('kg', modality)}",
        f"{node} {_iri('prov', 'wasDerivedFrom')} {sentence}",
        f'{node} {_iri("kg", "confidence")} "0.{chance.randrange(500, 999)}"^^{_iri("xsd", "decimal")}',
    ]
    if serial % 2:
        lines.append(
            f"{node} {_iri('kg', 'begin')} "
            f'"2025-{serial % 12 + 1:02}-{serial % 28 + 1:02}"^^{_iri("xsd", "date")}'
        )
    if modality in ("actual", "planned"):
        lines.append(f"{s} {_iri('kg', relation)} {o}")
    if not full:
        return lines
    words = " ".join(chance.choices(_WORDS, k=18)).capitalize()
    lines += [
        f"{node} {_iri('rdf', 'type')} {_iri('kg', cls)}",
        f'{node} {_iri("kg", "pattern")} "{relation}#made"',
        f'{node} {_iri("kg", "triggerLemma")} "{relation}"',
        f"{sentence} {_iri('rdf', 'type')} {_iri('nif', 'Sentence')}",
        f"{sentence} {_iri('nif', 'referenceContext')} <{article}>",
    ]
    if not place % 2:
        lines.append(f'{sentence} {_iri("nif", "anchorOf")} "{words}."')
    for name, first in (("subjectMention", 0), ("trigger", 20), ("objectMention", 40)):
        words_at = f"<{article}#char={begin + first},{begin + first + 12}>"
        lines += [
            f"{node} {_iri('kg', name)} {words_at}",
            f"{words_at} {_iri('nif', 'referenceContext')} <{article}>",
        ]
    for name, value in (("beginIndex", begin), ("endIndex", begin + 110)):
        lines.append(f'{sentence} {_iri("nif", name)} "{value}"^^{_iri("xsd", "integer")}')
    return lines
