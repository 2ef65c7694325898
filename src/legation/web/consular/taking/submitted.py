"""What the front sealed, read: every field checked anew, for whoever takes the front can seal what its pages never would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from legation.consular.contact import email, phone
from legation.web.consular.taking.household import CLASSES, Member, Stay, Taken, post_for
from legation.web.front.answers import COVERS, STATUSES
from legation.web.front.catalogue import LANGUAGES, alpha_2, countries
from legation.web.front.places import places
from legation.web.front.registration import FORM, LONG_LINE, LONG_TEXT, MOST_PEOPLE
from legation.web.front.typed import line, words

__all__ = ["Reply", "read_change", "read_registration", "read_reply", "resolved"]

Reply = dict[str, str]


def read_registration(content: Mapping[str, Any]) -> Taken:
    """Return the household of a registration.

    Raises
    ------
    ValueError, KeyError, TypeError, AttributeError
        Where it is not as the front writes it.
    """
    _check_form(content)
    stay, contact, people = content["stay"], content["contact"], content["people"]
    if content["class"] not in CLASSES or not 0 < len(people) <= MOST_PEOPLE:
        raise ValueError("class, people")
    country = _country(stay["country"])
    number, address = _phone(contact["phone"]), _email(contact["email"])
    if not number and not address:
        raise ValueError("contact")
    return Taken(
        post=post_for(country).id,
        declared=content["class"],
        stay=_stay(stay, country),
        members=tuple(_member(one) for one in people),
        contact={
            "phones": [number] if number else [],
            "emails": [address] if address else [],
            "languages": [_language(content)],
            "do_not_contact": [_country(one) for one in content["do_not_contact"]],
            "needs": words(content["needs"], LONG_TEXT),
            "needs_to_wardens": bool(content["needs_to_wardens"]),
            "notes": "",
        },
    )


def read_change(content: Mapping[str, Any]) -> dict[str, str]:
    """Return what is changed by a link: only what was filled in, each in its one form."""
    _check_form(content)
    changed = {str(name): str(text) for name, text in content.get("changed", {}).items()}
    read: dict[str, Callable[[str], str]] = {
        "country": _country,
        "place": lambda text: line(text, LONG_LINE),
        "arrives": _day,
        "leaves": _day,
        "phone": _phone,
        "email": _email,
        "words": lambda text: words(text, LONG_TEXT),
    }
    return {name: str(read[name](text)) for name, text in changed.items() if text}


def read_reply(content: Mapping[str, Any]) -> Reply:
    """Return an answer to a roll call: ``status``, ``covers``, ``words``, ``position``, ``language``, ``token`` or ``code``."""
    _check_form(content)
    if content["status"] not in STATUSES or content["covers"] not in COVERS:
        raise ValueError("status, covers")
    return {
        "status": content["status"],
        "covers": content["covers"],
        "words": words(content["words"], LONG_TEXT),
        "position": line(content["position"], 2 * LONG_LINE),
        "language": _language(content),
        "token": str(content.get("token", ""))[:200],
        "code": str(content.get("code", ""))[:20],
    }


def resolved(place: str, country: str) -> Stay:
    """Return a place with its degrees, where one town alone of the country has the name; else without."""
    found = (
        [one for one in places().search(place, alpha_2(country)) if _same(one.name, place) or _same(one.found_as, place)] if country else []
    )
    town = found[0] if len(found) == 1 else None
    return Stay(country=country, place=place, lon=town.longitude if town else None, lat=town.latitude if town else None)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _check_form(content: Mapping[str, Any]) -> None:
    if content["form"] != FORM:
        raise ValueError("form")


def _language(content: Mapping[str, Any]) -> str:
    language = content["language"]
    if language not in LANGUAGES:
        raise ValueError("language")
    return str(language)


def _country(code: str) -> str:
    if code not in countries("en"):
        raise ValueError("country")
    return code


def _day(text: str) -> str:
    return dt.date.fromisoformat(text).isoformat() if text else ""


def _phone(text: str) -> str:
    return phone(text) if text else ""


def _email(text: str) -> str:
    return email(text) if text else ""


def _member(one: Mapping[str, Any]) -> Member:
    given, family = line(one["given"], LONG_LINE), line(one["family"], LONG_LINE)
    if not given and not family:
        raise ValueError("name")
    return Member(given=given, family=family, birth=_day(one["birth"]), nationalities=tuple(_country(c) for c in one["nationalities"]))


def _stay(stay: Mapping[str, Any], country: str) -> Stay:
    place = stay["place"]
    arrives, leaves = _day(stay["arrives"]), _day(stay["leaves"])
    if not leaves or (arrives and leaves < arrives):
        raise ValueError("leaves")
    if place is None:
        return Stay(country=country, arrives=arrives, leaves=leaves)
    lon, lat = float(place["longitude"]), float(place["latitude"])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError("place")
    return Stay(country=country, place=line(place["name"], LONG_LINE), lon=lon, lat=lat, arrives=arrives, leaves=leaves)
