"""Who "they" are: names that are joined, those who met, people who are described in the plural."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extraction.entities.discourse import DiscourseState
from kg.extraction.entities.name_clustering import EntityBuilder
from kg.nlp.tokens import NOMINAL_SUBJECTS

if TYPE_CHECKING:
    from kg.nlp.tokens import Token

__all__ = ["several"]


def several(state: DiscourseState, token: Token, barred: set[EntityBuilder]) -> list[EntityBuilder]:
    """The plural thing spoken of last, subjects first: joined names or a plural description; none when an
    unknown plural is nearer. Those ``barred`` it cannot mean.
    """
    here = state.sentence[token.i]
    for distance in range(min(3, here + 1)):
        joined, inside = _joined_names(state, token, here - distance)
        options = joined + _plural_nouns(state, token, here - distance, inside)
        options = [one for one in options if barred.isdisjoint(one.builders)]
        if options:
            near = 3 if distance == 0 else 0
            return max(options, key=lambda o: (2 * o.subject + near * (token.i - o.end <= 3), o.end)).builders
    return []


class _Plural(NamedTuple):
    """A plural thing before a pronoun: whether it is a subject, its last token, and what it is (nothing for a
    plural noun that is not understood).
    """

    subject: bool
    end: int
    builders: list[EntityBuilder]


def _joined_names(state: DiscourseState, token: Token, sentence: int) -> tuple[list[_Plural], set[int]]:
    """The names that a sentence joins before a pronoun, and their tokens."""
    found: list[_Plural] = []
    inside: set[int] = set()
    for chain in state.chains_between(sentence, sentence):
        end = chain[-1].last
        if state.in_plural(end) or end >= token.i:
            continue
        subject = any(state.role(state.doc[o.head]) in NOMINAL_SUBJECTS for o in chain)
        builders = [state.registry.speaks_for(d) for o in chain for d in o.builders]
        found.append(_Plural(subject or state.precedes_verb(chain[-1]), end, list(dict.fromkeys(builders))))
        inside.update(k for o in chain for k in range(o.first, o.last + 1))
    if len(found) == 2 and found[0].subject != found[1].subject and _is_mutual(state, sentence, token):
        both = list(dict.fromkeys(builder for one in found for builder in one.builders))
        found = [_Plural(True, max(one.end for one in found), both)]
    elif len(found) < 2 and _is_mutual(state, sentence, token):
        found = _both_sides(state, sentence, found)
    return found, inside


def _both_sides(state: DiscourseState, sentence: int, joined: list[_Plural]) -> list[_Plural]:
    """Those on both sides of the main verb of a sentence that says what they do with each other, or joined
    before it, of whom one side at least is no joined names: "He met Ana Souza", "the king and his guest met";
    else the joined names alone.
    """
    root = state.doc.sents[sentence].root
    links = [link for word in (root, *root.children) for link in word.children if link.lower_ == "with"]
    sides = [
        word
        for holder in (root, *links)
        for word in holder.children
        if word.dep_ in {"nsubj", "pobj"} or (word.dep_ == "dobj" and not _is_thing(state, word))
    ]
    if len(sides) == 1:
        sides += [word for word in sides[0].children if word.dep_ == "conj"]
    found = [_spoken_of(state, word, joined) for word in sides]
    if len(found) != 2 or not all(found):
        return joined
    both = list(dict.fromkeys(builder for one in found for builder in one))
    return [_Plural(True, max(word.i for word in sides), both)] if len(both) > 1 else joined


def _spoken_of(state: DiscourseState, word: Token, joined: list[_Plural]) -> list[EntityBuilder]:
    """Who a side of a verb is: the joined names that it begins, else the one that it names, describes or
    takes up.
    """
    known = (
        state.names.get(word.i)
        or state.titles.get(word.i)
        or state.descriptions.get(word.i)
        or state.pronouns.get(word.i)
    )
    builders = [state.registry.speaks_for(one) for one in known.builders] if known else []
    return next((one.builders for one in joined if not {*builders}.isdisjoint(one.builders)), builders)


def _is_thing(state: DiscourseState, word: Token) -> bool:
    return word.lemma_.lower() in state.lexicon.mutual_things


def _is_mutual(state: DiscourseState, sentence: int, token: Token) -> bool:
    """Whether the main verb of a sentence before a pronoun says what both sides do with each other."""
    root = state.doc.sents[sentence].root
    held = any(child.dep_ == "dobj" and _is_thing(state, child) for child in root.children)
    return root.i < token.i and (held or root.lemma_.lower() in state.lexicon.mutual)


def _plural_nouns(state: DiscourseState, token: Token, sentence: int, inside: set[int]) -> list[_Plural]:
    """The plural nouns and earlier pronouns of a sentence before a pronoun, but for those ``inside`` joined
    names.
    """
    found: list[_Plural] = []
    for i in range(token.i - 1, -1, -1):
        if state.sentence[i] < sentence:
            break
        if state.sentence[i] == sentence and i not in inside:
            option = _plural_at(state, i)
            found += [option] if option else []
    return found


def _is_people(builder: EntityBuilder) -> bool:
    """Whether a name in the plural is that of people: "Kenyans", "the Houthis", "Republicans"."""
    return builder.cls in {"Group", "ArmedGroup"} or builder.sector == "PTY"


def _plural_at(state: DiscourseState, i: int) -> _Plural | None:
    """What a plural noun or earlier pronoun at token ``i`` is; None for one thing and for other words."""
    token = state.doc[i]
    if token.tag_ not in {"NNS", "NNPS"} and i not in state.pronouns:
        return None
    name = state.names.get(i)
    people = name is not None and name.last == i and any(map(_is_people, name.builders))
    known = name if people else state.descriptions.get(i) or state.pronouns.get(i)
    builders = list(known.builders) if known else []
    subject = state.role(token) in NOMINAL_SUBJECTS
    if len(builders) > 1 or (builders and (people or builders[0].cls == "Group")):
        return _Plural(subject, i, builders)
    unknown = subject and i not in state.names and i not in state.pronouns
    return _Plural(subject, i, []) if unknown else None
