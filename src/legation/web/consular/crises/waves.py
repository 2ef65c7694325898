"""A wave: whom it goes to, in which languages and by which ways, and the one press that queues its messages."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from legation.consular.text_message import parts
from legation.errors import NotAvailable
from legation.language import Message as Sentence
from legation.web.consular.crises import channels
from legation.web.consular.crises.calls import Call, call_of
from legation.web.consular.crises.links import LIVES, link_of, new_code, new_token
from legation.web.consular.crises.texts import DISCREET, language_for, sendable, written
from legation.web.consular.house import HOUSE
from legation.web.consular.records.models import Crisis, Household, LiveToken, Message, Text, Wave, new_id
from legation.web.consular.vault import vault
from legation.web.site.values import fingerprint

__all__ = ["Line", "Plan", "Recipient", "next_number", "plan_wave", "press", "text_names"]

_CODE, _TOKEN = "XYQKP8", "A" * 22
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Recipient:
    """A way to a household: by which channel, to which contact, in which language."""

    household: str
    channel: str
    contact: str
    lang: str


@dataclass(frozen=True, slots=True)
class Line:
    """How many messages go by a channel in a language, and of how many parts each is; 0 for an e-mail."""

    channel: str
    lang: str
    count: int
    parts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a press would send.

    Attributes
    ----------
    number : int
        Of the wave.
    recipients : tuple of Recipient
    lines : tuple of Line
    without_contact : int
        Households that have no contact, or none by a way that is open.
    problems : tuple of Message
        Why it cannot be pressed; empty: it can.
    """

    number: int
    text: str
    is_discreet: bool
    texts: dict[str, Text]
    recipients: tuple[Recipient, ...]
    lines: tuple[Line, ...]
    households: int
    without_contact: int
    problems: tuple[Sentence, ...]


def next_number(crisis: Crisis) -> int:
    """Return the number of the next wave."""
    return (Wave.objects.filter(crisis=crisis).aggregate(last=Max("number"))["last"] or 0) + 1


def text_names(number: int, *, is_discreet: bool) -> str:
    """Return the name of the text that a wave has at first.

    >>> text_names(1, is_discreet=False), text_names(3, is_discreet=True)
    ('wave', 'discreet-again')
    """
    return ("discreet" if is_discreet else "wave") + ("-again" if number > 1 else "")


def plan_wave(crisis: Crisis, posts: Sequence[str], *, is_discreet: bool, with_unknown_place: bool) -> Plan:
    """Return what a press would send: to all at stake first, then to those without news only.

    Parameters
    ----------
    posts : sequence of str
        The posts whose people are written to.
    with_unknown_place : bool
        Whether those of whom no place is known are written to as well.
    """
    number = next_number(crisis)
    name = text_names(number, is_discreet=is_discreet)
    texts = sendable(name, in_drill=settings.CONSULAR_DRILL)
    call = call_of(crisis, posts)
    households = sorted(_households(call, with_unknown_place=with_unknown_place))
    ways = channels.open_channels(is_discreet=is_discreet)
    recipients = tuple(_recipients(households, ways, texts))
    written_to = {one.household for one in recipients}
    return Plan(
        number=number,
        text=name,
        is_discreet=is_discreet,
        texts=texts,
        recipients=recipients,
        lines=tuple(_lines(recipients, texts, is_discreet=is_discreet)),
        households=len(households),
        without_contact=len(households) - len(written_to),
        problems=tuple(_problems(crisis, texts, recipients, is_discreet=is_discreet)),
    )


def _households(call: Call, *, with_unknown_place: bool) -> set[str]:
    found = call.households_without_news()
    if with_unknown_place:
        people = call.stake.people
        more = set(people.households[call.stake.without_place].tolist())
        found |= more - set(call.households.values())
    return found


def _recipients(households: Sequence[str], ways: Sequence[str], texts: dict[str, Text]) -> Iterable[Recipient]:
    rows = (
        row
        for at in range(0, len(households), _AT_ONCE)
        for row in Household.objects.filter(pk__in=households[at : at + _AT_ONCE]).values_list("pk", "contact")
    )
    vault().unlock_for(households)
    for pk, contact in vault().open_all(Household, "contact", ((one, one, bytes(sealed)) for one, sealed in rows)):
        there = contact or {}
        if there.get("no_messages"):  # they objected: they are called, or a warden asks
            continue
        lang = language_for(there, texts)
        for channel, field in (("email", "emails"), ("sms", "phones")):
            if channel in ways:
                for one in dict.fromkeys(there.get(field, ())):
                    yield Recipient(pk, channel, str(one), lang)


def _lines(recipients: Sequence[Recipient], texts: dict[str, Text], *, is_discreet: bool) -> Iterable[Line]:
    counted = Counter((one.channel, one.lang) for one in recipients)
    for (channel, lang), count in sorted(counted.items()):
        text = texts.get(lang)
        body = written(text, link_of(_TOKEN, lang, is_discreet=is_discreet), _CODE) if text else ""
        yield Line(channel, lang, count, parts(body).parts if channel == "sms" and text else 0)


def _problems(crisis: Crisis, texts: dict[str, Text], recipients: Sequence[Recipient], *, is_discreet: bool) -> Iterable[Sentence]:
    if crisis.state != "declared":
        yield Sentence("desk-waves.not-declared")
    if not HOUSE.front.get("address") and not settings.CONSULAR_DRILL:
        yield Sentence("desk-waves.no-front")
    if not texts:
        yield Sentence("desk-waves.no-text")
    elif not recipients:
        yield Sentence("desk-waves.nobody")
    yield from channels.problems(is_discreet=is_discreet, texts=tuple(texts.values()))


def press(crisis: Crisis, plan: Plan, account: Any, *, number: int) -> Wave:
    """Queue the messages of a wave. Pressed twice, it queues nothing more: the wave that is there is returned.

    Parameters
    ----------
    number : int
        The number of the wave that the reader saw in the preview.

    Raises
    ------
    NotAvailable
        Where the plan cannot be sent.
    """
    there = Wave.objects.filter(crisis=crisis, number=number).first()
    if there is not None:
        return there
    if plan.problems:
        raise NotAvailable(plan.problems[0])
    if plan.number != number or (plan.is_discreet and plan.text not in DISCREET):
        raise NotAvailable(Sentence("desk-waves.number"))
    wave = Wave(pk=new_id(), crisis=crisis, number=number, is_discreet=plan.is_discreet, text=plan.text, state="sending", by=account)
    wave.versions = {lang: text.version for lang, text in plan.texts.items()}
    wave.pressed = dt.datetime.now(dt.UTC)
    tokens, messages = _rows(crisis, wave, plan.recipients)
    try:
        with transaction.atomic():
            wave.save(force_insert=True)
            LiveToken.objects.bulk_create(tokens, batch_size=_AT_ONCE)
            Message.objects.bulk_create(messages, batch_size=_AT_ONCE)
    except IntegrityError:
        return Wave.objects.get(crisis=crisis, number=number)
    return wave


def _rows(crisis: Crisis, wave: Wave, recipients: Sequence[Recipient]) -> tuple[list[LiveToken], list[Message]]:
    used = set(Message.objects.filter(wave__crisis=crisis).values_list("code", flat=True))
    tokens: dict[str, tuple[str, str]] = {}
    live, messages = [], []
    expires = dt.datetime.now(dt.UTC) + LIVES
    for one in recipients:
        if one.household not in tokens:
            token, code = new_token(), new_code()
            while code in used:
                code = new_code()
            used.add(code)
            tokens[one.household] = token, code
            live.append(LiveToken(digest=fingerprint(token), kind="wave", subject=one.household, crisis=crisis, expires=expires))
        token, code = tokens[one.household]
        message = Message(wave=wave, household_id=one.household, channel=one.channel, lang=one.lang, code=code)
        message.key = wave.pk + contact_key(one.channel, one.contact)
        message.address = vault().seal(message, "address", {"to": one.contact, "token": token})
        messages.append(message)
    return live, messages


def contact_key(channel: str, contact: str) -> str:
    """Return what stands for a contact and its channel in the key of a message: it cannot be read back."""
    return hmac.new(vault().keyring.index, f"message|{channel}|{contact}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]
