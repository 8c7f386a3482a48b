"""The options that choose statements, and what `kg export` makes of the name of a file."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.rdf.reader import statements
from tests.known import known_store

COMMANDS = (
    ("query", "-e", "SELECT ?t WHERE { ?t a kg:Statement }"),
    ("stats",),
    ("show", "Russia"),
    ("evidence", "Russia"),
    ("export",),
    ("plot", "-o", "out.html"),
)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("chosen") / "news.nq"
    path.write_bytes(known_store().dump("nquads"))
    return str(path)


def kg(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(arguments), prog_name="kg")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_every_command_that_reads_statements_takes_the_filter(
    news: str, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = "--since 2025-10 --until 2025-10-09 --modality actual --min-confidence 0.5".split()
    told = []
    for chosen in ((), (*options, "--source", "example times")):
        result = kg(command[0], news, *command[1:], *chosen)
        told.append(result.stdout + "".join(path.read_text() for path in tmp_path.iterdir()))
    assert len(told[1]) < len(told[0])
    assert "Hwasong" not in told[1]
    for bad in (("--since", "soon"), ("--until", "2025-02-31"), ("--modality", "sure")):
        assert "Invalid value" in kg(command[0], news, *command[1:], *bad, code=2).output


def test_the_filter_decides_what_is_answered(news: str) -> None:
    count = ("query", news, "-e", "SELECT (COUNT(*) AS ?n) WHERE { ?t a kg:Statement }", "--format", "csv")
    assert kg(*count).stdout.split() == ["n", str(sum(1 for _ in statements(known_store())))]
    assert kg(*count, "--relation", "attacks", "--modality", "negated").stdout.split() == ["n", "1"]
    assert kg(*count, "--min-confidence", "0.95").stdout.split() == ["n", "0"]
    assert json.loads(kg("stats", news, "--format", "json", "--source", "The Wire").stdout)["sources"] == {
        "The Wire": 2
    }
    assert "did you mean" in kg(*count, "--relation", "atacks", code=1).stderr
    assert "no sentence says this" in kg("evidence", news, "Hanwha", "--since", "2026", code=1).stderr


def test_export_asks_the_ending(news: str, tmp_path: Path) -> None:
    kg("export", news, "-o", str(tmp_path / "a.nt.gz"), "--relation", "sanctions", "--plain")
    lines = gzip.decompress((tmp_path / "a.nt.gz").read_bytes()).decode().splitlines()
    assert any("ontology#sanctions>" in line for line in lines)
    assert len(lines) < 100
    for options, place in (
        (("-o", str(tmp_path / "a.nt"), "-f", "turtle"), "--output"),
        (("-o", str(tmp_path / "a.doc")), "--output"),
        (("-o", str(tmp_path / "a.gexf"), "--plain"), "--plain"),
        (("--level", "country"), "--level"),
    ):
        assert place in kg("export", news, *options, code=2).stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.nt.gz"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("query", "-e", "SELEC ?s { ?s ?p ?o }"), 2, "did you mean SELECT?"),
        (("query", "-e", "  "), 2, "is empty"),
        (("query", "-e", "what is new"), 2, "begin it with SELECT"),
        (("query", "-e", "PREFIX a: <b:> # SELECT\nASK { ?s ?p "), 2, "not SPARQL"),
        (("query", "meetings", "-f", "turtle"), 2, "not with a graph"),
        (("query", "events", "-p", "from=soon"), 2, "is no date"),
        (("query", "events", "-p", "form=2025"), 1, "did you mean from?"),
        (("query", "meeting"), 1, "did you mean meetings"),
        (("stats", "--source", "example tims"), 1, "did you mean Example Times?"),
        (("export", "--relation", "meet"), 1, "did you mean meets"),
        (("evidence", "Russia", "attack"), 1, "did you mean attacks"),
        (("show", "Rusia"), 1, "did you mean Russia?"),
        (("show", " "), 2, "no name is given"),
        (("stats", "--since", "2025-11", "--until", "2025-10"), 2, "give the earlier date first"),
        (("query", "none.rq"), 3, "none.rq"),
    ],
)
def test_unknown_names_are_1_and_what_cannot_be_is_2(
    news: str, arguments: tuple[str, ...], code: int, said: str
) -> None:
    assert said in kg(arguments[0], news, *arguments[1:], code=code).stderr


def test_an_entity_that_filters_hide_is_not_unknown(news: str) -> None:
    late = ("--since", "2030")
    for command in (
        ("query", news, "about", "-p", "entity=Ahn Gyu-back"),
        ("show", news, "Ahn Gyu-back"),
        ("evidence", news, "Ahn Gyu-back"),
    ):
        result = kg(*command, *late, code=1 if command[0] == "evidence" else 0)
        assert "filters" in result.stderr
        assert "since 2030" in result.stderr
    unknown = kg("query", news, "about", "-p", "entity=Ahn Gyubak", *late, code=1)
    assert "did you mean Ahn Gyu-back" in unknown.stderr


def test_cells_can_be_pasted_into_query_param_and_show(news: str) -> None:
    found = kg("query", news, "-e", 'SELECT ?s { ?s skos:prefLabel "Ahn Gyu-back" }').stdout.split()[-1]
    assert found == "kgr:person\\/ahn-gyu-back"
    assert "Ahn" in kg("query", news, "-e", f"SELECT ?l {{ {found} skos:prefLabel ?l }}").stdout
    assert kg("show", news, found).stdout.startswith("Ahn Gyu-back")
    by_name, by_cell = (
        kg("query", news, "meetings", "-p", f"actor={who}").stdout for who in ("Ahn Gyu-back", found)
    )
    assert by_name == by_cell


def test_diff_validate_and_evaluate_take_the_filter(news: str, tmp_path: Path) -> None:
    assert kg("diff", news, news, "--relation", "meets").stdout == "no difference\n"
    less = tmp_path / "less.nq"
    less.write_text(kg("export", news, "-f", "nquads", "--relation", "meets").stdout)
    kg("diff", news, str(less), code=1)
    assert kg("diff", news, str(less), "--relation", "meets").stdout == "no difference\n"
    kg("validate", news, "--since", "2025-11")
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"doc": "scm", "s": "Ahn Gyu-back", "p": "meets", "o": "Pete Hegseth"}\n')
    whole, none = (
        json.loads(kg("evaluate", news, str(gold), "--format", "json", *chosen).stdout)
        for chosen in ((), ("--modality", "possible"))
    )
    assert whole != none
    kg("evaluate", news, str(gold), "--relation", "meet", code=1)


def test_a_publication_date_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    for command in (("extract",), ("build", str(tmp_path / "a.kg")), ("sync", str(tmp_path / "a.kg"))):
        result = kg(*command, str(tmp_path / "a.txt"), "--published", "soon", code=2)
        assert "is not a date; write 2025-11-03" in " ".join(result.stderr.split())


def test_an_event_of_the_table_can_be_asked_about(news: str) -> None:
    event = kg("query", news, "events", "-p", "from=2025-11").stdout.split()[-1]
    assert event == "kgr:event\\/scm"
    assert "Ahn Gyu-back" in kg("query", news, "event", "-p", f"event={event}").stdout
    assert "is an event, not an entity; `kg query STORE event" in kg("show", news, event, code=1).stderr
    hidden = kg("query", news, "event", "-p", f"event={event}", "--since", "2030").stderr
    assert "is hidden by the filters (since 2030)" in hidden
    unknown = kg("query", news, "meetings", "-p", "actor=person/ahn-gyu-bak", code=1).stderr
    assert "did you mean person/ahn-gyu-back?" in unknown


def test_a_picture_of_nothing_says_so(news: str, tmp_path: Path) -> None:
    out = str(tmp_path / "x.svg")
    assert "no edges" in kg("plot", news, "-o", out, "--since", "2040").stderr
    timeline = ("plot", news, "-o", out, "--timeline", "--around", "Russia", "--since", "2030")
    assert "no dated event of Russia, since 2030" in kg(*timeline).stderr
