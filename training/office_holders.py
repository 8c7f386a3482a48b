"""Derives who held which office of which country, from when to when, from what office_claims.py wrote down.

    python -m training.office_holders claims.jsonl [--unsupported FILE]

A holder is kept when items of two different years say that he holds or held the office, when
``training/data/offices/leaders.tsv`` has him as a head of state or of government of that country, or when
``read_over.tsv`` beside it names him: those were read over and are right; lines that begin with ``-`` are
wrong. The days of a tenure are the first and the last on which an item calls him so;
``training/data/offices/terms.tsv`` has the exact days of well-known tenures and wins. Tenures of the table as
it was stay where their holders are not found any more and nothing says that they are wrong. The result is
``seeds/knowledge/offices.ttl``, and ``leaders.ttl`` beside it without the persons in it; with
``--unsupported`` those left out are listed, to be read over.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.resources.gazetteer import Gazetteer, load_gazetteer
from kg.resources.lexicon import Lexicon, load_lexicon
from kg.resources.namespaces import slug
from kg.resources.person_names import PersonNames
from training.office_names import alike, same_persons, still_held
from training.office_terms import Term, former_terms, read_terms, turtle, without_holders

DATA = Path(__file__).parent / "data" / "offices"
OFFICES = Path(__file__).parent.parent / "seeds" / "knowledge" / "offices.ttl"
LEADERS = OFFICES.with_name("leaders.ttl")

_HEADS = frozenset({"head of state", "head of government"})
_SOLE = frozenset(
    {"president", "prime minister", "premier", "chancellor", "taoiseach", "supreme leader", "king"}
)
"""Offices that one person of a country holds at a time."""
_JOINED = ("foreign minister", "defence minister", "finance minister", "interior minister", "trade minister")
"""Offices whose several titles are one office of a country."""
_LOCAL = frozenset(
    {"governor", "lieutenant governor", "mayor", "senator", "representative", "congressman", "congresswoman"}
    | {"chief minister", "first minister"}
)
_TITLE = re.compile(
    r"(?:president|prime minister|premier|chancellor|first minister|chief minister|speaker|chief justice)"
    r"|(?:(?:first |second |third )?(?:deputy|vice)[ -])(?:president|prime minister|premier|chancellor)"
    r"|taoiseach|king|queen|emperor|emir|sultan|supreme leader|crown prince|governor(?:[ -]general)?"
    r"|lieutenant governor|mayor|senator|representative|congressman|congresswoman|mp"
    r"|(?:deputy |vice )?[a-z -]+ minister|(?:deputy )?minister (?:of|for) [a-z, ]+"
    r"|(?:deputy |assistant |under )?secretary of (?!state for)[a-z ]+|secretary of state for [a-z, ]+"
    r"|(?:culture|defence|health|home|foreign|interior|treasury|business|education|agriculture|transport"
    r"|finance|commerce|energy|housing|justice|labour|press|security|chief cabinet|foreign affairs"
    r"|executive|welsh|scottish|northern ireland) secretary"
    r"|(?:deputy )?attorney general|solicitor general|prosecutor general|surgeon general|ambassador"
    r"|(?:special )?envoy|permanent representative|trade representative|chief of staff|army chief"
    r"|military chief"
    r"|police chief|national security advis[eo]r|(?:foreign ministry )?spokes(?:man|woman)"
    r"|parliament(?:ary)? speaker|(?:house |senate )?(?:majority|minority) leader|chief executive"
)
_PASSING = re.compile(
    r"\b(?:acting|interim|caretaker|provisional|new|current|incumbent|then|transitional)\b ?"
)
_GAP = 2  # claims of others between two claims of one person that part two tenures
_AGAIN = 3  # claims that make a tenure of their own beside a longer one
_STILL = "2024-01-01"
"""Who is called so since this day, the last of his office, is taken to hold it as far as the sources go."""


@dataclass(slots=True)
class Holder:
    """A person of a country with all that is said of the offices: for each office the titles, the days on
    which he is called so, and the years in which he is called so now or formerly.
    """

    names: Counter[str] = field(default_factory=Counter)
    country: str = ""
    titles: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    days: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    years: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def label(self) -> str:
        """The name that is used most, the longer and then the earlier in the alphabet of several."""
        return min(self.names, key=lambda name: (-self.names[name], -len(name), name))


class Titles:
    """Titles in one spelling, and the office that each means."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def plain(self, title: str) -> str:
        """A title in the spelling of the lexicon, without what says that it is held for a time only."""
        spelled = self.lexicon.spelled_phrase(title.replace("\u2019", "'"))
        return " ".join(_PASSING.sub("", spelled).replace("vice-president", "vice president").split())

    def office(self, title: str) -> str:
        """The office that a title means: one name for those of `_JOINED`, else the title."""
        return next((one for one in self.lexicon.offices_of(title) if one in _JOINED), title)

    def is_head(self, title: str) -> bool:
        """Whether a title is that of a head of state or of government."""
        return not _HEADS.isdisjoint(self.lexicon.offices_of(title))


def holders(
    claims: Sequence[dict[str, str]], titles: Titles, known: Gazetteer, exact: Iterable[str] = ()
) -> list[Holder]:
    """The persons of whom some claim tells the country beside a title of `_TITLE`; no two of the ``exact``
    names are one person's.
    """
    names = PersonNames(titles.lexicon)
    told = [one for one in claims if _fits(one, titles, known)]
    countries: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in told:
        countries[one["person"]][one["country"]] += 1
    main = {name: count.most_common(1)[0][0] for name, count in countries.items() if _clear(count)}
    offices: defaultdict[str, set[str]] = defaultdict(set)
    for one in claims:
        offices[one["person"]].add(titles.office(titles.plain(one["title"])))
    counts = Counter(one["person"] for one in claims)
    place = same_persons(main, offices, counts, names, frozenset(exact))
    found: defaultdict[str, Holder] = defaultdict(Holder)
    for name, key in place.items():
        found[key].names[name] = 0
        found[key].country = main[name]
    for one in claims:
        title = titles.plain(one["title"])
        if one["person"] in place and _TITLE.fullmatch(title) and not one["body"]:
            _add(found[place[one["person"]]], one, title, titles)
    return [found[key] for key in sorted(found) if found[key].years]


def unfolded(claim: dict[str, str], known: Gazetteer) -> dict[str, str]:
    """A claim whose body is a country's and only begins the title ("UK Home" Secretary) with the whole title
    and the country for whose it is.
    """
    words = (claim["whose"] or "").split()
    for width in (2, 1):
        front = " ".join(words[:width])
        if claim["body"] and width < len(words) and _is_national(front, known):
            title = " ".join([*words[width:], claim["title"]])
            return {**claim, "title": title, "whose": front, "body": ""}
    return claim


def _is_national(text: str, known: Gazetteer) -> bool:
    return any(name.entity.startswith("country/") for name in known.names.get(text, ()))


def _clear(count: Counter[str]) -> bool:
    return count.most_common(1)[0][1] >= 0.8 * count.total()


def _fits(claim: dict[str, str], titles: Titles, known: Gazetteer) -> bool:
    """Whether a claim is one of a full name, with a title and a country that it names."""
    title = titles.plain(claim["title"])
    if not claim["country"] or claim["body"] or " " not in claim["person"] or not _TITLE.fullmatch(title):
        return False
    whose = known.names.get(claim["whose"] or "", ())
    seat = any(known.entities[name.entity].stands_for for name in whose)
    return seat or _is_national(claim["whose"] or "", known) or title in _LOCAL


def _add(holder: Holder, claim: dict[str, str], title: str, titles: Titles) -> None:
    if claim["country"] not in (None, holder.country):
        return
    office = titles.office(title)
    holder.names[claim["person"]] += 1
    holder.years[office].add(claim["day"][:4])
    if not claim["former"]:
        holder.titles[office][title] += 1
        holder.days[office].append(claim["day"][:10])


def tenures(every: Sequence[Holder]) -> Iterator[tuple[Holder, Term]]:
    """The tenures that the days tell, each run of claims without `_GAP` or more claims of other holders of a
    sole office between them one tenure.
    """
    calls: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for i, holder in enumerate(every):
        for office, days in holder.days.items():
            calls[holder.country, office] += [(day, i) for day in sorted(set(days))]
    for (country, office), rows in sorted(calls.items()):
        rows.sort()
        last = rows[-1][1]
        for i in dict.fromkeys(i for _, i in rows):
            runs = _runs(rows, i) if office in _SOLE else [[day for day, j in rows if j == i]]
            longest = max(runs, key=len)
            title = every[i].titles[office].most_common(1)[0][0]
            for run in runs:
                if run is longest or len(run) >= _AGAIN:
                    still = office in _SOLE and i == last and run[-1] >= _STILL and run is runs[-1]
                    end = "" if still else run[-1]
                    yield every[i], Term(country, every[i].label, title, run[0], end)


def _runs(rows: Sequence[tuple[str, int]], who: int) -> list[list[str]]:
    """The days of one holder, parted where others are called so in between."""
    runs: list[list[str]] = []
    others = _GAP
    for day, i in rows:
        if i != who:
            others += 1
        else:
            if others >= _GAP:
                runs.append([])
            runs[-1].append(day)
            others = 0
    return runs


def supported(holder: Holder, office: str, leaders: dict[str, set[str]], titles: Titles) -> bool:
    """Whether items of two years or the table of leaders bear an office out."""
    if len(holder.years[office]) > 1:
        return True
    return titles.is_head(office) and any(holder.country in leaders.get(slug(n), ()) for n in holder.names)


def _within_another(term: Term, exact: Iterable[Term]) -> bool:
    """Whether somebody else is known to have held a sole office all the while: what an item calls so is then
    somebody of the past, a candidate or another body's.
    """
    return term.office in _SOLE and any(
        (one.country, one.office) == (term.country, term.office)
        and one.begin < term.begin
        and (term.end or "9999") < (one.end or "9999-12")
        for one in exact
    )


def _read_over(path: Path) -> dict[tuple[str, str, str], bool]:
    """What was read over: country, name and office, and whether it is right; wrong ones begin with ``-``."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {(row[0].lstrip("-"), row[1], row[2]): not row[0].startswith("-") for row in rows}


def _leaders(path: Path) -> dict[str, set[str]]:
    """The countries of the persons of the table of leaders, by their names as ids spell them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, name = line.split("\t")
            found[slug(name)].add(country)
    return found


def main() -> None:
    """Write the tenures, and list those that nothing bears out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("claims", type=Path)
    parser.add_argument("--unsupported", type=Path)
    options = parser.parse_args()
    former = former_terms(load_gazetteer())
    OFFICES.unlink(missing_ok=True)  # what was written before bears nothing out
    titles, known = Titles(load_lexicon()), load_gazetteer()
    lines = options.claims.read_text(encoding="utf-8").splitlines()
    claims = [unfolded(json.loads(line), known) for line in lines]
    names, leaders = PersonNames(titles.lexicon), _leaders(DATA / "leaders.tsv")
    exact = read_terms(DATA / "terms.tsv")
    found = list(tenures(holders(claims, titles, known, [term.name for term in exact])))
    read_over = _read_over(DATA / "read_over.tsv")
    kept, left = sorted_out(found, exact, read_over, leaders, titles)
    right = (term for term in former if read_over.get((term.country, term.name, term.office), True))
    aliases = _aliases([holder for holder, _ in found], exact, names)
    kept += still_held(right, [*_called(kept, aliases), *exact], titles.office, names)
    OFFICES.write_text(turtle(kept, aliases), encoding="utf-8")
    leaders_text = LEADERS.read_text(encoding="utf-8")
    LEADERS.write_text(without_holders(leaders_text, _called(kept, aliases), names), encoding="utf-8")
    print(f"{len({(t.name, t.country) for t in kept})} holders, {len(kept)} tenures; {len(left)} left out")
    if options.unsupported:
        rows = (f"{t.country}\t{t.name}\t{t.office}\t{t.begin}\t{t.end}\n" for t in sorted(left))
        options.unsupported.write_text("".join(rows), encoding="utf-8")


def _called(terms: Iterable[Term], aliases: dict[tuple[str, str], tuple[str, ...]]) -> list[Term]:
    """Tenures with all that their holders are called."""
    return [
        replace(term, aliases=(*term.aliases, *aliases.get((slug(term.name), term.country), ())))
        for term in terms
    ]


def sorted_out(
    found: Iterable[tuple[Holder, Term]],
    exact: Sequence[Term],
    read_over: dict[tuple[str, str, str], bool],
    leaders: dict[str, set[str]],
    titles: Titles,
) -> tuple[list[Term], list[Term]]:
    """The exact tenures and those found that something bears out, under the exact names; and those that
    nothing does.
    """
    names = PersonNames(titles.lexicon)
    given = {
        (key, term.country, titles.office(term.office))
        for term in exact
        for name in (term.name, *term.aliases)
        for key in names.keys(name)
    }
    labels = _labels(exact, names)
    kept, left = list(exact), []
    for holder, term in found:
        keys = {key for name in holder.names for key in names.keys(name)}
        office = titles.office(term.office)
        said = {read_over[row] for n in holder.names if (row := (term.country, n, term.office)) in read_over}
        known_already = any((key, term.country, office) in given for key in keys)
        if known_already or False in said or _within_another(term, exact):
            continue
        if said or supported(holder, office, leaders, titles):
            kept.append(replace(term, name=_label(holder, labels, names)))
        else:
            left.append(term)
    return kept, left


def _labels(exact: Iterable[Term], names: PersonNames) -> dict[tuple[str, str], str]:
    """The exact names by what their spellings share, and country."""
    return {(key, t.country): t.name for t in exact for n in (t.name, *t.aliases) for key in names.keys(n)}


def _label(holder: Holder, labels: dict[tuple[str, str], str], names: PersonNames) -> str:
    """What a holder is called: the exact name where he has one."""
    keys = sorted({(key, holder.country) for name in holder.names for key in names.keys(name)})
    return next((labels[key] for key in keys if key in labels), holder.label)


def _aliases(
    every: Iterable[Holder], exact: Sequence[Term], names: PersonNames
) -> dict[tuple[str, str], tuple[str, ...]]:
    """By name as ids spell it and country: what else a person is called, twice at least, that could be a form
    of this name and is that of nobody else whose exact name is known.
    """
    labels = _labels(exact, names)
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for holder in every:
        label = _label(holder, labels, names)
        for name, count in holder.names.items():
            owners = {labels.get((key, holder.country), label) for key in names.keys(name)}
            own = name != label and owners == {label} and alike(name, label, names)
            if count > 1 and own and not names.cut_off(name, label):
                found[slug(label), holder.country].add(name)
    return {key: tuple(sorted(own)) for key, own in found.items()}


if __name__ == "__main__":
    main()
