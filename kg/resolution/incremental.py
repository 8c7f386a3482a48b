"""Articles that have changed -> what is decided otherwise than before, of all articles of a store.

What comes out is what ``decisions.decide`` and ``near_duplicates.find_reprints`` say of all articles at once.
What is kept of the articles that have not changed is in ``tables``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kg.resolution.articles import Article
from kg.resolution.background import BackgroundEntity, BackgroundTable, fingerprint
from kg.resolution.bearers import Background, Decision, Homonym
from kg.resolution.decisions import FAMILIES
from kg.resolution.family import FamilyUpdate
from kg.resolution.features import Profile, ProfileComparator
from kg.resolution.prints import PrintUpdate
from kg.resolution.tables import Tables

__all__ = ["KNOWN", "Changes", "know", "update"]

KNOWN: Final = "background"
"""Under which key tables keep the fingerprint of the background knowledge that they hold."""

_Entity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is decided otherwise, each with what was decided before and is now, None for nothing.

    ``entities`` is by article (IRI) and its own id; ``homonyms`` are names that several entities have;
    ``reprints`` holds the IRIs of originals by those of articles.
    """

    entities: dict[_Entity, tuple[Decision | None, Decision | None]] = field(default_factory=dict)
    homonyms: list[tuple[Homonym | None, Homonym | None]] = field(default_factory=list)
    reprints: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)


def know(tables: Tables, background: Iterable[BackgroundEntity]) -> None:
    """Let the tables hold this background knowledge; where it is another than before, nothing is decided any
    more.
    """
    entities = list(background)
    mark = fingerprint(entities)
    if mark != tables.value(KNOWN):
        if not tables.empty:
            tables.clear(articles=False)
        BackgroundTable.fill(tables.db, entities)
        tables.keep(KNOWN, mark)


def update(
    tables: Tables, articles: Iterable[tuple[str, Article | None]], comparator: ProfileComparator
) -> Changes:
    """Bring the tables up to date with articles that are new or have changed, None for those that are gone,
    by their IRIs; what is decided otherwise then.

    They hold the background knowledge already. Where they are undecided, everything is decided for all
    articles in them.
    """
    prints = PrintUpdate(tables, anew=tables.empty)
    changed = _kept(tables, articles, prints)
    if tables.empty:
        prints.fill()
    elif tables.undecided:
        every = ((number, iri) for iri, number in tables.articles().items())
        changed |= {number: (iri, tables.article(number)) for number, iri in every if number not in changed}
    prints.update()
    found: dict[_Entity, tuple[Decision | None, Decision | None]] = {}
    homonyms: list[tuple[Homonym | None, Homonym | None]] = []
    iris = {number: iri for number, (iri, _) in changed.items()}
    for family in FAMILIES:
        known = Background(BackgroundTable(tables.db, family), comparator, person=family == "person")
        resolver = FamilyUpdate(family, tables, known, comparator)
        for number, (_, article) in changed.items():
            profiles = _identified(tables, number, article, family) if article else []
            resolver.place(number, article.day if article else None, profiles)
        resolver.decide()
        for change in resolver.changes:
            iri = iris.setdefault(change.article, "") or tables.iri(change.article)
            iris[change.article] = iri
            before = found[iri, change.id][0] if (iri, change.id) in found else change.before
            found[iri, change.id] = before, change.after
            if family == "organization" and change.article not in changed:
                changed[change.article] = iri, tables.article(change.article)
        homonyms += resolver.homonyms
    for number, (_, article) in changed.items():
        if article is None:
            tables.remove(number)
    return Changes({key: pair for key, pair in found.items() if pair[0] != pair[1]}, homonyms, prints.changes)


def _kept(
    tables: Tables, articles: Iterable[tuple[str, Article | None]], prints: PrintUpdate
) -> dict[int, tuple[str, Article | None]]:
    """The articles that differ from what was kept of them, by their numbers; they are kept now.

    Those that are gone keep their numbers until nothing refers to them any more.
    """
    changed: dict[int, tuple[str, Article | None]] = {}
    for iri, article in articles:
        number = tables.article_number(iri)
        old = None if number is None else tables.article(number)
        if (old and replace(old, profiles=())) == (article and replace(article, profiles=())) and (
            (old and old.packed()) == (article and article.packed())
        ):
            continue
        printed = None if number is None else tables.print_of(number)
        prints.moved(iri, printed)
        new = prints.add(article.fingerprint) if article and article.fingerprint else None
        number = tables.put(article or Article(iri), new)
        if printed is not None:
            prints.remove(printed)
        changed[number] = iri, article
    return changed


def _identified(tables: Tables, number: int, article: Article, family: str) -> list[Profile]:
    """The profiles of one kind, with the ids that their employers have in the whole graph."""
    own = [profile for profile in article.profiles if profile.id.startswith(f"{family}/")]
    if family == FAMILIES[0] or not any(profile.traits.employers for profile in own):
        return own
    bodies = {
        id: row.decision.entity for id, row in tables.rows(number, f"{FAMILIES[0]}/").items() if row.decision
    }
    return [_employed(profile, bodies) for profile in own]


def _employed(profile: Profile, bodies: Mapping[str, str]) -> Profile:
    employers = frozenset(bodies.get(id, id) for id in profile.traits.employers)
    return replace(profile, traits=replace(profile.traits, employers=employers))
