"""The tables of uptake: our phrases, who used them when, the named targets, and shares by period."""

from __future__ import annotations

import datetime as dt
from typing import Any

from legation.language import Message
from legation.methods.share import share_interval
from legation.methods.text.uptake.period import Period
from legation.questions.answer import AnswerTable
from legation.questions.columns import Columns
from legation.questions.debate.uptake_asked import Asked
from legation.questions.debate.uptake_findings import how_known
from legation.questions.debate.uptake_phrases import AREA

__all__ = ["adopters_table", "day_of", "periods_table", "phrases_table", "share_of", "shares_table", "targets_table"]

column = Columns(f"{AREA}.column.")


def phrases_table(of: Asked) -> AnswerTable:
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


def shares_table(of: Asked) -> AnswerTable:
    """Return the share of others' texts with each phrase before and after the day that counts; the day itself is on neither side."""
    rows = []
    for one in of.counted:
        moved = one.found.change
        before = share_interval(moved.before, moved.before_of) if moved.before_of else (None, None)
        after = share_interval(moved.after, moved.after_of) if moved.after_of else (None, None)
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


def adopters_table(of: Asked) -> AnswerTable:
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


def targets_table(of: Asked) -> AnswerTable | None:
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


def periods_table(of: Asked) -> AnswerTable:
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
