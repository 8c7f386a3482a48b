"""Whom a pronoun means: the likeliest of what was spoken of before, or nobody when that is not clear enough.

Candidates are weighed by distance and grammatical role, after Lappin and Leass (1994, Computational Linguistics 20:4), in a small form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.understanding.entities import Draft, Occurrence
from kg.understanding.scene import Scene

if TYPE_CHECKING:
    from kg.understanding.words import Word

__all__ = ["PRONOUNS", "resolve"]

_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_THING = frozenset({"it", "its", "itself"})
_SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})
_SPEAKERS = frozenset({"we", "us", "our", "ours", "ourselves"})
PRONOUNS = _MALE | _FEMALE | _PLURAL | _THING | _SPEAKER | _SPEAKERS

_ROLES = {"nsubj": 80, "nsubjpass": 75, "agent": 50, "dobj": 45, "dative": 45, "poss": 35, "pobj": 25, "attr": 20}
_SAYING = frozenset(
    {"say", "tell", "add", "write", "post", "declare", "announce", "warn", "note", "state", "stress", "claim", "insist", "reply", "argue"}
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def resolve(scene: Scene, token: Word) -> Occurrence | None:
    """What a pronoun stands for, as an occurrence at the pronoun; None when that is not clear. Each pronoun is worked out once."""
    if token.i not in scene.pronouns:
        scene.pronouns[token.i] = None  # a pronoun never refers to itself by way of another
        drafts = _antecedents(scene, token)
        if drafts:
            scene.pronouns[token.i] = scene.occurrence(token.i, token.i, token.i, drafts, "pronoun")
    return scene.pronouns[token.i]


def _antecedents(scene: Scene, token: Word) -> list[Draft]:
    word = token.lower_
    if word in _MALE or word in _FEMALE:
        return _person(scene, token, word in _FEMALE)
    if word in _PLURAL:
        return _several(scene, token)
    if word in _THING:
        return _thing(scene, token)
    if word in _SPEAKER or word in _SPEAKERS:
        return _speaker(scene, token, word in _SPEAKERS)
    return []


def _person(scene: Scene, token: Word, female: bool) -> list[Draft]:
    ahead = _main_subject(scene, token)
    if ahead is not None and ahead.drafts[0].female in {None, female}:
        return list(ahead.drafts)
    barred = _barred(scene, token)
    best: tuple[float, Draft] | None = None
    heard: dict[Draft, int] = {}
    for occurrence in _spoken(scene, token, 3):
        draft = occurrence.drafts[0]
        if len(occurrence.drafts) != 1 or draft.cls != "Person" or draft.female not in {None, female} or draft in barred:
            continue
        heard[draft] = heard.get(draft, 0) + 1
        score = _weight(scene, occurrence, token) + 4 * min(heard[draft], 5)
        if best is None or score > best[0]:
            best = score, draft
    return [best[1]] if best else []


def _spoken(scene: Scene, token: Word, sentences: int) -> list[Occurrence]:
    """What is spoken of before a pronoun, earlier pronouns that were worked out included, nearest first."""
    found = list(scene.before(token.i, sentences))
    lowest = scene.sentence[token.i] - sentences
    found += [o for i, o in scene.pronouns.items() if o is not None and i < token.i and scene.sentence[i] >= lowest]
    return sorted(found, key=lambda o: -o.head)


def _weight(scene: Scene, occurrence: Occurrence, token: Word) -> float:
    """How likely a pronoun takes up an occurrence, by role and distance."""
    role = scene.role(scene.doc[occurrence.head])
    if role not in _ROLES and _before_verb(scene, occurrence):
        role = "nsubj"
    parallel = 25 if role in _SUBJECTS and token.dep_ in _SUBJECTS else 0
    distance = scene.sentence[token.i] - scene.sentence[occurrence.head]
    return float((100 + _ROLES.get(role, 15) + parallel) * 0.55**distance)


def _before_verb(scene: Scene, occurrence: Occurrence) -> bool:
    """Whether a finite verb follows the words at once, whatever the parser made of them."""
    i = occurrence.last + 1
    return i < len(scene.doc) and scene.doc[i].tag_ in {"VBD", "VBZ", "VBP", "MD"}


def _barred(scene: Scene, token: Word) -> set[Draft]:
    """Those whom a pronoun cannot mean: the subject of the verb whose object it is."""
    if token.tag_ == "PRP$" or token.lower_.endswith(("self", "selves")):
        return set()
    verb = token.head.head if token.dep_ == "pobj" else token.head
    if token.dep_ not in {"dobj", "dative", "pobj", "iobj"} or verb.tag_[:2] != "VB":
        return set()
    return {d for child in verb.children if child.dep_ in _SUBJECTS for o in _at(scene, child) for d in o.drafts}


def _at(scene: Scene, token: Word) -> list[Occurrence]:
    found = scene.names.get(token.i) or scene.titles.get(token.i) or scene.descriptions.get(token.i)
    if found is None and token.lower_ in PRONOUNS:
        found = scene.pronouns.get(token.i)
    return [found] if found is not None and found.drafts else []


def _main_subject(scene: Scene, token: Word) -> Occurrence | None:
    """The person who is the subject that follows a fronted phrase with a possessive ("In his speech, Trump said")."""
    if token.tag_ != "PRP$" or any(scene.sentence[o.head] == scene.sentence[token.i] for o in scene.before(token.i, 0)):
        return None
    verb = token.head
    while verb.tag_[:2] != "VB" and verb.head.i != verb.i:
        verb = verb.head
    for child in verb.children:
        if (
            child.dep_ in _SUBJECTS
            and child.i > token.i
            and (commas := [t for t in scene.doc[token.i : child.i] if t.text == ","])
            and commas
        ):
            found = _at(scene, child)
            if found and len(found[0].drafts) == 1 and found[0].drafts[0].cls == "Person":
                return found[0]
    return None


def _several(scene: Scene, token: Word) -> list[Draft]:
    """The plural thing spoken of last, subjects first: joined names or a plural description; none when an unknown plural is nearer."""
    here = scene.sentence[token.i]
    for distance in range(3):
        options = _plurals(scene, token, here - distance)
        if options:
            best = max(options, key=lambda option: (2 * option[0] + 3 * (token.i - option[1] <= 3), option[1]))
            return best[2]
    return []


def _plurals(scene: Scene, token: Word, sentence: int) -> list[tuple[bool, int, list[Draft]]]:
    """Plural things in a sentence before a pronoun: is it a subject, where, and what (nothing for a plural noun that is not understood)."""
    found: list[tuple[bool, int, list[Draft]]] = []
    inside: set[int] = set()
    covered = {k for o in scene.descriptions.values() if len(o.drafts) > 1 for k in range(o.first, o.last + 1)}
    for chain in scene.chains:
        end = chain[-1].last
        if end in covered:
            continue
        if scene.sentence[end] == sentence and end < token.i:
            subject = any(scene.role(scene.doc[o.head]) in _SUBJECTS for o in chain) or _before_verb(scene, chain[-1])
            drafts = [scene.register.speaks_for(d) for o in chain for d in o.drafts]
            found.append((subject, end, list(dict.fromkeys(drafts))))
            inside.update(k for o in chain for k in range(o.first, o.last + 1))
    for i in range(token.i - 1, -1, -1):
        if scene.sentence[i] < sentence:
            break
        other = scene.doc[i]
        if scene.sentence[i] != sentence or i in inside or (other.tag_ not in {"NNS", "NNPS"} and i not in scene.pronouns):
            continue
        known = scene.descriptions.get(i) or scene.pronouns.get(i)
        drafts = list(known.drafts) if known else []
        plural = len(drafts) > 1 or (bool(drafts) and drafts[0].cls == "Group")
        subject = scene.role(other) in _SUBJECTS
        if plural or (subject and i not in scene.names and i not in scene.pronouns):
            found.append((subject, i, drafts if plural else []))
    return found


def _thing(scene: Scene, token: Word) -> list[Draft]:
    """The country or body meant by "it" or "its": the subject of the clause or of a verb above, else of the sentence before."""
    if token.lower_ == "it" and _is_empty(token):
        return []
    subject = _subject_above(token)
    while subject is not None:
        found = _at(scene, subject)
        if not found:
            return []
        drafts = [scene.register.speaks_for(d) for d in found[0].drafts]
        if len(drafts) == 1 and drafts[0].cls not in {"Person", "Group"}:
            return drafts
        if token.lower_ == "it":
            return []
        verb = subject.head
        subject = _subject_above(verb) if verb.head.i != verb.i else None
    best: tuple[float, Draft] | None = None
    for occurrence in scene.before(token.i, 1):
        draft = scene.register.speaks_for(occurrence.drafts[0])
        same = scene.sentence[occurrence.head] == scene.sentence[token.i]
        role = scene.role(scene.doc[occurrence.head])
        if len(occurrence.drafts) != 1 or not _is_body(draft) or occurrence.kind == "demonym":
            continue
        if role in _SUBJECTS or (same and token.lower_ == "its" and role != "poss") or _before_verb(scene, occurrence):
            score = _weight(scene, occurrence, token)
            if best is None or score > best[0]:
                best = score, draft
    return [best[1]] if best else []


def _is_body(draft: Draft) -> bool:
    return draft.cls == "Country" or draft.id.startswith("organization/")


def _is_empty(token: Word) -> bool:
    """Whether "it" stands for nothing: "it is important that", "it seems"."""
    if token.dep_ == "expl" or token.head.lemma_ in {"seem", "appear", "rain", "matter"}:
        return True
    clausal = any(c.dep_ in {"ccomp", "xcomp", "advcl", "csubj"} and c.i > token.head.i for c in token.head.children)
    return token.head.lemma_ == "be" and clausal and any(c.dep_ in {"acomp", "attr"} for c in token.head.children)


def _subject_above(token: Word) -> Word | None:
    """The subject that precedes a token, of the nearest verb above it that has one other than the token itself."""
    verb = token.head
    while True:
        if verb.tag_[:2] == "VB" or verb.pos_ in {"VERB", "AUX"}:
            for child in verb.children:
                if child.dep_ in _SUBJECTS and child.i < token.i and child.tag_ not in {"WDT", "WP"}:
                    return child
        if verb.head.i == verb.i:
            return None
        verb = verb.head


def _speaker(scene: Scene, token: Word, plural: bool) -> list[Draft]:
    """Who says "I"; for "we" the country or body that the speaker is or acts for."""
    verb = token.head
    while verb.head.i != verb.i:
        verb = verb.head
        if verb.lemma_ not in _SAYING:
            continue
        for child in verb.children:
            if child.dep_ not in _SUBJECTS or child.i == token.i:
                continue
            drafts = [d for o in _at(scene, child) for d in o.drafts]
            if len(drafts) != 1:
                return []
            if not plural:
                return drafts if drafts[0].cls == "Person" else []
            return drafts if _is_body(drafts[0]) else [c for d in drafts if d.sector == "GOV" and (c := scene.register.country_of(d))]
    return []
