"""A chosen part of the graph -> one HTML page that works from disk, with nothing to fetch.

The page holds the drawing library d3 as the package mpld3 carries it, the data as JSON, and our own modules
from ``web`` as one script. Its content security policy lets nothing else run and nothing be loaded; every
word of an article reaches the page as text, never as markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kg.analysis.edges import Level, ends_of
from kg.analysis.evidence import Evidence, all_evidence, evidence_where
from kg.analysis.lookup import relation_labels
from kg.analysis.nodes import entity_term, values_of
from kg.errors import DataError
from kg.plot import WEB
from kg.plot.colours import relation_colours
from kg.plot.layout import FAMILIES, Chosen, arrange, family
from kg.rdf.layout import MODALITIES, term_iri
from kg.rdf.selections import ALL_NAMES, SAME_AS, saying_any
from kg.terminal import clean

if TYPE_CHECKING:
    from kg.store.base import Store

__all__ = ["page"]

_MODULES = ("dom.js", "words.js", "geometry.js", "combo.js", "graph.js")
"""Each after those that it imports; no two have a name in common."""
_STYLES = ("look.css", "graph.css")
_LINKS = re.compile(r"^import [^;]*;\n|^export (?:default )?", re.MULTILINE)
_LIBRARY = "js/d3.v5.min.js"


def page(
    store: Store,
    chosen: Chosen,
    title: str,
    note: str = "",
    focus: str | None = None,
    level: Level = "entity",
) -> str:
    """The page as HTML, the same text for the same store.

    ``note`` says what was left out, ``focus`` is the id of what is open at first, ``level`` that of the
    edges.
    """
    data = _embedded(_data(store, chosen, note, focus, level))
    library, licence = _d3()
    script, style = _script(), "".join(_text(name) for name in _STYLES)
    filled = _text("graph.html")
    parts = {
        "title": html.escape(clean(title)),
        "policy": f"default-src 'none'; script-src {_hash(library)} {_hash(script)}; style-src "
        f"{_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        "licence": licence.replace("--", "- -"),
        "style": style,
        "data": data,
        "library": library,
        "script": script,
    }
    before, *rest = filled.split("{{")
    return before + "".join(
        parts[name] + after for name, _, after in (piece.partition("}}") for piece in rest)
    )


def _text(name: str) -> str:
    return (WEB / name).read_text(encoding="utf-8")


def _script() -> str:
    """The modules as one script that can stand in a page: what they import from each other stands above."""
    texts = [_LINKS.sub("", _text(name)) for name in _MODULES]
    return '"use strict";\n(() => {\n' + "".join(texts) + "})();\n"


def _hash(source: str) -> str:
    """What a content security policy calls an inline script or style that may run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _embedded(data: object) -> str:
    """JSON that is safe inside a script element: no character can end the element or begin a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _d3() -> tuple[str, str]:
    """The text of d3 and its licence.

    The file is found without importing the package that carries it, which would load matplotlib. Raises
    DataError when it is absent.
    """
    spec = find_spec("mpld3")
    folders = spec.submodule_search_locations if spec else None
    script = Path(folders[0], _LIBRARY) if folders else None
    if script is None or not script.is_file():
        raise DataError(
            "mpld3",
            "the package that carries the drawing library is not installed",
            "run `pip install 'mpld3>=0.5.10,<0.6'`",
        )
    return script.read_text(encoding="utf-8"), (WEB / "d3-licence.txt").read_text(encoding="utf-8").strip()


def _data(store: Store, chosen: Chosen, note: str, focus: str | None, level: Level) -> dict[str, object]:
    fold = ends_of(store, level)
    index = {node.id: i for i, node in enumerate(chosen.nodes)}
    labels, colours = relation_labels(store), relation_colours(chosen.edges)
    evidence: defaultdict[tuple[str, str, str], list[tuple[int, Evidence]]] = defaultdict(list)
    for i, one in enumerate(_evidence(store, chosen, level)):
        if one.subject and one.object:
            ends = fold(one.subject.id), fold(one.object.id)
            evidence[ends[0], one.relation, ends[1]].append((i, one))
    statements: list[Evidence] = []
    edges = []
    for edge in chosen.edges:
        said = evidence[edge.subject, edge.relation, edge.object]
        if edge.symmetric:
            said = sorted(said + evidence[edge.object, edge.relation, edge.subject], key=lambda pair: pair[0])
        numbers = range(len(statements), len(statements) + len(said))
        statements += [one for _, one in said]
        edges.append(
            {
                "s": index[edge.subject],
                "o": index[edge.object],
                "r": edge.relation,
                "both": edge.symmetric,
                "said": list(numbers),
            }
        )
    articles = sorted({one.article: one for one in statements}.values(), key=lambda one: one.article)
    number = {one.article: i for i, one in enumerate(articles)}
    return {
        "note": clean(note),
        "focus": index.get(focus or ""),
        "families": {name: {"label": label, "line": line} for name, (label, _, line) in FAMILIES.items()},
        "relations": [
            {"name": name, "label": clean(labels.get(name, name)), "colour": colour}
            for name, colour in colours.items()
        ],
        "modalities": list(MODALITIES),
        "nodes": _nodes(store, chosen),
        "edges": edges,
        "statements": [_statement(one, number) for one in statements],
        "articles": [
            _present(id=clean(a.article), title=a.title, date=a.published, source=a.source, url=_web(a.url))
            for a in articles
        ],
    }


def _evidence(store: Store, chosen: Chosen, level: Level) -> list[Evidence]:
    """The statements that may stand behind the chosen edges, oldest article first."""
    if level != "entity":
        return all_evidence(store)
    edges: list[tuple[str, str, str]] = []
    for edge in chosen.edges:
        one, other = entity_term(store, edge.subject), entity_term(store, edge.object)
        relation = f"<{term_iri(edge.relation)}>"
        edges += [(one, relation, other), *([(other, relation, one)] if edge.symmetric else [])]
    return evidence_where(store, saying_any(edges)) if edges else []


def _nodes(store: Store, chosen: Chosen) -> list[dict[str, object]]:
    # Room for the dot and for the name below it, in lines of some twenty letters.
    sizes = {
        node.id: (20 + 6.8 * min(len(node.label), 20), 32.0 + 14 * min(3, 1 + len(node.label) // 20))
        for node in chosen.nodes
    }
    places = arrange(sizes, chosen.edges, gap=10, length=150 if len(sizes) < 100 else 110)
    ids = [node.id for node in chosen.nodes]
    names, links = values_of(store, ALL_NAMES, ids), values_of(store, SAME_AS, ids)
    return [
        _present(
            id=node.id,
            label=node.label,
            cls=node.cls or "entity",
            family=family(node.id),
            country=node.country,
            sector=node.sector,
            names=sorted(clean(name) for name in {*names.get(node.id, ())} - {node.label}) or None,
            links=sorted(filter(_web, links.get(node.id, ()))) or None,
            x=round(places[node.id][0], 1),
            y=round(-places[node.id][1], 1),
        )
        for node in chosen.nodes
    ]


def _statement(one: Evidence, number: dict[str, int]) -> dict[str, object]:
    return _present(
        modality=one.modality,
        confidence=one.confidence,
        pattern=one.pattern,
        begin=one.begin,
        end=one.end,
        quantity=one.quantity,
        by=one.attributed_to.label if one.attributed_to else None,
        others=[[role, clean(node.label)] for role, node in one.others] or None,
        parts=[[clean(text), role] for text, role in one.parts()],
        article=number[one.article],
    )


def _web(url: str | None) -> str | None:
    """The address when it is one of the web: no other scheme is ever made a link."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _present(**values: object) -> dict[str, object]:
    return {
        name: clean(value) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }
