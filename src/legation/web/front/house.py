"""What the desk has said to the front: its public key, languages, how long things are stored, whether it is a drill."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from legation.errors import BadValue
from legation.language import Message

__all__ = ["House", "Reading", "house_from"]

KEY_BYTES = 32
RETENTION = {"trip": 30, "resident": 30, "unconfirmed": 7, "reply": 90, "resident_years": 5}
"""What is printed where the desk names no other time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Who has read the texts of a language: a native speaker, by function, never by name.

    Attributes
    ----------
    day : datetime.date
    function : str
        ``consul``, ``local staff``.
    text : str
        SHA-256 of the file that was read, in hexadecimal; another text is another reading.
    """

    day: dt.date
    function: str
    text: str


@dataclass(frozen=True, slots=True)
class House:
    """The newest inward bundle, as pages read it.

    Attributes
    ----------
    key_version : int
        Of the public key.
    public : bytes
        X25519, 32 bytes.
    names : dict of str to str
        What the house is called, by language.
    telephone : str
        Where people call; empty where nobody answers.
    readings : dict of str to Reading
        Languages that are offered to the public, each with who read its texts.
    services : frozenset of str
        ``registration``, ``code``.
    retention : dict of str to int
        How long a class is stored [days] (``trip``, ``resident``, ``unconfirmed``, ``reply``), and ``resident_years``, the longest a
        resident is registered [years].
    is_drill : bool
        An exercise: every language is offered, and every page says so.
    """

    key_version: int
    public: bytes
    names: dict[str, str] = field(default_factory=dict)
    telephone: str = ""
    readings: dict[str, Reading] = field(default_factory=dict)
    services: frozenset[str] = frozenset({"registration", "code"})
    retention: dict[str, int] = field(default_factory=lambda: dict(RETENTION))
    is_drill: bool = False


def house_from(payload: bytes) -> House:
    """Read what the desk has said.

    Raises
    ------
    BadValue
        Where it is not what an inward bundle holds; nothing of it is used.

    Examples
    --------
    >>> said = {"sealing": {"version": 1, "public": base64.b64encode(bytes(32)).decode()}, "drill": True, "retention": {"trip": 14}}
    >>> house = house_from(json.dumps(said).encode())
    >>> house.is_drill, house.retention["trip"], house.retention["resident"]
    (True, 14, 30)
    """
    try:
        said: dict[str, Any] = json.loads(payload)
        public = base64.b64decode(said["sealing"]["public"], validate=True)
        readings = {
            str(language): Reading(dt.date.fromisoformat(one["day"]), str(one["function"]), str(one["text"]))
            for language, one in dict(said.get("languages", {})).items()
        }
        house = House(
            int(said["sealing"]["version"]),
            public,
            {str(language): str(name) for language, name in dict(said.get("names", {})).items()},
            str(said.get("telephone", "")),
            readings,
            frozenset(map(str, said.get("services", ("registration", "code")))),
            RETENTION | {str(name): int(days) for name, days in dict(said.get("retention", {})).items()},
            bool(said.get("drill", False)),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadValue(Message("consular-front.bundle-unreadable", why=str(error))) from error
    if len(house.public) != KEY_BYTES:
        raise BadValue(Message("consular-front.key-length", allowed=KEY_BYTES))
    return house
