"""Registering: three pages, a review, and a last page that says the same whatever happened."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from django.http import HttpRequest, HttpResponse

from legation.errors import CannotRead
from legation.web.front.catalogue import countries, country_of, day_in, number_in
from legation.web.front.house import House
from legation.web.front.limits import PER_CONTACT
from legation.web.front.pages import page, shown, stopped
from legation.web.front.registration import ANYWHERE, LONG_TEXT, MOST_PEOPLE, STEPS, Draft, Problems, new_nonce
from legation.web.front.running import front
from legation.web.front.typed import cleaned, codes_of, day_of, email_of, phone_of

__all__ = ["register"]


@page("GET", "HEAD", "POST")
def register(request: HttpRequest, house: House, language: str) -> HttpResponse:
    """Show the page of a step, or take what is sent."""
    if "registration" not in house.services:
        return stopped(request, "closed", 503, house=house)
    if request.method != "POST":
        return _step(request, house, language, Draft(new_nonce()), "stay", {})
    draft, now = Draft.from_post(request.POST.dict()), dt.datetime.now(dt.UTC)
    go, step = request.POST.get("go", "next"), request.POST.get("step", "stay")
    step = step if step in STEPS else "stay"
    if go.startswith("to-") and go[3:] in STEPS:
        return _step(request, house, language, draft, go[3:], {})
    if go == "search":
        return _step(request, house, language, draft, "stay", draft.check_search(), is_searched=True)
    if go == "add" or go.startswith("remove-"):
        return _step(request, house, language, draft.with_people(go), "people", {})
    years = house.retention["resident_years"]
    for one in STEPS if go == "send" else STEPS[: STEPS.index(step) + 1]:
        problems = draft.check(one, now.date(), years)
        if problems:
            return _step(request, house, language, draft, one, problems, is_searched=one == "stay")
    if go != "send":
        if step == STEPS[-1]:
            return _review(request, house, language, draft)
        return _step(request, house, language, draft, STEPS[STEPS.index(step) + 1], {})
    try:
        taken = front().append_registration(house, draft.submission(language, now), draft.nonce)
    except (sqlite3.Error, CannotRead, OSError):
        return stopped(request, "unsaved", 503, house=house)
    if not taken:
        return stopped(request, "busy", 503, house=house)
    return shown(request, house, language, "sent", kind="registration", most=PER_CONTACT, others=[])


def _step(
    request: HttpRequest, house: House, language: str, draft: Draft, step: str, problems: Problems, *, is_searched: bool = False
) -> HttpResponse:
    """Show the fields of a step."""
    names = countries(language)
    towns: list[tuple[str, str, str]] = []
    if step == "stay" and (is_searched or draft.values.get("chosen")):
        towns = [(str(one.number), _called(one.name, one.found_as), number_in(one.people, language)) for one in draft.found()]
    about: dict[str, Any] = {
        "step": step,
        "draft": draft,
        "values": draft.values,
        "hidden": draft.hidden(step),
        "problems": problems,
        "countries": [names[code] for code in sorted(names, key=names.__getitem__)],
        "towns": towns,
        "chosen": draft.values.get("chosen") or (towns[0][0] if len(towns) == 1 else ""),
        "anywhere": ANYWHERE,
        "years": house.retention["resident_years"],
        "people": list(enumerate(draft.people)),
        "can_add": len(draft.people) < MOST_PEOPLE,
        "most": MOST_PEOPLE,
        "long_text": LONG_TEXT,
        "others": [],
    }
    if request.method != "POST":
        del about["others"]
    return shown(request, house, language, "register", **about)


def _review(request: HttpRequest, house: House, language: str, draft: Draft) -> HttpResponse:
    """Show all that was typed, as it was understood, and how long it is stored."""
    values, names, town = draft.values, countries(language), draft.town()
    country = country_of(values["country"])
    last = day_of(values["leaves"])
    first = day_of(values["arrives"])
    category = values["class"]
    days = house.retention[category]
    people = [
        (
            " ".join(part for part in (one.given.strip(), one.family.strip()) if part),
            day_in(born, language) if (born := day_of(one.birth)) else "",
            [names.get(code, code) for code in codes_of(one.nationalities)],
        )
        for one in draft.people
    ]
    return shown(
        request,
        house,
        language,
        "review",
        hidden=draft.hidden(""),
        values=values,
        country=names[country],
        town=_called(town.name, town.found_as) if town else "",
        first=day_in(first, language) if first else "",
        last=day_in(last, language) if last else "",
        until=day_in(last + dt.timedelta(days=days), language) if last else "",
        days=days,
        people=people,
        phone=phone_of(values["phone"], country),
        email=email_of(values["email"]),
        is_cleaned=any(cleaned(values[name]) != values[name].strip() for name in ("phone", "email")),
        avoid=[names.get(code, code) for code in codes_of(values["avoid"])],
        others=[],
    )


def _called(name: str, found_as: str) -> str:
    """Return a town under the name that was searched for, with its own."""
    return name if name == found_as else f"{found_as} ({name})"
