"""What a user can get wrong: each has a message that names the place, the fault and the remedy, and an exit
code.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.store.open import open_store
from tests.test_cli import news  # noqa: F401

Kg = Callable[..., Result]


@pytest.fixture
def fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs ``kg`` in an empty folder and gives the one line that it says, which begins with ``error:``."""
    monkeypatch.chdir(tmp_path)

    def fails(*arguments: str, code: int = 3, given: str | bytes | None = None) -> str:
        result = CliRunner().invoke(app, list(arguments), input=given, prog_name="kg")
        if result.exit_code == 1 and result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        lines = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
        assert len(lines) == 1, result.stderr
        assert "Traceback" not in result.output
        return lines[0]

    return fails


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (None, b"", "error: a.txt: no such file or folder; check the path"),
        ("a.txt", b"", "error: a.txt: empty file; an article needs text"),
        (
            "a.txt",
            bytes(range(256)) * 10,
            "error: a.txt: not a text file; give plain text, Markdown or JSON lines",
        ),
        (
            "a.txt",
            b"\xff\xfe\x00\xd8",
            "error: a.txt: its byte-order mark says utf-16-le, but byte 0 is not; save it as UTF-8",
        ),
        (
            "a.txt",
            b"x" * 50_000_000,
            (
                "error: a.txt: longer than 500,000 characters, the most that one article may have; "
                "split it into articles"
            ),
        ),
        (
            "a.md",
            b"---\ntitle: a: b\n---\nText.",
            "error: a.md:2: broken front matter (mapping values are not allowed in this context); ",
        ),
        (
            "a.md",
            b"---\ntitle: a\nText.",
            "error: a.md:1: front matter without its closing line; end it with a line of three hyphens",
        ),
        (
            "a.jsonl",
            b'{"text": "x"',
            (
                "error: a.jsonl:1: broken JSON (Expecting ',' delimiter, column 13); one whole JSON "
                "object a line"
            ),
        ),
        (
            "a.jsonl",
            b'{"text": "' + b"x" * 50_000_000 + b'"}',
            "error: a.jsonl:1: longer than 500,000 characters",
        ),
        (
            "a.txt",
            b"<html><body>Text",
            "error: a.txt: HTML or XML, though its name ends in .txt; name it .html",
        ),
    ],
    ids=["missing", "empty", "binary", "encoding", "50MB", "yaml", "unclosed", "json", "50MBjson", "html"],
)
def test_articles(fails: Callable[..., str], name: str | None, content: bytes, message: str) -> None:
    if name:
        Path(name).write_bytes(content)
    assert fails("extract", name or "a.txt").startswith(message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["meeting"], "error: meeting: no stored query of this name; did you mean meetings"),
        (["zzz"], "error: zzz: no stored query of this name; `kg queries` lists what there is"),
        (["meetings", "--param", "zzz=1"], "error: meetings: no parameter 'zzz'; it takes actor"),
        (["meetings", "--param", "actr=1"], "error: meetings: no parameter 'actr'; did you mean actor?"),
        (
            ["meetings", "--param", "actor=Pete Hegset"],
            "error: Pete Hegset: no entity of this name in the store; did you mean Pete Hegseth",
        ),
        (["none.rq"], "error: none.rq: "),
        (
            ["-e", "SELECT ?s\nWHERE { ?s kg:meets }"],
            "error: query:2:21: not SPARQL: what is at or just before '}' cannot be read; mend it there",
        ),
        (
            ["-e", "SELECT ?s\nWHERE { ?s kg:meets ?o"],
            "error: query:2:7: not SPARQL: this { is not closed; close it with }",
        ),
        (
            ["-e", "SELECT * { ?s kg:meets ?o FILTER(?s != ?o }"],
            "error: query:1:43: not SPARQL: a } while a ( is open; close that first, with )",
        ),
        (
            ["-e", "SELECT * { ?s kg:meets ?o }}"],
            "error: query:1:28: not SPARQL: a } that closes nothing; take it out",
        ),
        (
            ["-e", 'SELECT * { ?s rdfs:label "{ }'],
            'error: query:1:26: not SPARQL: the text that begins with " is not closed',
        ),
        (
            ["-e", "SELECT ?s { ?s kg:meets ?o ; mine:p 'kg: x' }"],
            "error: query:1:30: not SPARQL: the prefix mine: is not declared; declare it",
        ),
        (["-e", "SELECT ?s WHERE ?s ?p ?o"], "error: query:1:17: not SPARQL: { is missing before '?s ?p ?o'"),
        (
            ["-e", "SELECT ?s { ?s ?p ?o } GROUP BY ?p"],
            "error: query:1:35: not SPARQL: SELECT names a variable that GROUP BY does not",
        ),
        (
            ["-e", "SELEC ?s WHERE { ?s kg:meets ?o }"],
            "error: query: no query begins with 'SELEC'; did you mean SELECT?",
        ),
        (
            ["-e", "INSERT DATA { <urn:a> <urn:b> <urn:c> }"],
            "error: query: is an update (INSERT), not a query; ",
        ),
    ],
)
def test_queries(fails: Callable[..., str], news: str, arguments: list[str], message: str) -> None:  # noqa: F811
    unknown = re.search("no (stored query|parameter|entity)", message)
    code = 1 if unknown else 3 if "none.rq" in message else 2
    assert fails("query", news, *arguments, code=code).startswith(message)


@pytest.mark.parametrize("command", ["show", "evidence"])
def test_an_unknown_entity_names_the_nearest(fails: Callable[..., str], news: str, command: str) -> None:  # noqa: F811
    assert fails(command, news, "Pete Hegset", code=1).startswith(
        "error: Pete Hegset: no entity of this name in the store; did you mean Pete Hegseth"
    )


def test_an_unknown_relation_names_the_nearest(fails: Callable[..., str], news: str) -> None:  # noqa: F811
    assert "did you mean" in fails("evidence", news, "Pete Hegseth", "meet", code=1)


def test_a_store_that_is_not_there(fails: Callable[..., str]) -> None:
    assert fails("stats", "none.kg") == "error: none.kg: does not exist; `kg build` makes a store"
    assert fails("query", "none.ttl", "meetings").startswith("error: none.ttl: ")


def test_a_store_that_is_something_else(fails: Callable[..., str]) -> None:
    Path("a.xls").write_text("x")
    assert fails("stats", "a.xls").startswith(
        "error: a.xls: is a file, but its ending is that of no RDF syntax; "
    )
    Path("a.ttl").write_text("<urn:a> <urn:b>")
    assert fails("stats", "a.ttl").startswith("error: a.ttl:1: ")


def test_a_store_of_another_version(fails: Callable[..., str]) -> None:
    with open_store("old.kg"):
        pass
    (marker,) = Path("old.kg").glob("*.json")
    marker.write_text(marker.read_text().replace('"newskg": 2', '"newskg": 999'))
    assert fails("stats", "old.kg").startswith("error: old.kg: has the layout 999, ")


def test_a_locked_store(fails: Callable[..., str]) -> None:
    holder = (
        "import sys; from kg.store.open import open_store; s = open_store('a.kg'); print('held', "
        "flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        Path("a.txt").write_text("Text.")
        message = fails("build", "a.kg", "a.txt")
        process.communicate(b"")
    assert message.startswith("error: a.kg: ")
    assert "another process" in message


def test_an_endpoint_that_does_not_answer(fails: Callable[..., str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert fails("query", f"http://127.0.0.1:{port}/sparql", "meetings").startswith(
        f"error: http://127.0.0.1:{port}/sparql"
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_full_disk_behind_standard_output(news: str) -> None:  # noqa: F811
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", "stats", news], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 3
    assert (
        done.stderr == b"error: standard output: no space left on device; free some space and run it again\n"
    )


def test_a_file_that_cannot_be_written(fails: Callable[..., str], news: str) -> None:  # noqa: F811
    assert fails("export", news, "-o", "no/such/folder/a.ttl").startswith("error: no/such/folder/a.ttl: ")
    assert fails("plot", news, "-o", "a.pdf").startswith(
        "error: a.pdf: cannot draw into a file with the suffix .pdf; "
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "error: a.jsonl:1: not JSON: "),
        ('{"article": "a"}', "error: a.jsonl:1: "),
        ("[]", "error: a.jsonl:1: not a JSON object; "),
    ],
)
def test_statement_lines(fails: Callable[..., str], line: str, message: str) -> None:
    Path("a.jsonl").write_text(line)
    assert fails("load", "a.kg", "a.jsonl").startswith(message)


def test_rdf_that_is_broken(fails: Callable[..., str]) -> None:
    Path("a.nt").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b>\n")
    assert fails("load", "a.kg", "a.nt").startswith("error: a.nt:")
    assert fails("load", "a.kg", "none.ttl").startswith("error: none.ttl: ")


def test_a_pipeline_that_is_absent(fails: Callable[..., str]) -> None:
    Path("a.txt").write_text("Text.")
    assert fails("extract", "a.txt", "--model", "en_none").startswith(
        "error: en_none: no such language pipeline; "
    )


@pytest.mark.parametrize(
    ("option", "name"),
    [("--ontology", "a.ttl"), ("--patterns", "a.toml"), ("--knowledge", "a.ttl"), ("--lexicon", "a.toml")],
)
def test_own_data_files(fails: Callable[..., str], option: str, name: str) -> None:
    Path("a.txt").write_text("Text.")
    assert fails("extract", "a.txt", option, name).startswith(f"error: {name}: ")
    Path(name).write_text("= broken [")
    assert fails("extract", "a.txt", option, name).startswith(f"error: {name}")


def test_messages_do_not_obey_what_articles_say(fails: Callable[..., str]) -> None:
    name = "a\x1b[31m\u202e\n.txt"
    Path(name).write_text("")
    assert fails("extract", name).startswith("error: a\\x1b[31m\\u202e .txt: empty file")


def test_a_file_name_that_is_not_utf8_costs_only_its_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    Path("news/good.txt").write_text("Norway met Chad in Oslo.")
    Path(os.fsdecode(b"news/bad\xff.txt")).write_text("Chad met Norway in Oslo.")
    result = CliRunner().invoke(app, ["build", "a.kg", "news", "--jobs", "1"], prog_name="kg")
    assert result.exit_code == 3
    assert "its name is not UTF-8, so nothing can be called by it; rename it" in result.stderr
    assert result.stderr.endswith("1 article, 1 statement into a.kg\n")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"[agents]\nMIL = " + b"[" * 5000 + b"]" * 5000, "not TOML: lists in lists without end; mend it"),
        (b"[agents]\nMIL = " + b"9" * 5000, "not TOML: Exceeds the limit"),
        ("[agents]\nMIL = ['é']".encode("latin-1"), "not TOML: not UTF-8 (invalid continuation byte)"),
    ],
)
def test_data_files_that_no_reader_of_toml_takes(
    fails: Callable[..., str], content: bytes, fault: str
) -> None:
    Path("a.txt").write_text("Text.")
    Path("own.toml").write_bytes(content)
    assert fault in fails("extract", "a.txt", "--lexicon", "own.toml")


def test_a_damaged_store(fails: Callable[..., str], news: str) -> None:  # noqa: F811
    shutil.copytree(news, "a.kg", symlinks=True)
    for file in Path("a.kg").rglob("MANIFEST*"):
        file.chmod(0o644)
        file.write_bytes(b"\x00damaged" * 12)
    Path("a.txt").write_text("Text.")
    assert "is damaged" in fails("build", "a.kg", "a.txt")


def test_addresses_and_queries_that_cannot_be(fails: Callable[..., str], news: str) -> None:  # noqa: F811
    assert "is no web address (Invalid IPv6 URL)" in fails("stats", "http://[::1/sparql")
    assert "not UTF-8" in fails("query", news, "-e", "SELECT ?x { ?x a '\udcff' }", code=2)
