"""The language pipeline that comes with newskg, under the name by which spaCy loads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.paths import MODEL
from kg.version import __version__

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

__all__ = ["__version__", "load"]


def load(
    *,
    vocab: Vocab | bool = True,
    disable: str | Iterable[str] = (),
    enable: str | Iterable[str] = (),
    exclude: str | Iterable[str] = (),
    config: dict[str, Any] | None = None,
) -> Language:
    """The pipeline, as ``spacy.load("en_newskg")`` gives it; the arguments are those of ``spacy.load``."""
    from spacy.util import load_model_from_path

    # What is not given must stay not given: spaCy tells its own empty default from a list of none.
    given = {"disable": disable, "enable": enable, "exclude": exclude}
    chosen = {name: value for name, value in given.items() if value}
    return load_model_from_path(MODEL, vocab=vocab, config=config or {}, **chosen)  # type: ignore[arg-type]
