"""A made debate whose truth is known: actors whose words are drawn between two ways to speak, by how far each stands towards the second."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from legation.dossier import decode
from legation.lake import Lake
from legation.questions import Case
from legation.sources.observations.tables import TABLES

__all__ = ["ACTORS", "TODAY", "TRUE", "case_of", "parts", "speech_lake", "speech_rows"]

TODAY = dt.date(2020, 1, 1)
ACTORS = tuple(f"M{at:02}" for at in range(30))
TRUE = dict(zip(ACTORS, np.linspace(0.0, 100.0, len(ACTORS)).tolist(), strict=True))
_SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "ri", "so", "tu", "va", "zo")
_WORDS = tuple(f"{a}{b}{c}nt" for a, b, c in itertools.product(_SYLLABLES, _SYLLABLES[:6], _SYLLABLES[:4]))
"""288 words of no language."""


def speech_rows(seed: int = 2, *, tells: bool = True, words: int = 200, actors: tuple[str, ...] = ACTORS) -> list[dict[str, Any]]:
    """Return two speeches of each actor; where ``tells`` is false all draw their words alike, whatever their position."""
    draw = np.random.default_rng(seed)
    one, other = draw.dirichlet(np.full(len(_WORDS), 0.7)), draw.dirichlet(np.full(len(_WORDS), 0.7))
    rows = []
    for at, actor in enumerate(actors):
        share = TRUE[actor] / 100 if tells else 0.5
        mixed = (1 - share) * one + share * other
        for k in range(2):
            said = " ".join(draw.choice(_WORDS, words, p=mixed / mixed.sum()))
            day = dt.datetime.combine(dt.date(2018 + k, 9, 20), dt.time(9, at % 60), dt.UTC)
            about = {"kind": "speech", "outlet": "Assembly", "actor": actor, "language": "en", "title": f"Speech {at}", "text": said}
            identity = {"id": f"s{at:02}-{k}", "time": day, "url": f"https://example.org/{at}/{k}"}
            rows.append(dict.fromkeys(TABLES["texts"].columns) | identity | about)
    return rows


def speech_lake(path: Path, rows: list[dict[str, Any]]) -> Lake:
    lake = Lake(path)
    lake.append("texts", pa.Table.from_pylist(rows, schema=TABLES["texts"].schema), source="speeches")
    return lake


def parts(positions: dict[str, float] | None = None, basis: str = "vote") -> dict[str, bytes]:
    """Return a dossier with the actors and one issue; every second actor has a recorded position, from the truth unless others are given."""
    held = {actor: TRUE[actor] for actor in ACTORS[::2]} if positions is None else positions
    actors = ["id,name,kind", *(f"{actor},Member {actor[1:]},state" for actor in ACTORS)]
    rows = ["id,actor,issue,low,value,high,basis,held_from,known_on,evidence"]
    rows += [f"p{actor},{actor},sky,,{value:.1f},,{basis},2018-01-01,2018-01-01,e1" for actor, value in held.items()]
    return {
        "dossier.toml": b'id = "made"\n',
        "actors.csv": "\n".join(actors).encode(),
        "issues.csv": b"id,question,low,high\nsky,Should the sky be open?,closed,open\n",
        "evidence.csv": b"id,title,date,known_on\ne1,Record of votes,2018-01-01,2018-01-01\n",
        "positions.csv": "\n".join(rows).encode(),
    }


def case_of(lake: Lake | None, files: dict[str, bytes]) -> Case:
    return Case(dossier=decode(files), today=TODAY, lake=lake)
