"""Answers -> bytes: a table for people, the SPARQL 1.1 result formats for programs, Turtle and N-Triples for
graphs.

Rows are written as they come. Only the table looks ahead, by MEASURED rows, to set the widths of its columns;
graphs are sorted first.

pyoxigraph writes these formats too, but only what it has answered itself and at one go, and not as well: its
XML holds characters that XML cannot and loses carriage returns, its JSON is one endless line, and a row of
one empty cell is an empty line of its CSV.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Protocol, TypeAlias, runtime_checkable
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.errors import MalformedQuery
from kg.rdf.characters import writable
from kg.rdf.serializers import serialize
from kg.resources.namespaces import DEFAULT_BASE, XSD
from kg.resources.prefixed_names import written
from kg.terminal import clean, display_width, style

__all__ = [
    "CELL",
    "FORMATS",
    "MEASURED",
    "Answer",
    "is_empty",
    "render",
    "says_no",
    "write_results",
]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row: TypeAlias = ox.QuerySolution | Sequence[Term | None]


@runtime_checkable
class Rows(Protocol):
    """Rows that come one by one, as pyoxigraph answers SELECT."""

    @property
    def variables(self) -> Sequence[ox.Variable]: ...
    def __iter__(self) -> Iterator[Row]: ...


Answer: TypeAlias = Rows | Iterable[ox.Triple] | ox.QueryBoolean | bool

FORMATS = ("table", "json", "csv", "tsv", "xml", "turtle", "ntriples")
MEASURED = 1000
"""How many rows of a table decide about the widths of its columns."""
CELL = 48
"""At how many columns a cell of a table wraps when no width is given."""

_NARROWEST = 8
_NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger")}


@dataclass(frozen=True, slots=True)
class _Look:
    """How a table is shown; ``base`` is what the prefix ``kgr`` stands for."""

    colour: bool
    width: int | None
    base: str


def write_results(results: Answer, fmt: str, out: IO[bytes], width: int | None = None) -> None:
    """Write the answer to ``out``. See ``render``."""
    for chunk in render(results, fmt, width=width):
        out.write(chunk)


def says_no(answer: Answer) -> bool:
    """Whether a question that asks for yes or no is answered with no."""
    return isinstance(answer, bool | ox.QueryBoolean) and not bool(answer)


def is_empty(answer: Answer) -> bool:
    """Whether an answer has no row; one of a truth value has. Takes the first row out of the answer."""
    return not isinstance(answer, bool | ox.QueryBoolean) and next(iter(answer), None) is None


def render(
    answer: Answer, fmt: str, *, colour: bool = False, width: int | None = None, base: str = DEFAULT_BASE
) -> Iterator[bytes]:
    """The answer of a store in one of FORMATS, in pieces. ``width`` is how many columns a table may take,
    ``colour`` marks its header; IRIs stand in it as queries have them, ``kgr`` being ``base``.

    The triples of CONSTRUCT and DESCRIBE are also rows of subject, predicate and object. Raises
    MalformedQuery for rows or a truth value asked for as Turtle or N-Triples.
    """
    if fmt not in FORMATS:
        raise MalformedQuery(fmt, "no such result format", f"use one of {', '.join(FORMATS)}")
    look = _Look(colour, width, base)
    if isinstance(answer, Rows):
        _refuse_graph(fmt, "rows")
        return _rows(fmt, [variable.value for variable in answer.variables], answer, look)
    if isinstance(answer, bool | ox.QueryBoolean):
        _refuse_graph(fmt, "a truth value")
        return iter([_truth(fmt, bool(answer))])
    if fmt in {"turtle", "ntriples"}:
        return iter([_graph(answer, fmt, base)])
    triples = sorted(
        {(str(t.subject), str(t.predicate), str(t.object)): t for t in answer}.items(),
        key=lambda pair: pair[0],
    )
    return _rows(
        fmt,
        ["subject", "predicate", "object"],
        ((t.subject, t.predicate, t.object) for _, t in triples),
        look,
    )


def _refuse_graph(fmt: str, given: str) -> None:
    if fmt in {"turtle", "ntriples"}:
        raise MalformedQuery(
            fmt,
            f"the query answers with {given}, not with a graph",
            "use CONSTRUCT or DESCRIBE, or another format",
        )


def _graph(triples: Iterable[ox.Triple], fmt: str, base: str) -> bytes:
    out = io.BytesIO()
    serialize(triples, fmt, out, base)
    return out.getvalue()


def _truth(fmt: str, value: bool) -> bytes:
    said = "true" if value else "false"
    return {
        "table": "yes\n" if value else "no\n",
        "json": f'{{"head":{{}},"boolean":{said}}}\n',
        "xml": f"{_XML_START}<head/><boolean>{said}</boolean></sparql>\n",
    }.get(fmt, said + "\n").encode()


def _rows(fmt: str, names: list[str], rows: Iterable[Row], look: _Look) -> Iterator[bytes]:
    if fmt == "table":
        lines = _table(names, rows, look)
    else:
        writers: dict[str, Callable[[list[str], Iterable[Row]], Iterator[str]]] = {
            "json": _json,
            "csv": _csv,
            "tsv": _tsv,
            "xml": _xml,
        }
        lines = writers[fmt](names, rows)
    while piece := "".join(islice(lines, MEASURED)):
        yield piece.encode("utf-8", "replace")


def _json(names: list[str], rows: Iterable[Row]) -> Iterator[str]:
    """SPARQL 1.1 Query Results JSON Format, a row a line."""
    yield f'{{"head":{{"vars":{json.dumps(names, ensure_ascii=False)}}},"results":{{"bindings":['
    comma = "\n"
    for row in rows:
        bound = {name: _json_term(term) for name, term in zip(names, row, strict=True) if term is not None}
        yield comma + json.dumps(bound, ensure_ascii=False, separators=(",", ":"))
        comma = ",\n"
    yield "\n]}}\n"


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    plain: dict[str, object] = {"type": "literal", "value": term.value}
    return plain if term.datatype.value == f"{XSD}string" else plain | {"datatype": term.datatype.value}


def _csv(names: list[str], rows: Iterable[Row]) -> Iterator[str]:
    """SPARQL 1.1 Query Results CSV: lexical forms, lines ending in CRLF."""
    for cells in chain([names], ([_lexical(term) for term in row] for row in rows)):
        line = io.StringIO()
        # A row of one empty cell must not be an empty line, which readers skip.
        csv.writer(line, quoting=csv.QUOTE_ALL if cells == [""] else csv.QUOTE_MINIMAL).writerow(cells)
        yield line.getvalue()


def _tsv(names: list[str], rows: Iterable[Row]) -> Iterator[str]:
    """SPARQL 1.1 Query Results TSV: terms as in Turtle."""
    yield "\t".join(f"?{name}" for name in names) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else _full(term).replace("\t", "\\t") for term in row) + "\n"


_XML_START = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml(names: list[str], rows: Iterable[Row]) -> Iterator[str]:
    """SPARQL Query Results XML Format, a row a line; characters that XML 1.0 cannot hold become U+FFFD."""
    variables = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    yield f"{_XML_START}<head>{variables}</head><results>\n"
    for row in rows:
        bound = ((name, term) for name, term in zip(names, row, strict=True) if term is not None)
        yield (
            "<result>"
            + "".join(f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in bound)
            + "</result>\n"
        )
    yield "</results></sparql>\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"
    value = escape(writable(term.value), {"\r": "&#13;"})
    if isinstance(term, ox.NamedNode):
        return f"<uri>{value}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{value}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{value}</literal>"
    plain = term.datatype.value == f"{XSD}string"
    return (
        f"<literal>{value}</literal>"
        if plain
        else f"<literal datatype={quoteattr(term.datatype.value)}>{value}</literal>"
    )


def _lexical(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else _full(term)


def _full(term: Term, iri: Callable[[ox.NamedNode], str] = str) -> str:
    """A term as SPARQL 1.2 writes it, IRIs as ``iri`` gives them; triple terms are ``<<( s p o )>>``."""
    if isinstance(term, ox.Triple):
        parts = (_full(part, iri) for part in (term.subject, term.predicate, term.object))
        return f"<<( {' '.join(parts)} )>>"
    return iri(term) if isinstance(term, ox.NamedNode) else str(term)


def _cell(term: Term | None, base: str) -> str:
    """A term as people read it; an IRI or a triple term as it can be pasted into a query."""
    if isinstance(term, ox.NamedNode | ox.Triple):
        return clean(_full(term, lambda iri: written(iri.value, base)))
    return clean(_lexical(term))


def _table(names: list[str], rows: Iterable[Row], look: _Look) -> Iterator[str]:
    """Columns two spaces apart, numbers to the right; what is wider than its column is continued below."""
    coming = iter(rows)
    first = list(islice(coming, MEASURED))
    cells = [[_cell(term, look.base) for term in row] for row in first]
    wanted = [max(map(display_width, column)) for column in zip(names, *cells, strict=True)]
    whole = [
        max(
            (display_width(row[i]) for row, terms in zip(cells, first, strict=True) if _is_iri(terms[i])),
            default=0,
        )
        for i in range(len(names))
    ]
    widths = _widths(wanted, whole, names, look.width)
    right = [_numbers(row[i] for row in first) for i in range(len(names))]
    yield from (style(line, "bold", look.colour) + "\n" for line in _lines(names, widths, right))
    yield "  ".join("-" * w for w in widths) + "\n"
    for row in chain(cells, ([_cell(term, look.base) for term in row] for row in coming)):
        yield from (line + "\n" for line in _lines(row, widths, right))


def _numbers(terms: Iterable[Term | None]) -> bool:
    kinds = {
        term.datatype.value if isinstance(term, ox.Literal) else "" for term in terms if term is not None
    }
    return bool(kinds) and kinds <= _NUMBERS


def _is_iri(term: object) -> bool:
    return isinstance(term, ox.NamedNode)


def _widths(wanted: list[int], whole: list[int], names: list[str], width: int | None) -> list[int]:
    """How wide each column gets: as wide as wanted up to CELL, or what has to stay ``whole``; with ``width``
    the widest give way until all fit, down to _NARROWEST.
    """
    if width is None:
        least = (max(CELL, one, display_width(name)) for one, name in zip(whole, names, strict=True))
        return [min(w, most) for w, most in zip(wanted, least, strict=True)]
    room, limit = width - 2 * (len(wanted) - 1), max(wanted, default=0)
    while limit > _NARROWEST and sum(min(w, limit) for w in wanted) > room:
        limit -= 1
    return [min(w, limit) for w in wanted]


def _lines(cells: Sequence[str], widths: list[int], right: list[bool]) -> Iterator[str]:
    """One row of a table as the lines that it takes."""
    wrapped = [_wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped), default=0)):
        parts = (lines[number] if number < len(lines) else "" for lines in wrapped)
        padded = ((" " * (w - display_width(p)), p, r) for p, w, r in zip(parts, widths, right, strict=True))
        yield "  ".join(
            space + part if to_right else part + space for space, part, to_right in padded
        ).rstrip()


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns, broken at spaces where there are any; at least one."""
    if display_width(text) <= width:
        return [text]
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if display_width(longer) > width and line:
            lines.append(line)
            longer = word
        while display_width(longer) > width:
            head = _head(longer, width)
            lines.append(head)
            longer = longer[len(head) :]
        line = longer
    return [*lines, line] if line else lines


def _head(text: str, width: int) -> str:
    """As much of the beginning as ``width`` columns hold, never nothing."""
    end = 1
    while end < len(text) and display_width(text[: end + 1]) <= width:
        end += 1
    return text[:end]
