"""The personal link of a registration, sent by e-mail once: it confirms, changes and withdraws. Its token stands nowhere.

A letter leaves where a mail server is set up, the house says where its front answers (``address`` in the section ``front``), and a head of
post has approved the text. In a drill none leaves. What cannot be sent is tried again each time.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import send_mail

from legation.web.accounts.invitations import has_mail
from legation.web.consular.crises.links import new_token
from legation.web.consular.crises.texts import sendable, written
from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Household, LiveToken
from legation.web.consular.vault import Shredded, vault
from legation.web.front.store import digest

__all__ = ["EVERY", "NAME", "send_links"]

EVERY = 10.0
"""Seconds between two times that the desk looks who waits for a link."""
NAME = "registration"
_AT_ONCE = 50
_LOG = logging.getLogger(__name__)


def send_links(now: dt.datetime | None = None) -> int:
    """Send a link to registrations that have none yet, the oldest first, and return how many were sent."""
    address = str(HOUSE.front.get("address", "")).rstrip("/")
    texts = sendable(NAME, in_drill=False)
    if settings.CONSULAR_DRILL or not has_mail() or not address or not texts:
        return 0
    now, sent = now or dt.datetime.now(dt.UTC), 0
    linked = LiveToken.objects.filter(kind="registration").values("subject")
    waiting = Household.objects.filter(state="unconfirmed").exclude(pk__in=linked).order_by("made")
    for household in waiting[:_AT_ONCE]:
        try:
            contact = vault().open(household, "contact")
        except Shredded:
            continue
        if not contact.get("emails"):
            continue
        lang = next((one for one in contact.get("languages", ()) if one in texts), "en" if "en" in texts else next(iter(texts)))
        token, text = new_token(), texts[lang]
        link = LiveToken(digest=digest(token).hex(), kind="registration", subject=household.pk)
        link.expires = household.purge_at or now + dt.timedelta(days=7)
        link.save()  # before the letter: whoever opens it at once is not a stranger
        try:
            taken = send_mail(text.subject, written(text, f"{address}/{lang}/l/{token}", ""), None, [contact["emails"][0]])
        except OSError as error:
            _LOG.warning("The mail server takes no letter: %s", type(error).__name__)
            taken = 0
        if not taken:
            link.delete()
            break
        sent += 1
    return sent
