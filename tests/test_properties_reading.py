"""Whatever bytes stand in an article's file, they become an article that holds its promises, or an error that
says where.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.errors import InputError
from kg.ingest.articles import read_articles
from kg.ingest.dateline import dateline, dateline_end, published_date
from kg.ingest.document import LIMIT
from kg.ingest.encoding import clean, decode
from kg.ingest.frontmatter import LONGEST, front_matter
from kg.model import Document
from kg.nlp.segmentation import paragraphs
from kg.pipeline import Pipeline

QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MARKS = "-:#>|*&!%@`'\"{}[],? \n\t~.\\"
WORDS = st.text(
    st.one_of(st.sampled_from(MARKS), st.characters(max_codepoint=0x2FFF), st.characters()), max_size=80
)
RAW = st.one_of(
    st.binary(max_size=200),
    WORDS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.tuples(WORDS, st.sampled_from(["utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "koi8-r"])).map(
        lambda pair: pair[0].encode(pair[1], "ignore")
    ),
    st.tuples(WORDS, WORDS).map(
        lambda pair: f"---\n{pair[0]}\n---\n{pair[1]}".encode("utf-8", "surrogatepass")
    ),
)


def read(path: Path, raw: bytes) -> tuple[list[Document], list[InputError]]:
    """The articles of a file that holds this, and what is wrong with the others."""
    path.write_bytes(raw)
    errors: list[InputError] = []
    return list(read_articles([str(path)], on_error=errors.append)), errors


def promises(documents: Iterable[Document], errors: Iterable[InputError], path: Path) -> None:
    for document in documents:
        assert document.text.strip()
        assert document.text == clean(document.text).rstrip()
        assert len(document.text) <= LIMIT
        for said in (document.id, document.title, document.source, document.url):
            assert said is None or (said and said == " ".join(clean(said).split()))
        assert document.published is None or published_date(document.published) == document.published
        json.dumps([document.id, document.text], ensure_ascii=False).encode()
    for error in errors:
        assert error.place.startswith(str(path))
        assert error.fault
        assert error.remedy


@QUICK
@given(raw=RAW, suffix=st.sampled_from([".txt", ".md", ".jsonl"]))
def test_any_bytes(tmp_path: Path, raw: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    documents, errors = read(path, raw)
    assert suffix == ".jsonl" or len(documents) + len(errors) == 1
    assert documents or errors
    promises(documents, errors, path)


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        WORDS,
        st.sampled_from(["2025-11-03", "https://a.example/b", "٢٠٢٥"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=5,
)
RECORDS = st.dictionaries(
    st.sampled_from(["id", "title", "published", "source", "url", "text", "other"]), VALUES, max_size=7
)


@QUICK
@given(records=st.lists(RECORDS, min_size=1, max_size=4), ascii=st.booleans())
def test_any_json(tmp_path: Path, records: list[dict[str, object]], ascii: bool) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps(record, ensure_ascii=ascii) for record in records]
    documents, errors = read(path, "\n".join(lines).encode("utf-8", "surrogatepass"))
    assert len(documents) + len(errors) == len(lines)
    promises(documents, errors, path)


@QUICK
@given(raw=RAW)
def test_decoding_gives_text_or_says_why_not(raw: bytes) -> None:
    try:
        text = clean(decode(raw, "here"))
    except InputError:
        return
    assert clean(text) == text
    assert not any(ord(character) < 32 and character not in "\n\t" for character in text)
    text.encode()


KEYS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"),
    max_size=30,
)


@QUICK
@given(
    fields=st.dictionaries(
        KEYS, st.one_of(KEYS, st.lists(KEYS, max_size=2), st.dictionaries(KEYS, KEYS, max_size=2)), max_size=5
    )
)
def test_front_matter_comes_back(fields: dict[str, object]) -> None:
    for flow in (True, False):
        written = yaml.dump(fields, default_flow_style=flow, allow_unicode=True, default_style='"')
        assert front_matter(written, "here") == {
            key: value for key, value in fields.items() if isinstance(value, str)
        }


@QUICK
@given(written=WORDS)
def test_front_matter_is_what_a_whole_parse_makes_of_it(written: str) -> None:
    """Walking the events gives what composing the document would, where that is one mapping."""
    written = clean(written)
    try:
        found = front_matter(written, "here")
    except InputError:
        return
    try:
        whole = yaml.load(written, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return  # two documents, an unhashable key
    kept = whole.items() if isinstance(whole, dict) else ()
    assert found == {key: value for key, value in kept if isinstance(key, str) and isinstance(value, str)}


@pytest.mark.parametrize(
    "written",
    ["a: " + "[" * 20_000, "- " * 20_000, "? " * 20_000, "a: " + "{b: " * 10_000, "a: &a [" + "*a," * 10_000],
)
def test_deep_front_matter_is_refused(written: str) -> None:
    with pytest.raises(InputError, match="front matter"):
        front_matter(written, "here")


def test_long_front_matter_is_refused(tmp_path: Path) -> None:
    _, (error,) = read(tmp_path / "a.md", b"---\na: " + b"x" * LONGEST + b"\n---\nText.")
    assert "front matter of 65," in str(error)


@pytest.mark.parametrize(
    "line", ["[" * 200_000, '{"text":' * 100_000, '{"text": "a", "id": ' + "1" * 5000 + "}"]
)
def test_deep_and_large_json_is_refused(tmp_path: Path, line: str) -> None:
    documents, (error,) = read(tmp_path / "a.jsonl", line.encode() + b'\n{"text": "The next one."}\n')
    assert [document.text for document in documents] == ["The next one."]
    assert "nested too deeply" in str(error) or "too many digits" in str(error)


def zipped(raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", raw)
    return out.getvalue()


@pytest.mark.parametrize(
    "pack", [gzip.compress, zipped, bz2.compress, lzma.compress, lambda raw: b"\x28\xb5\x2f\xfd" + raw[:50]]
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".jsonl"])
def test_packed_files_are_never_unpacked(tmp_path: Path, pack: object, suffix: str) -> None:
    bomb = pack(b"0" * 50_000_000)  # type: ignore[operator]
    documents, (error,) = read(tmp_path / f"a{suffix}", bomb)
    assert not documents
    assert str(error).endswith("; give it the ending of its kind")


@QUICK
@given(
    written=st.one_of(
        WORDS,
        st.from_regex(r"(--|\d{4}-)\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?", fullmatch=True),
    )
)
def test_a_date_is_in_plain_digits_or_none(written: str) -> None:
    found = published_date(written)
    assert found is None or (found.isascii() and published_date(found) == found)


@QUICK
@given(text=WORDS)
def test_paragraphs_hold_all_words_once(text: str) -> None:
    spans = list(paragraphs(text))
    assert all(begin < end and text[begin:end].strip() == text[begin:end] for begin, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    outside = [
        text[before:after]
        for before, after in zip(
            [0, *(e for _, e in spans)], [*(b for b, _ in spans), len(text)], strict=True
        )
    ]
    assert not "".join(outside).strip()


@pytest.mark.parametrize(
    "text",
    [
        "a" * LIMIT,
        "\n" * LIMIT,
        "A. " * (LIMIT // 3),
        "(" * LIMIT,
        "A, " * (LIMIT // 3),
        "# " * 9999,
        " \n" * 99_999,
    ],
)
def test_long_monotonous_texts_are_read(tmp_path: Path, text: str) -> None:
    documents, errors = read(tmp_path / "a.md", text.encode())
    assert len(documents) + len(errors) == 1
    assert sum(end - begin for begin, end in paragraphs(text)) <= len(text)
    assert dateline_end(text) == 0
    assert dateline(text) is None


@QUICK
@given(
    words=st.lists(
        st.tuples(st.sampled_from(['"', "a", "(", " "]), st.sampled_from([1, 999, 1000, 1001, 2500])),
        max_size=6,
    )
)
def test_no_word_is_longer_than_the_tokenizer_can_bear(words: list[tuple[str, int]]) -> None:
    text = "".join(letter * often for letter, often in words)
    spans = list(paragraphs(text))
    assert all(len(word) <= 1000 for begin, end in spans for word in text[begin:end].split())
    assert "".join("".join(text[begin:end].split()) for begin, end in spans) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Kim " + "and Kim " * 4000 + "met Ahn.",
        "He said " + "that he said " * 2000 + "it.",
        '"' * 9000,
        "(" * 3000 + "x" + ")" * 3000,
    ],
    ids=["and", "that", "quotes", "brackets"],
)
def test_what_nobody_writes_is_read_without_harm(nlp: Language, text: str) -> None:
    """Such an article says nothing, and those after it are read."""
    articles = [Document("a", text), Document("b", "Japan attacked China.")]
    first, second = Pipeline(nlp=nlp).read(articles)
    assert first.document == articles[0]
    assert [(said.subject.entity.label, said.relation) for said in second.statements if said.subject] == [
        ("Japan", "attacks")
    ]
