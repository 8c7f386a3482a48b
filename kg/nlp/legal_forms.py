"""Legal forms of companies ("Ltd.", "S.A. de C.V."): each is one word to the parser, read as "Ltd" is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from spacy.attrs import NORM, ORTH

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

__all__ = ["LEADING", "LEGAL_FORMS", "is_mere_form", "join_legal_forms", "keep_legal_forms"]

_SPELLED: Final = ("Company", "Corporation", "Incorporated", "Limited")
"""Forms that are words of the language, too, so that a place behind them may be of the name."""
_KNOWN: Final = (
    *("AB", "AD", "AG", "AS", "ASA", "BV", "Bhd", "Co", "Corp", "Inc", "KG", "LLC", "LLP", "LP", "Ltd", "NV"),
    *("OAO", "Oy", "PLC", "PT", "Plc", "Pte", "Pty", "SA", "SARL", "SE", "SpA", "plc", "L.L.C", "L.P"),
)
"""Forms that the parser knows, or that may be other words."""
_FOREIGN: Final = (
    *(
        "A.G",
        "A.D",
        "A.S",
        "A.Ş",
        "A/S",
        "B.V",
        "C.A",
        "C.V",
        "GmbH",
        "I/S",
        "JSC",
        "K.K",
        "K/S",
        "KGaA",
        "Kft",
    ),
    *(
        "L.L.P",
        "N.V",
        "Nyrt",
        "OJSC",
        "Oyj",
        "P.L.C",
        "P/S",
        "PJSC",
        "S.A",
        "S.A.S",
        "S.R.L",
        "S.p.A",
        "S.r.l",
    ),
    *("S.r.o", "S.à.r.l", "S/A", "Tbk", "Zrt", "a.s", "d.d", "d.o.o", "s.r.o"),
)
_OF_SEVERAL_WORDS: Final = (
    *("(Pty) Ltd", "(Pvt) Ltd", "AG & Co. KG", "AG & Co. KGaA", "Co Ltd", "Co, Ltd", "Co. Ltd"),
    *(
        "Co., Inc",
        "Co., LLC",
        "Co., Limited",
        "Co., Ltd",
        "Co.,Ltd",
        "Corp. Ltd",
        "Corp., Ltd",
        "Corporation Ltd",
    ),
    *("GmbH & Co KG", "GmbH & Co. KG", "GmbH & Co. KGaA", "Pte Ltd", "Pte. Ltd", "Pty Ltd", "Pty. Ltd"),
    *("Pvt Ltd", "Pvt. Ltd", "S. de R.L", "S. de R.L. de C.V", "S.A. de C.V", "S.A.B. de C.V", "SA de CV"),
    *("SAB de CV", "SE & Co. KG", "SE & Co. KGaA", "Sdn Bhd", "Sdn. Bhd", "Sp. z o.o", "Tbk PT", "sp. z o.o"),
)
LEGAL_FORMS: Final = (*_SPELLED, *_KNOWN, *_FOREIGN, *_OF_SEVERAL_WORDS)
"""All, without the point at the end that they may have."""
_POINTED: Final = frozenset({"Bhd", "Inc", "Kft", "Ltd", "Nyrt", "Zrt"})
LEADING: Final = frozenset(
    {"AO", "CV", "JSC", "LLC", "OAO", "OJSC", "OOO", "PAO", "PJSC", "PT", "UAB", "ZAO"}
)
"""Forms that stand before the name."""


_JOINED: Final = re.compile(
    rf"(?<=\w )(?:{'|'.join(sorted(map(re.escape, _OF_SEVERAL_WORDS), key=len, reverse=True))})(?![\w-])"
)


_NO_OTHER_WORD: Final = frozenset(
    form for form in (*_KNOWN, *_FOREIGN, *_OF_SEVERAL_WORDS) if len(form) > 2 or form == "Co"
)


def is_mere_form(word: str) -> bool:
    """Whether a word is a legal form, its point with it or not, and nothing else: "Ltd.", not "AS" or
    "Company".
    """
    return word.removesuffix(".") in _NO_OTHER_WORD


def keep_legal_forms(nlp: Language) -> None:
    """Make the tokenizer keep foreign forms whole, their point with them, and the parser read them, and those
    of several words, as it reads "Ltd".
    """
    tokenizer = cast("Tokenizer", nlp.tokenizer)
    norm = nlp.vocab["Ltd"].norm_
    for form in _FOREIGN:
        words = [f"{form}."] if _is_shortened(form) else [form, "."]
        tokenizer.add_special_case(form, [{ORTH: form, NORM: norm}])
        tokenizer.add_special_case(
            f"{form}.", [{ORTH: words[0], NORM: norm}, *({ORTH: "."} for _ in words[1:])]
        )
    for form in (*_FOREIGN, *_OF_SEVERAL_WORDS):
        _read_as_ltd(form, nlp)
        _read_as_ltd(f"{form}.", nlp)


def _is_shortened(form: str) -> bool:
    """Whether a form has a point of its own at its end: "S.A." and "Kft.", not "JSC"."""
    last = form.rpartition(" ")[2]
    return "." in last or last in _POINTED


def _read_as_ltd(form: str, nlp: Language) -> None:
    model, word, vectors = nlp.vocab["Ltd"], nlp.vocab[form], nlp.vocab.vectors
    word.norm_, word.shape_ = model.norm_, model.shape_
    word.prefix_, word.suffix_ = model.prefix_, model.suffix_
    if model.orth in vectors.key2row:
        vectors.add(form, row=vectors.key2row[model.orth])


def join_legal_forms(doc: Doc) -> Doc:
    """The same text, not parsed yet, in which each legal form of several words is one word."""
    found = list(_JOINED.finditer(doc.text))
    if found:
        with doc.retokenize() as retokenizer:
            for form in found:
                begin, end = form.span()
                pointed = _is_shortened(form[0]) and doc.text[end : end + 1] == "."
                span = doc.char_span(begin, end + pointed)
                if span is not None:
                    retokenizer.merge(span)
    return doc
