"""A made debate: three outlets over two years in two languages, a burst, copies, who speaks and who is named, and some evidence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from legation.dossier import decode
from legation.lake import Lake
from legation.questions import Case
from legation.sources.observations.tables import TABLES

__all__ = ["BURST", "HANDLE", "PARTS", "made_case", "made_lake", "made_rows"]

BURST = (dt.date(2019, 3, 1), dt.date(2019, 5, 31))
HANDLE = "anon-0123456789abcdef"
_SEA = ["harbour", "ship", "sail", "wave", "port", "captain", "anchor", "tide", "coast", "vessel", "fleet", "cargo"]
_AIR = ["plane", "wing", "cloud", "runway", "pilot", "flight", "airport", "engine", "altitude", "radar", "cockpit", "hangar"]
_MER = ["port", "navire", "voile", "vague", "capitaine", "ancre", "marée", "côte", "flotte", "cargaison", "équipage", "phare"]
_CIEL = ["avion", "aile", "nuage", "piste", "pilote", "vol", "aéroport", "moteur", "altitude", "radar", "cabine", "hangar"]

PARTS = {
    "dossier.toml": b'id = "said"\n',
    "actors.csv": (b"id,kind,iso3,name\nfra,state,FRA,France\njpn,state,JPN,Japan\nsea,ngo,,Open Sea League\n"),
    "evidence.csv": (
        b"id,kind,title,publisher,origin,date,known_on,url,quote,part\n"
        b"e1,statement,On ports,Ministry of Transport,Government of France,2019-04-02,,https://example.org/1,"
        b"The harbour must stay open to every ship that sails.,\n"
        b"e2,press,On fog,The Daily Fog,,2019-04,,https://example.org/2,Fog closed the harbour for a week and every ship waited.,\n"
        b"e3,press,Undated,The Daily Fog,,,,https://example.org/3,Someone said the harbour is closed.,\n"
        b"e4,press,Later,The Daily Fog,,2020-02-01,2020-02-01,https://example.org/4,The harbour burned down.,\n"
        b"e5,press,Kept,The Daily Fog,,2019-06-01,,https://example.org/5,,files/kept.txt\n"
    ),
    "files/kept.txt": "Le capitaine parle au nom de l'Open Sea League et demande un harbour ouvert à tous les navires.".encode(),
}


def made_rows(seed: int = 3) -> list[dict[str, Any]]:
    """Return 480 texts: 20 a month, of which a quarter is on the harbour, in the burst three quarters; one in four in French."""
    draw = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for month in range(24):
        first = dt.date(2018 + month // 12, month % 12 + 1, 1)
        for k in range(20):
            day = first + dt.timedelta(days=int(draw.integers(27)))
            hot = BURST[0] <= day <= BURST[1]
            on = draw.random() < (0.75 if hot else 0.25)
            french = k % 4 == 3
            words = ((_MER if on else _CIEL) if french else (_SEA if on else _AIR)).copy()
            picked = [words[i] for i in draw.integers(len(words), size=14)]
            lead = ("harbour " if on else "") + ("Le " if french else "The ")
            who, outlet = (("FRA", "Speeches"), ("JPN", "Speeches"), ("", "Daily News"), ("", "Wire"))[(k + month) % 4]
            named = "Japan said: " if not who and not french else "Le Japon dit : " if not who else ""
            rows.append(_row(len(rows), day, outlet, who, "fr" if french else "en", named + lead + " ".join(picked) + "."))
    for copy in range(3):  # a wire story that others print
        rows.append(_row(len(rows), dt.date(2019, 8, 3), f"Copyist {copy}", "", "en", "Japan said: " + " ".join([*_SEA, *_AIR]) + "."))
    post = _row(len(rows), dt.date(2019, 9, 1), "mastodon", "", "en", "A person writes of a harbour and a ship, with a wave and a sail.")
    rows.append(post | {"kind": "post", "account": HANDLE, "title": "A person's own words"})
    rows.append(_row(len(rows), dt.date(2020, 3, 1), "Wire", "FRA", "en", "The harbour text of a later year, not yet known then."))
    return rows


def _row(at: int, day: dt.date, outlet: str, actor: str, language: str, text: str) -> dict[str, Any]:
    moment = dt.datetime.combine(day, dt.time(9, at % 60), dt.UTC)
    said = {"kind": "article", "outlet": outlet, "actor": actor or None, "language": language, "title": f"Text {at}", "text": text}
    url = "https://example.org/2" if at == 0 else f"https://example.org/t{at}"
    return dict.fromkeys(TABLES["texts"].columns) | {"id": f"t{at:04}", "time": moment, "url": url} | said


def made_lake(path: Path) -> Lake:
    lake = Lake(path)
    lake.append("texts", pa.Table.from_pylist(made_rows(), schema=TABLES["texts"].schema), source="made")
    return lake


def made_case(lake: Lake | None = None, parts: dict[str, bytes] = PARTS) -> Case:
    return Case(dossier=decode(parts), today=dt.date(2020, 1, 1), lake=lake).at(dt.date(2020, 1, 1))
