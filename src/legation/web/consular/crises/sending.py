"""The sender beside the pages: it leases queued messages, notes that one is about to be handed over, hands it over, and records the end.

A message is taken by one statement that names the state in which it was found, so that no two senders have it. A sender that dies leaves
leased messages, which go back to the queue, and at most one that was being handed over: of an e-mail nobody knows whether it was, so it
is ``unknown`` and is not sent again; a text message is, with its idempotency key, by which the gateway stops a second one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import InternalError, OperationalError
from django.db.models import Q

from legation.errors import LegationError
from legation.web.consular.crises import channels
from legation.web.consular.crises.handing import Handed, Letter
from legation.web.consular.crises.links import link_of, own_link
from legation.web.consular.crises.texts import written
from legation.web.consular.records.models import Message, Text, Wave
from legation.web.consular.vault import Shredded, vault

__all__ = ["EVERY", "LANES", "Lane", "send_some", "send_waves", "stopped_since"]

EVERY = 2.0
"""Seconds between two looks at the queue."""
LEASE = dt.timedelta(seconds=90)
"""More than an e-mail server and a gateway are waited for."""
BATCH = 20
TRIES = 6
"""Tries after which a message of a wave that nobody takes has failed."""
LATER = (5, 20, 60, 180, 600)
"""Seconds until the next try."""
LIVES = dt.timedelta(hours=24)
"""A message of a wave that did not leave within a day is expired: what it says is no longer so."""
LETTER_LIVES = dt.timedelta(days=7)
"""A letter outside a wave is tried for as long as a registration that nobody confirmed is stored."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lane:
    """A part of the queue that has a thread of its own: a gateway that holds its calls delays no e-mail.

    Attributes
    ----------
    channel : str
        "": every one.
    first, last : str
        Ids of messages from ``first`` on and before ``last``; "": to the end.
    """

    channel: str = ""
    first: str = ""
    last: str = ""

    def __call__(self) -> None:
        """Hand over what is queued in this lane until nothing is left that can leave now.

        Raises
        ------
        OperationalError, InternalError
            Where the database takes no write: nothing more is handed over, and :func:`stopped_since` says so until a look has ended well.
        """
        try:
            while send_some(self):
                pass
        except (OperationalError, InternalError):
            _STOPPED.setdefault(self, dt.datetime.now(dt.UTC))
            raise
        _STOPPED.pop(self, None)

    def rows(self) -> Q:
        """Return the messages of this lane."""
        mine = Q(pk__gte=self.first)
        if self.last:
            mine &= Q(pk__lt=self.last)
        return mine & Q(channel=self.channel) if self.channel else mine


_STOPPED: dict[Lane, dt.datetime] = {}
"""Lanes that the database stopped, and since when: in the memory of the one process of the desk, since nothing can be written."""


def stopped_since() -> dt.datetime | None:
    """Return since when the database takes no note of a message, so that none is handed over; None while it does."""
    return min(list(_STOPPED.values()), default=None)


LANES = (
    Lane("email", "", "8"),
    Lane("email", "8", ""),
    *(Lane("sms", first, last) for first, last in (("", "4"), ("4", "8"), ("8", "c"), ("c", ""))),
)
"""What the desk sends in beside its pages, each in a thread; ids are random, so the lanes are as long as each other."""


def send_waves() -> None:
    """Hand over what is queued until nothing is left that can leave now, one message after the other."""
    Lane()()


def send_some(lane: Lane, limit: int = BATCH) -> int:
    """Hand over some messages of a lane and return how many were leased."""
    now = dt.datetime.now(dt.UTC)
    _give_back(now)
    leased = list(_lease(lane, now, limit))
    if not leased:
        _end_waves()
        return 0
    texts = _Texts()
    with contextlib.ExitStack() as stack:
        open_adapters: dict[str, object] = {}
        for message in leased:
            _send(message, texts, open_adapters, stack)
    return len(leased)


def _give_back(now: dt.datetime) -> None:
    """Put back what a sender that died had leased, count what it was handing over as not known, and expire what is too old."""
    over = Message.objects.filter(leased_until__lt=now)
    over.filter(state="leased").update(state="queued", leased_until=None, changed=now)
    over.filter(state="handing-over", channel="sms").update(state="queued", leased_until=None, changed=now)
    over.filter(state="handing-over").update(state="unknown", reason="cut", leased_until=None, changed=now)
    waiting = Message.objects.filter(state="queued")
    too_late = Q(wave=None, made__lt=now - LETTER_LIVES) | Q(wave__isnull=False, made__lt=now - LIVES)
    ended = Q(wave__isnull=False) & ~Q(wave__crisis__state="declared")
    waiting.filter(too_late | ended).update(state="expired", reason="too-late", changed=now)


def _lease(lane: Lane, now: dt.datetime, limit: int) -> Iterator[Message]:
    free = Q(state="queued") & (Q(leased_until=None) | Q(leased_until__lte=now))
    for pk in list(Message.objects.filter(free, lane.rows()).order_by("made", "pk").values_list("pk", flat=True)[:limit]):
        if Message.objects.filter(free, pk=pk).update(state="leased", leased_until=now + LEASE):
            yield Message.objects.select_related("wave", "household").get(pk=pk)


class _Texts:
    """The texts of messages, each read once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, int], Text | None] = {}

    def of(self, name: str, lang: str, version: int) -> Text | None:
        """Return a version of a text in a language: approved, or in a drill; None where it is not."""
        place = name, lang, version
        if place not in self._found:
            found = Text.objects.filter(name=name, lang=lang, version=version).first()
            self._found[place] = found if found is not None and (found.state == "approved" or settings.CONSULAR_DRILL) else None
        return self._found[place]


def _send(message: Message, texts: _Texts, open_adapters: dict[str, object], stack: contextlib.ExitStack) -> None:
    letter = _letter(message, texts)
    mine = Message.objects.filter(pk=message.pk)
    now = dt.datetime.now(dt.UTC)
    if isinstance(letter, str):
        mine.filter(state="leased").update(state="failed", reason=letter, leased_until=None, changed=now)
        return
    if not mine.filter(state="leased").update(state="handing-over", leased_until=now + LEASE, tries=message.tries + 1):
        return  # its lease was over, and it is another sender's
    try:
        if message.channel not in open_adapters:
            made = channels.adapter(message.channel)
            stack.callback(made.close)
            open_adapters[message.channel] = made
        handed = open_adapters[message.channel].hand_over(letter)  # type: ignore[attr-defined]
    except (LegationError, OSError, ValueError) as error:  # what it says may name an address: its kind alone is logged
        _LOG.warning("A message was not handed over: %s", type(error).__name__)
        handed = Handed("later", "adapter")
    _record(message, handed)


def _letter(message: Message, texts: _Texts) -> Letter | str:
    """Return a message as it leaves, or a word for why it cannot."""
    try:
        address = vault().open(message, "address")
    except Shredded:
        return "shredded"
    wave, lang = message.wave, message.lang
    if wave is not None:
        name, version, is_discreet = wave.text, wave.versions.get(lang, 0), wave.is_discreet
        link, code = link_of(address["token"], lang, is_discreet=is_discreet), message.code
    else:
        name, version, is_discreet = address["text"], address["version"], address["is_discreet"]
        link, code = own_link(address["token"], lang, is_discreet=is_discreet), address["code"]
    text = texts.of(name, lang, version)
    if text is None:
        return "no-text"
    sender = channels.sms_sender(is_discreet=is_discreet) if message.channel == "sms" else ""
    return Letter(message.pk, address["to"], text.subject, written(text, link, code), lang, sender, is_discreet)


def _record(message: Message, handed: Handed) -> None:
    """Record what came of it. A delivery report that was quicker than this stands."""
    now = dt.datetime.now(dt.UTC)
    mine = Message.objects.filter(pk=message.pk, state="handing-over")
    end = {"leased_until": None, "changed": now, "reason": handed.reason[:60]}
    tries = message.tries + 1
    if handed.outcome == "later" and (tries < TRIES or message.wave_id is None):
        mine.update(**end | {"state": "queued", "leased_until": now + dt.timedelta(seconds=LATER[min(tries, len(LATER)) - 1])})
    elif handed.outcome == "later":
        mine.update(**end | {"state": "failed"})
    else:
        mine.update(**end | {"state": handed.outcome})
    if handed.reference:
        Message.objects.filter(pk=message.pk).update(reference=handed.reference)


def _end_waves() -> None:
    """Let a wave of which nothing is left to hand over be sent."""
    going = Message.objects.filter(state__in=("queued", "leased", "handing-over")).exclude(wave=None).values("wave")
    Wave.objects.filter(state="sending").exclude(pk__in=going).update(state="sent")
