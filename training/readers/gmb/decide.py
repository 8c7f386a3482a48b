"""The label of one span of the corpus whose text is no known phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from training.readers.gmb.knowledge import UNKNOWN, Evidence, cut_titles
from training.readers.gmb.table import Span

_HEAD_WORDS = frozenset(
    "and or north south east west northern southern eastern western central in of , "
    "northeastern northwestern southeastern southwestern".split()
)
_PARTICLES = ("al-", "al", "bin", "de", "van", "von", "el", "da", "ul", "ibn", "bint", "der", "la", "du")
_PLURALS = re.compile(r"(ians?|eans?|ese|ish|ans|is|i|oes|ites?)$")
_CALENDAR = re.compile(r"Ramadan|Christmas|Easter|Mass|Day|Year|^I+$|^[A-Z-]+$")
_LANGUAGES = ("English", "Arabic", "Spanish", "French")
_EVENTS = ("Open", "Games", "Cup", "Olympics")


@dataclass(frozen=True, slots=True)
class _Name:
    """A span that is to be labelled, and what the corpus says of its text."""

    words: Sequence[str]
    start: int
    end: int

    @property
    def parts(self) -> Sequence[str]:
        return self.words[self.start : self.end]

    @property
    def text(self) -> str:
        return " ".join(self.parts)

    @property
    def before(self) -> str:
        return self.words[self.start - 1] if self.start else ""

    @property
    def after(self) -> str:
        return self.words[self.end] if self.end < len(self.words) else ""


def decide(
    evidence: Evidence, words: Sequence[str], tags: Sequence[str], start: int, end: int, label: str
) -> list[Span]:
    """The spans that a labelled span becomes; the label UNKNOWN where there is no support."""
    start, end = _trim(words, start, end)
    if start >= end:
        return []
    text = " ".join(words[start:end])
    if text in evidence.phrases:
        return [(start, end, evidence.phrases[text])]
    parts = _coordinated(evidence, words, start, end, label)
    if parts:
        return parts
    if label == "per":
        return _decide_person(evidence, words, start, end)
    start, end = _cut_end(evidence, words, start, end)
    if start >= end:
        return []
    name = _Name(words, start, end)
    if name.text in evidence.phrases:
        return [(start, end, evidence.phrases[name.text])]
    if "'s" in name.parts:
        owner = start + list(name.parts).index("'s")
        known = evidence.phrases.get(" ".join(words[start:owner]))
        if known and evidence.totals[name.text][label] < 3:
            return [(start, owner, known), *decide(evidence, words, tags, owner + 1, end, label)]
    found = _by_form(evidence, name, label)
    if found is None and label == "org" and _is_titled(evidence, name):
        return [_behind_title(evidence, name)]
    return [(start, end, found or _by_label(evidence, name, label, tags[start]))]


def _is_titled(evidence: Evidence, name: _Name) -> bool:
    """True for several words that begin with a title, unless all are peoples."""
    parts = name.parts
    return len(parts) > 1 and parts[0].lower() in evidence.lists.titles and not _all_peoples(evidence, name)


def _behind_title(evidence: Evidence, name: _Name) -> Span:
    """The person behind the titles of a so-called organization, or all of it as unknown."""
    words = name.words
    start, end = cut_titles(evidence.lists, words, name.start, name.end)
    person = end - start == 1 and (evidence.is_surname(words[start]) or evidence.totals[words[start]]["per"])
    return (start, end, "PERSON") if person else (name.start, name.end, UNKNOWN)


def _trim(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    while end > start and words[end - 1] in ("'s", "'", ",", '"', ")"):
        end -= 1
    while start < end and words[start] in ("the", "The", "a", "an", '"', "'s", "("):
        start += 1
    while start < end and words[start] in _HEAD_WORDS:
        start += 1
    return start, end


def _cut_end(evidence: Evidence, words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Cuts titles off the end of an organization."""
    lists, whole = evidence.lists, end

    def is_title(word: str) -> bool:
        return word.lower() in lists.all_titles and word.lower() not in lists.organization_words

    while (
        end > start and is_title(words[end - 1]) and not (end - start > 2 and words[end - 2] in ("of", "for"))
    ):
        end -= 1
    while start < end < whole and is_title(words[end - 1]):
        end -= 1
    return start, end


def _coordinated(evidence: Evidence, words: Sequence[str], start: int, end: int, label: str) -> list[Span]:
    """The members of "Hindus and Muslims" labelled as one; empty if one of them is not known."""
    bounds = [i for i in range(start, end) if words[i] in ("and", "or", ",")]
    if not bounds:
        return []
    spans: list[Span] = []
    for first, last in zip([start, *(i + 1 for i in bounds)], [*bounds, end], strict=True):
        if first >= last:
            continue
        found = evidence.phrases.get(" ".join(words[first:last]))
        surname = label == "per" and last - first == 1 and evidence.is_surname(words[first])
        if found not in ("GPE", "NORP", "LOC", "PERSON", "ORG") and not surname:
            return []
        spans.append((first, last, found or "PERSON"))
    return spans if len(spans) > 1 else []


def _decide_person(evidence: Evidence, words: Sequence[str], whole: int, end: int) -> list[Span]:
    phrases = evidence.phrases
    start, end = cut_titles(evidence.lists, words, whole, end)
    before = [
        (i, i + 1, phrases[words[i]])
        for i in range(whole, min(start, end))
        if phrases.get(words[i]) in ("GPE", "NORP", "ORG")
    ]
    if start >= end:
        return before
    name = _Name(words, start, end)
    if name.text in phrases:
        return [*before, (start, end, phrases[name.text])]
    if len(name.parts) > 1 and name.parts[-1].lower() in evidence.lists.organization_words:
        return [*before, (start, end, "ORG")]
    return [*before, (start, end, "PERSON" if _is_person(evidence, name) else UNKNOWN)]


def _is_person(evidence: Evidence, name: _Name) -> bool:
    parts = name.parts
    if not _is_written_as_person(evidence, name) or parts[-1] in evidence.lists.lists["not_persons"]:
        return False
    titled = name.before.lower() in evidence.lists.titles
    label, count, share = evidence.majority(name.text)
    if len(parts) == 1:
        if name.text in evidence.lists.lists["fable"]:
            return False
        often = label == "per" and share >= 0.6 and count >= 2 and name.text.lower() not in evidence.small
        if not (titled or evidence.is_surname(name.text) or often):
            return False
    return label == "per" or count < 4 or share <= 0.6 or titled or parts[0] in evidence.given


def _is_written_as_person(evidence: Evidence, name: _Name) -> bool:
    """False for lower-case words, digits, more than four words, and names of places and peoples at the
    beginning.
    """
    parts = name.parts
    if len(parts) > 4 or any(character.isdigit() for character in name.text):
        return False
    if not all(part[:1].isupper() or part.lower().startswith(_PARTICLES) for part in parts):
        return False
    placed = any(evidence.phrases.get(part) in ("GPE", "NORP") for part in parts[:-1])
    return parts[0] in evidence.given or not placed


def _by_form(evidence: Evidence, name: _Name, label: str) -> str | None:
    """A label that the words decide whatever the corpus says; None if they do not."""
    parts, lists = name.parts, evidence.lists
    last = parts[-1].lower()
    if _ends_in_capitals(evidence, parts):
        return "PERSON" if "of" not in parts else UNKNOWN
    if label in ("org", "geo", "gpe") and _follows_title(evidence, name):
        return "PERSON"
    if len(parts) in (2, 3) and parts[0] in evidence.given and _is_plain(evidence, parts):
        return "PERSON" if evidence.is_surname(parts[-1]) else UNKNOWN
    if len(parts) == 1 and evidence.is_surname(name.text):
        return "PERSON"
    if not _has_capital(name):
        return UNKNOWN
    if label == "org" and len(parts) > 1 and last in lists.lists["facility_ends"]:
        return "FAC"
    return None


def _has_capital(name: _Name) -> bool:
    return any(part[:1].isupper() for part in name.parts) or name.text.startswith("al-")


def _ends_in_capitals(evidence: Evidence, parts: Sequence[str]) -> bool:
    """True for a surname in capitals behind a name that is no common word and no known phrase."""
    return bool(
        len(parts) in (2, 3)
        and re.fullmatch(r"[A-Z][A-Z'-]{2,}", parts[-1])
        and re.fullmatch(r"[A-Z][a-z-]+", parts[0])
        and parts[0].lower() not in evidence.small
        and parts[0] not in evidence.phrases
    )


def _follows_title(evidence: Evidence, name: _Name) -> bool:
    return name.before.lower() in evidence.lists.titles and (
        evidence.is_surname(name.parts[-1]) or name.before in ("Mr.", "Ms.", "Mrs.")
    )


def _is_plain(evidence: Evidence, parts: Sequence[str]) -> bool:
    """True without "of" and "and", and without a last word of organizations and buildings."""
    last = parts[-1].lower()
    named = last in evidence.lists.organization_words or last in evidence.lists.building_words
    return not named and "of" not in parts and "and" not in parts


def _all_peoples(evidence: Evidence, name: _Name) -> bool:
    return all(evidence.phrases.get(part) == "NORP" for part in name.parts)


def _by_label(evidence: Evidence, name: _Name, label: str, tag: str) -> str:
    if label == "org":
        return _organization(evidence, name)
    if label == "geo":
        return _place(evidence, name)
    if label == "gpe":
        if _all_peoples(evidence, name) or _PLURALS.search(name.text):
            return "NORP"
        majority, count, _ = evidence.majority(name.text)
        return "GPE" if count > 1 and majority in ("geo", "gpe") else UNKNOWN
    if label == "eve":
        return UNKNOWN if _CALENDAR.search(name.text) or len(name.parts) == 1 else "EVENT"
    if label in ("art", "nat") and name.text in _LANGUAGES:
        return "LANGUAGE" if tag.startswith("NN") else "NORP"
    return UNKNOWN


def _organization(evidence: Evidence, name: _Name) -> str:
    parts, lists, text = name.parts, evidence.lists, name.text
    word = parts[-1].lower() in lists.organization_words
    label, count, share = evidence.majority(text)
    if _all_peoples(evidence, name):
        return "NORP"
    if label == "geo" and count >= 4 and share > 0.6 and not word:
        return "ORG" if text.isupper() else evidence.place_label(text)
    if label == "per" and count >= 3 and share > 0.5:
        return "PERSON"
    if parts[0] in ("Typhoon", "Hurricane", "Operation") or parts[-1] in lists.lists["not_organizations"]:
        return "EVENT" if parts[-1] in _EVENTS else UNKNOWN
    return "ORG" if not re.match(r"\d", text) and _is_supported(evidence, name, word, count) else UNKNOWN


def _has_small(parts: Sequence[str], allowed: frozenset[str]) -> bool:
    """True if a word is in lower case that may not be."""
    return any(part.islower() and part not in allowed for part in parts)


def _is_supported(evidence: Evidence, name: _Name, word: bool, count: int) -> bool:
    """False for an organization that is long, looks like two names, a person, or something seen once; `word`:
    it ends as organizations do.
    """
    parts, given = name.parts, evidence.given
    small = evidence.lists.lists["organization_small"]
    if len(parts) > 7 or _has_small(parts, small) or _is_two_names(evidence, parts):
        return False
    if len(parts) > 1 and count <= 2 and not word:
        common = any(_is_common(evidence, part) for part in parts)
        if not common or not given.isdisjoint(parts):
            return False
    return len(parts) > 1 or count > 1 or name.text.isupper() or "&" in name.text


def _is_two_names(evidence: Evidence, parts: Sequence[str]) -> bool:
    if "and" not in parts:
        return False
    kinds = {evidence.phrases.get(part) for part in parts if part != "and"}
    return kinds <= {"GPE", "NORP", "ORG"} or not evidence.given.isdisjoint(parts[1:])


def _is_common(evidence: Evidence, part: str) -> bool:
    """True for what stands in names of organizations: a word that occurs in lower case, capitals, a place, a
    people.
    """
    small = part.lower() in evidence.small and part not in ("of", "the")
    return small or part.isupper() or evidence.phrases.get(part) in ("GPE", "NORP")


def _place(evidence: Evidence, name: _Name) -> str:
    parts, text = name.parts, name.text
    label, count, share = evidence.majority(text)
    if parts[-1].lower() in evidence.lists.organization_words:
        return "ORG"
    if re.fullmatch(r"[A-Z][A-Z&.-]{2,}", text):
        return "ORG" if label == "org" else UNKNOWN
    if label == "org" and count >= 3 and share > 0.5:
        return "ORG"
    if label == "per" and count >= 3:
        return "PERSON"
    return evidence.place_label(text) if _is_written_as_place(evidence, name, count) else UNKNOWN


def _is_written_as_place(evidence: Evidence, name: _Name, count: int) -> bool:
    """False for several names in one, and for what is seen seldom and not where places stand."""
    parts, lists, text = name.parts, evidence.lists, name.text
    generic = any(part.lower() in lists.building_words for part in parts)
    several = any(part in ("and", ",") or evidence.phrases.get(part) == "NORP" for part in parts)
    if several or (len(parts) > 3 and not generic):
        return False
    before, after = lists.lists["before_place"], lists.lists["after_place"]
    located = (name.start and name.before in before) or name.after in after
    if count <= 2 and len(parts) < 3 and not located and not generic:
        return False
    return not (
        _has_small(parts, lists.lists["place_small"]) or "." in text[2:-1] or re.match(r"[0-9]", text)
    )
