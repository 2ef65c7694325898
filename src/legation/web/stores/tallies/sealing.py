"""Writing, sealing and checking a person's own tally, and the one outcome on which it is scored.

The canonical form is one line of JSON in UTF-8, keys sorted, no blanks: ``form``, ``dossier`` (its id in the address), ``rollcall``,
``salt`` and ``votes``, a word for each member. Its SHA-256 is the seal, which the person may keep outside the site.

Whoever edits a dossier could enter one vote, look at the scores of others, enter another, and so read off what each of them expected. So a
tally is scored on the newest revision of the first moment at which somebody asks after its day, where more than half of the members have a
vote there (or as many as the totals say); the number of that revision stays with the tally, and no later change of votes, members, days or
markings changes the score. A vote of which any revision ever held votes is no longer one to seal a tally of, whatever was removed since.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from legation.dossier import VOTES, RollCall, standing
from legation.dossier import Dossier as Content
from legation.dossier.tables.votes import NOT_ENTITLED
from legation.errors import CannotWrite
from legation.language import Message
from legation.questions import Case
from legation.questions.base import inputs
from legation.questions.votes.track_record.day_before import vote_of
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Part, Revision
from legation.web.stores.tallies.models import Tally

__all__ = [
    "WORDS",
    "canonical",
    "counted_by",
    "is_intact",
    "is_whole",
    "keep",
    "own",
    "rollcall_in",
    "scored_tallies",
    "seal",
    "sealed_of",
    "was_held",
]


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


def counted_by(account: Any, dossier: Dossier) -> frozenset[str]:
    """Return the votes of which a person has a tally of their own that says something."""
    return frozenset(Tally.objects.filter(account=account, dossier=dossier).exclude(votes={}).values_list("rollcall", flat=True))


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
    tally = own(account, dossier, rollcall)
    if tally is None:  # it was taken away between the two
        raise CannotWrite(Message("page-tallies.gone")) from None
    return tally


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


_VOTES = "votes.csv"


def scored_tallies(dossier: Dossier, rollcall: str, today: dt.date) -> list[Tally]:
    """Return every sealed tally of a vote that has an outcome to be scored on; those of which the day has come get theirs now."""
    due = sealed_of(dossier, rollcall, today)
    waiting = [tally.pk for tally in due if tally.outcome is None]
    if waiting:
        head = store.revision_of(dossier)
        if is_whole(store.content(head), rollcall, today):
            Tally.objects.filter(pk__in=waiting, outcome__isnull=True).update(outcome=head.number)
            due = sealed_of(dossier, rollcall, today)
    return [tally for tally in due if tally.outcome is not None]


def is_whole(content: Content, rollcall: str, today: dt.date) -> bool:
    """Whether a dossier holds the votes of more than half of the members, or of all that the totals count, and the day has begun."""
    row = rollcall_in(content, rollcall)
    if row is None or (row.date is not None and row.date.first > today):
        return False
    case = Case(dossier=content, today=today, as_of=today)
    members = inputs.member_ids(case, row)
    voted = int((vote_of(case, members, row.id) > 0).sum())
    totals = [total for total in (row.total_yes, row.total_no, row.total_abstain) if total is not None]
    return voted > 0 and (2 * voted > len(members) or (len(totals) == 3 and voted == sum(totals)))


def rollcall_in(content: Content, rollcall: str) -> RollCall | None:
    """Return a vote by its id, as it stands in a dossier; None where it is not there."""
    return next((row for row in standing(content.rollcalls) if row.id == rollcall), None)


def was_held(dossier: Dossier, rollcall: str) -> bool:
    """Whether any revision of a dossier ever held votes in a roll call, or a tally of it was scored.

    A row that says that a member has no vote in it is entered before the vote, and is none.
    """
    if Tally.objects.filter(dossier=dossier, rollcall=rollcall, outcome__isnull=False).exists():
        return True
    digests = {parts.get(_VOTES, "") for parts in Revision.objects.filter(dossier=dossier).values_list("parts", flat=True)}
    row, without = (_as_written("", rollcall, vote) for vote in ("", VOTES[NOT_ENTITLED]))
    stored = Part.objects.filter(sha256__in=digests - {""}).values_list("data", flat=True).iterator()
    return any(bytes(data).count(row) > bytes(data).count(without) for data in stored)


def _as_written(*fields: str) -> bytes:
    """Return a part of a line as it stands in the file."""
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(fields)
    return written.getvalue().encode()
