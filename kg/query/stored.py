"""queries/*.rq -> Query: stored questions, whose title and parameters stand in ``#+`` comments (the form that
grlc made known).

A parameter is a slot ``VALUES ?name { default }`` in the text, ``UNDEF`` where it may be left out; so the
file as it is can be run by any SPARQL engine. Filling in replaces the one term between the braces, by an
escaped literal or a checked IRI and by nothing else.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import yaml

from kg import paths
from kg.errors import DataError, MalformedQuery, QueryError, UnknownName
from kg.query.having import check_having
from kg.rdf.limits import bare, check_query
from kg.resources.namespaces import DEFAULT_BASE, XSD, entity_iri
from kg.resources.prefixed_names import expanded, known_prefixes
from kg.terminal import clean

if TYPE_CHECKING:
    from kg.query.results import Answer
    from kg.store.base import Store

__all__ = [
    "Parameter",
    "ParameterType",
    "Query",
    "ask",
    "check",
    "columns",
    "fill",
    "find",
    "load_queries",
    "named_entities",
    "parse_query",
    "read_query",
    "with_prefixes",
]

ParameterType = Literal["name", "iri", "date", "integer", "string"]

_TERM = r'UNDEF|<[^>]*>|"(?:[^"\\\n]|\\.)*"(?:\^\^(?:<[^>]*>|\w+:\w+))?|-?\d+'
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f\ud800-\udfff]+")
_HIERARCHICAL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|urn:")
_ENTITY_ID = re.compile(r"[a-z]+/[^\s/<>\"{}|^`\\]+")
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII)
_QUOTED = re.compile(r"<[^<>\"{}|^`\\\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|(?<!\\)#[^\n]*")
_HEADER_KEYS = {"title", "description", "params"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be filled in. ``default`` is the SPARQL term that stands in the text, None when the parameter
    may be left out.

    A ``name`` takes a name, an id (``country/kor``) or an IRI; a ``date`` also a month or a year.
    """

    name: str
    type: ParameterType
    description: str
    default: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """A stored question. ``text`` is the whole file: SPARQL with its ``#+`` lines."""

    name: str
    title: str
    description: str
    params: tuple[Parameter, ...]
    text: str


def load_queries(extra: Iterable[Path] = ()) -> dict[str, Query]:
    """The package's queries and a user's own (files or folders) by name, sorted; a later one wins over one of
    the same name.

    Raises DataError for a faulty file.
    """
    files = _files(extra)
    return {name: read_query(files[name]) for name in sorted(files)}


def _files(extra: Iterable[Path]) -> dict[str, Path]:
    return {
        path.stem: path
        for source in (paths.QUERIES, *extra)
        for path in (source.glob("*.rq") if source.is_dir() else [source])
    }


def find(name: str, extra: Iterable[Path] = ()) -> Query:
    """The query of this name. Raises QueryError that names the nearest ones."""
    files = _files(extra)
    if name in files:
        return read_query(files[name])
    known = sorted(files)
    wanted = name.lower()
    near = (
        difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
        or [other for other in known if wanted and wanted in other][:3]
    )
    hint = f"did you mean {' or '.join(near)}?" if near else "`kg queries` lists what there is"
    raise UnknownName(name, "no stored query of this name", hint)


def named_entities(asked: str, params: Mapping[str, str]) -> list[str]:
    """The values of a stored query's parameters that name entities, which may be unknown."""
    if asked == "-" or asked.endswith((".rq", ".sparql")) or "/" in asked:
        return []
    named = {parameter.name for parameter in find(asked).params if parameter.type == "name"}
    return [value for name, value in params.items() if name in named]


def ask(
    store: Store,
    asked: str | None = None,
    *,
    expression: str | None = None,
    params: Mapping[str, str] | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    service: bool = False,
) -> Answer:
    """What the store answers (pyoxigraph's solutions, triples or truth value) to a stored query's name, a
    ``.rq`` file, ``-`` or SPARQL.

    The prefixes of ``known_prefixes`` need no declaration. ``timeout`` is in seconds, ``memory`` in
    bytes. ``service`` lets the query call other
    endpoints. Raises QueryError for a query that is unknown, wrongly filled in or faulty.
    """
    query = _asked(asked, expression)
    if not query.text.isascii() and any("\ud800" <= character <= "\udfff" for character in query.text):
        raise MalformedQuery(query.name, "holds bytes that are not UTF-8", "write it in UTF-8")
    base = getattr(store, "base", DEFAULT_BASE)
    filled = fill(query, params or {}, base)
    sparql = with_prefixes(filled, base)
    _check_form(filled, query.name, service)
    check_having(filled, query.name)
    with _own_columns(len(sparql) - len(filled)):
        answer: Answer = store.query(sparql, timeout=timeout, memory=memory, name=query.name, service=service)
        return answer


_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_PROLOGUE = re.compile(r"\b(?:PREFIX\s*(?:[\w-]*-|:)?|BASE|VERSION)(?=\s|$)", re.IGNORECASE)


def _check_form(sparql: str, name: str, service: bool) -> None:
    """Check that a text begins as a query does. Raises MalformedQuery with the word that may be meant."""
    check_query(sparql, name, service)
    found = re.match(r"\s*(\S*)", _PROLOGUE.sub(" ", bare(sparql)))
    said = re.split(r"[^A-Za-z]", found[1])[0] if found else ""
    if said.upper() not in _FORMS:
        near = difflib.get_close_matches(said.upper(), _FORMS, 1, 0.6)
        fault = f"no query begins with {clean(found[1][:30])!r}" if found and found[1] else "is empty"
        remedy = f"did you mean {near[0]}?" if near else f"begin it with {' or '.join(_FORMS)}"
        raise MalformedQuery(name, fault, remedy)


@contextmanager
def _own_columns(shift: int) -> Iterator[None]:
    """A context in which an error on the first line names the column that its writer sees: ``shift`` less."""
    try:
        yield
    except QueryError as error:
        found = re.fullmatch(r"(.*:1):(\d+)", error.place)
        if found is None:
            raise
        place = f"{found[1]}:{max(int(found[2]) - shift, 1)}"
        raise type(error)(place, error.fault, error.remedy) from error


def _asked(asked: str | None, expression: str | None) -> Query:
    try:
        if expression is not None:
            return parse_query(expression)
        if asked is None:
            raise MalformedQuery("query", "neither a name nor SPARQL is given", "give one of them")
        if asked == "-":
            return parse_query(sys.stdin.read(), "standard input")
        if asked.endswith((".rq", ".sparql")) or "/" in asked:
            return read_query(Path(asked))
    except DataError as error:  # a user's own query is no data file of ours
        raise QueryError(error.place, error.fault, error.remedy) from error
    return find(asked)


def with_prefixes(sparql: str, base: str = DEFAULT_BASE) -> str:
    """The query with a declaration, on its first line, of every known prefix that it uses without declaring
    it.
    """
    bare = _QUOTED.sub(" ", sparql)
    declared = set(re.findall(r"\bPREFIX\s+([\w-]*):", bare, re.IGNORECASE))
    known = known_prefixes(base)
    missing = [name for name in known if name not in declared and re.search(rf"(?<![\w?$@:-]){name}:", bare)]
    return "".join(f"PREFIX {name}: <{known[name]}> " for name in missing) + sparql


def read_query(path: Path) -> Query:
    """The query in a file, named after it.

    A file without ``#+`` lines is a query without title and parameters. Raises DataError.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path, f"cannot be read ({error})", "give a SPARQL file in UTF-8") from error
    return parse_query(text, path.stem, path)


def parse_query(text: str, name: str = "query", place: object = None) -> Query:
    """The query that a text is.

    Raises DataError with ``place`` (the name when there is none) for a faulty header.
    """
    place = name if place is None else place
    text = text.removeprefix("\ufeff")
    header = _header(text, place)
    declared = header.get("params") or {}
    if not isinstance(declared, dict):
        raise DataError(
            place,
            "params is not a list of names with properties",
            "write `#+   name: {type: string, description: ...}`",
        )
    parameters = tuple(_parameter(text, str(key), value, place) for key, value in declared.items())
    return Query(
        name, str(header.get("title") or name), str(header.get("description") or ""), parameters, text
    )


def _header(text: str, place: object) -> dict[str, object]:
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(lines)) or {}
    except yaml.YAMLError as error:
        raise DataError(
            place,
            f"the #+ lines are not YAML: {' '.join(str(error).split())}",
            "put values with a colon in quotes",
        ) from error
    if not isinstance(header, dict):
        raise DataError(place, "the #+ lines hold no keys", "begin with `#+ title: ...`")
    for key in header:
        if key not in _HEADER_KEYS:
            raise DataError(
                place, f"unknown key {key!r} in the #+ lines", f"use {', '.join(sorted(_HEADER_KEYS))}"
            )
    return header


def _parameter(text: str, name: str, value: object, place: object) -> Parameter:
    if not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise DataError(
            place, f"parameter {name!r} is no SPARQL variable name", "use letters, digits and underscores"
        )
    if (
        not isinstance(value, dict)
        or value.get("type") not in get_args(ParameterType)
        or set(value) - {"type", "description"}
    ):
        types = "|".join(get_args(ParameterType))
        raise DataError(
            place, f"parameter {name} has no proper type", f"write {{type: {types}, description: ...}}"
        )
    found = {match["term"] for match in _slot(name).finditer(text)}
    if len(found) != 1:
        fault = "has no slot" if not found else "has slots with different defaults"
        raise DataError(
            place,
            f"parameter {name} {fault}",
            f"write VALUES ?{name} {{ UNDEF }} or with one term as the default",
        )
    term = found.pop()
    return Parameter(
        name, value["type"], str(value.get("description") or ""), None if term == "UNDEF" else term
    )


def _slot(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<head>\bVALUES\s+\?{name}\s*\{{\s*)(?P<term>{_TERM})(?P<tail>\s*\}})")


def fill(query: Query, params: Mapping[str, str], base: str = DEFAULT_BASE) -> str:
    """The query's SPARQL with these parameters filled in; those left out keep what stands in the text.

    ``base`` is what ids such as ``country/kor`` begin with in the store. A value enters as one literal or
    IRI, so it cannot change the question. Raises QueryError for an unknown parameter or a value that is not
    of its type.
    """
    known = {parameter.name: parameter for parameter in query.params}
    text = query.text
    for name, value in params.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.6)
            hint = f"it takes {', '.join(known)}" if known else "it takes none"
            hint = f"did you mean {near[0]}?" if near else hint
            raise UnknownName(query.name, f"no parameter {name!r}", hint)
        term = _term(known[name], value, f"{query.name}, parameter {name}", base)
        text = _replace(text, name, term)
    return text


def _replace(text: str, name: str, term: str) -> str:
    return _slot(name).sub(lambda match: match["head"] + term + match["tail"], text)


def _term(parameter: Parameter, value: str, place: str, base: str) -> str:
    if parameter.type == "integer":
        if not re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
            raise MalformedQuery(place, f"{value!r} is no whole number", "give digits")
        return str(int(value))
    if parameter.type == "date":
        return _date(value, place)
    if parameter.type == "iri":
        return _iri(expanded(value, base), place)
    if parameter.type == "name":
        if _ENTITY_ID.fullmatch(value):
            return _iri(entity_iri(base, value), place)
        iri = expanded(value, base)
        if _HIERARCHICAL.match(iri):
            return _iri(iri, place)
    return _literal(value, place)


def _iri(value: str, place: str) -> str:
    if not _IRI.fullmatch(value):
        raise MalformedQuery(
            place, f"{value!r} is no absolute IRI", "give it in full, such as https://example.org/thing"
        )
    return f"<{value}>"


def _date(value: str, place: str) -> str:
    match = _DATE.fullmatch(value)
    try:
        if match is None:
            raise ValueError
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        raise MalformedQuery(place, f"{value!r} is no date", "write 2025-11-04, 2025-11 or 2025") from None
    kind = "date" if match["day"] else "gYearMonth" if match["month"] else "gYear"
    return f'"{value}"^^<{XSD}{kind}>'


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_REFUSED = re.compile("[\x00\ud800-\udfff]")


def _literal(value: str, place: str) -> str:
    if _REFUSED.search(value):
        raise MalformedQuery(place, "the value holds a character that RDF cannot hold", "give plain text")
    return f'"{value.translate(_ESCAPES)}"'


def check(query: Query, place: object = None) -> None:
    """None when the query is SPARQL 1.1. Raises DataError with what the parser says."""
    import pyoxigraph

    try:
        pyoxigraph.Store().query(with_prefixes(query.text))
    except SyntaxError as error:
        raise DataError(
            query.name if place is None else place, f"is not SPARQL: {error}", "mend it at the place named"
        ) from error


def columns(query: Query) -> tuple[str, ...]:
    """The names of the variables that a SELECT query answers with, in order; empty for CONSTRUCT, DESCRIBE
    and ASK.
    """
    import pyoxigraph

    answer = pyoxigraph.Store().query(with_prefixes(query.text))
    return (
        tuple(variable.value for variable in answer.variables)
        if isinstance(answer, pyoxigraph.QuerySolutions)
        else ()
    )
