"""What is known before the corpus is read, and what the corpus itself says about names."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from training.gazetteer import Gazetteer
from training.readers.gmb.table import Tagged

PATH = Path(__file__).parents[2] / "data" / "gmb.toml"
UNKNOWN = "?"
_KNOWN = {
    "places": "GPE",
    "locations": "LOC",
    "organizations": "ORG",
    "persons": "PERSON",
    "peoples": "NORP",
    "events": "EVENT",
    "doubtful": UNKNOWN,
}
_FORGOTTEN = (
    "West East North South Gulf Moon Earth Sun Victoria Nice Man Reading Male Jersey Mobile Union Pacific"
).split()
_SETTLED = {
    "West": UNKNOWN,
    "Gulf": UNKNOWN,
    "Victoria": UNKNOWN,
    "Pacific": "LOC",
    "Mississippi": "GPE",
    "National Hurricane Center": "ORG",
    "U.S. National Hurricane Center": "ORG",
    "Mississippi River": "LOC",
    "Turkey": "GPE",
    "Jordan": "GPE",
    "Georgia": "GPE",
    "Chad": "GPE",
}
_GOVERNED = frozenset(
    (
        "Northern Ireland|Western Australia|South Australia|Northern Territory|Western Sahara|North "
        "Sinai|South Sinai|Northern Cyprus"
    ).split("|")
)
_NO_PLACE_ENDS = frozenset(
    "agreement treaty awards award prize embassy consulate accord hotspur united".split()
)
_STATE_WORDS = frozenset(
    ["State", "Foreign", "Affairs", "Defense", "the", "Homeland", "Security", "Interior", "Finance"]
)
_TITLES_AND_NAMES = frozenset(["King", "Prince", "Judge", "Bishop", "Pope", "Lord", "Major", "Cardinal"])
_HONORIFICS = ("Mr.", "Ms.", "Mrs.", "Senator", "Minister", "President", "Chancellor", "Judge", "General")


@dataclass(frozen=True)
class Lists:
    """The word lists of gmb.toml, on top of a gazetteer."""

    gazetteer: Gazetteer
    lists: dict[str, frozenset[str]]
    titles: frozenset[str]
    """Lower-case titles that a name follows at once."""
    all_titles: frozenset[str]
    organization_words: frozenset[str]
    building_words: frozenset[str]
    """Lower-case words that end the names of places and buildings."""


def load_lists(gazetteer: Gazetteer, path: Path = PATH) -> Lists:
    """The lists of a file."""
    with path.open("rb") as file:
        table = tomllib.load(file)
    lists = {
        key: frozenset(value.split() if isinstance(value, str) else value) for key, value in table.items()
    }
    return Lists(
        gazetteer,
        lists,
        lists["titles"],
        gazetteer.titles | lists["titles"] | lists["more_titles"],
        (gazetteer.organization_words | lists["organization_words"]) - lists["not_organization_words"],
        gazetteer.facility_words | gazetteer.location_words,
    )


def cut_titles(lists: Lists, words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """A person's span without titles and what belongs to them; empty if nothing is left."""
    places, demonyms = lists.gazetteer.places, lists.gazetteer.demonyms
    while end > start and words[end - 1] in ("'s", "'", ",", "-", '"'):
        end -= 1
    start = _past_last_title(lists, words, start, end)
    if start < end and words[start].lower() == "of":
        start += 1
        while start < end and (words[start] in _STATE_WORDS or words[start] in places):
            start += 1
    while start < end and (
        words[start].lower() in lists.all_titles
        or words[start] in ("the", "The", "ex", "then", "U.S.", "U.N.")
        or words[start] in demonyms
        or (words[start] in places and end - start > 2)
    ):
        start += 1
    return start, end


def _past_last_title(lists: Lists, words: Sequence[str], start: int, end: int) -> int:
    titles = [i for i in range(start, end) if words[i].lower() in lists.titles]
    surname_title = (
        bool(titles) and titles[-1] == end - 1 and end - start > 1 and words[end - 1] in _TITLES_AND_NAMES
    )
    if surname_title and words[start].lower() not in lists.all_titles:
        titles.pop()  # Martin Luther King
    return titles[-1] + 1 if titles else start


@dataclass
class Evidence:
    """Counts over the corpus: labels by name, surnames, given names; and the phrases whose label is known."""

    lists: Lists
    totals: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    surnames: Counter[str] = field(default_factory=Counter)
    given: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    """Words that occur in lower case."""
    phrases: dict[str, str] = field(default_factory=dict)
    sure: frozenset[str] = frozenset()
    """Phrases known without the corpus."""

    @cached_property
    def longest(self) -> int:
        """Words of the longest phrase."""
        return max(phrase.count(" ") + 1 for phrase in self.phrases)

    def is_surname(self, word: str) -> bool:
        """True if persons carry the name at least as often as anything else does."""
        lists = self.lists
        if word in lists.lists["persons"]:
            return True
        others = sum(count for label, count in self.totals[word].items() if label in ("geo", "org", "gpe"))
        known = (
            word in lists.gazetteer.places
            or word in lists.lists["places"]
            or word in lists.lists["organizations"]
        )
        enough = self.surnames[word] >= 3 and self.surnames[word] > 0.5 * others
        return enough and not known and word.lower() not in lists.organization_words

    def majority(self, name: str) -> tuple[str | None, int, float]:
        """The most frequent label of a name, how often the name occurs, and the label's share."""
        counts = self.totals.get(name)
        if not counts:
            return None, 0, 0.0
        label, count = counts.most_common(1)[0]
        return label, counts.total(), count / counts.total()

    def place_label(self, name: str) -> str:
        """GPE, LOC, FAC, EVENT, ORG, or unknown for what the corpus calls a place."""
        gazetteer = self.lists.gazetteer
        words = name.lower().split(" ")
        generic = (
            words[0] in self.lists.building_words
            or name in ("North", "South", "East", "West")
            or len(name) < 3
        )
        if (
            (len(words) == 1 and generic)
            or words[0] in ("operation", "treaty")
            or words[-1] in _NO_PLACE_ENDS
        ):
            return UNKNOWN
        if words[0] in ("typhoon", "hurricane"):
            return "EVENT"
        if len(words) == 2 and (
            words[0] == "port" or name in ("Fort Wayne", "Fort Lauderdale", "Fort Worth", "Fort Myers")
        ):
            return "GPE"
        if "of" in words[1:] and (words[0] in gazetteer.location_words or words[0] == "straits"):
            return "LOC"
        return "GPE" if name in _GOVERNED else gazetteer.place_label(name)


def gather(sentences: Sequence[Tagged], lists: Lists, given: frozenset[str]) -> Evidence:
    """The evidence of the whole corpus; `given` are given names known beforehand."""
    evidence = Evidence(lists)
    first: Counter[str] = Counter()
    not_first: Counter[str] = Counter()
    for sentence in sentences:
        for start, end, label in sentence.spans:
            _count(evidence, sentence.words, start, end, label, first, not_first)
    gazetteer = lists.gazetteer
    frequent = (name for name, count in first.items() if count >= 3 and count > 2 * not_first[name])
    kept = frozenset(
        n
        for n in frequent
        if n not in gazetteer.places | gazetteer.demonyms and n.lower() not in lists.all_titles
    )
    evidence.given = kept | (given - gazetteer.places)
    evidence.small = frozenset(word for sentence in sentences for word in sentence.words if word.islower())
    evidence.phrases = _known_phrases(lists)
    evidence.sure = frozenset(evidence.phrases)
    _learn_phrases(evidence)
    return evidence


def _count(
    evidence: Evidence,
    words: Sequence[str],
    start: int,
    end: int,
    label: str,
    first: Counter[str],
    not_first: Counter[str],
) -> None:
    lists = evidence.lists
    if label == "tim":
        return
    if label == "per":
        start, end = cut_titles(lists, words, start, end)
        if start >= end:
            return
        if end - start > 1 or (start and words[start - 1].lower() in lists.titles):
            evidence.surnames[words[end - 1]] += 1
        if end - start > 1:
            first[words[start]] += 1
    else:
        if start and end - start < 3 and words[start - 1] in _HONORIFICS:
            evidence.surnames[words[end - 1]] += 1
        if words[start] in ("the", "The") and end - start > 1:
            start += 1
        if end - start > 1:
            not_first[words[start]] += 1
    evidence.totals[" ".join(words[start:end])][label] += 1


def _known_phrases(lists: Lists) -> dict[str, str]:
    gazetteer = lists.gazetteer
    groups: Iterable[tuple[frozenset[str], str]] = [
        (gazetteer.places, "GPE"),
        (lists.lists["places"], "GPE"),
        (gazetteer.locations, "LOC"),
    ]
    groups = [*groups, *((lists.lists[key], label) for key, label in _KNOWN.items() if key != "places")]
    phrases = {name: label for names, label in groups for name in names}
    for name in _FORGOTTEN:
        phrases.pop(name, None)
    phrases.update(_SETTLED)
    for name in gazetteer.demonyms - lists.lists["not_demonyms"]:
        phrases.setdefault(name, "NORP")
    return phrases


def _learn_phrases(evidence: Evidence) -> None:
    """Names of several words that have one label in most of four or more cases."""
    lists, phrases = evidence.lists, evidence.phrases
    for name in evidence.totals:
        words = name.split(" ")
        label, count, share = evidence.majority(name)
        if count < 4 or name in phrases or not _is_one_name(evidence, words):
            continue
        if label == "per" and share > 0.6 and words[-1] not in lists.organization_words:
            phrases[name] = "PERSON"
        elif label == "org" and share > 0.6 and words[0] not in evidence.given:
            phrases[name] = "ORG"
        elif label == "geo" and share > 0.7 and words[0] not in evidence.given:
            phrases[name] = (
                "ORG" if words[-1].lower() in lists.organization_words else evidence.place_label(name)
            )


def _is_one_name(evidence: Evidence, words: Sequence[str]) -> bool:
    """False for single words, words before a title, and known phrases in a row: "France and Germany"."""
    name = " ".join(words)
    if len(words) < 2 or not words[0][:1].isupper() or words[-1].lower() in evidence.lists.all_titles:
        return False
    parts = re.split(r" (?:and|or|,|'s) ", name)
    return len(parts) == 1 or not all(part in evidence.phrases for part in parts)
