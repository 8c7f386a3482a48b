"""First-level divisions of countries, from ISO 3166-2 as pycountry has it, for `ontology/divisions.toml`.

    python -m training.divisions > divisions.toml

prints the table of states, provinces and regions by the ISO-3 code of their country, in the letters of ASCII.
Divisions of divisions and names of fewer than four letters are left out, and what is written in brackets or
after a comma.
"""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict

from training.world import folded, latinised


def divisions() -> dict[str, list[str]]:
    """The names of the first-level divisions of each country, sorted."""
    import pycountry

    found = defaultdict[str, set[str]](set)
    for one in pycountry.subdivisions:
        country = pycountry.countries.get(alpha_2=one.country_code)
        name = folded(latinised(re.split(r"[,(\[*/]", one.name)[0].strip())).replace("'", "")
        if country is not None and one.parent_code is None and len(name) > 3 and name.isascii():
            found[country.alpha_3].add(name)
    return {country: sorted(names) for country, names in sorted(found.items())}


def main() -> None:
    """Print the table as TOML."""
    print("[divisions]")
    for country, names in divisions().items():
        quoted = ", ".join(f'"{name}"' for name in names).replace(" ", "\x00").replace(",\x00", ", ")
        words = textwrap.fill(quoted, 148, break_on_hyphens=False).replace("\x00", " ")
        print(f"{country} = [\n{textwrap.indent(words, '    ')},\n]")


if __name__ == "__main__":
    main()
