"""What actors said on a matter, in their own mouth or as it is reported, by the rows of the dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from legation.dossier import When, Wording, standing
from legation.questions.base.case import Case
from legation.questions.votes.declarations import is_reported

__all__ = ["Words", "words_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an actor said on a matter, or is reported to have said."""

    text: Wording
    date: When | None
    is_reported: bool
    evidence: tuple[str, ...]


def words_of(case: Case, rollcalls: Collection[str], issues: Collection[str]) -> Mapping[str, tuple[Words, ...]]:
    """Return by actor its words on some votes and issues, the latest first: those of talks and public records, and quotations.

    A talk that names a vote counts for that vote alone. Where neither votes nor issues are given, the words on every matter are returned.
    """
    everything = not rollcalls and not issues
    found: dict[str, list[Words]] = {}
    rows = {row.id: row for row in case.dossier.evidence}
    for talk in standing(case.dossier.engagements):
        about = everything or (talk.rollcall in rollcalls if talk.rollcall else bool(talk.issue) and talk.issue in issues)
        if about and talk.words and not (talk.date and not talk.date.by(case.as_of)):
            reported = is_reported(case, talk.actor, talk.evidence)
            found.setdefault(talk.actor, []).append(Words(text=talk.words, date=talk.date, is_reported=reported, evidence=talk.evidence))
    for position in standing(case.dossier.positions):
        about = everything or position.issue in issues
        for quoted in (rows[name] for name in position.evidence if about and name in rows and rows[name].quote):
            words = Words(
                text=Wording(text=quoted.quote),
                date=quoted.date or position.held_from,
                is_reported=is_reported(case, position.actor, (quoted.id,)),
                evidence=(quoted.id,),
            )
            found.setdefault(position.actor, []).append(words)
    return {
        actor: tuple(sorted(words, key=lambda one: one.date.last if one.date else dt.date.min, reverse=True))
        for actor, words in found.items()
    }
