"""How certain a sentence is about what one of its words says: actual, planned, possible or negated.

Climbs from the word to the top of its sentence; each governor on the way says something of what it governs, as
ontology/modality.toml has it. Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.understanding.conjuncts import above
from kg.understanding.intervals import Interval, is_after
from kg.understanding.wording import Wording, wording

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.model import Modality

__all__ = ["modality_of"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_REPORTED = frozenset({"ccomp", "parataxis"})


def modality_of(trigger: Token, interval: Interval | None = None, published: str | None = None, words: Wording | None = None) -> Modality:
    """How certain the sentence is about the happening that ``trigger`` (a verb, noun or adjective) names.

    With ``interval`` (the time of the happening) and ``published`` (of the article), a present tense about a later day is a plan:
    "visits Tokyo next week", "is meeting Trump on Friday". A noun's happening that lay before is no plan, whatever the clause around it
    says: "is expected to raise it after their talks last week".
    """
    words = words or wording()
    if _is_question(trigger):
        return "possible"
    said = _level(trigger, words)
    if said == "actual" and is_after(interval.begin if interval else None, published) and _present(trigger):
        return "planned"
    if said in {"planned", "possible"} and not _is_clause(trigger) and _own_of_noun(trigger, words) == "actual":
        return "actual" if is_after(published, interval.end if interval else None) else said
    return said


def _present(token: Token) -> bool:
    verb = token
    while verb.tag_[:2] != "VB" and verb.head != verb:
        verb = verb.head
    finite = [child.tag_ for child in verb.children if child.dep_ in {"aux", "auxpass"}] or [verb.tag_]
    return finite[0] in {"VBZ", "VBP", "VBG"}


def _level(token: Token, words: Wording) -> Modality:
    """The modality of a verb's clause or of a noun's happening."""
    if _is_clause(token):
        own = _own_of_clause(token, words)
        return own if own == "negated" else _under(_from_governor(token, words), own)
    own = _own_of_noun(token, words)
    return own if own == "negated" else _under(_from_phrase(token, words), own)


def _under(outer: Modality, inner: Modality) -> Modality:
    """What ``inner`` comes to when it is said within ``outer``."""
    order: tuple[Modality, ...] = ("actual", "planned", "possible", "negated")
    return max(outer, inner, key=order.index)


def _is_clause(token: Token) -> bool:
    if token.tag_[:2] in {"VB", "MD"}:
        return token.dep_ not in {"amod", "compound"}
    return token.dep_ in {"ROOT", "acomp", "advcl", "ccomp", "xcomp", "relcl", "oprd"} and (token.tag_[:2] == "JJ" or _infinitive(token))


def _is_question(token: Token) -> bool:
    if not token.doc.has_annotation("SENT_START"):
        return False
    for place in range(token.sent.end - 1, token.i, -1):
        last = token.doc[place]
        if not last.is_space and not last.is_quote:
            return bool(last.text == "?")
    return False


def _child(token: Token, *deps: str) -> Token | None:
    return next((child for child in token.children if child.dep_ in deps), None)


def _infinitive(token: Token) -> bool:
    return any(child.tag_ == "TO" and child.dep_ in {"aux", "auxpass", "mark"} for child in token.children)


def _lemma(token: Token) -> str:
    return str(token.lemma_.lower())


def _phrase(token: Token) -> str:
    """The lemma with its particle: "rule out"."""
    particle = _child(token, "prt")
    return f"{_lemma(token)} {particle.lower_}" if particle is not None else _lemma(token)


def _shares(token: Token) -> bool:
    """Whether a conjoined verb has subject and auxiliaries in common with the one before it."""
    if token.dep_ != "conj" or _child(token, *_SUBJECTS, "aux", "auxpass") is not None:
        return False
    head = token.head
    either = any(child.dep_ == "cc" and child.lower_ in {"or", "nor"} for child in head.children)
    return bool(token.tag_ == head.tag_ or (either and {token.tag_, head.tag_} <= {"VBD", "VBN"}))


# --- what a clause says of itself


def _own_of_clause(token: Token, words: Wording) -> Modality:
    said: Modality = "actual"
    for child in token.children:
        said = _under(said, _of_part(child, token, words))
    for link in token.children:
        if link.dep_ == "advcl" and not _infinitive(link) and _condition(link, words) and said in {"actual", "planned"}:
            said = "possible" if any(child.tag_ == "MD" for child in token.children) else said
    if said == "actual" and _imperative(token):
        return "possible"
    return said


def _of_part(child: Token, token: Token, words: Wording) -> Modality:
    lemma = _lemma(child)
    if child.dep_ in {"aux", "auxpass"} and child.tag_ == "MD":
        return _of_modal(lemma, token, words)
    if child.dep_ == "neg" or (child.dep_ in {"advmod", "preconj"} and words.adverbs.get(lemma) == "negated"):
        return "actual" if _only(child) else "negated"
    if child.dep_ == "advmod" and lemma in {"long", "longer"} and any(part.lower_ == "no" for part in child.children):
        return "negated"
    if child.dep_ in {"advmod", "acomp"} and words.adverbs.get(lemma) == "possible" and not _infinitive(token):
        return "possible"
    if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} and _none(child):
        return "negated"
    if child.dep_ == "mark" and words.links.get(lemma) == "possible":
        return "possible"
    return "actual"


def _of_modal(lemma: str, token: Token, words: Wording) -> Modality:
    kind = words.modals.get({"'ll": "will", "wo": "will", "ca": "can", "'d": "would", "sha": "shall"}.get(lemma, lemma))
    if kind == "reported":
        return "planned" if _planned_word(token, words) else "possible"
    if kind == "planned":
        return "planned"
    could = _child(token, "neg") is not None and lemma in {"can", "could", "ca"}
    return "negated" if could else "possible" if kind else "actual"


def _planned_word(token: Token, words: Wording) -> bool:
    """Whether "would" stands for "will": on somebody's past word ("said it would"), or within what is planned."""
    verb = token
    while verb.dep_ == "conj":
        verb = above(verb)
    head = verb.head
    if verb.dep_ in _REPORTED and head != verb and _lemma(head) in words.reporting_verbs | words.reporting_things:
        conditional = any(child.dep_ == "advcl" and _condition(child, words) for child in token.children)
        return head.tag_ in {"VBD", "VBN"} and not conditional and words.complements.get(_lemma(head)) != "possible"
    if verb.dep_ in {"pcomp", "advcl", "relcl", "acl"}:
        governor = head
        while governor.dep_ in {"prep", "pobj", "dobj", "attr"} and not _is_clause(governor):
            governor = governor.head
        return _is_clause(governor) and _level(governor, words) == "planned"
    after = (child for child in verb.children if child.dep_ in {"parataxis", "ccomp"} and child.i > verb.i)
    said = next((child for child in after if _lemma(child) in words.reporting_verbs), None)
    return said is not None and said.tag_ == "VBD" and _child(said, "ccomp", "dobj") is None


def _condition(token: Token, words: Wording) -> bool:
    mark = _child(token, "mark")
    if mark is None or words.links.get(_lemma(mark)) != "possible":
        return False
    before = mark.nbor(-1) if mark.i > 0 else None
    return before is None or bool(before.lower_ != "even")


def _only(negation: Token) -> bool:
    after = negation.nbor() if negation.i + 1 < len(negation.doc) else None
    return after is not None and after.lower_ in {"only", "just", "least"}


def _none(token: Token) -> bool:
    if token.lower_ in {"nobody", "none", "nothing", "neither"}:
        return True
    return any(child.lower_ in {"no", "neither"} and child.dep_ in {"det", "neg", "preconj", "cc"} for child in token.children)


def _imperative(token: Token) -> bool:
    if token.tag_ != "VB" or token.dep_ not in {"ROOT", "ccomp"}:
        return False
    return _child(token, *_SUBJECTS, "aux", "auxpass") is None


# --- what governs a clause


def _from_governor(token: Token, words: Wording) -> Modality:
    head = token.head
    if head == token:
        return "actual"
    if token.dep_ == "conj":
        return _from_conjunct(token, words)
    if token.dep_ in {"aux", "auxpass"}:
        return _level(head, words)
    if token.dep_ == "pcomp" or (token.tag_ == "VBG" and token.dep_ in {"advcl", "prep"} and head.dep_ == "prep"):
        return _from_preposition(token, words)
    if token.dep_ in {"acomp", "oprd", "attr"} or (token.dep_ == "xcomp" and token.tag_[:2] == "JJ"):
        return _level(head, words)
    if token.dep_ in {"acl", "appos"} and not _is_clause(head):
        return _from_noun(token, words)
    if token.dep_ == "advcl":
        return _from_main(token, words)
    if token.dep_ in {"xcomp", "ccomp", "acl", "csubj", "csubjpass", "dobj", "pobj"}:
        return _from_complemented(token, words)
    return "actual"


def _from_conjunct(token: Token, words: Wording) -> Modality:
    first = above(token)
    if first != token.head:
        return _from_governor(first, words)
    if not _is_clause(first):
        return _level(first, words)
    if not _shares(token):
        if _child(token, *_SUBJECTS) is not None and not _embedded(first):
            return "actual"
        return _from_governor(first, words)
    contrast = any(child.dep_ == "cc" and child.lower_ == "but" for child in first.children)
    if contrast and _own_of_clause(first, words) == "negated":
        return _from_governor(first, words)
    return _level(first, words)


def _embedded(token: Token) -> bool:
    return token.dep_ in {"ccomp", "xcomp", "advcl"}


def _from_complemented(token: Token, words: Wording) -> Modality:
    """From the verb or adjective that ``token`` completes: "vowed to regain", "denied that", "is likely to visit"."""
    head = token.head
    infinitive = _infinitive(token)
    if _quoted_before(token, words):
        return "actual"
    outer = _level(head, words)
    kind = _of_complement(head, token, words)
    if head.lemma_ == "be" and infinitive and token.dep_ == "xcomp":
        return _under(outer, "planned")
    if kind is None:
        kind = "possible" if infinitive and token.dep_ != "ccomp" and not _carried(head, words) else "transparent"
    if kind == "transparent":
        return _reported(outer, token, words)
    if outer == "negated" and kind == "negated":
        return "actual" if infinitive else "possible"
    return _under(outer, _named(kind))


def _named(kind: str) -> Modality:
    return "planned" if kind == "planned" else "negated" if kind == "negated" else "possible"


def _reported(outer: Modality, token: Token, words: Wording) -> Modality:
    """What a transparent governor passes on: a future or negated saying says nothing against what is said."""
    if token.dep_ == "ccomp" and _lemma(token.head) in words.reporting_verbs:
        return "possible" if outer in {"negated", "possible"} else "actual"
    return outer


def _of_complement(head: Token, token: Token, words: Wording) -> str | None:
    lemma, phrase = _lemma(head), _phrase(head)
    if lemma == "go" and phrase == "go":
        return "planned" if head.tag_ == "VBG" else None
    if phrase != lemma:
        return words.complements.get(phrase)
    if _infinitive(token) and f"{lemma} to" in words.complements:
        return words.complements[f"{lemma} to"]
    if token.tag_ == "VBG" and lemma in {"consider", "discuss", "mull"}:
        return "possible"
    return words.complements.get(lemma)


def _quoted_before(token: Token, words: Wording) -> bool:
    """Whether the governor is the reporting verb of a quotation around it: '"S," the ministry warned.'"""
    head = token.head
    if token.dep_ != "ccomp" or token.i > head.i or _lemma(head) not in words.reporting_verbs:
        return False
    return _lemma(head) != "deny"


def _from_main(token: Token, words: Wording) -> Modality:
    """From the main clause: of a purpose ("met to discuss"), a participle ("while advancing") or a clause with a conjunction."""
    main = token.head
    if _infinitive(token):
        kind = _of_complement(main, token, words)
        if kind is not None and _lemma(main) not in words.purpose:
            return _from_complemented(token, words)
        thing = _child(main, "dobj")
        if thing is not None and main.i < thing.i < token.i and words.nouns.get(_lemma(thing)) in {"planned", "possible", "negated"}:
            return _of_noun_complement(thing, words, token)
        outer = _level(main, words)
        return outer if outer != "actual" or _carried(main, words) else "possible"
    mark = _child(token, "mark", "advmod")
    if mark is not None and mark.lower_ in {"before", "until", "once", "when"} and token.tag_ in {"VBZ", "VBP"}:
        outer = _level(main, words)
        return outer if outer != "negated" else "possible"
    if token.tag_ == "VBG" and _child(token, *_SUBJECTS, "aux") is None:
        if mark is None and _of_complement(main, token, words) in {"possible", "negated"} and token.nbor(-1) in {main, _child(main, "prt")}:
            return _from_complemented(token, words)
        outer = _level(main, words)
        return outer if outer != "negated" else "actual"
    return "actual"


def _carried(main: Token, words: Wording) -> bool:
    return _phrase(main) in words.purpose or _lemma(main) in words.purpose


def _from_preposition(token: Token, words: Wording) -> Modality:
    """From the preposition before a gerund: "without firing", "from attacking", "by sending"."""
    link = token.head
    if words.links.get(_lemma(link)) == "negated" or (link.lower_ == "of" and words.links.get(_lemma(link.head)) == "negated"):
        return "negated"
    governor = link.head
    if governor == link:
        return "actual"
    if governor.dep_ == "dobj" and _of_gerund(governor.head, words, link) is not None:
        governor = governor.head
    if not _is_clause(governor):
        return _of_noun_complement(governor, words)
    kind = words.complements.get(f"{_phrase(governor)} {link.lower_}") or words.complements.get(_phrase(governor))
    if link.lower_ == "from":
        return "negated" if kind == "negated" else "actual"
    if link.lower_ in {"of", "for", "to", "about", "on", "with", "against"} and kind in {"possible", "planned", "negated"}:
        return _named(kind)
    outer = _level(governor, words)
    return outer if outer != "negated" else "actual"


def _of_gerund(verb: Token, words: Wording, link: Token) -> str | None:
    """What a verb says of the gerund after its object: "accused Belarus of helping", "barred the firm from selling"."""
    kind = words.complements.get(f"{_phrase(verb)} {link.lower_}") or words.complements.get(_phrase(verb))
    return kind if kind in {"possible", "negated"} and link.lower_ in {"of", "for", "from", "with"} else None


def _from_noun(token: Token, words: Wording) -> Modality:
    """From the noun that a clause describes: "plan to visit", "forces stationed in Korea"."""
    if not _infinitive(token) and not (token.tag_[:2] == "VB" and _child(token, "mark") is not None):
        return "actual"
    return _of_noun_complement(token.head, words, token)


def _of_noun_complement(noun: Token, words: Wording, complement: Token | None = None) -> Modality:
    kind = words.nouns.get(_lemma(noun))
    outer = _level(noun, words)
    if kind is None and complement is not None and _infinitive(complement):
        governor = noun.head if noun.dep_ in {"dobj", "pobj"} else None
        carried = governor is not None and _carried(governor, words)
        kind = "transparent" if carried or outer == "planned" else "possible"
    if kind == "transparent" and complement is not None and _infinitive(complement):
        kind = words.complements.get(_lemma(noun), "possible")
    if kind in {None, "transparent"}:
        return outer
    return _under(outer, _named(kind))


# --- nouns


def _own_of_noun(token: Token, words: Wording) -> Modality:
    if _none(token):
        return "negated"
    said: Modality = "actual"
    for child in token.children:
        if child.dep_ in {"amod", "compound", "nmod", "acl", "nummod", "advmod"} and child.i < token.i:
            kind = words.modifiers.get(_lemma(child)) or words.modifiers.get(child.lower_)
            said = _under(said, _named(kind) if kind else "actual")
    return said


def _from_phrase(token: Token, words: Wording) -> Modality:
    """From what governs a noun phrase: its verb, its preposition, the noun before "of"."""
    head = token.head
    if head == token:
        return "actual"
    if token.dep_ == "conj" and not _is_clause(head):
        return _level(head, words) if head.dep_ != "ROOT" else "actual"
    if token.dep_ == "pobj":
        return _from_link(token, words)
    if token.dep_ in {"attr", "oprd"}:
        return _level(head, words)
    if token.dep_ in {"dobj", "nsubjpass", "nsubj", "dative"} and _is_clause(head):
        return _from_verb(token, head, words)
    return "actual"


def _from_verb(token: Token, verb: Token, words: Wording) -> Modality:
    kind = words.objects.get(_phrase(verb)) or (words.objects.get("take place") if _takes_place(verb) else None)
    if _phrase(verb) == "be":
        predicate = _child(verb, "acomp", "attr", "oprd")
        said = words.modifiers.get(_lemma(predicate)) if predicate is not None else None
        return _under(_level(verb, words), _named(said) if said else "actual")
    if kind == "transparent":
        return _level(verb, words)
    if kind is None or token.dep_ == "nsubj":
        return _raised(token, verb, words)
    outer = _own_of_clause(verb, words)
    if kind == "negated":
        return "actual" if outer == "negated" else "negated"
    return "negated" if outer == "negated" else "planned" if kind == "planned" else "possible"


def _raised(token: Token, verb: Token, words: Wording) -> Modality:
    """From the verb below a raising one whose subject this is: "talks are expected to begin"."""
    for below in verb.children:
        if token.dep_ in {"nsubj", "nsubjpass"} and below.dep_ == "xcomp" and words.objects.get(_phrase(below)) == "transparent":
            return _level(below, words)
        if token.dep_ == "nsubj" and below.dep_ == "acomp":
            under = _child(below, "xcomp")
            if under is not None and (words.objects.get(_phrase(under)) == "transparent" or _takes_place(under)):
                return _level(under, words)
    return "actual"


def _with_predicate(verb: Token, words: Wording) -> Modality:
    """The modality of a clause, with what "is set to", "is likely to" say of it."""
    predicate = _child(verb, "acomp", "oprd")
    if predicate is None or _child(predicate, "xcomp") is None:
        return _level(verb, words)
    kind = words.complements.get(_lemma(predicate))
    return _under(_level(verb, words), _named(kind)) if kind in {"planned", "possible", "negated"} else _level(verb, words)


def _takes_place(verb: Token) -> bool:
    return _lemma(verb) == "take" and any(child.dep_ == "dobj" and _lemma(child) in {"place", "part"} for child in verb.children)


def _from_link(token: Token, words: Wording) -> Modality:
    """From the preposition before a noun: "threat of", "without talks", "will raise it at the summit"."""
    link = token.head
    word = _lemma(link)
    governor = link.head
    if words.links.get(word) == "negated" or (word in {"of", "than"} and words.links.get(_lemma(governor)) == "negated"):
        return "negated"
    if governor == link:
        return "actual"
    if not _is_clause(governor):
        if word in {"of", "for", "to", "on", "against", "at"} and _lemma(governor) in words.nouns:
            return _of_noun_complement(governor, words)
        return _level(governor, words) if words.links.get(word) == "within" and word in {"in", "during", "at"} else "actual"
    plain = words.objects.get(_phrase(governor)) if word in {"for", "of", "on", "to", "in", "from"} else None
    kind = words.objects.get(f"{_phrase(governor)} {word}") or plain
    if kind in {"planned", "possible", "negated"}:
        return _named(kind)
    within = words.links.get(word) == "within" and (word != "on" or kind == "transparent")
    outer = _with_predicate(governor, words) if within or kind == "transparent" else "actual"
    return outer if outer != "negated" or kind == "transparent" else "actual"
