"""Sources to documents: what is an article, what is its text, its id and its date, and what is refused."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.ingest import document, records
from kg.ingest.articles import count_articles, read_articles
from kg.ingest.dateline import dateline, published_date
from kg.ingest.encoding import clean, decode
from kg.ingest.files import files_of
from kg.model import Document
from kg.paths import file_system


def read(*sources: object, **options: str) -> list[Document]:
    return list(read_articles([str(source) for source in sources], **options))


def fault(*sources: object) -> str:
    with pytest.raises(InputError) as caught:
        read(*sources)
    return str(caught.value)


def test_front_matter_is_not_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "scm.md"
    path.write_text(
        '---\nid: 57\ntitle: "Talks: a start"\npublished: 2025-11-03\nsource: Yonhap\nurl: '
        "https://a.kr/1\nauthor: X\n---\n\n\nTwo met.\n"
    )
    assert read(path) == [
        Document("57", "Two met.", "Talks: a start", "2025-11-03", "Yonhap", "https://a.kr/1")
    ]


def test_text_is_kept_but_for_its_edges_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeff\r\n \r\n  Ana  met Bo.\r\n\r\nC\x07d\rx \n\n".encode())
    assert read(path)[0].text == "  Ana  met Bo.\n\nC d\nx"


@pytest.mark.parametrize(
    ("front", "expected"),
    [("id: x\nurl: https://a.kr/1", "x"), ("url: https://a.kr/1", "https://a.kr/1"), ("title: T", "news")],
)
def test_id_is_id_else_url_else_stem(tmp_path: Path, front: str, expected: str) -> None:
    path = tmp_path / "news.txt"
    path.write_text(f"---\n{front}\n---\nText.")
    assert read(path)[0].id == expected


def test_a_markdown_heading_is_the_title(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Talks begin\n\nTwo met.")
    assert read(path)[0] == Document("a", "# Talks begin\n\nTwo met.", "Talks begin")


def test_folder_is_read_below_and_in_order(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "sub/a.md",
        "a.txt",
        ".hidden/x.txt",
        ".y.txt",
        "README.md",
        "data.ttl",
        "sub/LICENSE.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"---\nid: {name}\n---\nText of {name}.")
    assert [document.id for document in read(tmp_path)] == ["a.txt", "b.txt", "sub/a.md"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    assert len(read(tmp_path, tmp_path / "a.txt", tmp_path / "*.txt")) == 1


def test_two_articles_of_one_id_are_an_error(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"---\nid: a\n---\nText of {folder}.")
    assert "y/a.txt: same id (a) as an article before it" in fault(tmp_path)


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(
        '\n{"id": 7, "text": "Ana\\r\\nmet Bo.", "published": "2025-11-03T09:30:00Z", "more": '
        '[1]}\n\n{"text": "\\ud800", "url": null}\n'
    )
    first, second = read(path)
    assert first == Document("7", "Ana\nmet Bo.", None, "2025-11-03T09:30:00+00:00")
    assert second.text == "\ufffd"
    assert second.id.startswith("text-")
    assert len(second.id) == 21


@pytest.mark.parametrize(
    ("piped", "ids"),
    [
        (b"Seoul, 3 November 2025. Two met.", ["text-968d29bc0fa52941"]),
        (b'{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n', ["a", "b"]),
    ],
)
def test_standard_input_is_text_or_json_lines(
    monkeypatch: pytest.MonkeyPatch, piped: bytes, ids: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped)))
    assert [document.id for document in read("-")] == ids


@pytest.mark.parametrize(
    "raw",
    [
        "Café “deal” — naïve".encode(),
        "Café “deal” — naïve".encode("utf-8-sig"),
        "Café “deal” — naïve".encode("utf-16"),
        "Café “deal” — naïve".encode("utf-32"),
        ("Café “deal” — naïve" + " plain words" * 20).encode("utf-16-le"),
        ("Café “deal” — naïve" + " plain words" * 20).encode("cp1252"),
    ],
)
def test_encoding_is_detected(raw: bytes) -> None:
    assert decode(raw, "a").startswith("Café “deal” — naïve")


def test_encoding_of_other_scripts_is_guessed() -> None:
    text = "Министр обороны встретился с коллегой в Москве и обсудил поставки оружия. " * 5
    assert decode(text.encode("cp1251"), "a") == text


@pytest.mark.parametrize(
    ("text", "encoding", "called"),
    [
        ("José Ibáñez met “Ana”.", "cp1252", "Windows-1252"),
        ("Señor Peña", "cp1252", "Windows-1252"),
        ("“No”", "cp1252", "Windows-1252"),
        ("It’s Škoda’s—not Žižek’s", "cp1252", "Windows-1252"),
        ("José Núñez left – “sí”", "mac_roman", "Mac Roman"),
    ],
)
def test_short_english_is_not_taken_for_another_alphabet(
    caplog: pytest.LogCaptureFixture, text: str, encoding: str, called: str
) -> None:
    assert decode(text.encode(encoding), "a") == text
    assert [record.getMessage() for record in caplog.records] == [
        f"a: not UTF-8; read as {called}, which is a guess; save it as UTF-8"
    ]


def test_one_broken_byte_does_not_spoil_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    assert decode("“a” “b”".encode() + b"\xff", "a") == "“a” “b”\ufffd"
    assert "byte 15 is not UTF-8" in caplog.text


STRAY = [
    (
        "José Lund. ".encode() + "Señor Bø left – “no”, he’s".encode("cp1252"),
        "José Lund. Señor Bø left – “no”, he’s",
    ),
    ("Čapek ".encode() + b"Mu\xf1oz \xe9lan caf\xe9\x94 caf\xe9.", "Čapek Muñoz élan café” café."),
    ("naïve talks in Malmö".encode() + "é".encode()[:1], "naïve talks in Malmö\ufffd"),
    (
        "naïve \xff\xe2\x80 \x81".encode("latin-1") + "Malmö, Bodø, Reşadiye".encode(),
        "naïve \ufffd\ufffd \ufffdMalmö, Bodø, Reşadiye",
    ),
]


@pytest.mark.parametrize(("raw", "text"), STRAY)
def test_stray_bytes_are_read_by_themselves(caplog: pytest.LogCaptureFixture, raw: bytes, text: str) -> None:
    assert decode(raw, "a") == text
    assert len(caplog.records) == 1
    assert "is not UTF-8 though the rest is; read as Windows-1252, which is a guess" in caplog.text


def test_stray_bytes_of_a_table_are_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "news.csv"
    lines = [
        b"id,text",
        "1,José left".encode(),
        "2,José left “”".encode() + b" Mu\xf1oz",
        b"3,Mu\xf1oz left",
    ]
    path.write_bytes(b"\n".join(lines))
    assert [one.text for one in read(path)] == ["José left", "José left “” Muñoz", "Muñoz left"]
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    "raw", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01", bytes(range(256)) * 4, b"\xff\xfe\x00\xd8\x00"]
)
def test_binary_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError):
        decode(raw, "a")


def test_clean_keeps_every_offset_but_line_ends() -> None:
    assert clean("a\x00b\x1bc\u2028d\x9be") == "a b c\nd e"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", "", "a.txt: empty file"),
        ("a.txt", " \n ", "a.txt: empty file"),
        ("a.md", "---\ntitle: T\n---\n\n", "a.md: no text after the front matter"),
        ("a.md", "---\ntitle: T\nText.", "a.md:1: front matter without its closing line"),
        (
            "a.md",
            "---\ntitle: T\nx: a: b\n---\nText.",
            "a.md:3: broken front matter (mapping values are not allowed in this context)",
        ),
        ("a.md", "---\n- x\n---\nText.", "a.md:2: front matter is not a list of `key: value` lines"),
        ("a.md", "---\npublished: soon\n---\nText.", "a.md: `soon` is not a date"),
        ("a.md", "---\npublished: 2025-02-30\n---\nText.", "a.md: `2025-02-30` is not a date"),
        ("a.md", "---\nurl: javascript:x\n---\nText.", "a.md: `url` is not a web address"),
        (
            "a.txt",
            "<!DOCTYPE html><p>Text",
            "a.txt: HTML or XML, though its name ends in .txt; name it .html",
        ),
        ("a.jsonl", "", "a.jsonl: empty file"),
        (
            "a.jsonl",
            '{"text": "x"}\n{"text": "y"\n',
            "a.jsonl:2: broken JSON (Expecting ',' delimiter, column",
        ),
        ("a.jsonl", "[" * 100_000, "a.jsonl:1: broken JSON"),
        ("a.jsonl", '{"note": "x"}', "a.jsonl:1: no `text` in this record"),
        ("a.jsonl", '{"text": "x", "title": ["y"]}', "a.jsonl:1: `title` is not text"),
    ],
)
def test_a_bad_article_is_refused_by_name_and_line(
    tmp_path: Path, name: str, content: str, expected: str
) -> None:
    (tmp_path / name).write_text(content)
    assert expected in fault(tmp_path / name)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("none.txt", "no such file"),
        ("*.none", "no file matches"),
        ("empty", "no article in this folder"),
        ("http://127.0.0.1:9/1", "cannot be fetched"),
    ],
)
def test_a_source_that_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert expected in fault(source)


def test_a_bad_article_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "b.jsonl").write_text('{"id": "x", "text": "X."}\n{broken\n{"id": "y", "text": "Y."}\n')
    (tmp_path / "c.txt").write_text("Z.")
    errors: list[InputError] = []
    found = read_articles([str(tmp_path), "nowhere"], on_error=errors.append)
    assert [document.id for document in found] == ["x", "y", "c"]
    assert [Path(error.place).name for error in errors] == ["a.txt", "b.jsonl:2", "nowhere"]


def test_too_long_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "LIMIT", 100)
    monkeypatch.setattr(document, "BYTES", 400)
    monkeypatch.setattr(records, "line_bytes", lambda: 600)
    (tmp_path / "a.txt").write_text("x" * 10_000)
    (tmp_path / "b.txt").write_text("x" * 101)
    lines = [{"id": "1", "text": "x" * 5000}, {"id": "2", "text": "ok"}, {"text": "y" * 101}]
    (tmp_path / "c.jsonl").write_text("\n".join(map(json.dumps, lines)))
    errors: list[InputError] = []
    found = read_articles([str(tmp_path)], on_error=errors.append)
    assert [document.id for document in found] == ["2"]
    assert [Path(error.place).name for error in errors] == ["a.txt", "b.txt", "c.jsonl:1", "c.jsonl:3"]
    assert all("split it into articles" in error.remedy for error in errors)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seoul, Nov 3 The defence chiefs met.", "--11-03"),
        ("SEOUL, Nov. 3 (Yonhap) -- The chiefs met.", "--11-03"),
        ("Talks begin\n\nWASHINGTON (AP) — Nov. 3 — They met.", "--11-03"),
        ("NEW YORK, November 3, 2025 /PRNewswire/ -- They met.", "2025-11-03"),
        ("WASHINGTON, D.C., Sept. 30 -- They met.", "--09-30"),
        ("BAGHDAD, Iraq, 3 March 2008 - They met.", "2008-03-03"),
        ("Apple releases iPhone SDK\nMarch 06, 2008\nDuring", "2008-03-06"),
        ("Title\nPublished: Monday, 3 November 2025 at 10:30 GMT\nText", "2025-11-03"),
        ("2025-11-03\nText", "2025-11-03"),
        ("OSLO, 9th of May 2024 — They met.", "2024-05-09"),
        ("OSLO, 2024-05-09 - They met.", "2024-05-09"),
        ("OSLO, Norway, 09.05.2024 - They met.", "2024-05-09"),
        ("OSLO, 31.5.2024 (NTB) -- They met.", "2024-05-31"),
        ("OSLO, May 9, 2024 (NTB) - They met.", "2024-05-09"),
        ("OSLO, 09/05/2024 - They met.", None),
        ("OSLO, 05.31.2024 - They met.", None),
        ("OSLO, 2024-05-39 - They met.", None),
        ("On Monday, Nov. 3, the chiefs met.", None),
        ("The chiefs met in Seoul, Nov. 3 or 4.", None),
        ("Seoul, Feb 30 Nothing met.", None),
        ("Paris, May 68 was a time.", None),
        ("One.\nTwo.\nThree.\nFour.\nFive.\nSix.\nSeoul, Nov 3 They met.", None),
    ],
)
def test_dateline(text: str, expected: str | None) -> None:
    assert dateline(text) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-11-03", "2025-11-03"),
        ("20251103", "2025-11-03"),
        ("2025-11-03 09:30:00 +09:00", "2025-11-03T09:30:00+09:00"),
        ("November 3, 2025", "2025-11-03"),
        ("3 Nov 2025", "2025-11-03"),
        ("--11-03", "--11-03"),
        ("--02-29", "--02-29"),
        ("2025-13-01", None),
        ("2025-11", None),
        ("yesterday", None),
    ],
)
def test_published_date(written: str, expected: str | None) -> None:
    assert published_date(written) == expected


def test_date_comes_from_front_matter_else_option_else_dateline(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Seoul, Nov 3 Two met.")
    with caplog.at_level(logging.WARNING):
        assert read(path)[0].published == "--11-03"
    assert "a.txt: its dateline gives 11-03 without a year; `--published` settles it" in caplog.text
    assert read(path, published="2025-11-04")[0].published == "2025-11-04"
    path.write_text("---\npublished: 2025-11-05\n---\nSeoul, Nov 3 Two met.")
    assert read(path, published="2025-11-04")[0].published == "2025-11-05"
    with pytest.raises(InputError, match="--published"):
        read(path, published="never")


@pytest.mark.parametrize("scheme", ["file", "memory"])
def test_articles_anywhere_that_fsspec_reaches(tmp_path: Path, scheme: str) -> None:
    url = f"file://{tmp_path}/in" if scheme == "file" else f"memory://{tmp_path.name}/in"
    files, root = file_system(url)
    files.makedirs(f"{root}/sub/.hidden")
    for name in ("b.txt", "sub/a.md", ".y.txt", "README.md", "data.ttl", "sub/.hidden/x.txt"):
        files.pipe_file(f"{root}/{name}", f"Text of {name}.".encode())
    files.pipe_file(f"{root}/c.jsonl", b'{"id": "c", "text": "C."}\n{broken\n')
    errors: list[InputError] = []
    found = list(read_articles([url, f"{url}/*.txt", f"{url}/sub/a.md"], on_error=errors.append))
    assert [document.id for document in found] == ["b", "c", "sub/a"]
    assert [error.place for error in errors] == [f"{files.unstrip_protocol(root)}/c.jsonl:2"]
    assert count_articles([url]) is None
    assert "no article in this folder" in fault(f"{url}/none")
    assert "cannot be reached" in fault("nosuch://a")


def test_articles_are_counted_before_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.jsonl").write_text('{"text": "Two."}\n\n{"text": "Three."}\n{broken')
    assert count_articles([str(tmp_path), str(tmp_path / "a.txt"), "nowhere"]) == 4
    assert count_articles([str(tmp_path), "-"]) is None


def test_files_are_found_as_they_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in "ab":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").touch()
    listed: list[str] = []
    listdir = os.listdir
    monkeypatch.setattr(os, "listdir", lambda path: listed.append(str(path)) or listdir(path))
    next(files_of(str(tmp_path)))
    assert listed == [str(tmp_path), str(tmp_path / "a")]
