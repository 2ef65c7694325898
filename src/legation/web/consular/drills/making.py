"""Making a drill: a house of its own in ``drills`` of the house that rehearses, its keyring beside it; ``legation consular drill``."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import secrets
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from legation.errors import WrongUse
from legation.language import Message
from legation.web.consular.drills.citizens import MOST_PEOPLE
from legation.web.consular.drills.declared import Drill, write_drill
from legation.web.consular.house import CONFIGURATION, House
from legation.web.consular.making import Plan, make_house

__all__ = ["PLACE", "Made", "Wanted", "make_drill"]

PLACE = ("Karse", -28.0, 41.0)
"""Where the earth shakes where nobody says it: an invented island."""
RADIUS_KM = 60.0
_NOT_SENT = "example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants of a drill: its name, how many citizens, seed, and the place with its longitude and latitude."""

    name: str
    people: int = 300
    seed: int = 0
    place: tuple[str, float, float] = PLACE


@dataclass(frozen=True, slots=True)
class Made:
    """A drill that was made: its folder, its keyring and the passphrase of that."""

    folder: Path
    keyring: Path
    passphrase: str
    drill: Drill


def make_drill(house: House, wanted: Wanted, now: dt.datetime) -> Made:
    """Make the house of a drill, still without its tables and its citizens.

    It has the posts of the house that rehearses, languages that nobody has read yet (they are offered in drills alone), no gateway, no
    address of a front, and lines of retention of its own, for no citizen of it is real.

    Raises
    ------
    WrongUse
        For a name without letters, too many people, or a place that is none.
    CannotWrite
        Where the drill is there already.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", wanted.name).encode("ascii", "ignore").decode().lower()).strip("-")
    if not plain:
        raise WrongUse(Message("desk-drill.name"))
    if not 1 <= wanted.people <= MOST_PEOPLE:
        raise WrongUse(Message("desk-drill.people", limit=MOST_PEOPLE, found=wanted.people))
    place, longitude, latitude = wanted.place
    if not place or not -180 <= longitude <= 180 or not -80 <= latitude <= 80:
        raise WrongUse(Message("desk-drill.place"))
    folder = house.folder / "drills" / f"{now.date().isoformat()}-{plain[:40]}"
    keyring, passphrase = folder.with_name(f"{folder.name}.keyring"), secrets.token_urlsafe(18)
    make_house(folder, keyring, passphrase, Plan(posts={post.id: post.zone for post in house.posts}, kind=house.kind, state=house.state))
    _declare(folder / CONFIGURATION, house)
    drill = Drill(
        name=wanted.name,
        seed=wanted.seed,
        people=wanted.people,
        place=place,
        longitude=longitude,
        latitude=latitude,
        radius_km=RADIUS_KM,
        made=now,
    )
    write_drill(folder, drill)
    return Made(folder, keyring, passphrase, drill)


def _declare(place: Path, house: House) -> None:
    """Give a drill's house the posts of the real one, and let it store every class: nobody in it is real, so no archive has a say."""
    content: dict[str, Any] = tomllib.loads(place.read_text("utf-8"))
    line = {"not_public_archives": True, "reason": "no citizen of a drill is real", "approved_by": "legation consular drill"}
    content["retention"] = {name: dict(line) for name in content["retention"]}
    content["house"] |= {"name_fr": house.name_fr, "name_en": house.name_en}
    content["post"] = [dataclasses.asdict(post) for post in house.posts]
    content["front"] = {"address": f"https://front.{_NOT_SENT}"}
    place.write_text(tomli_w.dumps(content), "utf-8")
