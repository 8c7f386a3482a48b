"""Where the words of a topic end: with all that belongs to its head, or, where that is long, with the last
part of it that is whole.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from kg.nlp.tokens import NOUNS

if TYPE_CHECKING:
    from kg.nlp.tokens import ParsedDoc, Token

__all__ = ["topic_end"]

_ENDS: Final = frozenset({"WDT", "WP", "WRB", "VBZ", "VBD", "VBP", "MD"})
"""Tags with which a clause begins."""
_MARKS: Final = frozenset({"``", "''"})
_QUOTES: Final = frozenset({"HYPH", "POS", *_MARKS})
_LOOSE: Final = frozenset({"conj", "cc", "appos", "relcl", "punct", "advcl", "npadvmod"})
"""How words hang on the head of a topic that are no part of it."""
_CLOSING: Final = frozenset({"IN", "TO", "CC", "DT", "``", "''", "HYPH", "PRP$", "POS", ","})
"""Tags of words that no topic ends with."""
_PARTS: Final = frozenset({"prep", "acl", "relcl", "advcl", "conj", "cc", "appos", "npadvmod", "punct"})
"""How a part hangs on a word that is whole without it."""
_WANTED: Final = frozenset({"dobj", "xcomp", "ccomp"})
"""What a verb is not whole without."""
_PAIRING: Final = frozenset({"between", "both", "either"})
"""Words that ask for what is joined after them."""
_OF_BOTH: Final = frozenset({"between", "in", "of", "with"})
"""Prepositions after two joined nouns that mostly belong to both."""
_OF_CLAUSE: Final = frozenset(
    {"aux", "auxpass", "nsubj", "nsubjpass", "dobj", "advmod", "attr", "mark", "neg"}
)
"""How the words with which a clause begins hang on its verb."""
_LONGEST: Final = 12
"""How many tokens of a topic are kept where it is cut."""
_WHOLE: Final = 15
"""How many tokens a topic may have that is whole with them."""


def topic_end(doc: ParsedDoc, head: Token, first: int, timed: Collection[int], ends: Collection[str]) -> int:
    """The last token of the topic that a token heads and that begins at ``first``.

    What begins a clause, a time (the tokens of ``timed``) or a word of ``ends`` after the head ends it. Items
    of a list within it stay together ("between Chad, Mali and Niger").
    """
    roots = _roots(doc, head, first)
    last = int(head.i)
    quoted = first > 0 and doc[first - 1].tag_ == "``"
    while last + 1 < len(doc):
        step = 2 if quoted and doc[last + 1].tag_ == "''" and last + 2 < len(doc) else 1
        if not _belongs(doc, last + step, roots, timed, ends):
            break
        quoted = quoted and step == 1
        last += step
    if last - first >= _WHOLE:
        last = _whole_until(doc, head.i, first + _LONGEST - 1)
    while last > head.i and (
        _is_left_over(doc[last]) or _is_torn(doc, head.i, last, timed) or _is_half_link(doc, last)
    ):
        last -= 1
    return last


def _is_torn(doc: ParsedDoc, head: int, last: int, timed: Collection[int] = ()) -> bool:
    """Whether a token after a topic's head, up to its last, waits for a later one, a time for its name ("by
    the end of May"), a verb for its object, or a quotation is open.
    """
    inside = doc[head : last + 1]
    follows = doc[last + 1 : last + 3]
    if len(follows) == 2 and follows[0].lower_ == "of" and follows[1].i in timed and last > head:
        return True
    if any(child.dep_ == "dobj" and child.i > last for token in inside[1:] for child in token.children):
        return True
    marks = [token.tag_ for token in inside if token.tag_ in _MARKS]
    if marks[-1:] == ["``"]:
        return True
    return any(token.head.i > last and not _is_misparsed(token) for token in inside[1:])


def _is_half_link(doc: ParsedDoc, last: int) -> bool:
    """Whether a bare noun between two prepositions ends a topic, so that all three are one link of which the
    last word is missing ("in line" before "with").
    """
    noun = doc[last]
    if noun.tag_ != "NN" or noun.dep_ != "pobj" or noun.head.i != last - 1 or last + 1 >= len(doc):
        return False
    follows = doc[last + 1]
    return follows.tag_ in {"IN", "TO"} and follows.head is noun


def _is_misparsed(token: Token) -> bool:
    """Whether a noun is parsed as a modifier of a verb."""
    return token.dep_ in {"compound", "nmod", "poss"} and token.head.tag_[:2] == "VB"


def _is_left_over(token: Token) -> bool:
    """Whether no topic ends with a word, such as a preposition or a bare participle."""
    bare = token.tag_ == "VBN" and token.dep_ == "acl" and not list(token.lefts)
    return bare or token.tag_ in _CLOSING or token.lower_ in {"etc", "etc."}


def _roots(doc: ParsedDoc, head: Token, first: int) -> list[int]:
    """The head of a topic first, then the noun that it is joined to where what follows is of both ("roots and
    effects of"), and the infinitive after it when it has a possessor ("Seoul's push to buy") or is a noun
    that takes one.
    """
    i = head.i
    roots = [i]
    if head.dep_ == "conj" and head.head.tag_ in NOUNS and not _before(doc, i, head.head):
        roots.append(head.head.i)
    infinitive = i + 2 < len(doc) and doc[i + 1].tag_ == "TO" and doc[i + 2].tag_ == "VB"
    takes = infinitive and doc[i + 2].head is not head and head.lemma_.lower() in doc.words.with_infinitive
    if infinitive and (takes or (first < i and any(t.tag_ == "POS" for t in doc[first:i]))):
        roots.append(i + 2)
    return roots


def _before(doc: ParsedDoc, last: int, noun: Token) -> bool:
    """Whether anything that follows a noun stands before a token that is joined to it."""
    return any(noun.i < child.i < last and child.dep_ not in {"cc", "punct"} for child in noun.children)


def _belongs(
    doc: ParsedDoc, i: int, roots: Sequence[int], timed: Collection[int], ends: Collection[str]
) -> bool:
    """Whether the token after those of a topic depends on its head and begins no clause of its own."""
    token = doc[i]
    if (
        (i in timed and not _is_year_of(token, timed))
        or token.is_space
        or (token.tag_ in _ENDS and not _is_complement(token, roots[0]))
    ):
        return False
    if token.text == ",":
        return _goes_on(doc, i, roots)
    if token.is_punct and token.tag_ not in _QUOTES and not (token.text == "/" and i + 1 < len(doc)):
        return False
    path = token
    while path.head.i != path.i and path.head.i not in roots and path.i not in roots:
        path = path.head
    if path.i in roots:
        return True
    if path.head.i < roots[0] and path.lower_ not in _OF_BOTH:
        return False
    return path.head.i in roots and token.lower_ not in ends and path.dep_ not in _LOOSE


def _is_year_of(token: Token, timed: Collection[int]) -> bool:
    """Whether a number tells which one a later noun of the topic means ("return to the 2015 deal")."""
    noun = token.head
    return token.tag_ == "CD" and noun.i > token.i and noun.i not in timed and noun.tag_ in NOUNS


def _is_complement(token: Token, first: int) -> bool:
    """Whether a word is of the clause that a verb of the topic, from token ``first`` on, asks for: "has" of
    "ensuring Israel has arms".
    """
    verb = token if token.tag_[:2] == "VB" and token.dep_ not in _OF_CLAUSE else token.head
    return verb.dep_ == "ccomp" and verb.head.tag_ in {"VB", "VBG", "JJ"} and first <= verb.head.i < token.i


def _goes_on(doc: ParsedDoc, comma: int, roots: Sequence[int]) -> bool:
    """Whether a list of things that stand within a topic, none of them its head, goes on after a comma, or
    what stands before it waits for a later word ("state, local and tribal efforts").
    """
    if any(token.head.i > comma for token in doc[roots[0] + 1 : comma]):
        return True
    i = comma + 1
    while i < len(doc) and doc[i].tag_ in {"CC", "DT", "PRP$"}:
        i += 1
    if i >= len(doc):
        return False
    item = doc[i]
    while item.dep_ != "conj" and item.head.i > comma and item.head.i != item.i:
        item = item.head
    before = item.head
    return item.dep_ == "conj" and roots[0] < before.i < comma and before.i not in roots


def _whole_until(doc: ParsedDoc, head: int, limit: int) -> int:
    """The last token up to ``limit`` after which nothing is missing of what stands before it. A joined part
    is rather left out than cut.
    """
    whole = [last for last in range(limit, head, -1) if _may_end(doc, head, last)]
    uncut = (last for last in whole if not _is_joined(_part_after(doc, last).head, head))
    return next(uncut, whole[0] if whole else head)


def _may_end(doc: ParsedDoc, head: int, last: int) -> bool:
    """Whether nothing is missed where a topic ends at a token."""
    if _is_torn(doc, head, last) or _is_half_link(doc, last) or doc[head].head.i > last:
        return False
    part = _part_after(doc, last)
    if any(
        child.dep_ in _WANTED and child.i > last for word in doc[head : last + 1] for child in word.children
    ):
        return False
    return part.head.i >= head and part.dep_ in _PARTS and not _is_missed(doc, part, head, last)


def _part_after(doc: ParsedDoc, last: int) -> Token:
    """The head of the part that begins after a token."""
    part = doc[last + 1]
    while part.head.i > last:
        part = part.head
    return part


def _is_joined(token: Token, head: int) -> bool:
    """Whether a word of a topic stands in a part that is joined to an earlier one."""
    while token.i > head and token.head.i != token.i:
        if token.dep_ == "conj":
            return True
        token = token.head
    return False


def _is_missed(doc: ParsedDoc, part: Token, head: int, last: int) -> bool:
    """Whether a list, a pair, a noun with "of", a way "from" something or a verb without an object stands
    before a part and is not whole without it.
    """
    if part.dep_ in {"conj", "cc", "punct"}:
        return part.head.dep_ == "conj" or any(word.lower_ in _PAIRING for word in doc[head : last + 1])
    if part.lower_ == "of":
        return part.head.i > head
    if part.lower_ == "to" and any(one.lower_ == "from" and one.i <= last for one in part.head.children):
        return True
    verb = part.head
    return verb.tag_[:2] == "VB" and not any(verb.i < child.i <= last for child in verb.children)
