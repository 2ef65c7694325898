"""What stands beside the tables of uptake: control phrases, runs of our words that others took up, and uses to read."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.columns import Columns
from legation.questions.debate.uptake_asked import Asked
from legation.questions.debate.uptake_counted import Counted
from legation.questions.debate.uptake_phrases import AREA
from legation.questions.debate.uptake_tables import day_of, share_of

__all__ = ["controls_table", "discovered_table", "uses_table"]

column = Columns(f"{AREA}.column.")

_USES, _AROUND = 6, 70
"""Uses of a phrase that are listed, and letters around each."""


def controls_table(of: Asked) -> AnswerTable | None:
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


def discovered_table(of: Asked) -> AnswerTable | None:
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


def uses_table(of: Asked) -> AnswerTable | None:
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


def _uses(of: Asked, one: Counted) -> list[tuple[Any, ...]]:
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
