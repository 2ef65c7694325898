"""The tables of uptake: our phrases, who used them when, the named targets, shares by period, control phrases, and uses to read."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np

from legation.language import Message
from legation.methods.share import LEVEL, share_interval
from legation.methods.text.uptake.period import Period
from legation.questions.answer import AnswerTable
from legation.questions.base.columns import Columns
from legation.questions.debate.uptake.counts import UptakeCounts
from legation.questions.debate.uptake.findings import how_known
from legation.questions.debate.uptake.inputs import UptakeInputs
from legation.questions.debate.uptake.phrases import AREA

__all__ = [
    "adopters_table",
    "controls_table",
    "day_of",
    "discovered_table",
    "periods_table",
    "phrases_table",
    "share_of",
    "shares_table",
    "targets_table",
    "uses_table",
]


column = Columns(f"{AREA}.column.")


def phrases_table(of: UptakeInputs) -> AnswerTable:
    """Return each phrase with the day that counts, how it is known, and how many used it before, with and after us."""
    rows = []
    for one in of.counted:
        found = one.found
        after = len(found.those("after"))
        rows.append(
            (
                one.ours.name,
                day_of(found.since),
                how_known(one),
                day_of(found.adopters[0].day) if found.adopters else None,
                sum(period.using for period in found.periods),
                len(found.those("before")),
                len(found.those("same-day")),
                after,
                len(found.not_taken_up) + after if found.since else None,
                " | ".join(one.ours.phrase.forms),
            )
        )
    return AnswerTable(
        id="phrases",
        title=Message(f"{AREA}.phrases"),
        columns=(
            *column.text("phrase"),
            *column.date("since"),
            *column.text("how"),
            *column.date("first"),
            *column.number("texts", "before", "same_day", "after", "could"),
            *column.text("forms"),
        ),
        rows=tuple(rows),
    )


def shares_table(of: UptakeInputs) -> AnswerTable:
    """Return the share of others' texts with each phrase before and after the day that counts; the day itself is on neither side."""
    rows = []
    for one in of.counted:
        moved = one.found.change
        before = share_interval(moved.before, moved.before_of, LEVEL) if moved.before_of else (None, None)
        after = share_interval(moved.after, moved.after_of, LEVEL) if moved.after_of else (None, None)
        counts = (moved.before_of, share_of(moved.before, moved.before_of), *before)
        rows.append((one.ours.name, *counts, moved.after_of, share_of(moved.after, moved.after_of), *after))
    return AnswerTable(
        id="shares",
        title=Message(f"{AREA}.shares"),
        columns=(
            *column.text("phrase"),
            *column.number(before_of="texts-before"),
            *column.fine_share(before="share-before", before_low="low", before_high="high"),
            *column.number(after_of="texts-after"),
            *column.fine_share(after="share-since", after_low="low", after_high="high"),
        ),
        rows=tuple(rows),
    )


def adopters_table(of: UptakeInputs) -> AnswerTable:
    """Return everyone who used a phrase, in the order of first use; the order within a day is not known."""
    names = {
        "ours": Message(f"{AREA}.when.ours"),
        "before": Message(f"{AREA}.when.before"),
        "same-day": Message(f"{AREA}.when.same-day"),
        "after": Message(f"{AREA}.when.after"),
        "unknown": Message(f"{AREA}.when.unknown"),
    }
    rows = [
        (one.ours.name, of.named(used.actor), day_of(used.day), names[used.when], used.texts, used.of, of.evidence(used))
        for one in of.counted
        for used in one.found.adopters
    ]
    return AnswerTable(
        id="adopters",
        title=Message(f"{AREA}.adopters"),
        columns=(
            *column.text("phrase", "actor"),
            *column.date(day="first"),
            *column.text("when"),
            *column.number("texts", of="all-texts"),
            *column.evidence("evidence"),
        ),
        rows=tuple(rows),
    )


def targets_table(of: UptakeInputs) -> AnswerTable | None:
    """Return the named targets of each phrase by what is seen of them; None where nobody is named."""
    rows: list[tuple[Any, ...]] = []
    for one in of.counted:
        if not one.found.since:
            continue
        reached = one.reached
        states = {
            **{used.actor: (Message(f"{AREA}.state.taken"), day_of(used.day)) for used in reached.taken},
            **{used.actor: (Message(f"{AREA}.state.earlier"), day_of(used.day)) for used in reached.earlier},
            **{actor: (Message(f"{AREA}.state.without"), None) for actor in reached.without},
            **{actor: (Message(f"{AREA}.state.unseen"), None) for actor in reached.unseen},
        }
        rows += [(one.ours.name, of.named(actor), *states[actor]) for actor in states]
    if not rows:
        return None
    return AnswerTable(
        id="targets",
        title=Message(f"{AREA}.targets-title"),
        columns=(*column.text("phrase", "actor", "state"), *column.date(day="first")),
        rows=tuple(rows),
    )


def periods_table(of: UptakeInputs) -> AnswerTable:
    """Return the share of all texts that use each phrase, in each period of which a text is held, control phrases after ours."""
    rows: list[tuple[Any, Message, Period]] = []
    for one in of.counted:
        rows += [(one.ours.name, Message(f"{AREA}.kind.ours"), period) for period in one.found.periods]
    controls = of.counted[0].controls if of.counted else {}
    for name, found in controls.items():
        rows += [(name, Message(f"{AREA}.kind.control"), period) for period in found.periods]
    return AnswerTable(
        id="periods",
        title=Message(f"{AREA}.periods"),
        columns=(
            *column.text("phrase", "kind"),
            *column.date(start="from", end="to"),
            *column.number(all="held", texts="texts", actors="actors"),
            *column.fine_share("share", "low", "high"),
        ),
        rows=tuple(
            (name, kind, day_of(p.start), day_of(p.end), p.texts, p.using, p.actors, p.share, p.low, p.high)
            for name, kind, p in rows
            if p.texts
        ),
    )


def day_of(iso: str) -> dt.date | None:
    """Return the day of an ISO date; None of an empty one."""
    return dt.date.fromisoformat(iso) if iso else None


def share_of(count: int, of: int) -> float | None:
    """Return a share; None of nothing."""
    return count / of if of else None


_USES, _AROUND = 6, 70
"""Uses of a phrase that are listed, and letters around each."""


def controls_table(of: UptakeInputs) -> AnswerTable | None:
    """Return how each phrase changed against each control phrase; None without controls."""
    rows = [
        (
            one.ours.name,
            beside.control,
            share_of(one.found.change.before, one.found.change.before_of),
            share_of(one.found.change.after, one.found.change.after_of),
            share_of(beside.change.before, beside.change.before_of),
            share_of(beside.change.after, beside.change.after_of),
            *(None if math.isnan(end) else end for end in (beside.ratio, beside.low, beside.high)),
        )
        for one in of.counted
        for beside in one.found.beyond
    ]
    if not rows:
        return None
    return AnswerTable(
        id="controls",
        title=Message(f"{AREA}.controls"),
        columns=(
            *column.text("phrase", "control"),
            *column.fine_share(before="share-before", since="share-since", control_before="control-before", control_since="control-since"),
            *column.number("ratio", "low", "high"),
        ),
        rows=tuple(rows),
    )


def discovered_table(of: UptakeInputs) -> AnswerTable | None:
    """Return the runs of our words that rose most; None where no text of ours is held, or none rose."""
    if of.discovered is None or not of.discovered.runs:
        return None
    return AnswerTable(
        id="discovered",
        title=Message(f"{AREA}.discovered-title"),
        columns=(
            *column.text("words"),
            *column.date(day="our-first"),
            *column.number(ours="our-texts"),
            *column.fine_share(before="share-before", since="share-since"),
            *column.number("actors"),
            *column.points(ratio="odds", low="low", high="high"),
            *column.fine_share(q="false"),
        ),
        rows=tuple(
            (
                run.words,
                day_of(run.day),
                run.ours,
                share_of(run.before, run.before_of),
                share_of(run.after, run.after_of),
                len(run.actors),
                *(math.exp(value) for value in (run.log_odds, run.low, run.high)),
                run.q,
            )
            for run in of.discovered.runs
        ),
    )


def uses_table(of: UptakeInputs) -> AnswerTable | None:
    """Return the earliest uses of each phrase, with the words around: what to read before anything is taken from a count."""
    rows = [row for one in of.counted for row in _uses(of, one)]
    if not rows:
        return None
    return AnswerTable(
        id="uses",
        title=Message(f"{AREA}.uses"),
        columns=(
            *column.text("phrase"),
            *column.date("day"),
            *column.text("actor", "outlet", words="around", url="url"),
            *column.evidence("evidence"),
        ),
        rows=tuple(rows),
    )


def _uses(of: UptakeInputs, one: UptakeCounts) -> list[tuple[Any, ...]]:
    """Return the first use in each of the earliest texts, those of a speaker's first use before others."""
    uses = one.found.uses
    rows, at = np.unique(uses.row, return_index=True)
    place = dict(zip(rows.tolist(), at.tolist(), strict=True))
    firsts = [used.row for used in one.found.adopters if used.row in place]
    chosen = list(dict.fromkeys([*firsts, *rows.tolist()]))[:_USES]
    heard = of.heard
    made = []
    for row in sorted(chosen):
        k = place[row]
        around = _around(heard.texts[row], int(uses.start[k]), int(uses.end[k]))
        actor = of.named(heard.actors[row]) if heard.actors[row] else None
        outlet, url = _printable(heard.outlets[row])[:80] or None, _printable(heard.urls[row])[:300] or None
        evidence = (heard.evidence[row],) if heard.evidence[row] else ()
        made.append((one.ours.name, heard.days[row].astype(object), actor, outlet, around, url, evidence))
    return made


def _around(text: str, start: int, end: int) -> str:
    """Return a use with the words around it, cut at words, in signs that can be printed."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before = text[low:start].partition(" ")[2] if low else text[:start]
    after = text[end:high].rpartition(" ")[0] if high < len(text) else text[end:]
    said = _printable(" ".join(f"{before}{text[start:end]}{after}".split()))
    return f"{'…' if low else ''}{said}{'…' if high < len(text) else ''}"


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()
