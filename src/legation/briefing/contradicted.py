"""The mark of a paper: what it says, or said when it was first made, and what came since.

A paper that is made anew as of an earlier day says what was known then. Where a later row contradicts a judgement in it, a box at its head
says so, with the day and what came. It looks at later rows as far as the dossier goes: up to its own day where it is frozen, else to today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from legation.briefing.document import Block, Box, Bullets, Paragraph
from legation.briefing.words import Sources
from legation.dossier import RollCall, standing
from legation.dossier.forecasts import contradictions
from legation.language import Lang, Message, say
from legation.questions import Answer, Case, inputs
from legation.questions.declared import name_of

__all__ = ["mark"]

_EVERY = "how-good-were-we"
"""The question whose answer prints every forecast."""
_ESTIMATE = ("do-we-have-the-votes", "expected")
"""The finding that prints an estimate of yes minus no, with ``margin``, ``low`` and ``high``."""


def mark(case: Case, sources: Sources, lang: Lang, *, answers: Sequence[Answer] = (), rollcalls: Iterable[str] = ()) -> tuple[Block, ...]:
    """Return the box that tells what is contradicted of a paper; nothing where all of it stands.

    Parameters
    ----------
    answers : sequence of Answer
        What the paper is made of: their estimates, and the forecasts on their votes.
    rollcalls : iterable of str
        Votes that a paper without answers is about.
    """
    later = case.at(_horizon(case))
    votes = {*rollcalls, *(str(a.provenance.options.get("rollcall") or "") for a in answers if a.provenance)} - {""}
    ids = {row.id for row in later.dossier.rollcalls if {row.id, row.symbol} & votes}
    every = any(answer.question == _EVERY for answer in answers)
    known = {row.id for row in case.dossier.forecasts}
    since = [one for one in contradictions(later.dossier) if one.on is None or one.on > case.as_of]  # what it knew itself, it tells itself
    told = [one.told() for one in since if one.forecast.id in known and (every or one.forecast.rollcall in ids)]
    said = [Paragraph(say(message, lang)) for message in told]
    said += [Paragraph(say(message, lang), sources.numbers(row.evidence)) for message, row in _estimates(case, later, answers)]
    return (Box(say(Message("contradicted.title"), lang), (Bullets(tuple(said)),), "warning"),) if said else ()


def _horizon(case: Case) -> dt.date:
    """Return the last day of which a paper may tell what came."""
    frozen = case.info.as_of
    return max(case.as_of, frozen.last if frozen else case.today)


def _estimates(case: Case, later: Case, answers: Sequence[Answer]) -> Iterator[tuple[Message, RollCall]]:
    """Yield the estimates of answers that the vote, once held, lay outside of."""
    for answer in answers:
        found = next((f for f in answer.findings if (answer.question, f.id) == _ESTIMATE), None)
        asked = str(answer.provenance.options.get("rollcall") or "") if answer.provenance else ""
        row = next((r for r in standing(later.dossier.rollcalls) if asked and asked in (r.id, r.symbol)), None)
        if found is None or row is None:
            continue
        values, came = found.message.values, _margin(later, row)
        low, high = values.get("low"), values.get("high")
        if came is not None and low is not None and high is not None and not low <= came <= high:
            told = {"margin": values.get("margin"), "low": low, "high": high, "came": came, "cut": case.as_of, "on": row.date}
            yield Message("contradicted.vote", rollcall=name_of(row), **told), row


def _margin(case: Case, row: RollCall) -> int | None:
    """Return yes minus no of a vote: by its totals, else by the votes of most of the members; None where neither is there."""
    if row.total_yes is not None and row.total_no is not None:
        return row.total_yes - row.total_no
    votes = inputs.ballots(case, inputs.member_ids(case, row), [row.id])[:, 0]
    return int((votes == 1).sum() - (votes == 3).sum()) if 2 * int((votes > 0).sum()) > len(votes) else None
