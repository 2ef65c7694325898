"""What a link gives of a circulation to one that is invited: the text, the terms and its own answers; nothing else of the dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from legation import moment
from legation.dossier import Dossier as Content
from legation.dossier import Invitation, Signature, chain_ends, standing
from legation.dossier.models.circulation import Circulation
from legation.dossier.models.draft import Version
from legation.dossier.records import MARKINGS
from legation.errors import DossierError, NotAvailable, WrongUse
from legation.figures.figure import Named
from legation.methods.signing.circulation import SIGNINGS
from legation.questions import Case
from legation.questions.coalitions.circulation.log import CirculationInputs, circulated_drafts, find_circulation
from legation.rooms.circulation import Standing
from legation.web.access import AccessScope
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Revision
from legation.web.links.secret import HIGHEST
from legation.web.runs.files import highest_marking

__all__ = ["TABLES_SEEN", "Invited", "first_rows", "invited", "reached_by_link"]

TABLES_SEEN = ("actors", "invitations", "signatures")
"""The tables of which one that is invited sees rows: its own."""
_DESK = AccessScope(HIGHEST, "desk")
"""In what is cleared so far the text is read: of a draft no reader by a link sees more than versions and terms."""
_IN = frozenset({"signed", "reservation", "dissociated", "claimed", "stale"})
"""Where one stands that has signed and not left since."""


@dataclass(frozen=True, kw_only=True)
class Invited:
    """What one that is invited sees at an instant.

    Attributes
    ----------
    at : datetime
    actor : Named
    kind : str
        Of the actor.
    invitation : Invitation
    title : Named
        Of the text.
    terms : Circulation
    versions : tuple of Version
        Those that were sent, in their order.
    texts : mapping of str to mapping of str to str
        By id of a version its words by language.
    hashes : mapping of str to str
        By id of a version the fingerprint of its words.
    own : tuple of Signature
        What it answered, in the order of time.
    place : Standing
        Where it stands.
    objects_until : datetime or None
        Until when it may object to the newest version, which its signature comes to otherwise; None where it may not.
    marking : str
        The highest marking of what is seen.
    inputs : CirculationInputs
        The circulation with its own rows alone.
    """

    at: dt.datetime
    actor: Named
    kind: str
    invitation: Invitation
    title: Named
    terms: Circulation
    versions: tuple[Version, ...]
    texts: Mapping[str, Mapping[str, str]]
    hashes: Mapping[str, str]
    own: tuple[Signature, ...]
    place: Standing
    objects_until: dt.datetime | None
    marking: str
    inputs: CirculationInputs

    @property
    def zone(self) -> str:
        """The zone on whose clocks times are told."""
        return self.terms.zone or "UTC"

    @property
    def version(self) -> Version | None:
        """The version that is answered: the newest one with words; None where none was sent."""
        return self.versions[-1] if self.versions and self.hashes[self.versions[-1].id] else None

    @property
    def is_open(self) -> bool:
        """Whether answers are received: a text is there, and the circulation was opened and not closed."""
        opens = self.terms.opens
        return self.version is not None and (opens is None or opens.instant <= self.at) and not self.is_closed

    @property
    def is_closed(self) -> bool:
        """Whether the closing lies behind; an answer at that instant is in time."""
        closing = self.terms.closing
        return closing is not None and self.at > closing

    @property
    def is_in(self) -> bool:
        """Whether it has signed, confirmed or not, and not left since."""
        return self.place.state in _IN or bool(self.place.claim)

    @property
    def answered(self) -> Signature | None:
        """Its last answer; None without one."""
        return self.own[-1] if self.own else None

    @property
    def offered(self) -> tuple[str, ...]:
        """The answers it may give now, in the order of the kinds; after the closing who has signed may withdraw, and object in time."""
        if not self.is_open:
            if not self.is_closed or not self.is_in or self.version is None:
                return ()
            still = ("withdraw", "object") if self.objects_until else ("withdraw",)
            return tuple(one for one in self.terms.answers if one in still)
        barred = {"decline" if self.is_in else "withdraw", *(() if self.objects_until else ("object",))}
        return tuple(one for one in self.terms.answers if one not in barred)


def invited(dossier: Dossier, first: str, now: dt.datetime) -> Invited | None:
    """Return what one that is invited sees at an instant; None where that is nothing.

    Parameters
    ----------
    dossier : Dossier
    first : str
        The first row of the invitation, as :func:`first_rows` names it.
    now : datetime
    """
    revision = store.newest(dossier)
    whole = store.content(revision)
    chain = frozenset(row for row, origin in first_rows(whole).items() if origin == first)
    current = [row for row in standing(whole.invitations) if row.id in chain]
    if not current:
        return None
    given = current[-1]
    answers = {("signatures", row.id) for row in whole.signatures if row.actor == given.actor and row.draft == given.draft}
    rows = frozenset({("actors", given.actor)} | {("invitations", one) for one in chain} | answers)
    own = store.seen(revision, AccessScope(HIGHEST, "partner", TABLES_SEEN, rows))
    desk = store.seen(revision, _DESK)
    files = {part: data for part, data in desk.files.items() if part == f"drafts/{given.draft}.toml" or _is_text(part)}
    case = Case(dossier=replace(own, files=files), today=now.date())
    try:
        inputs = find_circulation(case, given.draft, now)
    except (NotAvailable, WrongUse, DossierError):  # the text is not in circulation, or not for those who come by a link
        return None
    if given.actor not in inputs.invitations:
        return None
    return _seen(inputs, case, inputs.invitations[given.actor], _place(desk, inputs, given, now))


def first_rows(dossier: Content) -> dict[str, str]:
    """Return for each row the first one of its invitation, by which links name it.

    A row that is corrected keeps it. One that is corrected to another actor or text is another invitation: a link to the earlier one opens
    nothing any more.
    """
    rows = {row.id: row for row in dossier.invitations}

    def corrected(row: Invitation) -> str:
        earlier = rows.get(row.supersedes)
        return row.supersedes if earlier is None or (earlier.actor, earlier.draft) == (row.actor, row.draft) else ""

    return chain_ends({row.id: corrected(row) for row in dossier.invitations})


def reached_by_link(revision: Revision, draft: str) -> frozenset[str]:
    """Return the invitations to a text, by their first rows, to which a link may lead: none where the text is marked higher than that."""
    desk = store.seen(revision, _DESK)
    if draft not in circulated_drafts(desk.files):
        return frozenset()
    first = first_rows(desk)
    return frozenset(first[row.id] for row in standing(desk.invitations) if row.draft == draft)


def _is_text(part: str) -> bool:
    return part.startswith("drafts/") and part.endswith(".txt")


def _place(desk: Content, inputs: CirculationInputs, given: Invitation, now: dt.datetime) -> Standing:
    """Return where one stands: by its own answers alone, but where an objection of another breaks a silence for all."""
    broken_by_others = inputs.terms.carry == "silence" and inputs.terms.breaks == "all"
    if broken_by_others and any(row.answer == "object" and row.draft == given.draft for row in desk.signatures):
        board = find_circulation(Case(dossier=desk, today=now.date()), given.draft, now).board
        return board.get(given.actor) or inputs.board[given.actor]
    return inputs.board[given.actor]


def _seen(inputs: CirculationInputs, case: Case, given: Invitation, place: Standing) -> Invited:
    order = {row.id: number for number, row in enumerate(inputs.answers.values())}
    own = sorted(inputs.answers.values(), key=lambda row: (row.at is not None, row.at.instant if row.at else None, order[row.id]))
    return Invited(
        at=inputs.at,
        actor=case.named(given.actor),
        kind=next((row.kind for row in case.dossier.actors if row.id == given.actor), "other"),
        invitation=given,
        title=inputs.title,
        terms=inputs.terms,
        versions=inputs.versions,
        texts=inputs.texts,
        hashes={one.id: inputs.hash_of(one.id) for one in inputs.versions},
        own=tuple(own),
        place=place,
        objects_until=_objects_until(inputs, place),
        marking=max(_markings(inputs, case), key=MARKINGS.index),
        inputs=inputs,
    )


def _markings(inputs: CirculationInputs, case: Case) -> tuple[str, ...]:
    marked = (inputs.model.marking, *(one.marking for one in inputs.versions))
    return (highest_marking(case.dossier), *(one for one in marked if one))


def _objects_until(inputs: CirculationInputs, place: Standing) -> dt.datetime | None:
    """Return until when an objection to the newest version frees the signature from it; None where one changes nothing."""
    row = inputs.answers.get(place.response)
    newest = inputs.sent[-1] if inputs.sent else None
    if newest is None or row is None or row.answer not in SIGNINGS or row.version == newest.id:
        return None
    if newest.change != "editorial" and newest.carry != "silence":
        return None
    until = moment.span(newest.until)[1]
    return until if inputs.at <= until else None
