"""Mails and mailboxes to articles: newsletters, press releases, alerts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as mail_policy
from email.utils import parseaddr
from typing import BinaryIO

from kg.errors import InputError
from kg.ingest.document import Context, Found, OpenFile, document, one_line, read_all
from kg.ingest.encoding import clean
from kg.ingest.web_pages import fragment_text

__all__ = ["MAIL_BYTES", "read_mail", "read_mailbox"]

MAIL_BYTES = 64 << 20
"""The most bytes of a mail with its attachments."""

_FROM = b"From "
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_mail(file: OpenFile, context: Context) -> Iterator[Found]:
    """The article of a mail (``.eml``): its body, its subject as the title, its sender as the source."""
    yield _article(read_all(file, MAIL_BYTES), file.place, file.id, context)


def read_mailbox(file: OpenFile, context: Context) -> Iterator[Found]:
    """The articles of a mailbox (``.mbox``), mail by mail."""
    empty = True
    for number, raw in enumerate(_mails(file.content, file.place), 1):
        empty = False
        place = f"{file.place}#{number}"
        try:
            yield _article(raw, place, None, context)
        except InputError as error:
            yield Found(place, error)
    if empty:
        raise InputError(file.place, "no mail in this mailbox", "each begins with a line `From ...`")


def _mails(file: BinaryIO, place: str) -> Iterator[bytes]:
    """The mails of a mailbox one by one, so that only one is held. Raises InputError for one too large."""
    lines: list[bytes] | None = None
    size, blank = 0, True
    for line in iter(lambda: file.readline(MAIL_BYTES), b""):
        if blank and line.startswith(_FROM):
            if lines:
                yield _ESCAPED.sub(rb"\1", b"".join(lines))
            lines, size = [], 0
        elif lines is not None:
            lines.append(line)
            size += len(line)
        if size > MAIL_BYTES:
            raise InputError(place, f"a mail of more than {MAIL_BYTES >> 20} MB", "leave it out")
        blank = not line.strip()
    if lines:
        yield _ESCAPED.sub(rb"\1", b"".join(lines))


def _article(raw: bytes, place: str, default_id: str | None, context: Context) -> Found:
    message = message_from_bytes(raw, policy=mail_policy)
    if not isinstance(message, EmailMessage) or not (message.get("From") or message.get("Subject")):
        raise InputError(place, "not a mail", "it begins with lines such as `From: ...`")
    said = {
        "id": _header(message, "Message-ID").strip("<>"),
        "title": _header(message, "Subject"),
        "published": _header(message, "Date"),
        "source": _sender(_header(message, "From")),
    }
    fields = {key: value for key, value in said.items() if value}
    return Found(place, document(fields, _body(message, place), place, default_id, context))


def _body(message: EmailMessage, place: str) -> str:
    """The text of a mail: its plain body, else its HTML. Raises InputError when it has neither."""
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        if part is not None:
            try:
                content = str(part.get_content())
            except (LookupError, KeyError, UnicodeError):
                payload = part.get_payload(decode=True)
                content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
            text = fragment_text(content) if kind == "html" else clean(content)
            if text.strip():
                return text
    raise InputError(place, "a mail without text", "its attachments are not read")


def _header(message: EmailMessage, name: str) -> str:
    try:
        return one_line(str(message.get(name) or ""))
    except (ValueError, IndexError, AttributeError):  # headers that the standard library cannot parse
        return ""


def _sender(written: str) -> str:
    name, address = parseaddr(written)
    return name or address.rpartition("@")[2]
