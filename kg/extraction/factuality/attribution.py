"""On whose word a clause stands: reported speech, quotations, "according to"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.factuality.cues import lemma_of
from kg.extraction.syntax.verb_coordination import above
from kg.nlp.quotations import CLOSING, OPENING, STRAIGHT
from kg.nlp.tokens import NOMINAL_SUBJECTS
from kg.resources.factuality_lexicon import FactualityLexicon

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["attributed_to"]

_LATE = frozenset({"parataxis", "ccomp", "relcl", "advcl", "conj", "appos", "dep", "acl"})
_NEAR = 12  # tokens between a quotation and the reporting verb beside it


def attributed_to(trigger: Token, words: FactualityLexicon) -> Token | None:
    """The head word of the speaker on whose word the clause of ``trigger`` stands, the nearest one; None when
    the article itself says it.

    A pronoun is returned as it stands. What a speaker does by speaking ("accused", "urged") stands on
    nobody's word, nor does what is demanded by "must" or "should".
    """
    if trigger.tag_ == "MD":
        return None
    for step in (_governing, _closing, _quoting):
        speaker = step(trigger, words)
        if speaker is not None:
            return _name_of(speaker)
    return None


def _name_of(speaker: Token) -> Token:
    """The name in apposition to a described speaker: "a spokesman, Sean McCormack"; else the speaker."""
    if speaker.tag_ not in {"NN", "NNS"}:
        return speaker
    names = (child for child in speaker.children if child.dep_ == "appos" and child.tag_[:3] == "NNP")
    return next(names, speaker)


def _governing(trigger: Token, words: FactualityLexicon) -> Token | None:
    """From the verbs and nouns above the word: "X said that S", "X announced a visit", "according to X,
    S".
    """
    below, node = trigger, trigger
    for _ in range(len(trigger.doc)):
        speaker = _source(node, below, words) or _inserted(node, trigger, words)
        if speaker is None and node != below:
            speaker = _reporter(node, below, words)
        if speaker is not None:
            return None if _within(trigger, speaker) else speaker
        if node.head == node:
            return None
        below, node = node, above(node)
    return None


def _within(trigger: Token, speaker: Token) -> bool:
    """Whether the word describes the speaker itself: "the minister, who visited Tokyo, said"."""
    return bool(trigger == speaker or speaker.is_ancestor(trigger))


def _source(node: Token, below: Token, words: FactualityLexicon) -> Token | None:
    """X of "according to X", where it hangs on this word."""
    for child in node.children:
        if child.lemma_.lower() in words.reporting_sources and child != below:
            for link in (child, *child.children):
                named = next((word for word in link.children if word.dep_ == "pobj"), None)
                if named is not None:
                    return named
    return None


def _inserted(node: Token, trigger: Token, words: FactualityLexicon) -> Token | None:
    """X of a reporting clause that hangs on what it reports: "S, X said"."""
    for child in node.children:
        if (
            child.dep_ in _LATE
            and child.i > node.i
            and _bare(child, words)
            and child != trigger
            and not child.is_ancestor(trigger)
        ):
            subject = _own_subject(child)
            if subject is not None and _after_comma(child, subject):
                return subject
    return None


def _reporter(node: Token, below: Token, words: FactualityLexicon) -> Token | None:
    """The speaker when ``node`` reports ``below``."""
    if node.tag_[:2] == "VB" and _reports(node, below, words):
        return _speaker(node, words)
    that = any(child.dep_ == "mark" and child.lower_ == "that" for child in below.children)
    noun = node.lemma_.lower() in words.reporting_nouns
    if that and noun and below.dep_ in {"acl", "ccomp", "relcl"}:
        return _author(node, words) or _issuer(node, words)
    return None


def _reports(verb: Token, below: Token, words: FactualityLexicon) -> bool:
    """Whether a verb reports what the word below it says, by the label that it hangs on."""
    lemma, dep = verb.lemma_.lower(), below.dep_
    if dep in {"ccomp", "parataxis"} and lemma in words.reporting_verbs and not _question(below, words):
        return True
    if dep in {"dobj", "oprd", "nsubjpass"} and lemma in words.reporting_things:
        return True
    if dep in {"xcomp", "acl"} and lemma == "claim" and verb.tag_ != "VBN":
        return True
    if dep == "prep" and lemma in words.accusing_verbs and below.lower_ in words.after_object:
        return True
    if dep == "dobj" and lemma in words.reporting_verbs and lemma_of(below) in words.claimed:
        return True
    only_says = lemma in words.reporting_verbs and lemma not in words.reporting_things
    return only_says and dep not in {"dobj", *NOMINAL_SUBJECTS} and _strayed(below, verb)


def _strayed(below: Token, verb: Token) -> bool:
    """Whether the clause after "that" hangs on an adjunct of the verb: "said in a post on Monday that S"."""
    if below.i < verb.i:
        return False
    for token in below.subtree:
        if token.dep_ in {"relcl", "acl"} and token.left_edge.lower_ == "that":
            subject = _own_subject(token)
            return subject is not None and subject.lower_ != "that" and subject.i > token.left_edge.i
    return False


def _question(clause: Token, words: FactualityLexicon) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in words.questions for child in clause.children)


def _bare(verb: Token, words: FactualityLexicon) -> bool:
    """Whether a reporting verb has nothing to report inside its own clause."""
    if verb.tag_[:2] != "VB" or verb.lemma_.lower() not in words.reporting_verbs:
        return False
    if verb.lemma_.lower() in words.with_hearer:
        return not any(child.dep_ in {"ccomp", "xcomp"} and child.i > verb.i for child in verb.children)
    reported = [
        child
        for child in verb.children
        if child.dep_ in {"ccomp", "dobj", "xcomp", "dative"} and child.i > verb.i
    ]
    return all(child.lower_ in words.hearers for child in reported)


def _after_comma(verb: Token, subject: Token) -> bool:
    first = min(subject.left_edge.i, verb.i)
    before = verb.doc[first - 1] if first > 0 else None
    return before is not None and (before.text == "," or before.text in CLOSING | STRAIGHT)


def _own_subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in NOMINAL_SUBJECTS), None)


def _speaker(verb: Token, words: FactualityLexicon, depth: int = 0) -> Token | None:
    """Who says what the verb says: its subject, agent, or that of the clause it belongs to."""
    if depth > 8:
        return None
    agent = next(
        (
            word
            for child in verb.children
            if child.dep_ == "agent"
            for word in child.children
            if word.dep_ == "pobj"
        ),
        None,
    )
    if agent is not None:
        return agent
    subject = _own_subject(verb)
    if subject is not None:
        if subject.dep_ == "nsubjpass":
            return None
        return verb.head if verb.dep_ == "relcl" and subject.tag_ in {"WDT", "WP"} else subject
    if any(child.dep_ == "auxpass" for child in verb.children):
        return None
    return _inherited(verb, words, depth)


def _inherited(verb: Token, words: FactualityLexicon, depth: int) -> Token | None:
    head = verb.head
    if verb.dep_ == "acl":
        reporting = head.lemma_.lower() in words.reporting_nouns
        return _author(head, words) or _issuer(head, words) if reporting else head
    if verb.dep_ == "pcomp":
        as_said = head.lower_ in words.as_said
        head = head.head
        quoted = next((child for child in head.children if child.dep_ in {"dobj", "nsubjpass"}), None)
        if as_said and quoted is not None:
            return quoted  # "the paper quoted X as saying"
        subject = _own_subject(head)
        return subject if subject is not None else _speaker(head, words, depth + 1)
    if verb.dep_ in {"conj", "xcomp", "advcl"} and head != verb:
        # "asked X to allow Y, saying ...": the one who says is the subject of the finite verb above
        while (
            head.dep_ in {"xcomp", "advcl", "conj"} and _own_subject(head) is None and head.head is not head
        ):
            head = head.head
        subject = _own_subject(head)
        return (
            subject
            if subject is not None and subject.tag_ not in {"WDT", "WP"}
            else _speaker(head, words, depth + 1)
            if head != verb
            else None
        )
    return None


def _author(noun: Token, words: FactualityLexicon) -> Token | None:
    """X of "X's statement", "a statement by X"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ in {"prep", "agent"} and child.lower_ in words.of_author:
            return next((word for word in child.children if word.dep_ == "pobj"), None)
    return None


def _issuer(noun: Token, words: FactualityLexicon) -> Token | None:
    """X of "X released a statement", "X said in a statement"."""
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head if noun.dep_ == "dobj" else None
    return _speaker(verb, words) if verb is not None and verb.tag_[:2] == "VB" else None


def _closing(trigger: Token, words: FactualityLexicon) -> Token | None:
    """X of a reporting clause at the end of the sentence, wherever the parser hung it: "S, X reported."."""
    doc, end = trigger.doc, trigger.sent.end
    for place in range(end - 1, trigger.i, -1):
        verb = doc[place]
        if not _bare(verb, words) or (verb.is_ancestor(trigger) and verb.dep_ != "ROOT"):
            continue
        subject = _own_subject(verb)
        if (
            subject is None
            or subject.tag_ in {"WDT", "WP"}
            or not _after_comma(verb, subject)
            or subject.left_edge.i <= trigger.i
        ):
            continue
        return subject
    return None


def _quoting(trigger: Token, words: FactualityLexicon) -> Token | None:
    """X of a quotation that holds the word and goes over the end of a sentence."""
    found = trigger.doc.quotation_around(trigger.i)
    if found is None or not found.closed:
        return None
    first, last, _ = found
    if not _runs_on(trigger, first, last):
        return None
    doc = trigger.doc
    after = _beside(doc, range(last + 1, min(last + 1 + _NEAR, len(doc))), words)
    return (
        after if after is not None else _beside(doc, range(first - 1, max(first - 1 - _NEAR, -1), -1), words)
    )


def _runs_on(trigger: Token, first: int, last: int) -> bool:
    """Whether the quotation goes beyond this sentence, or is this whole sentence."""
    sentence = trigger.sent
    whole = first <= sentence.start + 1 and last >= sentence.end - 2
    return bool(whole or first < sentence.start or last >= sentence.end)


def _beside(doc: ParsedDoc, places: range, words: FactualityLexicon) -> Token | None:
    """The speaker of the reporting verb nearest to a quotation, in the same paragraph and outside other
    quotations.
    """
    for place in places:
        token = doc[place]
        if "\n" in token.text or token.text in OPENING | CLOSING | STRAIGHT:
            return None
        if token.tag_[:2] == "VB" and token.lemma_.lower() in words.reporting_verbs:
            return _speaker(token, words)
        if places.step > 0 and token.text in {".", "?", "!"}:
            return None
    return None
