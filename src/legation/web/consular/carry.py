"""What goes between front and desk: on one machine the desk fetches and speaks by itself, on two somebody carries files.

The names of a front change each time that one is made anew: its numbers begin at 1 again, and those of another one must not be taken for
them. What is signed and how is of :mod:`legation.web.front.bundles`; nothing secret is stored for it, for keys are derived of the keyring.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max

from legation.keys import sign
from legation.web.consular.house import HOUSE
from legation.web.consular.intake import apply
from legation.web.consular.records.models import Carried, LiveToken, PutAside
from legation.web.consular.retention import house_lines
from legation.web.consular.vault import vault
from legation.web.front import bundles
from legation.web.front.store import open_front, read_state

__all__ = ["EVERY", "carry", "carry_in", "carry_out", "introduction", "new_front"]

EVERY = 3.0
"""Seconds between two times that the desk fetches by itself."""
_AT_LEAST = dt.timedelta(minutes=1)
"""The front hears from the desk at least so often."""
_DAYS = {"days": 1, "months": 31, "years": 366}
"""The longest that a unit may be: nobody is told a shorter time than the rule's."""
_PRINTED = ("trip", "resident", "unconfirmed", "reply")


def carry() -> Counter[str]:
    """Fetch what came to the front of this machine, apply it, and say what is new; return how many had which outcome.

    Where the house declares that its front is ``elsewhere``, files are carried instead.
    """
    folder = HOUSE.folder / "front"
    if HOUSE.front.get("elsewhere"):
        return Counter()
    with closing(open_front(folder)) as connection:
        is_new = not read_state(connection, "house")
    if is_new:
        if _row("outward").number or _row("inward").number:
            new_front()
        bundles.introduce(folder, **_introduced())
    now, outcomes = dt.datetime.now(dt.UTC), Counter[str]()
    while True:
        found, is_all = _taken(bundles.write_outward(folder, _row("outward").about.get("last", 0)), now)
        outcomes += found
        if is_all:
            break
    PutAside.objects.filter(purge_at__lte=now).delete()
    stamp = _stamp()
    if _row("inward").about.get("stamp") != stamp or now - _row("inward").at > _AT_LEAST or is_new:
        bundles.apply_inward(folder, carry_out(now))
    return outcomes


def carry_in(bundle: bytes, now: dt.datetime) -> Counter[str]:
    """Apply a bundle of a front on another machine, once; return how many submissions had which outcome, none for one applied before.

    Raises
    ------
    BadValue
        Where it is not one of this house's front, or was changed on its way: nothing of it is applied.
    """
    return _taken(bundle, now)[0]


def carry_out(now: dt.datetime) -> bytes:
    """Return what the desk says to its front now, signed, under the next number."""
    ring, stamp = vault().keyring, _stamp()
    tokens = [
        bundles.LiveToken(bytes.fromhex(digest), kind, expires)
        for digest, kind, expires in LiveToken.objects.filter(expires__gt=now).values_list("digest", "kind", "expires")
    ]
    with transaction.atomic():
        row = _row("inward")
        row.number, row.at, row.about = row.number + 1, now, {"stamp": stamp}
        row.save()
    inward = bundles.Inward(row.number, _row("outward").about.get("last", 0), tokens, _about())
    return bundles.write_inward(inward, house=_name(), sign=lambda data: sign(ring, data))


def introduction() -> bytes:
    """Return what is carried to a front on another machine once, by hand: it holds the key that desk and front share."""
    return bundles.write_introduction(**_introduced())


def new_front() -> None:
    """Let the next front be another one: what the one before still had is no longer taken."""
    with transaction.atomic():
        row = _row("front")
        row.number += 1
        row.save()
        Carried.objects.filter(direction="outward").delete()


def _taken(bundle: bytes, now: dt.datetime) -> tuple[Counter[str], bool]:
    came = bundles.read_outward(bundle, **{name: value for name, value in _introduced().items() if name != "desk_public"})
    row = _row("outward")
    if came.number <= row.number:
        return Counter(), True
    last = row.about.get("last", 0)
    numbers = [one.number for one in came.submissions]
    outcomes = apply(came.submissions, now, epoch=_row("front").number)
    row.number, row.at = came.number, now
    row.about = {"last": max([last, *numbers]), "dropped": came.dropped}
    row.save()
    return outcomes, came.is_all


def _row(direction: str) -> Carried:
    first = {"number": 1} if direction == "front" else {}
    return Carried.objects.get_or_create(direction=direction, defaults=first)[0]


def _name() -> str:
    """Return the name under which this house speaks with its front: of its signing key, and of which front it is."""
    public = hashlib.sha256(vault().keyring.signing_public()).hexdigest()[:32]
    return f"{public}-{_row('front').number}"


def _introduced() -> dict[str, Any]:
    ring, name = vault().keyring, _name()
    key = hmac.digest(ring.index, b"legation-consular-carry-1|" + name.encode(), "sha256")
    return {"house": name, "carry_key": key, "desk_public": ring.signing_public()}


def _stamp() -> list[Any]:
    links = LiveToken.objects.aggregate(count=Count("pk"), last=Max("expires"))
    about = hashlib.sha256(repr(sorted(_about().items(), key=str)).encode()).hexdigest()[:16]
    return [_row("outward").about.get("last", 0), links["count"], str(links["last"] or ""), about]


def _about() -> Mapping[str, Any]:
    ring, declared = vault().keyring, HOUSE.front
    lines = house_lines()
    days = {name: lines[name].period.count * _DAYS[lines[name].period.unit] for name in _PRINTED if name in lines}
    about: dict[str, Any] = {
        "sealing": {"version": ring.sealing_version, "public": base64.b64encode(ring.sealing_public()).decode()},
        "names": {lang: name for lang, name in (("fr", HOUSE.name_fr), ("en", HOUSE.name_en)) if name} | dict(declared.get("names", {})),
        "telephone": str(declared.get("telephone", "")),
        "languages": {language: {name: str(text) for name, text in one.items()} for language, one in declared.get("languages", {}).items()},
        "retention": days,
        "drill": settings.CONSULAR_DRILL,
    }
    return about | ({"services": list(declared["services"])} if "services" in declared else {})
