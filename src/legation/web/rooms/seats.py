"""Rooms opened, doors to them, and who sits down: by account, or by a code, in a browser that nobody knows."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from legation import moment
from legation.errors import WrongUse
from legation.language import LANGUAGES, Lang, Message, country_name
from legation.rooms import RoomState
from legation.web.rooms.browser import Browser
from legation.web.rooms.desk import DESK, Draft
from legation.web.stores.rooms.models import Room, RoomDoor, RoomSeat
from legation.web.stores.rooms.plain import browser_seats

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from legation.web.accounts.models import Account
    from legation.web.dossiers.models import Dossier

__all__ = [
    "WAITS",
    "Seated",
    "any_door_of",
    "are_noted",
    "chair_of",
    "door_of",
    "ended_door_of",
    "host_of",
    "host_plays",
    "host_writes",
    "imported_seat",
    "lasts_until",
    "let_in",
    "let_in_token",
    "new_door",
    "note_imported",
    "open_room",
    "organisation_names",
    "pause",
    "projector_door",
    "seat_bot",
    "seat_by_account",
    "seat_chair",
    "seat_organisation",
    "seat_projector",
    "seat_side",
    "seats_of",
    "sit",
    "speak_for",
    "weigh",
]

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
"""Of codes: none that is taken for another when it is read out or off a wall."""
LENGTH = 10
SEATS = 1_000
"""Blank seats of an anonymous room at most."""
CODE = 5
"""Letters of a code of an organisation at most."""

WAITS = "seat:"
"""Begins the role of a door that leads to one seat, whose id follows."""
IMPORTED = "imported"
"""The role of seats that came with their votes, whose name is a number."""
CHAIR, PROJECTOR = "chair", "projector"
"""Roles, and what the seats of them are called: they have no organisation's name, and are none of those that are drawn."""
DELEGATE = "delegate"
"""The role of who sits for a side, or of a simulated player in its place."""
Seated = tuple[str, str]
"""A seat, and the secret by which its browser is known; empty where an account alone sits there, who hosts or moderates."""

_LET_IN, _MOMENT = "rooms.let-in", dt.timedelta(seconds=30)


def open_room(
    dossier: Dossier,
    host: Account,
    kind: str,
    settings: Mapping[str, Any],
    *,
    title: Mapping[str, str],
    notice: Mapping[str, Any],
    zone: str = "UTC",
    seats: int = 0,
    role: str = "participant",
    prepares: str = "",
) -> Room:
    """Open a room: its host sits in the first seat; of an anonymous room all seats are drawn now, so that none bears the time of a joining.

    ``role`` is that of the seats that are drawn; ``prepares`` the negotiation that somebody prepares there alone.

    Raises
    ------
    WrongUse
        Where the rules refuse the settings.
    """
    name, seat = secrets.token_hex(8), _new_seat()
    room = Room.objects.create(id=name, dossier=dossier, kind=kind, title=dict(title), notice=dict(notice), zone=zone, prepares=prepares)
    RoomSeat.objects.create(room=room, seat=seat, account=host, role="host")
    blank = [_new_seat() for _ in range(min(seats, SEATS))] if settings.get("inside") == "anonymous" else []
    RoomSeat.objects.bulk_create(RoomSeat(room=room, seat=one) for one in sorted(blank))
    drafts = [Draft(kind="opened", data=dict(settings), key="opened")]
    drafts += [Draft(kind="seated", data={"seat": one, "role": role}, key=f"seat:{one}") for one in blank]
    refused = next((one.refused for one in DESK.write(name, seat, drafts) if one.refused is not None), None)
    if refused is not None:
        room.delete()
        raise WrongUse(Message("room.not-opened", why=refused.message))
    room.refresh_from_db()
    return room


def new_door(room: Room, until: dt.datetime, *, role: str = "participant", most: int = SEATS) -> RoomDoor:
    """Return a door with a code of its own, open until an instant or until it is closed."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return RoomDoor.objects.create(room=room, code=code, role=role, until=until, most=most)


def lasts_until(door: RoomDoor) -> Message:
    """Return until when a door is open, as its host reads it."""
    return Message("page-rooms.door-until", at=moment.shown(door.until, "UTC"))


def door_of(code: str) -> RoomDoor | None:
    """Return the open door of a code as people type it; None where there is none, for whatever reason."""
    return _doors(code).filter(closed=False, until__gt=timezone.now()).first()


def ended_door_of(code: str) -> RoomDoor | None:
    """Return the door to a room that has ended: one that its host did not close, or by which somebody came in before that."""
    return _doors(code).filter(Q(closed=False) | Q(seats__gt=0), room__phase="closed").first()


def any_door_of(code: str) -> RoomDoor | None:
    """Return the door of a code, open or not: whoever sat down behind it finds their seat by it."""
    return _doors(code).first()


def _doors(code: str) -> QuerySet[RoomDoor]:
    letters = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalpha())
    there = RoomDoor.objects.select_related("room")
    return there.filter(code=letters) if len(letters) == LENGTH else there.none()


def sit(room: Room, *, role: str, account: Account | None, door: RoomDoor | None = None, anonymous: bool) -> Seated | None:
    """Give somebody a seat; None where none is left, or where this account has one.

    In an anonymous room it is a blank one, drawn at random; an account is not looked at there.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    if account is not None and not anonymous and seat_by_account(room, account, role):
        return None
    with DESK.turn(), transaction.atomic():  # one for both: a hall that comes at once waits for each
        if door is not None and not RoomDoor.objects.filter(pk=door.pk, seats__lt=door.most).update(seats=F("seats") + 1):
            return None
        if door is not None and door.role.startswith(WAITS):
            return _blank_seat(room, door.role.removeprefix(WAITS))
        if anonymous:
            return _blank_seat(room)
    return _own_seat(room, role, account)


def let_in_token(room: Room, account: Account) -> str:
    """Return what lets an account in for a moment, where its browser shows which seats it has and not who it is."""
    return signing.dumps([room.pk, str(account.pk)], salt=_LET_IN)


def let_in(token: str) -> tuple[Room, Account] | None:
    """Return the room and the account that are let in; None where the moment is over, or either is gone."""
    try:
        name, key = signing.loads(token, salt=_LET_IN, max_age=_MOMENT)
    except signing.BadSignature:
        return None
    room, account = Room.objects.filter(pk=name).first(), get_user_model().objects.filter(pk=key, is_active=True).first()
    return (room, account) if room is not None and account is not None else None


def seat_by_account(room: Room, account: Account | None, role: str) -> str | None:
    """Return the seat of an account in a role; of nobody in particular whoever has it."""
    found = room.seats.filter(role=role) if account is None else room.seats.filter(role=role, account=account)
    return found.values_list("seat", flat=True).first()


def host_of(room: Room) -> str:
    """Return the seat of the host as the log has it: it stays where the account is deleted."""
    with DESK.reading(room.pk) as live:
        return next((one.id for one in live.state.seats.values() if one.role == "host"), "") if live.state is not None else ""


def seats_of(room: Room, person: Any) -> list[RoomSeat]:
    """Return where somebody sits in a room: an account, or a browser."""
    if isinstance(person, Browser):
        found = browser_seats(room.pk, person.digest) if person.secret else []
        if not any(one.account_id for one in found):
            return found
        who = Q(digest=person.digest)
    elif person.is_authenticated:
        who = Q(account=person)
    else:
        return []
    return list(RoomSeat.objects.filter(who, room_id=room.pk).select_related("account"))


def seat_organisation(
    room: Room, organisation: str, called: Mapping[str, str], weight: int, until: dt.datetime, *, role: str = "participant", group: str = ""
) -> RoomDoor:
    """Return a door that leads to the seat of an organisation, once, and give it that seat.

    Parameters
    ----------
    called : mapping of str to str
        What it is called, by language.
    group : str
        For whom it speaks too.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    data = {"role": role, "organisation": organisation, "weight": weight} | ({"group": group} if group else {})
    return _seat_that_waits(room, data, next(iter(called.values()), organisation), until, called)[1]


def seat_chair(room: Room, until: dt.datetime) -> str:
    """Return the seat of whoever chairs a room, to which a code leads, once.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    return _seat_that_waits(room, {"role": CHAIR}, CHAIR, until)[0]


def seat_projector(room: Room, until: dt.datetime) -> RoomDoor:
    """Return a door that leads a browser, once, to a seat that shows what all see and says nothing: the one that waits, else a new one.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    return projector_door(room) or _seat_that_waits(room, {"role": PROJECTOR}, PROJECTOR, until)[1]


def seat_side(room: Room, side: str, called: Mapping[str, str], until: dt.datetime) -> RoomDoor:
    """Return a door that leads, once, to the seat of a side in a negotiation, and give the side that seat.

    Parameters
    ----------
    called : mapping of str to str
        What the side is called, by language.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    return _seat_that_waits(room, {"role": DELEGATE, "side": side}, next(iter(called.values()), side), until, called)[1]


def seat_bot(room: Room, side: str, style: str, called: Mapping[str, str]) -> None:
    """Let a simulated player sit for a side in a negotiation: no code leads to its seat.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    seat = _new_seat()
    host_writes(room, Draft(kind="seated", data={"seat": seat, "role": DELEGATE, "side": side, "bot": style}, key=f"seat:{seat}"))
    RoomSeat.objects.create(room=room, seat=seat, role=DELEGATE, name=next(iter(called.values()), side)[:200], called=dict(called))


def host_plays(room: Room, side: str) -> None:
    """Say of whoever holds a negotiation that they are one of its sides: they see what that side sees, and no more.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    host_writes(room, Draft(kind="moved", data={"seat": host_of(room), "side": side}, key="host-side"))


def pause(room: Room) -> None:
    """Let a room pause that was opened a moment ago: people come in, and nothing is offered yet.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    host_writes(room, Draft(kind="phase", data={"phase": "paused"}, key="paused"))


def projector_door(room: Room) -> RoomDoor | None:
    """Return the door of a projector behind which nobody sits yet; None where there is none."""
    roles = [f"{WAITS}{one}" for one in _sitting_as(room, PROJECTOR)]
    return RoomDoor.objects.filter(room=room, role__in=roles, closed=False, seats=0, until__gt=timezone.now()).first()


def chair_of(room: Room) -> str:
    """Return the seat of the chair as the log has it, the newest that was not removed; empty where there is none."""
    chairs = _sitting_as(room, CHAIR)
    return chairs[-1] if chairs else ""


def _sitting_as(room: Room, role: str) -> list[str]:
    """Return the seats of a role as the log has them, in the order in which they came, without those that were removed."""
    with DESK.reading(room.pk) as live:
        there = live.state.seats.values() if live.state is not None else ()
        return [one.id for one in there if one.role == role and not one.removed]


def note_imported(room: Room, numbers: Mapping[str, str]) -> None:
    """Keep beside the log, until the room is cut, which number in an export each seat had that came with its votes: nobody sits there."""
    RoomSeat.objects.bulk_create(RoomSeat(room=room, seat=seat, role=IMPORTED, name=number) for seat, number in numbers.items())


def are_noted(room: Room) -> bool:
    """Whether somebody who came with their votes can still be found by their number."""
    return room.seats.filter(role=IMPORTED).exists()


def imported_seat(room: Room, number: str) -> str | None:
    """Return the seat of who has a number in the export; None where there is none."""
    return room.seats.filter(role=IMPORTED, name=number).values_list("seat", flat=True).first()


def speak_for(room: Room, seat: str, group: str) -> None:
    """Set for which group a seat speaks beside its own organisation.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    host_writes(room, Draft(kind="moved", data={"seat": seat, "group": group}, key=secrets.token_hex(8)))


def weigh(room: Room, seat: str, weight: int) -> None:
    """Set what the organisation in a seat counts for.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    host_writes(room, Draft(kind="moved", data={"seat": seat, "weight": weight}, key=secrets.token_hex(8)))


def is_code(organisation: str) -> bool:
    """Whether an organisation is known by a code, as delegations write it in a text.

    Examples
    --------
    >>> [is_code(one) for one in ("FRA", "ASEAN", "france")]
    [True, True, False]
    """
    return len(organisation) <= CODE and organisation.isupper()


def organisation_names(room: str, state: RoomState, lang: Lang) -> dict[str, str]:
    """Return what the organisations in a room are called in a language, by their ids."""
    rows = RoomSeat.objects.filter(room_id=room).exclude(name="").values_list("seat", "name", "called")
    seated = ((state.seats[seat].organisation, name, called) for seat, name, called in rows if seat in state.seats)
    return {one: called.get(lang) or _country(one, name, lang) or name for one, name, called in seated if one}


def _country(code: str, name: str, lang: Lang) -> str | None:
    """Return what the country of a code is called, where that is what it was called when it was seated."""
    return country_name(code, lang) if name in {country_name(code, one) for one in LANGUAGES} else None


def host_writes(room: Room, draft: Draft) -> None:
    """Write something into a room as its host.

    Raises
    ------
    Refused
        Where the rules do not take it.
    """
    written = DESK.write(room.pk, host_of(room), [draft])
    if written[0].refused is not None:
        raise written[0].refused


def _seat_that_waits(
    room: Room, data: Mapping[str, Any], name: str, until: dt.datetime, called: Mapping[str, str] = MappingProxyType({})
) -> tuple[str, RoomDoor]:
    """Return a new seat, and the door that leads to it and to no other."""
    seat = _new_seat()
    host_writes(room, Draft(kind="seated", data={"seat": seat, **data}, key=f"seat:{seat}"))
    RoomSeat.objects.create(room=room, seat=seat, name=name[:200], called=dict(called))
    return seat, new_door(room, until, role=f"{WAITS}{seat}", most=1)


def _blank_seat(room: Room, seat: str = "") -> Seated | None:
    """Give somebody a seat that waits: one of those drawn for all, or the one that is named."""
    secret = secrets.token_urlsafe(24)
    named = {"seat": seat} if seat else {"name": ""}
    blank = list(room.seats.filter(account=None, digest="", role="participant", **named).values_list("pk", "seat"))
    secrets.SystemRandom().shuffle(blank)
    for key, seat in blank:
        if RoomSeat.objects.filter(pk=key, digest="").update(digest=Browser(secret).digest):
            return seat, secret
    return None


def _own_seat(room: Room, role: str, account: Account | None) -> Seated | None:
    """Give somebody a new seat: first in the log, so that nobody has a seat that is not in the room, whatever ends this in between."""
    secret = "" if account is not None and role in ("host", "moderator") else secrets.token_urlsafe(24)
    seat = _new_seat()
    host_writes(room, Draft(kind="seated", data={"seat": seat, "role": role}, key=f"seat:{seat}"))
    try:
        with DESK.turn(), transaction.atomic():
            RoomSeat.objects.create(room=room, seat=seat, account=account, role=role, digest=Browser(secret).digest)
    except IntegrityError:  # the same account, at the same moment: it has the other one
        host_writes(room, Draft(kind="removed", data={"seat": seat}, key=f"twice:{seat}"))
        return None
    return seat, secret


def _new_seat() -> str:
    return secrets.token_hex(6)
