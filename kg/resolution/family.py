"""The entities of one kind, kept up to date: which articles have changed -> what is decided otherwise.

Every step looks at what the step before has changed, and at nothing else: profiles change groups of names,
groups their entities, entities the names that are forms of each other, these the short forms, and all of
them what is decided of articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.resolution.bearers import Background, Decision, Homonym, decide_name, plain_id, told_apart
from kg.resolution.coverage import ALWAYS, coverage_of, joined
from kg.resolution.features import Profile, ProfileComparator, Traits, united
from kg.resolution.groups import Group, Kind, Name, Variant
from kg.resolution.linking import NameLinks
from kg.resolution.short_names import TERM, is_form
from kg.resolution.shorts import ShortForms
from kg.resolution.tables import Row, Tables

__all__ = ["Change", "FamilyUpdate"]


@dataclass(frozen=True, slots=True)
class Change:
    """What was and what is decided of an entity, by the article's number and its own id of it."""

    article: int
    id: str
    before: Decision | None
    after: Decision | None


@dataclass(slots=True, eq=False)
class FamilyUpdate:
    """Brings what is decided of the entities of one kind up to date.

    ``changes`` and ``homonyms`` (before and after) are what is decided otherwise in the end.
    """

    family: str
    tables: Tables
    background: Background
    comparator: ProfileComparator
    changes: list[Change] = field(default_factory=list)
    homonyms: list[tuple[Homonym | None, Homonym | None]] = field(default_factory=list)
    _groups: dict[int, Group] = field(default_factory=dict)
    _recounted: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _asked: set[int] = field(default_factory=set)
    _open: set[int] = field(default_factory=set)

    @property
    def person(self) -> bool:
        """Whether these are persons."""
        return self.family == "person"

    def place(self, article: int, day: int | None, profiles: Iterable[Profile]) -> None:
        """Put the profiles of an article, all that it has of this kind, in the place of those it had."""
        before = self.tables.rows(article, f"{self.family}/")
        kept, found = set(), []
        for profile in profiles:
            group = self._group_of(profile)
            variant = group.variant_of(profile, named=self.family == "organization")
            row = before.get(profile.id)
            if row is not None and (row.group, row.variant, row.day) == (group.number, variant, day):
                kept.add(profile.id)
            else:
                found.append((profile.id, group, variant))
        gone = {id: row for id, row in before.items() if id not in kept}
        if not gone and not found:
            return
        for id, row in gone.items():
            self._remove(article, id, row)
        for id, group, variant in found:
            self._insert(article, id, group, variant, day)
        self._note_several(
            article, [*(row.group for row in before.values()), *(g.number for _, g, _ in found)]
        )
        self._asked.add(article)
        self._open.add(article)

    def decide(self) -> None:
        """Bring up to date what follows from the profiles that have come and gone."""
        links = NameLinks(self.family, self.tables, self.background, self.comparator)
        self._measure_days()
        for group in [group for group in self._groups.values() if group.kind != "short"]:
            self._decide_group(group, links)
        links.update()
        for id in links.retargeted:
            self._touched(links.place(id).number)
        for group in self._groups.values():
            if group.kind != "short":
                self._conclude(group)
        if self.family != "place":
            self._decide_shorts(links)
        self._finish()

    # Profiles

    def _group_of(self, profile: Profile) -> Group:
        known = self.background.means(profile)
        kind: Kind = "background" if known else "short" if is_form(profile) else "full"
        return self.tables.group(kind, known[0] if known else plain_id(profile.id))

    def _touched(self, number: int) -> Group:
        group = self._groups[number] = self.tables.numbered(number)
        group.changed = True
        return group

    def _insert(self, article: int, id: str, group: Group, variant: int, day: int | None) -> None:
        self.tables.insert(article, id, group.number, variant, day)
        self._touched(group.number)
        one = group.variants[variant]
        one.count += 1
        if not self.person:
            one.coverage = ALWAYS
        elif (more := joined([one.coverage, coverage_of([day])])) != one.coverage:
            one.coverage = more
            self._recounted[group.number].add(variant)

    def _remove(self, article: int, id: str, row: Row) -> None:
        self.tables.delete(article, id)
        group = self._touched(row.group)
        variant = group.variants[row.variant]
        variant.count -= 1
        variant.led -= row.led is not None
        if self.person and not self._still_covered(row):
            self._recounted[row.group].add(-1 - row.variant)
        if row.decision is not None:
            self.changes.append(Change(article, id, row.decision, None))

    def _still_covered(self, row: Row) -> bool:
        """Whether the days near that of a profile that was taken away are covered by others."""
        if row.day is None:
            return False
        before, after = self.tables.nearest_days(row.group, row.variant, row.day)
        return before is not None and after is not None and after - before <= 2 * TERM + 1

    def _measure_days(self) -> None:
        """Bring up to date when variants were written that have lost days; drop those without profiles."""
        for number, marks in self._recounted.items():
            group = self._groups[number]
            for mark in [mark for mark in marks if mark < 0]:
                variant = -1 - mark
                group.variants[variant].coverage = coverage_of(self.tables.days(number, variant))
                marks.add(variant)
        for group in self._groups.values():
            for number in [number for number, one in group.variants.items() if not one.count]:
                group.drop(number)

    def _note_several(self, article: int, groups: Iterable[int]) -> None:
        """Note which groups have several profiles of an article."""
        rows = self.tables.rows(article, f"{self.family}/").values()
        counts = Counter(row.group for row in rows)
        for number in set(groups):
            group = self._touched(number)
            group.several.pop(article, None)
            if counts[number] > 1:
                group.several[article] = sorted(row.variant for row in rows if row.group == number)

    # Names

    def _decide_group(self, group: Group, links: NameLinks) -> None:
        """Decide which entities a name has; articles whose profiles mean another one are asked again."""
        before = {number: variant.bearer for number, variant in group.variants.items()}
        names = self._known_name(group) if group.kind == "background" else self._own_names(group)
        links.put(group, names, self._recounted.get(group.number, set()))
        for number, variant in group.variants.items():
            old = before[number]
            if variant.bearer != old and old is not None:
                self._asked.update(self.tables.articles_of(group.number, number))

    def _known_name(self, group: Group) -> Iterator[Name]:
        """The name of an entity of the background knowledge, when an article gives it in full."""
        for variant in group.variants.values():
            if variant.base is None:
                profile = Profile("", variant.id, "", variant.label, variant.names, variant.traits)
                variant.base = self.background.means(profile)
                variant.bearer = None if is_form(profile) else group.id
        full = {number for number, variant in group.variants.items() if variant.bearer}
        if full:
            label = min(group.variants[number].label for number in full)
            known = self.background.known(group.id)
            traits = united([known.traits, *(group.variants[number].traits for number in full)])
            yield self._name(group, label, group.id, traits, full, known.label, fixed=True)

    def _own_names(self, group: Group) -> Iterator[Name]:
        """The names of the entities that a full name has, one for each."""
        labels, counts = group.labels(), group.counts()
        if not counts:
            self._note_homonym(group, None)
            return
        decided = decide_name(group.id, labels, counts, self.background, self.comparator, person=self.person)
        self._note_homonym(group, decided.homonym)
        place = decided.of_traits()
        meant: defaultdict[int, set[int]] = defaultdict(set)
        for number, variant in group.variants.items():
            i = place.get(variant.traits)
            variant.base = decided.decision(i, variant.id, variant.traits)
            variant.bearer = None if i is None else decided.entities[i][0]
            if i is not None:
                meant[i].add(number)
        for i, (id, cluster) in enumerate(decided.entities):
            yield self._name(group, min(labels), id, cluster.traits, meant[i], decided.label)

    def _name(
        self,
        group: Group,
        label: str,
        id: str,
        traits: Traits,
        variants: set[int],
        shown: str | None,
        *,
        fixed: bool = False,
    ) -> Name:
        names = frozenset().union(*(group.variants[number].names for number in variants))
        count = group.articles(variants)
        target = Decision(id, (), shown)
        return Name(
            label, id, traits, count, names, fixed, shown, variants=frozenset(variants), target=target
        )

    def _note_homonym(self, group: Group, homonym: Homonym | None) -> None:
        if group.homonym != homonym:
            self.homonyms.append((group.homonym, homonym))
            group.homonym, group.changed = homonym, True

    def _conclude(self, group: Group) -> None:
        """Take the entity that a name leads to for what its profiles mean; articles of which something else
        is decided then are finished again.
        """
        for number, variant in group.variants.items():
            name = group.names.get(variant.bearer) if variant.bearer else None
            led = name is not None and name.target.entity != name.id
            self._settle(group, number, variant, name.target if name is not None and led else variant.base)

    def _settle(
        self, group: Group, number: int, variant: Variant, decision: Decision | None, *, unled: bool = False
    ) -> None:
        if variant.decision != decision:
            if variant.decision is not None:
                self._open.update(self.tables.articles_of(group.number, number, unled=unled))
            variant.decision, group.changed = decision, True

    # Short forms

    def _decide_shorts(self, links: NameLinks) -> None:
        """Bring up to date which full names short forms stand for, and who those are that stand for none."""
        shorts = ShortForms(self.family, self.tables, links, self.comparator)
        for group in self._groups.values():
            if group.kind == "short":
                shorts.put(group)
        shorts.update()
        for article in sorted(self._asked | shorts.asked):
            rows = self.tables.rows(article, f"{self.family}/")
            for id, row in rows.items():
                group = self.tables.numbered(row.group)
                if group.kind == "short":
                    led = shorts.meant(group, row, rows.values())
                    if led != row.led:
                        self.tables.lead(article, id, led)
                        variant = self._touched(row.group).variants[row.variant]
                        variant.led += (led is not None) - (row.led is not None)
                        self._open.add(article)
        for group in self._groups.values():
            if group.kind == "short":
                self._decide_rest(group)

    def _decide_rest(self, group: Group) -> None:
        """Decide on the short forms of a name that stand for no full one."""
        counts = group.counts()
        if not counts:
            self._note_homonym(group, None)
            return
        own = {number: one for number, one in group.variants.items() if one.count > one.led}
        decided = decide_name(
            group.id, group.labels(), counts, self.background, self.comparator, person=self.person
        )
        self._note_homonym(group, decided.homonym)
        place = decided.of_traits()
        for number, variant in own.items():
            decision = decided.decision(place.get(variant.traits), variant.id, variant.traits)
            self._settle(group, number, variant, decision, unled=True)

    # Articles

    def _finish(self) -> None:
        """Decide in the end on the entities of the articles for which something has changed."""
        for article in sorted(self._open):
            rows = self.tables.rows(article, f"{self.family}/")
            found = {
                id: self.background.declared(row.led or self._decided(row))
                for id, row in sorted(rows.items())
            }
            for id, (entity, because, label) in told_apart(found):
                label = None if label == self._label(rows[id]) else label
                told = entity != id or because or label is not None
                decision = Decision(entity, because, label) if told else None
                if decision != rows[id].decision:
                    self.tables.decide(article, id, decision)
                    self.changes.append(Change(article, id, rows[id].decision, decision))

    def _label(self, row: Row) -> str:
        """What an article calls an entity."""
        return self.tables.numbered(row.group).variants[row.variant].label

    def _decided(self, row: Row) -> Decision:
        decision = self.tables.numbered(row.group).variants[row.variant].decision
        assert decision is not None, "every profile that is not led is decided with its name"
        return decision
