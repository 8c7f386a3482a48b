"""ontology/lexicon.toml -> Lexicon: which nouns are actors, bodies, sites, capabilities, titles, and what
other words tell of entities; read once, asked often.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

from kg.resources.data_files import DataReader
from kg.resources.namespaces import slug
from kg.resources.ontology import Ontology
from kg.resources.word_tables import Slot, WordTables

__all__ = ["Kind", "Lexicon", "load_lexicon"]

Words = frozenset[str]
Kind = Literal["people", "body", "place", "site", "vehicle", "thing", "goods", "abstract", "inanimate"]
"""What a noun is a name of; what is only inanimate may be of any of the kinds that neither live nor act."""

_APART: tuple[frozenset[tuple[str, str]], ...] = (
    frozenset({("organizations", "*"), ("facilities", "nouns"), ("places", "nouns")}),
    frozenset({("agents", "*"), ("facilities", "nouns"), ("places", "nouns")}),
    frozenset({("agents", "*"), ("people", "unlisted")}),
    frozenset({("capabilities", "*"), ("capabilities", "empty")}),
    frozenset({("capabilities", "*"), ("capabilities", "slack")}),
    frozenset({("capabilities", "abstract"), ("capabilities", "empty")}),
    frozenset({("titles", "*"), ("titles", "courtesy"), ("titles", "former")}),
    frozenset({("titles", "female"), ("titles", "male")}),
    frozenset({("given", "female"), ("given", "male")}),
    frozenset(
        ("noun_kinds", kind)
        for kind in (
            "people",
            "bodies",
            "places",
            "sites",
            "vehicles",
            "things",
            "goods",
            "abstract",
            "inanimate",
        )
    ),
    frozenset({("references", "country"), ("references", "countries"), ("references", "persons")}),
    frozenset({("places", "settlements"), ("places", "divisions")}),
    frozenset({("home", "abroad"), ("home", "local")}),
    frozenset({("home", "settled"), ("home", "mobile")}),
)
"""Lists of which a word stands in one only, beside those of one table by sector or class."""

_BROAD = frozenset({"head", "leader", "minister"})
"""Offices that several persons of a country hold at a time."""

_WITHIN: Mapping[tuple[str, str], Collection[tuple[str, str]]] = {
    ("vague", "nouns"): [("agents", "*"), ("titles", "*"), ("organizations", "*")],
    ("bodies", "national"): [("organizations", "*")],
    ("bodies", "plural"): [("organizations", "*")],
    ("bodies", "generic"): [("organizations", "*")],
    ("bodies", "leading"): [("organizations", "*")],
    ("sectors", "*"): [("organizations", "Organization")],
    ("facilities", "missions"): [("facilities", "nouns")],
    ("places", "settlements"): [("places", "nouns")],
    ("places", "divisions"): [("places", "nouns")],
    ("capabilities", "plural"): [("capabilities", "*")],
    ("titles", "counterparts"): [("titles", "*")],
    ("references", "pairs"): [("references", "persons")],
    ("home", "abroad"): [("agents", "*"), ("people", "unlisted"), ("organizations", "*")],
    ("home", "local"): [("agents", "*"), ("people", "unlisted"), ("organizations", "*")],
}
"""Lists of which a word is asked for only where it stands in one of the others."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words by what they are asked for; each field names its table and key in the file.

    Nouns are singular, lower case, in British spelling; multi-word nouns have single spaces.
    """

    spelling: Annotated[Mapping[str, str], Slot("texts", "spelling")]

    # What a noun stands for: agents by sector, bodies and capabilities by class.
    agents: Annotated[Mapping[str, str], Slot("sector of", "agents")]
    vague: Annotated[Words, Slot("words", "vague", "nouns")]
    body_classes: Annotated[Mapping[str, str], Slot("class of", "organizations")]
    body_sectors: Annotated[Mapping[str, str], Slot("sector of", "sectors")]
    class_sectors: Annotated[Mapping[str, str], Slot("sector by class", "class_sectors", cased=True)]
    class_references: Annotated[
        Mapping[str, tuple[str, ...]], Slot("classes", "class_references", cased=True)
    ]
    organization_suffixes: Annotated[Mapping[str, str], Slot("class of", "organization_suffixes", cased=True)]
    national_bodies: Annotated[Words, Slot("words", "bodies", "national")]
    plural_bodies: Annotated[Words, Slot("words", "bodies", "plural")]
    generic_bodies: Annotated[Words, Slot("words", "bodies", "generic")]
    leading_bodies: Annotated[Words, Slot("words", "bodies", "leading")]
    body_name_parts: Annotated[Words, Slot("words", "bodies", "name_parts")]
    portfolios: Annotated[Words, Slot("words", "portfolios", "words")]
    facilities: Annotated[Words, Slot("words", "facilities", "nouns")]
    facility_suffixes: Annotated[Words, Slot("words", "facilities", "suffixes", cased=True)]
    missions: Annotated[Words, Slot("words", "facilities", "missions")]
    places: Annotated[Words, Slot("words", "places", "nouns")]
    region_suffixes: Annotated[Words, Slot("words", "places", "regions", cased=True)]
    divisions_of: Annotated[Mapping[str, tuple[str, ...]], Slot("lists", "divisions", cased=True)]
    settlements: Annotated[Words, Slot("words", "places", "settlements")]
    divisions: Annotated[Words, Slot("words", "places", "divisions")]
    occasions: Annotated[Words, Slot("words", "occasions", "nouns")]
    events: Annotated[Words, Slot("words", "events", "nouns")]
    capabilities: Annotated[Mapping[str, str], Slot("class of", "capabilities")]
    plural_capabilities: Annotated[Words, Slot("words", "capabilities", "plural")]
    ships: Annotated[Mapping[str, str], Slot("texts", "ships", cased=True)]
    containers: Annotated[Words, Slot("words", "capabilities", "containers")]
    slack: Annotated[Words, Slot("words", "capabilities", "slack")]
    empty: Annotated[Words, Slot("words", "capabilities", "empty")]
    abstract: Annotated[Words, Slot("words", "capabilities", "abstract")]
    abstract_endings: Annotated[tuple[str, ...], Slot("endings", "capabilities", "abstract_endings")]

    # Titles by sector, and the titles that mean one office.
    titles: Annotated[Mapping[str, str], Slot("sector of", "titles")]
    title_modifiers: Annotated[Words, Slot("words", "titles", "modifiers")]
    courtesy: Annotated[Words, Slot("words", "titles", "courtesy")]
    former: Annotated[Words, Slot("words", "titles", "former")]
    female: Annotated[Words, Slot("words", "titles", "female")]
    male: Annotated[Words, Slot("words", "titles", "male")]
    consorts: Annotated[Words, Slot("words", "titles", "consorts")]
    name_titles: Annotated[Words, Slot("words", "titles", "in_names")]
    passing: Annotated[Words, Slot("words", "titles", "passing")]
    counterparts: Annotated[Words, Slot("words", "titles", "counterparts")]
    of_titles: Annotated[Words, Slot("words", "titles", "of_titles")]
    offices: Annotated[Mapping[str, tuple[str, ...]], Slot("lists", "offices")]

    # Words that point back, and names in a short form.
    country_words: Annotated[Words, Slot("words", "references", "country")]
    sides: Annotated[Words, Slot("words", "references", "sides")]
    country_plurals: Annotated[Words, Slot("words", "references", "countries")]
    person_plurals: Annotated[Words, Slot("words", "references", "persons")]
    person_pairs: Annotated[Words, Slot("words", "references", "pairs")]
    adjectives: Annotated[Mapping[str, str], Slot("texts", "adjectives", cased=True)]
    short_forms: Annotated[Mapping[str, str], Slot("texts", "short_forms")]

    # People without a name or a country beside them.
    unlisted_people: Annotated[Words, Slot("words", "people", "unlisted")]
    documents: Annotated[Words, Slot("words", "people", "nobody")]
    ranks: Annotated[Words, Slot("words", "people", "ranks")]
    abroad: Annotated[Words, Slot("words", "home", "abroad")]
    helping: Annotated[Words, Slot("words", "home", "helping")]
    local: Annotated[Words, Slot("words", "home", "local")]
    law: Annotated[Words, Slot("sectors", "home", "law", cased=True)]
    at_odds: Annotated[Words, Slot("sectors", "home", "at_odds", cased=True)]
    settled: Annotated[Words, Slot("sectors", "home", "settled", cased=True)]
    mobile: Annotated[Words, Slot("sectors", "home", "mobile", cased=True)]
    fighting: Annotated[Words, Slot("sectors", "home", "fighting", cased=True)]
    across_borders: Annotated[Words, Slot("sectors", "home", "across_borders", cased=True)]
    name_particles: Annotated[Words, Slot("words", "names", "particles")]
    merchant_ships: Annotated[Words, Slot("words", "names", "merchant_ships", cased=True)]
    named_craft: Annotated[Words, Slot("words", "names", "craft")]
    name_spellings: Annotated[Mapping[str, str], Slot("texts", "name_spellings")]
    women: Annotated[Words, Slot("words", "given", "female")]
    men: Annotated[Words, Slot("words", "given", "male")]

    # What other nouns are names of.
    people_nouns: Annotated[Words, Slot("words", "noun_kinds", "people")]
    body_nouns: Annotated[Words, Slot("words", "noun_kinds", "bodies")]
    place_nouns: Annotated[Words, Slot("words", "noun_kinds", "places")]
    site_nouns: Annotated[Words, Slot("words", "noun_kinds", "sites")]
    vehicle_nouns: Annotated[Words, Slot("words", "noun_kinds", "vehicles")]
    thing_nouns: Annotated[Words, Slot("words", "noun_kinds", "things")]
    goods_nouns: Annotated[Words, Slot("words", "noun_kinds", "goods")]
    abstract_nouns: Annotated[Words, Slot("words", "noun_kinds", "abstract")]
    inanimate_nouns: Annotated[Words, Slot("words", "noun_kinds", "inanimate")]

    # Verbs and function words.
    mutual: Annotated[Words, Slot("words", "verbs", "mutual")]
    mutual_things: Annotated[Words, Slot("words", "verbs", "mutual_things")]
    losing: Annotated[Words, Slot("words", "verbs", "losing")]
    beating: Annotated[Words, Slot("words", "verbs", "beating")]
    defeats: Annotated[Words, Slot("words", "verbs", "defeats")]
    human: Annotated[Words, Slot("words", "verbs", "human")]
    saying: Annotated[Words, Slot("words", "verbs", "saying")]
    impersonal: Annotated[Words, Slot("words", "verbs", "impersonal")]
    determiners: Annotated[Words, Slot("words", "determiners", "all")]
    articles: Annotated[Words, Slot("words", "determiners", "articles")]
    definite: Annotated[Words, Slot("words", "determiners", "definite")]
    demonstrative: Annotated[Words, Slot("words", "determiners", "demonstrative")]
    known: Annotated[Words, Slot("words", "determiners", "known")]
    nobody: Annotated[Words, Slot("words", "determiners", "none")]
    dual: Annotated[Words, Slot("words", "determiners", "dual")]
    numbers: Annotated[Mapping[str, int], Slot("numbers", "numbers")]
    place_prepositions: Annotated[Words, Slot("words", "prepositions", "place")]
    noun_prepositions: Annotated[Words, Slot("words", "prepositions", "phrase")]
    people_prepositions: Annotated[Words, Slot("words", "prepositions", "beside")]
    owner_prepositions: Annotated[Words, Slot("words", "prepositions", "owner")]
    body_owner_prepositions: Annotated[Words, Slot("words", "prepositions", "body_owner")]
    site_prepositions: Annotated[Words, Slot("words", "prepositions", "site")]
    site_owner_prepositions: Annotated[Words, Slot("words", "prepositions", "site_owner")]
    title_prepositions: Annotated[Words, Slot("words", "prepositions", "title")]
    inside_title: Annotated[Words, Slot("words", "prepositions", "title_inside")]
    title_words: Annotated[Words, Slot("words", "prepositions", "title_words")]
    inside_name: Annotated[Words, Slot("words", "prepositions", "name_inside")]
    topic_end: Annotated[Words, Slot("words", "prepositions", "topic_end")]

    # Plurals that the endings of English do not tell.
    irregular_plurals: Annotated[Mapping[str, str], Slot("texts", "irregular_plurals")]
    plural_endings: Annotated[Mapping[str, str], Slot("texts", "plural_endings")]
    unchanged_plurals: Annotated[Words, Slot("words", "plurals", "unchanged")]

    def spelled(self, word: str) -> str:
        """The word in lower case and in the spelling of this lexicon."""
        low = word.lower()
        return self.spelling.get(low, low)

    def spelled_phrase(self, words: str) -> str:
        """Some words in lower case and in the spelling of this lexicon, single spaces between them."""
        return " ".join(self.spelled(word) for word in words.split())

    def offices_of(self, title: str) -> Iterator[str]:
        """The offices that a title means."""
        return (office for office, titles in self.offices.items() if title == office or title in titles)

    def titles_alike(self, title: str) -> set[str]:
        """All titles of the offices that a title means, itself included; those of a broad office ("leader")
        only for its own word, as a president is no prime minister.
        """
        meant = (office for office in self.offices_of(title) if office not in _BROAD or office == title)
        return {title}.union(*(self.offices[office] for office in meant))

    def same_office(self, title: str, office: str) -> bool:
        """Whether a title can be that of who holds an office: the same one, another title of it, or a word
        that it is one of ("leader", "minister").
        """
        title, office = self._of_office(title), self._of_office(office)
        if title == office or office in self.offices.get(title, ()) or office.endswith(f" {title}"):
            return True
        return not ({*self.offices_of(title)} - _BROAD).isdisjoint(self.offices_of(office))

    def _of_office(self, title: str) -> str:
        """A title as it is spelled here, without words that say how long it is held ("acting")."""
        words = self.spelled_phrase(title).split()
        while len(words) > 1 and words[0] in self.passing:
            words.pop(0)
        return " ".join(words)

    @cached_property
    def singular(self) -> Callable[[str], str]:
        """A function from an English noun in lower case to its singular; it remembers what it was asked."""
        return lru_cache(maxsize=8192)(self._singular)

    @cached_property
    def heads_description(self) -> Callable[[str], bool]:
        """A function that tells whether some listed noun for an actor or a site ends in a word."""
        ends = _last_words(
            [
                *self.agents,
                *self.organizations,
                *self.facilities,
                *self.places,
                *self.country_words,
                *self.sides,
                *self.country_plurals,
                *self.person_plurals,
                *self.titles,
            ]
        )
        return lru_cache(maxsize=16384)(lambda word: self._is_one_of(word, ends))

    @cached_property
    def given_names(self) -> Words:
        """The given names of women and men."""
        return self.women | self.men

    @cached_property
    def heads_capability(self) -> Callable[[str], bool]:
        """A function that tells whether some listed noun for a capability ends in a word."""
        ends = _last_words(self.capabilities)
        return lru_cache(maxsize=16384)(lambda word: self._is_one_of(word, ends))

    @cached_property
    def heads_title(self) -> Callable[[str], bool]:
        """A function that tells whether some title ends in a word."""
        ends = _last_words(self.titles)
        return lru_cache(maxsize=16384)(lambda word: self._is_one_of(word, ends))

    @cached_property
    def may_be_people(self) -> Callable[[str], bool]:
        """A function that tells whether a noun is one for people."""
        return lru_cache(maxsize=16384)(self._may_be_people)

    @cached_property
    def noun_kind(self) -> Callable[[str], Kind | None]:
        """A function that tells what a noun is a name of, in any number and spelling; None where its uses
        differ or it is not known.
        """
        kinds: dict[Kind, Words] = {
            "people": self.people_nouns,
            "body": self.body_nouns,
            "place": self.place_nouns,
            "site": self.site_nouns,
            "vehicle": self.vehicle_nouns,
            "thing": self.thing_nouns,
            "goods": self.goods_nouns,
            "abstract": self.abstract_nouns,
            "inanimate": self.inanimate_nouns,
        }
        by_noun = {noun: kind for kind, nouns in kinds.items() for noun in nouns}

        def kind(word: str) -> Kind | None:
            noun = self.singular(self.spelled(word))
            return by_noun.get(noun) or (None if noun.isascii() else by_noun.get(slug(noun)))

        return lru_cache(maxsize=16384)(kind)

    @cached_property
    def division_countries(self) -> Mapping[str, frozenset[str]]:
        """The ISO-3 codes of the countries that have a first-level division of a name."""
        found: dict[str, set[str]] = {}
        for country, names in self.divisions_of.items():
            for name in names:
                found.setdefault(name, set()).add(country)
        return {name: frozenset(countries) for name, countries in found.items()}

    @cached_property
    def organizations(self) -> Mapping[str, tuple[str, str | None]]:
        """Heads of bodies, each with its class and sector."""
        return {noun: (cls, self._body_sector(noun, cls)) for noun, cls in self.body_classes.items()}

    def _body_sector(self, noun: str, cls: str) -> str | None:
        return self.body_sectors.get(noun) if cls == "Organization" else self.class_sectors.get(cls)

    def _may_be_people(self, word: str) -> bool:
        noun = self.singular(self.spelled(word))
        return noun in self.agents or noun in self.unlisted_people

    def _is_one_of(self, word: str, words: Words) -> bool:
        spelled = self.spelled(word)
        return spelled in words or self.singular(spelled) in words

    def _singular(self, word: str) -> str:
        """The singular by the tables, else by the regular endings."""
        if word in self.unchanged_plurals:
            return word
        if word in self.irregular_plurals:
            return self.irregular_plurals[word]
        for ending, single in self.plural_endings.items():
            if word.endswith(ending) and len(word) > len(ending) + 2:
                return word[: -len(ending)] + single
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith(("sses", "shes", "ches", "xes", "zes")):
            return word[:-2]
        if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
            return word[:-1]
        return word


def load_lexicon(
    extra: Iterable[Path] = (),
    *,
    ontology: Ontology | None = None,
    shipped: Path | None = None,
    data: DataReader | None = None,
) -> Lexicon:
    """The lexicon and the given names that ship, with a user's own files of the same shape added to them.

    Their words join the lists; where a word or a key can have one value only, the last file's counts. With an
    ``ontology`` the sectors and classes must be its own. ``shipped`` is read in place of the file that ships.
    Raises DataError when a file is not well formed.
    """
    slots = _slots()
    data = data or DataReader()
    tables = WordTables(slots.values(), _APART, spelling="spelling")
    shared = ("given_names.toml", "noun_kinds.toml", "divisions.toml")
    own = (shipped or data.ontology / "lexicon.toml", *(data.ontology / name for name in shared))
    for path in (*own, *extra):
        tables.add(path, data.toml(path))
        for inner, outer in _WITHIN.items():
            tables.check_within(path, inner, outer)
    if ontology is not None:
        tables.check_names(ontology.sectors, ontology.classes)
    values: dict[str, Any] = {name: tables.value(slot) for name, slot in slots.items()}
    return Lexicon(**values)


def _slots() -> dict[str, Slot]:
    """The slot of each field of a lexicon."""
    hints = get_type_hints(Lexicon, include_extras=True)
    return {field.name: hints[field.name].__metadata__[0] for field in fields(Lexicon)}


def _last_words(nouns: Collection[str]) -> Words:
    """The last words of nouns, also after a hyphen."""
    return frozenset(part.split()[-1] for noun in nouns for part in (noun, noun.replace("-", " ")))
