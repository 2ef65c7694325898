"""Incidents whose answer is known, from the developer data beside the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from legation.methods.attribution import Knowledge
from legation.sources import attack

TABLE, HISTORY, SPONSORS = "attack_v15_1.json", "attack_release_history_to_v15_1.json", "group_suspected_country_misp.json"


def shared(name: str) -> Path:
    """Return where a file of the developer data would be."""
    return Path(__file__).parents[2] / "shared" / "data" / "cyber" / name


def table(*, campaigns: bool = False) -> Knowledge:
    """Return the records of v15.1; without campaigns they are the group pages alone, as in the sets of the literature."""
    return attack.read(shared(TABLE), sponsors=shared(SPONSORS), campaigns=campaigns)


def releases() -> list[Knowledge]:
    """Return the records of every release, the oldest first."""
    names = json.loads(shared(HISTORY).read_bytes())["versions"]
    return [attack.read(shared(HISTORY), release=name, sponsors=shared(SPONSORS)) for name in names]


def attributed() -> dict[str, dict[str, Any]]:
    """Return the attributed campaigns of v15.1."""
    return {name: one for name, one in json.loads(shared(TABLE).read_bytes())["campaigns"].items() if one.get("attributed_to")}
