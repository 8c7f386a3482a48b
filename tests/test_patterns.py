from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.extraction.relations.pattern_evidence import TAUGHT
from kg.extraction.syntax.predicate_arguments import SLOTS as GRAMMAR
from kg.resources.ontology import Ontology, load_ontology
from kg.resources.pattern_model import SLOTS
from kg.resources.patterns import load_patterns


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def _load(tmp_path: Path, ontology: Ontology, text: str, name: str = "own.toml") -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    load_patterns(ontology, [path])


def test_every_relation_has_a_pattern_an_example_and_a_counter_example(ontology: Ontology) -> None:
    patterns = load_patterns(ontology)
    assert {p.relation for p in patterns.all} | patterns.without_patterns == set(ontology.relations)
    assert patterns.without_patterns <= TAUGHT
    for relation in ontology.relations:
        own = [p for p in patterns.all if p.relation == relation]
        assert all(p.says for p in own), relation
        assert all(p.never for p in own), relation


def test_index_finds_phrasal_and_hyphenated_verbs_by_their_lemma(ontology: Ontology) -> None:
    patterns = load_patterns(ontology)
    assert any(p.name == "withdrawsFrom#withdraw" for p in patterns.verbs["pull"])
    assert any(p.name == "tests#test" for p in patterns.verbs["fire"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("relation = meets", "not TOML"),
        ('relation = "meat"', "did you mean 'meets'?"),
        ('relation = "meets"\n[[patern]]\nname = "x"', "unknown key 'patern'"),
        ('relation = "meets"\n[[pattern]]\nverbs = ["see"]', "has no name"),
        ('relation = "meets"\n[[pattern]]\nname = "x"', "has no trigger"),
        ('relation = "meets"\n[[pattern]]\nname = "x"\nverb = ["see"]', "did you mean 'verbs'?"),
        ('relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["@nowhere"]', "no word list @nowhere"),
        ('relation = "meets"\n[[pattern]]\nname = "x"\nverbs = 3', "neither a word nor a list"),
        (
            'relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["see"]\nlight = true',
            "a light pattern needs verbs and nouns",
        ),
        (
            'relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["see"]\nmodality = "sure"',
            "unknown modality",
        ),
        (
            'relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["see"]\nconfidence = 0.9',
            "unknown key 'confidence'",
        ),
        (
            'relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["see"]\nobject_classes = ["Tree"]',
            "class 'Tree' is not in the ontology",
        ),
        ('relation = "meets"\n[[pattern]]\nname = "x"\nverbs = ["see"]\nobject = ["w1th"]', "is no slot"),
        ('relation = "meets"\n[[pattern]]\nname = "meet"\nverbs = ["see"]', "two patterns have this name"),
        ('relation = "meets"\n[[example]]\ntext = "A met B."', "is not text and expect"),
        ('relation = "meets"\n[[example]]\ntext = "A."\nexpect = []\nexpct = 1', "did you mean 'expect'?"),
        ('relation = "meets"\n[[example]]\ntext = "A."\nexpect = [["A"]]', "is not text and expect"),
        ('relation = "meets"\nexample = "A met B."', "`example` is not a table"),
    ],
)
def test_faults_are_named(ontology: Ontology, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        _load(tmp_path, ontology, text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('object = ["objcet"]', "'objcet' in `object` is no slot; did you mean 'object'?"),
        ('subject = ["possesor"]', "did you mean 'possessor'?"),
        ('topic = ["abuot"]', "'abuot' in `topic` is no slot; did you mean 'about'?"),
        ('recipient = ["object.too"]', "'too' in `recipient` is no slot"),
        ('place = ["inn"]', "'inn' in `place` is no slot; did you mean 'in'?"),
        ('via = ["objekt"]', "'objekt' in `via` is no slot"),
        ('requires = ["infinitiv"]', "'infinitiv' in `requires` is no slot"),
        ('forbids = ["xyzzy"]', "'xyzzy' in `forbids` is no slot; use a slot of docs/patterns.md"),
        ('object = ["out off"]', "did you mean 'out of'?"),
        ('object = ["noun.with"]', "only a light pattern has a noun"),
        ("object = []", "`object` is an empty list"),
        ('object = ["with", "with"]', "'with' is listed twice in `object`"),
        ('object_words = ["tank", "tank"]', "'tank' is listed twice in `object_words`"),
        ('object_words = ["missile", "@weapons"]', "'missile' is listed twice in `object_words`; @weapons"),
        ('object_words = ["Tank"]', "'Tank' in `object_words` never matches; write 'tank'"),
        ('nouns = ["fighter jet"]', "'fighter jet' in `nouns` never matches"),
        ('with_dependents = ["peace-keeping"]', "'peace-keeping' in `with_dependents` never matches"),
        ('object_words = ["@weapon"]', "no word list @weapon in `object_words`; did you mean 'weapons'?"),
        ('light = "yes"', "`light` has the value 'yes'; it takes true or false"),
        ("object = { with = 1 }", "is neither a word nor a list of words"),
        ("phrase = true", "unknown phrase True; use one of title, allegiance, location"),
        ('needs = ["when"]', "unknown word 'when' in `needs`; use one of recipient, topic, place"),
        ('object_as = ["actr"]', "unknown word 'actr' in `object_as`"),
        ('subject_classes = ["Persn"]', "did you mean 'Person'?"),
        ('says = ["A greeted B."]', "says 1: is not text and expect"),
        ('says = [{ text = "A greeted B." }]', "says 1: is not text and expect"),
        ('says = [{ text = "A greeted B.", expect = [] }]', "expects nothing; move the text to `never`"),
        ("never = []", "`never` is an empty list"),
        ('source = "here"', "unknown key 'source'"),
    ],
)
def test_faults_of_a_pattern_are_named_with_its_file_and_name(
    ontology: Ontology, tmp_path: Path, line: str, said: str
) -> None:
    with pytest.raises(DataError) as caught:
        _load(
            tmp_path, ontology, f'relation = "meets"\n[[pattern]]\nname = "own"\nverbs = ["greet"]\n{line}\n'
        )
    assert f'{tmp_path / "own.toml"}, pattern "own"' in str(caught.value)
    assert said in str(caught.value)


def test_a_pattern_written_twice_is_named(ontology: Ontology, tmp_path: Path) -> None:
    one, other = (f'[[pattern]]\nname = "{name}"\nverbs = ["greet"]\n' for name in ("a", "b"))
    with pytest.raises(DataError, match='pattern "b": has the same trigger and slots as meets#a'):
        _load(tmp_path, ontology, f'relation = "meets"\n{one}{other}')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hosts = []", "`hosts` is an empty list"),
        ('hosts = ["greet", "greet"]', "'greet' is listed twice in `hosts`"),
        ('hosts = "greet"', "`hosts` is not a list of words"),
    ],
)
def test_faults_of_a_word_list_are_named(ontology: Ontology, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        _load(tmp_path, ontology, text, "lists.toml")
    assert f"lists.toml: {said}" in str(caught.value)


def test_own_prepositions_are_slots(ontology: Ontology, tmp_path: Path) -> None:
    (tmp_path / "lists.toml").write_text('prepositions = ["astride"]\n', encoding="utf-8")
    text = 'relation = "meets"\n[[pattern]]\nname = "own"\nverbs = ["greet"]\nobject = ["astride", "in"]\n'
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    assert load_patterns(ontology, [tmp_path]).verbs["greet"][-1].object == ("astride", "in")


def test_slots_are_those_of_the_grammar() -> None:
    assert set(GRAMMAR) | {"self", "noun"} == SLOTS


def test_a_light_pattern_looks_at_its_noun_and_at_its_verb(ontology: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'relation = "meets"\n[[pattern]]\nname = "own"\nlight = true\nverbs = ["greet"]\nnouns = ["hand"]\n'
        'object = ["indirect", "with.of", "possessor", "noun.in"]\nforbids = ["by"]\n',
        encoding="utf-8",
    )
    own = load_patterns(ontology, [path]).verbs["greet"][-1]
    assert own.object == ("indirect", "noun.with.of", "with.of", "noun.possessor", "noun.in")
    assert (own.subject, own.forbids) == (("subject",), ("noun.by", "by"))


def test_without_takes_out_one_pattern(ontology: Ontology) -> None:
    patterns = load_patterns(ontology)
    one = patterns.verbs["visit"][0]
    fewer = patterns.without(one)
    assert set(patterns.all) - set(fewer.all) == {one}
    assert set(patterns.verbs["visit"]) - set(fewer.verbs["visit"]) == {one}
    assert fewer.nouns == patterns.nouns


def test_a_missing_file_is_named(ontology: Ontology, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        load_patterns(ontology, [tmp_path / "none.toml"])
