"""ontology/followthemoney.toml -> Rules: which schema a class is, and which relations are links."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg import paths
from kg.errors import DataError
from kg.resources.ontology import Ontology

__all__ = ["LinkRule", "Rules", "load_rules"]


@dataclass(frozen=True, slots=True)
class LinkRule:
    """A schema of links, and the names of its properties for subject and object."""

    schema: str
    subject: str
    object: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Schemas by class, and links by relation."""

    ontology: Ontology
    classes: Mapping[str, str]
    links: Mapping[str, LinkRule]

    def schema_of(self, cls: str) -> str | None:
        """The schema of the nearest class, at or above this one, that has one; None without."""
        above = [cls]
        while above:
            found = [self.classes[name] for name in above if name in self.classes]
            if found:
                return found[0]
            known = (self.ontology.classes.get(name) for name in above)
            above = [parent for one in known if one for parent in one.parents]
        return None


def load_rules(ontology: Ontology) -> Rules:
    """The rules that come with the package. Raises DataError for a class or relation that there is not."""
    place = paths.ONTOLOGY / "followthemoney.toml"
    classes, links = _read(str(place))
    for kind, names, known in (
        ("class", classes, ontology.classes),
        ("relation", links, ontology.relations),
    ):
        for name in names:
            if name not in known:
                raise DataError(place, f"no {kind} is called {name}", "see ontology/kg.ttl")
    return Rules(ontology, classes, links)


@cache
def _read(place: str) -> tuple[dict[str, str], dict[str, LinkRule]]:
    with open(place, "rb") as file:
        tables = tomllib.load(file)
    return tables["classes"], {name: LinkRule(*parts) for name, parts in tables["links"].items()}
