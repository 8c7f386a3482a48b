"""Reads world events and writes down who is said to hold which office, for office_holders.py.

    python -m training.office_claims claims.jsonl current_events.jsonl.xz ...

The events are JSON lines: a day's ``published`` date and its ``items``, each with a ``text``; articles with a
``text`` of their own are read as well. A line of the result has the item, its day, the person's fullest name
in it, the title, the ISO-3 code of the country where it stands beside the title and the words for it, the
body that they name where it is one, whether the office is a former one, and the words around.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.extraction.entities.linker import LinkedDocument, RoleClaim
from kg.model import Argument, Document, Entity, Statement
from kg.nlp.parser import parse
from kg.nlp.tokens import ParsedDoc
from kg.pipeline import Pipeline

_TITLES = re.compile(
    r"\b(?:president|minister|premier|chancellor|king|queen|emir|sultan|emperor|secretary|leader|chief|general"
    r"|ambassador|envoy|speaker|governor|prince|taoiseach|commissioner|chairman|chair|attorney|justice"
    r"|director|head|adviser|advisor|representative)\b",
    re.IGNORECASE,
)


def items(path: Path) -> Iterator[Document]:
    """The items of events, or the articles, that have a title in them."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            texts = [item["text"] for item in record["items"]] if "items" in record else [record["text"]]
            for number, text in enumerate(texts):
                if _TITLES.search(text):
                    yield Document(f"{record['id']}-{number}", text, published=record["published"])


def claims(pipeline: Pipeline, documents: Iterator[Document]) -> Iterator[dict[str, object]]:
    """The offices that the texts give to persons."""
    for document, doc in parse(documents, pipeline.nlp):
        words = ParsedDoc(doc, pipeline.resources.syntax)
        linked = pipeline.linker.resolve(document, words)
        for claim in linked.roles(former=True):
            if claim.office:
                yield _titled(document, claim)
        for said in pipeline.patterns(document, words, linked):
            if said.relation == "holdsRole" and "title" not in said.pattern:
                yield from _becoming(document, words, linked, said)


def _titled(document: Document, claim: RoleClaim) -> dict[str, object]:
    """An office beside a name, with its country where that is said with it."""
    beside = claim.country is not None and claim.country.begin != claim.person.begin
    country = claim.country if beside else None
    spans = [one for one in (claim.span, claim.person, country) if one is not None]
    return _record(
        document,
        claim.person,
        claim.title,
        country,
        (min(one.begin for one in spans), max(one.end for one in spans)),
        former=claim.former,
        body=claim.organization.entity.id if claim.organization else None,
    )


def _becoming(
    document: Document, words: ParsedDoc, linked: LinkedDocument, said: Statement
) -> Iterator[dict[str, object]]:
    """An office that a verb gives to somebody, of the country named after it: "is elected President of
    Latvia".
    """
    if said.subject is None or said.object is None:
        return
    after = re.match(r"\s+of\s+(?:the\s+)?", document.text[said.object.end :])
    begin = said.object.end + after.end() if after else -1
    found = [one for t in words if t.idx == begin for one in linked.who(t, role="place")]
    title = document.text[said.object.begin : said.object.end]
    span = (min(said.subject.begin, said.object.begin), max(said.subject.end, said.object.end))
    country = found[0] if found and found[0].entity.id.startswith("country/") else None
    yield _record(document, said.subject, title, country, span)


def _record(
    document: Document,
    person: Argument,
    title: str,
    country: Argument | None,
    span: tuple[int, int],
    *,
    former: bool = False,
    body: str | None = None,
) -> dict[str, object]:
    begin, end = span
    return {
        "item": document.id,
        "day": document.published,
        "person": fullest_name(person.entity, document.text),
        "title": title,
        "country": country.entity.country if country else None,
        "whose": document.text[country.begin : country.end] if country else None,
        "body": body,
        "former": former,
        "words": document.text[max(0, begin - 20) : end + 30],
    }


def fullest_name(entity: Entity, text: str) -> str:
    """The name with most words, then letters, that a text uses for an entity: what knowledge calls it may
    stand nowhere in the text, and would bear itself out.
    """
    used = [name for name in (entity.label, *entity.aliases) if name in text]
    return max(used or [entity.label], key=lambda name: (len(name.split()), len(name), name))


def main(target: str, *sources: str) -> None:
    """Write the claims of files of events and articles."""
    pipeline = Pipeline()
    with open(target, "w", encoding="utf-8") as out:
        for source in sources:
            for claim in claims(pipeline, items(Path(source))):
                out.write(json.dumps(claim, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
