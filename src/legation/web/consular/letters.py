"""Letters outside a wave: the link of a registration, the question before its end, the code of a request.

Each is a message of the household that is queued once, and leaves as messages of waves do (:mod:`legation.web.consular.crises.sending`): by
the e-mail server that ``LEGATION_CONSULAR_EMAIL_URL`` names, or the gateway of text messages, with a text that a head of post approved. Who
objected to messages gets none. At a post whose environment is hostile, and to a household that names authorities not to be contacted, a
letter is discreet, as a wave is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from legation.errors import NotAvailable
from legation.language import Message as Sentence
from legation.web.consular.crises.channels import open_channels
from legation.web.consular.crises.discretion import words_that_tell
from legation.web.consular.crises.links import LIVES, new_token, own_link
from legation.web.consular.crises.texts import PLACEHOLDERS, language_for, sendable
from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Household, LiveToken, Message, Text
from legation.web.consular.vault import vault
from legation.web.site.values import fingerprint

__all__ = ["WAYS", "Passed", "queue_letter"]

WAYS = {"registration": ("email",), "expiring": ("email", "sms"), "request-code": ("email", "sms")}
"""By which channels each leaves, the first that is open. No text message confirms a number that a stranger may have typed on the front."""
_AGAIN = dt.timedelta(hours=1)
_FIELD = {"email": "emails", "sms": "phones"}


class Passed:
    """Who cannot be written to, and since when: they are looked at again an hour later, and hold up nobody.

    Examples
    --------
    >>> at, hour = dt.datetime(2026, 8, 1, tzinfo=dt.UTC), dt.timedelta(hours=1)
    >>> passed = Passed()
    >>> passed.add("a", at)
    >>> passed.without(["a", "b"], at), passed.without(["a", "b"], at + hour)
    (['b'], ['a', 'b'])
    """

    def __init__(self) -> None:
        self._since: dict[str, dt.datetime] = {}

    def add(self, household: str, now: dt.datetime) -> None:
        """Note a household that cannot be written to."""
        self._since[household] = now

    def without(self, households: Iterable[str], now: dt.datetime) -> list[str]:
        """Return households without those that were noted within the hour."""
        self._since = {one: at for one, at in self._since.items() if at <= now < at + _AGAIN}
        return [one for one in households if one not in self._since]


def queue_letter(name: str, household: Household, key: str, *, code: str = "", expires: dt.datetime | None = None) -> Message:
    """Queue a letter to the contact that a household has now: a later contact changes nothing of where it goes.

    Parameters
    ----------
    name : str
        Of the text.
    key : str
        What it is about: the same one is queued once.
    code : str
        What stands in the text for ``{code}``.
    expires : datetime, optional
        Until when the link is good that stands in the text for ``{link}``; 30 days where it is not given.

    Raises
    ------
    NotAvailable
        Where it cannot leave, with the reason, or was queued before.
    Shredded
        Where the key of the household is destroyed.
    """
    contact = vault().open(household, "contact") or {}
    if contact.get("no_messages"):
        raise NotAvailable(Sentence("desk-letters.objected"))
    is_discreet = _is_discreet(household, contact)
    texts = _texts(name, is_discreet=is_discreet)
    way = next((one for one in WAYS[name] if one in open_channels(is_discreet=is_discreet) and contact.get(_FIELD[one])), None)
    if way is None:
        raise NotAvailable(Sentence("desk-letters.no-way"))
    lang = language_for(contact, texts)
    token = new_token() if "link" in PLACEHOLDERS[name] else ""
    message = Message(household=household, key=key, channel=way, lang=lang)
    about = {"to": str(contact[_FIELD[way]][0]), "token": token, "code": code, "is_discreet": is_discreet}
    message.address = vault().seal(message, "address", about | {"text": name, "version": texts[lang].version})
    try:
        with transaction.atomic():  # the link before the letter: whoever opens it at once is not a stranger
            if token:
                LiveToken.objects.create(
                    digest=fingerprint(token), kind="registration", subject=household.pk, expires=expires or dt.datetime.now(dt.UTC) + LIVES
                )
            message.save(force_insert=True)
    except IntegrityError:
        raise NotAvailable(Sentence("desk-letters.before")) from None
    return message


def _is_discreet(household: Household, contact: Mapping[str, Any]) -> bool:
    post = HOUSE.post(household.post)
    return bool(contact.get("do_not_contact")) or (post is not None and post.is_hostile)


def _texts(name: str, *, is_discreet: bool) -> dict[str, Text]:
    """Return the texts that may leave; of a discreet letter those that tell nothing, if its link tells nothing either."""
    has_link = "link" in PLACEHOLDERS[name]
    if has_link and not HOUSE.front.get("address") and not settings.CONSULAR_DRILL:
        raise NotAvailable(Sentence("desk-waves.no-front"))
    texts = sendable(name, in_drill=settings.CONSULAR_DRILL)
    if is_discreet:
        host = urlsplit(own_link("", "en", is_discreet=True)).hostname or ""
        if has_link and (found := words_that_tell(host.replace(".", " ").replace("-", " "))):
            raise NotAvailable(Sentence("desk-waves.link-tells", found=tuple(found)))
        texts = {lang: one for lang, one in texts.items() if not words_that_tell(f"{one.subject} {one.body}")}
    if not texts:
        raise NotAvailable(Sentence("desk-letters.no-text"))
    return texts
