"""The tally sheet of the room (*feuille de séance*): one page in the order of the board, boxes to tick, public facts only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from legation.briefing.document import Block, Cell, Columns, Document, PageBreak, PaperTable, Paragraph
from legation.briefing.labels import dressing, text
from legation.briefing.layout.sheet import Group, height_of, plan, room
from legation.briefing.papers.ballot import Ballot, ballot, board, heading, vote_cell, without_a_vote
from legation.dossier import MARKINGS
from legation.language import Lang, say
from legation.questions import Case
from legation.questions.base import inputs
from legation.questions.votes.declarations import name_beside
from legation.questions.votes.rule import rule_in_force

__all__ = ["KIND", "public_case", "room_sheet"]

KIND = "room-sheet"
_BOXES: tuple[Literal["yes", "abstain", "no", "absent"], ...] = ("yes", "abstain", "no", "absent")
_BLOCKS = ((30, 1), (64, 2), (120, 3))
"""Up to how many members stand in one, two and three blocks; more of them in four."""
_MOST_BLOCKS = 4
_LEAST, _MOST = 4.0, 8.0
_LATE_LINES, _PEN = 2, 6.5
_EMPTY = Cell("", tone="empty")


def public_case(case: Case) -> Case:
    """Return what of a case is as open as the dossier itself: rows of a stricter marking are not there, and nothing that we want is."""
    open_to = case.info.marking or MARKINGS[0]
    return Case(dossier=case.dossier.cleared(open_to, "public"), today=case.today, as_of=case.as_of)


def room_sheet(case: Case, lang: Lang, *, rollcall: str = "") -> Document:
    """Lay out the sheet for a vote on A4: names in the order of the board, the last vote, four boxes, the majority in blanks.

    Parameters
    ----------
    case : Case
        Of it, what is as open as the dossier itself goes into the sheet.
    rollcall : str
        Id or symbol; empty: the vote ahead.

    Raises
    ------
    NotAvailable
        Where the dossier has no roll call.
    WrongUse
        Where it has none of that name.
    """
    opened = public_case(case)
    ahead = inputs.find_rollcall(opened, rollcall or str(case.info.parameters.get("rollcall") or ""))
    known = ballot(opened, ahead, most=1)
    order, of_names, said = board(opened, known, lang)
    top, foot = (*_top(opened, known, said, lang),), (*_late(lang),)
    dress = dressing(case, lang, KIND)
    name, subtitle = heading(ahead, lang)
    blank = Document(**dress, title=name, subtitle=subtitle, blocks=(*top, *foot), sheet=1.0)
    count = next((blocks for most, blocks in _BLOCKS if len(order) <= most), _MOST_BLOCKS)
    lines = Group(tuple(_line(opened, known, actor, of_names) for actor in order))
    made = plan([lines], room(blank)[1] - height_of(blank), count, least=_LEAST, most=_MOST, heads=2)
    blocks: list[Block] = [*top]
    for number, page in enumerate(made.pages):
        blocks += [PageBreak()] if number else []
        blocks.append(Columns(tuple((_block(block, made.row, lang),) if block else () for block in page)))
    return Document(
        **dress,
        title=text("room-sheet.title", lang, rollcall=name),
        subtitle=subtitle,
        blocks=(*blocks, *foot),
        sheet=made.row,
    )


def _top(case: Case, known: Ballot, order: str, lang: Lang) -> Iterator[Block]:
    """Yield what the sheet is, the rule, and the blanks for the result."""
    rule = rule_in_force(case, known.ahead, [a for a in known.members if a not in known.barred])
    last = known.past[-1] if known.past else None
    yield Paragraph(text("room-sheet.notice", lang))
    said = (
        text("room-sheet.rule" if rule else "room-sheet.no-rule", lang, rule=rule.words if rule else None, count=known.entitled()),
        text("room-sheet.last", lang, rollcall=name_beside(last, known.ahead), date=last.date)
        if last
        else text("room-sheet.no-last", lang),
        order,
        f"{text('room-sheet.grey', lang)} {without_a_vote(known, lang)}." if known.barred else "",
    )
    yield Paragraph(" ".join(filter(None, said)), style="note")
    blanks = [
        cell
        for name in ("for", "against", "abstaining", "not-voting", "needed")
        for cell in (Cell(text(f"room-sheet.{name}", lang), "right", bold=True), _EMPTY)
    ]
    yield PaperTable((), (tuple(blanks),), widths=(1.5, 1.4, 1.2, 1.4, 1.7, 1.4, 1.6, 1.4, 2.6, 1.4), row=_PEN)


def _late(lang: Lang) -> Iterator[Block]:
    """Yield the lines for what is said after the vote."""
    yield Paragraph(text("room-sheet.late", lang))
    head = tuple(Cell(text(f"room-sheet.late-{name}", lang)) for name in ("member", "vote", "intention"))
    yield PaperTable(head, ((_EMPTY,) * 3,) * _LATE_LINES, widths=(2, 1, 1), row=_PEN)


def _block(lines: tuple[tuple[Cell, ...], ...], row: float, lang: Lang) -> PaperTable:
    """Return a block of the sheet, with the sum of its boxes at its foot."""
    head = (Cell(""), Cell(text("room-sheet.col-last", lang), "centre"), *(Cell("", "centre", tone) for tone in _BOXES))
    total = (Cell(text("room-sheet.sum", lang), "right", bold=True), Cell(""), *(_EMPTY,) * len(_BOXES))
    return PaperTable(head, (*lines, total), widths=(24.5, 4.8, *(4.2,) * len(_BOXES)), row=row)


def _line(case: Case, known: Ballot, actor: str, lang: Lang) -> tuple[Cell, ...]:
    """Return the line of a member; who has no vote is greyed."""
    name, last = say(case.named(actor), lang), known.votes[actor][: len(known.past)]
    voted = vote_cell(last[-1]) if last else Cell("")
    if actor in known.barred:
        return (Cell(name, tone="grey"), voted, *(Cell("", tone="grey"),) * len(_BOXES))
    return (Cell(name), voted, *(_EMPTY,) * len(_BOXES))
