"""Who holds which office in an article, looked up by title, country, body and person: a text may name
thousands of ministers.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice

from kg.extraction.entities.name_clustering import EntityBuilder
from kg.extraction.entities.titles import Office

__all__ = ["OfficeIndex"]


class OfficeIndex:
    """The offices that persons hold now, former ones left out, in the order in which the text introduces
    them.

    ``spelled`` gives an office's title as the lexicon spells it; ``moved`` gets every entity whose country
    changes.
    """

    def __init__(
        self, offices: Iterable[Office], spelled: Callable[[Office], str], moved: Sequence[EntityBuilder]
    ) -> None:
        self._moved, self._seen = moved, len(moved)
        self._persons: list[EntityBuilder] = []
        self._offices: dict[EntityBuilder, list[tuple[int, Office]]] = {}
        self._endings: dict[EntityBuilder, dict[str, int]] = {}
        self._titles: dict[EntityBuilder, dict[str, None]] = {}
        self._having: dict[str, dict[EntityBuilder, None]] = {}
        self._filed: dict[EntityBuilder, str | None] = {}
        self._places: dict[tuple[str, str | None], list[int]] = {}
        self._by_body: dict[tuple[EntityBuilder, str], dict[EntityBuilder, None]] = {}
        self._bodies: dict[EntityBuilder, tuple[int, EntityBuilder] | None] = {}
        for office in offices:
            if not office.former:
                self._take(office, spelled(office))

    def _take(self, office: Office, title: str) -> None:
        """File an office under its title and the endings of this, its holder's country and its owner."""
        person, place = office.person.builders[0], len(self._persons)
        self._persons.append(person)
        self._offices.setdefault(person, []).append((place, office))
        self._titles.setdefault(person, {}).setdefault(title)
        self._having.setdefault(title, {}).setdefault(person)
        self._filed[person] = person.country
        endings = self._endings.setdefault(person, {})
        for ending in _endings(title):
            if ending not in endings:
                endings[ending] = place
                for key in dict.fromkeys(((ending, None), (ending, person.country))):
                    self._places.setdefault(key, []).append(place)
        for owner in office.whose.builders if office.whose else ():
            self._by_body.setdefault((owner, title), {}).setdefault(person)

    def holders(
        self, titles: Iterable[str], country: str | None = None, most: int | None = None
    ) -> list[EntityBuilder]:
        """Persons who hold an office of one of these titles, or of one that ends with it; of a country when
        one is given; no more than ``most``.
        """
        self._refile()
        found: dict[EntityBuilder, None] = {}
        for place in merge(*(self._places.get((title, country), ()) for title in titles)):
            found.setdefault(self._persons[place])
            if len(found) == most:
                break
        return list(found)

    def holds(self, person: EntityBuilder, titles: Iterable[str]) -> bool:
        """Whether a person is one of the ``holders`` of these titles."""
        endings = self._endings.get(person, {})
        return any(title in endings for title in titles)

    def having(self, title: str, most: int) -> list[EntityBuilder]:
        """Persons who have just this title, no more than ``most``."""
        return list(islice(self._having.get(title, ()), most))

    def has(self, person: EntityBuilder, titles: Iterable[str]) -> bool:
        """Whether a person has just one of these titles."""
        own = self._titles.get(person, {})
        return any(title in own for title in titles)

    def titles_of(self, person: EntityBuilder) -> list[str]:
        """The titles of a person, each once."""
        return list(self._titles.get(person, ()))

    def of_bodies(self, bodies: Iterable[EntityBuilder], titles: Iterable[str]) -> EntityBuilder | None:
        """The only person who holds an office of just one of these titles that one of these bodies gives;
        None where there are several.
        """
        wanted = [(body, title) for title in titles for body in bodies]
        found = {person for key in wanted for person in islice(self._by_body.get(key, ()), 2)}
        return found.pop() if len(found) == 1 else None

    def body_of(self, person: EntityBuilder) -> EntityBuilder | None:
        """The body whose office a person holds, the first of several."""
        if person not in self._bodies:
            rows = ((place, _body(office)) for place, office in self._offices.get(person, ()))
            self._bodies[person] = next(((place, body) for place, body in rows if body is not None), None)
        known = self._bodies[person]
        return known[1] if known is not None else None

    def forget_body(self, office: Office) -> None:
        """Look anew for the body whose office a person holds, after an office was given an owner."""
        if _body(office) is not None:
            self._bodies.pop(office.person.builders[0], None)

    def _refile(self) -> None:
        """File the holders anew whose country has changed."""
        for person in self._moved[self._seen :]:
            before = self._filed.get(person, person.country)
            if before != person.country:
                for ending, place in self._endings[person].items():
                    if before is not None:
                        rows = self._places[ending, before]
                        del rows[bisect_left(rows, place)]
                    if person.country is not None:
                        insort(self._places.setdefault((ending, person.country), []), place)
                self._filed[person] = person.country
        self._seen = len(self._moved)


def _endings(title: str) -> Iterator[str]:
    """A title and its endings of whole words: "prime minister", "minister"."""
    yield title
    while title:
        _, _, title = title.partition(" ")
        if title:
            yield title


def _body(office: Office) -> EntityBuilder | None:
    """The one body that gives an office."""
    owners = office.whose.builders if office.whose else ()
    bodies = [owner for owner in owners if owner.id.startswith("organization/")]
    return bodies[0] if len(bodies) == 1 else None
