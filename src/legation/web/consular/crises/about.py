"""What a crisis is about: its names, area and days, encrypted with a key of its own; and the states that it passes."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from legation.consular.area import affected
from legation.errors import BadValue, NotAvailable
from legation.language import Lang, Message
from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Crisis
from legation.web.consular.vault import vault

__all__ = ["NEXT", "About", "check_area", "geometries", "make_crisis", "move_on", "read_about", "save_about"]

NEXT = {"prepared": "declared", "declared": "stood-down", "stood-down": "closed"}
"""The state that follows each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a crisis is about.

    Attributes
    ----------
    area : mapping
        A GeoJSON geometry, a circle, or a ``GeometryCollection`` of these, as :func:`geometries` takes it apart.
    first, last : str
        Its days in ISO form; "" where it is open on that side.
    country : str
        ISO 3166-1 alpha-2 of the country that is the area; "" where the area is drawn.
    authorities : tuple of str
        Whose authorities are not contacted there, ISO 3166-1 alpha-2.
    """

    name_fr: str = ""
    name_en: str = ""
    area: Mapping[str, Any] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    country: str = ""
    authorities: tuple[str, ...] = ()

    def title(self, lang: Lang) -> str:
        """Return its name in a language, else in the other one."""
        return (self.name_fr if lang == "fr" else self.name_en) or self.name_en or self.name_fr


def geometries(area: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the geometries of an area: those of a collection or feature, else itself.

    Examples
    --------
    >>> [one["type"] for one in geometries({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}})]
    ['Polygon']
    """
    kind = area.get("type")
    if kind == "Feature" and isinstance(area.get("geometry"), Mapping):
        return geometries(area["geometry"])
    if kind in ("FeatureCollection", "GeometryCollection"):
        parts = area.get("features" if kind == "FeatureCollection" else "geometries")
        return [one for part in parts if isinstance(part, Mapping) for one in geometries(part)] if isinstance(parts, list) else []
    return [area] if area else []


def check_area(about: About) -> None:
    """Refuse an area that cannot be read, with the place in it and what to do.

    Raises
    ------
    BadValue
    """
    shapes = geometries(about.area)
    if not shapes and not about.country:
        raise BadValue(Message("desk-crisis.no-area"))
    for shape in shapes:
        affected(shape, about.first or None, about.last or None, [], [], [], [])
    if not shapes:
        affected({"type": "Circle", "coordinates": [0, 0], "radius_km": math.pi}, about.first or None, about.last or None, [], [], [], [])


def read_about(crisis: Crisis) -> About:
    """Return what a crisis is about."""
    found = vault().open(crisis, "about") or {}
    known = {name: found[name] for name in About.__dataclass_fields__ if name in found}
    return About(**known | {"authorities": tuple(known.get("authorities", ()))})


def make_crisis(about: About, post: str, posts: list[str]) -> Crisis:
    """Prepare a crisis at a post. It is discreet at first where a post that it concerns says that its environment is hostile.

    Raises
    ------
    BadValue
        For an area that cannot be read.
    """
    check_area(about)
    hostile = any(one.is_hostile for one in HOUSE.posts if one.id in posts)
    crisis = Crisis(post=post, record_class="reply", state="prepared", posts=posts, is_discreet=hostile)
    vault().new_subject(crisis.pk)
    crisis.about = vault().seal(crisis, "about", asdict(about))
    crisis.save()
    return crisis


def save_about(crisis: Crisis, version: int, about: About, posts: list[str], *, is_discreet: bool) -> None:
    """Change what a crisis is about, and whom it concerns.

    Raises
    ------
    BadValue
        For an area that cannot be read.
    NotAvailable
        Where somebody has changed it meanwhile, or it is closed.
    """
    check_area(about)
    with transaction.atomic():
        _take_version(crisis, version)
        crisis.posts, crisis.is_discreet, crisis.changed = posts, is_discreet, dt.datetime.now(dt.UTC)
        crisis.about = vault().seal(crisis, "about", asdict(about))
        crisis.save()


def move_on(crisis: Crisis, version: int, state: str) -> None:
    """Bring a crisis into the next state: declared, stood down, closed.

    Raises
    ------
    NotAvailable
        Where it is not the next one, or somebody has changed the crisis meanwhile.
    """
    if NEXT.get(crisis.state) != state:
        raise NotAvailable(Message("desk-crisis.not-next"))
    with transaction.atomic():
        _take_version(crisis, version)
        now = dt.datetime.now(dt.UTC)
        crisis.state, crisis.changed = state, now
        if state == "declared":
            crisis.declared = now
        elif state == "closed":
            crisis.closed = now
        crisis.save()


def _take_version(crisis: Crisis, version: int) -> None:
    """Raise the version of a crisis, where it is still the one that somebody has seen."""
    taken = Crisis.objects.filter(pk=crisis.pk, version=version).exclude(state="closed").update(version=version + 1)
    if not taken:
        raise NotAvailable(Message("desk-crisis.changed-meanwhile"))
    crisis.version = version + 1
