"""Texts and requests as sources might send them: drawn, in two languages, with what is missing, ties, and letters that engines may read differently."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from legation.sources.observations.tables import TABLES

__all__ = ["made_requests", "made_texts"]

WORDS = (
    "L'État agit",
    "cyber et paix",
    "international peace",
    "norms of ÉTATS",
    "la paix du cyberespace",
    "Œuvre İstanbul straße",
    "100 % \\ 'x'",
    "",
)
PATHS = (
    "/", "/fr/visa/1", "/en/visa/1", "/en/visa", "/fr/Visa?q=a b", "/static/site.css", "/documents/rapport-3.pdf", "/fr/état-civil", None,
    "/en/passport?utm_source=letter&utm_campaign=spring", "/fr/etat-civil?utm_campaign=%C3%A9t%C3%A9", "/a?b?c", "/en/100%/x_y", "*",
)  # fmt: skip
REFERRERS = (
    None,
    "-",
    "https://www.mission.example/fr/",
    "https://search.example/?q=visa",
    "http://OTHER.example:8080/a",
    "android-app://x",
    "",
)
BOTS = (None, None, None, "GPTBot", "ClaudeBot", "Googlebot", "other bot")


def made_texts(count: int, seed: int = 0) -> pa.Table:
    """Return drawn texts of two years; some repeat another one, some have no time."""
    draw = np.random.default_rng(seed)

    def some(values: tuple[Any, ...]) -> list[Any]:
        return [values[at] for at in draw.integers(0, len(values), count)]

    time = np.datetime64("2018-01-01", "us") + draw.integers(0, 730 * 48, count) * np.timedelta64(1800, "s")
    time[draw.random(count) < 0.03] = np.datetime64("NaT")
    repeats = [f"t{at // 2}" if at % 9 == 8 else None for at in range(count)]
    said = [None if again else f"{one}. {other}" for one, other, again in zip(some(WORDS), some(WORDS), repeats, strict=True)]
    columns = {
        "id": [f"t{at}" for at in range(count)],
        "time": time,
        "kind": some(("post", "article", "speech")),
        "outlet": some(("a.example", "b.example", "Élan", None)),
        "actor": some(("FRA", "USA", None)),
        "account": some(("ministry", None)),
        "language": some(("fr", "en", None)),
        "title": some((*WORDS, None)),
        "text": said,
        "url": [f"https://a.example/{at}" if at % 5 else None for at in range(count)],
        "repeats": repeats,
    }
    return _table("texts", columns, count)


def made_requests(count: int, seed: int = 0) -> pa.Table:
    """Return drawn requests of two years in the order of time, with a daily identifier of each visitor, of which a few are not known."""
    draw = np.random.default_rng(seed)

    def some(values: tuple[Any, ...]) -> list[Any]:
        return [values[at] for at in draw.integers(0, len(values), count)]

    time = np.datetime64("2018-06-01", "us") + np.sort(draw.integers(0, 60 * 86_400, count)) * np.timedelta64(1, "s")
    columns = {
        "time": time,
        "address": some(("203.0.113.0/24", "198.51.100.0/24", "2001:db8::/48", None)),
        "method": some(("GET", "GET", "GET", "POST", "HEAD")),
        "path": some(PATHS),
        "status": some((200, 200, 200, 206, 304, 301, 404, 404, 500, None)),
        "bytes": [None if at % 7 == 0 else int(at) * 10 for at in draw.integers(0, 90_000, count)],
        "referrer": some(REFERRERS),
        "agent": some(("Firefox", "Chrome", None)),
        "bot": some(BOTS),
    }
    return _table("requests", columns, count).append_column(
        "visitor", pa.array(some((*tuple(f"{at:016x}" for at in range(40)), None)), pa.string())
    )


def _table(name: str, columns: dict[str, Any], count: int) -> pa.Table:
    schema = TABLES[name].schema
    arrays = [pa.array(columns.get(f.name, [None] * count), pa.timestamp("us") if f.name == "time" else f.type) for f in schema]
    return pa.table([a.cast(f.type) for a, f in zip(arrays, schema, strict=True)], schema=schema)
