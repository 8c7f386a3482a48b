"""News sentences from the grammar, and treebank sentences made like news: tiny trees in, tiny trees out."""

from __future__ import annotations

import random
import re

import pytest
import spacy
from spacy.tokens import Doc

from training.corpus import Parse, parse_doc
from training.fragments import drop, insert, piece, replace, root, span, tidy
from training.gazetteer import load_gazetteer
from training.grammar import Grammar, load_rules, parse_rule
from training.names import NameMaker, load_table
from training.news_set import make_news
from training.newswire import finished, make_grammar, name_tree, news_sentences
from training.variants import CHANGES, apposed, attributed, headline, quoted, renamed, timed, variants

NLP = spacy.blank("en")

RAIN = piece(
    [
        ("Ann", "NNP", 1, "nsubj"),
        ("saw", "VBD", 1, "ROOT"),
        ("the", "DT", 4, "det"),
        ("heavy", "JJ", 4, "amod"),
        ("rain", "NN", 1, "dobj"),
        (".", ".", 1, "punct"),
    ]
)


def shown(parse: Parse) -> str:
    return " ".join(
        f"{word}/{label}>{parse.words[head]}"
        for word, label, head in zip(parse.words, parse.labels, parse.heads, strict=True)
    )


def text(parse: Parse) -> str:
    return "".join(word + " " * space for word, space in zip(parse.words, parse.spaces, strict=True))


def lone(word: str, tag: str, label: str = "ROOT") -> Parse:
    return piece([(word, tag, 0, label)])


def grammar(**slots: Parse) -> Grammar:
    rng = random.Random(1)
    return Grammar(
        {}, {slot.replace("_", "-"): (lambda tree=tree: tree) for slot, tree in slots.items()}, rng
    )  # type: ignore[misc]


ON_MONDAY = piece([("on", "IN", 0, "prep"), ("Monday", "NNP", 0, "pobj")])
SAYS_AFTER = piece(
    [
        ("CLAUSE", "XX", 3, "ccomp"),
        (",", ",", 0, "punct"),
        ("Bo", "NNP", 3, "nsubj"),
        ("said", "VBD", 3, "ROOT"),
        (".", ".", 3, "punct"),
    ]
)
SAYS_BEFORE = piece(
    [
        ("Bo", "NNP", 1, "nsubj"),
        ("said", "VBD", 1, "ROOT"),
        ("that", "IN", 3, "mark"),
        ("CLAUSE", "XX", 1, "ccomp"),
        (".", ".", 1, "punct"),
    ]
)


class Always(random.Random):
    """Chooses the first, and acts whenever chance decides."""

    def random(self) -> float:
        return 0.0

    def choice(self, seq):  # type: ignore[no-untyped-def]
        return seq[0]


class TestFragments:
    def test_insert_moves_heads(self) -> None:
        tree = insert(RAIN, 1, ON_MONDAY, 1, "prep")
        assert shown(tree) == (
            "Ann/nsubj>saw on/prep>saw Monday/pobj>on saw/ROOT>saw the/det>rain heavy/amod>rain "
            "rain/dobj>saw ./punct>saw"
        )
        assert text(tree) == "Ann on Monday saw the heavy rain."

    def test_drop_hands_dependents_up(self) -> None:
        assert shown(drop(RAIN, [4])) == "Ann/nsubj>saw saw/ROOT>saw the/det>saw heavy/amod>saw ./punct>saw"

    def test_drop_keeps_the_space_that_remains(self) -> None:
        assert text(drop(RAIN, [3, 4])) == "Ann saw the."

    def test_replace(self) -> None:
        assert (
            shown(replace(RAIN, 4, lone("snow", "NN")))
            == "Ann/nsubj>saw saw/ROOT>saw snow/dobj>saw ./punct>saw"
        )

    def test_span_and_root(self) -> None:
        assert (root(RAIN), span(RAIN, 4), span(RAIN, 1)) == (1, (2, 5), (0, 6))

    def test_tidy(self) -> None:
        tree = piece(
            [
                ("Go", "VB", 0, "ROOT"),
                (",", ",", 0, "punct"),
                (",", ",", 0, "punct"),
                ("Bo", "NNP", 0, "npadvmod"),
                (",", ",", 0, "punct"),
                (".", ".", 0, "punct"),
            ]
        )
        assert text(tidy(tree)) == "Go, Bo."


class TestRules:
    def test_slots_options_and_own_labels(self) -> None:
        slots = {"who": lambda: lone("Oman", "NNP"), "when": lambda: ON_MONDAY}
        tree = Grammar({}, slots, Always()).expand(
            parse_rule("{who}/nsubj>cut ?{when}/*>cut cut|broke/VBD/^ ties/NNS/dobj>cut")
        )
        assert shown(tree) == "Oman/nsubj>cut on/prep>cut Monday/pobj>on cut/ROOT>cut ties/dobj>cut"

    def test_what_hangs_on_a_missing_option_goes_too(self) -> None:
        class Never(Always):
            def random(self) -> float:
                return 0.9

        tree = Grammar({}, {}, Never()).expand(parse_rule("ran/VBD/^ ?to/IN/prep>ran town/NN/pobj>to"))
        assert shown(tree) == "ran/ROOT>ran"

    def test_the_nearest_head_of_a_name(self) -> None:
        tree = Grammar({}, {}, Always()).expand(
            parse_rule("a/DT/det>dog dog/NN/nsubj>met met/VBD/^ a/DT/det>dog dog/NN/dobj>met")
        )
        assert shown(tree) == "a/det>dog dog/nsubj>met met/ROOT>met a/det>dog dog/dobj>met"
        assert tree.heads == (1, 2, 2, 4, 2)

    @pytest.mark.parametrize(
        "line", ["word", "ran/VBD/^ he/PRP/nsubj>walked", "he/PRP/nsubj>he", "a/DT/^ b/DT/^"]
    )
    def test_faults_name_the_line(self, line: str) -> None:
        with pytest.raises(ValueError, match=line[:4]):
            parse_rule(line)

    def test_the_rules_that_ship_can_be_read(self) -> None:
        assert {"sentence", "clause", "who", "when", "headline"} <= set(load_rules())


class TestNames:
    @pytest.mark.parametrize(
        ("name", "tree"),
        [
            ("Park Min-jun", "Park/compound>jun Min/compound>jun -/punct>jun jun/ROOT>jun"),
            ("United States", "United/amod>States States/ROOT>States"),
            (
                "Ministry of Foreign Affairs",
                "Ministry/ROOT>Ministry of/prep>Ministry Foreign/compound>Affairs Affairs/pobj>of",
            ),
        ],
    )
    def test_name_tree(self, name: str, tree: str) -> None:
        assert shown(name_tree(name, NLP.tokenizer, frozenset(["United"]))) == tree

    def test_finished(self) -> None:
        tree = piece(
            [
                ("a", "DT", 1, "det"),
                ("envoy", "NN", 2, "nsubj"),
                ("met", "VBD", 2, "ROOT"),
                ('"', "``", 4, "punct"),
                ("foes", "NNS", 2, "dobj"),
                ('"', "''", 4, "punct"),
                (",", ",", 2, "punct"),
                (".", ".", 2, "punct"),
            ]
        )
        assert text(finished(tree, "“”")) == "An envoy met “foes”."


class TestVariants:
    def test_renamed(self) -> None:
        names = grammar(
            who=piece([("Thai", "JJ", 1, "amod"), ("troops", "NNS", 1, "ROOT")]), one=lone("Oman", "NNP")
        )
        tree = renamed(RAIN, names, Always())
        assert tree is not None
        assert shown(tree).startswith("Thai/amod>troops troops/nsubj>saw saw/ROOT>saw")

    def test_nothing_to_rename(self) -> None:
        assert renamed(piece([("Go", "VB", 0, "ROOT"), (".", ".", 0, "punct")]), grammar(), Always()) is None

    def test_timed(self) -> None:
        tree = timed(RAIN, grammar(when=ON_MONDAY), Always())
        assert tree is not None
        assert text(tree) == "Ann on Monday saw the heavy rain."

    def test_attributed_after(self) -> None:
        frames = grammar(says_after=SAYS_AFTER, says_before=SAYS_BEFORE)

        class Late(Always):
            def random(self) -> float:
                return 0.9

        tree = attributed(RAIN, frames, Late())
        assert tree is not None
        assert text(tree) == "Ann saw the heavy rain, Bo said."
        assert shown(tree).startswith("Ann/nsubj>saw saw/ccomp>said the/det>rain")
        assert shown(tree).endswith(",/punct>saw Bo/nsubj>said said/ROOT>said ./punct>said")

    def test_attributed_before(self) -> None:
        tree = attributed(RAIN, grammar(says_after=SAYS_AFTER, says_before=SAYS_BEFORE), Always())
        assert tree is not None
        assert text(tree) == "Bo said that Ann saw the heavy rain."
        assert "that/mark>saw" in shown(tree)

    def test_apposed(self) -> None:
        tree = apposed(
            RAIN, grammar(rolename=piece([("a", "DT", 1, "det"), ("judge", "NN", 1, "ROOT")])), Always()
        )
        assert tree is not None
        assert text(tree) == "Ann, a judge, saw the heavy rain."
        assert "judge/appos>Ann ,/punct>Ann" in shown(tree)

    def test_quoted(self) -> None:
        tree = quoted(RAIN, grammar(), Always())
        assert tree is not None
        assert text(tree) == 'Ann saw the "heavy" rain.'
        assert '"/punct>heavy heavy/amod>rain "/punct>heavy' in shown(tree)

    def test_headline(self) -> None:
        tree = headline(RAIN, grammar(), Always())
        assert tree is not None
        assert text(tree) == "Ann saw heavy rain"

    def test_a_question_is_left_alone(self) -> None:
        question = piece([("Who", "WP", 1, "nsubj"), ("left", "VBD", 1, "ROOT"), ("?", ".", 1, "punct")])
        assert [change(question, grammar(), Always()) for change, _ in CHANGES if change is not timed] == [
            None
        ] * (len(CHANGES) - 1)


@pytest.fixture(scope="module")
def news() -> Grammar:
    rng = random.Random(5)
    gazetteer = load_gazetteer(world=False)
    maker = NameMaker(load_table(), sorted(gazetteer.cities), sorted(gazetteer.demonyms), rng)
    return make_grammar(maker, gazetteer, NLP.tokenizer, rng)


def is_projective(doc: Doc) -> bool:
    arcs = [sorted((token.i, token.head.i)) for token in doc]
    return not any(a < c < b < d for a, b in arcs for c, d in arcs)


def test_every_drawn_sentence_is_a_projective_tree_on_spacys_tokens(news: Grammar) -> None:
    for sentence in news_sentences(news, 300, random.Random(2)):
        doc = parse_doc([sentence], NLP.vocab)
        assert len(list(doc.sents)) == 1, text(sentence)
        if not text(sentence).endswith(".."):  # "in the U.S..", where the full stop is no token of its own
            assert sentence.words == tuple(token.text for token in NLP.tokenizer(text(sentence)))
        assert is_projective(doc), shown(sentence)
        assert (
            sentence.words[0][0].isupper()
            or not sentence.words[0][0].isalpha()
            or sentence.words[0] in ("al", "‘")
        ), text(sentence)


def test_ranks_are_split_as_spacy_splits_them_and_initials_are_not(news: Grammar) -> None:
    said = list(news_sentences(news, 2000, random.Random(2)))
    ranks = [(sentence, sentence.words.index("Capt")) for sentence in said if "Capt" in sentence.words]
    assert ranks
    for sentence, at in ranks:
        assert (sentence.words[at + 1], sentence.heads[at + 1], sentence.labels[at + 1]) == (".", at, "punct")
        assert sentence.labels[at] == "compound"
    initials = re.compile(r"(?<!\S)[A-Z]\. [A-Z]\. [A-Z][a-z]+")
    assert any(initials.search(text(sentence)) for sentence in said)


def test_a_set_of_news(news: Grammar) -> None:
    documents = make_news([RAIN] * 40, news, random.Random(4), 200, 300)
    sentences = [sentence for document in documents for sentence in document]
    assert 400 < sum(len(sentence.words) for sentence in sentences) <= 500
    assert all(len(document) == 1 for document in documents if document[0].words[-1] != ".")


def test_variants_stay_trees(news: Grammar) -> None:
    for sentence in variants([RAIN] * 60, news, random.Random(3)):
        doc = parse_doc([sentence], NLP.vocab)
        assert len(list(doc.sents)) == 1
        assert is_projective(doc), shown(sentence)
