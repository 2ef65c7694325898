"""The coordinator's board of a text in circulation: what is to be settled first, who stands where by kind and state, each invited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation import moment
from legation.briefing.papers.circulation import terms_of
from legation.dossier import Signature
from legation.dossier.tables.labels import choice_word
from legation.language import Message
from legation.methods.signing.circulation import CHANNELS, SIDES, SIGNINGS
from legation.questions.coalitions.circulation.board import WAITING, in_words, shown_answer, sides_of, state_words, to_do
from legation.questions.coalitions.circulation.log import circulated_drafts
from legation.rooms.circulation import STATES
from legation.web.pages.circulations.reading import Circulated, circulated, shown
from legation.web.site.as_of import same_day
from legation.web.site.listing import paging
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, page

__all__ = ["Board", "Circulations"]

_PAGE, _CLAIMS = 50, 100
"""Invited on one page, and answers that are confirmed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CirculationLine:
    """A text in circulation: what it is, who is in, until when."""

    title: Any
    kind: Message
    href: str
    said: Message
    closing: Message | None
    waiting: int


@dataclass(frozen=True, kw_only=True)
class Circulations(Page):
    """The texts of the dossier that are circulated."""

    circulations: list[CirculationLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """An answer as it came in.

    Attributes
    ----------
    row : str
        Its row.
    entered : str
        Who of the desk entered it; empty of one that came by link.
    is_late : bool
        Whether it came after the closing.
    """

    row: str
    actor: Any
    answer: Any
    version: str
    at: Any
    unit: str
    words: Any
    printed_as: Any
    entered: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedLine:
    """One that is invited, and where it stands.

    Attributes
    ----------
    answer : str
        Its row, where it counts without being confirmed and may be set aside; empty otherwise.
    note : str
        Where the note is that invites it; empty where no version was sent.
    """

    actor: Any
    side: Message
    state: Message | str
    counted: bool
    version: str
    at: Any
    unit: str
    words: Any
    entered: str
    to_do: Message | None
    answer: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountCell:
    """So many of a kind in a state, and the address that shows them."""

    count: int
    href: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class Board(Page):
    """Where a circulation stands.

    Attributes
    ----------
    said : Message
        Who is in, in one sentence; ``counted`` of ``invited``.
    hash : str
        The fingerprint of the current version in all its languages.
    claims : list of AnswerLine
        Answers to be confirmed, the first given first; ``waiting``: how many there are in all.
    states : list of Message
        The heads of the columns of ``counts``, whose rows are kinds of invited.
    links : str
        Where links are made for those invited; empty where nowhere.
    """

    draft: str
    kind: Message
    said: Message
    counted: int
    invited: int
    closing: Message | None
    is_closed: bool
    version: str
    sent: Any
    hash: str
    terms: list[Message]
    claims: list[AnswerLine]
    waiting: int
    channels: list[tuple[str, Any]]
    states: list[Message]
    counts: list[tuple[Message, list[CountCell]]]
    rows: list[InvitedLine]
    chosen: list[Message]
    number: int
    pages: int
    previous: str
    next: str
    all: str
    is_live: bool
    day: Any
    may_hold: bool
    is_followed: bool
    links: str
    public: str
    note: str
    question: str


@page(
    "dossiers/<slug:slug>/circulations",
    name="circulations",
    template="circulations/circulations.html",
    action="see-circulations",
)
def circulations(request: PageRequest) -> Circulations:
    """Return the texts in circulation that the person sees."""
    found = [circulated(request, name) for name in circulated_drafts(request.known.files)]
    return Circulations(title=Message("web.place.circulations"), circulations=[_line(request, one) for one in found])


@page(
    "dossiers/<slug:slug>/circulations/<str:draft>",
    name="circulations.one",
    template="circulations/board.html",
    action="see-circulations",
)
def board(request: PageRequest, draft: str) -> Board:
    """Return the board of a circulation: ``?side=firm&state=open`` shows those alone."""
    read = circulated(request, draft)
    found = read.found
    sides = sides_of(read.case, found)
    chosen = {name: value for name, allowed in _CHOICES.items() if (value := request.query.get(name, "")) in allowed}
    waiting = sorted(_claims(read), key=lambda row: (row.at.instant if row.at is not None else found.at, row.id))
    actors = [actor for actor in _in_order(read) if _is_chosen(read, sides, actor, chosen)]
    here = paging(request.query.get("page"), len(actors), _PAGE)
    version = found.versions[-1] if found.versions else None
    home = request.href("circulations.one", draft=draft)
    links = request.href("circulations.links", draft=draft) if request.may("hold-circulations") else ""
    return Board(
        title=found.title,
        draft=draft,
        kind=_kind(read),
        said=in_words(read.case, found),
        counted=len(found.board.counted),
        invited=len(found.board),
        closing=_closing(read),
        is_closed=found.is_closed,
        version=version.id if version is not None else "",
        sent=shown(found, version.at) if version is not None else None,
        hash=found.hash_of(version.id) if version is not None else "",
        terms=list(terms_of(found)),
        claims=[_answer_line(read, row) for row in waiting[:_CLAIMS]],
        waiting=len(waiting),
        channels=[(one, choice_word("signatures", "channel", one)) for one in CHANNELS],
        states=[Message(f"who-has-signed.state.{state}") for state in _states(read)],
        counts=list(_counts(request, read, sides, chosen)),
        rows=[_invited_line(request, read, sides[actor], actor) for actor in here.of(actors)],
        chosen=[Message(f"who-has-signed.{name}.{value}") for name, value in chosen.items()],
        number=here.number,
        pages=here.pages,
        **here.around(lambda number: _href(request, home, **chosen, page=str(number))),
        all=_href(request, home) if chosen else "",
        is_live=read.is_live,
        day=request.day,
        may_hold=read.is_live and request.may("hold-circulations"),
        is_followed=found.terms.declared.followed,
        links=links,
        public=request.href("circulations.list", draft=draft),
        note=request.href("circulations.note", draft=draft) if version is not None else "",
        question=f"{request.href('questions.one', question='who-has-signed')}?{urlencode({'draft': draft})}",
    )


_CHOICES = {"side": SIDES, "state": STATES}


def _line(request: PageRequest, read: Circulated) -> CirculationLine:
    return CirculationLine(
        title=read.found.title,
        kind=_kind(read),
        href=same_day(request, request.href("circulations.one", draft=read.name)),
        said=in_words(read.case, read.found),
        closing=_closing(read),
        waiting=sum(1 for _ in _claims(read)),
    )


def _kind(read: Circulated) -> Message:
    return Message(f"page-circulations.kind.{read.found.terms.kind}")


def _closing(read: Circulated) -> Message | None:
    closing = read.found.terms.closing
    if closing is None:
        return None
    form = "closed-on" if read.found.is_closed else "open-until"
    return Message(f"page-circulations.{form}", at=moment.shown(closing, read.found.terms.zone))


def _claims(read: Circulated) -> Iterator[Signature]:
    """Yield the answers that wait for the coordinator: of each that is invited the latest signing that is not confirmed."""
    return (row for actor in read.found.board if (row := read.found.claim_of(actor)) is not None)


def _in_order(read: Circulated) -> list[str]:
    """Return those invited: who waits for somebody first, then as the states follow one another, within them as they were invited."""
    order = {state: number for number, state in enumerate((*WAITING, *(one for one in STATES if one not in WAITING)))}
    return [actor for actor, _ in sorted(read.found.board.items(), key=lambda item: order[item[1].state])]


def _is_chosen(read: Circulated, sides: Any, actor: str, chosen: dict[str, str]) -> bool:
    return chosen.get("side", sides[actor]) == sides[actor] and chosen.get("state", "") in ("", read.found.board[actor].state)


def _states(read: Circulated) -> list[str]:
    there = {place.state for place in read.found.board.values()}
    return [state for state in STATES if state in there]


def _counts(request: PageRequest, read: Circulated, sides: Any, chosen: dict[str, str]) -> Iterator[tuple[Message, list[CountCell]]]:
    """Yield how many of each kind of invited there are, in all and in each state, with where they are shown."""
    counts = Counter((sides[actor], place.state) for actor, place in read.found.board.items())
    home = request.href("circulations.one", draft=read.name)
    for side in SIDES:
        if side in sides.values():
            cells = [{"side": side}, *({"side": side, "state": state} for state in _states(read))]
            yield (
                Message(f"who-has-signed.side.{side}"),
                [
                    CountCell(
                        count=sum(n for (one, state), n in counts.items() if one == side and cell.get("state", state) == state),
                        href=f"{_href(request, home, **cell)}#invited",
                        here=cell == chosen,
                    )
                    for cell in cells
                ],
            )


def _href(request: PageRequest, home: str, **query: str) -> str:
    values = {**query, "as_of": request.query.get("as_of", "")}
    written = urlencode({name: value for name, value in values.items() if value})
    return f"{home}?{written}" if written else home


def _entered(read: Circulated, row: Signature) -> str:
    """Return who entered an answer: whoever wrote the first of the rows that supersede one another; empty of one that came by link."""
    rows, seen = read.case.dossier.rows_by("signatures"), {row.id}
    while (earlier := rows.get(row.supersedes)) and earlier[0].id not in seen:
        row = earlier[0]
        seen.add(row.id)
    return row.author


def _answer_line(read: Circulated, row: Signature) -> AnswerLine:
    closing = read.found.terms.closing
    return AnswerLine(
        row=row.id,
        actor=read.case.named(row.actor),
        answer=choice_word("signatures", "answer", row.answer),
        version=row.version,
        at=shown(read.found, row.at),
        unit=row.unit,
        words=row.words or "",
        printed_as=row.printed_as or "",
        entered=_entered(read, row),
        is_late=closing is not None and row.at is not None and row.at.instant > closing,
    )


def _invited_line(request: PageRequest, read: Circulated, side: str, actor: str) -> InvitedLine:
    found, row = read.found, shown_answer(read.found, actor)
    place = found.board[actor]
    is_out = row is not None and row.confirmed is None and row.answer not in SIGNINGS
    return InvitedLine(
        actor=read.case.named(actor),
        side=Message(f"who-has-signed.side.{side}"),
        state=state_words(found, side, actor),
        counted=place.counted,
        version=place.version,
        at=shown(found, row.at) if row is not None else None,
        unit=row.unit if row is not None else "",
        words=(row.words if row is not None else "") or "",
        entered=_entered(read, row) if row is not None else "",
        to_do=to_do(found, place),
        answer=row.id if row is not None and is_out else "",
        note=f"{request.href('circulations.note', draft=read.name)}?{urlencode({'actor': actor})}" if found.versions else "",
    )
