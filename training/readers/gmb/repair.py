"""One sentence of the corpus with its labels repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.amounts import fragment, number_spans
from training.annotated import Annotated, Mark
from training.readers.gmb.decide import decide
from training.readers.gmb.knowledge import UNKNOWN, Evidence
from training.readers.gmb.table import Span, Tagged

_CALENDAR = re.compile(rf"^(?:{fragment('month')}|{fragment('weekday')}|B\.C\.|A\.D\.|GMT|UTC|EST|AD|BC)$")
_TIME = re.compile(
    rf"\d|{fragment('month')}|{fragment('weekday')}|centur|decade|[Yy]ear|month|week|day|night|morning|evening|hour",
)
_STORM = re.compile("hurricane|storm|cyclone|typhoon", re.IGNORECASE)
_WHOLE = ("ORG", "PERSON", "LOC", "FAC")
_GLUED_LEFT = frozenset(
    [",", ".", "!", "?", ";", ":", ")", "]", "%", "'s", "'S", "n't", "'re", "'ve", "'ll", "'d", "'m", "/"]
)
_GLUED_RIGHT = frozenset(["(", "[", "$", "£", "€", "/"])


def repair(sentence: Tagged, evidence: Evidence) -> Annotated:
    """The sentence as text with names, and what is not certain as unknown."""
    return _Repair(sentence, evidence).run()


def join_words(sentence: Tagged) -> tuple[str, list[tuple[int, int]]]:
    """The text that the words plausibly come from, and each word's offsets."""
    words, text, glued = sentence.words, "", True
    offsets: list[tuple[int, int]] = []
    quotes = 1 if words.count('"') % 2 and words[-1] == '"' else 0
    for word, tag in zip(words, sentence.tags, strict=True):
        quotes += word == '"'
        closing = word == '"' and quotes % 2 == 0
        if not (glued or word in _GLUED_LEFT or closing or (word == "'" and tag == "POS")):
            text += " "
        offsets.append((len(text), len(text) + len(word)))
        text += word
        glued = word in _GLUED_RIGHT or (word == '"' and not closing)
    return text, offsets


class _Repair:
    def __init__(self, sentence: Tagged, evidence: Evidence) -> None:
        self.evidence, self.lists, self.phrases = evidence, evidence.lists, evidence.phrases
        self.words, self.tags, self.spans = sentence.words, sentence.tags, sentence.spans
        self.labels: list[str | None] = [None] * len(self.words)
        self.found: list[Span] = []
        self.cover: list[int | None] = [None] * len(self.words)
        for number, (start, end, _) in enumerate(self.spans):
            self.cover[start:end] = [number] * (end - start)
        self.text, self.offsets = join_words(sentence)

    def run(self) -> Annotated:
        self._put_phrases()
        for start, end, label in self.spans:
            self._put_span(start, end, label)
        self._put_unlabelled()
        self._doubt_neighbours()
        self._doubt_storms()
        names: list[Mark] = []
        unknown: list[tuple[int, int]] = []
        for start, end, label in self.found:
            if label in ("ORG", UNKNOWN) and self._is_of_state(start, end):
                continue
            offsets = (self.offsets[start][0], self.offsets[end - 1][1])
            if label == UNKNOWN:
                unknown.append(offsets)
            else:
                names.append((*offsets, label))
        for i, label_of in enumerate(self.labels):
            if label_of in (None, UNKNOWN):
                self._read_hyphens(i, names, unknown)
        unknown += self._unseen_times()
        return Annotated(self.text, tuple(names), tuple(unknown))

    def _put(self, start: int, end: int, label: str) -> None:
        if start < end and not any(self.labels[start:end]):
            self.labels[start:end] = [label] * (end - start)
            self.found.append((start, end, label))

    def _is_title(self, i: int) -> bool:
        return self.words[i].lower() in self.lists.all_titles

    def _is_of_state(self, start: int, end: int) -> bool:
        """True for the second half of "Secretary of State"."""
        return (
            end - start == 1 and start > 1 and self.words[start] == "State" and self.words[start - 1] == "of"
        )

    def _sure_label(self, i: int, *labels: str) -> str | None:
        """The label of a word known without the corpus, if it is one of these."""
        label = self.phrases.get(self.words[i]) if self.words[i] in self.evidence.sure else None
        return label if label in labels else None

    def _put_phrases(self) -> None:
        position = 0
        while position < len(self.words):
            for end in range(min(len(self.words), position + self.evidence.longest), position + 1, -1):
                label = self.phrases.get(" ".join(self.words[position:end]))
                if label and self._phrase_holds(position, end, label):
                    self._put(position, end, label)
                    position = end - 1
                    break
            position += 1

    def _phrase_holds(self, start: int, end: int, label: str) -> bool:
        """False for a phrase inside a longer name: Bank of X, X University."""
        words = self.words
        numbers = {number for number in self.cover[start:end] if number is not None}
        if any(self._reaches_out(self.spans[number], start, end, label) for number in numbers):
            return False
        if (
            label not in ("GPE", "LOC")
            or end == len(words)
            or words[end].lower() not in self.lists.organization_words
        ):
            return True
        return not (words[end][:1].isupper() and self.tags[end].startswith("NNP"))

    def _reaches_out(self, span: Span, start: int, end: int, label: str) -> bool:
        """True if the corpus' span is a longer name that the phrase is a part of."""
        first, last, kind = span
        if first < start and kind in ("org", "geo") and self.words[start - 1] not in ("the", "The"):
            return True
        if last <= end or self._is_title(end):
            return False
        if kind == "per":
            return label == "PERSON"
        return kind in ("org", "geo", "eve", "art") and self.words[end] != "'s"

    def _put_span(self, start: int, end: int, label: str) -> None:
        if label == "tim":
            for i in range(start, end):
                self._put_time_word(i)
        elif not any(self.labels[start:end]):
            for span in decide(self.evidence, self.words, self.tags, start, end, label):
                self._put(*span)
        else:
            for first, last in list(self._gaps(start, end)):
                self._put_rest(first, last, label)

    def _put_time_word(self, i: int) -> None:
        word = self.words[i]
        if (
            self.labels[i] is not None
            or not word[:1].isupper()
            or _CALENDAR.match(word)
            or not (i or word in self.evidence.sure)
        ):
            return
        label = self.phrases.get(word, "")
        if label in ("GPE", "NORP", "ORG", "PERSON"):
            self._put(i, i + 1, label)
        elif self.tags[i].startswith("NNP"):
            self._put(i, i + 1, UNKNOWN)

    def _gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What a phrase left of a span."""
        while start < end:
            last = start
            while last < end and self.labels[last] is None:
                last += 1
            if last > start:
                yield start, last
            start = last + 1

    def _put_rest(self, start: int, end: int, label: str) -> None:
        words = self.words[start:end]
        if label == "per" and all(
            word.lower() in self.lists.all_titles or word in ("of", "State", "'s") for word in words
        ):
            return
        if " ".join(words) in self.phrases:
            self._put(start, end, self.phrases[" ".join(words)])
            return
        for i in range(start, end):
            word = self.words[i]
            if word not in ("The", "Mr.", "Ms.", "'s") and word[:1].isupper() and not self._is_title(i):
                self._put(i, i + 1, self._sure_label(i, "GPE", "NORP") or UNKNOWN)

    def _put_unlabelled(self) -> None:
        """Names that the corpus leaves out: known ones get their label, others are unknown."""
        i = 0
        while i < len(self.words):
            word = self.words[i]
            skip = (
                self.labels[i] is not None
                or self.cover[i] is not None
                or not word[:1].isupper()
                or bool(_CALENDAR.match(word))
            )
            if (
                skip
                or self._put_single(i)
                or (word == "State" and i > 1 and self.words[i - 1] == "of")
                or not self.tags[i].startswith("NNP")
            ):
                i += 1
                continue
            end = i
            while end < len(self.words) and self._is_loose_name(end):
                end += 1
            self._put_run(i, end)
            i = end

    def _put_single(self, i: int) -> bool:
        word, gazetteer = self.words[i], self.lists.gazetteer
        place_or_organization = word in gazetteer.places or word in self.lists.lists["organizations"]
        if self._sure_label(i, "NORP") and self.tags[i] != "VB":
            self._put(i, i + 1, "NORP")
        elif self._sure_label(i, "GPE", "ORG") and i and place_or_organization and len(word) > 2:
            self._put(i, i + 1, self.phrases[word])
        elif word in self.lists.lists["not_demonyms"] and i:
            self._put(i, i + 1, UNKNOWN)
        else:
            return False
        return True

    def _is_loose_name(self, i: int) -> bool:
        word = self.words[i]
        free = self.labels[i] is None and self.cover[i] is None
        return free and self.tags[i].startswith("NNP") and word[:1].isupper() and not _CALENDAR.match(word)

    def _put_run(self, start: int, end: int) -> None:
        words, labels = self.words, self.labels
        label = self.phrases.get(" ".join(words[start:end]), "")
        if label in ("GPE", "LOC", "ORG", "NORP", "EVENT"):
            self._put(start, end, label)
            return
        ends = ("ORG", "PERSON", "GPE", "LOC", "FAC")
        touching = (start and labels[start - 1] in ends) or (end < len(words) and labels[end] in ends)
        for i in range(start, end):
            plain = self._is_title(i) or words[i] in ("The", "A", "An", "In", "At", "On")
            if not plain and not self._is_of_state(i, i + 1):
                self._put(
                    i, i + 1, (self._sure_label(i, "GPE", "NORP") if end - start == 1 else None) or UNKNOWN
                )
        rest = [i for i in range(start, end) if labels[i] == UNKNOWN]
        if rest and touching:
            self._doubt_boundary(start, end, min(rest), max(rest) + 1)

    def _doubt_boundary(self, start: int, end: int, first: int, last: int) -> None:
        """Doubts a name beside an unlabelled one: label and part of speech see different boundaries."""
        for number, (name_start, name_end, label) in enumerate(self.found):
            beside = (name_end == start or name_start == end) and (name_end == first or name_start == last)
            sure = " ".join(self.words[name_start:name_end]) in self.evidence.sure
            if label in _WHOLE and not sure and beside:
                self.found[number] = (name_start, name_end, UNKNOWN)

    def _doubt_neighbours(self) -> None:
        """Doubts two names that touch when one is a person: "Abu Musab" | "al-Zarqawi"."""
        self.found.sort()
        for number, right in enumerate(self.found[1:]):
            left = self.found[number]
            last = self.words[left[1] - 1]
            if (
                left[1] != right[0]
                or left[2] not in _WHOLE
                or right[2] not in (*_WHOLE, "GPE")
                or "PERSON" not in (left[2], right[2])
            ):
                continue
            if not last.startswith("U.") and last not in self.evidence.sure:
                self.found[number] = (*left[:2], UNKNOWN)
                self.found[number + 1] = (*right[:2], UNKNOWN)

    def _doubt_storms(self) -> None:
        """Doubts single names in sentences about storms, which carry given names."""
        if not _STORM.search(" ".join(self.words)):
            return
        for number, (start, end, label) in enumerate(self.found):
            word = self.words[start]
            before = self.words[start - 1] if start else ""
            known = word in self.evidence.sure or before.lower() in self.lists.titles
            storm = label == "PERSON" or (label in ("ORG", "GPE") and word in self.lists.lists["storms"])
            if storm and end - start == 1 and not known and before not in ("in", "near"):
                self.found[number] = (start, end, UNKNOWN)

    def _read_hyphens(self, i: int, names: list[Mark], unknown: list[tuple[int, int]]) -> None:
        """Looks into words such as "Russian-made" and "al-Qaida-linked"."""
        word, start = self.words[i], self.offsets[i][0]
        if not re.search(r"^[A-Z].*-|-[A-Z]", word) or self._is_title(i) or not re.search(r"[a-z]", word):
            return
        if word.startswith(("U.S.-", "U.N.-")):
            unknown.append(self.offsets[i])
        elif word.startswith(("al-", "Al-")):
            match = re.match(r"[aA]l-[A-Z]\w+", word)
            if match and match[0] in self.lists.lists["organizations"] and len(match[0]) < len(word):
                names.append((start, start + len(match[0]), "ORG"))
            else:
                unknown.append(self.offsets[i])
        else:
            self._read_parts(i, names, unknown)

    def _read_parts(self, i: int, names: list[Mark], unknown: list[tuple[int, int]]) -> None:
        start, tag = self.offsets[i][0], self.tags[i]
        parts = re.split(r"(-)", self.words[i])
        for part in parts:
            sentence_start = i == 0 and part == parts[0] and tag not in ("NNP", "JJ")
            if part[:1].isupper() and len(part) > 1 and not sentence_start:
                label = self.phrases.get(part, "") if part in self.evidence.sure else ""
                if label in ("NORP", "GPE", "ORG", "PERSON") and self.labels[i] is None:
                    names.append((start, start + len(part), label))
                elif tag in ("NNP", "JJ", "NNPS"):
                    unknown.append((start, start + len(part)))
            start += len(part)

    def _unseen_times(self) -> Iterator[tuple[int, int]]:
        """Times of the corpus that the patterns of dates do not see."""
        seen = number_spans(self.text)
        for start, end, label in self.spans:
            first, last = self.offsets[start][0], self.offsets[end - 1][1]
            overlaps = any(other < last and other_end > first for other, other_end, _ in seen)
            if label == "tim" and not overlaps and _TIME.search(self.text[first:last]):
                yield first, last
