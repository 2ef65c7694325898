"""A registration while it is being written: three pages of fields, each of which carries what the others hold; nothing is stored between.

``check`` says which fields are wrong, by the key of a sentence; ``submission`` is what is sealed.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from legation.web.front.catalogue import alpha_2, country_of
from legation.web.front.places import Place, places
from legation.web.front.typed import Refused, codes_of, day_of, email_of, line, phone_of, words

__all__ = [
    "ANYWHERE",
    "FORM",
    "LONG_LINE",
    "LONG_TEXT",
    "MOST_PEOPLE",
    "STEPS",
    "Draft",
    "Person",
    "Problems",
    "country_typed",
    "gathered",
    "in_order",
    "new_nonce",
    "nonce_of",
]

FORM = 1
"""Version of what is sealed; the desk reads it by this number."""
STEPS = ("stay", "people", "contact")
MOST_PEOPLE = 12
LONG_LINE, LONG_TEXT = 100, 500
"""Characters of a name, and of a text."""
CLASSES = ("trip", "resident")
ANYWHERE = "anywhere"
"""The choice of no town."""
_FIELDS = {
    "stay": ("class", "country", "place", "searched", "chosen", "arrives", "leaves"),
    "people": (),
    "contact": ("phone", "email", "avoid", "needs", "wardens"),
}
_OF_PERSON = ("given", "family", "birth", "nationalities")
_NONCE = re.compile(r"[0-9a-f]{32}")
_MOST_TYPED = 2_000
"""Characters of a field that are looked at; what is longer than its own limit is refused with a sentence."""
Problems = dict[str, Refused]
"""Field -> what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the household, as typed."""

    given: str = ""
    family: str = ""
    birth: str = ""
    nationalities: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """All fields, as typed. ``values`` are those of the stay and of the contact, by name."""

    nonce: str
    values: Mapping[str, str] = field(default_factory=dict)
    people: tuple[Person, ...] = (Person(),)

    @classmethod
    def from_post(cls, post: Mapping[str, str]) -> Draft:
        """Read what a page carries; what it does not carry is empty."""
        count = int(post.get("people", "1")) if re.fullmatch(r"[0-9]{1,3}", post.get("people", "1")) else 1
        people = tuple(
            Person(*(post.get(f"{name}-{number}", "")[:_MOST_TYPED] for name in _OF_PERSON))
            for number in range(min(count, MOST_PEOPLE + 1))
        )
        values = {name: post.get(name, "")[:_MOST_TYPED] for step in STEPS for name in _FIELDS[step]}
        return cls(nonce_of(post), values, people or (Person(),))

    def hidden(self, step: str) -> list[tuple[str, str]]:
        """Return names and values of the fields that a page does not show, so that it carries them on."""
        away = [(name, self.values.get(name, "")) for other in STEPS if other != step for name in _FIELDS[other]]
        if step == "stay":
            away.append(("searched", self.values.get("place", "")))
        if step != "people":
            away += [(f"{name}-{n}", getattr(one, name)) for n, one in enumerate(self.people) for name in _OF_PERSON]
        away += [("people", str(len(self.people))), ("nonce", self.nonce)]
        return [(name, value) for name, value in away if value]

    def with_people(self, go: str) -> Draft:
        """Return the draft with a person more (``add``) or less (``remove-3``)."""
        number = re.fullmatch(r"remove-([0-9]{1,2})", go)
        if number:
            rest = tuple(one for place, one in enumerate(self.people, 1) if place != int(number[1]))
            return replace(self, people=rest or (Person(),))
        return replace(self, people=(*self.people, Person()) if len(self.people) < MOST_PEOPLE else self.people)

    def found(self) -> list[Place]:
        """Return the towns from which a person chooses; none where none was typed."""
        country = country_of(self.values.get("country", ""))
        return places().search(self.values.get("place", "")[:LONG_LINE], alpha_2(country)) if country else []

    def check(self, step: str, today: dt.date, years: int) -> Problems:
        """Return what is wrong on a page; nothing: all is well.

        Parameters
        ----------
        years : int
            The longest that a resident is registered.
        """
        if step == "stay":
            return _check_stay(self, today, years)
        return _check_people(self, today) if step == "people" else _check_contact(self)

    def check_search(self) -> Problems:
        """Return why no town can be looked up, or that none is found."""
        values = self.values
        return gathered((("country", lambda: country_typed(values["country"], needed=True)), ("place", lambda: _check_found(self))))

    def town(self) -> Place | None:
        """Return the town that was chosen, or the only one of the name that was typed; None: somewhere in the country."""
        chosen = self.values.get("chosen", "")
        typed = self.values.get("place", "").strip()
        if not typed or (chosen == ANYWHERE and typed == self.values.get("searched", "").strip()):
            return None
        offered = self.found()
        if typed == self.values.get("searched", "").strip():
            for one in offered:
                if str(one.number) == chosen:
                    return one
        return offered[0] if len(offered) == 1 else None

    def submission(self, language: str, at: dt.datetime) -> dict[str, Any]:
        """Return what is sealed, of a draft without problems.

        ``class``, ``stay`` (``country``, ``place`` with GeoNames' number, name, coordinates, or null, ``arrives``, ``leaves``), ``people``
        (``given``, ``family``, ``birth``, ``nationalities``), ``contact`` (``phone`` as E.164, ``email``), ``do_not_contact``, ``needs``,
        ``needs_to_wardens``, ``language``, ``at``.
        """
        values, town = self.values, self.town()
        country = country_of(values["country"])
        place = town and {"number": town.number, "name": town.name, "longitude": town.longitude, "latitude": town.latitude}
        return {
            "form": FORM,
            "language": language,
            "at": at.isoformat(timespec="seconds"),
            "class": values["class"],
            "stay": {"country": country, "place": place, "arrives": _iso(values["arrives"]), "leaves": _iso(values["leaves"])},
            "people": [
                {
                    "given": line(one.given, LONG_LINE),
                    "family": line(one.family, LONG_LINE),
                    "birth": _iso(one.birth),
                    "nationalities": codes_of(one.nationalities),
                }
                for one in self.people
            ],
            "contact": {"phone": phone_of(values["phone"], country), "email": email_of(values["email"])},
            "do_not_contact": codes_of(values["avoid"]),
            "needs": words(values["needs"], LONG_TEXT),
            "needs_to_wardens": values["wardens"] == "yes",
        }


def new_nonce() -> str:
    """Return the number of a form: random, so that the same form sent twice counts once."""
    return secrets.token_hex(16)


def nonce_of(post: Mapping[str, str]) -> str:
    """Return the number that a form bears; a new one where it bears none of ours."""
    nonce = post.get("nonce", "")
    return nonce if _NONCE.fullmatch(nonce) else new_nonce()


def _iso(text: str) -> str:
    day = day_of(text)
    return day.isoformat() if day else ""


def gathered(checks: Iterable[tuple[str, Callable[[], object]]]) -> Problems:
    """Return what each check refuses, by its field; the first of a field counts."""
    problems: Problems = {}
    for name, check in checks:
        try:
            check()
        except Refused as refused:
            problems.setdefault(name, refused)
    return problems


def _check_stay(draft: Draft, today: dt.date, years: int) -> Problems:
    values = draft.values
    checks = (
        ("class", lambda: _chosen(values["class"])),
        ("country", lambda: country_typed(values["country"], needed=True)),
        ("place", lambda: _check_town(draft)),
        ("arrives", lambda: day_of(values["arrives"])),
        ("leaves", lambda: in_order(values["arrives"], values["leaves"])),
        ("leaves", lambda: _check_last(values["leaves"], today, years)),
    )
    return gathered(checks)


def _chosen(category: str) -> None:
    if category not in CLASSES:
        raise Refused("choose")


def country_typed(text: str, *, needed: bool = False) -> str:
    """Return the alpha-3 code of the country that was typed; empty for nothing.

    Raises
    ------
    Refused
        ``required``, ``country``, or what :func:`legation.web.front.typed.line` refuses.
    """
    text = line(text, LONG_LINE)
    if not text and needed:
        raise Refused("required")
    code = country_of(text)
    if text and not code:
        raise Refused("country", text=text[:60])
    return code


def _check_town(draft: Draft) -> None:
    values = draft.values
    typed = line(values["place"], LONG_LINE)
    if not typed or not country_of(values["country"]):
        return
    is_anywhere = values["chosen"] == ANYWHERE and typed == values["searched"].strip()
    if draft.town() is None and not is_anywhere:
        raise Refused("place-choose" if draft.found() else "place")


def _check_found(draft: Draft) -> None:
    if not line(draft.values["place"], LONG_LINE):
        raise Refused("required")
    if country_of(draft.values["country"]) and not draft.found():
        raise Refused("place")


def _check_last(text: str, today: dt.date, years: int) -> None:
    last = day_of(text)
    if last is None:
        raise Refused("required")
    if last < today:
        raise Refused("past")
    if last > _in_years(today, years):
        raise Refused("far", years=years)


def in_order(first: str, last: str) -> None:
    """Refuse a stay that ends before it begins; a day that cannot be read is another field's matter.

    Raises
    ------
    Refused
        ``order``.
    """
    try:
        begins, ends = day_of(first), day_of(last)
    except Refused:
        return
    if begins and ends and ends < begins:
        raise Refused("order")


def _check_people(draft: Draft, today: dt.date) -> Problems:
    problems: Problems = {}
    for number, one in enumerate(draft.people):
        checks = (
            (f"given-{number}", functools.partial(_check_named, one)),
            (f"family-{number}", functools.partial(line, one.family, LONG_LINE)),
            (f"birth-{number}", functools.partial(_check_born, one, today)),
            (f"nationalities-{number}", functools.partial(codes_of, one.nationalities)),
        )
        problems |= gathered(checks)
    if len(draft.people) > MOST_PEOPLE:
        problems["given-0"] = Refused("many", most=MOST_PEOPLE)
    return problems


def _check_named(one: Person) -> None:
    given = line(one.given, LONG_LINE)
    if not given and not one.family.strip():
        raise Refused("name")


def _check_born(one: Person, today: dt.date) -> None:
    day = day_of(one.birth)
    if day and day > today:
        raise Refused("birth")


def _check_contact(draft: Draft) -> Problems:
    values = draft.values

    def either() -> None:
        if not values["phone"].strip() and not values["email"].strip():
            raise Refused("contact")

    return gathered(
        (
            ("phone", either),
            ("phone", lambda: phone_of(values["phone"], country_of(values["country"]))),
            ("email", lambda: email_of(values["email"])),
            ("avoid", lambda: codes_of(values["avoid"])),
            ("needs", lambda: words(values["needs"], LONG_TEXT)),
        )
    )


def _in_years(day: dt.date, years: int) -> dt.date:
    """Return the same day some years later; 28 February for the 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
