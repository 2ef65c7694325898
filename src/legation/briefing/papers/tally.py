"""The tally sheet of the corridor (*feuille de pointage*): by group, what each member voted, declared and may vote, and who speaks.

On A3 across it has three blocks, on A4 across two. It is internal: it estimates, and names who speaks to whom. What may lie on the table
of the room is :mod:`legation.briefing.papers.room_sheet`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from string import ascii_lowercase
from typing import Any, Literal, TypeAlias

from legation.briefing.document import Block, Cell, Columns, Document, PageBreak, PaperTable, Paragraph
from legation.briefing.labels import Sources, dressing, mark, provenance_box, text
from legation.briefing.layout.sheet import Group, height_of, plan, room
from legation.briefing.papers.ballot import Ballot, ballot, day_of, heading, vote_cell, without_a_vote
from legation.errors import BadValue
from legation.figures.figure import Named
from legation.language import Lang, Message, collation_key, say
from legation.questions import Answer, Case, ask
from legation.questions.base import inputs
from legation.questions.base.estimate_words import band_of, estimate
from legation.questions.question import Progress, silent
from legation.questions.votes.elections import promises_on
from legation.questions.votes.replies import ANSWERED, DECLARED, Places, places_on

__all__ = ["FORMS", "PAPERS", "tally_answer", "tally_sheet"]

FORMS = ("corridor", "room")
PAPERS = {"corridor": ("a4", "a3"), "room": ("a4",)}
"""The forms of the sheet, and on which paper each is printed."""
_Line: TypeAlias = tuple[Cell, ...]
PAST_VOTES = 3
_BLOCKS = {"a4": 2, "a3": 3}
_ROW = {"a4": (4.2, 7.5), "a3": (3.3, 7.5)}
"""The height of a row, at least and at most [mm]: on A4 for the pen, on A3 so that the members of the United Nations stand on one page."""
_TONES = {"yes": "yes", "abstain": "abstain", "no": "no"}
_FOUND = ("held", "declared", "contradicted", "conditional", "committee", "expected", "promised", "hidden", "by-candidate", "seats", "rule")
_SAID = ("absent", "conditional", "contradicted", "leaning", "through_group", "undecided")
"""Where a member may stand without a declared vote, of which the sheet has a word."""
_EMPTY = Cell("", tone="empty")
_COLUMNS = ("author", "declared", "estimate", "speaker", "done")


def tally_answer(case: Case, *, rollcall: str = "", seed: int = 0, progress: Progress = silent) -> Answer:
    """Return the answer that a sheet is laid out from, the same for both languages.

    Raises
    ------
    NotAvailable
        Where the dossier has no actor or no roll call to count for.
    """
    return ask("do-we-have-the-votes", case, progress, rollcall=rollcall, seed=seed)


def tally_sheet(case: Case, answer: Answer, lang: Lang, *, paper: str = "a4") -> Document:
    """Lay out the sheet for a vote: a line a member, by group, with running totals; who has no vote is greyed.

    Parameters
    ----------
    case : Case
    answer : Answer
        Of :func:`tally_answer`.
    lang : {"en", "fr"}
    paper : {"a4", "a3"}
        Across, in two blocks or in three.

    Raises
    ------
    BadValue
        For a paper that is neither.
    """
    if paper not in PAPERS["corridor"]:
        raise BadValue(Message("all-questions.bad-option", name="paper", found=paper[:40], allowed=" | ".join(PAPERS["corridor"])))
    size: Literal["a4", "a3"] = "a3" if paper == "a3" else "a4"
    chosen = answer.provenance.options.get("rollcall") if answer.provenance else None
    ahead = inputs.find_rollcall(case, chosen)
    sources = Sources(case, lang)
    known = ballot(case, ahead, most=PAST_VOTES)
    lines = _Members(case, answer, known, sources, lang)
    top = (*mark(case, sources, lang, answers=[answer]), *_top(answer, known, sources, lang))
    dress = dressing(case, lang, "tally" if paper == "a4" else "tally-a3", [answer.question])
    name, subtitle = heading(ahead, lang)
    blank = Document(**dress, title=name, subtitle=subtitle, blocks=top, landscape=True, paper=size, sheet=1.0)
    least, most = _ROW[paper]
    made = plan(lines.groups(), room(blank)[1] - height_of(blank), _BLOCKS[paper], least=least, most=most)
    blocks: list[Block] = [*top]
    for number, page in enumerate(made.pages):
        blocks += [PageBreak()] if number else []
        tables = [(PaperTable(lines.head(), block, widths=lines.widths(), row=made.row),) if block else () for block in page]
        blocks.append(Columns(tuple(tables)))
    blocks.append(provenance_box([answer], lang))
    return Document(
        **dress,
        title=text("tally.title", lang, rollcall=name),
        subtitle=subtitle,
        blocks=tuple(blocks),
        landscape=True,
        paper=size,
        sheet=made.row,
        sources=sources.entries(),
    )


def _top(answer: Answer, known: Ballot, sources: Sources, lang: Lang) -> Iterator[Block]:
    """Yield what is declared, expected and needed, and how to read the sheet."""
    for found in answer.findings:
        if found.id in _FOUND:
            yield Paragraph(say(found.message, lang), sources.numbers(sources.weightiest(found.evidence, 3)))
    legend = text("sheet.legend-secret" if known.ahead.is_secret else "sheet.legend", lang)
    yield Paragraph(" ".join(part for part in (legend, known.key(lang)) if part), style="note")


@dataclass(frozen=True, slots=True)
class _Members:
    """The lines of the members, by group."""

    case: Case
    answer: Answer
    known: Ballot
    sources: Sources
    lang: Lang

    def head(self) -> _Line:
        past = (Cell(letter, "centre") for letter in ascii_lowercase[: len(self.known.past)])
        committee = (Cell(text("sheet.col-committee", self.lang), "centre"),) if self.known.committee else ()
        names = ("author", "promised", "candidate", "speaker", "done") if self.known.ahead.is_secret else _COLUMNS
        rest = (Cell(text(f"sheet.col-{name}", self.lang), "centre" if name in ("author", "done") else "left") for name in names)
        return (Cell(text("sheet.col-member", self.lang)), *past, *committee, *rest)

    def widths(self) -> tuple[float, ...]:
        votes = len(self.known.past) + bool(self.known.committee)
        return (52.0 - 5.0 * votes, *(5.0,) * votes, 9.0, 25.0, 16.0, 18.0, 8.0)

    def groups(self) -> list[Group[_Line]]:
        """Return the members by group, each group with its count, and what all of them so far come to."""
        rows = {row[0].id: row for row in self.answer.table("members").rows}
        at = {column.id: i for i, column in enumerate(self.answer.table("members").columns)}
        order = [*rows, *(a for a in self.known.members if a not in rows)]
        group_of: Mapping[str, Any] = inputs.group_of(self.case, order)
        found, running = [], Counter[str]()
        ordered = sorted(order, key=lambda a: (group_of[a].id if a in group_of else "~", collation_key(say(self.case.named(a), self.lang))))
        places = places_on(self.case, self.known.ahead)
        contacts = inputs.speakers(self.case)
        for group, members in groupby(ordered, key=lambda a: group_of.get(a, "")):
            names, lines = [*members], []
            for actor in names:
                line, vote = self._line(actor, rows.get(actor), at, places, contacts.get(actor, ()))
                lines.append(line)
                running[vote] += 1
            found.append(Group(tuple(lines), *self._titles(group, len(names)), self._foot(running)))
        return found

    def _titles(self, group: Named | str, count: int) -> tuple[_Line, _Line]:
        title = text("tally.group" if group else "tally.no-group", self.lang, group=group, count=count)
        return (Cell(title, tone="head"),), (Cell(text("sheet.goes-on", self.lang, group=title), tone="head"),)

    def _foot(self, running: Counter[str]) -> _Line:
        counted = {name: running[name] for name in ("yes", "no", "abstain", "open", "promised")}
        if self.known.ahead.is_secret:
            return (Cell(text("sheet.running-secret", self.lang, promised=counted["promised"], open=counted["open"]), bold=True),)
        return (Cell(text("sheet.running", self.lang, **counted), bold=True),)

    def _line(self, actor: str, row: Any, at: Mapping[str, int], places: Places, contacts: tuple[str, ...]) -> tuple[_Line, str]:
        """Return the line of a member, and where it is counted: who answered without declaring a plain vote, as open."""
        name = self.case.named(actor)
        before = tuple(map(vote_cell, self.known.votes[actor]))
        sponsor = Cell(self._author(actor), "centre")
        if row is None or actor in self.known.barred:
            return (Cell(say(name, self.lang), tone="grey"), *before, sponsor, *self._barred()), "barred"
        cells = [Cell(say(name, self.lang), bold=True), *before, sponsor]
        if self.known.ahead.is_secret:
            promised, vote = self._promised(actor)
            speaks = say(self.case.names(contacts), self.lang) if contacts else ""
            return (*cells, *promised, Cell(speaks), _EMPTY), vote
        if "estimate" not in at:
            vote = row[at["vote"]]
            cells += [Cell(""), Cell("", tone=_TONES.get(vote, "absent"))]  # type: ignore[arg-type]
        elif (vote := places.of(actor)) in DECLARED:
            word = places.behind(actor)[-1]
            cells += [Cell(self._source(word.date, word.evidence), tone=_TONES[vote]), Cell("")]  # type: ignore[arg-type]
        else:
            said = Cell(text(f"sheet.place-{vote}", self.lang) if vote in _SAID else "")
            cell, vote = (Cell(""), "open") if vote in ANSWERED else self._estimated(row[at["estimate"]], row[at["share"]])
            cells += [said, cell]
        speaks = say(self.case.names(contacts), self.lang) if contacts else ""
        return (*cells, Cell(speaks), _EMPTY), vote if vote in _TONES else "open"

    def _promised(self, actor: str) -> tuple[_Line, str]:
        """Return what a member promised of a secret ballot, and to whom; where it is counted."""
        given = promises_on(self.case, self.known.ahead).get(actor, ())
        if not given:
            return (Cell(""), Cell("")), "open"
        said = [
            " ".join(
                part
                for part in (
                    text(f"sheet.promised-{one.form}", self.lang) if one.form else "",
                    self._source(one.date.last if one.date else dt.date.min, one.evidence),
                )
                if part
            )
            for one in given
        ]
        whom = [
            say(self.case.named(one.candidate), self.lang) if one.candidate else say(Message(f"vote.{one.vote or 'yes'}"), self.lang)
            for one in given
        ]
        return (Cell("; ".join(said)), Cell(", ".join(whom))), "promised"

    def _author(self, actor: str) -> str:
        """Return whether a member is an author, a co-author, or one of them where nobody says which."""
        ahead = self.known.ahead
        form = "author" if actor in ahead.authors else "co-author" if actor in ahead.co_authors else ""
        return text(f"sheet.{form}", self.lang) if form else "●" if actor in ahead.sponsors else ""

    def _barred(self) -> tuple[Cell, ...]:
        return (
            Cell(without_a_vote(self.known, self.lang), tone="grey"),
            Cell("", tone="grey"),
            Cell("", tone="grey"),
            Cell("", tone="grey"),
        )

    def _source(self, date: dt.date, evidence: tuple[str, ...]) -> str:
        """Return the day of a word and the numbers of its sources, two at most."""
        numbers = ", ".join(map(str, self.sources.numbers(self.sources.weightiest(evidence, 2))))
        return " ".join(part for part in (day_of(date), f"[{numbers}]" if numbers else "") if part)

    def _estimated(self, vote: str | None, share: float | None) -> tuple[Cell, str]:
        """Return the likeliest vote with its share; one that is not likely is open."""
        if vote is None or share is None:
            return Cell(""), "open"
        if estimate(share).low < band_of("likely")[0]:
            return Cell(text("sheet.open", self.lang, share=share)), "open"
        return Cell(text("sheet.share", self.lang, share=share), tone=_TONES[vote]), vote  # type: ignore[arg-type]
