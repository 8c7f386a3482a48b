"""The commands: what they print where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from spacy.language import Language
from typer.testing import CliRunner, Result

import kg
from kg.cli import app
from kg.cli.output import Progress, duration
from kg.rdf.writer import Run, graph_iri, nquads
from kg.resources.gazetteer import load_gazetteer
from kg.resources.ontology import load_ontology
from kg.store.open import open_store
from tests.readings import sample_readings

ARTICLE = (
    "OSLO, 3 November 2025 -- Norwegian Prime Minister Jonas Gahr Store met with German Chancellor "
    "Friedrich Merz in Oslo on Monday.\n"
)
OTHER = "PARIS, 4 November 2025 -- French President Emmanuel Macron visited Berlin on Tuesday.\n"
Kg = Callable[..., Result]


@pytest.fixture(scope="module")
def _quick(nlp: Language) -> Iterator[None]:
    """The language pipeline is loaded once for all of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.pipeline.load_pipeline", lambda name=None: nlp)
        yield


@pytest.fixture
def run(_quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """Runs ``kg`` in an empty folder that has two articles."""
    monkeypatch.chdir(tmp_path)
    Path("articles").mkdir()
    Path("articles/oslo.txt").write_text(ARTICLE)
    Path("articles/paris.txt").write_text(OTHER)

    def run(*arguments: str, code: int = 0, given: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(app, list(arguments), input=given, prog_name="kg")
        if result.exit_code != code and result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with readings made by hand. Tests do not change it."""
    where = str(tmp_path_factory.mktemp("store") / "news.kg")
    ontology, made = load_ontology(), Run("by hand", "0", "0")
    with open_store(where) as store:
        store.install(ontology, load_gazetteer())
        store.add(
            (graph_iri(one.document.id, store.base), nquads(one, ontology, made, store.base))
            for one in sample_readings()
        )
    return where


def kg_process(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


def test_version_and_help(run: Kg) -> None:
    assert run("--version").stdout == f"kg {kg.__version__}\n"
    assert "build" in run("--help").stdout
    assert run("-h").stdout == run("--help").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["build"],
        ["build", "a.kg", "--nonsense"],
        ["build", "a.kg", "x", "--jobs", "0"],
        ["build", "a.kg", "x", "--engine", "spark"],
    ],
)
def test_wrong_usage(run: Kg, arguments: list[str]) -> None:
    result = run(*arguments, code=2)
    assert "Usage: kg" in result.stderr
    assert result.stdout == ""


def test_help_comes_quickly() -> None:
    """A third of a second on a quiet machine; here, the best of some tries against three times that."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "kg", "--help"], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    assert min(times) < 1.0


def test_build_says_what_it_did_on_standard_error(run: Kg) -> None:
    first = run("build", "news.kg", "articles")
    assert first.stdout == ""
    assert first.stderr.startswith("2 articles, ")
    assert first.stderr.endswith("into news.kg\n")
    again = run("build", "news.kg", "articles")
    assert again.stderr.endswith("into news.kg (2 unchanged)\n")


def test_build_into_a_file_is_the_same_graph(run: Kg) -> None:
    run("build", "news.kg", "articles")
    run("build", "news.nq", "articles")
    assert run("export", "news.kg", "--format", "nquads").stdout == Path("news.nq").read_text()


def test_extract_then_load_is_what_build_makes(run: Kg) -> None:
    lines = run("extract", "articles").stdout
    assert {json.loads(line)["article"] for line in lines.splitlines()} == {"oslo", "paris"}
    run("load", "loaded.kg", "-", given=lines)
    run("build", "built.kg", "articles")
    query = (
        "SELECT ?s ?r ?o ?m WHERE { ?t rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o ; "
        "kg:modality ?m } ORDER BY ?s ?r ?o ?m"
    )
    assert run("query", "loaded.kg", "-e", query).stdout == run("query", "built.kg", "-e", query).stdout


def test_extract_reads_standard_input(run: Kg) -> None:
    result = run("extract", "-", given="Ana Brnabic met with Edi Rama in Tirana.\n")
    (statement,) = [json.loads(line) for line in result.stdout.splitlines() if '"meets"' in line]
    assert {statement["subject"]["label"], statement["object"]["label"]} == {"Ana Brnabić", "Edi Rama"}


def test_published_dates_what_is_undated(run: Kg) -> None:
    Path("undated.txt").write_text("Ana Brnabic met with Edi Rama on Monday.")
    lines = run("extract", "undated.txt", "--published", "2025-11-05").stdout
    assert '"begin": "2025-11-03"' in lines


def test_a_dateline_without_a_year_is_warned_about(run: Kg) -> None:
    Path("half.txt").write_text("Seoul, Nov 3 Ana Brnabic met with Edi Rama.")
    assert (
        "warning: half.txt: its dateline gives 11-03 without a year; `--published` settles it\n"
        in run("extract", "half.txt").stderr
    )


def test_a_bad_article_is_left_out_and_the_rest_is_built(run: Kg) -> None:
    Path("articles/bad.txt").write_bytes(b"\0\1\2")
    result = run("build", "news.kg", "articles", "nowhere.txt", code=3)
    errors = result.stderr.splitlines()
    assert errors[0].startswith("error: articles/bad.txt: not a text file; ")
    assert errors[1] == "error: nowhere.txt: no such file or folder; check the path"
    assert errors[2].startswith("2 articles, ")
    assert '"oslo"' in run("query", "news.kg", "articles", "--format", "json").stdout


def test_strict_stops_at_the_first_bad_article(run: Kg) -> None:
    Path("articles/a.txt").write_text("")
    result = run("build", "news.kg", "articles", "--strict", code=3)
    assert result.stderr == "error: articles/a.txt: empty file; an article needs text\n"


def test_forget(run: Kg) -> None:
    run("build", "news.kg", "articles")
    before = run("export", "news.kg", "-f", "nquads").stdout
    assert run("forget", "news.kg", "oslo").stderr == "oslo is forgotten\n"
    assert "article/oslo" not in run("export", "news.kg", "-f", "nquads").stdout
    assert "no such article" in run("forget", "news.kg", "oslo", code=1).stderr
    run("build", "news.kg", "articles")
    assert run("export", "news.kg", "-f", "nquads").stdout == before
    told = run("forget", "news.kg", "none", "oslo", "oslo", code=1).stderr
    assert "none: no such article" in told
    assert told.count("oslo is forgotten") == 1
    assert "article/oslo" not in run("export", "news.kg", "-f", "nquads").stdout


def test_jobs_make_the_same_graph(tmp_path: Path) -> None:
    """Two processes, more than one shard, the same bytes. The only test here that starts real ones."""
    articles = [{"id": f"a{i}", "text": f"{ARTICLE} {OTHER if i % 2 else ''}"} for i in range(40)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(article) + "\n" for article in articles))
    processes = [
        kg_process("build", f"{jobs}.nq", "a.jsonl", "--jobs", jobs, cwd=tmp_path) for jobs in ("1", "2")
    ]
    said = [process.communicate()[1].decode().replace("2.nq", "1.nq") for process in processes]
    assert said[0] == said[1]
    assert said[0].startswith("40 articles, ")
    assert (tmp_path / "1.nq").read_bytes() == (tmp_path / "2.nq").read_bytes()


@pytest.mark.parametrize("format", ["table", "json", "csv", "tsv", "xml"])
def test_query_formats(run: Kg, news: str, format: str) -> None:
    assert "Ahn Gyu-back" in run("query", news, "meetings", "--format", format).stdout


def test_query_constructs_turtle(run: Kg, news: str) -> None:
    asked = "CONSTRUCT { ?s kg:meets ?o } WHERE { ?s kg:meets ?o }"
    assert "kg:meets" in run("query", news, "-e", asked, "--format", "turtle").stdout


def test_query_with_parameters_from_a_file_and_from_standard_input(run: Kg, news: str) -> None:
    everyone, one = (
        run("query", news, "meetings", *more).stdout for more in ([], ["--param", "actor=Pete Hegseth"])
    )
    assert 0 < len(one.splitlines()) < len(everyone.splitlines()) or one == everyone
    Path("own.rq").write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert (
        run("query", news, "own.rq").stdout
        == run("query", news, "-", given=Path("own.rq").read_text()).stdout
    )
    assert "not NAME=VALUE" in run("query", news, "meetings", "--param", "actor", code=2).stderr
    assert "either a QUERY or -e" in run("query", news, code=2).stderr


@pytest.mark.parametrize(
    "format", ["turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml", "graphml", "gexf", "csv", "plover"]
)
def test_export_to_a_file_and_to_standard_output(run: Kg, news: str, format: str) -> None:
    result = run("export", news, "--format", format)
    assert len(result.stdout_bytes) > 500
    assert run("export", news, "--format", format, "-o", "out.x").stdout == ""
    assert Path("out.x").read_bytes() == result.stdout_bytes


def test_stats_show_and_evidence(run: Kg, news: str) -> None:
    assert "articles" in run("stats", news).stdout
    assert json.loads(run("stats", news, "--format", "json", "--top", "3").stdout)["counts"][
        "articles"
    ] == len(sample_readings())
    assert "person/pete-hegseth" in run("show", news, "Pete Hegseth").stdout
    assert (
        json.loads(run("show", news, "person/pete-hegseth", "--format", "json").stdout)["entity"]["label"]
        == "Pete Hegseth"
    )
    assert "[meets: " in run("evidence", news, "Pete Hegseth", "meets").stdout
    found = json.loads(run("evidence", news, "Pete Hegseth", "--format", "json").stdout)
    assert all("Pete Hegseth" in (one["subject"]["label"], one["object"]["label"]) for one in found)
    none = run("evidence", news, "Pete Hegseth", "attacks", code=1)
    assert (none.stdout, none.stderr) == ("", "no sentence says this\n")


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.png"])
def test_plot(run: Kg, news: str, name: str) -> None:
    assert run("plot", news, "-o", name, "--around", "Pete Hegseth").stderr == f"drawn into {name}\n"
    assert Path(name).stat().st_size > 1000


def test_validate(run: Kg, news: str) -> None:
    assert run("validate", news).stdout == "The graph is well formed.\n"
    Path("bad.ttl").write_text("<urn:a> a <https://w3id.org/newskg/ontology#Statement> .")
    assert "urn:a" in run("validate", "bad.ttl", code=1).stdout


def test_check(run: Kg) -> None:
    assert run("check").stderr.endswith("queries: all fit together\n")
    Path("mine.ttl").write_text(
        """@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        kg:mediates a owl:ObjectProperty ; rdfs:label "mediates" ;
        skos:definition "Brings parties together." ;
            rdfs:domain kg:Actor ; rdfs:range kg:Actor ; kg:statementClass kg:Mediation .
        kg:Mediation a owl:Class ; rdfs:label "mediation" ; rdfs:subClassOf kg:Happening ;
        skos:definition "Somebody mediates." ."""
    )
    missing = run("check", "--ontology", "mine.ttl", code=1)
    assert missing.stdout == (
        "relation mediates: no pattern says it; add mediates.toml with patterns, or without any "
        "if that is meant\n"
    )
    assert missing.stderr.endswith(": 1 faults\n")
    Path("mine.toml").write_text(
        'relation = "mediates"\n[[pattern]]\nname = "mediate"\nverbs = ["mediate"]\nobject = ["between"]\n'
    )
    told = run("check", "--ontology", "mine.ttl", "--patterns", "mine.toml", code=1).stdout
    assert "no example shows it" in told
    assert "no counter-example" in told
    Path("mine.rq").write_text("SELECT ?s WHERE { ?s <https://w3id.org/newskg/ontology#meets> ?o ")
    assert "mine.rq: is not SPARQL" in run("check", "--queries", "mine.rq", code=1).stdout
    Path("mine.rq").write_text(
        "PREFIX kg: <https://w3id.org/newskg/ontology#>\nSELECT ?s WHERE { ?s kg:meats ?o } # kg:nothing"
    )
    assert "mine.rq: kg:meats is not in the ontology" in run("check", "--queries", "mine.rq", code=1).stdout


def test_queries_and_relations(run: Kg) -> None:
    assert "meetings: Who met whom, and when\n" in run("queries").stdout
    assert {"name", "title", "params"} <= set(json.loads(run("queries", "--format", "json").stdout)[0])
    (meets,) = [line for line in run("relations").stdout.splitlines() if line.startswith("meets ")]
    assert meets.split()[:6] == ["meets", "meets", "Actor", "Actor", "CONSULT", "yes"]
    assert any(
        one["name"] == "meets" and one["symmetric"]
        for one in json.loads(run("relations", "--format", "json").stdout)
    )


def test_a_reader_that_stops_early_hears_no_complaint(news: str) -> None:
    process = kg_process("export", news, "--format", "nquads")
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() in {0, 141}


def test_an_interrupt_ends_it_cleanly(tmp_path: Path) -> None:
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # which a shell's background job does not
    process = kg_process("extract", "-", stdin=subprocess.PIPE, cwd=tmp_path, preexec_fn=heed)
    assert process.stdin is not None
    process.stdin.write(
        b"Peru left. " * 100_000
    )  # more than a pipe holds, so this returns when the program reads its input
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert b"Traceback" not in errors
    assert process.returncode == 130, errors


def test_an_interrupt_while_it_is_loaded_ends_it_cleanly() -> None:
    code = """
import sys
from kg.__main__ import main

class Interrupted:
    def find_spec(self, name, *_):
        if name == "typer":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
main()
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


def test_colour_only_on_a_terminal(news: str) -> None:
    for environment in ({}, {"NO_COLOR": "1"}):
        master, slave = os.openpty()
        command = [sys.executable, "-m", "kg", "stats", news]
        inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {
            "TERM": "xterm"
        }
        subprocess.run(command, stdout=slave, env=inherited | environment, check=True)
        os.close(slave)
        shown = os.read(master, 1000)
        os.close(master)
        assert (b"\x1b[" in shown) == (not environment)


def test_a_password_in_a_url_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    from kg.cli.output import note

    note("1 article into http://dba:secret@localhost:8890/sparql")
    assert capsys.readouterr().err == "1 article into http://localhost:8890/sparql\n"


def test_a_bar_with_rate_and_time_left_only_on_a_terminal(run: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    clock = iter(range(0, 1000, 2))
    monkeypatch.setattr("kg.cli.output.time.monotonic", lambda: next(clock))
    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with Progress("articles", lambda: 1000) as progress:
            for _ in range(3):
                progress.done(100)
            progress.fewer()
        assert ("[######              ] 300 of 1,000 articles, " in stream.getvalue()) == shown
        assert ("/s, " in stream.getvalue() and " s left" in stream.getvalue()) == shown
        assert stream.getvalue().endswith("\r\x1b[K") == shown


def test_the_bar_moves_within_a_long_article_and_never_back(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr("kg.cli.output.time.monotonic", lambda: next(clock))
    with Progress("articles", lambda: 2) as progress:
        progress._total = 2  # as on a terminal
        lines = []
        for more in (0.25, 0.5, -0.75):
            progress.under_way(more)
            lines.append(progress.line())
        progress.done(1)
        lines.append(progress.line())
    assert [line.partition(" articles")[0] for line in lines] == [
        "[##                  ] 0.2 of 2",
        "[#######             ] 0.8 of 2",
        "[#######             ] 0.8 of 2",
        "[##########          ] 1 of 2",
    ]
    assert lines[1].endswith(" left")
    assert progress.finished == 1


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (59.4, "59 s"), (60, "1 min"), (3599, "1 h 00 min"), (7500, "2 h 05 min")],
)
def test_durations(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_evaluate_says_when_no_gold_article_is_there(run: Kg, news: str, tmp_path: Path) -> None:
    row = {
        "relation": "meets",
        "certain": True,
        "modality": "actual",
        "subject": {"begin": 0, "end": 4, "text": "Oslo"},
        "trigger": {"begin": 5, "end": 8, "text": "met"},
        "object": {"begin": 9, "end": 14, "text": "Cairo"},
    }
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"id": "nowhere", "text": "Oslo met Cairo.", "rows": [row]}), encoding="utf-8")
    said = run("evaluate", news, str(gold), code=3).stderr
    assert "none of its articles is in" in said
    assert "--articles" in said
