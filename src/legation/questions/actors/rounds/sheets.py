"""Sheets of a round: every approach as the desk follows it up, and what a partner is given, which holds only what we choose."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from legation.errors import WrongUse
from legation.language import Lang, Message, say
from legation.questions.actors.rounds import said
from legation.questions.actors.rounds.log import RoundLog, reply_until
from legation.questions.actors.rounds.tally import Tally
from legation.questions.base.case import Case

__all__ = ["OWN_COLUMNS", "PARTNER_COLUMNS", "follow_up", "partner_sheet"]

PARTNER_COLUMNS = ("capital", "ask", "points", "reply-by", "answer", "level", "words")
"""What a partner may be given: the capital, what to ask, what speaks for it, until when; and cells to fill."""
OWN_COLUMNS = ("avoid", "fallback")
"""What is ours: what not to say, and what we would settle for. A partner is given it only where it is named a second time, as disclosed."""
USUAL = ("capital", "ask", "reply-by", "answer", "level", "words")
_Rows = tuple[list[str], list[list[str]]]


def follow_up(case: Case, log: RoundLog, tally: Tally, lang: Lang) -> _Rows:
    """Return heading and rows: each approach with who speaks, where it stands, the answer, and when that was reported."""
    names = ("capital", "post", "partner", "state", "version", "place", "since", "words")
    rows = []
    for one in log.approaches:
        last = one.reports[-1] if one.reports else None
        place = tally.rolled.place.get(one.actor)
        cells = (
            case.named(one.actor),
            one.post,
            case.named(one.partner) if one.partner else "",
            said.state_word(one),
            one.progress.version or "",
            said.place_word(place) if place else "",
            said.shown(log.round, one.progress.since) if one.progress.since else "",
            last.words if last else "",
        )
        rows.append([say(cell, lang) if cell != "" else "" for cell in cells])
    return [say(Message(f"rounds.column-{name}"), lang) for name in names], rows


def partner_sheet(
    case: Case, log: RoundLog, partner: str, lang: Lang, columns: Sequence[str] = USUAL, disclosed: Collection[str] = ()
) -> _Rows:
    """Return heading and rows of what a partner is given: its capitals and the columns that are chosen.

    Parameters
    ----------
    columns : sequence of str
        Of :data:`PARTNER_COLUMNS`, in their order on the sheet.
    disclosed : collection of str
        Those of :data:`OWN_COLUMNS` that may be among them all the same.

    Raises
    ------
    WrongUse
        For a column that is none, one of our own that is not disclosed, or a partner that speaks to nobody in the round.
    """
    for name in columns:
        if name in OWN_COLUMNS and name not in disclosed:
            raise WrongUse(Message("rounds.own-column", column=Message(f"rounds.column-{name}"), name=name))
        if name not in (*PARTNER_COLUMNS, *OWN_COLUMNS):
            allowed = " | ".join(PARTNER_COLUMNS)
            raise WrongUse(Message("all-questions.bad-option", name="columns", found=name[:40], allowed=allowed))
    own = [one.actor for one in log.approaches if one.partner == partner and not one.is_closed]
    if not own:
        there = dict.fromkeys(one.partner for one in log.approaches if one.partner)
        raise WrongUse(Message("rounds.no-partner", found=partner[:40], there=tuple(there) or ("—",)))
    version = log.version
    until = reply_until(log.round, version)
    given = {
        "ask": version.ask if version else "",
        "points": version.points if version else "",
        "avoid": version.avoid if version else "",
        "fallback": version.fallback if version else "",
        "reply-by": said.shown(log.round, until) if until else "",
    }
    rows = [
        [say(case.named(actor) if name == "capital" else given.get(name, ""), lang) for name in columns] for actor in dict.fromkeys(own)
    ]
    return [say(Message(f"rounds.column-{name}"), lang) for name in columns], rows
