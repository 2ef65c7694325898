"""Which country a network of addresses is in, by a list that the dossier holds: ``files/networks.csv`` with ``network,iso3``.

We bring no such list: they age within months, and each has its own terms.
"""

from __future__ import annotations

import csv
import ipaddress
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from legation.questions.case import Case

__all__ = ["PART", "Networks", "networks_of", "read_networks"]

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
    left, kept = [], 0
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
        kept += 1
    ordered = sorted(codes, key=lambda key: (key[0], -key[1]))
    return Networks(codes={key: codes[key] for key in ordered}, rows=kept, left_out=tuple(left))
