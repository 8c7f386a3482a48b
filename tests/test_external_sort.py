"""Lines in order, also when they wait in temporary files."""

from __future__ import annotations

import io
import tempfile
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf import external_sort as sorting

LINES = st.lists(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=6), max_size=8),
    max_size=8,
)


@given(texts=LINES, at_once=st.integers(1, 60))
def test_lines_come_in_the_order_of_their_code_points(texts: list[list[str]], at_once: int) -> None:
    out = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "AT_ONCE", at_once)
        sorting.write_sorted(("".join(f"{line}\n" for line in text).encode() for text in texts), out)
    assert out.getvalue().decode() == "".join(
        f"{line}\n" for line in sorted(line for text in texts for line in text)
    )


def test_what_does_not_fit_waits_in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[IO[bytes]] = []
    real = tempfile.TemporaryFile

    def noted() -> IO[bytes]:
        made.append(real())
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    monkeypatch.setattr(sorting, "AT_ONCE", 4)
    out = io.BytesIO()
    sorting.write_sorted([b"c\n", b"a\n", b"d\n", b"b\n", b"a\n"], out)
    assert out.getvalue() == b"a\na\nb\nc\nd\n"
    assert len(made) == 2
    assert all(file.closed for file in made)
