"""What is true in a drill: where each citizen is and how they are, who answers, when, wrongly or twice, and who is spoofed.

It stands in ``truth.json`` of the drill's folder, in clear, for nobody in it is real; the desk reads it to answer messages, and to score.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from legation.web.consular.house import house_folder

__all__ = ["FILE", "Answer", "Call", "HouseholdTruth", "Truth", "truth", "write_truth"]

FILE = "truth.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that a household gives, or that somebody gives in its place.

    Attributes
    ----------
    wave : int
        To which message: 1 answers the first, 2 only a second one.
    minutes : float
        After it, by the drill's clock.
    status : str
        What is said; not always what is true.
    by : {"link", "code", "sms"}
        A code typed at the front is not trusted; one in a text message from the own number is.
    times : int
        How often the same form is sent.
    is_spoofed : bool
        A stranger answers.
    """

    wave: int
    minutes: float
    status: str
    covers: str = "all"
    by: str = "link"
    times: int = 1
    is_spoofed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody calls about a citizen: the desk writes a call sheet. ``minutes``: of the drill's clock; ``says``: a status."""

    person: str
    minutes: float
    caller: str
    tie: str
    number: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdTruth:
    """How a household is reached, and what it answers; ``failing``: channels that fail."""

    language: str
    phone: str = ""
    email: str = ""
    failing: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is true.

    Attributes
    ----------
    people : mapping of str to mapping
        By person ``status``, ``household``, and the place where they are: ``lon``, ``lat``.
    """

    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    households: Mapping[str, HouseholdTruth] = field(default_factory=dict)
    calls: tuple[Call, ...] = ()

    def fails(self, channel: str, address: str) -> bool:
        """Whether a message to an address does not arrive; an address of nobody's does not either."""
        found = self.households.get(self.household_at(channel, address))
        return found is None or channel in found.failing

    def household_at(self, channel: str, address: str) -> str:
        """Return the household that has an address; "" for nobody's."""
        return _addresses(self).get((channel, address.casefold()), "")


def write_truth(folder: Path, made: Truth) -> None:
    """Write what is true in a drill."""
    place = folder / FILE
    place.touch(0o600)
    place.write_text(json.dumps(asdict(made), ensure_ascii=False), "utf-8")


def truth() -> Truth:
    """Return what is true in the drill of this house; nothing where the file is missing."""
    place = house_folder() / FILE
    return _read(place, place.stat().st_mtime_ns) if place.exists() else Truth()


@functools.lru_cache(maxsize=2)
def _read(place: Path, written: int) -> Truth:  # noqa: ARG001 - a file that is written anew is read anew
    found = json.loads(place.read_text("utf-8"))
    households = {
        one: HouseholdTruth(**about | {"failing": tuple(about["failing"]), "answers": tuple(Answer(**each) for each in about["answers"])})
        for one, about in found["households"].items()
    }
    return Truth(people=found["people"], households=households, calls=tuple(Call(**one) for one in found["calls"]))


_ADDRESSES: dict[int, dict[tuple[str, str], str]] = {}


def _addresses(made: Truth) -> dict[tuple[str, str], str]:
    if id(made) not in _ADDRESSES:
        _ADDRESSES.clear()
        pairs = [(("sms", one.phone), name) for name, one in made.households.items() if one.phone]
        pairs += [(("email", one.email.casefold()), name) for name, one in made.households.items() if one.email]
        _ADDRESSES[id(made)] = dict(pairs)
    return _ADDRESSES[id(made)]
