"""What tests share: the language pipeline, loaded once."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.nlp.parser import load_pipeline


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default pipeline. Tests do not change it."""
    return load_pipeline()
