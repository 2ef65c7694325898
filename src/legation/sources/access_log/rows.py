"""Fields that were cut become rows of the table of requests: each distinct text is looked at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from legation.errors import BadValue
from legation.language import Message
from legation.sources.access_log.bots import UNNAMED, bot_family
from legation.sources.access_log.cleaning import LONGEST, harmless, identity, network, without_secrets, without_signature
from legation.sources.access_log.cutting import ADDRESS, AGENT, METHOD, PATH, QUERY, REFERRER, Cut
from legation.sources.observation_tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

__all__ = ["Salt", "table_of"]

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
        from legation.sources.kernels.interning import distinct

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

        from legation.sources.kernels.interning import gather

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

    asked = pc.fill_null(pc.match_substring_regex(values, "[?&;][^=]*="), fill_value=False)
    if not pc.any(asked).as_py():
        return values
    texts = [without_secrets(text) for text in values.filter(asked).to_pylist()]
    return pc.replace_with_mask(values, asked, pa.array(texts, pa.string()))


def _with_query(path: pa.Array, query: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    joined = pc.if_else(pc.match_substring(path, "?"), path, pc.binary_join_element_wise(path, query, "?"))
    return pc.utf8_slice_codeunits(pc.coalesce(joined, path), 0, LONGEST)


def _networks(cut: Cut, rows: Numbers) -> pa.Array:
    """Return the networks of addresses; those of the fourth version never become a text of their own."""
    import pyarrow as pa

    from legation.sources.access_log.addressing import ipv4

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
