"""Which full names short forms stand for, kept up to date: changed names -> articles to ask again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.resolution.bearers import Decision
from kg.resolution.coverage import ALWAYS, Coverage, covers, differing, joined
from kg.resolution.features import ProfileComparator, Traits
from kg.resolution.groups import Candidate, Group, Name, Variant
from kg.resolution.linking import NameLinks
from kg.resolution.short_names import Fits, commonly, form_keys, is_known_by, prevailing, short_for
from kg.resolution.tables import Row, Tables

__all__ = ["ShortForms"]


@dataclass(slots=True, eq=False)
class ShortForms:
    """The short forms of one kind of entities; ``asked`` are the numbers of articles of which it may have
    changed for whom a short form stands.
    """

    family: str
    tables: Tables
    links: NameLinks
    comparator: ProfileComparator
    asked: set[int] = field(default_factory=set)
    _coverages: dict[str, list[tuple[Traits, Coverage]]] = field(default_factory=dict)

    @property
    def person(self) -> bool:
        """Whether these are names of persons."""
        return self.family == "person"

    def put(self, group: Group) -> None:
        """Let the short forms of a group be found, and find the names that new ones may stand for."""
        labels = {variant.label for variant in group.variants.values()}
        forms = frozenset(form for label in labels for form in self._forms(label))
        if forms != group.forms:
            self.tables.find_short(group, self.family, forms)
        for variant in group.variants.values():
            if variant.candidates is None:
                variant.candidates = {}
                for id in self._possible(variant):
                    found = self._candidate(variant, self.links.place(id).names[id])
                    if found is not None:
                        variant.candidates[id] = found

    def update(self) -> None:
        """Bring up to date for which names short forms may stand."""
        for id, forms in self.links.gone.items():
            for group, number, variant in self._under(forms):
                if variant.candidates and variant.candidates.pop(id, None) is not None:
                    self._ask(group, number)
        for name in {**self.links.told, **self.links.retargeted}.values():
            for group, number, variant in self._under(name.forms):
                self._consider(group, number, variant, name)

    def meant(self, group: Group, row: Row, rows: Iterable[Row]) -> Decision | None:
        """The name for which a short form stands and why: the only one that fits or, of persons, the one that
        prevails; None when there is none. ``rows`` are all of the article's.

        One that the article itself gives in full as well is not meant: the article would have said so.
        """
        variant = group.variants[row.variant]
        if not variant.candidates:
            return None
        given = {self.tables.numbered(one.group).variants[one.variant].bearer for one in rows}
        fits, common = Fits(), Fits()
        for name, one in self._ordered(variant, variant.candidates):
            id, because, label = name.target
            free = not given & {name.id, id}
            if one.why and free and covers(one.agreeing, row.day):
                meant = Decision(id, (*one.why, *because), label)
                fits.add(id, one.weight, meant, len(one.why) if self.person else 0)
            if one.common:
                meant = Decision(id, (*one.common, *because), label)
                common.add(id, one.weight, meant if free and covers(one.used, row.day) else None)
                common.known |= {id} if is_known_by(variant.label, name) else set()
        return fits.only(person=self.person) if fits.weights else common.prevailing()

    def _ordered(
        self, variant: Variant, candidates: Mapping[str, Candidate]
    ) -> Iterable[tuple[Name, Candidate]]:
        """The names that a short form may stand for, in the order in which they are looked at."""
        forms = self._forms(variant.label)
        found = []
        for id, one in candidates.items():
            group = self.links.place(id)
            name = group.names[id]
            first = min(i for i, form in enumerate(forms) if form in name.forms)
            found.append(((first, not name.fixed, group.id, name.traits.key), (name, one)))
        return [one for _, one in sorted(found, key=lambda item: item[0])]

    def _forms(self, label: str) -> list[str]:
        return form_keys(label, self.comparator, person=self.person)

    def _possible(self, variant: Variant) -> Iterable[str]:
        """The ids of the names that are found under a short form; none where too little is told."""
        agreeing = self.comparator.agreements(variant.traits, variant.traits, strong=True)
        if self.person and not agreeing and self.comparator.is_given_name(variant.label):
            return []
        forms = self._forms(variant.label)
        return {id for form in forms for id in self.tables.names_by_form(self.family, form)}

    def _under(self, forms: Iterable[str]) -> Iterable[tuple[Group, int, Variant]]:
        """The short forms that are found under some forms."""
        numbers = {number for form in forms for number in self.tables.short_groups(self.family, form)}
        for number in sorted(numbers):
            group = self.tables.numbered(number)
            for variant in group.variants.items():
                yield group, *variant

    def _consider(self, group: Group, number: int, variant: Variant, name: Name) -> None:
        """Bring up to date whether, why and when a short form may stand for a name."""
        assert variant.candidates is not None, "names are sought for a short form when it is new"
        old, new = variant.candidates.get(name.id), self._candidate(variant, name)
        retargeted = new is not None and name.id in self.links.retargeted
        if old == new:
            if retargeted:
                self._ask(group, number)
            return
        before = self._prevailing(variant)
        if new is None:
            del variant.candidates[name.id]
        else:
            variant.candidates[name.id] = new
        group.changed = True
        if retargeted or _enough(old) != _enough(new) or before != self._prevailing(variant):
            self._ask(group, number)
        elif old is not None and new is not None:
            for was, now in ((old.agreeing, new.agreeing), (old.used, new.used)):
                for first, last in differing(was, now):
                    self.asked.update(self.tables.articles_between(group.number, number, first, last))

    def _prevailing(self, variant: Variant) -> str | None:
        """The entity that a short form means in articles that do not tell."""
        weights: dict[str, int] = {}
        known: set[str] = set()
        for id, one in (variant.candidates or {}).items():
            if one.common:
                name = self.links.place(id).names[id]
                target = name.target.entity
                weights[target] = max(one.weight, weights.get(target, 0))
                known |= {target} if is_known_by(variant.label, name) else set()
        return prevailing(weights, known)

    def _ask(self, group: Group, number: int) -> None:
        group.changed = True
        self.asked.update(self.tables.articles_of(group.number, number))

    def _candidate(self, variant: Variant, name: Name) -> Candidate | None:
        """Why and when a short form may stand for a name; None where nothing speaks for it."""
        if name.forms.isdisjoint(self._forms(variant.label)):
            return None
        why = short_for(variant.label, variant.traits, name, self.comparator, person=self.person)
        common = commonly(variant.label, variant.traits, name, self.comparator) if self.person else ()
        if not why and not common:
            return None
        used = joined(coverage for _, coverage in self._told(name)) if common else ALWAYS
        agreeing = self._when(variant.traits, name) if why else ALWAYS
        return Candidate(why, agreeing, common, used, name.weight)

    def _when(self, traits: Traits, name: Name) -> Coverage:
        """When a name was told with what agrees with some traits; always where nothing alone does."""
        if not self.person:
            return ALWAYS
        agreeing = [
            coverage
            for told, coverage in self._told(name)
            if self.comparator.agreements(traits, told, strong=True)
        ]
        return joined(agreeing) if agreeing else ALWAYS

    def _told(self, name: Name) -> list[tuple[Traits, Coverage]]:
        """What the articles tell with a name, and when."""
        if name.id not in self._coverages:
            group = self.links.place(name.id)
            found: dict[Traits, list[Coverage]] = {}
            for variant in map(group.variants.__getitem__, name.variants):
                found.setdefault(variant.traits, []).append(variant.coverage)
            self._coverages[name.id] = [(traits, joined(many)) for traits, many in found.items()]
        return self._coverages[name.id]


def _enough(one: Candidate | None) -> tuple[tuple[str, ...], int] | None:
    """What speaks for a name where that is enough, and what it weighs."""
    return (one.why, one.weight) if one is not None and one.why else None
