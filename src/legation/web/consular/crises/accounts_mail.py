"""The desk's letters to accounts, invitations and new passwords: they leave by the one sender of the house, in a drill by its recorder."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from legation.web.consular.crises.channels import adapter
from legation.web.consular.crises.handing import Letter
from legation.web.consular.records.models import new_id

__all__ = ["DeskMail"]


class DeskMail(BaseEmailBackend):
    """Django's way out for e-mail, at the desk."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Hand letters over; return how many were taken.

        Raises
        ------
        SMTPException
            Where one is not taken, unless the sender asked for silence.
        """
        count = 0
        with closing(adapter("email")) as sender:
            for message in email_messages:
                for address in message.recipients():
                    handed = sender.hand_over(Letter(new_id(), address, str(message.subject), str(message.body), lang=""))
                    if handed.outcome in ("later", "failed") and not self.fail_silently:
                        raise SMTPException(handed.reason)
                    count += handed.outcome in ("handed-over", "unknown")
        return count
