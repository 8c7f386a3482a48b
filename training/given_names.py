"""Given names of women and of men, from Faker's lists of 60 locales (MIT), for `ontology/given_names.toml`.

    python -m training.given_names > names.toml

prints the two lists that the file has under ``female`` and ``male``. A name is in one of them when at least
four times as many locales have it as a name of that sex as of the other. Family names that stand first, by
which Chinese, Korean and Vietnamese persons would be taken for women or men, are left out.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from importlib import import_module, resources

from training.world import folded, latinised

_CLEARLY = 4
_FAMILY_FIRST = ("ko_KR", "zh_CN", "zh_TW", "vi_VN")
_FAMILIES = frozenset(
    "an bae bai ban cai cao chae chang chen cheng chi cho choe choi chon chou chu chun chung dai "
    "dang deng ding do dong du duong fan fang feng fu gao gong gu gwon ha han hao he ho hong hoang "
    "hsieh hsu hu huang hwang hyun im jang jeon jeong ji jia jiang jin jo joo ju jun jung kang kim "
    "ko kong koo kuo kwon lai lam lan lau le lee lei li lian liang liao lim lin ling liu long lu luo "
    "luong ma mai mao meng min moon myung na nam ngo nguyen ni no noh oh ok pae pan pang park peng "
    "pham phan pyo qi qian qiao qin qiu ren rhee ri rim ro ryu seo seok shao shen shi shim shin sim "
    "so son song su suh suk sun sung tan tang tao teng tian tran tse tu u van vo vu wan wang wei won "
    "woo wu xi xia xiang xiao xie xin xu xue yan yang yao ye yeo yi yim yin yip yoo yoon you yu yuan "
    "yun zeng zhan zhang zhao zheng zhong zhou zhu zou ".split()
)


def given_names() -> tuple[list[str], list[str]]:
    """The names of women and those of men, in lower case and without diacritics, sorted."""
    female, male = Counter[str](), Counter[str]()
    root = resources.files("faker.providers.person")
    for folder in sorted(
        entry.name for entry in root.iterdir() if entry.is_dir() and "_" in entry.name.strip("_")
    ):
        if folder not in _FAMILY_FIRST:
            provider = import_module(f"faker.providers.person.{folder}").Provider
            female.update(_names(provider, "first_names_female"))
            male.update(_names(provider, "first_names_male"))
    return _mostly(female, male), _mostly(male, female)


def _names(provider: type, key: str) -> set[str]:
    """The names of a list of Faker's, each once, of Latin letters after transliteration."""
    words = {folded(latinised(word)).lower() for word in getattr(provider, key, ()) if isinstance(word, str)}
    return {word for word in words if word.isascii() and word.isalpha() and len(word) > 2} - _FAMILIES


def _mostly(these: Counter[str], others: Counter[str]) -> list[str]:
    return sorted(name for name, count in these.items() if count >= _CLEARLY * others[name])


def main() -> None:
    """Print both lists as TOML."""
    for key, names in zip(("female", "male"), given_names(), strict=True):
        words = textwrap.fill(
            ", ".join(f'"{name}"' for name in names), 150, initial_indent="    ", subsequent_indent="    "
        )
        print(f"{key} = [\n{words},\n]")


if __name__ == "__main__":
    main()
