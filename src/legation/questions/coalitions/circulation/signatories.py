"""The signatories of a text as a public list names them: in the house's order, as each asked to be called, with its reservation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from legation import moment
from legation.dossier import Moment, Signature, Wording
from legation.language import Lang, Message, collation_key, say
from legation.methods.signing.circulation import SIDES, side_of
from legation.questions.base.case import Case
from legation.questions.coalitions.circulation.log import CirculationInputs
from legation.rooms.circulation import Standing

__all__ = ["Signatory", "does_of", "is_public", "shown_moment", "signatories"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """One that stands in the list.

    Attributes
    ----------
    actor : str
    side : {"state", "organisation", "firm", "ngo"}
    name : Wording
        As it asked to be named, else as the dossier calls it.
    does : str
        What it does in this kind of circulation: ``join``, ``sign``, ``align``, ``cosponsor``.
    answer : Signature
        By which it is in; of who withdrew after the list was public, the withdrawal.
    version : str
        The version for which the signature stands.
    has_left : bool
        Whether it withdrew after the list was public: it stays on the list, with the day.
    """

    actor: str
    side: str
    name: Wording
    does: str
    answer: Signature
    version: str
    has_left: bool = False


def does_of(found: CirculationInputs, side: str) -> str:
    """Return what a side does in a circulation; whoever takes no part by its kind and is in nevertheless signs."""
    return found.terms.declared.does.get(side, "sign")


def is_public(found: CirculationInputs) -> bool:
    """Whether the list was released, and no embargo holds it back any more."""
    since = _public_since(found)
    return since is not None and since <= found.at


def _public_since(found: CirculationInputs) -> dt.datetime | None:
    """Return the instant from which the list is public: its release, or the end of an embargo after it; None where it was not released."""
    released, embargo = found.terms.released, found.terms.embargoed_until
    if released is None:
        return None
    return released.instant if embargo is None else max(released.instant, embargo)


def shown_moment(found: CirculationInputs, at: Moment) -> Moment | Message:
    """Return a moment on the clocks by which the circulation closes; a day as the day."""
    return at if at.is_day or not found.terms.zone else moment.shown(at.instant, found.terms.zone)


def signatories(case: Case, found: CirculationInputs, lang: Lang) -> tuple[Signatory, ...]:
    """Return who stands in the public list, in its order: by side, within it by the alphabet or the board, never by rank or day.

    Parameters
    ----------
    case : Case
    found : CirculationInputs
    lang : {"en", "fr"}
        The language of the list, whose alphabet orders it where the terms say nothing else.
    """
    return tuple(sorted(_unordered(case, found), key=_order(case, found, lang)))


def _unordered(case: Case, found: CirculationInputs) -> Iterator[Signatory]:
    actors = {one.id: one for one in case.dossier.actors}
    since = _public_since(found)
    for actor, place in found.board.items():
        answer = found.answer_of(actor)
        before = _listed_last(found, actor, since) if since is not None and place.state == "withdrawn" else None
        has_left = before is not None
        if answer is None or not (place.counted or has_left):
            continue
        row = actors.get(actor)
        side = side_of(row.kind if row is not None else "other")
        signed = found.answers.get(before.response, answer) if before is not None else answer
        yield Signatory(
            actor=actor,
            side=side,
            name=signed.printed_as or (row.name if row is not None else Wording(actor)) or Wording(actor),
            does=does_of(found, side),
            answer=answer,
            version=place.version,
            has_left=has_left,
        )


def _listed_last(found: CirculationInputs, actor: str, since: dt.datetime) -> Standing | None:
    """Return where one that withdrew stood when it was last in the public list; None where it never was.

    It enters only by its own answers, their confirmation, a version or the end of a period of objection: there alone it is looked for.
    """
    own = {one.id: one for one in found.responses if one.actor == actor}
    left = moment.span(own[found.board[actor].response].at)[1]
    said = [text for one in own.values() for text in (one.at, one.confirmed)]
    said += [text for one in found.sent for text in (one.at, one.until)]
    ends = {_whole(moment.span(text)[1]) for text in said if text}
    for at in sorted({since, *(one for one in ends if one > since)}, reverse=True):
        if at < left and (place := found.board_at(at)[actor]).counted:
            return place
    return None


def _whole(at: dt.datetime) -> dt.datetime:
    """Return the millisecond at which what took place by an instant is there: the end of a day is the beginning of the next."""
    return at + dt.timedelta(microseconds=-at.microsecond % 1000)


def _order(case: Case, found: CirculationInputs, lang: Lang) -> Callable[[Signatory], tuple[object, ...]]:
    body = next((one for one in case.dossier.bodies if one.id == found.model.body), None)
    order = found.terms.order
    alphabet: Lang = "en" if order == "en" else "fr" if order == "fr" else lang
    if order == "board" and body is not None and body.board:
        alphabet = "fr" if body.board == "fr" else "en"
    listed = list(body.board_order) if order == "board" and body is not None else []

    def key(one: Signatory) -> tuple[object, ...]:
        place = listed.index(one.actor) if one.actor in listed else len(listed)
        return SIDES.index(one.side), place, collation_key(say(one.name, alphabet)), one.actor

    return key
