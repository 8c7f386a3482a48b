"""Putting the pipeline together and measuring it."""

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
import yaml
from thinc.api import NumpyOps

from training.__main__ import _VERBS, main
from training.assemble import add_attributes, describe, forget_strings, load_attributes
from training.corpus import WIKIGOLD_DEV, Names, Parse
from training.evaluate import (
    ATTACHMENTS,
    Count,
    Scores,
    evaluate,
    score_boundaries,
    score_names,
    score_trees,
    tokens_per_second,
    total,
)
from training.products import multiply, use_numpy
from training.report import BEGIN, END, insert, load_scores, markdown, save_scores, write_meta
from training.sources import Source

HERE = Path(__file__).parent.parent / "training"
PARSE = Parse(
    ("He", "saw", "it", "."),
    (True, True, False, False),
    ("he", "see", "it", "."),
    ("PRP", "VBD", "PRP", "."),
    (1, 1, 1, 1),
    ("nsubj", "ROOT", "dobj", "punct"),
)


def wrong_about_objects() -> spacy.language.Language:
    """A pipeline that labels every object a subject and knows one name."""
    nlp = spacy.blank("en")

    @spacy.Language.component("training_test_parser")
    def parse(doc: spacy.tokens.Doc) -> spacy.tokens.Doc:
        words = [token.text for token in doc]
        labels = {"He": "nsubj", "saw": "ROOT", "it": "nsubj", ".": "punct"}
        spaces = [bool(token.whitespace_) for token in doc]
        starts = [0 if i < 4 else 4 for i in range(len(words))]
        heads = [start + 1 for start in starts]
        tags = ["PRP" if word in ("He", "it") else "VBD" for word in words]
        return spacy.tokens.Doc(
            doc.vocab,
            words=words,
            spaces=spaces,
            heads=heads,
            deps=[labels[word] for word in words],
            tags=tags,
            lemmas=[w.lower() for w in words],
        )

    nlp.add_pipe("training_test_parser")
    return nlp


def test_counts() -> None:
    count = Count(4, 2, 1) + Count(0, 2, 1)
    assert (count.precision, count.recall, count.f1) == (0.5, 0.5, 0.5)
    assert Count().f1 == 0


def test_trees_and_boundaries() -> None:
    nlp, scores = wrong_about_objects(), Scores()
    score_trees(nlp, [PARSE], scores)
    assert (scores.tokens, scores.tag, scores.lemma) == (4, 0.75, 0.75)
    assert (scores.uas, scores.las) == (1.0, pytest.approx(2 / 3))
    assert scores.labels["dobj"] == Count(1, 0, 0)
    assert total(scores.labels, ATTACHMENTS) == Count(2, 2, 1)
    assert score_boundaries(nlp, [[PARSE, PARSE]]) == Count(2, 2, 2)
    assert tokens_per_second(nlp, ["He saw it."]) > 0


def test_names_at_unknown_words_do_not_count_and_articles_are_cut() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": text} for text in ("the Bank", "Foo", "Bar")])  # type: ignore[attr-defined]
    gold = [Names(("the", "Bank", "Foo", "Bar"), (True,) * 4, ("O", "B-ORG", "?", "O"))]
    assert score_names(nlp, gold) == {"ORG": Count(1, 2, 1)}


def test_report(tmp_path: Path) -> None:
    scores = {
        "dev": Scores(
            4,
            1,
            1,
            1,
            0.5,
            Count(2, 2, 2),
            {"nsubj": Count(20, 20, 10)},
            {"ORG": Count(1, 1, 1)},
            1000.0,
            200.0,
        )
    }
    scores["dev: names only"] = Scores(names={"ORG": Count(2, 2, 1)})
    save_scores(scores, tmp_path / "scores.json")
    assert load_scores(tmp_path / "scores.json") == scores
    page = insert(markdown(scores), f"before\n{BEGIN}\nstale\n{END}\nafter")
    assert "| dev | 4 | 100.0 | 100.0 | 100.0 | 50.0 | 100.0 | 50.0 | 100.0 | 1,000 | 200 MB |" in page
    assert "| dev: names only |  |  |  |  |  |  |  | 50.0 |  |  |" in page
    assert page.count("| ORG |") == 1
    assert "stale" not in page
    assert insert(markdown(scores), page) == page
    with pytest.raises(ValueError, match="marks"):
        insert("", "no marks")
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    write_meta(tmp_path, scores)
    meta = json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))
    assert meta["performance"]["dep_las"] == meta["accuracy"]["dev"]["dep_las"] == 0.5
    assert meta["accuracy"]["dev: names only"]["ents_f"] == 0.5
    assert "dep_las" not in meta["accuracy"]["dev: names only"]


def test_each_source_of_the_dev_sets_is_scored_by_itself(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "pipeline")
    tree = "He\the\tPRP\t1\tnsubj\nslept\tsleep\tVBD\t0\tROOT\n\n"
    parses, names = tmp_path / "parses.tsv", tmp_path / "names.tsv"
    documents = ("EWT/a", "GUM/GUM_news_b", "GUM/GUM_bio_c")
    parses.write_text("".join(f"# newdoc {document}\n{tree}" for document in documents), encoding="utf-8")
    names.write_text("Bank\tB-ORG\n\n" * (WIKIGOLD_DEV + 3), encoding="utf-8")
    news = tmp_path / "news.tsv"
    news.write_text("Bank\tB-ORG\n\n" * 2, encoding="utf-8")
    scores = evaluate(tmp_path / "pipeline", parses, names, news)
    assert {name: value.tokens for name, value in scores.items()} == {
        "dev": 6,
        "dev: EWT": 2,
        "dev: GUM": 4,
        "dev: GUM news": 2,
        "dev: wikigold": 0,
        "dev: annotated news": 0,
    }
    assert [value.names.get("ORG", Count()).gold for value in scores.values()] == [
        WIKIGOLD_DEV + 5,
        0,
        3,
        0,
        WIKIGOLD_DEV,
        2,
    ]
    assert scores["dev"].rate > 0


def test_attributes_and_description() -> None:
    nlp = spacy.blank("en")
    add_attributes(nlp, load_attributes(HERE / "data" / "attributes.toml"))
    doc = spacy.tokens.Doc(
        nlp.vocab,
        words=["She", "'s", "gone"],
        tags=["PRP", "VBZ", "VBN"],
        deps=["nsubj", "aux", "ROOT"],
        heads=[2, 2, 2],
    )
    doc = nlp(doc)
    assert [token.pos_ for token in doc] == ["PRON", "AUX", "VERB"]
    assert doc[1].lemma_ == "have"
    describe(nlp, {"license": "CC BY-SA 4.0"}, [Source("A", "1", "MIT", "u", "b", "c")])
    assert nlp.meta["license"] == "CC BY-SA 4.0"
    assert nlp.meta["sources"] == [{"name": "A (1)", "url": "u", "author": "b", "license": "MIT"}]


def test_words_seen_in_training_are_forgotten_labels_are_not(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("ner").add_label("NEWSLABEL")  # type: ignore[attr-defined]
    nlp.initialize()
    nlp.vocab.strings.add("Quux")
    nlp.to_disk(tmp_path)
    forget_strings(tmp_path)
    again = spacy.load(tmp_path)
    assert "Quux" not in again.vocab.strings
    assert "NEWSLABEL" in again.vocab.strings
    assert set(spacy.blank("en").vocab.strings) <= set(again.vocab.strings)


def test_package_replaces_and_refuses_what_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "new", tmp_path / "old"
    source.mkdir()
    target.mkdir()
    (source / "config.cfg").write_text("x", encoding="utf-8")
    (target / "stale").write_text("x", encoding="utf-8")
    main(["package", str(source), str(target)])
    assert [path.name for path in target.iterdir()] == ["config.cfg"]
    monkeypatch.setattr("training.__main__._LIMIT", 0)
    with pytest.raises(SystemExit, match="more than 0 MB"):
        main(["package", str(source), str(target)])


def test_project_calls_verbs_that_exist() -> None:
    project = yaml.safe_load((HERE / "project.yml").read_text(encoding="utf-8"))
    commands = {command["name"]: command for command in project["commands"]}
    assert all(step in commands for steps in project["workflows"].values() for step in steps)
    calls = [
        line.split("python -m training ")[1].split()
        for command in commands.values()
        for line in command["script"]
        if "-m training" in line
    ]
    assert {verb: len(arguments) for verb, *arguments in calls} == {
        verb: len(names) for verb, (_, names) in _VERBS.items()
    }


@pytest.mark.parametrize(("name", "seed"), [("parser", 7), ("ner", 8)])
def test_settings_are_complete_and_seeded(name: str, seed: int) -> None:
    config = spacy.util.load_config(HERE / "configs" / f"{name}.cfg")
    assert config["system"]["seed"] == config["training"]["seed"] == seed
    assert not Path(config["paths"]["train"]).is_absolute()


@pytest.mark.parametrize(("trans1", "trans2"), [(False, False), (True, False), (False, True), (True, True)])
def test_products_are_those_of_thinc(trans1: bool, trans2: bool) -> None:
    ops, chance = NumpyOps(), np.random.default_rng(1)
    x = chance.standard_normal((3, 4) if trans1 else (4, 3), dtype="f")
    y = chance.standard_normal((5, 3) if trans2 else (3, 5), dtype="f")
    expected = ops.gemm(x, y, trans1=trans1, trans2=trans2)
    found, out = multiply(ops, x, y, trans1=trans1, trans2=trans2), np.zeros((4, 5), dtype="f")
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    assert multiply(ops, x, y, out, trans1, trans2) is out
    assert (out == found).all()


def test_training_alone_multiplies_with_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NumpyOps, "gemm", NumpyOps.gemm)  # put back afterwards
    use_numpy()
    assert NumpyOps.gemm is multiply
