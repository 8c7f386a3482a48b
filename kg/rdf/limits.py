"""What a query may ask and what RDF may look like, checked before an engine reads it.

The engines descend once for every level of nesting and die when the stack is used up, which nothing can
catch; inputs of a few lines would keep them busy for years; and a query can make them call other machines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import accumulate, count
from math import lgamma, log

import pyoxigraph as ox

from kg.errors import InputError, MalformedQuery
from kg.rdf.query_faults import OPAQUE, syntax_error

__all__ = [
    "DEEPEST",
    "OPERATORS",
    "bare",
    "check_blank_nodes",
    "check_query",
    "check_rdf",
    "check_update",
    "query_form",
    "unescaped",
]

DEEPEST = 200
"""How deep brackets, elements and triple terms may be nested."""
OPERATORS = 1000
"""How many operators a query may have: an engine nests them too."""

_SKIPPED = re.compile(
    OPAQUE + r"| [?$:][\w-]+ | \w+:[\w:%-]*  # a variable, a prefixed name", re.VERBOSE | re.DOTALL
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = re.compile(
    r"\s*(?:(?:BASE\b|PREFIX\b[^<\s]*)\s*)*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
_ROWS = re.compile(r"\bVALUES\b[^{]*\{[^{}]*\}", re.IGNORECASE)
_OPERATOR = re.compile(r"\|\||&&|[!+*/|^-]|\b(?:UNION|OPTIONAL|MINUS|FILTER|BIND)\b", re.IGNORECASE)


def _keyword(word: str) -> re.Pattern[str]:
    """A keyword with each letter as it is or as a code point escape, which SPARQL reads before anything
    else.
    """
    letters = (
        rf"(?:{c}|\\u00(?:{ord(c):x}|{ord(c) - 32:x})|\\U000000(?:{ord(c):x}|{ord(c) - 32:x}))" for c in word
    )
    return re.compile("".join(letters), re.IGNORECASE)


_SERVICE, _LOAD = _keyword("service"), _keyword("load")

_JSON_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_TRIPLE_TEXT = re.compile(rb'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|<(?!<)[^<>\s]*>', re.DOTALL)
_XML_TEXT = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[?!][^>]*>|<[^<>]*/>", re.DOTALL)
_NESTING = {
    "jsonld": (_JSON_TEXT, re.compile(rb"[\[{]|([\]}])")),
    "rdfxml": (_XML_TEXT, re.compile(rb"<(?!/)|(</)")),
}
_TRIPLE_TERMS = (_TRIPLE_TEXT, re.compile(rb"<<|(>>)"))
_ENTITY = re.compile(rb"""<!ENTITY\b[^"'>]*(?:"([^"]*)|'([^']*))""")
_ENTITY_BYTES = 1000

_ALIKE = 128
_WAYS = 96.0


def check_query(sparql: str, name: str, service: bool) -> None:
    """Check that a query may be asked.

    Raises MalformedQuery for an update, for one nested too deeply, and for one that calls another endpoint
    when it may not.
    """
    plain = bare(sparql)
    if found := _UPDATES.match(plain):
        fault = f"is an update ({found.group(1).upper()}), not a query"
        raise MalformedQuery(name, fault, "use `kg build`, `kg load` or `kg forget` to change a store")
    _check_size(plain, name)
    if not service:
        _check_service(sparql, name, plain)


def check_update(sparql: str, name: str) -> None:
    """Check that an update is one that parses, is not nested too deeply, and reaches nothing but its store.

    Raises MalformedQuery.
    """
    plain = bare(sparql)
    if not _UPDATES.match(plain):
        raise MalformedQuery(name, "is no update", "begin it with INSERT, DELETE, CLEAR, DROP ...")
    _check_size(plain, name)
    word = next(word for number in count() if (word := f"s{number:06d}") not in sparql)
    try:  # as with queries: without these keywords it still parses with other words in their places
        ox.Store().update(tried := _LOAD.sub(word, _SERVICE.sub(word, sparql)))
    except SyntaxError as error:
        if not _SERVICE.search(plain) and not _LOAD.search(plain):
            raise syntax_error(error, name, tried) from error
        raise MalformedQuery(name, "reads from elsewhere (LOAD, SERVICE)", "take it out") from error
    except (OSError, RuntimeError):
        return  # what it clears or copies is not there, in a store of nothing; but it parses


def _check_size(plain: str, name: str) -> None:
    """Check that a query is not nested too deeply, nor has too many operators."""
    if (
        max(accumulate((1 if sign in "({[" else -1 for sign in re.findall(r"[(){}\[\]]", plain)), initial=0))
        > DEEPEST
    ):
        raise MalformedQuery(name, f"brackets in more than {DEEPEST} others", "ask in a flatter way")
    if len(_OPERATOR.findall(_ROWS.sub(" ", plain))) > OPERATORS:
        raise MalformedQuery(
            name,
            f"more than {OPERATORS:,} operators",
            "ask in several queries, or list values with VALUES or IN",
        )


def _check_service(sparql: str, name: str, plain: str) -> None:
    """Check that a query does not have the keyword SERVICE, however it is written.

    Only the parser can tell a keyword from part of a name, an IRI or a comment, so it is asked: with another
    word in the place of each "service", a query without the keyword still is one. Raises MalformedQuery.
    """
    if not _SERVICE.search(sparql):
        return
    word = next(word for number in count() if (word := f"s{number:06d}") not in sparql)
    try:
        ox.Store().query(tried := _SERVICE.sub(word, sparql))
    except SyntaxError as error:
        if not _SERVICE.search(plain):
            raise syntax_error(error, name, tried) from error
        raise MalformedQuery(
            name, "calls another endpoint (SERVICE)", "take it out, or allow such calls"
        ) from error


def bare(sparql: str) -> str:
    """A query without its comments, IRIs, strings, variables and prefixed names: keywords and signs are
    left.
    """
    return _SKIPPED.sub(" ", sparql)


def unescaped(sparql: str) -> str:
    """A query with its code point escapes replaced, which SPARQL does before anything else; those of no
    character stay.
    """
    return _CODE_POINT.sub(lambda found: _character(found[1] or found[2]) or found[0], sparql)


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code < 0x110000 else ""


def query_form(sparql: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE: what a query answers with. SELECT for what is none of them."""
    found = re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", bare(sparql), re.IGNORECASE)
    return found.group(1).upper() if found else "SELECT"


def check_rdf(data: bytes, fmt: str, place: str) -> None:
    """Check that RDF can be read.

    Raises InputError where it nests too deeply, and for XML entities that would grow without bounds.
    """
    skipped, bracket = _NESTING.get(fmt, _TRIPLE_TERMS)
    if fmt == "rdfxml":
        for double, single in _ENTITY.findall(data):
            value = double or single
            if len(value) > _ENTITY_BYTES or re.search(rb"&(?!#)", value):
                raise InputError(
                    place, "an XML entity that is long or made of others", "write out what it stands for"
                )
    elif fmt != "jsonld" and data.count(b"<<") <= DEEPEST:
        return
    signs = (-1 if found.group(1) else 1 for found in bracket.finditer(skipped.sub(b" ", data)))
    if max(accumulate(signs), default=0) > DEEPEST:
        raise InputError(place, f"nested more than {DEEPEST} levels deep", "write it in a flatter way")


def check_blank_nodes(quads: Iterable[ox.Quad], place: str) -> None:
    """Check that blank nodes can be told apart.

    RDFC-1.0, which gives them names, tries the orders of those one after the other that hang together and
    that its first step cannot tell apart; the bounds were found by trying chains (128 nodes take a second,
    300 twenty), trees and complete graphs. Raises InputError when there are more.
    """
    looks, links = _blank_nodes(quads)
    often = Counter(looks.values())
    alike = {node for node in links if often[looks[node]] > 1}
    for part in _parts(alike, links):
        if len(part) > _ALIKE or _orders(part, alike, looks, links) > _WAYS:
            raise InputError(
                place,
                f"{len(part)} blank nodes linked to each other that nothing tells apart",
                "give them IRIs",
            )


_Links = dict[str, list[tuple[str, str, str]]]
"""Blank node -> direction, predicate and the other blank node of each triple between two."""
_Looks = dict[str, frozenset[tuple[str, ...]]]
"""Blank node -> direction, predicate and value of each of its triples, "" for another blank node."""


def _blank_nodes(quads: Iterable[ox.Quad]) -> tuple[_Looks, _Links]:
    """What is said of each blank node, and how they are linked to each other."""
    links: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    looks: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for quad in quads:
        for way, here, there in ((">", quad.subject, quad.object), ("<", quad.object, quad.subject)):
            if isinstance(here, ox.BlankNode):
                blank = isinstance(there, ox.BlankNode)
                looks[here.value].add((way, quad.predicate.value, "" if blank else str(there)))
                if isinstance(there, ox.BlankNode) and there != here:
                    links[here.value].append((way, quad.predicate.value, there.value))
    return {node: frozenset(said) for node, said in looks.items()}, links


def _orders(part: list[str], alike: set[str], looks: _Looks, links: _Links) -> float:
    """The binary logarithm of how many orders RDFC-1.0 may try for some nodes."""
    groups = (
        Counter((way, said, looks[there]) for way, said, there in links[node] if there in alike).values()
        for node in part
    )
    return sum(lgamma(size + 1) / log(2) for sizes in groups for size in sizes)


def _parts(nodes: set[str], links: _Links) -> Iterable[list[str]]:
    """The nodes by what hangs together."""
    left = set(nodes)
    while left:
        part = [left.pop()]
        for node in part:  # grows while it is walked
            near = {there for _, _, there in links[node]} & left
            left -= near
            part += near
        yield part
