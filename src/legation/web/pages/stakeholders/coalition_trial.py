"""What is tried with a coalition: who joins, moves or leaves, as it stands in an address or a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from legation.errors import WrongUse
from legation.web.forms.row_field import names_of
from legation.web.pages.stakeholders.coalition_moves import OUT, meant_actor
from legation.web.pages.stakeholders.coalitions import known_by_now, members_at, tier_read
from legation.web.site.page import PageRequest

__all__ = ["Trial", "after", "tiers_at", "wanted_of"]

TRIED = 200
"""Members that may join, move or leave at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What an address asks for."""

    name: str
    other: str
    wanted: Mapping[str, str]
    vote: str
    side: str
    day: str

    def fields(self, changed: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
        """Return the fields of the address; of an actor in ``changed`` another tier, ``out``, or nothing where it is not tried."""
        tried = {actor: tier for actor, tier in {**self.wanted, **(changed or {})}.items() if tier}
        inside = [("with", f"{actor}:{tier}") for actor, tier in tried.items() if tier != OUT]
        outside = [("without", actor) for actor, tier in tried.items() if tier == OUT]
        rest = [("coalition", self.name), ("other", self.other), ("vote", self.vote), ("side", self.side), ("as_of", self.day)]
        return [*((key, value) for key, value in rest if value), *inside, *outside]

    def href(self, request: PageRequest, changed: Mapping[str, str] | None = None) -> str:
        """Return the address with some actors elsewhere."""
        return f"{request.href('coalitions.compare')}?{urlencode(self.fields(changed))}"


def wanted_of(request: PageRequest, coalition: str, given: QueryDict) -> tuple[dict[str, str], list[Any]]:
    """Return the tier, or ``out``, of each actor that is tried, and what is wrong with those that cannot be.

    ``with`` holds ``ACTOR:tier`` or a name, as often as wanted, and ``without`` actors; ``add`` and ``tier`` are those of the page's form.
    """
    wanted: dict[str, str] = {}
    wrong: list[Any] = []
    known = names_of(request.view, "actors")
    joining = [(str(text), "") for text in given.getlist("with")]
    if added := str(given.get("add", "")).strip():
        joining.append((added, str(given.get("tier", ""))))
    for text, tier in joining[:TRIED]:
        typed, named = text.strip()[:300], tier
        if typed not in known and ":" in typed and not named:
            typed, _, named = typed.rpartition(":")
        try:
            actor = meant_actor(request, typed)
            place = tier_read(named[:60]) or "supporter"
            wanted[actor] = place if place.isprintable() else "supporter"
        except WrongUse as error:
            wrong.append(error.message)
    for text in given.getlist("without")[:TRIED]:
        try:
            wanted[meant_actor(request, str(text).strip()[:300])] = OUT
        except WrongUse as error:
            wrong.append(error.message)
    there = tiers_at(request, coalition)
    return {actor: tier for actor, tier in wanted.items() if there.get(actor, OUT) != tier}, wrong


def tiers_at(request: PageRequest, name: str) -> dict[str, str]:
    """Return the tier of each member of a coalition on the day of the page."""
    return {row.actor: row.tier for row in members_at(known_by_now(request), name, request.day)}


def after(before: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the tiers of those who are in with some actors elsewhere."""
    return {actor: tier for actor, tier in {**before, **wanted}.items() if tier != OUT}
