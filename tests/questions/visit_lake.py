"""A made log of a mission's site: persons and programs over ten weeks, with a day that is missing, and what each visit did."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from legation.lake import Lake
from legation.sources.observations.tables import TABLES

FIRST_DAY = dt.date(2024, 3, 4)
DAYS, MISSING, SPLIT = 70, 30, 42
"""Days of the log; the day of them that was lost; the day from which a page is read three times as much."""
PEOPLE = ("Mozilla/5.0 (X11) Firefox/140.0", "Mozilla/5.0 (iPhone) Safari/604.1")
PROGRAMS = (("GPTBot/1.2", "GPTBot"), ("ClaudeBot/1.0", "ClaudeBot"), ("Googlebot/2.1", "Googlebot"), ("curl/8.5", "curl"))
_PAGES = ("/", "/fr/", "/fr/visa/long-sejour", "/en/visa/long-stay", "/fr/actualites", "/en/news/", "/tv/live")
_PARTS = ("/style.css", "/app.js?v=2", "/logo.PNG", "/favicon.ico", "/robots.txt")
_HOME = "https://www.mission.example/fr/"


def made_rows(seed: int = 0) -> list[dict[str, Any]]:
    """Return the requests, in no order."""
    draw = np.random.default_rng(seed)
    rows = []
    for day in range(DAYS):
        if day == MISSING:
            continue
        for visitor in range(int(draw.poisson(14))):
            person = draw.random() < 0.7
            agent, bot = (str(draw.choice(PEOPLE)), None) if person else PROGRAMS[int(draw.integers(4))]
            network = f"203.0.{int(draw.integers(4))}.0/24"
            who = hashlib.blake2b(f"{day}{visitor}".encode(), digest_size=8).hexdigest()
            moment = dt.datetime.combine(FIRST_DAY, dt.time(6), dt.UTC) + dt.timedelta(days=day, seconds=int(draw.integers(40_000)))
            referrer = draw.choice(["https://search.example/", "http://Press.example:8080/a?b", "-", "-"])
            for step in range(int(draw.integers(1, 6))):
                moment += dt.timedelta(seconds=int(draw.choice([20, 300, 1_799, 1_800, 4_000])))
                page = str(draw.choice(_PAGES))
                if person and day >= SPLIT and draw.random() < 0.5:
                    page = "/fr/visa/long-sejour"
                mark = (
                    "?lg=climate-week"
                    if step == 0 and person and visitor == 1
                    else "?a=1&utm_campaign=Semaine+du+climat"
                    if visitor == 2
                    else ""
                )
                here = {"time": moment, "address": network, "agent": agent, "bot": bot, "visitor": who, "method": "GET", "bytes": 10}
                wanted = [page + mark]
                if draw.random() < 0.5:
                    wanted.append(str(draw.choice(_PARTS)))
                if draw.random() < 0.2:
                    wanted.append("/files/rapport.pdf")
                if draw.random() < 0.1:
                    wanted.append("/fr/ancienne-page")
                for at, path in enumerate(wanted):
                    status = 404 if "ancienne" in path else int(draw.choice([200, 304, 301, 500], p=[0.8, 0.1, 0.05, 0.05]))
                    told = None if referrer == "-" else str(referrer)
                    rows.append({**here, "path": path, "status": status, "referrer": told if at == 0 and step == 0 else _HOME})
    rows.append({**rows[0], "method": "POST"})
    rows.append({**rows[1], "path": None})
    return rows


def made_lake(path: Path, rows: list[dict[str, Any]], *, identified: bool = True) -> Lake:
    """Return a lake that holds the rows."""
    schema = TABLES["requests"].schema
    if identified:
        schema = schema.append(pa.field("visitor", pa.string()))
    lake = Lake(path)
    lake.append("requests", pa.table({name: [row.get(name) for row in rows] for name in schema.names}, schema=schema), source="site")
    return lake


def dossier_parts() -> dict[str, bytes]:
    """Return a dossier with an objective, an activity of which links are marked, and one whose page its evidence names."""
    return {
        "dossier.toml": b'id = "made"\n',
        "objectives.csv": b"id,aim,recorded\no1,Be read on climate,2024-01-01\n",
        "evidence.csv": b"id,title,date,url\ne1,The page,2024-03-01,https://mission.example/en/news/\n",
        "activities.csv": (
            b"id,title_fr,title_en,objectives,evidence,status,recorded\n"
            b"climate-week,Semaine du climat,Climate week,o1,,done,2024-01-01\n"
            b"letter,Lettre,Letter,,e1,done,2024-01-01\n"
            b"dinner,Diner,Dinner,,,done,2024-01-01\n"
        ),
    }
