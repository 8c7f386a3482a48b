"""Texts as they come are read as a person reads them, and offsets lead back to what is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.model import Document, Statement
from kg.nlp.parser import verb_forms
from kg.nlp.reading.reader import TextReader
from kg.nlp.reading.text import ReadingText
from kg.nlp.reading.words import ReadingWords
from kg.pipeline import Pipeline
from kg.resources.resources import Resources, load_resources


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources()


@pytest.fixture(scope="module")
def reader(nlp: Language, resources: Resources) -> TextReader:
    return TextReader(resources.reading, verb_forms(nlp))


@pytest.fixture(scope="module")
def pipeline(nlp: Language, resources: Resources) -> Pipeline:
    return Pipeline(nlp=nlp, resources=resources)


def shown(reader: TextReader, text: str) -> str:
    """What is read, with one stroke between paragraphs."""
    return " | ".join(" ".join(part.split()) for part in reader.read(text).text.split("\n\n") if part.strip())


SEEN = [
    ("Anna\u00a0Berg  met \tOle\u2003Lund.", "Anna Berg met Ole Lund."),
    ("Hel\u00adsin\u00adki hosted the talks.", "Helsinki hosted the talks."),
    ("\u200bHelsinki\u200b hosted\ufeff the \u2060talks.", "Helsinki hosted the talks."),
    ("a Pol\u2011ish\u2010built frigate", "a Pol-ish-built frigate"),
    ("Jose\u0301 Mun\u0303oz, of\ufb01cials", "José Muñoz, officials"),
    ("Chad left.[2] Niger[3][4] stayed.[citation needed]", "Chad left. Niger stayed."),
    ("Chad left.\u00b9 A base of 40 km\u00b2 closed.", "Chad left. A base of 40 km² closed."),
    ('"[We] left," he said [in French].', '"[We] left," he said [in French].'),
    (
        "The U.S left. The U. K. stayed in the U. S. Senate.",
        "The U.S. left. The U.K. stayed in the U.S. Senate.",
    ),
    ("J. K. Berg left the U.K. on Monday.", "J. K. Berg left the U.K. on Monday."),
    ("The U.K.'s fleet sailed...", "The U.K.'s fleet sailed..."),
    ("**Chad** left *the* __base__ in _Mali_.", "Chad left the base in Mali."),
    ("3 * 4 and snake_case_name and 2*x*y stay", "3 * 4 and snake_case_name and 2*x*y stay"),
    ("Chad [left](https://e.org/a_(b) 'why') [Mali][1].\n\n[1]: https://e.org", "Chad left Mali."),
    ("# Talks\n## In Oslo ##\nChad left.", "Talks | In Oslo | Chad left."),
    ("- Chad left Mali\n- Niger stayed", "Chad left Mali | Niger stayed"),
    ("1. Chad left Mali\n2. Niger stayed", "Chad left Mali | Niger stayed"),
    ("> Chad left\n> Mali.", "Chad left Mali."),
    ("| Who | What |\n|---|---|\n| Chad | left |", "Who | What | Chad | left"),
    ("![Soldiers of Chad](a.png) Chad left.", "Chad left."),
    ("Chad <b>left</b> <a href='x'>Mali</a>.<br>Niger&nbsp;stayed.", "Chad left Mali. | Niger stayed."),
    ("<p>Chad left.</p><script>var x = 'Niger attacked';</script><!-- no -->", "Chad left."),
    ("&lt;p&gt;Chad &amp;amp; Niger&lt;/p&gt;", "Chad & Niger"),
    ("Chad & Niger; a < b > c; x &unknownthing; <Chad>", "Chad & Niger; a < b > c; x &unknownthing; <Chad>"),
    (
        "The minister of\nChad left Donald\nBerg in North\nKorea.",
        "The minister of Chad left Donald Berg in North Korea.",
    ),
    ("The fleet left for\nOslo on the\n3rd of May.", "The fleet left for Oslo on the 3rd of May."),
]


@pytest.mark.parametrize(("stored", "read"), SEEN)
def test_words_are_read_as_they_are_seen(reader: TextReader, stored: str, read: str) -> None:
    assert shown(reader, stored) == read


def test_a_line_end_between_sentences_stays(reader: TextReader) -> None:
    assert reader.read("Talks open in Oslo\nChad left.").text == "Talks open in Oslo\nChad left."


CREDITS = [
    ("OSLO (Reuters) - Chad left.", "OSLO | Chad left."),
    ("OSLO/PARIS, May 3 (AFP) -Chad left.", "OSLO/PARIS, May 3 | Chad left."),
    ("(Reuters) - Chad left.", "Chad left."),
    ("Chad's leader in court. High Court/Reuters", "Chad's leader in court."),
    ("A soldier rests. (Ola Berg via AP) Chad left.", "A soldier rests. | Chad left."),
    ("A soldier rests. [Ola Berg/Reuters] Chad left.", "A soldier rests. | Chad left."),
    ("Photo: Ola Berg/AP Chad left.", "Chad left."),
    ("FILE PHOTO: Soldiers rest. REUTERS/Ola Berg Chad left.", "Soldiers rest. | Chad left."),
    ("AP Photo/Ola Lee-Berg\n\nChad left.", "Chad left."),
    ("Getty Images\nChad left.", "Chad left."),
    ("By Ola Berg and Ana Lund, Associated Press\nChad left.", "Chad left."),
    ("Chad left.\n(Reporting by Ola Berg; Editing by Ana Lund)", "Chad left."),
    ("The Associated Press (AP) said Chad left.", "The Associated Press (AP) said Chad left."),
    ("A Reuters/Ipsos poll praised Chad.", "A Reuters/Ipsos poll praised Chad."),
    ("Chad accused Reuters of lying.", "Chad accused Reuters of lying."),
    ("Chad left Mali (AP Photo/Ola Berg) on Monday.", "Chad left Mali on Monday."),
    ("By Monday Chad had left Mali.", "By Monday Chad had left Mali."),
]


@pytest.mark.parametrize(("stored", "read"), CREDITS)
def test_credits_are_no_part_of_what_is_told(reader: TextReader, stored: str, read: str) -> None:
    assert shown(reader, stored) == read


HEADLINES = [
    ("CHAD ACCUSES NIGER OF ATTACKING MALI", "Chad accuses Niger of attacking Mali"),
    (
        "US SANCTIONS BERG, OSLO SAYS\n\nThe police found Berg.",
        "US sanctions Berg, Oslo says | The police found Berg.",
    ),
    ("Chad, Niger sign pact", "Chad and Niger do sign pact"),
    ("Chad, Niger, Mali to meet in Oslo", "Chad, Niger and Mali to meet in Oslo"),
    ("Oslo, Norway prepares for talks", "Oslo, Norway prepares for talks"),
    ("In May, Chad, which left, came back.", "In May, Chad, which left, came back."),
    ("Police: Berg left Oslo", "Police say Berg left Oslo"),
    ("Minister: Chad left Mali", "Minister says Chad left Mali"),
    ("Breaking: Chad left Mali", "Breaking | Chad left Mali"),
    ("Mali: Chad left", "Mali says Chad left"),
    ("Palestinians: Chad left", "Palestinians say Chad left"),
    ("Oslo: Chad left", "Oslo: Chad left"),
    (
        "- Mali: Ana Lund, foreign minister\n- Chad: Ole Berg",
        "Mali's Ana Lund, foreign minister | Chad's Ole Berg",
    ),
    ("Mali: Ana Lund, Minister of Trade", "Mali's Ana Lund, Minister of Trade"),
    ("Mali: Ana Lund resigns", "Mali says Ana Lund resigns"),
    (
        "the Chad-Niger summit and U.S.-Iran nuclear talks",
        "the Chad and Niger summit and U.S. and Iran nuclear talks",
    ),
    ("a Chad-backed summit", "a Chad-backed summit"),
    ("The WHO praised Chad, and who is it?", "The World Health Organization praised Chad, and who is it?"),
]


@pytest.mark.parametrize(("stored", "read"), HEADLINES)
def test_headlines_are_read_as_sentences(reader: TextReader, stored: str, read: str) -> None:
    assert shown(reader, stored) == read


def test_without_words_only_layout_is_left_out() -> None:
    read = TextReader(ReadingWords()).read("OSLO (Reuters) - **Chad**\u00a0left.")
    assert read.text == "OSLO (Reuters) - Chad left."


def said(pipeline: Pipeline, text: str) -> list[Statement]:
    (reading,) = pipeline.read([Document("a", text, published="2025-11-03")])
    assert reading.document.text == text
    return list(reading.statements)


STORED = [
    ("**Ola\u00a0Berg** met [Ana  Lund](https://e.org) in\nO\u00adslo.", {"Ola\u00a0Berg", "Ana  Lund"}),
    ("<p>Ola <b>Berg</b> met Ana&nbsp;Lund in Oslo.</p>", {"Ola <b>Berg", "Ana&nbsp;Lund"}),
    ("Oslo (AP) — Ola Berg[1] met Ana Lund.[2]", {"Ola Berg", "Ana Lund"}),
]


@pytest.mark.parametrize(("text", "names"), STORED)
def test_offsets_point_into_the_stored_text(pipeline: Pipeline, text: str, names: set[str]) -> None:
    meeting = next(one for one in said(pipeline, text) if one.relation == "meets")
    assert meeting.subject is not None
    assert meeting.object is not None
    ends = (meeting.subject, meeting.object)
    assert {text[end.begin : end.end] for end in ends} == names
    assert {end.entity.label for end in ends} == {"Ola Berg", "Ana Lund"}
    for span in (meeting.sentence, meeting.trigger):
        assert text[span.begin : span.end] == span.text
    assert meeting.trigger.text == "met"


def test_what_is_as_stored_is_read_as_before(pipeline: Pipeline) -> None:
    text = "Ola Berg met Ana Lund in Oslo."
    document = Document("a", text, published="2025-11-03")
    assert pipeline.understand(document, pipeline.nlp(text)).statements == tuple(said(pipeline, text))


PIECES = [
    "Chad", " ", "\n", "\u00a0", "\u00ad", "<b>", "</b>", "<p>", "&amp;", "&nbsp;", "**", "_", "[a](b)",
    "[1]", "| a | b |", "(AP)", "U.S", "-", "1. ", "# ", "é", "e\u0301", "\u2011", "<!--", "-->", "<script>",
    "</script>", ": ", ", ", "SAYS", "`", "\t",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_every_character_has_its_place(reader: TextReader, parts: list[str]) -> None:
    text = "".join(parts)
    read = reader.read(text)
    spans = [read.stored_span(place, place + 1) for place in range(len(read.text))]
    assert all(0 <= begin <= end <= len(text) for begin, end in spans)
    assert [begin for begin, _ in spans] == sorted(begin for begin, _ in spans)
    assert all(
        read.text[place] == text[begin] for place, (begin, end) in enumerate(spans) if read.is_as_stored
    )


def test_edits_keep_places() -> None:
    read = ReadingText("Tom &amp; Ann, Bo").edit([(4, 9, "&"), (13, 14, " and")])
    assert read.text == "Tom & Ann and Bo"
    begin = read.text.index("and Bo")
    assert read.stored_span(4, 5) == (4, 9)
    assert read.stored_span(begin, begin + 6) == (13, 17)
    assert ReadingText("as it is").edit([(0, 2, "as")]).is_as_stored
