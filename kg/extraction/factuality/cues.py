"""Cues of modality: what a word, its children and its entry in ontology/modality.toml say, before anything
that governs it is asked.

Relies on labels (PTB tags, CLEAR dependencies) and lemmas only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.nlp.tokens import SUBJECTS
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.model import Modality
    from kg.nlp.tokens import Token

__all__ = [
    "ALL_SUBJECTS",
    "child_of",
    "complement_kind",
    "either_of",
    "gerund_kind",
    "inverting",
    "is_carried",
    "is_clause",
    "is_condition",
    "is_first_to",
    "is_imperative",
    "is_infinitive",
    "is_negative",
    "is_nobody_but",
    "is_not_only",
    "is_not_yet",
    "is_perfect",
    "is_present",
    "is_question",
    "is_quoted_before",
    "is_saying_answered",
    "is_speech_act_answered",
    "is_unknown",
    "is_would_have",
    "lemma_of",
    "link_kind",
    "named",
    "opening_kind",
    "phrase_of",
    "shares_subject",
    "takes_place",
    "under",
]

ALL_SUBJECTS: Final = SUBJECTS | {"expl"}
"""The labels of subjects, clauses and "there" included."""
_INDEFINITE: Final = frozenset({"a", "an", "another", "any", "some", "such"})


def under(outer: Modality, inner: Modality) -> Modality:
    """What ``inner`` comes to when it is said within ``outer``."""
    order: tuple[Modality, ...] = ("actual", "planned", "possible", "negated")
    return max(outer, inner, key=order.index)


def named(kind: str) -> Modality:
    """The modality that a kind of word stands for; what is no plan and no negation is possible."""
    return "planned" if kind == "planned" else "negated" if kind == "negated" else "possible"


def is_clause(token: Token) -> bool:
    """Whether a word heads a clause: a verb, or a predicate that stands for one."""
    if token.tag_[:2] in {"VB", "MD"}:
        return token.dep_ not in {"amod", "compound"}
    return token.dep_ in {"ROOT", "acomp", "advcl", "ccomp", "xcomp", "relcl", "oprd"} and (
        token.tag_[:2] == "JJ" or is_infinitive(token)
    )


def is_question(token: Token) -> bool:
    """Whether the sentence ends, after the word, in a question mark."""
    for place in range(token.sent.end - 1, token.i, -1):
        last = token.doc[place]
        if not last.is_space and not last.is_quote:
            return bool(last.text == "?")
    return False


def child_of(token: Token, *deps: str) -> Token | None:
    """The first child with one of these labels, None where there is none."""
    return next((child for child in token.children if child.dep_ in deps), None)


def is_infinitive(token: Token) -> bool:
    """Whether "to" stands before the verb."""
    return any(child.tag_ == "TO" and child.dep_ in {"aux", "auxpass", "mark"} for child in token.children)


def lemma_of(token: Token) -> str:
    """The lemma in lower case."""
    return str(token.lemma_.lower())


def phrase_of(token: Token) -> str:
    """The lemma with its particle: "rule out"."""
    particle = child_of(token, "prt")
    return f"{lemma_of(token)} {particle.lower_}" if particle is not None else lemma_of(token)


def shares_subject(token: Token) -> bool:
    """Whether a conjoined verb has subject and auxiliaries in common with the one before it."""
    if token.dep_ != "conj" or child_of(token, *ALL_SUBJECTS, "aux", "auxpass") is not None:
        return False
    head = token.head
    either = any(child.dep_ == "cc" and child.lower_ in {"or", "nor"} for child in head.children)
    past = {token.tag_, head.tag_} <= {"VBD", "VBN"}
    return bool(token.tag_ == head.tag_ or (past and (either or is_would_have(head))))


def is_would_have(verb: Token) -> bool:
    """Whether a modal and "have" stand before the verb: "would have provided"."""
    return is_perfect(verb) and any(child.tag_ == "MD" for child in verb.children)


def is_imperative(token: Token) -> bool:
    """Whether a verb is a command: bare, without subject and auxiliary."""
    if token.tag_ != "VB" or token.dep_ not in {"ROOT", "ccomp"}:
        return False
    return child_of(token, *ALL_SUBJECTS, "aux", "auxpass") is None


def is_present(token: Token) -> bool:
    """Whether the verb of a word's clause is in the present tense."""
    verb = token
    while verb.tag_[:2] != "VB" and verb.head != verb:
        verb = verb.head
    finite = [child.tag_ for child in verb.children if child.dep_ in {"aux", "auxpass"}] or [verb.tag_]
    return finite[0] in {"VBZ", "VBP", "VBG"}


def is_condition(token: Token, words: FactualityLexicon) -> bool:
    """Whether a clause says what the other depends on: "if", "unless", but not "even if"."""
    mark = child_of(token, "mark")
    if mark is None or words.links.get(lemma_of(mark)) != "possible":
        return False
    before = mark.nbor(-1) if mark.i > 0 else None
    return before is None or bool(before.lower_ != "even")


def is_not_only(negation: Token, words: FactualityLexicon) -> bool:
    """Whether a negation denies nothing: "not only", "not least"."""
    after = negation.nbor() if negation.i + 1 < len(negation.doc) else None
    return after is not None and after.lower_ in words.mild


def is_negative(token: Token, words: FactualityLexicon) -> bool:
    """Whether a noun stands for nothing: "nobody", "no talks"."""
    if token.lower_ in words.nothing:
        return True
    if any(
        child.dep_ == "neg" and child.i < token.i and not is_not_only(child, words)
        for child in token.children
    ):
        return True
    return any(
        child.lower_ in words.no_determiners and child.dep_ in {"det", "neg", "preconj", "cc"}
        for child in token.children
    )


def is_nobody_but(token: Token, words: FactualityLexicon) -> bool:
    """Whether somebody is left out right behind a subject that stands for nothing: "nobody but Chad", "none
    other than Chad".
    """
    if token.dep_ not in SUBJECTS:
        return False
    behind = [word.lower_ for word in token.doc[token.i + 1 : token.i + 3]]
    return bool(behind) and (behind[0] in words.excepting or " ".join(behind) in words.excepting)


def takes_place(verb: Token, words: FactualityLexicon) -> bool:
    """Whether a verb says that something happens: "take place", "take part"."""
    return lemma_of(verb) == "take" and any(
        child.dep_ == "dobj" and lemma_of(child) in words.happening for child in verb.children
    )


def complement_kind(head: Token, token: Token, words: FactualityLexicon) -> str | None:
    """What a verb, adjective or noun says of the clause that completes it, None where the lexicon has no
    entry.
    """
    lemma, phrase = lemma_of(head), phrase_of(head)
    if lemma == "go" and phrase == "go":
        return "planned" if head.tag_ == "VBG" else None
    if phrase != lemma:
        return words.complements.get(phrase)
    if is_infinitive(token) and f"{lemma} to" in words.complements:
        return words.complements[f"{lemma} to"]
    if token.tag_ == "VBG" and lemma in words.considering:
        return "possible"
    return words.complements.get(lemma)


def gerund_kind(verb: Token, words: FactualityLexicon, link: Token) -> str | None:
    """What a verb says of the gerund after its object: "accused Belarus of helping", "barred the firm from
    selling".
    """
    kind = words.complements.get(f"{phrase_of(verb)} {link.lower_}") or words.complements.get(phrase_of(verb))
    return kind if kind in {"possible", "negated"} and link.lower_ in words.after_object else None


def is_carried(main: Token, words: FactualityLexicon) -> bool:
    """Whether what is said to be done for a purpose is done when the verb is: "met to discuss"."""
    return phrase_of(main) in words.purpose or lemma_of(main) in words.purpose


def is_quoted_before(token: Token, words: FactualityLexicon) -> bool:
    """Whether the governor is the reporting verb of a quotation around it: '"S," the ministry warned.'"""
    head = token.head
    if token.dep_ != "ccomp" or token.i > head.i or lemma_of(head) not in words.reporting_verbs:
        return False
    return lemma_of(head) not in words.denying


def is_unknown(noun: Token) -> bool:
    """Whether a noun names a happening as new or of a kind ("an attack", "any such attack"), not as
    one that is known ("the attack", "Russia's attack").
    """
    for child in noun.children:
        if child.i < noun.i and (
            child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ not in _INDEFINITE)
        ):
            return False
    return noun.tag_ not in {"NNP", "NNPS", "PRP"}


def is_perfect(verb: Token) -> bool:
    """Whether "have" stands before the verb: "may have killed"."""
    return any(child.dep_ == "aux" and lemma_of(child) == "have" for child in verb.children)


def is_first_to(noun: Token, words: FactualityLexicon) -> bool:
    """Whether a noun is the first, last or only one of its kind, or beyond the others: "the first leader"."""
    return any(
        word.tag_ == "JJS" or word.lower_ in words.ordinals
        for word in (noun, *noun.children)
        if word is noun or (word.i < noun.i and word.dep_ in {"amod", "nummod", "advmod", "nmod"})
    )


def is_speech_act_answered(token: Token, verb: Token, words: FactualityLexicon) -> bool:
    """Whether a verb answers what a noun says was said: "rejected the demands"."""
    return lemma_of(token) in words.speech_acts and phrase_of(verb) in words.answering


def is_saying_answered(noun: Token, verb: Token, words: FactualityLexicon) -> bool:
    """Whether a verb answers what a noun tells, be it said or reported: "disputed the report that"."""
    told = lemma_of(noun) in words.reporting_nouns and phrase_of(verb) in words.answering
    return told or is_speech_act_answered(noun, verb, words)


def is_not_yet(verb: Token, words: FactualityLexicon) -> bool:
    """Whether what completes the verb has not happened so far: "has yet to meet"."""
    return lemma_of(verb) in {"have", "be"} and any(
        child.dep_ == "advmod" and child.lower_ in words.not_yet for child in verb.children
    )


def link_kind(token: Token, words: FactualityLexicon) -> Modality | None:
    """What the preposition before a noun or a gerund says of it by itself: "without talks", "instead of
    attacking", "ahead of a visit"; None for others.
    """
    kind = words.links.get(lemma_of(token.head)) if token.dep_ in {"pobj", "pcomp"} else None
    first = token.left_edge.i
    if kind is None and first - 1 > token.sent.start:
        last, before = token.doc[first - 1].lower_, token.doc[first - 2].lower_
        if last in words.of_negation:
            kind = words.links.get(before)
        elif token.dep_ == "pcomp":
            kind = words.links.get(f"{before} {last}")
    return named(kind) if kind in {"planned", "negated"} else None


def opening_kind(noun: Token, words: FactualityLexicon) -> str | None:
    """What a noun says with its preposition of what completes it: "in case of", "in exchange for", "on the
    verge of"; None for others.
    """
    return words.links.get(f"{lemma_of(noun.head)} {lemma_of(noun)}") if noun.dep_ == "pobj" else None


def inverting(verb: Token, words: FactualityLexicon) -> Token | None:
    """The auxiliary before the subject that makes a clause a condition: "had Russia attacked", "were they to
    leave"; None in other clauses.
    """
    subject = child_of(verb, *ALL_SUBJECTS)
    openers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if verb.dep_ == "xcomp" or (verb.dep_ == "ccomp" and child_of(verb.head, *ALL_SUBJECTS) is None):
        openers.append(verb.head)
        subject = subject or child_of(verb.head, *ALL_SUBJECTS)
    if subject is None or is_question(verb):
        return None
    return next(
        (one for one in openers if one.lower_ in words.inverted and one.i < subject.i and _opens(one)), None
    )


def _opens(token: Token) -> bool:
    """Whether nothing but a mark stands before a word in its clause."""
    return token.i == token.sent.start or bool(token.nbor(-1).is_punct)


def either_of(verb: Token) -> Token | None:
    """The first of two named ones of whom it stays open which takes part: "Russia or Ukraine attacked"."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass", "dobj"} and child.tag_[:3] == "NNP":
            other = child_of(child, "conj")
            either = any(part.dep_ == "cc" and part.lower_ == "or" for part in child.children)
            if either and other is not None and other.tag_[:3] == "NNP":
                return child
    return None
