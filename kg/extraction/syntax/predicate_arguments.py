"""Predicate-argument structure: from a trigger word to the words that fill its roles, whatever the
construction.

A *slot* is a named place around a trigger:

    subject      who does it: the subject of an active verb, the "by" agent of a passive one; through control
    and raising ("vowed to"),
                 coordination, participles, relative and reduced relative clauses
    object       what it is done to: the object of an active verb, the subject of a passive one
    indirect     the recipient: "gave X approval", "gave approval to X"
    attribute    what a copula says: "is an ally of"
    complement   the head of an infinitive, gerund or clause that the trigger governs
    infinitive   the same, infinitives only
    possessor    "Seoul's push", "its push"
    modifier     a noun or adjective before a noun: "US sanctions"
    appositive   "the talks, a summit of"
    governor     the verb that a noun is an argument of
    condition    the verb of a clause with "if" or "unless": "will strike back if Iran **attacks**"
    any other    a preposition ("with", "out of"): its objects

Slots are joined to paths with dots: ``complement.object`` is the object of the governed infinitive. Labels
are those of spaCy's English pipelines (CLEAR dependencies, PTB tags). Coordinated arguments are all given, in
the order of the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kg.extraction.syntax.noun_heads import DEPTH, NOMINALS, RELATIVE, conjuncts, with_label, words_meant
from kg.extraction.syntax.prepositions import VERB_TAGS, behind
from kg.extraction.syntax.voice import (
    described_by,
    is_infinitive,
    is_passive,
    noun_before,
    unlabelled_subject,
)
from kg.nlp.tokens import SUBJECTS, Token

__all__ = ["arguments"]


def surface_subject(token: Token, depth: int = DEPTH) -> list[Token]:
    """The words in the subject's place of a verb or predicate adjective, its own or the one that grammar
    lends it; [] if none.
    """
    own = with_label(token, SUBJECTS) or [
        s for aux in with_label(token, {"aux", "auxpass"}) for s in with_label(aux, SUBJECTS)
    ]
    if own:
        return words_meant(own)
    if token.head.i == token.i:
        return unlabelled_subject(token)
    if depth == 0:
        return []
    if (noun := described_by(token)) is not None:
        return list(conjuncts(noun))
    if (noun := noun_before(token)) is not None:
        return _of_infinitive(noun, depth - 1)
    inherit = _INHERIT.get(token.dep_)
    return inherit(token, depth - 1) if inherit else []


def _from_head(token: Token, depth: int) -> list[Token]:
    return (
        surface_subject(token.head, depth)
        if token.head.tag_ in VERB_TAGS or token.head.dep_ in ("acomp", "conj")
        else []
    )


def _controller(token: Token, depth: int) -> list[Token]:
    """The understood subject of an infinitive or gerund under a governing verb or adjective."""
    governor, words = token.head, token.doc.words
    recipients = arguments(governor, "indirect") if governor.lemma_ in words.giving else []
    if recipients:
        return recipients
    objects = words_meant(with_label(governor, {"dobj"}))
    if (
        objects
        and governor.lemma_ not in words.subject_control
        and (token.dep_ == "xcomp" or governor.lemma_ in words.object_control)
    ):
        return objects
    for preposition in words.calling.get(governor.lemma_, ()):
        if called := arguments(governor, preposition):
            return called
    return surface_subject(governor, depth)


def _adverbial(token: Token, depth: int) -> list[Token]:
    if token.head.tag_ not in VERB_TAGS and token.head.dep_ != "acomp":
        return _of_noun(token, depth)
    if is_infinitive(token):
        return _controller(token, depth)
    sharing = token.doc.words.subject_sharing
    if any(child.dep_ == "mark" and child.lower_ not in sharing for child in token.children):
        return []
    return surface_subject(token.head, depth)


def _of_noun(token: Token, depth: int) -> list[Token]:
    """The understood subject of "the push to retake", "forces stationed in", "a company building"."""
    noun = token.head
    if not is_infinitive(token):
        return list(conjuncts(noun)) if noun.tag_ in NOMINALS else []
    return _of_infinitive(noun, depth)


def _of_infinitive(noun: Token, depth: int) -> list[Token]:
    """Who is to do what the infinitive after a noun says."""
    owners = arguments(noun, "possessor")
    if owners:
        return owners
    if noun.tag_ in ("NNP", "NNPS") or (noun.dep_ == "pobj" and noun.head.lower_ == "for"):
        return list(conjuncts(noun))
    for_whom = [
        f for prep in with_label(noun, {"prep"}) if prep.lower_ == "for" for f in with_label(prep, {"pobj"})
    ]
    if for_whom:
        return words_meant(for_whom)
    verb = noun.head
    if noun.dep_ in ("dobj", "nsubjpass", "attr", "pobj", "conj") and verb.i != noun.i:
        verb = verb.head if noun.dep_ == "pobj" else verb
        if verb.lemma_ in noun.doc.words.giving and (recipients := arguments(verb, "indirect")):
            return recipients
        return surface_subject(verb, depth) if noun.dep_ != "nsubjpass" else arguments(verb, "by")
    return []


def _after_preposition(token: Token, depth: int) -> list[Token]:
    """The understood subject of a gerund after a preposition: "accused X of bombing", "without firing", "his
    role in building".
    """
    preposition = token.head
    governor, words = preposition.head, token.doc.words
    if (
        preposition.lower_ == "for"
        and governor.lemma_ in words.imposing
        and (burdened := arguments(governor, "on") or arguments(governor, "object.on"))
    ):
        return burdened
    if governor.tag_ in VERB_TAGS:
        return _under_verb(governor, preposition, depth)
    return arguments(governor, "possessor") or _under_noun(governor, preposition, depth)


def _under_verb(verb: Token, preposition: Token, depth: int) -> list[Token]:
    """The understood subject of a gerund after a verb and a preposition."""
    words = verb.doc.words
    objects = words_meant(with_label(verb, {"dobj"}))
    if objects and verb.lemma_ in words.object_control and preposition.lower_ in words.gerund_links:
        return objects
    if preposition.lower_ in words.judged_for and verb.lemma_ in words.judging:
        return arguments(verb, "object")
    return surface_subject(verb, depth)


def _under_noun(noun: Token, preposition: Token, depth: int) -> list[Token]:
    """The understood subject of a gerund after a noun that nobody owns, and a preposition."""
    words = noun.doc.words
    controlled = noun.head.lemma_ in words.object_control and preposition.lower_ in words.gerund_links
    if noun.dep_ in ("dobj", "nsubjpass") and controlled:
        return list(conjuncts(noun))
    return surface_subject(noun.head, depth) if noun.dep_ in ("dobj", "attr", "acomp") else []


_INHERIT: Final[dict[str, Callable[[Token, int], list[Token]]]] = {
    "conj": _from_head,
    "xcomp": _controller,
    "acomp": _from_head,
    "attr": _from_head,
    "oprd": _from_head,
    "ccomp": _from_head,
    "advcl": _adverbial,
    "acl": _of_noun,
    "relcl": lambda token, depth: (
        list(conjuncts(token.head)) if is_passive(token) or token.tag_ == "VBG" else []
    ),
    "pcomp": _after_preposition,
}


def _subject(token: Token) -> list[Token]:
    if token.tag_ in VERB_TAGS:
        return arguments(token, "by") if is_passive(token) else surface_subject(token)
    if token.dep_ in ("acomp", "attr", "oprd"):
        return surface_subject(token)
    return []


def _object(token: Token) -> list[Token]:
    if token.tag_ not in VERB_TAGS:
        return []
    if is_passive(token):
        return _with_own_object(token) or surface_subject(token)
    if objects := with_label(token, {"dobj"}):
        return words_meant(objects[1:] if _is_double(token, objects) else objects)
    # a name that the parser took for a predicate: "criticised Qatar over ..."
    if named := [c for c in with_label(token, {"oprd"}) if c.tag_ in ("NNP", "NNPS") and c.i > token.i]:
        return words_meant(named)
    if after_particle := [
        f for child in token.children if _is_particle(child) for f in with_label(child, {"pobj"})
    ]:
        return words_meant(after_particle)
    return _relativised(token) or _shared_object(token)


def _relativised(token: Token) -> list[Token]:
    """The noun that a relative clause describes, when it is the clause's object: "the port that X bombed"."""
    subjects = with_label(token, SUBJECTS) if token.dep_ == "relcl" else []
    return [token.head] if subjects and not any(s.lower_ in RELATIVE for s in subjects) else []


def _shared_object(token: Token) -> list[Token]:
    """The object of the last of several verbs, which all have: "bombed and shelled the city"."""
    for other in with_label(token, {"conj"}):
        if _alike(other, token) and not with_label(token, {"prep", "ccomp", "xcomp", "acomp", "attr"}):
            return words_meant(with_label(other, {"dobj"}))
    return []


def _alike(verb: Token, other: Token) -> bool:
    """Whether two verbs have the same form; parsers take the plain present for an infinitive."""
    return verb.tag_ == other.tag_ or {verb.tag_, other.tag_} == {"VB", "VBP"}


def _is_particle(child: Token) -> bool:
    """Whether a word belongs to the verb ("called off a strike"), whatever the parser hung on it."""
    return bool(child.dep_ == "prt" or (child.dep_ == "prep" and child.tag_ == "RP"))


def _is_double(token: Token, objects: list[Token]) -> bool:
    """Whether the first of two objects is really the recipient: "gave Chad approval" with both labelled
    alike.
    """
    return (
        token.lemma_ in token.doc.words.giving
        and len(objects) == 2
        and objects[0].tag_ in ("NNP", "NNPS", "PRP")
        and objects[1].tag_ in ("NN", "NNS")
    )


def _with_own_object(token: Token) -> list[Token]:
    """The retained object of a passive give-verb ("was given approval")."""
    return words_meant(with_label(token, {"dobj"})) if token.lemma_ in token.doc.words.giving else []


def _indirect(token: Token) -> list[Token]:
    out: list[Token] = []
    for child in with_label(token, {"dative"}):
        out.extend(
            words_meant(with_label(child, {"pobj"})) if child.tag_ in ("IN", "TO") else words_meant([child])
        )
    objects = with_label(token, {"dobj"})
    if _is_double(token, objects):
        return words_meant(objects[:1])
    if not out and is_passive(token) and _with_own_object(token):
        return surface_subject(token)
    if (
        not out and token.lemma_ in token.doc.words.giving
    ):  # "given South Korea approval" read as one noun phrase
        for obj in objects:
            before = [c for c in obj.children if c.dep_ in ("compound", "nmod") and c.tag_ != "JJ"]
            out.extend(c for c in before if c.ent_type_ in ("GPE", "ORG", "PERSON", "NORP"))
    return out


def _complement(token: Token) -> list[Token]:
    heads = [c for c in token.children if _is_complement(c) and noun_before(c) in (None, token)]
    if token.tag_ in VERB_TAGS:
        heads.extend(_hung_on_day(token))
    infinitive = _infinitive_after(token)
    if infinitive is not None and infinitive not in heads:
        heads.append(infinitive)
    for preposition in with_label(token, {"prep"}):
        heads.extend(with_label(preposition, {"pcomp"}))
    return [
        v
        for head in heads
        for v in (head, *(c for c in head.children if c.dep_ == "conj" and c.tag_ in VERB_TAGS))
    ]


def _is_complement(child: Token) -> bool:
    return child.dep_ in ("xcomp", "ccomp", "acl", "pcomp") or (
        child.dep_ == "advcl" and is_infinitive(child)
    )


def _hung_on_day(verb: Token) -> list[Token]:
    """Clauses of a verb that parsers like to hang on the day: "said Wednesday that Chad must"."""
    days = [child for child in verb.children if child.ent_type_ == "DATE"]
    return [c for day in days for c in day.children if c.dep_ == "relcl" and _has_that(c)]


def _infinitive_after(noun: Token) -> Token | None:
    """The infinitive right after a noun that takes one."""
    if noun.lemma_ not in noun.doc.words.with_infinitive or noun.i + 2 >= len(noun.doc):
        return None
    infinitive = noun.nbor(2)
    return infinitive if noun_before(infinitive) == noun else None


def _attribute(token: Token) -> list[Token]:
    """What is said of the subject, or of the object ("was elected president", which parsers take for an
    object).
    """
    said = with_label(token, {"attr", "acomp", "oprd"})
    retained = token.tag_ == "VBN" and token.lemma_ not in token.doc.words.giving and is_passive(token)
    return words_meant(said or (with_label(token, {"dobj"}) if retained else []))


def _has_that(verb: Token) -> bool:
    labels = {child.dep_ for child in verb.children}
    return "mark" in labels and bool(labels & SUBJECTS)


def _modifier(token: Token) -> list[Token]:
    return [
        m
        for child in with_label(token, {"amod", "compound", "nmod", "npadvmod"})
        for m in (child, *with_label(child, {"conj"}))
    ]


def _governor(token: Token) -> list[Token]:
    head = token.head
    for _ in range(DEPTH):
        if head.tag_ in VERB_TAGS:
            return [head]
        if head.head.i == head.i:
            break
        head = head.head
    return []


def _condition(token: Token) -> list[Token]:
    return [
        c
        for c in with_label(token, {"advcl"})
        if any(m.dep_ == "mark" and m.lower_ in token.doc.words.conditions for m in c.children)
    ]


SLOTS: Final[dict[str, Callable[[Token], list[Token]]]] = {
    "subject": _subject,
    "object": _object,
    "indirect": _indirect,
    "attribute": _attribute,
    "complement": _complement,
    "infinitive": lambda token: [head for head in _complement(token) if is_infinitive(head)],
    "possessor": lambda token: words_meant(with_label(token, {"poss"})),
    "modifier": _modifier,
    "appositive": lambda token: with_label(token, {"appos"}),
    "governor": _governor,
    "condition": _condition,
}


def arguments(token: Token, path: str) -> list[Token]:
    """The head words that fill a slot, or a path of slots, around a trigger; [] when nothing does."""
    known = token.doc.arguments
    found = known.get((token.i, path))
    if found is None:  # many patterns ask for the same
        before, _, slot = path.rpartition(".")
        found = (
            [filler for one in arguments(token, before) for filler in arguments(one, slot)]
            if before
            else _slot(token, slot)
        )
        known[token.i, path] = found
    return found


def _slot(token: Token, slot: str) -> list[Token]:
    find = SLOTS.get(slot)
    return find(token) if find else behind(token, slot)
