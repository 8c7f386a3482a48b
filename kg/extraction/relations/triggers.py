"""Which words of a sentence are triggers of which patterns: each token is looked up once, by its lemma."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.extraction.syntax.predicate_arguments import arguments
from kg.nlp.tokens import NOUNS, VERBS, Token
from kg.resources.pattern_model import Pattern
from kg.resources.patterns import Patterns

__all__ = ["TriggerMatch", "trigger_matches"]

_NAMES: Final = frozenset({"ORG", "PERSON", "FAC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "GPE", "LOC"})
_ADJECTIVES: Final = frozenset({"JJ", "JJR", "JJS", "VBN", "RB"})


@dataclass(slots=True)
class TriggerMatch:
    """A pattern and the token that is its trigger; in a light pattern, the noun that carries meaning."""

    pattern: Pattern
    token: Token
    noun: Token | None = None

    def tokens(self, path: str) -> list[Token]:
        """The arguments of a slot path, in the order of the text; [] when nothing fills it."""
        first, _, rest = path.partition(".")
        if first == "self":
            return [self.token]
        if first == "noun":
            if self.noun is None:
                return []
            return self._of_noun(self.noun, rest) if rest else [self.noun]
        return self._along(self.token, path)

    def _of_noun(self, noun: Token, path: str) -> list[Token]:
        """The arguments of a path from the noun; when it has none, from the noun that counts it: "a series of
        attacks **on** Chad".
        """
        found = self._along(noun, path)
        if (
            not found
            and noun.dep_ == "pobj"
            and noun.head.lower_ == "of"
            and noun.head.head.lemma_.lower() in noun.doc.words.partitives
        ):
            return self._along(noun.head.head, path)
        return found

    def _along(self, token: Token, path: str) -> list[Token]:
        """The arguments of a path, only through complements with the verbs that the pattern wants."""
        words, beside = self.pattern.complement_words, self.pattern.complement_dependents
        if not words and not beside:
            return arguments(token, path)
        first, _, rest = path.partition(".")
        if first not in ("complement", "infinitive") or not rest:
            return arguments(token, path)
        heads = [head for head in arguments(token, first) if not words or head.lemma_.lower() in words]
        return [
            filler for head in heads if not beside or _near(head) & beside for filler in arguments(head, rest)
        ]

    def first(self, paths: tuple[str, ...]) -> list[Token]:
        """The arguments of the first path that has any."""
        return next((found for path in paths if (found := self.tokens(path))), [])


def _in_name(token: Token) -> bool:
    """Whether a verb is a word of a longer name: "Save the Children"."""
    beside = token.nbor(1) if token.ent_iob_ == "B" and token.i + 1 < len(token.doc) else None
    return token.ent_type_ in _NAMES and (
        token.ent_iob_ == "I" or (beside is not None and beside.ent_iob_ == "I")
    )


def trigger_matches(token: Token, patterns: Patterns) -> Iterator[TriggerMatch]:
    """The patterns that a token sets to work, in the order of the patterns."""
    tag, lemma = token.tag_, token.lemma_.lower()
    if tag in VERBS:
        if token.dep_ not in ("aux", "auxpass") and not _in_name(token):
            yield from _of_verb(token, lemma, patterns.verbs.get(lemma, ()))
    elif tag in NOUNS:
        for pattern in patterns.nouns.get(lemma, ()):
            if _noun_matches(token, pattern.nouns) and _companions(pattern, token):
                yield TriggerMatch(pattern, token)
    if tag in _ADJECTIVES:
        for pattern in patterns.adjectives.get(lemma, ()) or patterns.adjectives.get(token.lower_, ()):
            if _companions(pattern, token):
                yield TriggerMatch(pattern, token)


def _of_verb(token: Token, lemma: str, patterns: Iterable[Pattern]) -> Iterator[TriggerMatch]:
    """The patterns that a verb sets to work, alone or with the noun that carries the meaning."""
    carried: dict[tuple[str, ...], list[Token]] = {}
    for pattern in patterns:
        if pattern.light:
            if pattern.via not in carried:
                carried[pattern.via] = [noun for path in pattern.via for noun in arguments(token, path)]
            if (nouns := carried[pattern.via]) and _word_matches(token, lemma, pattern.verbs):
                yield from _light(token, pattern, nouns)
        elif _word_matches(token, lemma, pattern.verbs) and _companions(pattern, token):
            yield TriggerMatch(pattern, token)


def _light(token: Token, pattern: Pattern, nouns: list[Token]) -> Iterator[TriggerMatch]:
    for noun in nouns:
        if _noun_matches(noun, pattern.nouns) and _companions(pattern, token, noun):
            yield TriggerMatch(pattern, token, noun)


def _word_matches(token: Token, lemma: str, words: frozenset[str]) -> bool:
    """Whether one of the words is here: the bare lemma, a phrasal verb with its particle, or a hyphenated
    verb with its first part.
    """
    return lemma in words or any(
        _is_here(token, first, particle) for last, first, particle in _compounds(words) if last == lemma
    )


def _is_here(token: Token, first: str, particle: str) -> bool:
    """Whether the first part of a hyphenated verb stands before it, and the particle of a phrasal one with
    it; "" is always here.
    """
    if first and not (token.i >= 2 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ == first):
        return False
    return not particle or any(
        child.lower_ == particle and _is_particle(child, token) for child in token.children
    )


@cache
def _compounds(words: frozenset[str]) -> tuple[tuple[str, str, str], ...]:
    """The verbs of a pattern that are more than one word: the lemma, what a hyphen joins to it, its
    particle.
    """
    found = []
    for word in sorted(words):
        base, _, particle = word.partition(" ")
        first, _, last = base.rpartition("-")
        if first or particle:
            found.append((last, first, particle))
    return tuple(found)


def _noun_matches(noun: Token, words: frozenset[str]) -> bool:
    """Whether one of the words is here: the lemma, a gerund as it is written ("**fighting** broke out"), or a
    hyphenated noun with its first part ("cease-fire").
    """
    lemma = noun.lemma_.lower()
    if lemma in words or (noun.tag_ == "VBG" and noun.lower_ in words):
        return True
    hyphened = noun.i >= 2 and noun.nbor(-1).text == "-"
    return hyphened and f"{noun.nbor(-2).lower_}-{lemma}" in words


def _is_particle(child: Token, verb: Token) -> bool:
    """Whether a word goes with a verb ("gave in") and does not begin a phrase of its own ("gave a talk in
    May").
    """
    phrase = (
        child.tag_ in ("IN", "TO")
        and child.dep_ != "prt"
        and any(other.dep_ in ("pobj", "pcomp") for other in child.children)
    )
    return child.i > verb.i and (not phrase or child.i == verb.i + 1)


def _near(token: Token) -> set[str]:
    """The words that depend directly on a token, as lemmas and as they stand."""
    return {child.lemma_.lower() for child in token.children} | {child.lower_ for child in token.children}


def _companions(pattern: Pattern, *tokens: Token) -> bool:
    """Whether the words that must, or must not, stand beside the trigger (verb and noun of a light one) do
    so.
    """
    if not pattern.with_dependents and not pattern.without_dependents:
        return True
    near = {word for token in tokens for word in _near(token)}
    return (
        not pattern.with_dependents or bool(near & pattern.with_dependents)
    ) and not near & pattern.without_dependents
