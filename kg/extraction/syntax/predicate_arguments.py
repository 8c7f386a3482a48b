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

from kg.extraction.syntax.noun_heads import DEPTH, NOUNS, RELATIVE, conjuncts, with_label, words_meant
from kg.extraction.syntax.prepositions import VERB_TAGS, behind
from kg.nlp.tokens import Token

__all__ = ["arguments", "is_passive"]

_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
# "promised X to go": the subject goes, not X (Huddleston & Pullum 2002, ch. 14).
_SUBJECT_CONTROL: Final = frozenset(
    {
        "promise",
        "vow",
        "pledge",
        "threaten",
        "swear",
        "use",
        "hold",
        "make",
        "sign",
        "meet",
        "send",
        "launch",
        "visit",
    }
)
# "asked X to go", "accused X of going": X goes, however the parser attached the infinitive.
_OBJECT_CONTROL: Final = frozenset(
    "accuse allow ask authorize beg blame call challenge charge command compel convince direct "
    "encourage expect forbid force get help "
    "instruct invite lead let mandate motivate order permit persuade press pressure prevent "
    "prohibit prompt push request require stop "
    "suspect tell urge want warn".split()
)
# "imposed a fine on X for going": X went.
_IMPOSE: Final = frozenset({"impose", "levy", "place", "slap"})
# "criticised X for going": X went.
_JUDGE: Final = frozenset(
    "applaud arrest castigate chastise chide commend condemn convict criticise criticize "
    "denounce detain expel fault fine imprison indict "
    "investigate jail lambast praise prosecute punish rebuke reprimand sanction scold sentence "
    "slam sue thank".split()
)
_OBJECT_GERUND: Final = frozenset({"of", "from", "for", "with", "into", "against"})
_SHARING: Final = frozenset({"while", "after", "before", "when", "by", "since", "without"})
_GIVE: Final = frozenset({"give", "grant", "offer", "deny", "hand"})
# Nouns that take an infinitive: "the push to acquire" belongs together wherever the parser hung the
# infinitive (Huddleston & Pullum 2002, ch. 15, 10.1).
_WITH_INFINITIVE: Final = frozenset(
    "ability agreement aim ambition approval attempt authority bid campaign capacity commitment "
    "decision demand desire determination "
    "drive effort goal intention invitation mandate mission move need obligation offer "
    "opportunity order permission plan pledge power "
    "pressure promise proposal push readiness refusal request right struggle threat vow warning "
    "willingness wish".split()
)


_CALLED: Final = {
    "call": ("on", "upon", "for"),
    "appeal": ("to", "for"),
    "push": ("for",),
    "press": ("for",),
    "wait": ("for",),
}
"""Verbs that call on somebody to do something, and the prepositions before who is to do it."""


def is_passive(token: Token) -> bool:
    """Whether a verb is passive: with a passive auxiliary or subject, or a bare past participle after a
    noun.
    """
    if token.tag_ not in ("VBN", "VBD"):
        return False
    labels = {child.dep_ for child in token.children}
    if (
        token.tag_ == "VBD"
    ):  # "was built by X and sold to Y": form and tag do not tell the past tense from the participle
        bare = not labels & {"nsubj", "aux", "dobj", "ccomp", "xcomp"}
        return token.dep_ == "conj" and bare and token.head.tag_ == "VBN" and is_passive(token.head)
    if token.tag_ != "VBN" or (token.head.i == token.i and _unlabelled_subject(token)):
        return False
    if labels & {"auxpass", "nsubjpass", "csubjpass"} or _described_by(token) is not None:
        return True
    if token.dep_ == "conj" and token.head.tag_ == "VBN" and not labels & {"nsubj", "aux", "dobj"}:
        return is_passive(token.head)
    reduced = token.dep_ in ("acl", "relcl", "amod", "advcl", "ccomp", "parataxis", "xcomp")
    return reduced and not labels & {"aux", "nsubj"} and (token.dep_ != "advcl" or "dobj" not in labels)


def _is_infinitive(token: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in token.children)


def surface_subject(token: Token, depth: int = DEPTH) -> list[Token]:
    """The words in the subject's place of a verb or predicate adjective, its own or the one that grammar
    lends it; [] if none.
    """
    own = with_label(token, _SUBJECTS) or [
        s for aux in with_label(token, {"aux", "auxpass"}) for s in with_label(aux, _SUBJECTS)
    ]
    if own:
        return words_meant(own)
    if token.head.i == token.i:
        return _unlabelled_subject(token)
    if depth == 0:
        return []
    if (noun := _described_by(token)) is not None:
        return list(conjuncts(noun))
    if (noun := _noun_before(token)) is not None:
        return _of_infinitive(noun, depth - 1)
    inherit = _INHERIT.get(token.dep_)
    return inherit(token, depth - 1) if inherit else []


def _unlabelled_subject(token: Token) -> list[Token]:
    """The name just before a finite main verb that has no subject: parsers take "Norway sent" for a
    compound.
    """
    if token.tag_ not in ("VBD", "VBN", "VBZ", "VBP") or any(
        child.dep_ in ("aux", "auxpass") for child in token.children
    ):
        return []
    before = [
        child
        for child in token.lefts
        if child.dep_ in ("compound", "nmod", "npadvmod", "dep") and child.tag_ in ("NNP", "NNPS")
    ]
    return words_meant(before[-1:]) if before and before[-1].i == token.i - 1 else []


def _described_by(token: Token) -> Token | None:
    """The noun before a participle with an agent ("a shipyard, run by X"), when the parser hung the
    participle elsewhere.
    """
    if (
        token.tag_ != "VBN"
        or token.dep_ in ("acl", "relcl")
        or token.i < 2
        or (token.dep_ == "conj" and is_passive(token.head))
    ):
        return None
    labels = {child.dep_ for child in token.children}
    if "agent" not in labels or labels & {"auxpass", "aux", "dobj"}:
        return None
    noun = token.nbor(-2) if token.nbor(-1).text == "," else token.nbor(-1)
    return noun if noun.tag_ in ("NN", "NNS", "NNP", "NNPS") else None


def _noun_before(token: Token) -> Token | None:
    """The noun just before an infinitive that belongs to it, when the parser hung the infinitive
    elsewhere.
    """
    if token.dep_ not in ("advcl", "xcomp", "acl", "ccomp", "relcl"):
        return None
    to = next((child for child in token.children if child.dep_ == "aux" and child.tag_ == "TO"), None)
    if to is None or to.i == token.sent.start or to.i + 1 != token.i:
        return None
    noun = to.nbor(-1)
    if noun.head.lemma_ in _GIVE and noun.dep_ == "dobj":
        return None
    return noun if noun.lemma_ in _WITH_INFINITIVE and noun.tag_ in ("NN", "NNS") else None


def _from_head(token: Token, depth: int) -> list[Token]:
    return (
        surface_subject(token.head, depth)
        if token.head.tag_ in VERB_TAGS or token.head.dep_ in ("acomp", "conj")
        else []
    )


def _controller(token: Token, depth: int) -> list[Token]:
    """The understood subject of an infinitive or gerund under a governing verb or adjective."""
    governor = token.head
    recipients = arguments(governor, "indirect") if governor.lemma_ in _GIVE else []
    if recipients:
        return recipients
    objects = words_meant(with_label(governor, {"dobj"}))
    if (
        objects
        and governor.lemma_ not in _SUBJECT_CONTROL
        and (token.dep_ == "xcomp" or governor.lemma_ in _OBJECT_CONTROL)
    ):
        return objects
    for preposition in _CALLED.get(governor.lemma_, ()):
        if called := arguments(governor, preposition):
            return called
    return surface_subject(governor, depth)


def _adverbial(token: Token, depth: int) -> list[Token]:
    if token.head.tag_ not in VERB_TAGS and token.head.dep_ != "acomp":
        return _of_noun(token, depth)
    if _is_infinitive(token):
        return _controller(token, depth)
    if any(child.dep_ == "mark" and child.lower_ not in _SHARING for child in token.children):
        return []
    return surface_subject(token.head, depth)


def _of_noun(token: Token, depth: int) -> list[Token]:
    """The understood subject of "the push to retake", "forces stationed in", "a company building"."""
    noun = token.head
    if not _is_infinitive(token):
        return list(conjuncts(noun)) if noun.tag_ in NOUNS else []
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
        if verb.lemma_ in _GIVE and (recipients := arguments(verb, "indirect")):
            return recipients
        return surface_subject(verb, depth) if noun.dep_ != "nsubjpass" else arguments(verb, "by")
    return []


def _after_preposition(token: Token, depth: int) -> list[Token]:
    """The understood subject of a gerund after a preposition: "accused X of bombing", "without firing", "his
    role in building".
    """
    preposition = token.head
    governor = preposition.head
    if (
        preposition.lower_ == "for"
        and governor.lemma_ in _IMPOSE
        and (burdened := arguments(governor, "on") or arguments(governor, "object.on"))
    ):
        return burdened
    if governor.tag_ in VERB_TAGS:
        objects = words_meant(with_label(governor, {"dobj"}))
        if objects and governor.lemma_ in _OBJECT_CONTROL and preposition.lower_ in _OBJECT_GERUND:
            return objects
        if preposition.lower_ in ("for", "of", "over") and governor.lemma_ in _JUDGE:
            return arguments(governor, "object")
        return surface_subject(governor, depth)
    owners = arguments(governor, "possessor")
    if owners:
        return owners
    if (
        governor.dep_ in ("dobj", "nsubjpass")
        and governor.head.lemma_ in _OBJECT_CONTROL
        and preposition.lower_ in _OBJECT_GERUND
    ):
        return list(conjuncts(governor))
    return surface_subject(governor.head, depth) if governor.dep_ in ("dobj", "attr", "acomp") else []


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
    objects = with_label(token, {"dobj"})
    if objects:
        return words_meant(objects[1:] if _is_double(token, objects) else objects)
    if named := [c for c in with_label(token, {"oprd"}) if c.tag_ in ("NNP", "NNPS") and c.i > token.i]:
        return words_meant(named)  # a name that the parser took for a predicate: "criticised Qatar over ..."
    if after_particle := [
        f for child in token.children if _is_particle(child) for f in with_label(child, {"pobj"})
    ]:
        return words_meant(after_particle)
    if token.dep_ == "relcl" and with_label(token, _SUBJECTS):
        subjects = with_label(token, _SUBJECTS)
        if not any(s.lower_ in RELATIVE for s in subjects):
            return [token.head]
    for other in token.children:  # "bombed and shelled the city": the object of the last verb is shared
        if (
            other.dep_ == "conj"
            and _alike(other, token)
            and not with_label(token, {"prep", "ccomp", "xcomp", "acomp", "attr"})
        ):
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
        token.lemma_ in _GIVE
        and len(objects) == 2
        and objects[0].tag_ in ("NNP", "NNPS", "PRP")
        and objects[1].tag_ in ("NN", "NNS")
    )


def _with_own_object(token: Token) -> list[Token]:
    """The retained object of a passive give-verb ("was given approval")."""
    return words_meant(with_label(token, {"dobj"})) if token.lemma_ in _GIVE else []


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
    if not out and token.lemma_ in _GIVE:  # "given South Korea approval" read as one noun phrase
        for obj in objects:
            before = [c for c in obj.children if c.dep_ in ("compound", "nmod") and c.tag_ != "JJ"]
            out.extend(c for c in before if c.ent_type_ in ("GPE", "ORG", "PERSON", "NORP"))
    return out


def _complement(token: Token) -> list[Token]:
    heads = [
        c
        for c in token.children
        if c.dep_ in ("xcomp", "ccomp", "acl", "pcomp") or (c.dep_ == "advcl" and _is_infinitive(c))
    ]
    heads = [c for c in heads if _noun_before(c) in (None, token)]
    if token.tag_ in VERB_TAGS:  # "said Wednesday that Chad must": parsers like to hang the clause on the day
        heads.extend(
            c
            for day in token.children
            if day.ent_type_ == "DATE"
            for c in day.children
            if c.dep_ == "relcl" and _has_that(c)
        )
    if token.lemma_ in _WITH_INFINITIVE and token.i + 2 < len(token.doc):
        infinitive = token.nbor(2)
        if infinitive not in heads and _noun_before(infinitive) == token:
            heads.append(infinitive)
    for preposition in with_label(token, {"prep"}):
        heads.extend(with_label(preposition, {"pcomp"}))
    return [
        v
        for head in heads
        for v in (head, *(c for c in head.children if c.dep_ == "conj" and c.tag_ in VERB_TAGS))
    ]


def _attribute(token: Token) -> list[Token]:
    """What is said of the subject, or of the object ("was elected president", which parsers take for an
    object).
    """
    said = with_label(token, {"attr", "acomp", "oprd"})
    retained = token.tag_ == "VBN" and token.lemma_ not in _GIVE and is_passive(token)
    return words_meant(said or (with_label(token, {"dobj"}) if retained else []))


def _has_that(verb: Token) -> bool:
    labels = {child.dep_ for child in verb.children}
    return "mark" in labels and bool(labels & _SUBJECTS)


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
        if any(m.dep_ == "mark" and m.lower_ in ("if", "unless") for m in c.children)
    ]


SLOTS: Final[dict[str, Callable[[Token], list[Token]]]] = {
    "subject": _subject,
    "object": _object,
    "indirect": _indirect,
    "attribute": _attribute,
    "complement": _complement,
    "infinitive": lambda token: [head for head in _complement(token) if _is_infinitive(head)],
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
