"""Which names are forms of which, kept up to date: names that have changed -> names that lead elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.resolution.bearers import Background, Decision, plain_id
from kg.resolution.features import ProfileComparator
from kg.resolution.groups import Group, Name
from kg.resolution.short_names import forms_of, is_form_of, link_forms, name_keys
from kg.resolution.tables import Tables

__all__ = ["NameLinks"]


@dataclass(slots=True, eq=False)
class NameLinks:
    """The canonical names of one kind.

    ``told`` are the names of which something else is told than before, more than by some articles;
    ``gone`` those that are no names any more, with the forms under which they were found; ``retargeted``
    those that lead to another name than before, or for other reasons.
    """

    family: str
    tables: Tables
    background: Background
    comparator: ProfileComparator
    told: dict[str, Name] = field(default_factory=dict)
    gone: dict[str, frozenset[str]] = field(default_factory=dict)
    retargeted: dict[str, Name] = field(default_factory=dict)
    _counted: dict[str, Name] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    @property
    def person(self) -> bool:
        """Whether these are names of persons."""
        return self.family == "person"

    def name(self, id: str) -> Name | None:
        """The name under an id."""
        group = self.group(id)
        return group.names.get(id) if group else None

    def group(self, id: str) -> Group | None:
        """The group in which the name under an id stands."""
        known = self.background.entity(id) is not None
        return self.tables.known_group(*(("background", id) if known else ("full", plain_id(id))))

    def place(self, id: str) -> Group:
        """The group in which a name stands that there is."""
        group = self.group(id)
        assert group is not None, "a name stands in its group"
        return group

    def put(self, group: Group, names: Iterable[Name], redated: set[int]) -> None:
        """Put names in the place of those that a group had; ``redated`` are the variants of which it has
        changed when they were written.
        """
        found: dict[str, Name] = {}
        for name in names:
            old = group.names.pop(name.id, None)
            if old is None:
                self.told[name.id] = found[name.id] = name
                continue
            same = _told(old) == _told(name) and not redated & name.variants
            if same and old.articles == name.articles:
                found[name.id] = old
                continue
            name.keys, name.forms, name.target = old.keys, old.forms, old.target
            name.fits, name.fit_of = old.fits, old.fit_of
            found[name.id] = name
            (self._counted if same else self.told)[name.id] = name
        gone, group.names, group.changed = group.names, found, True
        for name in gone.values():
            self._remove(name)

    def update(self) -> None:
        """Bring up to date which names lead to which."""
        changed = {**self.told, **self._counted}
        before = {}
        for id, name in self.told.items():
            before[id] = name.forms
            keys = frozenset(name_keys(name.name, self.comparator, person=self.person))
            forms = frozenset(forms_of(name, self.comparator, person=self.person))
            self.tables.find_under(name, self.family, keys, forms)
        for id, forms in before.items():
            if forms - self.told[id].forms:
                self.gone[id] = forms
        for id, name in changed.items():
            near = self.tables.names_by_key(self.family, name.keys) | name.fits | name.fit_of
            for other in self._names(near - {id}):
                self._compare(name, other)
                self._compare(other, name)
        self._open |= changed.keys()
        while self._open:
            self._link(self._component(self._open.pop()))

    def _remove(self, name: Name) -> None:
        self.gone[name.id] = name.forms
        self.tables.find_under(name, self.family, frozenset(), frozenset())
        for other in self._names(name.fits | name.fit_of):
            other.fits.discard(name.id)
            other.fit_of.discard(name.id)
            self._note(other)

    def _names(self, ids: Iterable[str]) -> Iterator[Name]:
        """The names under some ids, as far as there are any, in order."""
        return (name for id in sorted(ids) if (name := self.name(id)) is not None)

    def _note(self, name: Name) -> None:
        """Note that a name has to be linked anew."""
        self._open.add(name.id)
        self.place(name.id).changed = True

    def _compare(self, one: Name, other: Name) -> None:
        """Bring up to date whether a name can be a form of another."""
        fits = is_form_of(one, other, self.comparator, person=self.person) and not self._together(one, other)
        if fits == (other.id in one.fits):
            return
        if fits:
            one.fits.add(other.id)
            other.fit_of.add(one.id)
        else:
            one.fits.discard(other.id)
            other.fit_of.discard(one.id)
        self._note(one)
        self._note(other)

    def _together(self, one: Name, other: Name) -> bool:
        """Whether an article has both names."""
        few, many = sorted((one, other), key=lambda name: name.articles)
        first, second = ((self.place(name.id).number, name.variants) for name in (few, many))
        return self.tables.together(first, second)

    def _component(self, id: str) -> list[Name]:
        """The names that can be forms of each other, directly or not, of which this is one."""
        found: dict[str, Name] = {}
        waiting = [id]
        while waiting:
            for name in self._names(waiting):
                found[name.id] = name
            waiting = [
                next
                for id in waiting
                if id in found
                for next in (found[id].fits | found[id].fit_of) - found.keys()
            ]
        self._open -= found.keys()
        return [found[id] for id in sorted(found)]

    def _link(self, names: list[Name]) -> None:
        """Link names that can be forms of each other."""
        own = {name.id: name for name in names}
        for name in names:
            name.form_of, name.because = None, ()
        link_forms(names, lambda name: [own[id] for id in sorted(own[name.id].fits)], self.comparator)
        for name in names:
            canonical, because = name.canonical()
            target = Decision(canonical.id, because if canonical is not name else (), canonical.shown)
            if target != name.target:
                name.target = target
                self.retargeted[name.id] = name
                self._note(name)
        self._open -= own.keys()


def _told(name: Name) -> tuple[object, ...]:
    return name.name, name.traits, name.names, name.fixed, name.shown, name.variants, name.weight
