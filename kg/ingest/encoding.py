"""Bytes to text: byte-order marks, UTF-8, else a guess; clean of what no article holds."""

from __future__ import annotations

import codecs
import logging
import re

from charset_normalizer import from_bytes

from kg.errors import InputError
from kg.ingest.mixed_encoding import read_mixed

__all__ = ["clean", "decode", "foreign_format", "packed"]

_log = logging.getLogger(__name__)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PACKED = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"\xfd7zXZ\0", "xz"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_FOREIGN = (
    (b"%PDF-", "PDF", ".pdf"),
    (b"{\\rtf", "RTF", ".rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", ".doc"),
    (b"%!PS", "PostScript", ".ps"),
    (b"PAR1", "Parquet", ".parquet"),
    (b"SQLite format 3\0", "an SQLite database", ".db"),
    (b"\x89PNG", "a picture", ".png"),
    (b"\xff\xd8\xff", "a picture", ".jpg"),
    (b"GIF8", "a picture", ".gif"),
    (b"WARC/", "a web archive", ".warc"),
)
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WESTERN = ("cp1252", "mac_roman")
_PLAIN = re.compile("[A-Za-z]")
_ACCENTED = re.compile("[^\\W\\d_A-Za-z]")
_MISREAD = re.compile(
    "[^\\W\\d_A-Za-z]{4}|[a-z][\u0152\u0160\u017d\u0192\u2020\u2021\u2030\u00b7-\u00de]|[a-z][\u2013\u2014\u2019][\u00c0-\u00ff]"
)
"""What an encoding makes of words in another alphabet or of another encoding's accents."""
_SAMPLE = 65536


def decode(raw: bytes, place: str) -> str:
    """The text that ``raw`` encodes, without a byte-order mark.

    Tried in turn: a byte-order mark, UTF-8, UTF-16 by its zero bytes, UTF-8 with stray bytes of Windows-1252,
    Windows-1252 when that makes English of it (a guess from a handful of quotation marks would be worse), and
    charset-normalizer's guess. What is guessed is logged as a warning. Raises InputError for a file that is
    not text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strictly(raw[len(mark) :], encoding, place)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess(raw, place, error)
    if "\0" in text:
        return _wide(raw, place)
    if _is_binary(raw):
        raise _not_text(place)
    return text


def packed(raw: bytes) -> str | None:
    """The name of the compressed format that ``raw`` begins as, None for any other.

    Such files are not read: a few bytes may hold gigabytes.
    """
    return next(
        (
            name
            for mark, name in _PACKED
            if raw.startswith(mark) and (mark != b"BZh" or raw[4:10] == b"1AY&SY")
        ),
        None,
    )


def foreign_format(raw: bytes) -> tuple[str, str] | None:
    """The name of the format of documents, data or pictures that ``raw`` begins as, and the ending of its
    files; None for text.
    """
    start = raw[:1024].removeprefix(codecs.BOM_UTF8).lstrip()
    return next((found[1:] for found in _FOREIGN if start.startswith(found[0])), None)


def clean(text: str) -> str:
    """``text`` with every line ended by one newline, control characters as spaces and unpaired surrogates as
    U+FFFD.
    """
    return _SURROGATE.sub("\ufffd", _UNWRITTEN.sub(" ", _LINE_END.sub("\n", text)))


def _strictly(raw: bytes, encoding: str, place: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        fault = f"its byte-order mark says {encoding}, but byte {error.start} is not"
        raise InputError(place, fault, "save it as UTF-8") from None


def _guess(raw: bytes, place: str, error: UnicodeDecodeError) -> str:
    if b"\0" in raw[:_SAMPLE]:
        return _wide(raw, place)
    if _is_binary(raw):
        raise _not_text(place)
    mended = read_mixed(raw)
    if _is_mostly_utf8(raw, mended):
        how = "read as Windows-1252, which is a guess" + (", or as \ufffd" if "\ufffd" in mended else "")
        _log.warning("%s: byte %d is not UTF-8 though the rest is; %s", place, error.start, how)
        return mended
    encoding = next((one for one in _WESTERN if _reads_well(raw, one)), None) or _best_guess(raw, place)
    _log.warning("%s: not UTF-8; read as %s, which is a guess; save it as UTF-8", place, _called(encoding))
    return raw.decode(encoding, errors="replace")


def _is_mostly_utf8(raw: bytes, mended: str) -> bool:
    """Whether bytes are UTF-8 but for stray ones: so are most beyond ASCII; or some are, and with the others
    read as Windows-1252 the text is English.
    """
    replaced = raw.decode("utf-8", errors="replace")
    broken = replaced.count("\ufffd")
    whole = sum(character > "\x7f" for character in replaced) - broken
    return whole > 2 * broken or (0 < whole >= mended.count("\ufffd") and _is_english(mended))


def _is_english(text: str) -> bool:
    """Whether a text has single accented letters in words of ASCII letters, quotation marks and dashes."""
    plain, accented = len(_PLAIN.findall(text)), len(_ACCENTED.findall(text))
    return plain >= 2 * accented and not _MISREAD.search(text)


def _reads_well(raw: bytes, encoding: str) -> bool:
    """Whether bytes are English in an encoding; for Windows-1252 also where they are nearly all ASCII,
    whatever the rest.
    """
    if encoding == "cp1252" and sum(byte > 0x7F for byte in raw) < 0.05 * len(raw):
        return True
    try:
        return _is_english(raw.decode(encoding))
    except UnicodeDecodeError:
        return False


def _best_guess(raw: bytes, place: str) -> str:
    """The encoding that charset-normalizer finds likeliest. Raises InputError where none fits."""
    best = from_bytes(raw[:_SAMPLE]).best()
    if best is None:
        raise _not_text(place)
    return best.encoding


def _called(encoding: str) -> str:
    """The name by which people know an encoding."""
    return {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}.get(encoding, encoding.replace("_", "-"))


def _wide(raw: bytes, place: str) -> str:
    """Text of UTF-16 without a byte-order mark: English has its zero bytes on one side only."""
    sample = raw[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if len(raw) % 2 == 0 and max(even, odd) > 0.4 * half and min(even, odd) < 0.02 * half:
        try:
            return raw.decode("utf-16-le" if odd > even else "utf-16-be")
        except UnicodeDecodeError:
            pass
    raise _not_text(place)


def _is_binary(raw: bytes) -> bool:
    """Whether more than one byte in fifty is a control character that no text holds."""
    sample = raw[:_SAMPLE]
    return len(_BINARY.findall(sample)) * 50 > len(sample)


def _not_text(place: str) -> InputError:
    return InputError(place, "not a text file", "give plain text, Markdown or JSON lines")
