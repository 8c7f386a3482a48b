"""The corpora of the pipeline: files, tokens, names from each source, and the mixture."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
import spacy

from training import augment, corpus, mix
from training.align import align
from training.amounts import number_spans
from training.annotated import Annotated, to_names
from training.clear import convert
from training.conllu import Sentence, parse_conllu
from training.corpus import Names, Parse
from training.gazetteer import Gazetteer, load_gazetteer
from training.names import load_table
from training.readers import columns, re3d
from training.readers.ewt import read_proper_nouns
from training.readers.gmb.corpus import read_gmb
from training.readers.gum import read_gum
from training.readings import read_readings, write_readings
from training.sources import Catalogue, faults, load_catalogue

NLP = spacy.blank("en")
HERE = Path(__file__).parent.parent / "training"
PARSES = [
    (
        "d1",
        Parse(
            ("It", "works", "."),
            (True, False, False),
            ("it", "work", "."),
            ("PRP", "VBZ", "."),
            (1, 1, 1),
            ("nsubj", "ROOT", "punct"),
        ),
    ),
    ("d1", Parse(("Yes",), (True,), ("yes",), ("UH",), (0,), ("ROOT",))),
    ("d2", Parse(("No",), (True,), ("no",), ("UH",), (0,), ("ROOT",))),
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(world=False)


def tree(*rows: str) -> Sentence:
    """A sentence of rows `form upos tag head relation misc`."""
    cells = (row.split() for row in rows)
    return next(
        parse_conllu(
            f"{i}\t{form}\t{form.lower()}\t{upos}\t{tag}\t_\t{head}\t{rel}\t_\t{misc}"
            for i, (form, upos, tag, head, rel, misc) in enumerate(cells, 1)
        )
    )


def marked(item: Annotated) -> tuple[list[tuple[str, str]], list[str]]:
    """The names with their labels, and the unknown stretches, as text."""
    names = [(item.text[start:end], label) for start, end, label in sorted(item.names)]
    return names, [item.text[start:end] for start, end in sorted(item.unknown)]


def test_parse_file_round_trip(tmp_path: Path) -> None:
    corpus.write_parses(PARSES, tmp_path / "a" / "x.tsv")
    assert list(corpus.read_parses(tmp_path / "a" / "x.tsv")) == PARSES


def test_names_file_round_trip(tmp_path: Path) -> None:
    sentences = [
        Names(("Angela", "Merkel", ","), (True, False, True), ("B-PERSON", "I-PERSON", "O")),
        Names(("Foo",), (True,), ("?",)),
    ]
    corpus.write_names(sentences, tmp_path / "x.tsv")
    assert list(corpus.read_names(tmp_path / "x.tsv")) == sentences
    assert [corpus.doc_names(corpus.names_doc([names], NLP.vocab)) for names in sentences] == sentences


def test_groups_keep_to_documents_and_are_the_same_twice() -> None:
    groups = list(corpus.grouped(PARSES * 5, seed=1))
    assert groups == list(corpus.grouped(PARSES * 5, seed=1))
    assert [parse for group in groups for parse in group] == [parse for _, parse in PARSES] * 5
    assert max(map(len, groups)) == 2


def test_joined_sentences_keep_their_heads() -> None:
    doc = corpus.parse_doc([parse for _, parse in PARSES[:2]], NLP.vocab)
    assert doc.text == "It works. Yes "
    assert [token.head.i for token in doc] == [1, 1, 1, 3]
    assert len(list(doc.sents)) == 2


def test_words_that_the_tokenizer_splits_and_merges() -> None:
    sentence = tree(
        "well-known ADJ JJ 2 amod _", "U PROPN NNP 0 root SpaceAfter=No", ".S. PROPN NNP 2 flat _"
    )
    parse = align(convert(sentence), NLP.tokenizer)
    assert parse is not None
    assert parse.words == ("well", "-", "known", "U.S.")
    assert parse.heads == (2, 2, 3, 3)
    assert parse.labels == ("compound", "punct", "amod", "ROOT")
    assert parse.tags == ("JJ", "HYPH", "JJ", "NNP")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Tuesday, 5 percent", [("Tuesday", "DATE"), ("5 percent", "PERCENT")]),
        ("more than $5 million", [("more than $5 million", "MONEY")]),
        ("the second test, one of two", [("second", "ORDINAL"), ("one", "CARDINAL"), ("two", "CARDINAL")]),
        ("no one came at 10:30 GMT", [("10:30 GMT", "TIME")]),
        ("3 November 2025", [("3 November 2025", "DATE")]),
        ("20 km away", [("20 km", "QUANTITY")]),
    ],
)
def test_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[start:end], label) for start, end, label in number_spans(text)] == expected


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Paris", "GPE"),
        ("the Red Sea", "LOC"),
        ("Lake X", "LOC"),
        ("Fort Y", "FAC"),
        ("X Airport", "FAC"),
        ("X University", "ORG"),
    ],
)
def test_place_labels(gazetteer: Gazetteer, name: str, label: str) -> None:
    assert gazetteer.place_label(name) == label


def test_gum_mentions_are_cut_to_names(gazetteer: Gazetteer) -> None:
    sentence = tree(
        "President PROPN NNP 2 nmod:desc Entity=(1-person-new-nnn-2,3-coref-X",
        "Emma PROPN NNP 5 nsubj _",
        "Grant PROPN NNP 2 flat Entity=1)",
        "of ADP IN 5 case _",
        "Foo PROPN NNP 0 root Entity=(2-abstract-new-nnn-1-coref)",
        "thanked VERB VBD 5 acl _",
        "Russian ADJ JJ 9 amod Entity=(3-organization-new-nnn-2,3-coref",
        "Space PROPN NNP 9 compound _",
        "Agency PROPN NNP 6 obj Entity=3)",
    )
    names, unknown = marked(next(read_gum([sentence], gazetteer)))
    assert names == [("Emma Grant", "PERSON"), ("Russian Space Agency", "ORG")]
    assert unknown == ["Foo"]


def test_columns_become_text_and_names(gazetteer: Gazetteer) -> None:
    rules = columns.LabelRules(gazetteer)
    rows = [
        "He\tO",
        "met\tO",
        '"\tO',
        "The\tI-ORG",
        "Post\tI-ORG",
        '"\tO',
        "in\tO",
        "Paris\tI-LOC",
        "(\tO",
        "Foo\tI-MISC",
        ")\tO",
        "",
        "x",
    ]
    sentences = list(columns.read_columns(rows, separator="\t"))
    assert len(sentences) == 1
    item = next(columns.read_labelled(sentences, rules.conll, gazetteer))
    assert item.text == 'He met "The Post" in Paris (Foo)'
    assert marked(item) == ([("Post", "ORG"), ("Paris", "GPE")], ["Foo"])


def test_tweets_leave_capitalised_words_unknown(gazetteer: Gazetteer) -> None:
    rules = columns.LabelRules(gazetteer)
    tweets = [[("See", "O"), ("Foo", "O"), ("in", "O"), ("Paris", "B-location")], [("@me", "O"), ("hi", "O")]]
    items = list(columns.read_labelled(columns.without_tweet_tokens(tweets), rules.social, gazetteer))
    assert [marked(item) for item in items] == [([("Paris", "GPE")], ["Foo"])]


def test_uner_is_joined_by_sentence_id(gazetteer: Gazetteer, tmp_path: Path) -> None:
    sentence = tree("Foo PROPN NNP 2 nsubj _", "saw VERB VBD 0 root _", "Paris PROPN NNP 2 obj _")
    sentence.id = "s1"
    path = tmp_path / "x.iob2"
    path.write_text(
        "# sent_id = s1\n1\tFoo\tO\n2\tsaw\tO\n3\tParis\tB-LOC\n\n# sent_id = s9\n1\tx\tO\n", encoding="utf-8"
    )
    items = list(columns.read_uner(path, [sentence], columns.LabelRules(gazetteer)))
    assert [marked(item) for item in items] == [([("Paris", "GPE")], ["Foo"])]


def test_proper_nouns_of_ewt(gazetteer: Gazetteer) -> None:
    sentence = tree(
        "Mary PROPN NNP 3 nsubj _",
        "Foo PROPN NNP 1 flat _",
        "likes VERB VBZ 0 root _",
        "French ADJ JJ 5 amod _",
        "Bar PROPN NNP 3 obj _",
    )
    item = next(read_proper_nouns([sentence], gazetteer, frozenset(["Mary"])))
    assert marked(item) == ([("Mary Foo", "PERSON"), ("French", "NORP")], ["Bar"])


def test_re3d_annotations(gazetteer: Gazetteer) -> None:
    text = "The Iraqi Army met Gen. Ali Foo near Mosul, Iraq . Later Bar said so."
    entities = [
        re3d.Entity("Organisation", 0, 14, 1),
        re3d.Entity("Person", 19, 31, 1),
        re3d.Entity("Location", 37, 48, 1),
    ]
    names, unknown = re3d._Reader(text, gazetteer).read(entities)
    expected = [("Iraqi Army", "ORG"), ("Ali Foo", "PERSON"), ("Mosul", "GPE"), ("Iraq", "GPE")]
    assert marked(Annotated(text, tuple(names), tuple(unknown))) == (expected, ["Bar"])


GMB = """\
Sentence #,Word,POS,Tag
Sentence: 1,President,NNP,B-per
,Hugo,NNP,I-per
,Chavez,NNP,I-per
,left,VBD,O
,Tehran,NNP,B-org
,.,.,O
Sentence: 2,Officials,NNS,O
,of,IN,O
,Foobank,NNP,B-org
,and,CC,O
,India,NNP,B-geo
,'s,POS,O
,Quux,NNP,O
,spent,VBD,O
,"1,00,000",CD,O
,on,IN,O
,Russian-made,JJ,O
,jets,NNS,O
,on,IN,O
,Monday,NNP,B-tim
,.,.,O
Sentence: 3,President,NNP,B-per
,Hugo,NNP,I-per
,Chavez,NNP,I-per
,left,VBD,O
,Tehran,NNP,B-org
,.,.,O
Sentence: 4,The,DT,O
,Secretary,NNP,B-per
,of,IN,I-per
,State,NNP,B-org
,met,VBD,O
,Hindus,NNPS,B-gpe
,and,CC,I-gpe
,Muslims,NNPS,I-gpe
,.,.,O
"""


def test_gmb_labels_are_repaired(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "ner_dataset.csv"
    path.write_text(GMB, encoding="latin-1")
    items = list(read_gmb(path, gazetteer, frozenset()))
    assert [item.text for item in items] == [
        "President Hugo Chavez left Tehran.",
        "Officials of Foobank and India's Quux spent 100,000 on Russian-made jets on Monday.",
        "The Secretary of State met Hindus and Muslims.",
    ]
    assert [marked(item) for item in items] == [
        ([("Hugo Chavez", "PERSON"), ("Tehran", "GPE")], []),
        ([("India", "GPE"), ("Russian", "NORP")], ["Foobank", "Quux"]),
        ([("Hindus", "NORP"), ("Muslims", "NORP")], []),
    ]
    withheld = [
        "Officials of Foobank and India's Quux spent a lot",
        "The Secretary of State met Hindus and Muslims.",
    ]
    assert len(list(read_gmb(path, gazetteer, frozenset(), withheld))) == 1


def test_invented_sentences(gazetteer: Gazetteer) -> None:
    def invent() -> list[Names]:
        table, rng = load_table(), random.Random(5)
        maker = augment.make_names(table, gazetteer, rng)
        filled = augment.fill_templates(augment.load_templates(), maker, table["title"], rng)
        source = corpus.names_doc(
            [Names(("Foo", "left", "Paris"), (True, True, False), ("B-PERSON", "O", "B-GPE"))], NLP.vocab
        )
        copies = augment.substitute([source], maker, gazetteer, rng)
        return [*to_names(filled, NLP.tokenizer), *to_names(copies, NLP.tokenizer, numbers=False)]

    sentences = invent()
    assert sentences == invent()
    assert len(sentences) == len(augment.load_templates()) + 1
    assert all(any(label.startswith("B-") for label in names.labels) for names in sentences)
    assert "Foo" not in sentences[-1].words
    assert not any("{" in word for names in sentences for word in names.words)


def test_names_in_a_template_in_capitals_are_in_capitals(gazetteer: Gazetteer) -> None:
    table, rng = load_table(), random.Random(5)
    filled = augment.fill_templates(
        ["{place} EXPELS {people} ENVOY"], augment.make_names(table, gazetteer, rng), table["title"], rng
    )
    (sentence,) = filled
    assert sentence.text.isupper()
    assert [sentence.text[start:end] for start, end, _ in sentence.names] == sentence.text.removesuffix(
        " ENVOY"
    ).split(" EXPELS ")


LEFT = Names(("Angela", "Merkel", "left"), (True, True, False), ("B-PERSON", "I-PERSON", "O"))
TREE = corpus.Parse(
    LEFT.words,
    LEFT.spaces,
    ("Angela", "Merkel", "leave"),
    ("NNP", "NNP", "VBD"),
    (1, 2, 2),
    ("compound", "nsubj", "ROOT"),
)
ASKED = Names(("so", "what"), (True, False), ("O", "?"))


def test_trees_and_names_are_written_and_read_back(tmp_path: Path) -> None:
    sentences = [("a", corpus.Both(LEFT, TREE)), ("b", corpus.Both(ASKED, None))]
    corpus.write_both(sentences, tmp_path / "both.tsv")
    assert list(corpus.read_both(tmp_path / "both.tsv")) == sentences
    doc = corpus.both_doc([sentences[0][1]] * 2, NLP.vocab)
    assert [(name.text, name.label_) for name in doc.ents] == [("Angela Merkel", "PERSON")] * 2
    assert [token.head.i for token in doc] == [1, 2, 2, 4, 5, 5]
    assert not corpus.both_doc([sentences[1][1]], NLP.vocab).has_annotation("DEP")


def test_trees_get_the_names_of_the_same_words() -> None:
    other = replace(TREE, words=("Nobody", "has", "left"))
    found = [both for _, both in mix.joined([("a", TREE), ("a", other)], {LEFT.words: LEFT})]
    assert found == [
        corpus.Both(LEFT, TREE),
        corpus.Both(Names(other.words, other.spaces, ("?",) * 3), other),
    ]


def test_readings_are_kept_apart_from_the_text(tmp_path: Path) -> None:
    seen = corpus.Both(replace(LEFT, labels=("?", "?", "O")), replace(TREE, lemmas=TREE.words))
    path = tmp_path / "readings.xz"
    write_readings({"a": [(LEFT, seen), (ASKED, corpus.Both(ASKED, None))]}, path)
    assert read_readings({"a": [LEFT, ASKED]}, path) == {"a": [seen, corpus.Both(ASKED, None)]}
    with pytest.raises(ValueError, match="1 sentences, but 2 were read"):
        read_readings({"a": [LEFT]}, path)
    with pytest.raises(ValueError, match="2 tokens, but 3 were read"):
        read_readings({"a": [ASKED, ASKED]}, path)


def test_mixture(tmp_path: Path) -> None:
    corpus.write_both(
        [(f"a/{i}", corpus.Both(LEFT, TREE if i % 2 else None)) for i in range(30) for _ in range(3)],
        tmp_path / "a.tsv",
    )
    corpus.write_both([("b", corpus.Both(ASKED, None))] * 40, tmp_path / "b.tsv")
    shares = {"seed": 1, "share": {"a": 2, "b": 0.5}, "recase": {"upper": 0.2, "title": 0.0}}
    docs = mix.mix(tmp_path, shares, NLP.vocab)
    assert [doc.text for doc in docs] == [doc.text for doc in mix.mix(tmp_path, shares, NLP.vocab)]
    whole = [doc for doc in docs if not doc.text.isupper()]
    assert sum(doc.text.count("Merkel") for doc in whole) == 180
    assert 5 <= sum(doc.text.count("what") for doc in whole) <= 35
    assert any(doc.text.isupper() for doc in docs)
    assert any(token.ent_iob == 0 for doc in docs for token in doc)
    assert {doc.has_annotation("DEP") for doc in docs} == {True, False}
    assert all(token.has_dep() == doc[0].has_dep() for doc in docs for token in doc)
    assert [mix.has_trees(doc) for doc in docs] == [doc[0].has_dep() for doc in docs]
    assert all(map(mix.has_names, docs))
    silent = corpus.Both(replace(LEFT, labels=("?",) * len(LEFT.words)), TREE)
    assert not mix.has_names(corpus.both_doc([silent], NLP.vocab))


def test_checksums(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert faults(Catalogue((), {"a.tsv": empty}), tmp_path) == []
    assert faults(Catalogue((), {"a.tsv": "0", "b.tsv": empty}), tmp_path) == [
        f"{tmp_path}/a.tsv: differs from the version named in sources.toml",
        f"{tmp_path}/b.tsv: missing",
    ]


def test_every_source_is_named_in_the_documentation() -> None:
    catalogue = load_catalogue(HERE / "sources.toml")
    page = (HERE.parent / "docs" / "pipeline.md").read_text(encoding="utf-8")
    assert [
        source.name for source in catalogue.sources if source.name not in page or source.licence not in page
    ] == []
    assert all(len(digest) == 64 for digest in catalogue.files.values())
