r"""Fields become rows of the table of requests: each distinct text made harmless once, addresses cut to their network.

Whatever a client sends stands in a log: colours of a terminal, line feeds, marks that turn the direction of writing, bytes of no encoding.
Here each such character is percent-encoded, as in an address; ``${jndi:...}`` and the like are letters and stay letters. Backslash escapes
that servers write (``\"``, ``\\``, ``\x1b``) are undone first, so that nothing hides in them.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote_to_bytes

import numpy as np

from legation.dossier.tables.bots import UNNAMED, bot_family
from legation.errors import BadValue
from legation.language import Message
from legation.sources.observations.access_log.fields import ADDRESS, AGENT, METHOD, PATH, QUERY, REFERRER, Cut
from legation.sources.observations.tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

__all__ = [
    "LONGEST",
    "Salt",
    "harmless",
    "identity",
    "masked",
    "network",
    "table_of",
    "without_secrets",
    "without_signature",
]


LONGEST = 2_048
"""Characters of a text that are kept."""
_ESCAPE = re.compile(rb'\\(?:x([0-9A-Fa-f]{2})|(["\\]))')
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
_USER = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*@")
_PERSONAL = re.compile(
    r"([?&;](?:(?:e[-_]?mail|mail|phone|tel|passport|birth\w*|dob|sid|sig|key|auth\w*(?<!author)|pass(?:word|wd)?|pwd|secret|signature"
    r"|\w*[-_]?token|\w*secret|(?:php|j)?sess(?:ion[-_]?)?id|api[-_]?key|x-amz-\w+)=|[\w.-]+=(?=[^&;#\s]*(?:@|%40))))[^&;#\s]*",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}(?![\d])")
_COLONS = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f.]{0,15})(?![\w:])")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def harmless(raw: bytes, spelling: Literal["plain", "plus", "percent"] = "plain", *, longest: int = LONGEST) -> str:
    r"""Return a text of at most ``longest`` characters in which nothing acts on a terminal or a page.

    Examples
    --------
    >>> harmless(b"/a\x1b[31m"), harmless(b"/\xc3\xa9t\xc3\xa9"), harmless(b"/\xa5\xb0")
    ('/a%1B[31m', '/été', '/%A5%B0')
    >>> harmless(rb"say \"x\" \x1b[0m"), harmless(b"Mozilla/5.0+(X11;+Linux)", "plus")
    ('say "x" %1B[0m', 'Mozilla/5.0 (X11; Linux)')
    """
    if spelling == "plus":
        raw = raw.replace(b"+", b" ")
    elif spelling == "percent":
        raw = unquote_to_bytes(unquote_to_bytes(raw))
    elif b"\\" in raw:
        raw = _ESCAPE.sub(lambda found: bytes((int(found[1], 16),)) if found[1] else found[2], raw)
    text = raw[: 4 * longest].decode("utf-8", "surrogateescape")[:longest]
    text = re.sub("[\udc80-\udcff]", lambda found: f"%{ord(found[0]) - 0xDC00:02X}", text)
    return _UNSAFE.sub(_percent, text)[:longest]


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def without_signature(address: str) -> str:
    """Return an address without the name and password that stand before its host.

    Examples
    --------
    >>> without_signature("https://ann:pw@example.org/a")
    'https://example.org/a'
    """
    return _USER.sub(lambda found: f"{found[1] or ''}//", address)


def without_secrets(address: str) -> str:
    """Return an address in whose query nothing tells a person or opens a door: such values are written as three dots.

    Examples
    --------
    >>> without_secrets("/visa?lang=fr&email=ann%40example.org&token=a8f"), without_secrets("/a?to=ann@example.org#top")
    ('/visa?lang=fr&email=...&token=...', '/a?to=...#top')
    """
    return _PERSONAL.sub(r"\1...", address)


def network(raw: bytes) -> str | None:
    """Return the network of an address: 24 bits of the fourth version, 48 of the sixth; None for a host name or anything else.

    An address of the fourth version inside one of the sixth (mapped, 6to4, NAT64) counts as what it is: 48 bits would keep it whole.

    Examples
    --------
    >>> network(b"203.0.113.9"), network(b"[2001:db8:1:2::3]:443"), network(b"::ffff:203.0.113.9")
    ('203.0.113.0/24', '2001:db8:1::/48', '203.0.113.0/24')
    >>> network(b"2002:cb00:7109::1"), network(b"dialup-7.example.net")
    ('203.0.113.0/24', None)
    """
    found = _address(raw)
    if found is None:
        return None
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))


def identity(raw: bytes) -> bytes:
    """Return one writing for all writings of an address, for the keyed identifier of a visitor; a host name as it is."""
    found = _address(raw)
    return raw if found is None else found.packed


def _address(raw: bytes) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    text = raw[:64].decode("ascii", "replace").partition(",")[0].strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    text = text.partition("%")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv4Address):
        return found
    if found.ipv4_mapped:
        return found.ipv4_mapped
    if found in _SIX_TO_FOUR and found.sixtofour:
        return found.sixtofour
    return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else found


def masked(raw: bytes) -> str:
    """Return what a report may show of a line that could not be read: 80 characters, harmless, without the end of any address.

    Examples
    --------
    >>> masked(b'203.0.113.9 - - [17/May/2015:10:05:03 +0000] "GET /')
    '203.0.113.x - - [17/May/2015:10:05:03 +0000] "GET /'
    """
    text = _DOTTED.sub(r"\1.x", harmless(raw[:400], longest=300))
    return _COLONS.sub(lambda found: found[0] if found[0].count(":") < 4 and "::" not in found[0] else "x:x", text)[:80]


Salt = Callable[[date], bytes]
"""What gives the salt of a day, UTC. Who throws it away at the end of the day makes the visitors of that day strangers for good."""
_DAY = 86_400_000_000
_MOST_SALT = 64
Spelling = Literal["plain", "plus", "percent"]


def table_of(
    cut: Cut, rows: Numbers, spelling: Spelling, *, agents: bool, salt: Salt | None, known: dict[str | None, str | None]
) -> pa.Table:
    """Return the rows of a block as a table.

    Parameters
    ----------
    cut : Cut
    rows : array of int
        Those that were read.
    spelling : str
        How the format writes agents and referrers.
    agents : bool
        Whether the format names agents at all; where it does not, nobody is called a bot.
    salt : callable or None
        With one, a column ``visitor`` stands behind the others.
    known : dict
        The families of agents met before; it is added to.
    """
    import pyarrow as pa

    column = {at: _Column(cut, at, rows) for at in (METHOD, PATH, QUERY, REFERRER, AGENT)}
    path = _taken(_discreet(_unsigned(column[PATH].distinct(lambda raw: harmless(raw)))), column[PATH].code)
    if (column[QUERY].code >= 0).any():
        path = _discreet(_with_query(path, column[QUERY].strings(lambda raw: harmless(raw))))
    agent_texts = column[AGENT].distinct(lambda raw: harmless(raw, spelling), always=spelling != "plain")
    families = [_family(text, known) for text in agent_texts.to_pylist()] if agents else []
    bots = pa.array([*families, UNNAMED] if agents else [None], pa.string())
    behind = np.where(column[AGENT].code < 0, len(families), column[AGENT].code) if agents else np.zeros(len(rows), np.int32)
    columns = {
        "time": pa.array(cut.time[rows], pa.timestamp("us", tz="UTC")),
        "address": _networks(cut, rows),
        "method": column[METHOD].strings(lambda raw: harmless(raw)),
        "path": path,
        "status": pa.array(cut.status[rows], pa.int32(), mask=cut.status[rows] < 0),
        "bytes": pa.array(cut.size[rows], pa.int64(), mask=cut.size[rows] < 0),
        "referrer": _taken(_discreet(_unsigned(column[REFERRER].distinct(lambda raw: harmless(raw)))), column[REFERRER].code),
        "agent": _taken(agent_texts, column[AGENT].code),
        "bot": bots.take(pa.array(behind)),
    }
    schema = TABLES["requests"].schema
    if salt is not None:
        columns["visitor"] = _visitors(cut, rows, column[AGENT], salt)
        schema = schema.append(pa.field("visitor", pa.string()))
    return pa.table([columns[name] for name in schema.names], schema=schema)


def _family(agent: str | None, known: dict[str | None, str | None]) -> str | None:
    if agent not in known:
        if len(known) > 200_000:
            known.clear()
        known[agent] = bot_family(agent)
    return known.get(agent)


class _Column:
    """The distinct values of a column of texts."""

    def __init__(self, cut: Cut, at: int, rows: Numbers, start: NDArray[np.int32] | None = None) -> None:
        from legation.sources.observations.byte_kernels import distinct

        self.text = np.frombuffer(cut.text, np.uint8)
        start = np.ascontiguousarray(cut.start[rows, at]) if start is None else start
        end = np.ascontiguousarray(cut.end[rows, at])
        size = 1 << max(4, int(2 * len(rows)).bit_length())
        self.code = np.empty(len(rows), np.int32)
        first, plain = np.empty(len(rows), np.int32), np.empty(len(rows), np.bool_)
        count = distinct(self.text, start, end, LONGEST, np.full(size, -1, np.int32), self.code, first, plain)
        self.first, self.plain = first[:count], plain[:count]
        self.start, self.end = start[self.first], end[self.first]

    def raw(self, at: int) -> bytes:
        """Return a distinct value as it stands."""
        return self.text[self.start[at] : self.end[at]].tobytes()

    def distinct(self, clean: Callable[[bytes], str], *, always: bool = False) -> pa.Array:
        """Return the distinct values; those that are not plain pass through ``clean``."""
        import pyarrow as pa

        from legation.sources.observations.byte_kernels import gather

        plain = np.zeros(len(self.plain), np.bool_) if always else self.plain
        size = np.where(plain, self.end - self.start, 0)
        offsets = np.zeros(len(size) + 1, np.int32)
        np.cumsum(size, out=offsets[1:])
        data = np.empty(int(offsets[-1]), np.uint8)
        gather(self.text, self.start, self.start + size.astype(np.int32), offsets, data)
        found = pa.StringArray.from_buffers(len(size), pa.py_buffer(offsets), pa.py_buffer(data))
        rest = np.flatnonzero(~plain)
        if not len(rest):
            return found
        cleaned = pa.array([clean(self.raw(at)) for at in rest.tolist()], pa.string())
        which = np.arange(len(size))
        which[rest] = len(size) + np.arange(len(rest))
        return pa.concat_arrays([found, cleaned]).take(pa.array(which))

    def strings(self, clean: Callable[[bytes], str]) -> pa.Array:
        """Return the column."""
        return _taken(self.distinct(clean), self.code)


def _taken(values: pa.Array, code: NDArray[np.int32]) -> pa.Array:
    import pyarrow as pa

    return values.take(pa.array(code, pa.int32(), mask=code < 0))


def _unsigned(values: pa.Array) -> pa.Array:
    """Return addresses without the name and password that some carry."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pc.any(pc.match_substring_regex(values, "^[A-Za-z][A-Za-z0-9+.-]*://[^/]*@")).as_py():
        return values
    return pa.array([without_signature(text) for text in values.to_pylist()], pa.string())


def _discreet(values: pa.Array) -> pa.Array:
    """Return addresses without what their queries say of persons, and without keys."""
    import pyarrow as pa
    import pyarrow.compute as pc

    has_query = pc.fill_null(pc.match_substring_regex(values, "[?&;][^=]*="), fill_value=False)
    if not pc.any(has_query).as_py():
        return values
    texts = [without_secrets(text) for text in values.filter(has_query).to_pylist()]
    return pc.replace_with_mask(values, has_query, pa.array(texts, pa.string()))


def _with_query(path: pa.Array, query: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    joined = pc.if_else(pc.match_substring(path, "?"), path, pc.binary_join_element_wise(path, query, "?"))
    return pc.utf8_slice_codeunits(pc.coalesce(joined, path), 0, LONGEST)


def _networks(cut: Cut, rows: Numbers) -> pa.Array:
    """Return the networks of addresses; those of the fourth version never become a text of their own."""
    import pyarrow as pa

    from legation.sources.observations.access_log.values import ipv4

    prefix = np.empty(len(rows), np.int64)
    start = np.ascontiguousarray(cut.start[rows, ADDRESS])
    ipv4(np.frombuffer(cut.text, np.uint8), start, np.ascontiguousarray(cut.end[rows, ADDRESS]), prefix)
    values, code = np.unique(prefix, return_inverse=True)
    texts = [f"{one >> 16}.{one >> 8 & 255}.{one & 255}.0/24" if one >= 0 else None for one in values.tolist()]
    others = (prefix < 0) & (start >= 0)
    if others.any():
        rest = _Column(cut, ADDRESS, rows, np.where(others, start, np.int32(-1)))
        code = np.where(others, len(texts) + rest.code, code)
        texts += [network(rest.raw(at)) for at in range(len(rest.first))]
    return pa.array(texts, pa.string()).take(pa.array(code))


def _visitors(cut: Cut, rows: Numbers, agent: _Column, salt: Salt) -> pa.Array:
    """Return who asked, as 16 hexadecimal digits that only the day's salt links to an address; null without an address."""
    import pyarrow as pa

    address = _Column(cut, ADDRESS, rows)
    days = np.floor_divide(cut.time[rows], _DAY)
    keys = np.stack([days, address.code.astype(np.int64), agent.code.astype(np.int64)], axis=1)
    found, code = np.unique(keys, axis=0, return_inverse=True) if len(rows) else (keys, np.empty(0, np.int64))
    whom: dict[int, bytes] = {}
    salts = {day: _salt(salt, day) for day in set(found[:, 0].tolist())}
    texts: list[str | None] = []
    for day, at, named in found.tolist():
        if at < 0:
            texts.append(None)
            continue
        if at not in whom:
            whom[at] = identity(address.raw(at))
        text = whom[at] + b"\0" + (agent.raw(named) if named >= 0 else b"")
        texts.append(hashlib.blake2b(text, digest_size=8, key=salts[day]).hexdigest())
    return pa.array(texts, pa.string()).take(pa.array(code.reshape(-1)))


def _salt(salt: Salt, day: int) -> bytes:
    found: Any = salt(_date(day))
    if not isinstance(found, bytes) or len(found) < 8:
        raise BadValue(Message("sources.log-salt", least=8))
    return found if len(found) <= _MOST_SALT else hashlib.blake2b(found).digest()


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=max(-719_162, min(day, 2_932_896)))
