"""A crisis with people in it, made for tests: in the area, outside it, and of no known place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from desk_people import a_household

from legation.web.consular.crises.about import About, make_crisis, move_on
from legation.web.consular.crises.texts import drafts_made
from legation.web.consular.people import forget_people
from legation.web.consular.records.models import Crisis, Household, Person, Text
from legation.web.consular.vault import vault

__all__ = ["ABOUT", "a_family", "a_made_crisis", "all_approved"]

ABOUT = About(
    name_en="Earthquake of Lyndon",
    name_fr="Séisme de Lyndon",
    area={"type": "Circle", "coordinates": [1.0, 2.0], "radius_km": 30.0},
    first="2026-07-10",
    last="2026-07-20",
)


def a_family(
    post: str = "lyndon",
    *,
    people: int = 1,
    lon: float | None = 1.0,
    lat: float | None = 2.0,
    language: str = "en",
    nationalities: tuple[str, ...] = ("FRA",),
    **contact: Any,
) -> tuple[Household, list[Person]]:
    """A household at a place, with how it is reached."""
    household, members = a_household(post, people=people)
    reached = vault().open(household, "contact") | {"languages": [language], "language": language} | contact
    household.contact = vault().seal(household, "contact", reached)
    household.save()
    for number, member in enumerate(members):
        stay = vault().open(member, "stay") | {"lon": lon, "lat": lat}
        identity = vault().open(member, "identity") | {"given": f"Person{number}", "nationalities": list(nationalities)}
        member.stay, member.identity = vault().seal(member, "stay", stay), vault().seal(member, "identity", identity)
        member.version += 1
        member.save()
    return household, members


def a_made_crisis(about: About = ABOUT, *, posts: tuple[str, ...] = ("lyndon", "novara"), state: str = "declared") -> Crisis:
    """A crisis that the first post leads."""
    forget_people()
    crisis = make_crisis(about, "lyndon", list(posts))
    if state == "declared":
        move_on(crisis, crisis.version, "declared")
    return crisis


def all_approved() -> None:
    """Approve every first text, as a head of post does."""
    drafts_made()
    Text.objects.filter(state="draft").update(state="approved", approved=dt.datetime.now(dt.UTC), verified_on=dt.date(2026, 7, 1))
