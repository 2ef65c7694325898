"""A letter to somebody who has an account: in their language, to their address, and nothing of a dossier in it."""

from __future__ import annotations

import logging

from django.core.mail import send_mail

from legation.language import Lang, Message, say
from legation.web.accounts.models import Account

__all__ = ["letter_language", "write_letter"]

_LOG = logging.getLogger("legation.letters")


def letter_language(account: Account) -> Lang:
    """Return the language in which somebody is written to."""
    return "fr" if account.language == "fr" else "en"


def write_letter(account: Account, subject: Message, text: Message) -> bool:
    """Write to somebody; False where no server took the letter, which the log says."""
    lang = letter_language(account)
    try:
        send_mail(say(subject, lang), say(text, lang), None, [account.email])
    except (OSError, ValueError):  # an address with a line break is no address
        _LOG.exception("a letter was not taken")
        return False
    return True
