"""The page of six in the evening on a round of démarches: what to decide, the count, what changed, whom to call, who is silent. One page.

It selects: five capitals or a hundred and ninety-three take one page, and what is left out is counted and stands in the follow-up sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from legation.briefing.document import Block, Bullets, Cell, Columns, Document, Head, Heading, PaperTable, Paragraph
from legation.briefing.labels import dressing
from legation.briefing.pdf import page_count
from legation.dossier import Round
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.actors.rounds import said
from legation.questions.actors.rounds.log import RoundLog, log_of
from legation.questions.actors.rounds.tally import Call, Tally, calls, tally_of
from legation.questions.actors.rounds.vote_total import vote_total
from legation.questions.votes.declared import PLACES

__all__ = ["KIND", "round_page"]

KIND = "round-page"
AREA = "where-does-the-round-stand"
SPARE = 14.0
"""What is left free at the foot for word processors that set the same text wider [mm]."""
_SIZES = ((8, 8, 6, 110), (6, 6, 4, 90), (5, 5, 3, 70), (4, 4, 2, 60), (3, 3, 1, 40))
"""Changes and silent ones named, calls, contradictions, characters of a quotation: the first of these that fits the page."""


def round_page(case: Case, row: Round, at: dt.datetime, since: dt.datetime, lang: Lang) -> Document:
    """Lay out the page of a round at an instant, compared with another."""
    log = log_of(case, row, at)
    now, before = tally_of(case, log), tally_of(case, log_of(case, row, since))
    page = _Content(case, log, now, before, calls(log, now), since, lang)
    for size in _SIZES:
        made = page.document(*size)
        if size == _SIZES[-1] or page_count(made, SPARE) == 1:
            return made
    raise AssertionError(_SIZES)


@dataclass(frozen=True, slots=True)
class _Content:
    case: Case
    log: RoundLog
    now: Tally
    before: Tally
    calls: Sequence[Call]
    since: dt.datetime
    lang: Lang

    def document(self, listed: int, called: int, sides: int, longest: int) -> Document:
        blocks = [*self.head(), *self.decide(), *self.count(listed), *self.call(called)]
        blocks += [*self.contradicted(sides, longest), *self.silent(listed)]
        return Document(
            **dressing(self.case, self.lang, KIND),
            title=self.text("title"),
            subtitle=say(self.log.round.title or self.case.info.title, self.lang),
            blocks=(*blocks, *self.rest()),
            tight=True,
        )

    def text(self, name: str, /, **values: Any) -> str:
        return say(Message(f"{AREA}.{name}", **values), self.lang)

    def head(self) -> Iterator[Block]:
        row, version = self.log.round, self.log.version
        rows = [(self.text("page.at"), say(said.shown(row, self.log.at), self.lang))]
        if row.until is not None:
            rows.append((self.text("page.deadline"), say(said.shown(row, row.until), self.lang)))
        if version is not None:
            rows.append((self.text("page.ask"), self.text("page.version", ask=version.ask, version=version.number)))
        yield Head(tuple(rows))

    def decide(self) -> Iterator[Block]:
        yield Heading(self.text("page.decide"), 2)
        found = said.decisions(self.case, self.log, self.now)
        if found:
            yield Bullets(tuple(Paragraph(_begun(say(one, self.lang))) for one in found))
        else:
            yield Paragraph(self.text("decide-nothing"))

    def count(self, listed: int) -> Iterator[Block]:
        """Yield the count, with what it was on the last page; a long list of places is set in two tables side by side."""
        counts, old = self.now.rolled.counts, self.before.rolled.counts
        yield Heading(self.text("page.count", count=len(self.now.members)), 2)
        places = [place for place in PLACES if counts[place] or old[place]]
        half = -(-len(places) // 2)
        tables = tuple((self.places(some),) for some in (places[:half], places[half:]) if some)
        yield from (tables[0] if len(tables) == 1 else (Columns(tables),)) if tables else ()
        total = vote_total(self.case, self.log)
        if total is not None:
            yield Paragraph(" ".join(say(one, self.lang) for one in total.said()))
        moved = said.changes(self.now, self.before)
        if not moved:
            yield Paragraph(self.text("unchanged", since=said.shown(self.log.round, self.since)))
            return
        values = {"since": said.shown(self.log.round, self.since), "moved": said.first_few(said.moves(self.case, moved), listed)}
        yield Paragraph(self.text("changed", count=len(moved), **values))

    def places(self, places: Sequence[str]) -> PaperTable:
        counts, old = self.now.rolled.counts, self.before.rolled.counts
        head = tuple(Cell(self.text(f"column.{name}"), "left" if name == "place" else "right") for name in ("place", "now", "before"))
        rows = tuple(
            (
                Cell(say(said.place_word(place), self.lang)),
                Cell(str(counts[place]), "right", bold=counts[place] != old[place]),
                Cell(str(old[place]), "right"),
            )
            for place in places
        )
        return PaperTable(head, rows, widths=(0.6, 0.2, 0.2), dense=True)

    def call(self, called: int) -> Iterator[Block]:
        yield Heading(self.text("page.call"), 2)
        if not self.calls:
            yield Paragraph(self.text("call-nobody"))
            return
        head = tuple(Cell(self.text(f"page.{name}")) for name in ("capital", "level", "why", "speaker"))
        rows = tuple(
            (
                Cell(say(self.case.named(one.actor), self.lang), bold=True),
                Cell(say(said.level_word(one.level), self.lang)),
                Cell(self.text(f"why-{one.why}")),
                Cell(say(said.speaker(self.case, one.approach), self.lang) if one.approach else ""),
            )
            for one in self.calls[:called]
        )
        yield PaperTable(head, rows, widths=(0.24, 0.24, 0.32, 0.2), dense=True)
        yield from self.more(len(self.calls) - called)

    def contradicted(self, sides: int, longest: int) -> Iterator[Block]:
        """Yield the contradictions side by side, each with its source and wording."""
        actors = self.now.at("contradicted")
        if not actors:
            return
        yield Heading(self.text("page.contradictions", count=len(actors)), 2)
        rows = []
        for actor in actors[:sides]:
            for number, one in enumerate(self.now.behind(actor)):
                name = say(self.case.named(actor), self.lang) if not number else ""
                side = say(said.side(self.case, one), self.lang)
                rows.append((Cell(name, bold=True), Cell(side), Cell(_cut(say(one.words, self.lang), longest))))
        head = tuple(Cell(self.text(f"page.{name}")) for name in ("capital", "side", "words"))
        yield PaperTable(head, tuple(rows), widths=(0.2, 0.4, 0.4), dense=True)
        yield from self.more(len(actors) - sides)

    def silent(self, listed: int) -> Iterator[Block]:
        """Yield those without a report apart from silent capitals."""
        owed = said.owed(self.case, self.log)
        posts = tuple(Message(f"{AREA}.post-owes", post=post, count=len(some)) for post, some in owed)
        capitals = said.silent_capitals(self.log)
        left = (Heading(self.text("page.silent-posts", count=len(owed)), 2), Paragraph(self.list_of(posts, listed)))
        right = (
            Heading(self.text("page.silent-capitals", count=len(capitals)), 2),
            Paragraph(say(said.names(self.case, capitals, listed), self.lang) if capitals else self.text("page.none")),
        )
        yield Columns((left, right))
        if self.now.claims:
            actors, partners = (dict.fromkeys(getattr(one, name) for one in self.now.claims) for name in ("actor", "partner"))
            named = said.names(self.case, actors, listed), said.names(self.case, partners)
            yield Paragraph(self.text("claimed", count=len(actors), actors=named[0], partners=named[1]), style="note")

    def list_of(self, clauses: Sequence[Message], listed: int) -> str:
        return say(said.first_few(clauses, listed), self.lang) if clauses else self.text("page.none")

    def more(self, count: int) -> Iterator[Block]:
        if count > 0:
            yield Paragraph(self.text("page.more", count=count), style="note")

    def rest(self) -> Iterator[Block]:
        yield Paragraph(self.text("page.rest", count=len(self.log.approaches)), style="note")


def _begun(words: str) -> str:
    """Return a clause as the beginning of a line."""
    return words[:1].upper() + words[1:]


def _cut(words: str, longest: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= longest else words[: longest - 2].rsplit(" ", 1)[0] + " …"
