"""Whose an account or a web address is: a register of institutional accounts with dates, and pseudonyms for all others.

Only an account that somebody entered in the register keeps its name, and only between its dates. Of any other nothing is kept but
``anon-`` and a keyed hash: the same account has the same pseudonym under one key, and nobody without the key can tell whose it is or try
names until one fits. The key is the desk's own secret; with another key, or when it is thrown away, old and new pseudonyms no longer meet.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from legation.broken_file import text_at
from legation.dossier.problem import Problem
from legation.dossier.when import When
from legation.errors import WrongUse
from legation.language import Message
from legation.sources.reading import file_bytes, notice, stop_reading

__all__ = [
    "COLUMNS",
    "KEY_BYTES",
    "NETWORKS",
    "Register",
    "RegisteredAccount",
    "check_key",
    "network",
    "normal_handle",
    "profile_of",
    "pseudonym",
    "read_register",
]


_HOSTS = {
    "x.com": "x",
    "twitter.com": "x",
    "nitter.net": "x",
    "instagram.com": "instagram",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "t.me": "telegram",
    "telegram.me": "telegram",
    "vk.com": "vk",
    "weibo.com": "weibo",
}
"""Hosts whose first step of the path is an account."""
_PREFIXED = {
    "bsky.app": ("bluesky", ("profile",)),
    "youtube.com": ("youtube", ("user", "c", "channel")),
    "linkedin.com": ("linkedin", ("in", "company", "pub", "school", "showcase")),
    "reddit.com": ("reddit", ("user", "u")),
    "snapchat.com": ("snapchat", ("add",)),
    "facebook.com": ("facebook", ("people", "pages", "pg")),
    "weibo.com": ("weibo", ("u", "n")),
    "instagram.com": ("instagram", ("stories",)),
    "t.me": ("telegram", ("s",)),
    "flickr.com": ("flickr", ("photos", "people")),
}
"""Hosts where an account follows another step."""
_AT = {"tiktok.com": "tiktok", "threads.net": "threads", "threads.com": "threads", "youtube.com": "youtube", "medium.com": "medium"}
_OWN_HOST = {"substack.com": "substack", "tumblr.com": "tumblr", "bsky.social": "bluesky"}
_NO_ACCOUNT = frozenset(
    [
        "i",
        "intent",
        "search",
        "hashtag",
        "home",
        "share",
        "explore",
        "settings",
        "messages",
        "notifications",
        "login",
        "tos",
        "privacy",
        "compose",
        "p",
        "reel",
        "reels",
        "tv",
        "accounts",
        "groups",
        "events",
        "watch",
        "photo",
        "photo.php",
        "story.php",
        "permalink.php",
        "sharer",
        "sharer.php",
        "help",
        "dialog",
        "plugins",
        "profile.php",
        "people",
        "pages",
        "pg",
        "stories",
        "s",
        "u",
        "n",
        "joinchat",
        "addstickers",
        "about",
        "status",
        "hashtags",
    ]
)
_NAMES = {
    "twitter": "x",
    "x twitter": "x",
    "x formerly twitter": "x",
    "bsky": "bluesky",
    "bluesky social": "bluesky",
    "facebook public": "facebook",
    "fb": "facebook",
    "ig": "instagram",
    "fediverse": "mastodon",
}
NETWORKS = frozenset((*_HOSTS.values(), *_AT.values(), *_OWN_HOST.values(), *(name for name, _ in _PREFIXED.values()))) | {
    "mastodon",
    "truth social",
    "pinterest",
    "whatsapp",
    "discord",
    "blog",
    "forum",
}
"""Networks that a column may name; another word is none, since it could be anybody's name."""
_FEDIVERSE = re.compile(r"/(?:(?:web|deck)/)?(?:@|users/|author/)([\w.-]{1,64})(?:@([\w.-]+\.[a-z]{2,}))?(?:/|$)")
_NUMBER_IN_QUERY = ("profile.php", "story.php", "permalink.php", "photo.php")


def network(name: str) -> str:
    """Return the one name of a network that goes by several.

    >>> network("Twitter"), network("X (Twitter)"), network("Mastodon")
    ('x', 'x', 'mastodon')
    """
    key = " ".join(re.findall(r"\w+", name.lower()))
    return _NAMES.get(key, key)


@functools.lru_cache(maxsize=65_536)
def normal_handle(text: str) -> str:
    """Return an account's name as it is compared: without ``@`` before it, lower case, in one form of Unicode.

    >>> normal_handle(" @Desk@Social.Example "), normal_handle("acct:desk@social.example")
    ('desk@social.example', 'desk@social.example')
    """
    import unicodedata

    handle = unicodedata.normalize("NFKC", text).strip().strip("\u200e\u200f\u2066\u2069\u202a\u202c").lower()
    return handle.removeprefix("acct:").lstrip("@").rstrip(".,:;/")


@functools.lru_cache(maxsize=65_536)
def profile_of(address: str) -> tuple[str, str] | None:
    """Return network and account of an address of a profile or of a post; None where it tells no account.

    Examples
    --------
    >>> profile_of("https://twitter.com/Desk/status/12"), profile_of("https://social.example/@desk/109")
    (('x', 'desk'), ('mastodon', 'desk@social.example'))
    >>> profile_of("at://did:plc:abc/app.bsky.feed.post/1"), profile_of("https://example.org/report")
    (('bluesky', 'did:plc:abc'), None)
    """
    address = address.strip()
    if address.lower().startswith("at://"):
        return ("bluesky", normal_handle(address[5:].partition("/")[0]))
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").lower()
        path = unquote(parts.path)
        query = parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return None
    host = re.sub(r"^(?:www|m|mobile|web|touch|[a-z]{2}(?:-[a-z]{2})?)\.", "", host) if host.count(".") > 1 else host
    steps = [step for step in path.split("/") if step]
    found = _on_network(host, steps, query)
    if found is not None or host in _HOSTS or host in _PREFIXED:
        return found
    for ending, name in _OWN_HOST.items():
        if host.endswith("." + ending):
            return name, normal_handle(host if name == "bluesky" else host.removesuffix("." + ending))
    fediverse = _FEDIVERSE.match(path)
    return ("mastodon", normal_handle(f"{fediverse[1]}@{fediverse[2] or host}")) if fediverse else None


def _on_network(host: str, steps: list[str], query: dict[str, list[str]]) -> tuple[str, str] | None:
    if not steps:
        return None
    if host == "facebook.com" and steps[0].lower() in _NUMBER_IN_QUERY and query.get("id"):
        return "facebook", normal_handle(query["id"][0])
    if host in _AT and steps[0].startswith("@"):
        return _AT[host], normal_handle(steps[0])
    if host in _PREFIXED and len(steps) > 1 and steps[0].lower() in _PREFIXED[host][1]:
        return _PREFIXED[host][0], normal_handle(steps[1])
    if host in _HOSTS and steps[0].lower() not in _NO_ACCOUNT:
        return _HOSTS[host], normal_handle(steps[0])
    return None


COLUMNS = ("account", "actor", "platform", "start", "end")
KEY_BYTES = (16, 64)
"""Shortest and longest key."""
_LIMIT = 16 * 1024**2


@dataclass(frozen=True, slots=True)
class RegisteredAccount:
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
    >>> register = Register([RegisteredAccount("mfa_example", "XYZ", "x", start=When("2019"))])
    >>> register.actor("x", "@MFA_Example", dt.date(2020, 1, 1)), register.actor("x", "mfa_example", dt.date(2018, 1, 1))
    ('XYZ', None)
    """

    accounts: tuple[RegisteredAccount, ...] = ()
    _by_name: Mapping[tuple[str, str], tuple[RegisteredAccount, ...]] = field(init=False, repr=False, compare=False)

    def __init__(self, accounts: Iterable[RegisteredAccount] = ()) -> None:
        object.__setattr__(self, "accounts", tuple(accounts))
        found: dict[tuple[str, str], tuple[RegisteredAccount, ...]] = {}
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
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    try:
        rows = [(number, row) for number, row in enumerate(reader, start=1) if any(row)]
    except csv.Error:
        line = max(1, reader.line_num)
        stop_reading(path, [notice("accounts-row", path.name, line, allowed=",".join(COLUMNS), found=text_at(text, line))])
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


def _account(cells: Mapping[str, str], part: str, number: int, problems: list[Problem]) -> RegisteredAccount | None:
    given = cells.get("account", "")
    there = profile_of(given) if "/" in given else None
    platform, account = there or (network(cells.get("platform", "")), normal_handle(given))
    if not platform:
        platform = "mastodon" if "@" in account else "bluesky" if account.startswith("did:") or account.endswith(".bsky.social") else ""
    if not account or not cells.get("actor") or " " in account:
        problems.append(notice("accounts-row", part, number, allowed=",".join(COLUMNS), found=",".join(cells.values())))
        return None
    if not platform:
        problems.append(notice("accounts-platform", part, number, "platform", found=given))
        return None
    bounds: list[When | None] = []
    for name in ("start", "end"):
        try:
            bounds.append(When(cells[name]) if cells.get(name) else None)
        except ValueError:
            problems.append(notice("accounts-date", part, number, name, allowed="YYYY | YYYY-MM | YYYY-MM-DD", found=cells[name]))
            return None
    return RegisteredAccount(account, cells["actor"], platform, bounds[0], bounds[1])


def _overlaps(accounts: Iterable[RegisteredAccount], part: str) -> list[Problem]:
    """Tell every account that would be two actors' on one day."""
    seen: dict[tuple[str, str], list[RegisteredAccount]] = {}
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
