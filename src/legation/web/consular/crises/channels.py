"""By which ways a message leaves: an e-mail server and one gateway of text messages, as the house declares; in a drill a recorder alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from legation.language import Message
from legation.web.consular.crises.discretion import words_that_tell
from legation.web.consular.crises.links import link_of
from legation.web.consular.crises.mail import Mailbox, mail_senders
from legation.web.consular.crises.recorder import Recorder
from legation.web.consular.crises.text_gateway import Gateway
from legation.web.consular.house import HOUSE

__all__ = ["CHANNELS", "SMS_SECRET", "adapter", "has_mail_server", "has_sms_secret", "open_channels", "problems", "sms_sender"]

CHANNELS = ("email", "sms")
SMS_SECRET = "LEGATION_CONSULAR_SMS_SECRET"  # noqa: S105 - the name of a setting
_SHORTEST = 16


def open_channels(*, is_discreet: bool) -> tuple[str, ...]:
    """Return by which ways messages may leave; a discreet wave takes none whose sender tells who writes."""
    if settings.CONSULAR_DRILL:
        return CHANNELS
    found = []
    if _mail_url() and not (is_discreet and words_that_tell(_mail_sender(is_discreet=True))):
        found.append("email")
    if HOUSE.sms.get("address") and has_sms_secret():
        found.append("sms")
    return tuple(found)


def has_mail_server() -> bool:
    """Whether an e-mail server is set up for waves."""
    return bool(_mail_url())


def has_sms_secret() -> bool:
    """Whether the secret that desk and gateway share is set up, and long enough."""
    return len(_secret()) >= _SHORTEST


def problems(*, is_discreet: bool, texts: Sequence[Any]) -> Iterator[Message]:
    """Yield why no wave can leave: no way is open; of a discreet one, what would tell who writes."""
    if not open_channels(is_discreet=is_discreet):
        yield Message("desk-waves.no-channel")
    if not is_discreet:
        return
    host = urlsplit(link_of("", "en", is_discreet=True)).hostname or ""
    found = words_that_tell(host.replace(".", " ").replace("-", " "))
    if found:
        yield Message("desk-waves.link-tells", found=tuple(found))
    for text in texts:
        if words := words_that_tell(f"{text.subject} {text.body}"):
            yield Message("desk-crisis.text-tells", found=tuple(words[:5]))


def adapter(channel: str) -> Mailbox | Gateway | Recorder:
    """Return what hands messages over: in a drill the recorder, whatever is declared."""
    if settings.CONSULAR_DRILL:
        return Recorder(HOUSE.folder, channel)
    if channel == "email":
        return Mailbox(_mail_url())
    return Gateway(str(HOUSE.sms.get("address", "")), _secret().encode())


def sms_sender(*, is_discreet: bool) -> str:
    """Return the name that a text message comes from; of a discreet one another, or none where it would tell who writes."""
    named = str(HOUSE.sms.get("discreet_sender" if is_discreet else "sender", ""))
    return "" if is_discreet and words_that_tell(named) else named


def _mail_sender(*, is_discreet: bool) -> str:
    plain, discreet = mail_senders(_mail_url())
    address = discreet if is_discreet else plain
    return address.replace("@", " ").replace(".", " ").replace("-", " ").replace("_", " ")


def _mail_url() -> str:
    return os.environ.get("LEGATION_CONSULAR_EMAIL_URL", "")


def _secret() -> str:
    return os.environ.get(SMS_SECRET, "")
