"""Corpora of one token and one BIO label per line: wikigold, WNUT17, the Broad Twitter Corpus, UNER."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.annotated import Annotated, Mark
from training.conllu import Sentence
from training.gazetteer import Gazetteer
from training.readers.gum import LAW

Token = tuple[str, str]
"""A form and its label."""
LabelRule = Callable[[str, str], str | None]
"""A source's label and the name's text to an OntoNotes label, "O", or None for unknown."""

_EVENT = re.compile(
    r"\b(War|Battle|Olympics|Olympic "
    r"Games|Cup|Championship|Championships|Festival|Revolution|Games|Series|Bowl|Election|Awards?|"
    r"Hurricane|Siege)\b"
)
_QUOTES = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}
_GLUED_LEFT = frozenset(
    [",", ".", "!", "?", ";", ":", ")", "]", "%", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "'"]
)
_GLUED_RIGHT = frozenset(["(", "[", "$", "£", "€"])


def read_columns(
    lines: Iterable[str], separator: str | None = None, form: int = 0, label: int = 1
) -> Iterator[list[Token]]:
    """The sentences of a column file; lines with too few columns are skipped, as are comments of CoNLL-U
    files.
    """
    sentence: list[Token] = []
    for line in lines:
        line = line.rstrip("\n")
        if not line.strip() or line.startswith("-DOCSTART-"):
            if sentence:
                yield sentence
            sentence = []
            continue
        cells = line.split(separator)
        if len(cells) > max(form, label):
            sentence.append((cells[form], cells[label]))
    if sentence:
        yield sentence


def without_tweet_tokens(sentences: Iterable[list[Token]]) -> Iterator[list[Token]]:
    """The sentences without user names, addresses, hash tags and retweet marks."""
    for sentence in sentences:
        if not any(form.startswith(("@", "http", "#")) or form == "RT" for form, _ in sentence):
            yield sentence


def join_tokens(forms: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text that tokens plausibly come from, and each token's offsets in it."""
    text = ""
    offsets = []
    glued = True
    quotes = 0
    for form in forms:
        form = _QUOTES.get(form, form)
        quotes += form == '"'
        closing = form == '"' and quotes % 2 == 0
        if not (glued or form in _GLUED_LEFT or closing):
            text += " "
        offsets.append((len(text), len(text) + len(form)))
        text += form
        glued = form in _GLUED_RIGHT or (form == '"' and not closing)
    return text, offsets


def label_spans(labels: Sequence[str]) -> list[Mark]:
    """First and past-the-last token and label of each span of BIO labels."""
    spans: list[Mark] = []
    inside = False
    for i, tag in enumerate(labels):
        if tag in ("O", "-"):
            inside = False
            continue
        prefix, label = tag.split("-", 1)
        if inside and prefix == "I" and spans[-1][2] == label:
            spans[-1] = (spans[-1][0], i + 1, label)
        else:
            spans.append((i, i + 1, label))
        inside = True
    return spans


@dataclass(frozen=True, slots=True)
class LabelRules:
    """The label maps of the sources, given the known names."""

    gazetteer: Gazetteer

    def conll(self, label: str, name: str) -> str | None:
        """PER, ORG, LOC and MISC of wikigold and UNER."""
        if label == "LOC":
            return "FAC" if name.endswith(("'s", "’s")) else self._place(name)
        if label != "MISC":
            return {"PER": "PERSON", "ORG": self._organization(name)}.get(label, "O")
        if name in self.gazetteer.demonyms:
            return "NORP"
        if name in self.gazetteer.languages:
            return "LANGUAGE"
        return "EVENT" if _EVENT.search(name) else "LAW" if LAW.search(name) else None

    def social(self, label: str, name: str) -> str | None:
        """The labels of WNUT17 and of the Broad Twitter Corpus; `?` is unknown."""
        kinds: dict[str, str | None] = {
            **dict.fromkeys(("person", "per"), "PERSON"),
            **dict.fromkeys(("corporation", "group", "org"), self._organization(name)),
            **dict.fromkeys(("location", "loc"), self._place(name)),
            "product": "PRODUCT",
            "creative-work": "WORK_OF_ART",
            "?": None,
        }
        return kinds.get(label.lower(), "O")

    def _organization(self, name: str) -> str:
        return "GPE" if name in self.gazetteer.countries else "ORG"

    def _place(self, name: str) -> str:
        label = self.gazetteer.place_label(name)
        return "FAC" if label == "ORG" else label


def read_labelled(
    sentences: Iterable[list[Token]], rule: LabelRule, gazetteer: Gazetteer
) -> Iterator[Annotated]:
    """Sentences with names.

    Where the rule leaves `?` unknown, capitalised words outside names are unknown too.
    """
    doubtful = rule("?", "") is None
    for sentence in sentences:
        forms = [form for form, _ in sentence]
        if any("\ufffd" in form for form in forms):
            continue
        text, offsets = join_tokens(forms)
        names: list[Mark] = []
        unknown: list[tuple[int, int]] = []
        covered: set[int] = set()
        for first, end, kind in label_spans([label for _, label in sentence]):
            covered.update(range(first, end))
            label = rule(kind, " ".join(forms[first:end]))
            start, stop = offsets[first][0], offsets[end - 1][1]
            if label is None:
                unknown.append((start, stop))
            elif label != "O":
                names.append(
                    (start + 4 if re.match(r"[Tt]he [A-Z]", text[start:stop]) else start, stop, label)
                )
        for i in sorted(set(range(len(forms))) - covered):
            if forms[i] in gazetteer.demonyms:
                names.append((*offsets[i], "NORP"))
            elif doubtful and i and _may_be_name(forms[i], gazetteer):
                unknown.append(offsets[i])
        yield Annotated(text, tuple(names), tuple(unknown))


def _may_be_name(form: str, gazetteer: Gazetteer) -> bool:
    return bool(re.match(r"[A-Z][a-z]+", form)) and form.lower() not in gazetteer.titles


def read_uner(path: Path, treebank: Iterable[Sentence], rules: LabelRules) -> Iterator[Annotated]:
    """The sentences of a UNER file on the text of the treebank it annotates, joined by sentence id."""
    sentences = {sentence.id: sentence for sentence in treebank}
    sentence_id = ""
    labels: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# sent_id"):
            sentence_id, labels = line.split("=")[1].strip(), []
        elif line and not line.startswith("#"):
            labels.append(line.split("\t")[2])
        elif not line and labels:
            sentence = sentences.get(sentence_id)
            if sentence is not None and len(sentence.words) == len(labels):
                yield _on_treebank(sentence, labels, rules)
            labels = []


def _on_treebank(sentence: Sentence, labels: list[str], rules: LabelRules) -> Annotated:
    words, gazetteer = sentence.words, rules.gazetteer
    names: list[Mark] = []
    unknown: list[tuple[int, int]] = []
    covered: set[int] = set()
    for first, end, kind in label_spans(labels):
        if kind == "OTH":
            continue
        covered.update(range(first, end))
        label = rules.conll(kind, " ".join(word.form for word in words[first:end]))
        if label is not None:
            names.append((words[first].start, words[end - 1].end, label))
    for i, word in enumerate(words):
        if i in covered:
            continue
        if word.form in gazetteer.demonyms:
            names.append((word.start, word.end, "NORP"))
        elif _doubtful_name(word.form, word.is_name, word.upos) and word.lower not in gazetteer.titles:
            unknown.append((word.start, word.end))
    return Annotated(sentence.text, tuple(names), tuple(unknown))


def _doubtful_name(form: str, name: bool, upos: str) -> bool:
    return name or (form[:1].isupper() and upos == "X")
