"""The personal link of a registration, sent by e-mail once: it confirms, changes and withdraws. Its token stands nowhere in clear.

A letter leaves where a mail server is set up, the house says where its front answers (``address`` in the section ``front``), and a head of
post has approved the text. In a drill none leaves.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from legation.errors import LegationError
from legation.web.consular.crises.channels import open_channels
from legation.web.consular.crises.texts import sendable
from legation.web.consular.letters import Passed, queue_letter
from legation.web.consular.records.models import Household, LiveToken

__all__ = ["EVERY", "NAME", "send_links"]

EVERY = 10.0
"""Seconds between two times that the desk looks who waits for a link."""
NAME = "registration"
_AT_ONCE = 50
_PASSED = Passed()


def send_links(now: dt.datetime | None = None) -> int:
    """Queue a link for registrations that have none yet, the oldest first, and return how many were queued."""
    now = now or dt.datetime.now(dt.UTC)
    if settings.CONSULAR_DRILL or "email" not in open_channels(is_discreet=False) or not sendable(NAME, in_drill=False):
        return 0
    linked = LiveToken.objects.filter(kind="registration").values("subject")
    waiting = Household.objects.filter(state="unconfirmed").exclude(pk__in=linked).order_by("made").values_list("pk", flat=True)
    count = 0
    for pk in _PASSED.without(waiting, now):
        household = Household.objects.filter(pk=pk).first()
        if household is None:  # it has withdrawn meanwhile
            continue
        try:
            queue_letter(NAME, household, f"{pk}-{NAME}", expires=household.purge_at or now + dt.timedelta(days=7))
        except LegationError:  # no address, an objection, a key that is destroyed: the others are written to
            _PASSED.add(pk, now)
            continue
        count += 1
        if count == _AT_ONCE:
            break
    return count
