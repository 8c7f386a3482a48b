"""Which words can begin no sentence, and that the parser heeds it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.nlp.parser import parse
from kg.nlp.sentence_starts import keep_sentences_whole

STARTS = [
    ("Mali won. Chad lost", "Mali won . ^Chad lost"),
    ("Mali won, Chad lost in Oslo (Norway) again", "Mali won , Chad lost in Oslo ( Norway ) ^again"),
    ("It paid $ 40 to  firms", "It paid $ 40 to   ^firms"),
    ("Lund of Norsund Ltd. Berg stayed", "Lund of Norsund Ltd. ^Berg stayed"),
    ('He said "Norsund lost." Berg left', 'He said " Norsund lost . ^" ^Berg left'),
    ("They won * They lost", "They won ^* ^They lost"),
    ("They won We lost the war", "They won ^We lost the war"),
    ("WHO SOLD THE ARMS", "WHO SOLD THE ARMS"),
    ("Lund", "Lund"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), STARTS)
def test_a_sentence_begins_where_one_can_have_ended(nlp: Language, text: str, expected: str) -> None:
    doc = keep_sentences_whole(nlp.make_doc(text))
    marked = ["^" * (token.is_sent_start is None) + token.text for token in doc]
    assert " ".join(marked).removeprefix("^") == expected


@pytest.mark.parametrize(("words", "free"), [(100, 0), (101, 100)])
def test_nothing_is_said_of_a_text_without_marks(nlp: Language, words: int, free: int) -> None:
    doc = keep_sentences_whole(nlp.make_doc(" ".join(["won"] * words)))
    assert sum(token.is_sent_start is None for token in doc[1:]) == free


CUT = [
    "Chad fines the Danish airline Norsund $4 million for delays.",
    "Chad fines video platform TokTik $7 million for delays.",
    "A U.S. court awards US$12 million to four Togolese sailors.",
    "In the first quarter of fiscal 2021 Chad bought tanks.",
]


@pytest.mark.parametrize("text", CUT)
def test_no_sentence_is_cut_between_words(nlp: Language, text: str) -> None:
    assert len(list(nlp(text).sents)) > 1  # as the parser has it by itself
    ((_, doc),) = parse([Document("a", text)], nlp)
    assert [sentence.text for sentence in doc.sents] == [text]
