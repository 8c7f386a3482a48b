"""Lists of words as data: what is wrong in a file is named with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.nlp.syntax_words import SyntaxWords
from kg.paths import ONTOLOGY
from kg.resources.factuality_lexicon import load_factuality_lexicon
from kg.resources.reading_words import load_reading_words
from kg.resources.syntax_lexicon import load_syntax_words
from kg.resources.time_words import load_time_words
from kg.resources.word_tables import read_lists

LOADERS: dict[str, Callable[[Path], object]] = {
    "syntax.toml": load_syntax_words,
    "time.toml": load_time_words,
    "modality.toml": load_factuality_lexicon,
    "reading.toml": lambda path: load_reading_words(path=path),
}
CHANGES = [
    (
        "syntax.toml",
        'imposing = ["impose"',
        'imposing = ["impose", "impose"',
        "imposing: 'impose' stands there twice",
    ),
    ("syntax.toml", "[giving]", "[givings]", "[givings]: unknown table; did you mean 'giving'?"),
    ("syntax.toml", "imposing =", "imposign =", "[burden] imposign: unknown key; did you mean 'imposing'?"),
    (
        "syntax.toml",
        'subject = [\n    "hold"',
        'subject = [\n    "accuse"',
        "'accuse' stands in [control] object too",
    ),
    ("syntax.toml", 'call = ["on"', 'call = ["On"', "[calling] call: 'On' is not in lower case; write 'on'"),
    ("time.toml", 'may = ["may"]', "", "[months] may: is missing"),
    ("time.toml", 'may = ["may"]', "may = []", "[months] may: is an empty list"),
    ("time.toml", 'june = ["june"', 'june = ["may"', "[months] june: 'may' stands in [months] may too"),
    (
        "time.toml",
        "[ranges]",
        "[ranges]\nuntil = ['till']",
        "[ranges] until: unknown key; use one of and, before_listed",
    ),
    ("reading.toml", "[lines]", "[line]", "[line]: unknown table; did you mean 'lines'?"),
    ("modality.toml", 'denying = ["deny"]', 'denying = "deny"', "[verbs] denying: is not a list of words"),
]


@pytest.mark.parametrize(("name", "old", "new", "fault"), CHANGES)
def test_faults_are_named(tmp_path: Path, name: str, old: str, new: str, fault: str) -> None:
    text = (ONTOLOGY / name).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        LOADERS[name](path)
    assert fault in str(caught.value)
    assert caught.value.place.startswith(str(path))


def test_a_table_of_any_lists_must_be_there() -> None:
    with pytest.raises(DataError, match=r"own.toml \[calling\]: is missing"):
        read_lists(Path("own.toml"), {}, {"calling": frozenset()})


def test_words_have_their_meaning() -> None:
    syntax, time = load_syntax_words(), load_time_words()
    assert syntax.calling["appeal"] == ("to", "for")
    assert all(getattr(syntax, name) for name in SyntaxWords.__slots__)
    assert (time.months["sept."], time.weekdays["sunday"], time.seasons["fall"]) == (9, 6, 9)
    assert (time.days["last night"], time.days["the day after tomorrow"]) == (-1, 2)
    assert (time.numbers["an"], time.numbers["twelve"], time.parts["the end of"]) == (1, 12, 2)
