"""Seeded citizens of a drill, in several scripts, with what is true of each: the same seed gives the same people and the same truth.

Nobody of them is real: numbers are of the block that France reserves for fiction (ARCEP decision 2018-0881: +33 6 39 98), addresses at
``example.org`` (RFC 2606), names drawn of common ones.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from dataclasses import dataclass
from typing import Any

from anyascii import anyascii

from legation.web.consular.drills.truth import Answer, Call, HouseholdTruth, Truth

__all__ = ["MOST_PEOPLE", "Citizen", "SeededHousehold", "seeded"]

MOST_PEOPLE = 10_000
"""As many numbers are reserved for fiction."""
_NAMES = {
    "fr": (
        ("Camille", "Élodie", "Benoît", "Noémie", "Thibault", "Inès"),
        ("Lefèvre", "Garnier", "Le Goff", "N’Diaye", "Müller", "Ribeiro"),
    ),
    "en": (("Olivia", "Grace", "Callum", "Siobhán", "Owen", "Ruth"), ("Baker", "O’Neill", "Hughes", "Fraser", "Okafor", "Whitfield")),
    "es": (("Lucía", "Íñigo", "Begoña", "Joaquín", "Ana", "Ramón"), ("Núñez", "Zubizarreta", "Peña", "Castaño", "Ibáñez", "Soler")),
    "ar": (("ليلى", "محمد", "فاطمة", "يوسف", "مريم", "كريم"), ("بن صالح", "الحداد", "المنصوري", "خليل", "العلوي", "نصار")),
    "ru": (("Анна", "Дмитрий", "Ольга", "Сергей", "Мария", "Пётр"), ("Кузнецова", "Волков", "Соколова", "Лебедев", "Орлова", "Жуков")),
    "zh": (("伟", "芳", "秀英", "强", "丽", "军"), ("王", "李", "张", "刘", "陈", "杨")),
}
_WEIGHTS = {"fr": 40, "en": 20, "es": 12, "ar": 14, "ru": 7, "zh": 7}
_WRITTEN_TO = {"fr": "fr", "en": "en", "es": "es", "ar": "ar", "ru": "en", "zh": "en"}
_STATUSES = {"injured": 4, "need_help": 8, "want_out": 14, "safe": 62, "left": 12}
_IN_NEED = ("injured", "need_help")
_URGENCY = tuple(_STATUSES)
_TIES = ("mother", "brother", "friend", "colleague", "neighbour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """One person; ``identity``: as the desk stores it."""

    id: str
    identity: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededHousehold:
    """People with one contact, as the desk stores them."""

    id: str
    people: tuple[Citizen, ...]
    contact: dict[str, Any]
    stay: dict[str, Any]
    is_confirmed: bool


def seeded(
    seed: int, count: int, *, longitude: float, latitude: float, radius_km: float, place: str, today: dt.date
) -> tuple[list[SeededHousehold], Truth]:
    """Return some citizens in households, and what is true of them once the earth has shaken.

    Seven households of ten stay where people are hit, two elsewhere, of one no place is known. Of those hit, 12 % are injured or need
    help; a quarter of the households never answer; 3 % say they are safe though one of them is not; 3 % are spoofed.

    Parameters
    ----------
    count : int
        People, 1 to :data:`MOST_PEOPLE`.
    longitude, latitude : float
        Where it happens [degrees].
    """
    draw = random.Random(seed)  # noqa: S311 - citizens of a drill, not a secret
    households: list[SeededHousehold] = []
    people: dict[str, dict[str, Any]] = {}
    truths: dict[str, HouseholdTruth] = {}
    calls: list[Call] = []
    made = 0
    while made < count:
        size = min(draw.choices((1, 2, 3, 4, 5), (45, 25, 14, 11, 5))[0], count - made)
        number = len(households)
        where = "unknown" if (found := draw.random()) > 0.9 else "elsewhere" if found > 0.7 else "hit"
        one = _household(draw, number, size, _stay(draw, where, longitude, latitude, radius_km, place, today))
        statuses = [draw.choices(_URGENCY, list(_STATUSES.values()))[0] if where != "elsewhere" else "safe" for _ in one.people]
        households.append(one)
        truths[one.id] = _answers(draw, one, statuses)
        for citizen, status in zip(one.people, statuses, strict=True):
            people[citizen.id] = {"status": status, "household": one.id, "is_hit": where != "elsewhere"}
            if where != "elsewhere" and draw.random() < (0.2 if status in _IN_NEED else 0.03):
                calls.append(_call(draw, citizen.id, status, len(calls)))
        made += size
    return households, Truth(people=people, households=truths, calls=tuple(sorted(calls, key=lambda call: call.minutes)))


def _id(draw: random.Random) -> str:
    return f"{draw.getrandbits(128):032x}"


def _household(draw: random.Random, number: int, size: int, stay: dict[str, Any]) -> SeededHousehold:
    script = draw.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    given, family = _NAMES[script]
    shared = draw.choice(family)
    people = []
    for member in range(size):
        age = draw.randint(19, 78) if member < 2 else draw.randint(0, 18)
        birth = dt.date(2026 - age, draw.randint(1, 12), draw.randint(1, 28)).isoformat()
        identity = {"given": draw.choice(given), "family": shared, "birth": birth, "nationalities": ["FRA"], "documents": []}
        people.append(Citizen(id=_id(draw), identity=identity))
    first = anyascii(people[0].identity["given"]).lower()
    address = f"{''.join(letter for letter in first if letter.isalpha())}.{number}@example.org"
    has = draw.choices(("both", "sms", "email"), (60, 22, 18))[0]
    contact = {
        "phones": [f"+3363998{number:04}"] if has != "email" else [],
        "emails": [address] if has != "sms" else [],
        "languages": [_WRITTEN_TO[script]],
        "do_not_contact": [],
        "needs": "",
        "needs_to_wardens": False,
        "notes": "",
        "declared": "trip",
    }
    return SeededHousehold(id=_id(draw), people=tuple(people), contact=contact, stay=stay, is_confirmed=draw.random() < 0.85)


def _stay(
    draw: random.Random, where: str, longitude: float, latitude: float, radius_km: float, place: str, today: dt.date
) -> dict[str, Any]:
    """Return a stay that meets today: inside the circle, far from it, or at no known place."""
    arrives = today - dt.timedelta(days=draw.randint(1, 40))
    stay: dict[str, Any] = {"country": "", "place": "", "lon": None, "lat": None}
    stay |= {"arrives": arrives.isoformat(), "leaves": (today + dt.timedelta(days=draw.randint(3, 60))).isoformat()}
    if where == "unknown":
        return stay
    near = where == "hit"
    distance = radius_km * (0.9 * math.sqrt(draw.random()) if near else 3 + 4 * draw.random())
    angle = draw.uniform(0, 2 * math.pi)
    lat = max(-85.0, min(85.0, latitude + distance / 111.2 * math.sin(angle)))
    lon = longitude + distance / 111.2 * math.cos(angle) / max(0.1, math.cos(math.radians(latitude)))
    return stay | {"place": place if near else "", "lon": round((lon + 180) % 360 - 180, 4), "lat": round(lat, 4)}


def _answers(draw: random.Random, one: SeededHousehold, statuses: list[str]) -> HouseholdTruth:
    """Return how a household is reached and what it answers."""
    about: dict[str, Any] = {
        "language": one.contact["languages"][0],
        "phone": "".join(one.contact["phones"]),
        "email": "".join(one.contact["emails"]),
        "failing": tuple(channel for channel in ("email", "sms") if draw.random() < 0.1),
    }
    worst = min(statuses, key=_URGENCY.index)
    answers = []
    if draw.random() > 0.25:
        said = "safe" if worst in _IN_NEED and draw.random() < 0.25 else worst
        way = draw.random()
        by = "sms" if way > 0.8 and one.contact["phones"] else "code" if way > 0.7 else "link"
        minutes = round(draw.lognormvariate(math.log(35), 1.0), 1)
        answers.append(
            Answer(wave=draw.choices((1, 2), (80, 20))[0], minutes=minutes, status=said, by=by, times=2 if draw.random() < 0.1 else 1)
        )
        if draw.random() < 0.06:
            answers.append(Answer(wave=1, minutes=minutes + draw.uniform(5, 60), status=draw.choice(("safe", "left")), by="link"))
    if worst in _IN_NEED and draw.random() < 0.2:
        answers.append(Answer(wave=1, minutes=round(draw.uniform(5, 50), 1), status="safe", by="code", is_spoofed=True))
    return HouseholdTruth(**about, answers=tuple(answers))


def _call(draw: random.Random, person: str, status: str, number: int) -> Call:
    says = status if draw.random() < 0.9 else "safe"
    minutes = round(draw.uniform(4, 150), 1)
    return Call(
        person=person, minutes=minutes, caller=f"{number + 1}", tie=draw.choice(_TIES), number=f"+1 202 555 01{number % 100:02}", says=says
    )
