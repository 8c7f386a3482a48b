"""A parse read once says the same as spaCy's own objects."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Document
from kg.nlp.parser import parse
from kg.nlp.tokens import ParsedDoc
from tests.parses import WORDS

TEXT = """SEOUL, Nov 3 (Reuters) - South Korea's "blue-water" navy, which has asked for more, \
will get two frigates.

The U.S. Defence Secretary said that he, too, wanted them; nobody objected. \
Fearing delay, Oslo paid 30% at once.

"""
PLAIN = (
    "i",
    "idx",
    "text",
    "lower_",
    "lemma_",
    "tag_",
    "pos_",
    "dep_",
    "ent_type_",
    "ent_iob_",
    "whitespace_",
    "text_with_ws",
)

FLAGS = ("is_space", "is_punct", "is_quote", "is_stop", "is_sent_start")


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    ((_, doc),) = parse([Document("a", TEXT)], nlp)
    return doc


def test_words_are_as_the_tokens(doc: Doc) -> None:
    words = ParsedDoc(doc, WORDS)
    assert len(words) == len(doc)
    for word, token in zip(words, doc, strict=True):
        assert [getattr(word, name) for name in PLAIN] == [getattr(token, name) for name in PLAIN]
        assert [bool(getattr(word, name)) for name in FLAGS] == [bool(getattr(token, name)) for name in FLAGS]
        assert len(word) == len(token)


def test_trees_are_as_the_tokens(doc: Doc) -> None:
    words = ParsedDoc(doc, WORDS)
    for word, token in zip(words, doc, strict=True):
        assert word.head.i == token.head.i
        assert [child.i for child in word.children] == [child.i for child in token.children]
        assert [child.i for child in word.lefts] == [child.i for child in token.lefts]
        assert [one.i for one in word.subtree] == [one.i for one in token.subtree]
        assert word.left_edge.i == token.left_edge.i
        assert [one.i for one in words if word.is_ancestor(one)] == [
            one.i for one in doc if token.is_ancestor(one)
        ]
        assert (word.sent.start, word.sent.end) == (token.sent.start, token.sent.end)


def test_stretches_are_as_the_spans(doc: Doc) -> None:
    words = ParsedDoc(doc, WORDS)
    assert words.text == doc.text
    assert [(s.start, s.end, s.text, s.start_char, s.end_char) for s in words.sents] == [
        (s.start, s.end, s.text, s.start_char, s.end_char) for s in doc.sents
    ]
    assert [(e.start, e.end, e.label_, e.text) for e in words.ents] == [
        (e.start, e.end, e.label_, e.text) for e in doc.ents
    ]
    for begin in range(len(doc.text)):
        for end in range(begin + 1, min(begin + 30, len(doc.text)) + 1):
            found, span = words.char_span(begin, end), doc.char_span(begin, end)
            assert (found and (found.start, found.end)) == (span and (span.start, span.end))
            whole, outer = words.around(begin, end), doc.char_span(begin, end, alignment_mode="expand")
            if len(outer):
                assert (whole.start, whole.end, whole.root.i) == (outer.start, outer.end, outer.root.i)


def test_an_empty_article(nlp: Language) -> None:
    words = ParsedDoc(nlp.make_doc(""), WORDS)
    assert (len(words), words.text, words.sents, words.ents) == (0, "", [], [])


def test_no_word_before_the_first(doc: Doc) -> None:
    words = ParsedDoc(doc, WORDS)
    assert words[1].nbor(-1) is words[0]
    with pytest.raises(IndexError):
        words[0].nbor(-1)
