"""Whose an account is: a register of institutional accounts with dates, and pseudonyms for all others.

Only an account that somebody entered in the register keeps its name, and only between its dates. Of any other nothing is kept but
``anon-`` and a keyed hash: the same account has the same pseudonym under one key, and nobody without the key can tell whose it is or try
names until one fits. The key is the desk's own secret; with another key, or when it is thrown away, old and new pseudonyms no longer meet.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from legation.dossier.problem import Problem
from legation.dossier.when import When
from legation.errors import WrongUse
from legation.language import Message
from legation.sources.account_addresses import network, normal_handle, profile_of
from legation.sources.reading import file_bytes, notice, stop_reading

__all__ = ["COLUMNS", "KEY_BYTES", "Account", "Register", "check_key", "pseudonym", "read_register"]

COLUMNS = ("account", "actor", "platform", "start", "end")
KEY_BYTES = (16, 64)
"""Shortest and longest key."""
_LIMIT = 16 * 1024**2


@dataclass(frozen=True, slots=True)
class Account:
    """An account of an institution.

    Attributes
    ----------
    account : str
        As it is compared: ``mfa_example``, ``desk@social.example``, ``did:plc:...``.
    actor : str
        The id of the actor that speaks by it.
    platform : str
        The network: ``x``, ``mastodon``, ``bluesky``, ``facebook``...
    start, end : When or None
        First and last day on which it was that actor's; None: no such bound.
    """

    account: str
    actor: str
    platform: str
    start: When | None = None
    end: When | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether the account was the actor's on a day."""
        return (self.start is None or self.start.first <= day) and (self.end is None or day <= self.end.last)


@dataclass(frozen=True, slots=True)
class Register:
    """The institutional accounts that are known.

    Examples
    --------
    >>> register = Register([Account("mfa_example", "XYZ", "x", start=When("2019"))])
    >>> register.actor("x", "@MFA_Example", dt.date(2020, 1, 1)), register.actor("x", "mfa_example", dt.date(2018, 1, 1))
    ('XYZ', None)
    """

    accounts: tuple[Account, ...] = ()
    _by_name: Mapping[tuple[str, str], tuple[Account, ...]] = field(init=False, repr=False, compare=False)

    def __init__(self, accounts: Iterable[Account] = ()) -> None:
        object.__setattr__(self, "accounts", tuple(accounts))
        found: dict[tuple[str, str], tuple[Account, ...]] = {}
        for one in self.accounts:
            key = (network(one.platform), normal_handle(one.account))
            found[key] = (*found.get(key, ()), one)
        object.__setattr__(self, "_by_name", found)

    def actor(self, platform: str, account: str, day: dt.date) -> str | None:
        """Return the actor whose account it was on a day; None where it is none that is registered."""
        there = self._by_name.get((platform, normal_handle(account)), ())
        return next((one.actor for one in there if one.holds(day)), None)

    def __len__(self) -> int:
        return len(self.accounts)


def read_register(path: str | Path) -> Register:
    """Read a register of institutional accounts.

    Parameters
    ----------
    path : str or Path
        CSV in UTF-8: ``account,actor,platform,start,end``. An account may be a handle or the address of its profile; the network may be
        left out where the account tells it (an address, ``name@host``, a DID). Dates are those of a dossier, or empty.

    Raises
    ------
    CannotRead
        With every fault: a register is read as a whole or not at all, since it decides whose name is kept.
    """
    path = Path(path)
    problems: list[Problem] = []
    text = file_bytes(path, _LIMIT).decode("utf-8-sig", "replace").replace("\x00", "")
    try:
        rows = [(number, row) for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1) if any(row)]
    except csv.Error as error:
        stop_reading(path, [notice("accounts-row", path.name, None, allowed=",".join(COLUMNS), found=error)])
        raise
    header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    missing = [name for name in COLUMNS[:2] if name not in header]
    if missing:
        stop_reading(path, [notice("accounts-header", path.name, 1, missing[0], allowed=",".join(COLUMNS), found=",".join(header))])
    found = []
    for number, row in rows[1:]:
        cells = {name: row[at].strip() for at, name in enumerate(header) if at < len(row)}
        one = _account(cells, path.name, number, problems)
        if one is not None:
            found += [one]
    problems += _overlaps(found, path.name)
    stop_reading(path, problems)
    return Register(found)


def _account(cells: Mapping[str, str], part: str, number: int, problems: list[Problem]) -> Account | None:
    told = cells.get("account", "")
    there = profile_of(told) if "/" in told else None
    platform, account = there or (network(cells.get("platform", "")), normal_handle(told))
    if not platform:
        platform = "mastodon" if "@" in account else "bluesky" if account.startswith("did:") or account.endswith(".bsky.social") else ""
    if not account or not cells.get("actor") or " " in account:
        problems.append(notice("accounts-row", part, number, allowed=",".join(COLUMNS), found=",".join(cells.values())))
        return None
    if not platform:
        problems.append(notice("accounts-platform", part, number, "platform", found=told))
        return None
    bounds: list[When | None] = []
    for name in ("start", "end"):
        try:
            bounds.append(When(cells[name]) if cells.get(name) else None)
        except ValueError:
            problems.append(notice("accounts-date", part, number, name, allowed="YYYY | YYYY-MM | YYYY-MM-DD", found=cells[name]))
            return None
    return Account(account, cells["actor"], platform, bounds[0], bounds[1])


def _overlaps(accounts: Iterable[Account], part: str) -> list[Problem]:
    """Tell every account that would be two actors' on one day."""
    seen: dict[tuple[str, str], list[Account]] = {}
    problems = []
    for one in accounts:
        for other in seen.setdefault((one.platform, one.account), []):
            begins = max(bound.first for bound in (one.start, other.start, _FIRST) if bound)
            ends = min(bound.last for bound in (one.end, other.end, _LAST) if bound)
            if begins <= ends and one.actor != other.actor:
                problems.append(notice("accounts-twice", part, None, "account", allowed=other.actor, found=f"{one.account}: {one.actor}"))
        seen[one.platform, one.account].append(one)
    return problems


_FIRST, _LAST = When("0001"), When("9999")


def check_key(key: bytes) -> None:
    """Refuse a key that is too short to keep a secret, or longer than the hash takes.

    Raises
    ------
    WrongUse
    """
    if not isinstance(key, bytes) or not KEY_BYTES[0] <= len(key) <= KEY_BYTES[1]:
        raise WrongUse(Message("sources.accounts-key", least=KEY_BYTES[0], most=KEY_BYTES[1]))


def pseudonym(platform: str, account: str, key: bytes) -> str:
    """Return what stands for an account that is not registered: ``anon-`` and 64 bits of its keyed BLAKE2 hash.

    >>> name = pseudonym("x", "@Alice", b"0123456789abcdef")
    >>> name == pseudonym("x", "alice", b"0123456789abcdef"), name == pseudonym("x", "alice", b"another secret..")
    (True, False)
    """
    said = f"{platform}\0{normal_handle(account)}".encode("utf-8", "replace")
    return f"anon-{hashlib.blake2b(said, key=key, digest_size=8).hexdigest()}"
