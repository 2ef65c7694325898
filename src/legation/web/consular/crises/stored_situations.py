"""Situation reports that the desk stores by itself: one in each hour in which a crisis is open, of each post and of all posts together.

Each is encrypted with a key of its own as a report of the crisis, and goes with them. What is stored are counts, never a person.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from legation.errors import LegationError
from legation.web.consular.crises.calls import call_of
from legation.web.consular.crises.situation import ExpectedReplies, Situation, situation_of
from legation.web.consular.databases import KEYS
from legation.web.consular.records.models import Crisis, Report
from legation.web.consular.vault import vault

__all__ = ["EVERY", "KIND", "OPEN", "since", "store_situations", "stored_situations"]

EVERY = 30.0
"""After how many seconds the desk looks whether an hour has begun."""
KIND = "situation"
OPEN = ("declared", "stood-down")
"""States of a crisis in which its situation is stored."""
_LOG = logging.getLogger(__name__)


def store_situations(now: dt.datetime | None = None) -> int:
    """Store the situation of each open crisis that has none of this hour yet; return how many reports were stored."""
    now = now or dt.datetime.now(dt.UTC)
    count = 0
    for crisis in Crisis.objects.filter(state__in=OPEN):
        for posts in _scopes(crisis):
            try:
                count += _store(crisis, posts, now)
            except LegationError as error:  # one crisis that cannot be read hides no other
                _LOG.error("A situation was not stored: %s", type(error).__name__)
    return count


def _scopes(crisis: Crisis) -> list[list[str]]:
    """Return for whom a situation is stored: each post alone, and where there are several all together."""
    posts = sorted(crisis.posts)
    return [*([one] for one in posts), *([posts] if len(posts) > 1 else [])]


def _name(crisis: Crisis, posts: Sequence[str], now: dt.datetime) -> str:
    """Return the id of the report of an hour: the same whoever stores it, so that a second one changes nothing."""
    hour = now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H")
    return hashlib.sha256(f"{KIND}|{crisis.pk}|{'|'.join(posts)}|{hour}".encode()).hexdigest()[:32]


def _store(crisis: Crisis, posts: list[str], now: dt.datetime) -> bool:
    name = _name(crisis, posts, now)
    if Report.objects.filter(pk=name).exists():
        return False
    about = {"posts": posts, "situation": _written(situation_of(crisis, call_of(crisis, posts), now))}
    post = posts[0] if len(posts) == 1 else crisis.post
    row = Report(pk=name, crisis=crisis, post=post, record_class="report", state="closed", kind=KIND, made=now, changed=now)
    try:
        with contextlib.suppress(IntegrityError), transaction.atomic(using=KEYS):  # the key of one that a power cut left without its row
            vault().new_subject(row.pk)
        with transaction.atomic():
            row.about = vault().seal(row, "about", about)
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def stored_situations(crisis: Crisis, posts: Sequence[str]) -> list[tuple[str, Situation]]:
    """Return what was stored of a crisis for these posts and no others, with its id, the newest first."""
    rows = {one.pk: one for one in Report.objects.filter(crisis=crisis, kind=KIND).order_by("-made")}
    opened = dict(vault().open_all(Report, "about", ((one.pk, one.pk, bytes(one.about)) for one in rows.values())))
    wanted = sorted(posts)
    return [(pk, _read(opened[pk]["situation"])) for pk in rows if opened.get(pk) and opened[pk]["posts"] == wanted]


def since(situation: Situation, earlier: Sequence[tuple[str, Situation]]) -> Situation:
    """Return a situation with what changed since the last one that was stored before it; as it is where none was."""
    last = next((one for _, one in earlier if one.at < situation.at), None)
    return situation if last is None else dataclasses.replace(situation, before=last.counts, before_at=last.at)


def _written(situation: Situation) -> dict[str, Any]:
    about = {field.name: getattr(situation, field.name) for field in dataclasses.fields(situation)}
    expected = situation.expected
    return about | {
        "at": situation.at.isoformat(),
        "before_at": situation.before_at.isoformat() if situation.before_at else None,
        "curve": [[at.isoformat(), count] for at, count in situation.curve],
        "waves": [at.isoformat() for at in situation.waves],
        "expected": None if expected is None else dataclasses.asdict(expected) | {"by": expected.by.isoformat()},
    }


def _read(about: Mapping[str, Any]) -> Situation:
    time = dt.datetime.fromisoformat
    expected = about["expected"]
    read = {
        "at": time(about["at"]),
        "before_at": time(about["before_at"]) if about["before_at"] else None,
        "curve": tuple((time(at), count) for at, count in about["curve"]),
        "waves": tuple(map(time, about["waves"])),
        "expected": None if expected is None else ExpectedReplies(**expected | {"by": time(expected["by"])}),
    }
    return Situation(**{**about, **read})
