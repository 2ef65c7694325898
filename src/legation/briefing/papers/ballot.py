"""What both tally sheets say of a vote: who is on the list, who of it has no vote, and how each voted before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from legation.briefing.document import Cell
from legation.briefing.labels import VOTE_TONES, text
from legation.dossier import RollCall
from legation.dossier.column import symbol as row_symbol
from legation.dossier.tables.rollcalls import members_of, without_vote
from legation.language import Lang, collation_key, say
from legation.questions import Case
from legation.questions.base import inputs
from legation.questions.votes.declarations import name_beside
from legation.questions.votes.series import committee_vote

__all__ = ["Ballot", "ballot", "before", "board", "day_of", "heading", "vote_cell", "without_a_vote"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A vote as a sheet lists it.

    Attributes
    ----------
    ahead : RollCall
    members : tuple of str
        Who is on the list, in the order of the dossier, those without a vote too.
    barred : frozenset of str
        Who has no vote.
    past : tuple of RollCall
        The earlier votes that say most, oldest first; that in committee on the same text is not among them.
    committee : RollCall or None
        That vote in committee, where it is known how members voted.
    votes : mapping of str to tuple of str
        By member its votes in ``past`` and then in ``committee``: ``yes``, ``abstain``, ``no``, ``missing``.
    """

    ahead: RollCall
    members: tuple[str, ...]
    barred: frozenset[str]
    past: tuple[RollCall, ...]
    committee: RollCall | None
    votes: Mapping[str, tuple[str, ...]]

    def key(self, lang: Lang) -> str:
        """Return what the letters above the columns of earlier votes stand for."""
        parts = [
            text("sheet.vote", lang, mark=letter, rollcall=name_beside(row, self.ahead), date=row.date)
            for letter, row in zip(ascii_lowercase, self.past, strict=False)
        ]
        if self.committee is not None:
            mark = text("sheet.col-committee", lang)
            parts.append(text("sheet.vote", lang, mark=mark, rollcall=name_beside(self.committee, self.ahead), date=self.committee.date))
        return " · ".join(parts)

    def entitled(self) -> int:
        """Return how many have a vote."""
        return len(self.members) - len(self.barred)


def ballot(case: Case, ahead: RollCall, *, most: int) -> Ballot:
    """Return what is known of the members before a vote, with at most so many earlier votes."""
    entitled = inputs.member_ids(case, ahead)
    listed = members_of(case.dossier, ahead, case.as_of)
    barred = frozenset(a for a in without_vote(case.dossier, ahead.id) if not listed or a in listed)
    members = (*entitled, *(a for a in dict.fromkeys(without_vote(case.dossier, ahead.id)) if a in barred and a not in entitled))
    committee = committee_vote(case, ahead)
    on_record = inputs.profile(case, actors=members).rollcalls
    committee = committee if committee in on_record else None
    past = before(ahead, [row for row in on_record if row is not committee], most)
    rows = (*past, *((committee,) if committee else ()))
    codes = inputs.ballots(case, members, [row.id for row in rows])
    votes = {a: tuple(inputs.CODES[int(code)] for code in line) for a, line in zip(members, codes, strict=True)}
    return Ballot(ahead=ahead, members=members, barred=barred, past=past, committee=committee, votes=votes)


def before(ahead: RollCall, votes: Sequence[RollCall], most: int) -> tuple[RollCall, ...]:
    """Return the last votes that say most: on the same title, then on the same issue, oldest first."""
    earlier = [r for r in votes if r.id != ahead.id and not (r.date and ahead.date and r.date.first > ahead.date.last)]
    chosen = [*inputs.same_title(ahead, earlier)]
    for more in ([r for r in earlier if ahead.issue and r.issue == ahead.issue], [r for r in earlier if r.issue]):
        chosen = [*(r for r in more if r not in chosen), *chosen]
    return tuple(sorted(chosen[-most:], key=lambda r: str(r.date)))


def board(case: Case, known: Ballot, lang: Lang) -> tuple[tuple[str, ...], Lang, str]:
    """Return the members in the order of the body's board, the language of the names on it, and the sentence that says so."""
    body = inputs.body_of(case, known.ahead)
    on_board: Lang = lang if body is None or not body.board else "fr" if body.board == "fr" else "en"
    alphabet = sorted(known.members, key=lambda a: collation_key(say(case.named(a), on_board)))
    listed = [a for a in dict.fromkeys(body.board_order) if a in known.members] if body else []
    form = "listed" if listed else on_board if body and body.board else "unknown"
    return (*listed, *(a for a in alphabet if a not in listed)), on_board, text(f"room-sheet.order-{form}", lang)


def without_a_vote(known: Ballot, lang: Lang) -> str:
    """Return that a member has no vote, with the day of the list that says so where it is known."""
    day = known.ahead.not_entitled_on
    return text("sheet.no-vote-on", lang, day=day_of(day.last)) if day else text("sheet.no-vote", lang)


def vote_cell(word: str) -> Cell:
    """Return a vote as a letter on its colour; a dash where there is none."""
    return Cell("–", "centre") if word == "missing" else Cell("", "centre", VOTE_TONES[word])  # type: ignore[arg-type]


def day_of(date: dt.date | None) -> str:
    """Return a day as a narrow column has it, the same in both languages: 27.12.19."""
    return f"{date:%d.%m.%y}" if date and date > dt.date.min else ""


def heading(ahead: RollCall, lang: Lang) -> tuple[str, str]:
    """Return how the vote is called at the head of a sheet, and what stands beside it: its title and its day."""
    title, symbol = say(ahead.title, lang), row_symbol(ahead)
    name = symbol or title or ahead.id
    day = say(ahead.date, lang) if ahead.date else ""
    return name, " · ".join(part for part in (title if title != name else "", day) if part)
