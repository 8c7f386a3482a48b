"""Articles in files of every kind that is read: pages, feeds, archives, mails, tables, documents."""

from __future__ import annotations

import csv
import gzip
import io
import json
import logging
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.ingest.articles import count_articles, read_articles
from kg.ingest.field_names import field_names
from kg.ingest.options import ReadingOptions
from kg.model import Document
from tests.pages import LEAD, MORE, page, rss


def read(*sources: Path, **options: object) -> list[Document]:
    return list(read_articles(map(str, sources), options=ReadingOptions(**options)))  # type: ignore[arg-type]


def faults(*sources: Path, **options: object) -> list[str]:
    errors: list[InputError] = []
    list(
        read_articles(
            map(str, sources),
            options=ReadingOptions(**options),  # type: ignore[arg-type]
            on_error=errors.append,
        )
    )
    return list(map(str, errors))


def test_a_page_is_its_article_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page())
    url = "https://daily.example.org/2025/11/03/talks"
    assert read(path) == [
        Document(url, f"{LEAD}\n\n{MORE}", "Talks begin in Oslo", "2025-11-03", "The Daily", url)
    ]


def test_a_page_without_an_address_is_called_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "b.htm").write_text(page(url=None))
    assert [document.id for document in read(tmp_path)] == ["b"]


def test_pages_of_one_address_but_other_text_are_two_articles(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page("https://daily.example.org/"))
    (tmp_path / "b.html").write_text(page("https://daily.example.org/", "Later", (MORE, LEAD)))
    (tmp_path / "c.html").write_text(page("https://daily.example.org/"))
    assert [document.id for document in read(tmp_path)] == ["https://daily.example.org/", "b"]


def test_a_short_page_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!DOCTYPE html><p>Ana Brnabic met with Edi Rama in Tirana.")
    assert read(tmp_path)[0].text == "Ana Brnabic met with Edi Rama in Tirana."


def test_a_page_without_prose_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body><script>load()</script><nav>Home</nav></body></html>")
    assert "a.html: no article's text on this page" in faults(tmp_path)[0]


def test_a_page_saved_with_its_parts(tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_text(
        "Snapshot-Content-Location: https://m.org/1\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="BB"\n\n--BB\nContent-Type: text/html\n'
        f"Content-Location: https://m.org/1\n\n{page()}\n--BB--\n"
    )
    assert [(document.id, document.text) for document in read(tmp_path)] == [
        ("https://m.org/1", f"{LEAD}\n\n{MORE}")
    ]


def test_parts_of_a_saved_page_and_stores_are_no_articles(tmp_path: Path) -> None:
    for folder, name in (("p_files", "frame.html"), ("news.kg", "newskg.json"), ("own_files", "x.txt")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("Two met in Oslo.")
    (tmp_path / "p.html").write_text(page(url=None))
    assert [document.id for document in read(tmp_path)] == ["own_files/x", "p"]


def test_each_entry_of_a_feed_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_text(
        rss(
            ("One &amp; all", "https://f.org/1", "<p>Ana met Edi.</p><p>They talked.</p>"),
            ("Two", "https://f.org/2", ""),
        )
    )
    errors: list[InputError] = []
    assert list(read_articles([str(path)], on_error=errors.append)) == [
        Document(
            "https://f.org/1",
            "Ana met Edi.\n\nThey talked.",
            "One & all",
            "2025-11-03T09:30:00+00:00",
            "The Feed",
            "https://f.org/1",
        )
    ]
    assert "a.rss#2: an entry without text; `--follow`" in str(errors[0])


def test_atom_gives_the_fullest_text(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Atomic</title><entry><title>T</title>'
        '<id>urn:3</id><updated>2025-11-03T09:00:00Z</updated><summary>Short.</summary><content type="html">'
        "&lt;p&gt;Japan accused Russia of theft.&lt;/p&gt;</content></entry></feed>"
    )
    assert read(tmp_path) == [
        Document("urn:3", "Japan accused Russia of theft.", "T", "2025-11-03T09:00:00+00:00", "Atomic")
    ]


G2 = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:newsml:x:1" standard="NewsML-G2" standardversion="2.35" conformance="power" version="1">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:AG"><name>Agency</name></provider>
<versionCreated>2025-11-04T12:00:00+01:00</versionCreated></itemMeta>
<contentMeta><contentCreated>2025-11-03T12:00:00+01:00</contentCreated><headline>Trade talks</headline>
</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">
<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Spain met Peru.</p>
<p>They <b>talked</b>.</p></body></html>
</inlineXML></contentSet></newsItem>
<newsItem guid="urn:newsml:x:2" standard="NewsML-G2" standardversion="2.35" conformance="power" version="1">
<itemMeta><itemClass qcode="ninat:picture"/><provider qcode="nprov:AG"/>
<versionCreated>2025-11-04T12:00:00+01:00</versionCreated></itemMeta></newsItem></itemSet></newsMessage>"""
NITF = """<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-2.dtd"><nitf><head><docdata>
<doc-id id-string="n1"/><date.issue norm="20251103T093000Z"/></docdata></head><body><body.head><hedline>
<hl1>Envoy leaves</hl1></hedline></body.head><body.content><p>France sanctioned Mali.</p><media>
<media-caption><p>A caption.</p></media-caption></media><p>Mali protested.</p></body.content></body></nitf>"""


def test_formats_of_news_agencies(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(G2)
    (tmp_path / "b.xml").write_text(NITF)
    errors: list[InputError] = []
    assert list(read_articles([str(tmp_path)], on_error=errors.append)) == [
        Document(
            "urn:newsml:x:1",
            "Spain met Peru.\n\nThey talked.",
            "Trade talks",
            "2025-11-03T12:00:00+01:00",
            "Agency",
        ),
        Document(
            "n1", "France sanctioned Mali.\n\nMali protested.", "Envoy leaves", "2025-11-03T09:30:00+00:00"
        ),
    ]
    assert ["a.xml#2: an item without inline text" in str(error) for error in errors] == [True]


def test_xml_refers_to_nothing_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Ghana met Togo.")
    (tmp_path / "a.xml").write_text(
        f'<!DOCTYPE nitf [<!ENTITY x SYSTEM "{tmp_path}/secret.txt">]><nitf><body><body.content>'
        "<p>One &x; two met.</p></body.content></body></nitf>"
    )
    assert "Ghana" not in read(tmp_path / "a.xml")[0].text


def test_xml_of_another_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert "a.xml: XML of a kind that is not read (<svg>)" in faults(tmp_path)[0]


@pytest.mark.parametrize(
    "content",
    [
        [{"headline": "T", "publishedAt": "2025-11-03T09:00:00Z", "source": {"id": None, "name": "S"},
          "link": "https://j.org/1", "content": "Two met."}],
        {"status": "ok", "articles": [{"title": "T", "date": 1762160400, "outlet": "S",
                                       "url": "https://j.org/1", "body": ["Two met."]}]},
        {"title": "T", "date-published": "Mon, 03 Nov 2025 09:00:00 GMT", "Publisher": "S",
         "web_url": "https://j.org/1", "content_html": "<p>Two met.</p>"},
        {"data": {"items": [{"name": "T", "pub_date": "2025-11-03T09:00:00.000+00:00", "site": "S",
                             "permalink": "https://j.org/1", "fullText": "Two met."}]}},
    ],
    ids=["array", "object", "one", "nested"],
)  # fmt: skip
def test_json_with_the_usual_names(tmp_path: Path, content: object) -> None:
    (tmp_path / "a.json").write_text(json.dumps(content, indent=2))
    assert read(tmp_path) == [
        Document("https://j.org/1", "Two met.", "T", "2025-11-03T09:00:00+00:00", "S", "https://j.org/1")
    ]


def test_ninjs(tmp_path: Path) -> None:
    item = {"uri": "urn:n:1", "versioncreated": "2025-11-03T09:30:00Z", "headlines": [{"value": "H"}],
            "bodies": [{"role": "main", "value": "<p>Chad met Mali.</p><p>Then left.</p>"}]}  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(item))
    assert read(tmp_path) == [
        Document("urn:n:1", "Chad met Mali.\n\nThen left.", "H", "2025-11-03T09:30:00+00:00")
    ]


def test_json_lines_under_the_name_of_json_and_faults_by_number(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "One met."}\n{"text": "Two met."}\n')
    (tmp_path / "b.json").write_text('[{"text": "Three met."}, {"note": 1}, 5]')
    assert len(read(tmp_path / "a.json")) == 2
    assert [fault.partition("; ")[0].rpartition("/")[2] for fault in faults(tmp_path / "b.json")] == [
        "b.json#2: no `text` in this record",
        "b.json#3: no `text` in this record",
    ]


def test_tables(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows(
            [["Headline", "Date", "Body"], ["T", "2025-11-03", "Kenya met Uganda,\nin Nairobi."]]
        )
    (tmp_path / "b.tsv").write_text("Ttl\tDay\tProse\nU\t4 Nov 2025\tGhana met Togo.\n")
    assert [(one.title, one.published, one.text) for one in read(tmp_path / "a.csv")] == [
        ("T", "2025-11-03", "Kenya met Uganda,\nin Nairobi.")
    ]
    columns = {"text": "Prose", "published": "Day", "title": "Ttl"}
    assert [(one.title, one.published, one.text) for one in read(tmp_path / "b.tsv", columns=columns)] == [
        ("U", "2025-11-04", "Ghana met Togo.")
    ]
    assert (
        "b.tsv: no column of its name holds a text: Ttl, Day, Prose; say which: --column text=NAME"
        in (faults(tmp_path / "b.tsv")[0])
    )
    assert "no column `X` for text; it has Ttl, Day, Prose" in faults(
        tmp_path / "b.tsv", columns={"text": "X"}
    )[0]  # fmt: skip


def test_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(
        pyarrow.table({"title": ["P"], "content": ["Iran met Iraq."]}), tmp_path / "a.parquet"
    )
    assert [(one.title, one.text) for one in read(tmp_path)] == [("P", "Iran met Iraq.")]
    (tmp_path / "a.parquet").write_bytes(b"PAR1 broken")
    assert "a.parquet: broken Parquet" in faults(tmp_path)[0]


def test_archives_hold_files_of_any_kind(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("x/a.txt", "Cuba met Haiti.")
        archive.writestr("x/a.html", page(url=None))
        archive.writestr("x/.b.txt", "Hidden met.")
        archive.writestr("x/c.rtf", "{\\rtf}")
    (tmp_path / "t.txt").write_text("Fiji met Tonga.")
    with tarfile.open(tmp_path / "t.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "t.txt", "in/t.txt")
    (tmp_path / "g.txt.gz").write_bytes(gzip.compress(b"Nepal met India."))
    (tmp_path / "l.jsonl.xz").write_bytes(lzma.compress(b'{"id": "l", "text": "Laos met China."}\n'))
    with caplog.at_level(logging.WARNING):
        ids = [document.id for document in read(tmp_path)]
    assert ids == ["g", "l", "t/in/t", "t", "z/x/a", "z/x/a.html"]
    assert "1 file of kinds that are not read: 1 .rtf (c.rtf)" in caplog.text


def test_broken_and_bottomless_archives_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"Two met." * 1000)[:20])
    inner = b"Two met."
    for _ in range(5):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.zip", inner)
        inner = buffer.getvalue()
    (tmp_path / "c.zip").write_bytes(inner)
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(b"Two met. " * 1_000_000))
    found = faults(tmp_path)
    for fault in (
        "a.zip: a broken archive",
        "b.txt.gz: a broken archive",
        "archives in archives",
        "longer than",
    ):
        assert any(fault in one for one in found), fault
    assert len(found) == 4


def test_a_web_archive(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (tmp_path / "a.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, status, kind, body in (
            ("https://w.org/1", "200 OK", "text/html; charset=utf-8", page("https://w.org/1").encode()),
            ("https://w.org/2", "404 Not Found", "text/html", page("https://w.org/2").encode()),
            ("https://w.org/3.png", "200 OK", "image/png", b"PNG"),
        ):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=headers
            )
            writer.write_record(record)
            record.raw_stream.close()
    assert [(document.id, document.text) for document in read(tmp_path)] == [
        ("https://w.org/1", f"{LEAD}\n\n{MORE}")
    ]
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"WARC/1.0\r\nbroken"))
    assert "a.warc.gz" in faults(tmp_path)[0]


def test_mails(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(
        "From: News Desk <desk@x.org>\nSubject: =?utf-8?q?Caf=C3=A9_talks?=\nMessage-ID: <m1@x.org>\n"
        "Date: Mon, 03 Nov 2025 09:30:00 +0000\nContent-Type: text/html\n\n"
        "<p>Oman met Yemen.</p><p>Then left.</p>"
    )
    mail = "From a@b.c Mon Nov  3 09:30:00 2025\nFrom: A <a@b.c>\nSubject: M{0}\n\nJordan met Syria: {0}.\n\n"
    (tmp_path / "b.mbox").write_text(mail.format(1) + mail.format(2))
    first, *others = read(tmp_path)
    assert first == Document(
        "m1@x.org", "Oman met Yemen.\n\nThen left.", "Café talks", "2025-11-03T09:30:00+00:00", "News Desk"
    )
    assert [one.title for one in others] == ["M1", "M2"]


def test_documents(tmp_path: Path) -> None:
    fpdf, docx = pytest.importorskip("fpdf"), pytest.importorskip("docx")
    pdf = fpdf.FPDF()
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.multi_cell(60, text=LEAD)
    pdf.set_title("A PDF")
    pdf.output(str(tmp_path / "a.pdf"))
    word = docx.Document()
    word.add_paragraph("Peru met Chile in Lima.")
    word.add_paragraph("Then they left.")
    word.save(str(tmp_path / "b.docx"))
    empty = fpdf.FPDF()
    empty.add_page()
    empty.output(str(tmp_path / "c.pdf"))
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "e.docx").write_bytes(b"PK\x03\x04 broken")
    errors: list[InputError] = []
    found = list(read_articles([str(tmp_path)], on_error=errors.append))
    assert [(one.id, one.title, one.text) for one in found] == [
        ("a", "A PDF", LEAD),
        ("b", None, "Peru met Chile in Lima.\n\nThen they left."),
    ]
    assert [Path(error.place).name for error in errors] == ["c.pdf", "d.pdf", "e.docx"]
    assert "a PDF without text" in str(errors[0])


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"%PDF-1.4\n%text\n", "a.txt: PDF, though its name is a text's"),
        ("a.md", b"{\\rtf1 Two met.}", "a.md: RTF, though its name is a text's"),
        ("a.txt", b"PK\x03\x04", "a.txt: packed (zip), though its name is a text's"),
        ("a.html", b"%PDF-1.4\n", "a.html: not a web page but PDF"),
        ("a.csv", b"PAR1\0", "a.csv: not a text file"),
        ("a", b"\x89PNG\r\n", "a: not articles but a picture"),
        ("a.ttl", b"# ours\n@prefix kg: <https://x.example/> .\n", "a.ttl: not articles but RDF; `kg load"),
        ("a.nq", b'\xef\xbb\xbf<urn:a> <urn:b> "c" <urn:g> .\n', "a.nq: not articles but RDF"),
        ("a.trig", b"PREFIX kgr: <urn:x>\n{ kgr:a a kgr:b }", "a.trig: not articles but RDF"),
        ("a.rdf", b"<?xml version='1.0'?>\n<rdf:RDF xmlns:rdf='urn:r'/>", "a.rdf: not articles but RDF"),
        ("a", b'{"@context": {"kg": "urn:kg"}, "@graph": []}', "a: not articles but RDF"),
    ],
)
def test_a_name_that_deceives_is_said(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert expected in faults(tmp_path / name)[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [("page", page(url=None)), ("list", '[{"text": "Two met."}]'), ("lines", '{"text": "Two met."}\n'),
     ("feed", rss(("T", "https://f.org/1", "Two met.")))],
)  # fmt: skip
def test_a_file_whose_name_says_nothing_is_told_by_its_content(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    assert len(read(tmp_path / name)) == 1


def test_kinds_that_are_not_read_are_named_and_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("a.rtf", "b.rtf", "c.rtf", "d.rtf", "sub.odt", "noending"):
        (tmp_path / name).write_text("Two met.")
    with caplog.at_level(logging.WARNING):
        assert "no article in this folder" in faults(tmp_path)[0]
    assert (
        "6 files of kinds that are not read: 4 .rtf (a.rtf, b.rtf, c.rtf and 1 more); 1 .odt (sub.odt); "
        "1 without ending (noending)" in caplog.text
    )


def test_front_matter_by_other_names_and_what_says_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    front = "---\ndate: 2025-11-03\nHeadline: T\npublshed: x\nauthor: Y\n---\nTwo met."
    (tmp_path / "a.md").write_text(front)
    (tmp_path / "b.md").write_text(front)
    with caplog.at_level(logging.WARNING):
        found = read(tmp_path)
    assert [(one.published, one.title) for one in found] == [("2025-11-03", "T")] * 2
    assert caplog.text.count("front matter `publshed` says nothing that is read; is `published` meant?") == 1
    assert caplog.text.count("front matter `author` says nothing") == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Ministerin traf am Dienstag ihren polnischen Kollegen in Breslau.", "German"),
        ("La présidente a reçu mercredi le roi d'Espagne au palais.", "French"),
        ("Президент встретился с послом в четверг.", "Russian"),
        ("首相は木曜日に大使と会談した。", "Japanese"),
    ],
)
def test_another_language_is_named_and_left_out(tmp_path: Path, text: str, language: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    assert faults(path)[0].endswith(
        f"a.txt: not in English ({language}), left out; `--language any` reads it all the same"
    )
    assert [document.text for document in read(path, language="any")] == [text]


@pytest.mark.parametrize(
    "text",
    ["Prabowo met Marcos.", "Recep Tayyip Erdoğan and Kyriakos Mitsotakis met in Thessaloniki.", "Text.",
     "Volodymyr Zelenskyy, Petr Pavel visit Jasionka."],
)  # fmt: skip
def test_names_do_not_make_a_language(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert len(read(tmp_path)) == 1


def test_files_of_one_name_are_articles_of_their_own(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for folder in ("m", "n"):
        (tmp_path / folder).mkdir()
        for name in ("x.txt", "x.md"):
            (tmp_path / folder / name).write_text(f"Text of {folder}/{name}.")
    assert [one.id for one in read(tmp_path)] == ["m/x", "m/x.txt", "n/x", "n/x.txt"]
    assert [one.id for one in read(tmp_path / "m", tmp_path / "n")] == ["x", "x.txt", "n/x", "n/x.txt"]
    found = list(read_articles([f"{tmp_path}/*/x.txt"]))
    assert [one.id for one in found] == ["m/x", "n/x"]
    assert [one.id for one in read(tmp_path / "m" / "x.txt", tmp_path / "n" / "x.txt")] == ["x", "n/x"]
    assert "another article is called x; this one is called n/x" in caplog.text


def test_what_holds_many_articles_is_not_counted_before(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page())
    assert count_articles([str(tmp_path)]) == 1
    (tmp_path / "b.rss").write_text(rss())
    assert count_articles([str(tmp_path)]) is None


def test_no_key_stands_for_two_fields() -> None:
    keys = [key for names in field_names().keys.values() for key in names]
    assert len(keys) == len(set(keys))


def test_what_was_extracted_is_not_read_again(tmp_path: Path) -> None:
    statement = {"article": "a", "relation": None, "modality": "actual", "sentence": {"begin": 0, "end": 1}}
    article = {"article": "a", "run": {"model": "m"}, "text": "Peru met Chile in Lima."}
    for name, records in (("s.jsonl", [statement] * 40), ("b.jsonl", [article, statement])):
        (tmp_path / name).write_text("".join(json.dumps(one) + "\n" for one in records))
        (fault,) = faults(tmp_path / name)
        assert "what `kg extract` has read of one; `kg load STORE FILE`" in fault
    (tmp_path / "s.json").write_text(json.dumps([statement]))
    assert len(faults(tmp_path / "s.json")) == 1
    (tmp_path / "own.jsonl").write_text(json.dumps({"article": "Peru met Chile in Lima.", "relation": "x"}))
    assert [one.text for one in read(tmp_path / "own.jsonl")] == ["Peru met Chile in Lima."]


@pytest.mark.parametrize(
    "text",
    [
        "<https://example.org/a> a new report says Peru met Chile in Lima.",
        "# Peru met Chile in Lima.\n\nThe two sides agreed on a fish treaty there.",
        "PREFIX is a word that Peru used when it met Chile in Lima.",
    ],
)
def test_prose_is_not_taken_for_rdf(tmp_path: Path, text: str) -> None:
    (tmp_path / "a").write_text(text)
    assert len(read(tmp_path / "a")) == 1


def test_an_article_of_schema_org_is_read(tmp_path: Path) -> None:
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "articleBody": "Peru met Chile in Lima.",
    }
    (tmp_path / "a").write_text(json.dumps(said))
    assert [one.text for one in read(tmp_path / "a")] == ["Peru met Chile in Lima."]
