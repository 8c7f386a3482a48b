"""Tenures as a table has them, and as Turtle: for ``office_holders``."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.resolution.name_matching import continued, fuller
from kg.resources.gazetteer import Gazetteer
from kg.resources.namespaces import slug
from kg.resources.person_names import PersonNames

__all__ = ["Term", "former_terms", "read_terms", "turtle", "without_holders"]

HEADER = Path(__file__).parent / "data" / "offices" / "header.ttl"


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """One tenure; ``end`` is empty while it lasts, ``wikidata`` where it is not known."""

    country: str
    name: str
    office: str
    begin: str
    end: str = ""
    wikidata: str = ""
    aliases: tuple[str, ...] = ()


def read_terms(path: Path) -> list[Term]:
    """The tenures of a table: country, name, office, from, to, Wikidata id, other names with ``|``."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = [*line.split("\t"), "", "", ""]
            aliases = tuple(filter(None, cells[6].split("|")))
            found.append(Term(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], aliases))
    return found


def former_terms(knowledge: Gazetteer) -> list[Term]:
    """The tenures that background knowledge has, under the names that it gives their holders."""
    return [
        Term(one.country, knowledge.entities[one.person].entity.label, one.office, one.begin, one.end or "")
        for one in sorted(knowledge.tenures)
    ]


def turtle(terms: Iterable[Term], aliases: Mapping[tuple[str, str], tuple[str, ...]]) -> str:
    """The tenures as Turtle, person by person."""
    persons: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in terms:
        persons[slug(term.name), term.country].append(term)
    namesakes = Counter(name for name, _ in persons)
    blocks = []
    for (name, country), own in sorted(persons.items()):
        id = name if namesakes[name] == 1 else f"{name}.{country.lower()}"
        blocks.append(_block(id.replace(".", "\\."), sorted(own), aliases.get((name, country), ())))
    return HEADER.read_text(encoding="utf-8") + "\n" + "\n".join(blocks)


def _block(id: str, terms: Sequence[Term], aliases: Sequence[str]) -> str:
    first = terms[0]
    country = f"country:{first.country.lower()}"
    lines = [f"person:{id} a kg:Person ; skos:prefLabel {_text(first.name)} ; kg:country {country}"]
    others = sorted({*aliases, *(alias for term in terms for alias in term.aliases)} - {first.name})
    if others:
        lines.append(f"    skos:altLabel {', '.join(map(_text, others))}")
    wikidata = next((term.wikidata for term in terms if term.wikidata), "")
    if wikidata:
        lines.append(f"    owl:sameAs wd:{wikidata}")
    text = " ;\n".join(lines) + " .\n"
    for term in terms:
        role, day = slug(term.office), term.begin.replace("-", "")
        end = f' ; kg:end "{term.end}"^^xsd:date' if term.end else ""
        text += (
            f"tenure:{id}\\.{role}\\.{day} a kg:Tenure ; kg:holder person:{id} ; kg:office role:{role} ; "
            f'kg:begin "{term.begin}"^^xsd:date{end} .\n'
        )
    return text


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def without_holders(text: str, terms: Iterable[Term], names: PersonNames) -> str:
    """The Turtle of leaders without the persons that the tenures have under some spelling, or with or without
    a middle name.
    """
    known: defaultdict[str, set[str]] = defaultdict(set)
    for term in terms:
        known[term.country] |= {term.name, *term.aliases}
    head, *blocks = re.split(r"\n\n(?=person:)", text)
    kept = []
    for block in blocks:
        label = re.findall(r'prefLabel "([^"]+)"', block)[0]
        country = re.findall(r"kg:country country:(\w+)", block)[0].upper()
        if not any(_is_leader(label, name, names) for name in known[country]):
            kept.append(block.strip("\n"))
    return "\n\n".join([head, *kept]) + "\n"


def _is_leader(label: str, name: str, names: PersonNames) -> bool:
    """Whether the table of leaders and that of offices have one person under two names."""
    spelled = names.spelled
    longer = fuller(label, name, spelled) or fuller(name, label, spelled) or continued(label, name, spelled)
    ends = spelled(label)[0] == spelled(name)[0] and longer
    return slug(label) == slug(name) or names.same(label, name) or ends
