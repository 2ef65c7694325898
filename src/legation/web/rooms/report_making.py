"""What the process of the pictures makes of a room: its picture, or a report that is too large for a request."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Sequence

from django.utils import timezone

from legation.dossier.records import MARKINGS
from legation.rooms.deliberation.state import Deliberation
from legation.web.accounts.models import Account
from legation.web.dossiers import preparation
from legation.web.rooms import reports
from legation.web.rooms.picture_making import make_picture
from legation.web.runs.access import seen_by
from legation.web.runs.lease import OutputFile
from legation.web.runs.models import Run
from legation.web.runs.worker_process import rooms_worker
from legation.web.site.page import PageRequest
from legation.web.stores.rooms.models import Room

__all__ = ["AT_ONCE", "is_large", "is_making", "make_for_room", "order_report"]

AT_ONCE = 20_000
"""Votes up to which a report is worked out in the request: a second or two."""
_OF = "report:"
"""How the question of such a run begins, before the room's id."""


def is_large(state: Deliberation) -> bool:
    """Whether the report of a room is worked out beside the request."""
    return sum(len(one.votes) for one in state.statements.values()) > AT_ONCE


def is_making(room: Room) -> bool:
    """Whether a report of a room is being worked out, or waits to be."""
    return Run.objects.filter(kind="room", question=_OF + room.pk, state__in=("waiting", "running")).exists()


def order_report(request: PageRequest, room: Room) -> None:
    """Have the report of a room worked out beside the request, once."""
    if is_making(room):
        return
    Run.objects.filter(kind="room", question=_OF + room.pk).delete()
    Run.objects.create(
        dossier=room.dossier,
        owner=request.account,
        revision=room.dossier.head,
        marking=request.scope.marking or MARKINGS[-1],
        audience=request.scope.audience,
        kind="room",
        question=_OF + room.pk,
        today=timezone.now().astimezone(dt.UTC).date(),
        lang=request.lang,
        key=secrets.token_hex(32),
    )
    if preparation.is_on():
        rooms_worker()


def make_for_room(run: Run, progress: Callable[[int, int], None]) -> Sequence[OutputFile]:
    """Make what a run of a room is for."""
    if not run.question.startswith(_OF):
        return make_picture(run, progress)
    room = Room.objects.select_related("dossier").filter(pk=run.question.removeprefix(_OF)).first()
    owner: Account | None = run.owner
    if room is not None and owner is not None and owner.is_active:
        view, _ = seen_by(run)
        reports.publish(room, {row.id: row.name for row in view.actors if row.name}, progress)
    Run.objects.filter(pk=run.pk).delete()
    return ()
