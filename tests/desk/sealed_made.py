"""Submissions as the front seals them, made for tests of the desk."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from legation.keys import seal_to
from legation.web.consular.records.models import Crisis, Household, LiveToken
from legation.web.consular.vault import vault
from legation.web.front.bundles import Sealed
from legation.web.front.store import digest

__all__ = ["NOW", "a_link", "a_registration", "a_reply", "sealed"]

NOW = dt.datetime(2026, 8, 2, 12, tzinfo=dt.UTC)


def sealed(number: int, kind: str, content: Any, *, token: str = "", at: dt.datetime = NOW) -> Sealed:
    """Return a submission as a bundle has it; what is no mapping is sealed as it is."""
    ring = vault().keyring
    plain = content if isinstance(content, bytes) else json.dumps(content).encode()
    box = seal_to(ring.sealing_public(), kind, ring.sealing_version, plain)
    return Sealed(number, at, kind, ring.sealing_version, box, digest(token) if token else b"")


def a_registration(**changed: Any) -> dict[str, Any]:
    """Return what a registration of two people holds."""
    return {
        "form": 1,
        "language": "fr",
        "at": NOW.isoformat(),
        "class": "trip",
        "stay": {
            "country": "CHL",
            "place": {"number": 1, "name": "Valparaíso", "longitude": -71.6, "latitude": -33.0},
            "arrives": "2026-07-30",
            "leaves": "2026-08-10",
        },
        "people": [
            {"given": "Amina", "family": "Diallo", "birth": "1980-01-31", "nationalities": ["FRA"]},
            {"given": "Bruno", "family": "Diallo", "birth": "", "nationalities": []},
        ],
        "contact": {"phone": "+33612345678", "email": "amina@example.org"},
        "do_not_contact": ["CHL"],
        "needs": "insulin",
        "needs_to_wardens": True,
    } | changed


def a_reply(status: str = "safe", covers: str = "all", **more: str) -> dict[str, Any]:
    """Return what an answer holds."""
    base = {"form": 1, "language": "fr", "at": NOW.isoformat(), "status": status, "covers": covers, "words": "", "position": ""}
    return base | more


def a_link(household: Household, token: str, crisis: Crisis | None = None, *, kind: str = "wave", days: int = 30) -> str:
    """Let a token be a live link of a household."""
    LiveToken.objects.create(
        digest=digest(token).hex(), kind=kind, subject=household.pk, crisis=crisis, expires=NOW + dt.timedelta(days=days)
    )
    return token
