"""IRIs and prefixes, said once: where every name that the graph uses comes from."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote

__all__ = [
    "DCTERMS",
    "DEFAULT_BASE",
    "IDENTITY_GRAPH",
    "KG",
    "KGR",
    "KNOWLEDGE_GRAPH",
    "KNOWLEDGE_SCHEME",
    "NIF",
    "ONTOLOGY_GRAPH",
    "OWL",
    "PLOVER",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SEM",
    "SH",
    "SKOS",
    "WD",
    "XSD",
    "article_id",
    "article_iri",
    "entity_id",
    "entity_iri",
    "local_name",
    "local_slug",
    "slug",
    "span_iri",
]

KG = "https://w3id.org/newskg/ontology#"
KGR = "https://w3id.org/newskg/id/"
PLOVER = "https://w3id.org/newskg/plover#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
SCHEMA = "https://schema.org/"
DCTERMS = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
WD = "http://www.wikidata.org/entity/"
SH = "http://www.w3.org/ns/shacl#"

PREFIXES: dict[str, str] = {
    "dcterms": DCTERMS,
    "kg": KG,
    "kgr": KGR,
    "nif": NIF,
    "owl": OWL,
    "plover": PLOVER,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sem": SEM,
    "sh": SH,
    "skos": SKOS,
    "wd": WD,
    "xsd": XSD,
}

DEFAULT_BASE = KGR
ONTOLOGY_GRAPH = "graph/ontology"
KNOWLEDGE_GRAPH = "graph/knowledge"
IDENTITY_GRAPH = "graph/identity"
KNOWLEDGE_SCHEME = "scheme/knowledge"

# Latin letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "ŋ": "ng",
        "ə": "e",
    }
)
_PLAIN = re.compile(r"[A-Za-z0-9_/-]+")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_DROPPED = re.compile(r"['’‘ʼʻ`´]|(?<=[^\W\d_])\.")


def _fold(character: str) -> str:
    """The ASCII letters for a character, ``u`` and its code point in hexadecimal for another letter or digit,
    else a hyphen.
    """
    if character.isascii():
        return character if character.isalnum() else "-"
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if not "\u0300" <= c <= "\u036f")
    if plain.isascii():
        return plain
    return f"u{ord(character):x}" if unicodedata.category(character)[0] in "LMN" else "-"


@lru_cache(maxsize=8192)
def slug(text: str) -> str:
    """A name as lower-case ASCII letters, digits and single hyphens: ``"Jair Bolsonaro" ->
    "jair-bolsonaro"``.

    Accents are folded, apostrophes and the points of abbreviations dropped ("U.S." and "US" are one). Letters
    of other scripts become their code points in hexadecimal, so that two such names stay apart. Never empty:
    a text without letters gives ``x`` and its bytes.
    """
    text = unicodedata.normalize("NFKC", text)
    folded = _DROPPED.sub("", text.casefold()).translate(_LETTERS)
    plain = folded if folded.isascii() else "".join(map(_fold, folded))
    joined = _NO_LETTERS.sub("-", plain).strip("-")
    return joined or "x" + text.encode("utf-8", "surrogatepass").hex()


def local_slug(label: str, article: str) -> str:
    """The end of the id of what has no name, so that only its article can mean it: its words and a mark of
    the article's id (8 hexadecimal digits of a hash).
    """
    return f"{slug(label)}-{_mark(article)}"


def is_local(id: str, article: str) -> bool:
    """Whether an id is one that only the article of an id can mean, as ``local_slug`` makes them."""
    return id.endswith(f"-{_mark(article)}")


def _mark(article: str) -> str:
    return hashlib.sha256(article.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _quote(text: str, safe: str = "") -> str:
    if _PLAIN.fullmatch(text) and (safe == "/" or "/" not in text):
        return text
    quoted = quote(text, safe=safe, encoding="utf-8", errors="surrogatepass")
    # A path segment of dots alone would vanish when some tool resolves the IRI.
    return "/".join(part.replace(".", "%2E") if part in {".", ".."} else part for part in quoted.split("/"))


def article_iri(base: str, id: str) -> str:
    """The IRI of an article, which is also that of its named graph."""
    return f"{base}article/{_quote(id)}"


def article_id(base: str, iri: str) -> str | None:
    """The id of the article whose IRI (or whose sentence's or phrase's IRI) this is; None for another IRI."""
    start = f"{base}article/"
    return (
        unquote(iri[len(start) :].partition("#")[0], errors="surrogatepass")
        if iri.startswith(start)
        else None
    )


def entity_iri(base: str, id: str) -> str:
    """The IRI of an entity, statement, event or run, from its id such as ``person/ahn-gyu-back``."""
    return base + _quote(id, safe="/")


def entity_id(base: str, iri: str) -> str | None:
    """The id that ``entity_iri`` made the IRI from; None for an IRI outside the base."""
    return unquote(iri[len(base) :], errors="surrogatepass") if iri.startswith(base) else None


def span_iri(article: str, begin: int, end: int) -> str:
    """The IRI of a span of an article's text (RFC 5147), from the article's IRI and code-point offsets."""
    return f"{article}#char={begin},{end}"


def local_name(iri: str) -> str:
    """What follows the last ``#`` or ``/`` of an IRI."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
