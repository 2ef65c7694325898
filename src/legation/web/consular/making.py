"""Making a house: its folder with what it declares, and its keyring; ``legation consular init``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from legation import moment
from legation.errors import CannotWrite, WrongUse
from legation.keys import new_keyring, recovery_sheet, write_keyring
from legation.language import Message
from legation.web.consular.house import CONFIGURATION

__all__ = ["STORED", "Plan", "make_house"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a new house is.

    Attributes
    ----------
    posts : mapping of str to str
        Each post with its time zone.
    kind : {"public", "employer", "ngo"}
    state : str
        ISO 3166-1 alpha-2 of the State whose nationals are looked after; "" where it is no State.
    names : mapping of str to tuple of str
        By post its name in French and in English.
    """

    posts: Mapping[str, str]
    kind: str = "public"
    state: str = ""
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)


def make_house(folder: Path, keyring: Path, passphrase: str, plan: Plan) -> str:
    """Make the folder of a house and its keyring, and return the recovery sheet, which is printed once and is nowhere else.

    Raises
    ------
    CannotWrite
        Where a house or a keyring is there already: neither is ever written over.
    WrongUse
        Where a time zone is none, or the keyring would lie in the folder that it opens.
    """
    place = folder / CONFIGURATION
    for path in (place, keyring):
        if path.exists():
            raise CannotWrite(Message("desk.is-there", path=str(path)))
    if folder.resolve() in keyring.resolve().parents:
        raise WrongUse(Message("desk.keyring-inside", path=str(keyring), folder=str(folder)))
    for post, zone in plan.posts.items():
        if zone not in moment.zones():
            raise WrongUse(Message("desk.no-zone", post=post, found=zone))
    made = new_keyring()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("desk", "keys", "front", "journal", "drills"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    keyring.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_keyring(keyring, made, passphrase)
    place.write_text(tomli_w.dumps(_declared(plan)), "utf-8")
    return recovery_sheet(made)


STORED = ("unconfirmed", "trip", "resident", "reply", "report", "message", "request", "audit", "drill")
"""The classes of records that a desk stores."""


def _declared(plan: Plan) -> dict[str, Any]:
    """Return what the house declares at first: each class with the line that it still has to be approved."""
    posts = [
        {"id": post, "zone": zone}
        | ({"name_fr": plan.names[post][0], "name_en": plan.names[post][1]} if post in plan.names else {})
        | ({"country": plan.countries[post]} if post in plan.countries else {})
        for post, zone in plan.posts.items()
    ]
    line: dict[str, Any] = {"schedule": ""} if plan.kind == "public" else {"not_public_archives": True, "reason": "no public body keeps it"}
    return {
        "house": {"kind": plan.kind, "state": plan.state},
        "post": posts,
        "retention": {name: dict(line) for name in STORED},
    }
