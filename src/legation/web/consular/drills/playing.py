"""The clock of a drill: what its recorder has noted is answered as the seeded truth says, by the same way as real answers.

An answer is sealed to the house and appended to its front, from where the desk fetches it like any other; one by text message is taken as
the gateway's call brings it, from the number of the household. A form that is sent twice bears one number; a stranger has the code alone.
A message to a contact that fails is reported as a gateway reports it.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from legation.consular.codes import read_code
from legation.web.consular.crises.text_replies import take_replies
from legation.web.consular.drills.declared import Drill, the_drill
from legation.web.consular.drills.plays import Plays
from legation.web.consular.drills.recorded import Recorded, recorded
from legation.web.consular.drills.truth import Answer, HouseholdTruth, Truth, truth
from legation.web.consular.house import house_folder
from legation.web.consular.records.models import Message
from legation.web.consular.vault import vault
from legation.web.front.answers import STATUSES, sealed_reply
from legation.web.front.house import House
from legation.web.front.running import Front

__all__ = ["EVERY", "play", "play_now"]

EVERY = 2.0
"""Seconds between two looks at the clock."""
_LINK = re.compile(r"https?://\S+/([aq])/([A-Za-z0-9_-]{16,64})")
_WORD = re.compile(r"[0-9A-Za-z]{6}")


def play_now() -> int:
    """Play what is due now."""
    return play(dt.datetime.now(dt.UTC))


def play(now: dt.datetime) -> int:
    """Play what is due, and return how many answers were sent: none before the drill was started, and none after it was closed."""
    drill = the_drill()
    if not drill.is_running:
        return 0
    found, plays = truth(), Plays(house_folder())
    messages = recorded(house_folder())
    _fail(found, messages, now)
    there = plays.planned()
    plays.plan([row for row in _due(drill, found, messages) if row[:2] not in there])
    count = 0
    for household, number, text in plays.due(now):
        answer = found.households[household].answers[number]
        count += _send(drill, answer, f"{household}|{number}", text, found.households[household], now)
        plays.played(household, number, now)
    return count


def _fail(found: Truth, messages: list[Recorded], now: dt.datetime) -> None:
    """Report the messages that do not arrive."""
    failing = [one.id for one in messages if found.fails(one.channel, one.to)]
    for first in range(0, len(failing), 400):
        mine = Message.objects.filter(pk__in=failing[first : first + 400], state__in=("handed-over", "unknown"))
        mine.update(state="failed", reason="refused", changed=now)


def _due(drill: Drill, found: Truth, messages: list[Recorded]) -> Iterator[tuple[str, int, str, dt.datetime]]:
    """Yield household, number, text and time of the answers to what arrived: each to the first message of its wave or of a later one."""
    waves = dict(Message.objects.exclude(wave=None).values_list("pk", "wave__number"))
    for one in messages:
        household = found.household_at(one.channel, one.to)
        if not household or found.fails(one.channel, one.to) or one.id not in waves:
            continue
        for number, answer in enumerate(found.households[household].answers):
            if (waves[one.id] or 0) >= answer.wave:
                yield household, number, one.text, one.at + dt.timedelta(minutes=answer.minutes / drill.speed)


def _send(drill: Drill, answer: Answer, name: str, text: str, household: HouseholdTruth, now: dt.datetime) -> int:
    """Let an answer come as its sender sends it, and as often; return how many were new."""
    link, code = _LINK.search(text), _code(text)
    post = {"status": answer.status, "covers": answer.covers, "words": "", "position": ""}
    nonce = hashlib.sha256(f"{drill.seed}|{drill.name}|{name}".encode()).hexdigest()[:32]
    by_link, language = answer.by == "link" and link is not None, household.language
    if not by_link and not code:
        return 0
    if answer.by == "sms":
        said = f"{code} {STATUSES.index(answer.status) + 1}{' ALL' if answer.covers == 'all' else ''}"
        take_replies([{"id": nonce, "from": household.phone, "text": said}] * answer.times, now)
        return 1
    front, house = _front(house_folder() / "front"), _house()
    for _ in range(answer.times):
        if by_link and link is not None:
            token = link[2]
            content = sealed_reply(post, language, now, token=token, asks_place=link[1] == "a")
            front.append_by_link(house, "reply", content, nonce, token)
        else:
            front.append_by_code(house, sealed_reply({**post, "code": code}, language, now), nonce)
    return 1


def _code(text: str) -> str:
    """Return the code that stands in a text; "" where there is none."""
    return next(
        (code for word in _WORD.findall(_LINK.sub(" ", text)) if any(one.isdigit() for one in word) and (code := read_code(word))), ""
    )


@functools.cache
def _front(folder: Path) -> Front:
    return Front(folder)


def _house() -> House:
    """Return what a front knows of this house: the public key, to which it seals."""
    ring = vault().keyring
    return House(ring.sealing_version, ring.sealing_public(), is_drill=True)
