"""Counts of people as they leave this house: of each crisis by post and status, of those registered by post; small ones as a range.

They are made once an hour at most. Within the hour the same ones are given again, by whatever way they leave, so that nobody finds one
person's answer by counting before and after it. What is noted for that is the counts as shown, under random ids, in ``journal``.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from legation.consular.cells import counts_as_shown, shown
from legation.consular.roll_call import RollCall
from legation.folder_lock import lock_folder
from legation.language import Lang, Message, say
from legation.moment import local
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.calls import call_of
from legation.web.consular.drills.declared import the_drill
from legation.web.consular.drills.scoring import score_of
from legation.web.consular.house import HOUSE, house_folder
from legation.web.consular.people import known_people
from legation.web.consular.records.models import Crisis
from legation.web.site.csv_file import defused

__all__ = ["COLUMNS", "EVERY", "FILE", "CountRow", "as_csv", "counts_of_crisis", "counts_of_house"]

FILE = Path("journal") / "counts.json"
EVERY = dt.timedelta(hours=1)
COLUMNS = ("id", "author", "recorded", "evidence", "crisis", "service", "post", "status", "count", "drill", "day")
"""Columns of the part ``consular.csv`` of a dossier."""
REGISTERED, SCORE = "registered", "score"
_ALL, _UNACCOUNTED, _OVER = "all", "unaccounted", ("ended", "withdrawn")
Cells = dict[str, dict[str, str]]
"""By post ("": all together) and status the count as shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """A count as it leaves; without a post it is of all posts together, rounded on its own."""

    subject: str
    crisis: str = ""
    service: str = ""
    post: str = ""
    status: str
    count: str
    day: str

    def cells(self) -> dict[str, str]:
        """Return the row of ``consular.csv``; its id is the same for one count of one day."""
        name = hashlib.sha256(f"{self.subject}|{self.post}|{self.status}|{self.day}".encode()).hexdigest()[:20]
        return {
            "id": f"c{name}",
            "author": "legation consular counts",
            "recorded": self.day,
            "evidence": "",
            "crisis": str(defused(self.crisis)),
            "service": str(defused(self.service)),
            "post": str(defused(self.post)),
            "status": self.status,
            "count": self.count,
            "drill": "yes" if settings.CONSULAR_DRILL else "no",
            "day": self.day,
        }


def counts_of_house(now: dt.datetime, lang: Lang) -> list[CountRow]:
    """Return what leaves of this house: each crisis that was declared, those registered, and of a drill its score once it is closed."""
    rows = [
        row for crisis in Crisis.objects.exclude(state="prepared").order_by("made", "pk") for row in counts_of_crisis(crisis, now, lang)
    ]
    rows += _named(REGISTERED, _cells(REGISTERED, now, _registered), lang, service=say(Message("desk-counts.registration"), lang))
    if settings.CONSULAR_DRILL and the_drill().closed is not None:
        rows += _score()
    return rows


def counts_of_crisis(crisis: Crisis, now: dt.datetime, lang: Lang, posts: Collection[str] | None = None) -> list[CountRow]:
    """Return the counts of a crisis as they leave.

    Parameters
    ----------
    posts : collection of str, optional
        Only of these posts; all together stand there only where these are all posts of the crisis.
    """
    found = _cells(crisis.pk, now, lambda: _of_crisis(crisis))
    mine = {crisis.post, *crisis.posts} if posts is None else set(posts)
    is_all = mine >= set(crisis.posts)
    day, cells = found
    visible = {post: counts for post, counts in cells.items() if (post in mine if post else is_all)}
    return list(_named(crisis.pk, (day, visible), lang, crisis=read_about(crisis).title(lang)))


def as_csv(rows: Iterable[CountRow]) -> bytes:
    """Return counts as the part ``consular.csv``."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.cells() for row in rows)
    return text.getvalue().encode()


def _named(subject: str, found: tuple[str, Cells], lang: Lang, **about: str) -> Iterator[CountRow]:
    day, cells = found
    titles = {post.id: post.title(lang) for post in HOUSE.posts}
    for post, counts in cells.items():
        for status, count in counts.items():
            yield CountRow(subject=subject, post=titles.get(post, post), status=status, count=count, day=day, **about)


def _of_crisis(crisis: Crisis) -> Cells:
    """Return the cells of a crisis: all posts together first, from the true counts, then each post that has people in it."""
    whole = call_of(crisis, crisis.posts)
    cells = {"": _shown(whole.result)}
    for post in crisis.posts:
        one = call_of(crisis, [post])
        if one.people:
            cells[post] = _shown(one.result)
    return cells


def _shown(result: RollCall) -> dict[str, str]:
    counts = counts_as_shown(result.counts)
    return {_ALL: counts.total, _UNACCOUNTED: shown(len(result.unaccounted)), **counts.cells}


def _registered() -> Cells:
    known = known_people()
    there = ~np.isin(known.states, _OVER)
    by_post = {post.id: {_ALL: shown(int((there & (known.posts == post.id)).sum()))} for post in HOUSE.posts}
    return {"": {_ALL: shown(int(there.sum()))}, **by_post}


def _score() -> Iterator[CountRow]:
    drill = the_drill()
    score, day = score_of(drill), drill.closed.date().isoformat() if drill.closed else ""
    found: dict[str, str] = {} if score.first_wave_minutes is None else {"first_wave_minutes": str(round(score.first_wave_minutes))}
    for name in ("wrongly_safe", "found_late", "reports_lost"):
        found[name] = shown(len(getattr(score, name)))
    for status, count in found.items():
        yield CountRow(subject=SCORE, crisis=drill.name, status=status, count=count, day=day)


def _cells(subject: str, now: dt.datetime, made: Any) -> tuple[str, Cells]:
    """Return day and cells of a subject: those of this hour where they were made in it, else made now and noted."""
    place = house_folder() / FILE
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock_folder(place.parent):
        noted = _noted(place)
        before = noted.get(subject)
        if before is not None and abs(now - dt.datetime.fromisoformat(before["at"])) < EVERY:
            return before["day"], before["cells"]
        entry = {"at": now.isoformat(), "day": local(now, HOUSE.posts[0].zone).date().isoformat(), "cells": made()}
        recent = {name: one for name, one in noted.items() if now - EVERY < dt.datetime.fromisoformat(one["at"])}
        beside = place.with_name(f".{place.name}.{os.getpid()}")
        beside.touch(0o600)
        beside.write_text(json.dumps(recent | {subject: entry}), "utf-8")
        beside.replace(place)
    return entry["day"], entry["cells"]


def _noted(place: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
