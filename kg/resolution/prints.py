"""Which articles are reprints, kept up to date: what ``near_duplicates.find_reprints`` finds in all articles.

Articles with one fingerprint are one print. Two prints are alike when they have a phrase in common that is no
boilerplate, and most of their phrases; what is alike, directly or not, has one original.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.fingerprint import likeness
from kg.resolution.near_duplicates import COMMON, SAME, Printed, candidates
from kg.resolution.tables import Tables

__all__ = ["PrintUpdate"]


@dataclass(slots=True, eq=False)
class PrintUpdate:
    """Brings up to date which articles are reprints of which.

    With ``anew`` there are none yet, and what they have in common is sought for all at once (``fill``).
    ``changes`` holds, by article (IRI), its original before and after, None for none.
    """

    tables: Tables
    anew: bool = False
    changes: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    _open: set[int] = field(default_factory=set)
    _moved: dict[str, str | None] = field(default_factory=dict)
    _unused: set[int] = field(default_factory=set)

    def add(self, fingerprint: str) -> int:
        """One more article of a fingerprint; the number of its print."""
        db = self.tables.db
        row = db.execute("SELECT number, copies FROM print WHERE content=?", (fingerprint,)).fetchone()
        if row is None:
            sql = "INSERT INTO print (content, copies) VALUES (?, 0) RETURNING number, copies"
            row = db.execute(sql, (fingerprint,)).fetchall()[0]
        number, copies = map(int, row)
        if not copies and not self.anew:
            db.executemany(
                "INSERT INTO phrase VALUES (?, ?)", [(mark, number) for mark in _marks(fingerprint)]
            )
        if self.anew:
            db.execute("UPDATE print SET copies=copies+1 WHERE number=?", (number,))
            self._open.add(number)
        else:
            self._count(number, fingerprint, 1)
        return number

    def fill(self) -> None:
        """Find what is alike among prints that were added to none."""
        db = self.tables.db
        marks = [
            (mark, number)
            for number, content in db.execute("SELECT number, content FROM print")
            for mark in _marks(content)
        ]
        db.executemany("INSERT INTO phrase VALUES (?, ?)", sorted(marks))
        rows = db.execute("SELECT print, content FROM article JOIN print ON print=print.number").fetchall()
        printed = [Printed("", None, content) for _, content in rows]
        pairs = {(rows[i][0], rows[j][0]) for i, j in candidates(printed) if rows[i][0] != rows[j][0]}
        contents = dict(rows)
        alike = [(one, other) for one, other in pairs if likeness(contents[one], contents[other]) >= SAME]
        db.executemany("INSERT OR IGNORE INTO alike VALUES (?, ?)", [*alike, *((b, a) for a, b in alike)])

    def moved(self, article: str, printed: int | None) -> None:
        """Note an article that is new, goes or changes, with the number of the print that it had."""
        if article not in self._moved:
            self._moved[article] = self._original(article, printed)

    def remove(self, number: int) -> None:
        """One article less of a print; called when the article has been moved."""
        (content,) = self.tables.db.execute("SELECT content FROM print WHERE number=?", (number,)).fetchone()
        self._count(number, content, -1)

    def update(self) -> None:
        """Find the originals of all that has changed."""
        db, before = self.tables.db, dict(self._moved)
        while self._open:
            together = self._component(self._open.pop())
            self._open -= together
            original = self._first(together)
            for number in together:
                sql = "SELECT original FROM print WHERE number=?"
                (old,) = db.execute(sql, (number,)).fetchone()
                if old == original:
                    continue
                db.execute("UPDATE print SET original=? WHERE number=?", (original, number))
                for (article,) in db.execute("SELECT iri FROM article WHERE print=?", (number,)):
                    before.setdefault(article, None if old == article else old)
        for article, old in before.items():
            number = db.execute("SELECT print FROM article WHERE iri=?", (article,)).fetchone()
            new = self._original(article, number[0] if number else None)
            if old != new:
                self.changes[article] = old, new
        unused = ((number,) for number in sorted(self._unused))
        db.executemany("DELETE FROM print WHERE number=? AND copies=0", unused)

    def _original(self, article: str, printed: int | None) -> str | None:
        """The original of an article of a print; None where it is none other."""
        sql = "SELECT original FROM print WHERE number=?"
        row = self.tables.db.execute(sql, (printed,)).fetchone()
        return None if row is None or row[0] == article else row[0]

    def _count(self, number: int, content: str, step: int) -> None:
        """One article more or less: phrases become boilerplate or cease to be."""
        db = self.tables.db
        sql = "UPDATE print SET copies=copies+? WHERE number=? RETURNING copies"
        (copies,) = db.execute(sql, (step, number)).fetchall()[0]
        self._open.add(number)
        appears, disappears = copies == step == 1, copies == 0
        near: set[int] = set()
        for mark in _marks(content):
            holders, articles = self._holders(mark)
            if articles <= COMMON:
                near.update(holders)
                if articles - step > COMMON:
                    self._compare_all(holders)
            elif articles - step <= COMMON:
                self._separate(holders)
        if appears:
            self._compare(number, near - {number})
        if disappears:
            marks = ((mark, number) for mark in _marks(content))
            db.executemany("DELETE FROM phrase WHERE mark=? AND print=?", marks)
            others = self._alike(number)
            self._open.update(others)
            self._part(number, others)
            self._unused.add(number)

    def _holders(self, mark: int) -> tuple[list[int], int]:
        """The prints that have a phrase, and how many articles; of boilerplate not all."""
        sql = "SELECT print, copies FROM phrase JOIN print ON print=number WHERE mark=? AND copies LIMIT ?"
        rows = self.tables.db.execute(sql, (mark, COMMON + 2)).fetchall()
        return [row[0] for row in rows], sum(row[1] for row in rows)

    def _compare_all(self, prints: list[int]) -> None:
        for i, one in enumerate(prints):
            self._compare(one, prints[i + 1 :])

    def _compare(self, one: int, others: Iterable[int]) -> None:
        """Note which of some prints are alike with one."""
        db = self.tables.db
        sql = "SELECT content FROM print WHERE number=?"
        (content,) = db.execute(sql, (one,)).fetchone()
        for other in others:
            if likeness(content, db.execute(sql, (other,)).fetchone()[0]) >= SAME:
                rows = ((one, other), (other, one))
                db.executemany("INSERT OR IGNORE INTO alike VALUES (?, ?)", rows)
                self._open.update((one, other))

    def _separate(self, prints: list[int]) -> None:
        """Part prints of which a common phrase has become boilerplate, unless they have another one."""
        for one in prints:
            for other in self._alike(one):
                if other in prints and not self._brought_together(one, other):
                    self._part(one, [other])
                    self._open.update((one, other))

    def _part(self, one: int, others: Iterable[int]) -> None:
        """Note that a print is alike with some others no more."""
        pairs = [pair for other in others for pair in ((one, other), (other, one))]
        self.tables.db.executemany("DELETE FROM alike WHERE one=? AND other=?", pairs)

    def _brought_together(self, one: int, other: int) -> bool:
        """Whether two prints have a phrase in common that is no boilerplate."""
        sql = "SELECT content FROM print WHERE number=?"
        a, b = (set(_marks(self.tables.db.execute(sql, (number,)).fetchone()[0])) for number in (one, other))
        return any(self._holders(mark)[1] <= COMMON for mark in a & b)

    def _alike(self, number: int) -> list[int]:
        return [row[0] for row in self.tables.db.execute("SELECT other FROM alike WHERE one=?", (number,))]

    def _component(self, number: int) -> set[int]:
        """The prints that are alike, directly or not."""
        found, waiting = {number}, [number]
        while waiting:
            new = set(self._alike(waiting.pop())) - found
            found |= new
            waiting += new
        return found

    def _first(self, prints: Iterable[int]) -> str | None:
        """The article of some prints that was published first; None for those without articles."""
        sql = "SELECT published IS NULL, published, iri FROM article WHERE print=? ORDER BY 1, 2, 3 LIMIT 1"
        rows = (self.tables.db.execute(sql, (number,)).fetchone() for number in prints)
        found = [(undated, published or "", iri) for undated, published, iri in filter(None, rows)]
        return min(found)[2] if found else None


def _marks(fingerprint: str) -> list[int]:
    """The hashes of a fingerprint as numbers."""
    return [int(mark, 16) for mark in fingerprint.split()]
