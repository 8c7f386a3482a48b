"""Texts of many shapes and any length: a few kinds of words, said again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from hypothesis import strategies as st

__all__ = ["FRAGMENTS", "Shape", "shapes"]

_SYLLABLES = ("ba", "ko", "ri", "ta", "mu", "ne", "lo", "shi", "ga", "du")
_GIVEN = ("John", "Mary", "Ahmed", "Olga", "Jim", "James")
_COUNTRIES = ("France", "Japan", "Kenya", "Poland", "Iran", "Chile", "Norway")
_MONTHS = ("January", "May", "June", "October")


def _name(number: int) -> str:
    """A name that no list has, another for each number."""
    return "".join(_SYLLABLES[int(digit)] for digit in str(number + 10)).capitalize()


def _of(words: tuple[str, ...], number: int) -> str:
    return words[number % len(words)]


FRAGMENTS: dict[str, Callable[[int], str]] = {
    "person": lambda i: f"{_of(_GIVEN, i)} {_name(i)}",
    "family": lambda i: f"{_of(_GIVEN, i)} {_name(i)} Kennedy",
    "surname": _name,
    "minister": lambda i: f"Defence Minister {_of(_GIVEN, i)} {_name(i)}",
    "apposed": lambda i: f"{_name(i)} {_name(i + 7)}, president of {_of(_COUNTRIES, i)},",
    "chiefs": lambda i: f"the defence chiefs of {_of(_COUNTRIES, i)} and {_of(_COUNTRIES, i + 1)}",
    "the president": lambda _: "the president",
    "country": lambda i: _of(_COUNTRIES, i),
    "body": lambda i: f"{_name(i)} Bank",
    "acronym": lambda i: f"{_name(i)} Arms Agency ({_name(i)[:1]}AA{'ABCDEFG'[i % 7]})",
    "ministry": lambda _: "the ministry",
    "forces": lambda _: "Russian forces",
    "police": lambda _: "police",
    "both": lambda _: "both sides",
    "he": lambda _: "he",
    "they": lambda _: "they and their friends",
    "weapon": lambda i: f"{_name(i)} missiles",
    "met": lambda _: "met",
    "attacked": lambda _: "attacked",
    "said": lambda _: "said that",
    "who": lambda i: f"who visited {_of(_COUNTRIES, i)}",
    "date": lambda i: f"on {i % 28 + 1} {_of(_MONTHS, i)} {1900 + i % 120}",
    "following": lambda _: "the following day",
    "quotation": lambda i: f'"We attack {_of(_COUNTRIES, i)}," said {_name(i)}',
    "mark": lambda _: '"',
    "opened": lambda _: "“We",
    "heading": lambda i: f"\n# {_name(i)} Meets\n",
    "bullet": lambda i: f"\n- {_name(i)}",
    "number": lambda i: f"\n{i}. It",
    "row": lambda i: f"\n| {_name(i)} | {i} |",
    "tag": lambda i: f"<b>{_name(i)}</b><br>",
    "entity": lambda _: "&amp;&nbsp;&#8217;",
    "footnote": lambda i: f"left.[{i}]",
    "blanks": lambda _: "\t\t \r\n",
    "bracket": lambda _: "(",
    "capitals": lambda i: f"{_name(i).upper()} SAYS",
    "of": lambda _: "minister of the",
    "amount": lambda i: f"{i} million",
}


@dataclass(frozen=True)
class Shape:
    """Fragments, one after the other and again, with something between them; ``distinct`` numbers are
    used before they come again.
    """

    fragments: tuple[str, ...]
    between: str
    distinct: int

    def text(self, length: int) -> str:
        """A text of this shape that is so many characters long."""
        parts: list[str] = []
        size = 0
        for number in count():
            for fragment in self.fragments:
                parts += [FRAGMENTS[fragment](number % self.distinct), self.between]
                size += len(parts[-2]) + len(self.between)
            if size >= length:
                return "".join(parts)[:length]
        raise AssertionError


shapes: st.SearchStrategy[Shape] = st.builds(
    Shape,
    st.lists(st.sampled_from(sorted(FRAGMENTS)), min_size=1, max_size=4).map(tuple),
    st.sampled_from((" ", ". ", ", ", " and ", "; ", "\n", ".\n\n")),
    st.sampled_from((1, 5, 100_000)),
)
