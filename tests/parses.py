"""Parses written by hand, so that a test says what tree it is about instead of hoping for one."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from kg.extraction.time.tagging import TimeTagger
from kg.nlp.tokens import ParsedDoc
from kg.resources.factuality_lexicon import load_factuality_lexicon
from kg.resources.syntax_lexicon import load_syntax_words
from kg.resources.time_words import load_time_words

_NLP = spacy.blank("en")
WORDS = load_syntax_words()
FACTUALITY = load_factuality_lexicon()
TAGGER = TimeTagger(load_time_words(), FACTUALITY)


def parsed(tree: str) -> ParsedDoc:
    """A parse from tokens such as ``attacked/VBD/ROOT/2/attack``: word, tag, dependency, number of the head
    (from 1), lemma (the word in lower case unless given). An entity label may follow the word:
    ``Russia|GPE/NNP/nsubj/2``.
    """
    words, tags, deps, heads, lemmas, ents = [], [], [], [], [], []
    for item in tree.split():
        word, tag, dep, head, *lemma = item.split("/")
        word, _, label = word.partition("|")
        words.append(word)
        tags.append(tag)
        deps.append(dep)
        heads.append(int(head) - 1)
        lemmas.append(lemma[0] if lemma else word.lower())
        ents.append(f"B-{label}" if label else "O")
    spaces = [
        not (following in {",", ".", "'s", ")", "-"} or word in {"(", "-"})
        for word, following in zip(words, [*words[1:], "."], strict=True)
    ]
    return ParsedDoc(
        Doc(
            _NLP.vocab,
            words=words,
            spaces=spaces,
            tags=tags,
            deps=deps,
            heads=heads,
            lemmas=lemmas,
            ents=ents,
        ),
        WORDS,
    )
