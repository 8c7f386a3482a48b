"""Objects before infinitives in trees already in CLEAR: "allow X to go" as the conversion now has it.

The treebanks take X for an indirect object of "allow" and "cause", and the prepared corpora, and with them
what the teacher read, for an object of "allow"; CLEAR has it as the subject of "go".
"""

from __future__ import annotations

from dataclasses import replace

from training.corpus import Parse
from training.fragments import span

_VERBS = frozenset(
    f"{stem}{ending}"
    for stem, endings in {
        "allow": ("", "s", "ed", "ing"),
        "caus": ("e", "es", "ed", "ing"),
        "enabl": ("e", "es", "ed", "ing"),
        "permit": ("", "s", "ted", "ting"),
    }.items()
    for ending in endings
)
"""Forms of verbs whose object before an infinitive is always its subject; what the teacher read has no
lemmas.
"""
_OBJECTS = ("dobj", "dative")


def raise_objects(parse: Parse) -> Parse:
    """The sentence with each object between such a verb and its infinitive as the infinitive's subject,
    itself a ccomp.
    """
    heads, labels = list(parse.heads), list(parse.labels)
    for place, label in enumerate(parse.labels):
        verb = parse.heads[place]
        if label != "xcomp" or verb >= place or parse.words[verb].lower() not in _VERBS:
            continue
        own = _dependents(parse, place)
        subjects = [i for i in _dependents(parse, verb) if verb < i < place and parse.labels[i] in _OBJECTS]
        if (
            len(subjects) == 1
            and _is_infinitive(parse, own)
            and span(parse, subjects[0])[1] == span(parse, place)[0]
        ):
            passive = any(parse.labels[i] == "auxpass" for i in own)
            heads[subjects[0]], labels[subjects[0]] = place, "nsubjpass" if passive else "nsubj"
            labels[place] = "ccomp"
    return replace(parse, heads=tuple(heads), labels=tuple(labels))


def _dependents(parse: Parse, head: int) -> list[int]:
    return [i for i, up in enumerate(parse.heads) if up == head and i != head]


def _is_infinitive(parse: Parse, dependents: list[int]) -> bool:
    return any(parse.tags[i] == "TO" and parse.labels[i] == "aux" for i in dependents)
