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
    titled = label == "org" and len(name.parts) > 1 and name.parts[0].lower() in evidence.lists.titles
    found = _by_form(evidence, name, label)
    if found is None and titled and not _all_peoples(evidence, name):
        start, end = cut_titles(evidence.lists, words, start, end)
        person = end - start == 1 and (
            evidence.is_surname(words[start]) or evidence.totals[words[start]]["per"]
        )
        return [(start, end, "PERSON")] if person else [(name.start, name.end, UNKNOWN)]
    return [(start, end, found or _by_label(evidence, name, label, tags[start]))]


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
    parts, phrases, lists = name.parts, evidence.phrases, evidence.lists.lists
    if not all(part[:1].isupper() or part.lower().startswith(_PARTICLES) for part in parts) or any(
        c.isdigit() for c in name.text
    ):
        return False
    if len(parts) > 4 or (
        parts[0] not in evidence.given and any(phrases.get(part) in ("GPE", "NORP") for part in parts[:-1])
    ):
        return False
    titled = name.before.lower() in evidence.lists.titles
    alone = len(parts) == 1
    surname = evidence.is_surname(name.text)
    if parts[-1] in lists["not_persons"] or (alone and name.text in lists["fable"]):
        return False
    if alone and name.text.lower() in evidence.small and not titled and not surname:
        return False
    label, count, share = evidence.majority(name.text)
    if alone and not titled and not surname and not (label == "per" and share >= 0.6 and count >= 2):
        return False
    return label == "per" or count < 4 or share <= 0.6 or titled or parts[0] in evidence.given


def _by_form(evidence: Evidence, name: _Name, label: str) -> str | None:
    """A label that the words decide whatever the corpus says; None if they do not."""
    parts, lists = name.parts, evidence.lists
    last = parts[-1].lower()
    capitals = (
        len(parts) in (2, 3)
        and re.fullmatch(r"[A-Z][A-Z'-]{2,}", parts[-1])
        and re.fullmatch(r"[A-Z][a-z-]+", parts[0])
    )
    if capitals and parts[0].lower() not in evidence.small and parts[0] not in evidence.phrases:
        return "PERSON" if "of" not in parts else UNKNOWN
    titled = name.before.lower() in lists.titles
    if (
        label in ("org", "geo", "gpe")
        and titled
        and (evidence.is_surname(parts[-1]) or name.before in ("Mr.", "Ms.", "Mrs."))
    ):
        return "PERSON"
    plain = (
        last not in lists.organization_words
        and last not in lists.building_words
        and "of" not in parts
        and "and" not in parts
    )
    if len(parts) in (2, 3) and parts[0] in evidence.given and plain:
        return "PERSON" if evidence.is_surname(parts[-1]) else UNKNOWN
    if len(parts) == 1 and evidence.is_surname(name.text):
        return "PERSON"
    if not any(part[:1].isupper() for part in parts) and not name.text.startswith("al-"):
        return UNKNOWN
    if label == "org" and len(parts) > 1 and last in lists.lists["facility_ends"]:
        return "FAC"
    return None


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
    small = any(part.islower() and part not in lists.lists["organization_small"] for part in parts)
    if re.match(r"\d", text) or len(parts) > 7 or small:
        return UNKNOWN
    return "ORG" if _is_supported(evidence, name, word, count) else UNKNOWN


def _is_supported(evidence: Evidence, name: _Name, word: bool, count: int) -> bool:
    """False for an organization that looks like two names, a person, or something seen once; `word`: it ends
    as organizations do.
    """
    parts, phrases, given = name.parts, evidence.phrases, evidence.given
    if "and" in parts:
        known = all(phrases.get(part) in ("GPE", "NORP", "ORG") for part in parts if part != "and")
        if known or any(part in given for part in parts[1:]):
            return False
    if len(parts) > 1 and count <= 2 and not word:
        common = any(
            (part.lower() in evidence.small and part not in ("of", "the"))
            or part.isupper()
            or phrases.get(part) in ("GPE", "NORP")
            for part in parts
        )
        if not common or any(part in given for part in parts):
            return False
    return len(parts) > 1 or count > 1 or name.text.isupper() or "&" in name.text


def _place(evidence: Evidence, name: _Name) -> str:
    parts, lists, text = name.parts, evidence.lists, name.text
    label, count, share = evidence.majority(text)
    if parts[-1].lower() in lists.organization_words:
        return "ORG"
    if re.fullmatch(r"[A-Z][A-Z&.-]{2,}", text):
        return "ORG" if label == "org" else UNKNOWN
    if label == "org" and count >= 3 and share > 0.5:
        return "ORG"
    if label == "per" and count >= 3:
        return "PERSON"
    generic = any(part.lower() in lists.building_words for part in parts)
    if (
        (len(parts) > 3 and not generic)
        or any(evidence.phrases.get(part) == "NORP" for part in parts)
        or "and" in parts
        or "," in parts
    ):
        return UNKNOWN
    located = (name.start and name.before in lists.lists["before_place"]) or name.after in lists.lists[
        "after_place"
    ]
    if count <= 2 and len(parts) < 3 and not located and not generic:
        return UNKNOWN
    small = any(part.islower() and part not in lists.lists["place_small"] for part in parts)
    if small or "." in text[2:-1] or re.match(r"[0-9]", text):
        return UNKNOWN
    return evidence.place_label(text)
