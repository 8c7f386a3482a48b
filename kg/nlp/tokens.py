"""The words of a parsed article as plain values, read from spaCy's ``Doc`` once: every look at a ``Doc``
makes new token objects.

A `Token` has the attributes of spaCy's ``Token``, by the same names, a `TokenSpan` those of ``Span``, a
`ParsedDoc` those of ``Doc``. One thing is mended: a noun with an object is a verb.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, count, pairwise, repeat
from typing import TYPE_CHECKING, Final

from kg.nlp.quotations import Quotation, quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.model import Argument, Modality
    from kg.nlp.syntax_words import SyntaxWords

__all__ = ["NOMINAL_SUBJECTS", "NOUNS", "SUBJECTS", "VERBS", "ParsedDoc", "Token", "TokenSpan"]

NOUNS: Final = frozenset({"NN", "NNS", "NNP", "NNPS"})
"""The tags of nouns and names (Penn Treebank)."""
VERBS: Final = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
"""The tags of verbs (Penn Treebank), modals apart."""
NOMINAL_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
"""The labels of subjects that are nouns (CLEAR)."""
SUBJECTS: Final = NOMINAL_SUBJECTS | {"csubj", "csubjpass"}
"""The labels of subjects, clauses included."""

_NAMED: Final[list[int | str]] = ["ORTH", "LOWER", "LEMMA", "TAG", "DEP", "ENT_TYPE"]
_COUNTED: Final[list[int | str]] = ["IDX", "SPACY", "SENT_START", "ENT_IOB", "IS_SPACE", "IS_PUNCT"]
_VERB_OF: Final = {"NN": "VBP", "NNS": "VBZ"}
_IOB: Final = ("", "I", "O", "B")


class Token:
    """A word with its place in the tree.

    ``children`` are in the order of the text; the head of a sentence is its own ``head``.
    """

    __slots__ = (
        "children", "dep_", "doc", "ent_iob_", "ent_type_", "head", "i", "idx", "is_punct", "is_sent_start",
        "is_space", "lemma_", "lower_",
        "tag_", "text", "whitespace_",
    )  # fmt: skip

    def __init__(self, doc: ParsedDoc, i: int, named: tuple[str, ...], counted: tuple[int, ...]) -> None:
        self.doc, self.i = doc, i
        self.text, self.lower_, self.lemma_, self.tag_, self.dep_, self.ent_type_ = named
        self.idx, space, start, iob, self.is_space, self.is_punct = counted
        self.whitespace_ = " " if space else ""
        self.is_sent_start = start == 1
        self.ent_iob_ = _IOB[iob]
        self.head: Token = self
        self.children: list[Token] = []

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def pos_(self) -> str:
        """The coarse part of speech: "AUX"."""
        return str(self.doc.source[self.i].pos_)

    @property
    def is_quote(self) -> bool:
        """Whether the word is a quotation mark."""
        return bool(self.doc.source[self.i].is_quote)

    @property
    def is_stop(self) -> bool:
        """Whether the word is one of the commonest."""
        return bool(self.doc.source[self.i].is_stop)

    @property
    def lefts(self) -> list[Token]:
        """The children before the word."""
        return [child for child in self.children if child.i < self.i]

    @property
    def text_with_ws(self) -> str:
        """The word and the blank after it, if any."""
        return self.text + self.whitespace_

    @property
    def sent(self) -> TokenSpan:
        """The sentence of the word."""
        return self.doc.sents[self.doc.sentence[self.i]]

    @property
    def subtree(self) -> list[Token]:
        """The word and all that hangs on it, directly or not, in the order of the text but for crossing
        branches.
        """
        found: list[Token] = []
        waiting = [(self, True)]
        while waiting:
            word, whole = waiting.pop()
            if whole and word.children:
                waiting += [(child, True) for child in reversed(word.children) if child.i > word.i]
                waiting.append((word, False))
                waiting += [(child, True) for child in reversed(word.children) if child.i < word.i]
            else:
                found.append(word)
        return found

    @property
    def left_edge(self) -> Token:
        """The first word of the subtree."""
        return self.doc[self.doc.left_edges[self.i]]

    def nbor(self, step: int = 1) -> Token:
        """The word so many places further on. Raises IndexError outside of the article."""
        place = self.i + step
        if place < 0:
            raise IndexError(place)
        return self.doc[place]

    def is_ancestor(self, other: Token) -> bool:
        """Whether another word hangs on this one, directly or not."""
        while other.head is not other:
            other = other.head
            if other is self:
                return True
        return False


class TokenSpan:
    """Words in a row: ``start`` and ``end`` are token indices, half-open; ``label_`` is the kind of name of a
    recognised one.
    """

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: ParsedDoc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc[self.start : self.end])

    def __getitem__(self, i: int) -> Token:
        return self.doc[self.start + i if i >= 0 else self.end + i]

    @property
    def start_char(self) -> int:
        """The offset at which the first word begins."""
        return self.doc[self.start].idx

    @property
    def end_char(self) -> int:
        """The offset at which the last word ends."""
        return self.doc.end_of(self.end - 1)

    @property
    def text(self) -> str:
        """The words as they stand, without white space after the last."""
        return self.doc.text[self.start_char : self.end_char] if self.end > self.start else ""

    @property
    def root(self) -> Token:
        """The word nearest to the head of its sentence, the first of several, as spaCy has it."""
        words = self.doc[self.start : self.end]
        head = next((word for word in words if word.head is word), None)
        if head is not None or len(words) == 1:
            return words[0] if head is None else head
        return min(
            (word for word in words if not self.start <= word.head.i < self.end), key=_depth, default=words[0]
        )


class ParsedDoc(list[Token]):
    """The words of an article, its sentences (``sents``; ``sentence`` has the number of each word's) and
    recognised names (``ents``).

    ``words`` are those that its predicate-argument structure depends on.
    """

    def __init__(self, doc: Doc, words: SyntaxWords) -> None:
        strings = doc.vocab.strings
        keys = doc.to_array(_NAMED).T.tolist()
        names = {key: strings[key] for key in set(chain.from_iterable(keys))}
        named = zip(*(map(names.__getitem__, column) for column in keys), strict=True)
        counted = zip(*doc.to_array(_COUNTED).astype("int64").T.tolist(), strict=True)
        super().__init__(map(Token, repeat(self), count(), named, counted))
        for word, step in zip(self, doc.to_array(["HEAD"]).astype("int64").ravel().tolist(), strict=True):
            if step:
                word.head = self[word.i + step]
                word.head.children.append(word)
        _mend_verbs(self)
        self.ents = [TokenSpan(self, ent.start, ent.end, ent.label_) for ent in doc.ents]
        self.text = "".join([word.text + word.whitespace_ for word in self])
        self.arguments: dict[tuple[int, str], list[Token]] = {}
        self.linking: dict[int, list[Token]] = {}
        self.modalities: dict[int, Modality] = {}
        self.words = words
        self.source = doc

    @cached_property
    def sents(self) -> list[TokenSpan]:
        """The sentences in order."""
        starts = [word.i for word in self if word.is_sent_start or word.i == 0]
        return [TokenSpan(self, start, end) for start, end in pairwise([*starts, len(self)])]

    @cached_property
    def sentence(self) -> list[int]:
        """For each word the number of its sentence, from 0."""
        return [number for number, sentence in enumerate(self.sents) for _ in range(len(sentence))]

    @cached_property
    def left_edges(self) -> list[int]:
        """For each word the place of the first word of its subtree."""
        found = [-1] * len(self)
        for word in self:
            above = word
            while found[above.i] < 0:
                found[above.i] = word.i
                above = above.head
        return found

    @cached_property
    def _begins(self) -> list[int]:
        return [word.idx for word in self]

    @cached_property
    def _quotations(self) -> list[Quotation]:
        return list(quotations(word.text for word in self))

    def quotation_around(self, i: int) -> Quotation | None:
        """The quotation that a word stands in, between the marks."""
        place = bisect_right(self._quotations, (i,)) - 1
        if place < 0 or not self._quotations[place].first < i < self._quotations[place].last:
            return None
        return self._quotations[place]

    def end_of(self, i: int) -> int:
        """The offset at which a word ends."""
        return self[i].idx + len(self[i].text)

    def between(self, first: int, last: int) -> str:
        """The text from one word to another, inclusive; empty when the last stands before the first."""
        final = self[last]
        return self.text[self[first].idx : final.idx + len(final.text)] if last >= first else ""

    def char_span(self, begin: int, end: int) -> TokenSpan | None:
        """The words that begin and end exactly at these offsets."""
        first, last = bisect_right(self._begins, begin) - 1, bisect_right(self._begins, end - 1) - 1
        if first < 0 or self._begins[first] != begin or self.end_of(last) != end:
            return None
        return TokenSpan(self, first, last + 1)

    def around(self, begin: int, end: int) -> TokenSpan:
        """The words that hold the text between these offsets."""
        first, last = bisect_right(self._begins, begin) - 1, bisect_right(self._begins, end - 1) - 1
        return TokenSpan(self, first + (begin == self.end_of(first)), last + 1)

    def head_of(self, argument: Argument) -> Token:
        """The word that the others of an argument hang on."""
        return self.around(argument.begin, argument.end).root


def _mend_verbs(words: Sequence[Token]) -> None:
    """Tag as verbs the nouns that the parser gave an object, in headlines above all ("EU sanctions
    Belarus"); a name right before them is their subject.
    """
    for word in words:
        if word.tag_ not in _VERB_OF or not any(
            child.dep_ == "dobj" and child.i > word.i for child in word.children
        ):
            continue
        word.tag_ = _VERB_OF[word.tag_]
        before = [child for child in word.children if child.i < word.i]
        if before and before[-1].dep_ == "compound" and not any(one.dep_ in SUBJECTS for one in before):
            before[-1].dep_ = "nsubj"


def _depth(word: Token) -> int:
    """How many steps lie between a word and the head of its sentence; as many as can be for a mark or white
    space alone.
    """
    if (word.is_space or word.is_punct) and not word.children:
        return len(word.doc) - 1
    steps = 0
    while word.head is not word:
        word, steps = word.head, steps + 1
    return steps
