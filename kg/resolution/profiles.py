"""A store -> what each of its articles tells of persons, bodies and places, and what background knowledge
does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple, TypeVar, cast

from kg.rdf import layout
from kg.rdf.identity import local_id
from kg.rdf.layout import id_of, term_name
from kg.rdf.selections import NAMES_IN_ARTICLES, in_graph, names_in_articles
from kg.resolution.articles import Article
from kg.resolution.background import BackgroundEntity
from kg.resolution.bearers import Named
from kg.resolution.features import Profile, Traits, is_state
from kg.resources.knowledge import HOLDER
from kg.resources.namespaces import KNOWLEDGE_GRAPH, article_id, entity_id, is_local, slug
from kg.store.base import Store
from kg.store.select import cell_text, rows, solutions

__all__ = ["Noted", "background_entities", "names_in_use", "names_of", "profiled_articles"]

_FAMILIES = ("person/", "organization/", "place/")
_OTHER_NAMES = (layout.ALIAS, layout.ACRONYM, layout.OFFICIAL_NAME)
_ABOUT = (
    layout.TYPE, layout.LABEL, *_OTHER_NAMES, layout.SAME_AS,
    layout.COUNTRY, layout.SECTOR, layout.HOLDS_ROLE, layout.REPRESENTS, layout.LOCATED_IN,
)  # fmt: skip
_STATE_CLASSES = frozenset({"Government", "Ministry", "ArmedForce"})
_PRINTED = (layout.ISSUED, layout.FINGERPRINT)
_PAGE = 200  # articles asked about at a time

_Properties = defaultdict[str, set[str]]
_T = TypeVar("_T")


class Noted(NamedTuple):
    """What an article's entity is called in the store, and what the article alone calls it where that
    differs: the label, and the label of the store where it has this as one more name.
    """

    named: Named
    own: str | None = None
    alias: str | None = None


def profiled_articles(
    store: Store, names: Mapping[str, Mapping[str, Noted]], graphs: Iterable[str] | None = None
) -> Iterator[Article]:
    """What each article of the store, or each of some ``graphs``, alone tells of its entities.

    ``names`` holds, by article, the ids that it has otherwise in the store. What several tell alike is kept
    once: that is most of it, and there may be millions of profiles.
    """
    same = _Interned()
    for article, said in store.profile_triples(_FAMILIES, frozenset(_ABOUT), _PRINTED, graphs):
        facts: defaultdict[str, _Properties] = defaultdict(lambda: defaultdict(set))
        for subject, predicate, value in said:
            facts[id_of(store.base, subject)][predicate].add(id_of(store.base, value))
        own: Mapping[str, set[str]] = facts.pop(id_of(store.base, article), {})
        published, mark = (min(own.get(predicate, ()), default=None) for predicate in _PRINTED)
        for noted in names.get(article, {}).values():
            if noted.named.entity in facts:
                _restore(facts[noted.named.entity], noted)
        alone = {noted.named.entity: id for id, noted in names.get(article, {}).items()}
        described = _described_bodies(facts, article_id(store.base, article) or "")
        profiles = tuple(
            _profile(article, id, facts, alone, same(published), same, described) for id in facts
        )
        yield Article(article, published, mark, profiles)


def _restore(said: _Properties, noted: Noted) -> None:
    """Call an entity what its article alone calls it."""
    if noted.own is not None and noted.own in said[layout.ALIAS]:
        said[layout.ALIAS] -= {noted.own}
        said[layout.ALIAS] |= {noted.alias} if noted.alias else set()
        said[layout.LABEL] = {noted.own}


class _Interned:
    """Gives the value that it was given first for all that are equal to it."""

    def __init__(self) -> None:
        self._values: dict[Any, Any] = {}

    def __call__(self, value: _T) -> _T:
        return cast(_T, self._values.setdefault(value, value))


def names_in_use(store: Store) -> dict[str, dict[str, Noted]]:
    """By article: ids that it alone would give, and what they are and are called in the store, where that is
    something else.
    """
    found: defaultdict[str, dict[str, Noted]] = defaultdict(dict)
    for article, note, entity, *told in (
        map(cell_text, row) for row in rows(store, NAMES_IN_ARTICLES, shared=True)
    ):
        if article_id(store.base, article) is not None and (id := local_id(note)):
            own, label, alias = (text or None for text in told)
            found[article][id] = Noted(Named(id_of(store.base, entity), label), own, alias)
    return dict(found)


def names_of(store: Store, articles: Iterable[str]) -> dict[str, dict[str, Noted]]:
    """As ``names_in_use``, of some articles."""
    found: defaultdict[str, dict[str, Noted]] = defaultdict(dict)
    rest = iter(articles)
    while page := list(islice(rest, _PAGE)):
        for row in solutions(store, names_in_articles(page), shared=True):
            if id := local_id(row["s"].value):
                own, label, alias = (getattr(row[name], "value", None) for name in ("own", "label", "alias"))
                noted = Noted(Named(id_of(store.base, row["v"].value), label), own, alias)
                found[row["g"].value][id] = noted
    return dict(found)


def background_entities(store: Store) -> list[BackgroundEntity]:
    """What the background knowledge of the store says of persons, bodies and places; who holds or held an
    office of a country is of its state.
    """
    facts: defaultdict[str, _Properties] = defaultdict(lambda: defaultdict(set))
    for predicate in _ABOUT:
        for row in solutions(store, in_graph(store.base + KNOWLEDGE_GRAPH, predicate), shared=True):
            id = entity_id(store.base, row["s"].value)
            if id and id.startswith(_FAMILIES):
                facts[id][predicate].add(id_of(store.base, row["v"].value))
    for row in solutions(store, in_graph(store.base + KNOWLEDGE_GRAPH, HOLDER), shared=True):
        facts[id_of(store.base, row["v"].value)][layout.SECTOR].add("GOV")
    return [
        BackgroundEntity(
            id,
            frozenset().union(*(said[predicate] for predicate in (layout.LABEL, *_OTHER_NAMES))),
            _traits(said, {}, facts),
            frozenset(other for other in said[layout.SAME_AS] if other.startswith(_FAMILIES)),
            min(said[layout.LABEL], default=None),
        )
        for id, said in list(facts.items())
    ]


def _profile(
    article: str,
    id: str,
    entities: Mapping[str, _Properties],
    alone: Mapping[str, str],
    published: str | None,
    same: _Interned,
    described: frozenset[str],
) -> Profile:
    said, own = entities[id], alone.get(id, id)
    labels = sorted(said[layout.LABEL], key=lambda label: (slug(label) != own.partition("/")[2], label))
    classes = sorted(term_name(iri) for iri in said[layout.TYPE])
    names = frozenset().union(said[layout.LABEL], *(said[predicate] for predicate in _OTHER_NAMES))
    cls, traits = classes[0] if classes else "", _traits(said, alone, entities, described)
    return Profile(article, same(own), same(cls), same(labels[0]), same(names), same(traits), published)


def _described_bodies(entities: Iterable[str], article: str) -> frozenset[str]:
    """The bodies that only the article of an id can mean, so that they tell nothing of who works for them in
    others.
    """
    return frozenset(id for id in entities if id.startswith("organization/") and is_local(id, article))


def _traits(
    said: _Properties,
    alone: Mapping[str, str],
    entities: Mapping[str, _Properties],
    described: frozenset[str] = frozenset(),
) -> Traits:
    where = said[layout.COUNTRY] | said[layout.REPRESENTS] | said[layout.LOCATED_IN]
    employers = {
        id
        for id in said[layout.REPRESENTS]
        if id.startswith("organization/") and id not in described and not _is_of_state(entities.get(id))
    }
    return Traits(
        frozenset(id for id in where if id.startswith("country/")),
        frozenset(said[layout.SECTOR]),
        frozenset(said[layout.HOLDS_ROLE]),
        frozenset(alone.get(id, id) for id in employers),
    )


def _is_of_state(said: _Properties | None) -> bool:
    """Whether a body is part of a state, or a party or parliament, between which those who serve a state
    change.
    """
    if said is None:
        return False
    return is_state(said[layout.SECTOR]) or any(term_name(iri) in _STATE_CLASSES for iri in said[layout.TYPE])
