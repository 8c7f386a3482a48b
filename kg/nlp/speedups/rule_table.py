"""What an attribute ruler does, without its matcher: a rule about one word looks at few of its attributes,
and words that are alike in these get the same.

What each kind of word gets is worked out once. A text with a word that a rule about several words may change
is left to the ruler itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias, TypedDict, cast
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDS
from spacy.pipeline import AttributeRuler
from spacy.strings import StringStore
from spacy.tokens import Doc

if TYPE_CHECKING:
    from thinc.types import Ints2d

__all__ = ["RuleTable", "rule_table"]

_ASKED: Final = frozenset({"ORTH", "LOWER", "NORM", "SHAPE", "PREFIX", "SUFFIX", "TAG", "DEP"})
"""The attributes that rules of a table may ask for; their values are strings."""
_GIVEN: Final[list[int | str]] = ["POS", "MORPH", "LEMMA"]
"""The attributes that rules of a table may give."""

_Kind: TypeAlias = tuple[int, ...]
"""What the rules see of a word: each attribute that they ask for, 0 where no rule names its value."""
_Condition: TypeAlias = Mapping[str, frozenset[int]]
"""The values that attributes of a word must have one of."""
_Rule: TypeAlias = tuple[_Condition, Mapping[int, int] | None]
"""When a word gets what; None for a rule that looks at words beside it as well."""


class _Pattern(TypedDict):
    """A rule as spaCy writes it: patterns of words, and which of their words gets something."""

    patterns: list[list[dict[str, object]]]
    index: int


class RuleTable:
    """The rules of an attribute ruler by the kind of word, which is one more way to call it."""

    def __init__(self, ruler: AttributeRuler, rules: Sequence[_Rule]) -> None:
        self._ruler, self._rules = ruler, rules
        self._asked: list[int | str] = list(dict.fromkeys(name for asked, _ in rules for name in asked))
        self._named = [
            {value: value for asked, _ in rules for value in asked.get(str(name), ())} for name in self._asked
        ]
        self._places: dict[_Kind, int] = {}
        self._values: NDArray[np.uint64] = np.zeros((0, len(_GIVEN)), dtype=np.uint64)
        self._gives: NDArray[np.bool_] = np.zeros((0, len(_GIVEN)), dtype=bool)

    def __call__(self, doc: Doc) -> Doc:
        """The text, its words with what the rules give them."""
        if not len(doc) or not self._asked:
            return self._ruler(doc)
        columns = cast("list[list[int]]", doc.to_array(self._asked).reshape(len(doc), -1).T.tolist())
        seen = [
            [named.get(value, 0) for value in column]
            for named, column in zip(self._named, columns, strict=True)
        ]
        places = [self._place(kind) for kind in zip(*seen, strict=True)]
        if min(places) < 0:
            return self._ruler(doc)
        values = np.where(self._gives[places], self._values[places], doc.to_array(_GIVEN))
        return doc.from_array(_GIVEN, cast("Ints2d", values))

    def _place(self, kind: _Kind) -> int:
        """The row of a kind of word; -1 where only the ruler can tell."""
        place = self._places.get(kind)
        if place is None:
            place = self._places[kind] = self._added(kind)
        return place

    def _added(self, kind: _Kind) -> int:
        found: dict[int, int] = {}
        word = dict(zip(self._asked, kind, strict=True))
        for asked, given in self._rules:
            if all(word[name] in values for name, values in asked.items()):
                if given is None:
                    return -1
                found |= given
        ids = [IDS[str(name)] for name in _GIVEN]
        row = np.array([[found.get(id, 0) for id in ids]], dtype=np.uint64)
        self._values = np.concatenate([self._values, row])
        self._gives = np.concatenate([self._gives, [[id in found for id in ids]]])
        return len(self._values) - 1


_TABLES: WeakKeyDictionary[AttributeRuler, tuple[object, int, RuleTable | None]] = WeakKeyDictionary()
"""Of each ruler its matcher and number of rules when its table was made, and the table."""


def rule_table(ruler: AttributeRuler) -> RuleTable | None:
    """The table of a ruler's rules; None where one of them asks for, or gives, what tables do not know."""
    now = ruler.matcher, len(ruler.attrs)
    known = _TABLES.get(ruler)
    if known is None or known[:2] != now:
        rules = _rules(ruler)
        known = _TABLES[ruler] = (*now, None if rules is None else RuleTable(ruler, rules))
    return known[2]


def _rules(ruler: AttributeRuler) -> list[_Rule] | None:
    """The rules, those that come later last."""
    found: list[_Rule] = []
    known = {IDS[str(name)] for name in _GIVEN}
    for rule, given in zip(cast("list[_Pattern]", ruler.patterns), ruler.attrs, strict=True):
        for pattern in rule["patterns"]:
            words = [_condition(word, ruler.vocab.strings) for word in pattern]
            place = rule["index"]
            if not set(given) <= known or not -len(words) <= place < len(words) or None in words:
                return None
            found.append((words[place] or {}, given if len(words) == 1 else None))
    return found


def _condition(word: Mapping[str, object], strings: StringStore) -> _Condition | None:
    """What a pattern asks of a word, when it names values and nothing else."""
    found: dict[str, frozenset[int]] = {}
    for name, asked in word.items():
        values = asked["IN"] if isinstance(asked, dict) and list(asked) == ["IN"] else [asked]
        named = [value for value in values if isinstance(value, str) and value]
        if name.upper() not in _ASKED or len(named) < len(values):
            return None
        found[name.upper()] = frozenset(map(strings.add, named))
    return found
