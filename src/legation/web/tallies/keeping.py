"""Writing, sealing and checking a person's own tally.

The canonical form is one line of JSON in UTF-8, keys sorted, no blanks: ``form``, ``dossier`` (its id in the address), ``rollcall``,
``salt`` and ``votes``, a word for each member. Its SHA-256 is the seal, which the person may keep outside the site.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from legation.errors import CannotWrite
from legation.language import Message
from legation.web.dossiers.models import Dossier
from legation.web.tallies.models import Tally

__all__ = ["WORDS", "canonical", "is_intact", "keep", "own", "seal", "sealed_of"]

WORDS = ("yes", "no", "abstain", "absent")
"""What may be expected of a member."""
_FORM = "legation-tally-1"


def canonical(tally: Tally) -> bytes:
    """Return the text that is sealed."""
    plain = {"form": _FORM, "dossier": tally.dossier.slug, "rollcall": tally.rollcall, "salt": tally.salt, "votes": tally.votes}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def is_intact(tally: Tally) -> bool:
    """Whether a sealed tally is as it was sealed."""
    return tally.sealed is not None and hashlib.sha256(canonical(tally)).hexdigest() == tally.seal


def own(account: Any, dossier: Dossier, rollcall: str) -> Tally | None:
    """Return a person's own tally of a vote."""
    return Tally.objects.filter(account=account, dossier=dossier, rollcall=rollcall).select_related("dossier").first()


def sealed_of(dossier: Dossier, rollcall: str, today: dt.date) -> list[Tally]:
    """Return every sealed tally of a vote whose day, as it stood at sealing, has come: for nobody to see before it was held."""
    rows = Tally.objects.filter(dossier=dossier, rollcall=rollcall, sealed__isnull=False).select_related("dossier", "account")
    rows = rows.filter(Q(day__isnull=True) | Q(day__lte=today))
    return list(rows.order_by("sealed", "pk"))


def keep(account: Any, dossier: Dossier, rollcall: str, votes: Mapping[str, str]) -> Tally:
    """Keep what a person expects so far.

    Raises
    ------
    CannotWrite
        Where the tally is sealed.
    """
    mine = {actor: votes[actor] for actor in sorted(votes) if votes[actor] in WORDS}
    try:
        with transaction.atomic():
            Tally(account=account, dossier=dossier, rollcall=rollcall, votes=mine, salt=secrets.token_hex(16)).save(force_insert=True)
    except IntegrityError:  # it is there: change it, unless it is sealed
        _change(account, dossier, rollcall, votes=mine, changed=timezone.now())
    found = own(account, dossier, rollcall)
    if found is None:  # it was taken away between the two
        raise CannotWrite(Message("page-tallies.gone")) from None
    return found


def seal(account: Any, dossier: Dossier, rollcall: str, votes: Mapping[str, str], day: dt.date | None) -> Tally:
    """Keep what a person expects and seal it: from then on it never changes. ``day`` is the last day of the vote, where it has one.

    Raises
    ------
    CannotWrite
        Where it is sealed already, or expects nothing of anybody.
    """
    with transaction.atomic():
        tally = keep(account, dossier, rollcall, votes)
        if not tally.votes:
            raise CannotWrite(Message("page-tallies.nothing"))
        fingerprint = hashlib.sha256(canonical(tally)).hexdigest()
        _change(account, dossier, rollcall, seal=fingerprint, sealed=timezone.now(), day=day)
    tally.refresh_from_db()
    return tally


def _change(account: Any, dossier: Dossier, rollcall: str, **values: Any) -> None:
    """Change an open tally in one statement: of two that seal it at once, one is told."""
    rows = Tally.objects.filter(account=account, dossier=dossier, rollcall=rollcall, sealed__isnull=True)
    if not rows.update(**values):
        raise CannotWrite(Message("page-tallies.is-sealed-already"))
