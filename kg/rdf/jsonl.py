"""Statement <-> JSON line: what ``kg extract`` prints and ``kg load`` reads. Absent means unknown.

An article has a line of its own, before those of its statements: its text, and the run that read it. With it
comes all that makes the article's graph.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from kg.errors import InputError
from kg.model import Argument, Document, Entity, Reading, Span, Statement, Trigger
from kg.rdf.characters import writable
from kg.rdf.layout import MODALITIES
from kg.rdf.writer import Run

__all__ = [
    "ReadElsewhere",
    "article_to_json",
    "from_json",
    "is_article",
    "read_lines",
    "read_statements",
    "to_json",
]

LONGEST = 4 << 20
"""Characters in the longest line that is read."""

_ROLES = (
    ("place", "place"),
    ("recipient", "recipient"),
    ("topic", "topic"),
    ("attributedTo", "attributed_to"),
)
_OURS = frozenset({"article", "statement", "event", "run", "software", "graph", "genid", "scheme"})
# What a terminal obeys, what splits lines, and halves of characters: legal in JSON, better not printed.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_COUNTRY = re.compile(r"[A-Z]{3}")
_SECTOR = re.compile(r"[A-Z]{2,4}")
_ENTITY = re.compile(r"([a-z][a-z0-9-]*)/\S.*")
_EVENT = re.compile(r"event/[A-Za-z0-9._~-]+")
_WHEN = re.compile(
    r"\d{4}(-\d\d(-\d\d)?)?|--\d\d(-\d\d)?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)


_ABOUT = ("published", "title", "source", "url")


def article_to_json(document: Document, run: Run) -> str:
    """One line of JSON, without the line feed: an article with its text, and the run that read it."""
    said: dict[str, Any] = {"article": document.id}
    for key in _ABOUT:
        _put(said, key, getattr(document, key))
    said["run"] = {"model": run.model, "version": run.version, "digest": run.digest}
    said["text"] = document.text
    return _printed(said)


def to_json(statement: Statement, document: Document) -> str:
    """One line of JSON, without the line feed: the statement and what is known of its article."""
    said: dict[str, Any] = {
        "article": statement.article,
        "relation": statement.relation,
        "modality": statement.modality,
    }
    said["confidence"] = round(statement.confidence, 4)
    _put(said, "pattern", statement.pattern)
    said["sentence"] = _span(statement.sentence)
    said["trigger"] = {**_span(statement.trigger), "lemma": statement.trigger.lemma}
    _put(said, "subject", _argument(statement.subject))
    _put(said, "object", _argument(statement.object))
    _put(said, "begin", statement.begin)
    _put(said, "end", statement.end)
    for key, field in _ROLES:
        _put(said, key, _argument(getattr(statement, field)))
    _put(said, "event", statement.event)
    _put(said, "quantity", statement.quantity)
    _put(said, "occasion", statement.occasion)
    _put(said, "cue", statement.cue)
    _put(said, "occurrence", statement.occurrence if statement.occurrence > 1 else None)
    for key in _ABOUT:
        _put(said, key, getattr(document, key))
    return _printed(said)


def _printed(said: dict[str, Any]) -> str:
    line = json.dumps(said, ensure_ascii=False, allow_nan=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", line)


def _put(said: dict[str, Any], key: str, value: object) -> None:
    if value:
        said[key] = value


def _span(span: Span | Trigger) -> dict[str, Any]:
    return {"begin": span.begin, "end": span.end, "text": span.text}


def _argument(argument: Argument | None) -> dict[str, Any] | None:
    if argument is None:
        return None
    entity = argument.entity
    said: dict[str, Any] = {"id": entity.id, "label": entity.label}
    _put(said, "aliases", list(entity.aliases))
    said |= {"class": entity.cls, "begin": argument.begin, "end": argument.end}
    _put(said, "country", entity.country)
    _put(said, "sector", entity.sector)
    _put(said, "sameAs", list(entity.same_as))
    return said


def from_json(line: str, place: str) -> tuple[Document, Statement]:
    """The statement in a line, and its article without the text.

    Raises InputError, which names ``place`` and the key at fault.
    """
    fields = _parsed(line, place)
    return _document(fields), _statement(fields)


def is_article(record: object) -> bool:
    """Whether what a line holds is an article with its text, not a statement."""
    return isinstance(record, dict) and "text" in record and "relation" not in record and "article" in record


def _document(fields: _Fields) -> Document:
    """The article of a line, without its text."""
    return Document(
        fields.text("article"),
        "",
        fields.maybe("title"),
        fields.maybe("published", _WHEN),
        fields.maybe("source"),
        fields.maybe("url"),
    )


def _run(fields: _Fields) -> Run | None:
    """The run that a line names, if it names one."""
    if fields.values.get("run") is None:
        return None
    run = fields.inner("run")
    return Run(run.text("model"), run.text("version"), run.text("digest"))


def _statement(fields: _Fields) -> Statement:
    modality = next((m for m in MODALITIES if m == fields.text("modality")), None)
    if modality is None:
        fields.fault("modality", f"is none of {', '.join(MODALITIES)}")
    if "relation" not in fields.values:
        fields.fault("relation", "is missing", "write null for a predicate that no relation covers")
    trigger = fields.inner("trigger")
    begin, end = trigger.offsets()
    sentence = fields.inner("sentence").span()
    if (
        sentence.begin <= begin
        and end <= sentence.end
        and trigger.text("text") != sentence.text[begin - sentence.begin : end - sentence.begin]
    ):
        trigger.fault("text", "is not what the sentence has at these offsets")
    statement = Statement(
        article=fields.text("article"),
        sentence=sentence,
        trigger=Trigger(begin, end, trigger.text("text"), trigger.text("lemma")),
        relation=fields.maybe("relation", _NAME),
        subject=fields.argument("subject"),
        object=fields.argument("object"),
        modality=modality,
        confidence=fields.confidence(),
        pattern=fields.maybe("pattern") or "",
        begin=fields.maybe("begin", _WHEN),
        end=fields.maybe("end", _WHEN),
        quantity=fields.maybe("quantity"),
        occasion=fields.maybe("occasion"),
        cue=fields.maybe("cue"),
        occurrence=fields.occurrence(),
        event=fields.maybe("event", _EVENT),
        **{field: fields.argument(key) for key, field in _ROLES},
    )
    if statement.relation and not (statement.subject or statement.object):
        fields.fault(
            "subject", "is missing, and so is object", "only a predicate without a relation may lack both"
        )
    return statement


@dataclass(slots=True)
class ReadElsewhere:
    """What the lines of one article say; ``run`` read it, None when no line says which."""

    document: Document
    statements: dict[Statement, None] = dataclasses.field(default_factory=dict)
    run: Run | None = None

    @property
    def reading(self) -> Reading:
        """The article with its statements; without events, which lines do not carry."""
        return Reading(self.document, tuple(self.statements))


def read_statements(
    lines: Iterable[str], place: str, on_error: Callable[[InputError], None] | None = None
) -> Iterator[Reading]:
    """What each article says, as ``read_lines`` gives it."""
    return (article.reading for article in read_lines(lines, place, on_error))


def read_lines(
    lines: Iterable[str], place: str, on_error: Callable[[InputError], None] | None = None
) -> Iterator[ReadElsewhere]:
    """What each article says, articles in the order of their first line; without a text where no line has it.

    All lines are read before the first article is given. A faulty line goes to ``on_error`` and is left out;
    without that it raises.
    """
    articles: dict[str, ReadElsewhere] = {}
    words: dict[tuple[str, int, int], str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            _take(line, f"{place}:{number}", articles, words)
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
    yield from articles.values()


def _take(
    line: str, place: str, articles: dict[str, ReadElsewhere], words: dict[tuple[str, int, int], str]
) -> None:
    """Add what a line says to its article. Raises InputError for a line that is neither of our kinds, or has
    other words than the text or a line before.
    """
    fields = _parsed(line, place)
    if "article" not in fields.values and {"text", "body", "content"} & fields.values.keys():
        raise InputError(place, "an article, not a statement", "`kg build` reads it")
    document = _document(fields)
    known = articles.get(document.id)
    if is_article(fields.values):
        text = fields.text("text")
        for said in known.statements if known else ():
            _check_words(said, text, place)
        found = articles.setdefault(document.id, ReadElsewhere(document))
        found.document, found.run = replace(document, text=text), _run(fields)
        return
    statement = _statement(fields)
    _agree(statement, words, place)
    if known and known.document.text:
        _check_words(statement, known.document.text, place)
    articles.setdefault(document.id, ReadElsewhere(document)).statements[statement] = None


def _check_words(statement: Statement, text: str, place: str) -> None:
    """Check that a statement's sentence stands where it says. Raises InputError."""
    sentence = statement.sentence
    if text[sentence.begin : sentence.end] != sentence.text:
        fault = f"other words at {sentence.begin} to {sentence.end} than the article's text has"
        raise InputError(place, fault, "give what one reading of the article found")


def _agree(statement: Statement, words: dict[tuple[str, int, int], str], place: str) -> None:
    """Note the words at a statement's offsets in ``words``.

    Raises InputError when other lines have other words at these offsets of the article.
    """
    for span in (statement.sentence, statement.trigger):
        known = words.setdefault((statement.article, span.begin, span.end), span.text)
        if known != span.text:
            fault = f"other words at {span.begin} to {span.end} of its article than a line before"
            raise InputError(place, fault, "give what one reading of the article found")


def _parsed(line: str, place: str) -> _Fields:
    if len(line) > LONGEST:
        raise InputError(place, f"a line of {len(line)} characters", "give one statement a line")

    def constant(name: str) -> NoReturn:
        raise ValueError(f"{name} is no number")

    if line.startswith("\x1f"):  # what is left of a packed file's first two bytes
        raise InputError(place, "packed (gzip)", "unpack it first")
    try:
        values = json.loads(line, parse_constant=constant)
    except RecursionError as error:
        raise InputError(
            place,
            "not JSON that says a statement: nested too deeply",
            "give the lines that `kg extract` prints",
        ) from error
    except ValueError as error:
        raise InputError(place, f"not JSON: {error}", "give the lines that `kg extract` prints") from error
    if not isinstance(values, dict):
        raise InputError(place, "not a JSON object", "give the lines that `kg extract` prints")
    return _Fields(values, place, "")


class _Fields:
    """A JSON object whose values are checked as they are taken."""

    def __init__(self, values: dict[str, Any], place: str, path: str) -> None:
        self.values, self.place, self.path = values, place, path

    def fault(self, key: str, fault: str, remedy: str = "`kg extract` prints all keys") -> NoReturn:
        raise InputError(self.place, f'"{self.path}{key}" {fault}', remedy)

    def maybe(self, key: str, form: re.Pattern[str] | None = None) -> str | None:
        """A text; None when it is absent."""
        value = self.values.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self.fault(key, "is not a text")
        if form is not None and not form.fullmatch(value):
            self.fault(key, f"has the form of no {key}: {value[:40]!r}")
        return writable(value)  # as ``writer.escape`` does, so that a statement has one identity everywhere

    def text(self, key: str, form: re.Pattern[str] | None = None) -> str:
        """A text that must be there."""
        value = self.maybe(key, form)
        if value is None:
            self.fault(key, "is missing")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self.fault(key, "is not a list of texts")
        return tuple(map(writable, value))

    def number(self, key: str) -> int:
        value = self.values.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 31:
            self.fault(key, "is not an offset" if key in self.values else "is missing")
        return value

    def occurrence(self) -> int:
        """A count from 1, which is meant where it is absent."""
        if self.values.get("occurrence") is None:
            return 1
        count = self.number("occurrence")
        if count < 1:
            self.fault("occurrence", "is not a count from 1")
        return count

    def confidence(self) -> float:
        value = self.values.get("confidence")
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            self.fault("confidence", "is not a number from 0 to 1")
        return float(value)

    def offsets(self) -> tuple[int, int]:
        begin, end = self.number("begin"), self.number("end")
        if end <= begin:
            self.fault("end", "is not after the begin")
        return begin, end

    def span(self) -> Span:
        begin, end = self.offsets()
        text = self.text("text")
        if len(text) != end - begin:
            self.fault(
                "text",
                f"has {len(text)} characters, the offsets {end - begin}",
                "count code points, end not included",
            )
        return Span(begin, end, text)

    def inner(self, key: str) -> _Fields:
        value = self.values.get(key)
        if not isinstance(value, dict):
            self.fault(key, "is not an object" if key in self.values else "is missing")
        return _Fields(value, self.place, f"{self.path}{key}.")

    def argument(self, key: str) -> Argument | None:
        if self.values.get(key) is None:
            return None
        given = self.inner(key)
        id = given.text("id")
        family = _ENTITY.fullmatch(id)
        if family is None or family.group(1) in _OURS:
            given.fault(
                "id", f"is no entity's: {id[:40]!r}", "write a family and a name: person/ahn-gyu-back"
            )
        entity = Entity(
            id,
            given.text("class", _NAME),
            given.text("label"),
            tuple(sorted(set(given.texts("aliases")))),
            given.maybe("country", _COUNTRY),
            given.maybe("sector", _SECTOR),
            given.texts("sameAs"),
        )
        return Argument(entity, *given.offsets())
