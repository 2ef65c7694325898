"""Who reads: persons and families of programs, languages, countries and networks, in words fit to be shown."""

from __future__ import annotations

import csv
import ipaddress
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from legation.dossier.tables.bots import families
from legation.figures.figure import Named
from legation.language import Lang, Language, Message, country_name
from legation.questions.base.case import Case
from legation.sources.observations.access_log import bot_kind

__all__ = [
    "GROUPS",
    "PART",
    "Group",
    "Networks",
    "ai_families",
    "country_of",
    "group_name",
    "group_of",
    "in_group",
    "language",
    "networks_of",
    "plain",
    "read_networks",
]


Group = Literal["people", "ai", "search", "other"]
GROUPS: tuple[Group, ...] = ("people", "ai", "search", "other")


def group_of(family: str) -> Group:
    """Return the group of a family; an empty text is a person's browser.

    >>> group_of(""), group_of("GPTBot"), group_of("Googlebot"), group_of("curl")
    ('people', 'ai', 'search', 'other')
    """
    kind = bot_kind(family) if family else "people"
    return kind if kind in ("people", "ai", "search") else "other"  # type: ignore[return-value]  # one of those three


def in_group(found: Iterable[str], *groups: Group) -> list[str]:
    """Return the families of some groups."""
    return [family for family in found if group_of(family) in groups]


def ai_families() -> tuple[str, ...]:
    """Return every family that gathers for artificial intelligence."""
    return tuple(name for name, kind in families().items() if kind == "ai")


def group_name(group: Group) -> Message:
    """Return what a group is called."""
    return {
        "people": Message("who-reads-us.group.people"),
        "ai": Message("who-reads-us.group.ai"),
        "search": Message("who-reads-us.group.search"),
        "other": Message("who-reads-us.group.other"),
    }[group]


_LONGEST = 120
_CODES = """ar az be bg bn bs ca cs da de el en es et fa fi fr ga ha he hi hr hu hy id is it ja ka kk km ko ky lo lt
lv mk mn ms mt ne nl no pl ps pt rm ro ru rw si sk sl so sq sr sv sw ta tg th ti tk tr uk ur uz vi wo zh"""
_KNOWN = frozenset(_CODES.split())
"""Codes that are read as languages where they stand first in a path; others (tv, eu, my) too often are something else."""


@dataclass(frozen=True, slots=True)
class _Country:
    iso3: str

    def in_language(self, lang: Lang) -> str:
        """Return its name; the code where it has none."""
        return country_name(self.iso3, lang) or self.iso3


def language(code: str) -> Named | None:
    """Return a language by its code; None for a code that we do not read as one.

    >>> language("fr").in_language("en"), language("tv")
    ('French', None)
    """
    return Named(code, Language(code)) if code in _KNOWN else None


def country_of(code: str) -> Named | None:
    """Return a country by its alpha-3 code; None for a code that is none.

    >>> country_of("CHE").in_language("fr"), country_of("QQQ")
    ('Suisse', None)
    """
    return Named(code, _Country(code)) if country_name(code, "en") else None


def plain(text: Any) -> str:
    r"""Return what can be printed of a text that strangers wrote, cut where it is long.

    >>> plain("/a\x1b[31m")
    '/a�[31m'
    """
    clean = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in str(text)[: _LONGEST + 1])
    return clean if len(clean) <= _LONGEST else clean[:_LONGEST] + "…"


PART = "files/networks.csv"
_FINEST = {4: 24, 6: 48}
"""Bits of an address that a log's row keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """A list of networks.

    Attributes
    ----------
    codes : mapping of (version, bits) to mapping of int to str
        The first bits of an address -> alpha-3 code.
    rows : int
        Rows that count.
    left_out : tuple of int
        Rows (the first below the heading is 2) without a network, finer than the log keeps addresses, or without a code of three letters.
    """

    codes: Mapping[tuple[int, int], Mapping[int, str]]
    rows: int
    left_out: tuple[int, ...]

    def country(self, address: str) -> str:
        r"""Return the code of the narrowest listed network that holds an address's network; empty where there is none.

        >>> listed = read_networks(b"network,iso3\n203.0.0.0/8,FRA\n203.0.113.0/24,CHE\n")
        >>> listed.country("203.0.113.0/24"), listed.country("203.1.1.0/24"), listed.country("2001:db8:1::/48")
        ('CHE', 'FRA', '')
        """
        bare = address.partition("/")[0]
        try:
            number, version = _number(bare), 4 if ":" not in bare else 6
        except ValueError:
            return ""
        size = 32 if version == 4 else 128
        for kind, bits in self.codes:
            if kind == version:
                code = self.codes[kind, bits].get(number >> (size - bits))
                if code:
                    return code
        return ""


def _number(address: str) -> int:
    """Return an address as a number.

    Raises
    ------
    ValueError
        For a text that is none.
    """
    parts = address.split(".")
    if len(parts) == 4 and all(part.isdecimal() and len(part) < 4 for part in parts):
        one, two, three, four = map(int, parts)
        return one << 24 | two << 16 | three << 8 | four
    return int(ipaddress.ip_address(address))


def networks_of(case: Case) -> Networks | None:
    """Return the list that the dossier holds; None where it holds none."""
    data = case.dossier.files.get(PART)
    return None if data is None else read_networks(data)


def read_networks(data: bytes) -> Networks:
    """Read a list of networks: a heading ``network,iso3``, then a row each; commas, semicolons or tabs between them."""
    text = data.decode("utf-8-sig", "replace")
    head = text.partition("\n")[0]
    sign = max(",;\t", key=head.count)
    rows = csv.DictReader(text.splitlines(), delimiter=sign)
    codes: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    left, read = [], 0
    for place, row in enumerate(rows, start=2):
        code = (row.get("iso3") or "").strip().upper()
        try:
            network = ipaddress.ip_network((row.get("network") or "").strip(), strict=False)
        except ValueError:
            network = None
        if network is None or network.prefixlen > _FINEST[network.version] or not (len(code) == 3 and code.isascii() and code.isalpha()):
            left.append(place)
            continue
        codes[network.version, network.prefixlen][int(network.network_address) >> (network.max_prefixlen - network.prefixlen)] = code
        read += 1
    ordered = sorted(codes, key=lambda key: (key[0], -key[1]))
    return Networks(codes={key: codes[key] for key in ordered}, rows=read, left_out=tuple(left))
