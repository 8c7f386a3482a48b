"""What resolution knows of a store, in a SQLite file beside it: profiles by article, groups of names, prints.

The tables say nothing that the store's articles do not say: whoever finds them absent, damaged or out of step
makes them anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import StoreError
from kg.resolution.articles import Article
from kg.resolution.background import SCHEMA
from kg.resolution.bearers import Decision, Homonym
from kg.resolution.groups import Group, Kind, Name

__all__ = ["Row", "Tables"]

_LAYOUT: Final = 2
"""Version of the tables."""

_SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE article (number INTEGER PRIMARY KEY, iri TEXT UNIQUE, published TEXT, print INTEGER,
  profiles TEXT);
CREATE INDEX article_by_print ON article (print, published IS NULL, published, iri);
CREATE TABLE profile (article INTEGER, id TEXT, grp INTEGER, variant INTEGER, day INTEGER, led TEXT,
  entity TEXT, because TEXT, label TEXT, PRIMARY KEY (article, id)) WITHOUT ROWID;
CREATE INDEX profile_by_variant ON profile (grp, variant, day);
CREATE TABLE grp (number INTEGER PRIMARY KEY, kind TEXT, id TEXT, content TEXT, homonym INTEGER,
  UNIQUE (kind, id));
CREATE TABLE name_key (key TEXT, name TEXT, PRIMARY KEY (key, name)) WITHOUT ROWID;
CREATE TABLE name_form (form TEXT, name TEXT, PRIMARY KEY (form, name)) WITHOUT ROWID;
CREATE TABLE short_form (form TEXT, grp INTEGER, PRIMARY KEY (form, grp)) WITHOUT ROWID;
CREATE TABLE print (number INTEGER PRIMARY KEY, content TEXT UNIQUE, copies INTEGER, original TEXT);
CREATE TABLE phrase (mark INTEGER, print INTEGER, PRIMARY KEY (mark, print)) WITHOUT ROWID;
CREATE TABLE alike (one INTEGER, other INTEGER, PRIMARY KEY (one, other)) WITHOUT ROWID;
"""


class Row(NamedTuple):
    """Where a profile is kept, and what was decided: ``led`` for a short form that means a full name,
    ``decision`` where it says more than the article's own id and label.
    """

    group: int
    variant: int
    day: int | None
    led: Decision | None
    decision: Decision | None


class Tables:
    """The tables of a file, which is made where there is none; a context manager.

    ``decider`` tells what decides: tables of another one are emptied, as are damaged ones. They are
    ``empty`` when nothing is in them, and ``undecided`` when there are articles at most.
    """

    def __init__(self, path: Path | None, decider: str) -> None:
        self._path, self._decider = path, decider
        self._groups: dict[int, Group] = {}
        self._known: dict[tuple[Kind, str], Group | None] = {}
        try:
            self.db = self._opened()
        except sqlite3.DatabaseError:
            self._remove()
            self.db = self._opened()
        self.empty = self.undecided = self.value("token") is None

    def __enter__(self) -> Tables:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def _opened(self) -> sqlite3.Connection:
        """A connection to tables of ours, empty ones where need be. Raises DatabaseError for damaged ones."""
        try:
            db = sqlite3.connect(self._path or ":memory:", isolation_level=None)
        except sqlite3.OperationalError as error:
            place = self._path or "resolution"
            raise StoreError(place, f"cannot be opened ({error})", "check the permissions") from error
        try:
            db.executescript("PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=5000;")
            found = db.execute("SELECT count(*) FROM sqlite_master WHERE name='meta'").fetchone()[0]
            said = dict(db.execute("SELECT key, value FROM meta")) if found else {}
            db.execute("BEGIN IMMEDIATE")
            if said.get("decider") != self._decider or said.get("layout") != str(_LAYOUT):
                if self._path is not None and db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    raise sqlite3.DatabaseError("tables of another version")
                for statement in (_SCHEMA + SCHEMA).split(";"):
                    db.execute(statement)
                rows = (("decider", self._decider), ("layout", str(_LAYOUT)))
                db.executemany("INSERT INTO meta VALUES (?, ?)", rows)
        except BaseException:
            db.close()
            raise
        return db

    def _remove(self) -> None:
        """Take the file away."""
        if self._path is not None:
            for ending in ("", "-journal", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    self._path.with_name(self._path.name + ending).unlink()

    def clear(self, *, articles: bool = True) -> None:
        """Empty the tables; without ``articles`` these and their prints are kept, and nothing is decided."""
        for table in ("profile", "grp", "name_key", "name_form", "short_form"):
            self.db.execute(f"DELETE FROM {table}")
        if articles:
            for table in ("article", "print", "phrase", "alike"):
                self.db.execute(f"DELETE FROM {table}")
        self._groups, self._known = {}, {}
        self.empty, self.undecided = self.empty or articles, True

    def commit(self) -> None:
        """Write everything down, all or nothing; what follows is written with the next commit."""
        self.save()
        self.db.execute("COMMIT")
        self.db.execute("BEGIN IMMEDIATE")
        self.empty = self.undecided = False

    def release(self) -> None:
        """Let go of the groups in memory; they are read again when they are needed."""
        self.save()
        self._groups, self._known = {}, {}

    def value(self, key: str) -> str | None:
        """What was kept under a key."""
        row = self.db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def keep(self, key: str, value: str) -> None:
        """Keep a value under a key."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Articles

    def article(self, number: int) -> Article | None:
        """An article by its number."""
        query = "SELECT iri, published, content, profiles FROM article LEFT JOIN print ON print=print.number"
        row = self.db.execute(f"{query} WHERE article.number=?", (number,)).fetchone()
        return None if row is None else Article.unpacked(*row)

    def article_number(self, iri: str) -> int | None:
        """The number of an article."""
        row = self.db.execute("SELECT number FROM article WHERE iri=?", (iri,)).fetchone()
        return None if row is None else int(row[0])

    def print_of(self, number: int) -> int | None:
        """The number of the print of an article."""
        row = self.db.execute("SELECT print FROM article WHERE number=?", (number,)).fetchone()
        return None if row is None else row[0]

    def iri(self, number: int) -> str:
        """The IRI of an article."""
        return str(self.db.execute("SELECT iri FROM article WHERE number=?", (number,)).fetchone()[0])

    def articles(self) -> dict[str, int]:
        """The numbers of all articles by their IRIs."""
        return dict(self.db.execute("SELECT iri, number FROM article"))

    def put(self, article: Article, printed: int | None) -> int:
        """Keep an article, with the number of its print; its number."""
        row = (article.iri, article.published, printed, article.packed())
        number = self.article_number(article.iri)
        if number is None:
            sql = "INSERT INTO article (iri, published, print, profiles) VALUES (?, ?, ?, ?)"
            number = self.db.execute(sql, row).lastrowid
            assert number is not None, "a row that was inserted has a number"
        else:
            sql = "UPDATE article SET iri=?, published=?, print=?, profiles=? WHERE number=?"
            self.db.execute(sql, (*row, number))
        return number

    def remove(self, number: int) -> None:
        """Take an article away."""
        self.db.execute("DELETE FROM article WHERE number=?", (number,))

    # Profiles

    def rows(self, article: int, family: str) -> dict[str, Row]:
        """The profiles of one kind of an article, by their ids in it."""
        sql = "SELECT id, grp, variant, day, led, entity, because, label FROM profile WHERE article=?"
        return {
            id: Row(group, variant, day, _led(led), None if said[0] is None else _made(*said))
            for id, group, variant, day, led, *said in self.db.execute(sql, (article,))
            if id.startswith(family)
        }

    def insert(self, article: int, id: str, group: int, variant: int, day: int | None) -> None:
        """Keep a profile of which nothing is decided yet."""
        sql = "INSERT INTO profile (article, id, grp, variant, day) VALUES (?, ?, ?, ?, ?)"
        self.db.execute(sql, (article, id, group, variant, day))

    def delete(self, article: int, id: str) -> None:
        """Take a profile away."""
        self.db.execute("DELETE FROM profile WHERE article=? AND id=?", (article, id))

    def lead(self, article: int, id: str, led: Decision | None) -> None:
        """Keep for which full name a short form is taken."""
        packed = None if led is None else json.dumps(led, ensure_ascii=False)
        self.db.execute("UPDATE profile SET led=? WHERE article=? AND id=?", (packed, article, id))

    def decide(self, article: int, id: str, decision: Decision | None) -> None:
        """Keep what was decided in the end."""
        entity, because, label = decision or (None, None, None)
        packed = None if because is None else json.dumps(because, ensure_ascii=False)
        sql = "UPDATE profile SET entity=?, because=?, label=? WHERE article=? AND id=?"
        self.db.execute(sql, (entity, packed, label, article, id))

    def decided(self, articles: Iterable[int] | None = None) -> Iterator[tuple[str, str, Decision]]:
        """What was decided where it says more than the articles' ids and labels: article, its own id, and the
        decision; of some articles, or of all.
        """
        sql = "SELECT iri, id, entity, because, label FROM profile JOIN article ON article=number"
        if articles is None:
            rows: Iterable[tuple[str, str, str, str, str | None]] = self.db.execute(
                f"{sql} WHERE entity IS NOT NULL"
            )
        else:
            one = f"{sql} WHERE article=? AND entity IS NOT NULL"
            rows = (row for number in articles for row in self.db.execute(one, (number,)))
        for iri, id, entity, because, label in rows:
            yield iri, id, _made(entity, because, label)

    def articles_of(self, group: int, variant: int, *, unled: bool = False) -> list[int]:
        """The articles that have a profile of a variant; ``unled`` ones only."""
        sql = "SELECT article FROM profile WHERE grp=? AND variant=?" + (" AND led IS NULL" if unled else "")
        return [row[0] for row in self.db.execute(sql, (group, variant))]

    def articles_between(self, group: int, variant: int, first: int, last: int) -> list[int]:
        """The articles of some days that have a profile of a variant."""
        sql = "SELECT article FROM profile WHERE grp=? AND variant=? AND day BETWEEN ? AND ?"
        return [row[0] for row in self.db.execute(sql, (group, variant, first, last))]

    def days(self, group: int, variant: int) -> Iterator[int | None]:
        """The days on which profiles of a variant were written, each once."""
        sql = "SELECT DISTINCT day FROM profile WHERE grp=? AND variant=?"
        return (row[0] for row in self.db.execute(sql, (group, variant)))

    def nearest_days(self, group: int, variant: int, day: int) -> tuple[int | None, int | None]:
        """The last day up to a day on which a profile of a variant was written, and the first from it on."""
        where = "FROM profile WHERE grp=? AND variant=? AND day"
        before = self.db.execute(f"SELECT max(day) {where}<=?", (group, variant, day)).fetchone()[0]
        after = self.db.execute(f"SELECT min(day) {where}>=?", (group, variant, day)).fetchone()[0]
        return before, after

    def together(self, one: tuple[int, Iterable[int]], other: tuple[int, Iterable[int]]) -> bool:
        """Whether an article has a profile of one of some variants and one of others; each with its group,
        the one with fewer articles first.
        """
        (first, some), (second, others) = one, other
        those = frozenset(others)
        sql = "SELECT variant FROM profile WHERE article=? AND grp=?"
        return any(
            row[0] in those
            for number in some
            for article in self.articles_of(first, number)
            for row in self.db.execute(sql, (article, second))
        )

    # Groups and names

    def group(self, kind: Kind, id: str) -> Group:
        """The group of a name, a new one where there is none."""
        found = self.known_group(kind, id)
        if found is None:
            row = self.db.execute("INSERT INTO grp (kind, id, content) VALUES (?, ?, '')", (kind, id))
            assert row.lastrowid is not None, "a row that was inserted has a number"
            found = self._cached(Group(row.lastrowid, kind, id, changed=True))
        return found

    def known_group(self, kind: Kind, id: str) -> Group | None:
        """The group of a name; None where there is none."""
        key = kind, id
        if key not in self._known:
            sql = "SELECT number, content FROM grp WHERE kind=? AND id=?"
            row = None if self.undecided else self.db.execute(sql, key).fetchone()
            if row is None:
                return None
            self._cached(Group.unpacked(row[0], kind, id, row[1]))
        return self._known[key]

    def numbered(self, number: int) -> Group:
        """The group of a number."""
        if number not in self._groups:
            kind, id, content = self.db.execute(
                "SELECT kind, id, content FROM grp WHERE number=?", (number,)
            ).fetchone()
            return self._cached(Group.unpacked(number, kind, id, content))
        return self._groups[number]

    def save(self) -> None:
        """Write the groups down that have changed; those without profiles are taken away."""
        for group in [group for group in self._groups.values() if group.changed]:
            group.changed = False
            if group.variants:
                row = (group.packed(), group.homonym is not None, group.number)
                self.db.execute("UPDATE grp SET content=?, homonym=? WHERE number=?", row)
            else:
                self.db.execute("DELETE FROM grp WHERE number=?", (group.number,))
                del self._groups[group.number], self._known[group.kind, group.id]

    def _cached(self, group: Group) -> Group:
        self._groups[group.number] = self._known[group.kind, group.id] = group
        return group

    def find_under(self, name: Name, family: str, keys: frozenset[str], forms: frozenset[str]) -> None:
        """Let a name be found under some keys and forms, and no others; its own are those from now on."""
        found = (("name_key", name.keys, keys), ("name_form", name.forms, forms))
        for table, old, new in found:
            for key in old - new:
                sql = f"DELETE FROM {table} WHERE {'key' if table == 'name_key' else 'form'}=? AND name=?"
                self.db.execute(sql, (family + key, name.id))
            rows = ((family + key, name.id) for key in new - old)
            self.db.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", rows)
        name.keys, name.forms = keys, forms

    def find_short(self, group: Group, family: str, forms: frozenset[str]) -> None:
        """Let a group of short forms be found under some forms, and no others."""
        for form in group.forms - forms:
            self.db.execute("DELETE FROM short_form WHERE form=? AND grp=?", (family + form, group.number))
        rows = ((family + form, group.number) for form in forms - group.forms)
        self.db.executemany("INSERT OR IGNORE INTO short_form VALUES (?, ?)", rows)
        group.forms = forms

    def names_by_key(self, family: str, keys: Iterable[str]) -> set[str]:
        """The ids of the names that are found under one of some keys."""
        sql = "SELECT name FROM name_key WHERE key=?"
        return {row[0] for key in keys for row in self.db.execute(sql, (family + key,))}

    def names_by_form(self, family: str, form: str) -> list[str]:
        """The ids of the names that are found under a form."""
        return [
            row[0] for row in self.db.execute("SELECT name FROM name_form WHERE form=?", (family + form,))
        ]

    def short_groups(self, family: str, form: str) -> list[int]:
        """The numbers of the groups of short forms that are found under a form."""
        sql = "SELECT grp FROM short_form WHERE form=?"
        return [row[0] for row in self.db.execute(sql, (family + form,))]

    def homonyms(self) -> Iterator[Homonym]:
        """The names that several entities have; what has changed is saved before."""
        for (number,) in self.db.execute("SELECT number FROM grp WHERE homonym").fetchall():
            homonym = self.numbered(number).homonym
            assert homonym is not None, "the column says what the group says"
            yield homonym

    def reprints(self) -> Iterator[tuple[str, str]]:
        """The IRIs of the articles that are reprints, each with that of its original."""
        sql = "SELECT iri, original FROM article JOIN print ON print=print.number WHERE iri<>original"
        yield from self.db.execute(sql)


def _led(packed: str | None) -> Decision | None:
    if packed is None:
        return None
    entity, because, label = json.loads(packed)
    return Decision(entity, tuple(because), label)


def _made(entity: str, because: str, label: str | None) -> Decision:
    return Decision(entity, tuple(json.loads(because)), label)
