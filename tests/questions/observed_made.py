"""A made lake of texts and of requests, with a step in each: a phrase, a page and a crawler are more from a day on."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from legation.lake import Lake
from legation.sources.observations.tables import TABLES

__all__ = ["FIRST_DAY", "LOST", "STEP", "add_days", "made_requests", "made_texts", "observed_lake", "parts", "table"]

FIRST_DAY = dt.date(2024, 1, 1)
DAYS, STEP, LOST = 200, 150, (90, 93)
"""Days in all, the day from which more is made, and the days that no log has."""
_OUTLETS = ("Gazette", "Herald", "Courrier")
_WORDS = ("harbour", "railway", "library", "weather", "festival", "hospital", "football", "budget", "forest", "museum", "theatre", "market")
_SAID = ("The open internet matters.", "Trade talks go on.", "Les câbles sous-marins comptent.", "A summit on climate.")


def made_texts(first: int = 0, last: int = DAYS) -> list[dict[str, Any]]:
    """Return 20 texts a day, each day drawn by itself; one in ten has the phrase, from the step on three in ten."""
    return [row for day in range(first, last) for row in _texts_of(day)]


@functools.cache
def _texts_of(day: int) -> tuple[dict[str, Any], ...]:
    draw = np.random.default_rng([3, day])
    ours = draw.random(20) < (0.3 if day >= STEP else 0.1)
    other, minute, words = draw.integers(1, 4, 20), draw.integers(0, 1440, 20), draw.random((20, len(_WORDS))) < 0.15
    return tuple(
        {
            "id": f"t{day}-{k}",
            "time": _moment(day, int(minute[k])),
            "kind": "article",
            "outlet": _OUTLETS[k % 3],
            "actor": ("FRA", "DEU", "CHL", None)[k % 4],
            "language": "en",
            "title": f"Story {k}",
            "text": " ".join([_SAID[0] if ours[k] else _SAID[other[k]], *(w for w, there in zip(_WORDS, words[k], strict=True) if there)]),
            "url": f"https://news.example/{day}/{k}",
        }
        for k in range(20)
    )


def made_requests(first: int = 0, last: int = DAYS) -> list[dict[str, Any]]:
    """Return requests of people and crawlers; the page /en/visa, and GPTBot, are asked for twice as often from the step on."""
    return [row for day in range(first, last) if not LOST[0] <= day < LOST[1] for row in _requests_of(day)]


@functools.cache
def _requests_of(day: int) -> tuple[dict[str, Any], ...]:
    draw = np.random.default_rng([4, day])
    more = 2 if day >= STEP else 1
    rates = {"/en/visa": 6 * more, "/en/news": 7, "/fr/presse": 6, "/en/contact": 5, "/fr/culture": 4}
    asked = [(path, None, 200) for path, rate in rates.items() for _ in range(draw.poisson(rate))]
    asked += [("/en/news", "GPTBot", 200)] * int(draw.poisson(5 * more)) + [("/site.css", None, 200), ("/gone", None, 404)]
    numbers = draw.integers(0, (1440, 250, 1000, 9), (len(asked), 4)).tolist()
    return tuple(_request(day, *one, *drawn) for one, drawn in zip(asked, numbers, strict=True))


def _request(day: int, path: str, bot: str | None, status: int, minute: int, host: int, agent: int, query: int) -> dict[str, Any]:
    return {
        "time": _moment(day, minute),
        "address": f"192.0.2.{host}",
        "method": "GET",
        "path": f"{path}?q={query}" if query < 3 else path,
        "status": status,
        "agent": f"agent {agent}",
        "bot": bot,
    }


def _moment(day: int, minute: int) -> dt.datetime:
    return dt.datetime.combine(FIRST_DAY, dt.time(), dt.UTC) + dt.timedelta(days=day, minutes=minute)


def table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Return rows as the table of observations."""
    schema = TABLES[name].schema
    return pa.table({column: [row.get(column) for row in rows] for column in schema.names}, schema=schema)


def observed_lake(path: Path, last: int = DAYS) -> Lake:
    """Return a lake with the days up to one."""
    lake = Lake(path)
    add_days(lake, 0, last)
    return lake


def add_days(lake: Lake, first: int, last: int) -> None:
    """Bring some days into a lake."""
    lake.append("texts", table("texts", made_texts(first, last)), source="press")
    lake.append("requests", table("requests", made_requests(first, last)), source="www")


_MONITOR = """[monitor]
title_en = "{en}"
title_fr = "{fr}"
{what}
baseline_from = "2024-01-01"
baseline_to = "2024-05-09"
false_alarms = 1
change = 50
tell = "press desk"
evidence = ["e1"]
"""


def parts() -> dict[str, bytes]:
    """Return a dossier with a strategy, and a monitor of each kind that the lake can feed."""
    kinds = {
        "bots": ("AI crawlers", "Robots d'IA", 'what = "bots"\nbots = ["ai"]'),
        "cables": ("Cables", "Câbles", 'what = "topic"\nwords = ["câbles", "sous-marins"]'),
        "open": ("Open internet", "Internet ouvert", 'what = "phrase"\nwords = ["open internet", "internet ouvert"]'),
        "visa": ("Visa pages", "Pages des visas", 'what = "pages"\npages = ["/*/visa"]'),
    }
    monitors = {f"monitors/{name}.toml": _MONITOR.format(en=en, fr=fr, what=what).encode() for name, (en, fr, what) in kinds.items()}
    return {
        "dossier.toml": b'id = "made"\n',
        "actors.csv": b"id,name,kind,iso3\nFRA,France,state,FRA\nDEU,Germany,state,DEU\nCHL,Chile,state,CHL\n",
        "evidence.csv": b"id,title,date,known_on\ne1,Our plan,2024-01-01,2024-01-01\n",
        "objectives.csv": b"id,aim,owner,due,known_on\no1,The open internet is spoken of,desk,2024-12,2024-01-01\n",
        "activities.csv": (
            b"id,title,objectives,digital,audience,date,end,status,known_on,evidence\n"
            b"speech,Speech on the open internet,o1,no,FRA,2024-05-30,,done,2024-01-05,e1\n"
            b"mailing,Letters to editors,o1,yes,,2024-06-10,2024-06-20,done,2024-01-05,\n"
            b"early,Seminar,,no,,2024-01-20,,done,2024-01-05,\n"
        ),
        "indicators.csv": (
            b"id,measure,objective,unit,baseline,baseline_on,target,target_on,reached,reached_on,known_on,evidence\n"
            b"k1,Texts with the phrase,o1,percent,10,2024-05-01,25,2024-07-01,,,2024-05-01,e1\n"
        ),
        **monitors,
    }
