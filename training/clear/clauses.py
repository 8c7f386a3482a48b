"""Clauses: expletives, extraposed subjects, free relatives, coordination, reported speech, and complements
with their subjects.
"""

from __future__ import annotations

from training.clear import lexicon
from training.clear.copula import PREPOSITIONAL_PREDICATE
from training.clear.words import take_place
from training.conllu import Sentence, Word


def _any(words: list[Word], *rels: str) -> bool:
    return any(word.rel in rels for word in words)


def _has_subject(words: list[Word]) -> bool:
    return any(word.rel.startswith("nsubj") for word in words)


def convert_expletives(tree: Sentence) -> None:
    """Convert expletives: "there is X" to expl + attr; expletive "it" to the subject, and a clause after the
    verb to its complement.
    """
    for word in tree.words:
        head = tree.head_of(word)
        if word.rel == "expl" and head is not None:
            _convert_expletive(tree, word, head)
    for word in tree.words:
        if word.rel.startswith("csubj") and 0 < word.head < word.index:
            children = tree.children(word)
            infinitive = any(child.rel == "mark" and child.tag == "TO" for child in children)
            word.rel = "xcomp" if infinitive and not _has_subject(children) else "ccomp"


def _convert_expletive(tree: Sentence, word: Word, head: Word) -> None:
    siblings = tree.children(head)
    if word.tag == "EX" or word.lower == "there":
        for other in siblings:
            if other.rel in ("nsubj", "nsubj:pass") and head.lemma == "be":
                other.rel = "attr"
    elif word.index > head.index:
        word.rel = "obj"
    else:
        word.rel = "nsubj:pass" if _any(siblings, "aux:pass") else "nsubj"


def convert_free_relatives(tree: Sentence) -> None:
    """Make the verb, not `what`, head the clause in "what he said"."""
    for word in tree.words:
        if word.lower not in lexicon.RELATIVE_HEADS or word.tag not in ("WP", "WDT", "WRB"):
            continue
        clauses = [
            c for c in tree.children(word) if c.rel in ("acl:relcl", "advcl:relcl") and c.index > word.index
        ]
        if len(clauses) != 1:
            continue
        verb = clauses[0]
        others = [child for child in tree.children(word) if child is not verb]
        take_place(word, verb)
        if verb.base == "nsubj":
            verb.rel = verb.rel.replace("nsubj", "csubj")
        elif verb.base in ("obj", "attr", "iobj", "appos"):
            verb.rel = "ccomp"
        _place_relative_word(tree, word, verb)
        for other in others:
            other.head = verb.index


def _place_relative_word(tree: Sentence, word: Word, verb: Word) -> None:
    children = tree.children(verb)
    word.head = verb.index
    if word.tag == "WRB":
        word.rel = "advmod"
    elif (
        verb.lemma == "be"
        and verb.rel != "conj"
        and not _any(children, "attr", "acomp", PREPOSITIONAL_PREDICATE, "xcomp")
    ):
        word.rel = "attr"
    elif not _has_subject(children):
        word.rel = "nsubj"
    else:
        governor = _innermost_verb(tree, verb)
        if not _any(tree.children(governor), "obj"):
            word.head = governor.index
        word.rel = "obj"


def _innermost_verb(tree: Sentence, verb: Word) -> Word:
    """The verb a fronted object belongs to: `do` in "what he wants to do"."""
    while not _any(tree.children(verb), "obj"):
        inner = [c for c in tree.children(verb) if c.rel in ("xcomp", "ccomp") and c.index > verb.index]
        if not inner:
            break
        verb = inner[0]
    return verb


def convert_coordination(tree: Sentence) -> None:
    """Chain conjuncts, each on the one before, which also takes the conjunction and the comma."""
    for head in tree.words:
        previous = head
        for conjunct in [child for child in tree.children(head) if child.base == "conj"]:
            if conjunct.index > head.index:
                for child in tree.children(conjunct):
                    if child.index < conjunct.index and (
                        child.rel == "cc" or _is_separator(tree, conjunct, child)
                    ):
                        child.head = previous.index
                conjunct.head = previous.index
            previous = conjunct


def _is_separator(tree: Sentence, conjunct: Word, child: Word) -> bool:
    if child.rel != "punct" or child.form not in (",", ";", ":", "/", "-", "–", "—"):
        return False
    return all(other.index >= child.index for other in tree.children(conjunct) if other.rel != "cc")


def convert_reported_speech(tree: Sentence) -> None:
    """Make the reporting verb after a quotation its head: "..., she said"."""
    for verb in tree.words:
        if not _reports(tree, verb):
            continue
        quotation = tree.words[verb.head - 1]
        said = tree.subtree(verb)
        start = min(said)
        quoted = (tree.words[index - 1] for index in tree.subtree(quotation) - said)
        if quotation.index > verb.index or any(word.index > start and word.rel != "punct" for word in quoted):
            continue
        take_place(quotation, verb)
        quotation.head, quotation.rel = verb.index, "ccomp"
        _move_punctuation(tree, quotation, verb, start, max(said))


def _reports(tree: Sentence, verb: Word) -> bool:
    """Whether it is a reporting verb beside a clause, with a subject and nothing else that is said."""
    if verb.rel != "parataxis" or verb.lemma not in lexicon.REPORTING or not verb.head:
        return False
    children = tree.children(verb)
    return _has_subject(children) and not _any(children, "ccomp", "obj", "obl:arg")


def _move_punctuation(tree: Sentence, quotation: Word, verb: Word, start: int, last: int) -> None:
    """Hang the comma before the reporting clause, and what comes after it, on the verb."""
    for child in tree.children(quotation):
        comma = child.form == "," and child.index >= start - 2 and child.index > quotation.index
        if child.rel == "punct" and (child.index > last or comma):
            child.head = verb.index


def convert_complements(tree: Sentence) -> None:
    """Settle `xcomp`: ccomp with its own subject after raising verbs, acomp, attr or oprd for
    predicates.
    """
    for word in tree.words:
        children = tree.children(word)
        if word.rel == "ccomp":
            infinitive = any(child.rel == "aux" and child.tag == "TO" for child in children)
            if infinitive and not any(child.rel.startswith(("nsubj", "csubj", "expl")) for child in children):
                word.rel = "xcomp"
        elif word.rel == "xcomp" and word.head:
            _convert_open_complement(tree, word)


def _convert_open_complement(tree: Sentence, word: Word) -> None:
    governor = tree.words[word.head - 1]
    siblings = tree.children(governor)
    objects = [other for other in siblings if other.rel in ("obj", "iobj") and other.index < word.index]
    passive = _any(siblings, "aux:pass") or (governor.tag == "VBN" and governor.rel in ("acl", "amod"))
    if not word.tag.startswith("VB") or word.upos == "ADJ":
        word.rel = _predicate_label(word, of_object=bool(objects) or passive)
    elif len(objects) == 1 and governor.lemma in lexicon.RAISING and not passive:
        objects[0].head = word.index
        objects[0].rel = "nsubj:pass" if _any(tree.children(word), "aux:pass") else "nsubj"
        word.rel = "ccomp"


def _predicate_label(word: Word, *, of_object: bool) -> str:
    """The label of an open complement that is no verb, of the object or of the subject."""
    if word.upos == "ADJ" or word.tag in ("JJ", "JJR", "JJS"):
        return "oprd" if of_object else "acomp"
    if word.upos in ("NOUN", "PROPN", "PRON", "NUM"):
        return "oprd" if of_object else "attr"
    return "advmod" if word.upos == "ADV" else word.rel
