"""A grammar whose rules are dependency trees written on one line: word/TAG/label>head, with {slots} for other
rules.

    {who}/nsubj>accused ?{when}/*>accused accused|blamed/VBD/^ {who2}/dobj>accused of/IN/prep>accused
    {gerund}/pcomp>of

`^` marks the root, `^prep` one with a label of its own. `a|b` is a choice, named by its first word. `?` makes
an item optional; what hangs on it goes with it. A slot's name may end in a digit to tell two of them apart.
`*` keeps the label that the slot's own root has. A head is the nearest item so named.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corpus import Parse
from training.fragments import Row, piece, root

PATH = Path(__file__).parent / "data" / "newswire.txt"
_ITEM = re.compile(
    r"(?P<optional>\??)(?:\{(?P<slot>[a-z-]+)\d?\}|(?P<words>\S+?)/(?P<tag>[^/\s]+))/(?P<label>\^[a-z]*|\*|[a-z]+)(?:>(?P<head>\S+))?"
)
ROOT = "^"
KEEP = "*"


@dataclass(frozen=True, slots=True)
class Item:
    """One token or slot of a rule. `name` is what heads refer to."""

    name: str
    slot: str
    words: tuple[str, ...]
    tag: str
    label: str
    head: str
    optional: bool


Rule = tuple[Item, ...]


def parse_rule(line: str) -> Rule:
    """The items of a line; raises ValueError for one that cannot be read or refers to nothing."""
    items: list[Item] = []
    for text in line.split():
        match = _ITEM.fullmatch(text)
        if match is None:
            raise ValueError(f"{line!r}: {text!r} is not word/TAG/label>head")
        words = tuple((match["words"] or "").split("|"))
        name = (
            text.removeprefix("?").split("/")[0].split("|")[0]
            if not match["slot"]
            else text.removeprefix("?").split("/")[0]
        )
        items.append(
            Item(
                name,
                match["slot"] or "",
                words,
                match["tag"] or "",
                match["label"],
                (match["head"] or "").split("|")[0],
                bool(match["optional"]),
            )
        )
    names = {item.name for item in items}
    lost = [item.head for item in items if not item.label.startswith(ROOT) and item.head not in names]
    if lost or sum(item.label.startswith(ROOT) for item in items) != 1:
        raise ValueError(f"{line!r}: heads {lost} are not in the line, or it has not one root")
    return tuple(items)


def load_rules(path: Path = PATH) -> dict[str, list[Rule]]:
    """Rules by section; a line `[name]` begins a section, `#` a comment, a number and `x` repeat a rule (3x
    ...).
    """
    rules: dict[str, list[Rule]] = {}
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            section = line.strip("[]")
            rules[section] = []
            continue
        weight = re.match(r"(\d+)x ", line)
        rules[section] += [parse_rule(line[weight.end() :] if weight else line)] * (
            int(weight[1]) if weight else 1
        )
    return rules


class Grammar:
    """Draws trees from rules; `names` supply the slots that no rule defines."""

    def __init__(
        self,
        rules: Mapping[str, Sequence[Rule]],
        names: Mapping[str, Callable[[], Parse]],
        rng: random.Random,
    ) -> None:
        self._rules, self._names, self._rng = rules, names, rng

    def draw(self, slot: str) -> Parse:
        """A tree for the slot, its root labelled ROOT or as its rule says."""
        if slot in self._names:
            return self._names[slot]()
        return self.expand(self._rng.choice(self._rules[slot]))

    def expand(self, rule: Rule) -> Parse:
        """One tree of the rule."""
        kept = self._choose(rule)
        trees = [
            self.draw(item.slot)
            if item.slot
            else piece([(self._rng.choice(item.words), item.tag, 0, "ROOT")])
            for item in kept
        ]
        starts = [0]
        for tree in trees:
            starts.append(starts[-1] + len(tree.words))
        tops = [start + root(tree) for start, tree in zip(starts, trees, strict=False)]
        rows: list[Row] = []
        for index, (item, tree) in enumerate(zip(kept, trees, strict=True)):
            for i, word in enumerate(tree.words):
                head, label = starts[index] + tree.heads[i], tree.labels[i]
                if tree.heads[i] == i:
                    label = label if item.label == KEEP else item.label.removeprefix(ROOT) or "ROOT"
                    head = head if item.label.startswith(ROOT) else tops[_nearest(kept, index, item.head)]
                rows.append((word, tree.tags[i], head, label))
        return piece(rows)

    def _choose(self, rule: Rule) -> list[Item]:
        kept = [item for item in rule if not item.optional or self._rng.random() < 0.5]
        while True:
            names = {item.name for item in kept}
            reachable = [item for item in kept if item.label.startswith(ROOT) or item.head in names]
            if len(reachable) == len(kept):
                return kept
            kept = reachable


def _nearest(items: Sequence[Item], index: int, name: str) -> int:
    return min(
        (i for i, item in enumerate(items) if item.name == name and i != index), key=lambda i: abs(i - index)
    )
