"""The mail of a drill's house, invitations and new passwords too: each is noted as waves are, and none is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from legation.web.consular.drills.recorded import note
from legation.web.consular.house import house_folder
from legation.web.consular.records.models import new_id

__all__ = ["RecordedMail"]


class RecordedMail(BaseEmailBackend):
    """Django's way out for e-mail, in a drill."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Note messages; return how many."""
        for message in email_messages:
            for address in message.recipients():
                note(house_folder(), "email", new_id(), address, str(message.subject), str(message.body), dt.datetime.now(dt.UTC))
        return len(email_messages)
