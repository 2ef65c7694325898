"""What the front sealed, opened and applied: each number once, and a submission that cannot be read never stops the others.

Submissions are applied in their order, some hundred in one transaction; where that fails, each in one of its own, and the one at fault is
put aside, sealed as it came. A number stands in the same transaction as what it changed, so a power cut leaves either both or none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from legation.errors import LegationError
from legation.keys import open_sealed
from legation.web.consular.records.models import Event, Household, LiveToken, PutAside, Received
from legation.web.consular.taking.changing import change, confirm, gone, withdraw
from legation.web.consular.taking.household import Taken, store
from legation.web.consular.taking.replying import OPEN, Answer, by_code, event_id, events_of, open_crises
from legation.web.consular.taking.submitted import read_change, read_registration, read_reply
from legation.web.consular.vault import Vault, vault
from legation.web.front.bundles import Sealed

__all__ = ["EVERY", "apply", "apply_again", "try_again"]

EVERY = 60.0
"""Seconds between two times that the desk looks whether what was put aside is to be tried again."""
_LOG = logging.getLogger(__name__)
_TRIED: list[tuple[dt.datetime, tuple[int, ...]]] = []
_TOGETHER = 500
_EPOCH = 10**12
"""Numbers of a front that was made anew begin above those of the one before."""
_ASIDE = dt.timedelta(days=7)
_MALFORMED = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def apply(submissions: Sequence[Sealed], now: dt.datetime, *, epoch: int = 1) -> Counter[str]:
    """Apply submissions of the front, and return how many had which outcome; those that were applied before are passed over.

    Parameters
    ----------
    now : datetime
        Nothing came later than now, whatever the clock of the front says.
    epoch : int
        Which front of this house they come from: one that was made anew counts from 1 again.
    """
    outcomes: Counter[str] = Counter()
    ordered = sorted(submissions, key=lambda one: one.number)
    for first in range(0, len(ordered), _TOGETHER):
        batch = ordered[first : first + _TOGETHER]
        numbers = {one.number: epoch * _EPOCH + one.number for one in batch}
        there = set(Received.objects.filter(pk__in=numbers.values()).values_list("pk", flat=True))
        fresh = [one for one in batch if numbers[one.number] not in there]
        outcomes["before"] += len(batch) - len(fresh)
        try:
            outcomes += _together(fresh, now, epoch)
        except Exception as error:  # noqa: BLE001 - one of them is at fault: each is tried alone
            _LOG.warning("Submissions are applied one by one: %s", type(error).__name__)
            for one in fresh:
                outcomes[_alone(one, now, epoch)] += 1
    return outcomes


def try_again() -> None:
    """Try what was put aside where it was not tried in this hour, or with the sealing keys that the keyring has now."""
    now = dt.datetime.now(dt.UTC)
    state = now.replace(minute=0, second=0, microsecond=0), tuple(sorted(vault().keyring.sealing))
    if [state] != _TRIED:
        apply_again(now)
        _TRIED[:] = [state]


def apply_again(now: dt.datetime) -> Counter[str]:
    """Apply what was put aside and can be applied now: its key is there again, its post or line is declared. Return how many by outcome.

    What still cannot be read stays aside until its seven days are over. A change that is older than what was changed since is noted for an
    officer, and overwrites nothing.
    """
    outcomes: Counter[str] = Counter()
    for row in PutAside.objects.filter(purge_at__gt=now).order_by("number"):
        epoch, number = divmod(row.number, _EPOCH)
        one = Sealed(number, row.at, row.kind, row.key_version, bytes(row.sealed), bytes(row.token))
        batch = _Batch(vault(), now, epoch, is_late=True)
        try:
            with transaction.atomic():
                if not list(PutAside.objects.select_for_update().filter(pk=row.pk)):
                    continue  # another process has applied it since this one looked
                batch.take([one])
                batch.write_again(row)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the others are tried
            _LOG.warning("Submission %s stays aside: %s", number, type(error).__name__)
            continue
        gone(batch.withdrawn, now)
        outcomes += Counter(received.outcome for received in batch.received if received.outcome != "aside")
    return outcomes


def _alone(one: Sealed, now: dt.datetime, epoch: int) -> str:
    try:
        return next(iter(_together([one], now, epoch)))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the others are applied
        _LOG.warning("Submission %s is put aside: %s", one.number, type(error).__name__)
        with transaction.atomic():
            batch = _Batch(vault(), now, epoch)
            batch.put_aside(one, "fault")
            batch.write()
        return "aside"


def _together(submissions: Sequence[Sealed], now: dt.datetime, epoch: int) -> Counter[str]:
    with transaction.atomic():
        batch = _Batch(vault(), now, epoch)
        batch.take(submissions)
        batch.write()
    gone(batch.withdrawn, now)
    return Counter(row.outcome for row in batch.received)


class _Batch:
    """Submissions that are written together."""

    def __init__(self, box: Vault, now: dt.datetime, epoch: int, *, is_late: bool = False) -> None:
        self.box, self.now, self.epoch = box, now, epoch
        self._is_late = is_late
        self.received: list[Received] = []
        self.withdrawn: list[str] = []
        self._aside: list[PutAside] = []
        self._registered: list[Taken] = []
        self._answers: list[Answer] = []

    def take(self, submissions: Sequence[Sealed]) -> None:
        """Open and apply submissions in their order; what can wait is gathered, to be written at once."""
        opened = [(one, self._opened(one)) for one in submissions]
        digests = {one.token.hex() for one, content in opened if content is not None and one.token}
        self._links = LiveToken.objects.select_related("crisis").in_bulk(digests)
        self._codes = by_code([str(content.get("code", "")) for one, content in opened if content is not None and one.kind == "code"])
        posts = Household.objects.filter(pk__in={link.subject for link in self._links.values()}).values_list("pk", "post")
        self._posts = dict(posts)
        for one, content in opened:
            if content is None:
                self.put_aside(one, "sealed")
                continue
            try:
                outcome = self._applied(one, content)
            except _MALFORMED:
                self.put_aside(one, "form")
                continue
            self._note(one, outcome)

    def put_aside(self, one: Sealed, reason: str) -> None:
        """Store a submission as it came, sealed."""
        number = self.epoch * _EPOCH + one.number
        row = PutAside(number=number, kind=one.kind[:16], at=one.received, key_version=one.key_version, sealed=one.sealed)
        row.token, row.reason, row.purge_at = one.token, reason, self.now + _ASIDE
        self._aside.append(row)
        self._note(one, "aside")

    def write(self) -> None:
        """Write what was gathered."""
        self._flush()
        PutAside.objects.bulk_create(self._aside)
        Received.objects.bulk_create(self.received)

    def write_again(self, row: PutAside) -> None:
        """Write what was gathered of a submission that was put aside before, unless it has to stay there."""
        if not self._aside:
            self._flush()
            Received.objects.filter(pk=row.pk).update(outcome=self.received[0].outcome)
            row.delete()

    def _flush(self) -> None:
        if self._registered:
            store(self.box, self._registered, self.now)
        if self._answers:
            Event.objects.bulk_create(events_of(self.box, self._answers))
        self._registered, self._answers = [], []

    def _note(self, one: Sealed, outcome: str) -> None:
        number = self.epoch * _EPOCH + one.number
        self.received.append(Received(number=number, kind=one.kind[:16], at=one.received, outcome=outcome))

    def _opened(self, one: Sealed) -> dict[str, Any] | None:
        try:
            content = json.loads(open_sealed(self.box.keyring, one.kind, one.key_version, one.sealed))
        except (LegationError, ValueError, RecursionError):
            return None
        return content if isinstance(content, dict) else None

    def _applied(self, one: Sealed, content: dict[str, Any]) -> str:
        if one.kind == "registration":
            self._registered.append(read_registration(content))
            return "registered"
        if one.kind in ("reply", "code"):
            return self._answered(one, content)
        link = self._link(one, content)
        if link is None or link.kind != "registration" or link.expires <= self._at(one):
            return "unknown-link"
        self._flush()
        household = Household.objects.filter(pk=link.subject).first()
        if household is None:
            return "unknown-link"
        if one.kind == "withdrawal":
            self.withdrawn.append(household.pk)
            return withdraw(household, self.now)
        changed = read_change(content)
        if self._is_late and household.changed > self._at(one):
            changed = {"words": f"[{' '.join(changed.values())}]"} if changed else {}
        confirm(self.box, household, self.now)
        return change(self.box, household, changed, self.now) if changed else "confirmed"

    def _answered(self, one: Sealed, content: dict[str, Any]) -> str:
        reply = read_reply(content)
        if one.kind == "code":
            for household, crisis in self._codes.get(reply["code"], ()):
                self._gather(one, household, crisis, reply, trusted=False)
            return "reported" if self._codes.get(reply["code"]) else "unknown-code"
        link = self._link(one, content)
        if link is None or link.subject not in self._posts:
            return "unknown-link"
        crises = [link.crisis] if link.crisis is not None else open_crises(self._posts[link.subject])
        is_live = link.expires > self._at(one)
        for crisis in crises:
            if crisis.state in OPEN:
                self._gather(one, link.subject, crisis, reply, trusted=is_live)
        if not any(crisis.state in OPEN for crisis in crises):
            return "no-crisis"
        return "answered" if is_live else "reported"

    def _gather(self, one: Sealed, household: str, crisis: Any, reply: dict[str, str], *, trusted: bool) -> None:
        identifier = event_id(f"front {self.epoch}", one.number, f"{crisis.pk}|{household}")
        channel = "code" if one.kind == "code" else "link"
        self._answers.append(
            Answer(id=identifier, at=self._at(one), household=household, crisis=crisis, reply=reply, channel=channel, trusted=trusted)
        )

    def _link(self, one: Sealed, content: dict[str, Any]) -> LiveToken | None:
        """Return the link that a submission was sent by: its token is sealed with it, so a digest that was copied speaks for nobody."""
        token = str(content.get("token", ""))
        if not token or hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest() != one.token:
            return None
        return self._links.get(one.token.hex())

    def _at(self, one: Sealed) -> dt.datetime:
        return min(one.received, self.now)
