"""The tally sheet (*pointage*): every member by group, on paper that is carried into the room."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from legation.briefing.document import Block, Box, Bullets, Cell, Document, Heading, PaperTable, Paragraph
from legation.briefing.labels import Sources, cells, dressing, mark, provenance_box, text
from legation.dossier import RollCall
from legation.figures.figure import Named
from legation.language import Lang, Message, collation_key, say
from legation.questions import Answer, Case, ask
from legation.questions.base import inputs
from legation.questions.base.estimate_words import band_of, estimate
from legation.questions.question import Progress, silent
from legation.questions.votes.declarations import name_beside

__all__ = ["tally_answer", "tally_sheet"]

PAST_VOTES = 3
EMPTY_BOX = "☐"
_TONES = {"yes": "yes", "abstain": "abstain", "no": "no", "missing": "absent"}


def tally_answer(case: Case, *, rollcall: str = "", seed: int = 0, progress: Progress = silent) -> Answer:
    """Return the answer that a sheet is laid out from, the same for both languages.

    Raises
    ------
    NotAvailable
        Where the dossier has no actor or no roll call to count for.
    """
    return ask("do-we-have-the-votes", case, progress, rollcall=rollcall, seed=seed)


def tally_sheet(case: Case, answer: Answer, lang: Lang) -> Document:
    """Lay out the sheet for a vote: A4 across, a row a member, room for a pen."""
    chosen = answer.provenance.options.get("rollcall") if answer.provenance else None
    ahead = case.rollcall(chosen) if chosen else None
    sources = Sources(case, lang)
    name = (say(ahead.title, lang) or ahead.symbol or ahead.id) if ahead else say(case.info.title, lang)
    marked = mark(case, sources, lang, answers=[answer])
    blocks = (*marked, *_totals(answer, sources, lang), *_members(case, answer, ahead, lang), provenance_box([answer], lang))
    return Document(
        **dressing(case, lang, "tally"),
        title=text("tally.title", lang, rollcall=name),
        subtitle=ahead.symbol if ahead and ahead.symbol not in ("", name) else say(case.info.title, lang),
        blocks=blocks,
        landscape=True,
        sources=sources.entries(),
    )


def _totals(answer: Answer, sources: Sources, lang: Lang) -> Iterator[Block]:
    tables = {table.id: table for table in answer.tables}
    if "tally" in tables:
        yield cells(tables["tally"], lang)
    items = tuple(
        Paragraph(say(f.message, lang), sources.numbers(f.evidence)) for f in answer.findings if f.id in ("expected", "rule", "held")
    )
    yield Bullets(items)
    yield Box(text("tally.legend-title", lang), (Paragraph(text("tally.legend", lang), style="note"),))


def _members(case: Case, answer: Answer, ahead: RollCall | None, lang: Lang) -> Iterator[Block]:
    table = answer.table("members")
    at = {column.id: i for i, column in enumerate(table.columns)}
    profile = inputs.profile(case, actors=[row[0].id for row in table.rows])
    past = _past(ahead, profile.rollcalls)
    votes = inputs.ballots(case, profile.actors, [r.id for r in past])
    contacts = inputs.speakers(case)
    head = (
        Cell(text("tally.member", lang)),
        *(Cell(say(name_beside(r, ahead), lang) if ahead and r.symbol else r.symbol or r.id, "centre") for r in past),
        Cell(text("tally.sponsor", lang), "centre"),
        Cell(text("tally.declared", lang)),
        Cell(text("tally.estimate", lang)),
        Cell(text("tally.speaker", lang)),
        Cell(text("tally.done", lang), "centre"),
        Cell(text("tally.note", lang)),
    )
    weights = (0.2, *(0.06,) * len(past), 0.06, 0.08, 0.19, 0.1, 0.05, 0.32 - 0.06 * len(past))
    for group, members in groupby(range(len(table.rows)), key=lambda i: table.rows[i][at["group"]]):
        there = sorted(members, key=lambda i: collation_key(say(table.rows[i][0], lang)))
        rows = []
        for i in there:
            row = table.rows[i]
            actor = row[0].id
            declared = row[at["declared"]] if "declared" in at else None
            rows.append(
                (
                    Cell(f"{say(row[0], lang)} ({actor})" if len(actor) == 3 else say(row[0], lang), bold=True),
                    *(_vote(inputs.CODES[int(code)], lang) for code in votes[i]),
                    Cell("●" if ahead and actor in ahead.sponsors else "", "centre"),
                    _vote(declared, lang) if declared else Cell("", tone="empty"),
                    _estimated(row, at, declared, lang),
                    Cell(say(case.names(contacts[actor]), lang) if actor in contacts else "", tone="" if actor in contacts else "empty"),
                    Cell(EMPTY_BOX, "centre"),
                    Cell("", tone="empty"),
                )
            )
        yield Heading(_group_title(group, len(there), lang), 2)
        yield PaperTable(head, tuple(rows), widths=weights, dense=True)


def _group_title(group: Named | str, count: int, lang: Lang) -> str:
    return text("tally.group" if group else "tally.no-group", lang, group=group, count=count)


def _past(ahead: RollCall | None, votes: tuple[RollCall, ...]) -> list[RollCall]:
    """Return the last votes that say most: on the same title, then on the same issue, oldest first."""
    if ahead is None:
        return list(votes[-PAST_VOTES:])
    earlier = [r for r in votes if r.id != ahead.id]
    same = [*inputs.same_title(ahead, earlier)]
    related = [r for r in earlier if ahead.issue and r.issue == ahead.issue]
    about = [r for r in earlier if r.issue]
    for more in (related, about):
        same = [*(r for r in more if r not in same), *same]
    chosen = same[-PAST_VOTES:] if same else []
    return sorted(chosen, key=lambda r: str(r.date))


def _vote(word: str, lang: Lang) -> Cell:
    return Cell(say(Message(f"vote.{word}"), lang) if word != "missing" else "–", "centre", _TONES.get(word, ""))  # type: ignore[arg-type]


def _estimated(row: tuple[Any, ...], at: dict[str, int], declared: str | None, lang: Lang) -> Cell:
    """Return the estimate of a member that has not declared itself; after the vote, the vote."""
    if "estimate" not in at:
        return _vote(row[at["vote"]], lang)
    if row[at["estimate"]] is None:
        return Cell("", tone="empty")
    return Cell("") if declared else _estimate(row[at["estimate"]], row[at["share"]], lang)


def _estimate(vote: str, share: float, lang: Lang) -> Cell:
    """Return the likeliest vote with the word of the scale for its chance; one that is not likely is open."""
    estimated = estimate(share)
    is_open = estimated.low < band_of("likely")[0]
    value = text(f"tally.{'open' if is_open else 'leaning'}", lang, vote=Message(f"vote.{vote}"), word=estimated.word(lang), share=share)
    return Cell(value, tone="" if is_open else _TONES[vote])  # type: ignore[arg-type]
