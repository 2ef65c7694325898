"""Answers by text message: a code and a word or number. Trusted where the code is the one that was sent to that very number.

Ten wrong codes from one number close it for an hour: what comes then is not looked at. The count is of this process's cache, under a blind
index of the number.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.cache import cache
from django.db import transaction

from legation.consular.codes import CLOSED_FOR, closed_until, read_code
from legation.consular.contact import phone
from legation.errors import BadValue
from legation.language import fold
from legation.web.consular.records.models import Event, Message
from legation.web.consular.taking.replying import OPEN, Answer, event_id, events_of
from legation.web.consular.vault import vault

__all__ = ["read_answer", "take_replies"]

_WORDS = {
    "injured": "1 injured hurt blesse blessee herido herida مصاب",
    "need_help": "2 help aide ayuda مساعدة",
    "want_out": "3 leave partir salir مغادرة",
    "safe": "4 safe sauf sauve bien بخير",
    "left": "5 left parti partie fuera غادرت",
}
_EVERYBODY = frozenset(["all", "tous", "todos", "الكل"])
_STATUS = {word: status for status, words in _WORDS.items() for word in words.split()}
_LONGEST = 500
_MOST = 1_000


def read_answer(text: str) -> tuple[str, str, bool]:
    """Return the code, the status and whether it is of the whole household, as somebody wrote them; "" for what is not there.

    Two statuses in one message are none: an officer reads it.

    Examples
    --------
    >>> read_answer("xyqkp8 SAFE"), read_answer("Sauf, tous. XYQ-KP8"), read_answer("XYQKP8 \u0661"), read_answer("safe not injured XYQKP8")
    (('XYQKP8', 'safe', False), ('XYQKP8', 'safe', True), ('XYQKP8', 'injured', False), ('XYQKP8', '', False))
    """
    words = re.findall(r"[\w-]+", unicodedata.normalize("NFKC", text[:_LONGEST]))
    code = next((code for word in words if (code := read_code(word))), "")
    plain = [fold("".join(str(unicodedata.decimal(one, one)) for one in word)) for word in words]
    statuses = {_STATUS[word] for word in plain if word in _STATUS}
    return code, statuses.pop() if len(statuses) == 1 else "", bool(_EVERYBODY & set(plain))


def take_replies(replies: Sequence[Mapping[str, Any]], now: dt.datetime) -> int:
    """Take what people answered by text message (``id``, ``from``, ``text``), and return how many events are new.

    Parameters
    ----------
    replies : sequence of mapping
        A gateway may give the same one again: its ``id`` counts once.
    """
    answers = [one for reply in replies[:_MOST] for one in _answers(reply, now)]
    with transaction.atomic():
        events = events_of(vault(), answers)
        Event.objects.bulk_create(events)
    return len(events)


def _answers(reply: Mapping[str, Any], now: dt.datetime) -> list[Answer]:
    text = str(reply.get("text", ""))
    try:
        number = phone(str(reply.get("from", "")))
    except BadValue:
        return []
    code, status, is_all = read_answer(text)
    closed = f"wrong-codes-{vault().digest('phone', number)}"
    wrong: list[dt.datetime] = cache.get(closed, [])
    until = closed_until(wrong)
    if until is not None and now < until:
        return []
    rows = list(Message.objects.filter(code=code, wave__crisis__state__in=OPEN).select_related("wave__crisis")) if code else []
    if not rows:
        cache.set(closed, [*wrong, now], timeout=int(2 * CLOSED_FOR.total_seconds()))
        return []
    cache.delete(closed)
    found: dict[str, Answer] = {}
    for row in rows:
        crisis = row.wave.crisis  # type: ignore[union-attr]  # such a message is of a wave
        is_own = row.household_id in vault().find("phone", number) and row.channel == "sms" and vault().open(row, "address")["to"] == number
        identifier = event_id(f"sms {reply.get('id') or text}", 0, f"{crisis.pk}|{row.household_id}|{number}")
        about = {"status": status, "covers": "all" if is_all else "me", "words": text[:_LONGEST], "position": ""}
        trusted = bool(status) and (is_own or (identifier in found and found[identifier].trusted))
        found[identifier] = Answer(
            id=identifier, at=now, household=row.household_id, crisis=crisis, reply=about, channel="sms", trusted=trusted
        )
    return list(found.values())
