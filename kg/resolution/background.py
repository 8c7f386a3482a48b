"""What background knowledge says of persons, bodies and places, looked up by id and by name: in memory, or
in tables, of which only what is asked for is read.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from kg.resolution.features import NOTHING, Traits, packed_traits, unpacked_traits
from kg.resources.namespaces import slug

__all__ = [
    "SCHEMA",
    "BackgroundEntity",
    "BackgroundInMemory",
    "BackgroundIndex",
    "BackgroundTable",
    "fingerprint",
]

SCHEMA: Final = """
CREATE TABLE known (id TEXT PRIMARY KEY, content TEXT) WITHOUT ROWID;
CREATE TABLE known_name (family TEXT, name TEXT, id TEXT, PRIMARY KEY (family, name, id)) WITHOUT ROWID;
CREATE TABLE known_same (family TEXT, same TEXT, id TEXT, PRIMARY KEY (family, same)) WITHOUT ROWID;
"""
"""The tables of ``BackgroundTable``."""


@dataclass(frozen=True, slots=True)
class BackgroundEntity:
    """What background knowledge says of a person, body or place.

    ``same_as`` holds ids of ours that it declares to be the same; ``label`` is what it calls the entity.
    """

    id: str
    names: frozenset[str]
    traits: Traits = NOTHING
    same_as: frozenset[str] = frozenset()
    label: str | None = None

    @property
    def family(self) -> str:
        """The kind of thing that its id begins with."""
        return self.id.partition("/")[0]

    @property
    def slugs(self) -> list[str]:
        """Under which names it is found, sorted; bodies' short names are left to those who see how they are
        written.
        """
        person = self.family == "person"
        return sorted({slug(name) for name in self.names if person or len(name) > 4})


class BackgroundIndex(Protocol):
    """Entities of one kind that background knowledge has."""

    def entity(self, id: str) -> BackgroundEntity | None:
        """The entity of an id."""

    def named(self, name: str) -> Sequence[BackgroundEntity]:
        """The entities of a name (its slug), in the order of their ids."""

    def declared(self, id: str) -> str | None:
        """The id that an id of ours is declared to be the same as."""


class BackgroundInMemory:
    """The entities of one kind among some."""

    def __init__(self, entities: Iterable[BackgroundEntity], family: str) -> None:
        every = sorted((one for one in entities if one.family == family), key=lambda one: one.id)
        self._by_id = {one.id: one for one in every}
        self._by_name: defaultdict[str, list[BackgroundEntity]] = defaultdict(list)
        for one in every:
            for name in one.slugs:
                self._by_name[name].append(one)
        self._declared = {same: one.id for one in every for same in one.same_as - {one.id}}

    def entity(self, id: str) -> BackgroundEntity | None:
        """As every index."""
        return self._by_id.get(id)

    def named(self, name: str) -> Sequence[BackgroundEntity]:
        """As every index."""
        return self._by_name.get(name, ())

    def declared(self, id: str) -> str | None:
        """As every index."""
        return self._declared.get(id)


class BackgroundTable:
    """The entities of one kind that tables of SQLite hold."""

    def __init__(self, db: sqlite3.Connection, family: str) -> None:
        self._db, self._family = db, family
        self._by_id: dict[str, BackgroundEntity | None] = {}

    @staticmethod
    def fill(db: sqlite3.Connection, entities: Iterable[BackgroundEntity]) -> None:
        """Put entities of all kinds in the place of those that the tables hold."""
        for table in ("known", "known_name", "known_same"):
            db.execute(f"DELETE FROM {table}")
        for one in sorted(entities, key=lambda one: one.id):
            db.execute("INSERT INTO known VALUES (?, ?)", (one.id, _content(one)))
            names = ((one.family, name, one.id) for name in one.slugs)
            db.executemany("INSERT INTO known_name VALUES (?, ?, ?)", names)
            same = ((one.family, other, one.id) for other in one.same_as - {one.id})
            db.executemany("INSERT OR REPLACE INTO known_same VALUES (?, ?, ?)", same)

    def entity(self, id: str) -> BackgroundEntity | None:
        """As every index."""
        if id not in self._by_id:
            own = id.startswith(f"{self._family}/")
            row = self._db.execute("SELECT content FROM known WHERE id=?", (id,)).fetchone() if own else None
            self._by_id[id] = None if row is None else _entity(id, row[0])
        return self._by_id[id]

    def named(self, name: str) -> Sequence[BackgroundEntity]:
        """As every index."""
        sql = "SELECT id FROM known_name WHERE family=? AND name=? ORDER BY id"
        found = (self.entity(id) for (id,) in self._db.execute(sql, (self._family, name)).fetchall())
        return [one for one in found if one is not None]

    def declared(self, id: str) -> str | None:
        """As every index."""
        sql = "SELECT id FROM known_same WHERE family=? AND same=?"
        row = self._db.execute(sql, (self._family, id)).fetchone()
        return None if row is None else str(row[0])


def fingerprint(entities: Iterable[BackgroundEntity]) -> str:
    """What tells background knowledge from any other: 64 hexadecimal digits."""
    rows = "\n".join(f"{one.id} {_content(one)}" for one in sorted(entities, key=lambda one: one.id))
    return hashlib.sha256(rows.encode()).hexdigest()


def _content(one: BackgroundEntity) -> str:
    row = sorted(one.names), packed_traits(one.traits), sorted(one.same_as), one.label
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _entity(id: str, content: str) -> BackgroundEntity:
    names, traits, same_as, label = json.loads(content)
    return BackgroundEntity(id, frozenset(names), unpacked_traits(traits), frozenset(same_as), label)
