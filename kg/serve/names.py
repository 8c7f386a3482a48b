"""Names -> the things that have them: by beginning, by initials, and in spite of a slip of the fingers."""

from __future__ import annotations

import difflib
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

__all__ = ["NameIndex", "folded"]

_WORD = re.compile(r"\w+")
_ALIKE = 0.7
_TRIED = 300
"""How many names that share most letter triples with what was typed are compared with it."""


def folded(text: str) -> str:
    """A text without capitals and accents, single spaces between its words."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


class NameIndex:
    """Finds things by their names, of which the first one of each thing is its label."""

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        self._names = [[folded(name) for name in given] for given in names]
        starts: set[tuple[str, int]] = set()
        for i, given in enumerate(self._names):
            for name in given:
                words = [found.start() for found in _WORD.finditer(name)]
                starts |= {(name[at:], i) for at in [0, *words[:8]]}
                if len(words) > 2:
                    starts.add(("".join(name[at] for at in words), i))
        self._starts = sorted(starts)
        self._triples: defaultdict[str, list[int]] = defaultdict(list)
        for i, given in enumerate(self._names):
            for triple in sorted({triple for name in given for triple in _triples(name)}):
                self._triples[triple].append(i)

    def find(self, typed: str, weight: Callable[[int], float], limit: int) -> list[int]:
        """The things that what was typed may name, best first: the name itself, what begins so or has a word
        that does, and, where there are fewer than ``limit``, what is spelt alike; of equals the weightier.
        """
        wanted = folded(typed)
        if not wanted:
            return []
        begin = set(self._beginning(wanted))
        found = sorted(begin, key=lambda i: (self._rank(i, wanted), -weight(i), i))[:limit]
        if len(found) < limit and len(wanted) > 3:
            alike = {i: self._alike(i, wanted) for i in self._near(wanted) if i not in begin}
            better = sorted((i for i in alike if alike[i]), key=lambda i: (-alike[i], -weight(i), i))
            found += better[: limit - len(found)]
        return found

    def _beginning(self, wanted: str) -> Iterator[int]:
        for text, i in islice(self._starts, bisect_left(self._starts, (wanted, -1)), None):
            if not text.startswith(wanted):
                return
            yield i

    def _rank(self, i: int, wanted: str) -> int:
        return 0 if wanted in self._names[i] else 1

    def _near(self, wanted: str) -> list[int]:
        shared: Counter[int] = Counter()
        for triple in set(_triples(wanted)):
            shared.update(self._triples.get(triple, ()))
        return [i for i, _ in shared.most_common(_TRIED)]

    def _alike(self, i: int, wanted: str) -> float:
        """How alike the nearest name, or word of a name, is to what was typed; 0 for not enough."""
        match = difflib.SequenceMatcher(b=wanted, autojunk=False)
        best = 0.0
        for name in self._names[i]:
            for text in {name, *name.split()} if " " not in wanted else {name}:
                match.set_seq1(text)
                if match.real_quick_ratio() > max(best, _ALIKE) and match.quick_ratio() > max(best, _ALIKE):
                    best = max(best, match.ratio())
        return best if best > _ALIKE else 0.0


def _triples(text: str) -> Iterator[str]:
    padded = f" {text} "
    return (padded[at : at + 3] for at in range(len(padded) - 2))
