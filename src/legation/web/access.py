"""Who may do what: one type, an instance for each kind of thing, one function.

A person is something to a dossier (owner, editor, contributor, reader, guest) by a grant to the account or to an organisation of theirs,
something to the site (administrator, member, guest account, anonymous), and something to a live room (host, moderator, participant ...) by
a seat, something to a post of a round by holding it (:mod:`legation.web.posts.access`), to an invitation by a link
(:mod:`legation.web.invited.links`): :class:`Access` each. An administrator opens no
dossier without a grant, and whoever sits in a room by a code, in a browser that nobody knows (:class:`Browser`), is something to that room
and to nothing else.
Whatever they may do, they do it on the dossier *as they may see it*: :class:`AccessScope`.
"""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from legation.dossier.records import MARKINGS, TABLES
from legation.rooms import ROLES as ROOM_ROLES
from legation.web.dossiers.roles import ROLES
from legation.web.permission import Access, Footing
from legation.web.rooms.browser import Browser

if TYPE_CHECKING:
    from legation.web.accounts.models import Account
    from legation.web.dossiers.models import Grant

__all__ = [
    "CHANGES",
    "DOSSIER",
    "KINDS",
    "ON_SITE",
    "OUT",
    "ROLES",
    "ROOM",
    "SITE",
    "SITE_ROLES",
    "TABLE",
    "Access",
    "AccessScope",
    "Browser",
    "Footing",
    "allows",
    "can",
    "effective_grant",
    "grant_of",
    "grants_of",
    "role_in_site",
    "scope_of",
]


SITE_ROLES = ("administrator", "member", "guest-account", "anonymous")
OUT = "out"
"""What whoever sat in a room, and does no more, is to it: somebody who may take back what they said."""

_ALL = frozenset(ROLES)
_DESK = frozenset(ROLES[:4])
_EDITORS = frozenset(ROLES[:2])
_OWNER = frozenset(ROLES[:1])
_SIGNED_IN = frozenset(SITE_ROLES[:3])

CHANGES = frozenset(
    {"propose", "edit", "review", "restore", "release", "draft-statement", "release-statement", "observe", "hold-rooms", "hold-posts"}
    | {"hold-circulations"}
)
"""What nobody does on a dossier that is closed."""


def _on_site(person: Any, thing: Any) -> tuple[Footing, ...]:
    owner = getattr(thing, "owner_id", None)
    return (Footing(role_in_site(person), owns=thing is None or (owner is not None and owner == person.pk)),)


def _by_grants(person: Any, thing: Any) -> tuple[Grant, ...]:
    dossier = getattr(thing, "dossier", thing)
    return tuple(grant for grant in grants_of(person) if grant.dossier_id == dossier.pk)


def _by_seats(person: Any, thing: Any) -> tuple[Footing, ...]:
    """Return by which seats a browser, or an account, stands to a room, as its log has them: none that was erased.

    A seat that somebody has by an account lasts as long as the account stands to the dossier. From one that does not last, or was removed,
    nothing is done but to leave.
    """
    from legation.web.rooms.desk import DESK
    from legation.web.rooms.seats import seats_of
    from legation.web.stores.rooms.models import RoomSeat

    rows, roles = seats_of(thing, person), dict[str, str]()
    if rows:
        known = next((row.room for row in rows if RoomSeat.room.is_cached(row)), None)  # read with the seat just now
        with DESK.reading(thing.pk, there=known) as live:
            there = {row.seat: live.state.seats.get(row.seat) for row in rows} if live.state is not None else {}
            roles = {name: OUT if one.removed else one.role for name, one in there.items() if one is not None and not one.erased}
    footings = [
        Footing(roles[row.seat] if row.account is None or DOSSIER.can(row.account, "see-rooms", row.room) else OUT, seat=row.seat)
        for row in rows
        if row.seat in roles
    ]
    return tuple(sorted(footings, key=lambda one: ROOM.roles.index(one.role)))


SITE = Access(
    SITE_ROLES,
    {
        "visit": frozenset(SITE_ROLES),
        "sign-in": frozenset(SITE_ROLES),
        "be-here": _SIGNED_IN,
        "make-dossier": frozenset({"administrator", "member"}),
        "administer": frozenset({"administrator"}),
        # on what a person made: their runs, tokens, own account
        "own": _SIGNED_IN,
    },
    _on_site,
    lambda row, action: action == "own" and not row.owns,
)
"""The site, and what a person made on it."""

DOSSIER = Access(
    ROLES,
    {
        "see": _ALL,
        "ask": _ALL,
        "export": _ALL,
        "see-history": _DESK,
        "see-people": _EDITORS,
        "erase-people": _OWNER,
        "tally": _DESK,
        "see-statements": _DESK,
        "draft-statement": _DESK - {"reader"},
        "release-statement": _EDITORS,
        "see-proposals": _DESK - {"reader"},
        "see-observations": _DESK,
        "observe": _EDITORS,
        "see-rooms": _DESK,
        "hold-rooms": _EDITORS,
        "see-posts": _DESK,
        "hold-posts": _EDITORS,
        "see-circulations": _DESK,
        "hold-circulations": _EDITORS,
        "see-settings": _EDITORS,
        "propose": _DESK - {"reader"},
        "edit": _EDITORS,
        "review": _EDITORS,
        "restore": _EDITORS,
        "release": _EDITORS,
        "hand-over": _EDITORS,
        "share": _OWNER,
        "audit": _OWNER,
        "close": _OWNER,
    },
    _by_grants,
    lambda grant, action: action in CHANGES and grant.dossier.closed,
)
"""A dossier, and anything that belongs to one. The seeing of the mandate is not here: it is part of the scope, :func:`scope_of`."""

ROOM = Access(
    (*ROOM_ROLES, OUT),
    {
        "look": frozenset(ROOM_ROLES),
        "write": frozenset(ROOM_ROLES) - {"projector"},
        "leave": frozenset((*ROOM_ROLES, OUT)) - {"projector"},
        "chair": frozenset({"chair"}),
    },
    _by_seats,
)
"""A live room: who sits there looks, and writes what its rules take from that role. Who *holds* one is something to its dossier."""

KINDS: Mapping[str, Access] = {"site": SITE, "dossier": DOSSIER, "room": ROOM}
"""The kinds of things, by name."""

TABLE: Mapping[str, frozenset[str]] = {**DOSSIER.table, **SITE.table}
"""Action: the roles that may do it, of routes that ask accounts."""

ON_SITE = frozenset(SITE.table)


@dataclass(frozen=True, slots=True)
class AccessScope:
    """What of a dossier a person sees: two persons with one scope see the same bytes, so caches are keyed by it.

    Attributes
    ----------
    marking, audience : str
    tables : tuple of str or None
        The tables that are shared with a guest; None: all.
    rows : frozenset of (str, str) or None
        Tables with ids: of the tables these rows alone, as a post sees its own assignments; None: every row.

    Examples
    --------
    >>> mine, theirs = (AccessScope("TLP:AMBER", "partner", ("actors",), frozenset({("actors", one)})) for one in ("FRA", "DEU"))
    >>> mine.key == theirs.key, AccessScope("TLP:AMBER", "desk").key
    (False, 'TLP:AMBER|desk|*')
    """

    marking: str
    audience: str
    tables: tuple[str, ...] | None = None
    rows: frozenset[tuple[str, str]] | None = None

    @property
    def key(self) -> str:
        """A short text for the keys of caches."""
        plain = f"{self.marking}|{self.audience}|{'*' if self.tables is None else ','.join(self.tables)}"
        if self.rows is None:
            return plain
        return f"{plain}|{hashlib.sha256(json.dumps(sorted(self.rows)).encode()).hexdigest()}"


def can(person: Any, action: str, thing: Any = None) -> bool:
    """Whether a person may do something.

    Parameters
    ----------
    person : Account or AnonymousUser
    action : str
        A key of :data:`TABLE`; another one is a mistake of ours: KeyError.
    thing : Dossier, or anything with ``dossier`` or ``owner``; None for the site
    """
    return (SITE if action in SITE.table else DOSSIER).can(person, action, thing)


def allows(grant: Grant, action: str) -> bool:
    """Whether a grant, as it is held, lets do something on its dossier; what would change one that is closed, none does."""
    return DOSSIER.lets(grant, action)


def effective_grant(grant: Grant, person: Account | None = None) -> Grant:
    """Return a grant as the person has it: a guest account is a guest whatever its grant says.

    A grant that was given to a member shares nothing with a guest, until an owner says which tables.

    Parameters
    ----------
    person : Account, optional
        Who has it; the account to which it is given where that is not said, and of an organisation nobody in particular.
    """
    holder = person or grant.account
    if holder is None or not holder.is_guest or grant.role == "guest":
        return grant
    effective = copy.copy(grant)
    effective.role, effective.tables, effective.mandate = "guest", [], False
    return effective


def role_in_site(person: Any) -> str:
    """Return what a person is to the site."""
    if not person.is_authenticated or not person.is_active:
        return "anonymous"
    if person.is_administrator:
        return "administrator"
    return "guest-account" if person.is_guest else "member"


def grant_of(person: Account, thing: Any, today: dt.date | None = None) -> Grant | None:
    """Return the grant by which a person stands to a dossier: of several the strongest role, then the highest marking; None: a stranger."""
    dossier = getattr(thing, "dossier", thing)
    return next((grant for grant in grants_of(person, today) if grant.dossier_id == dossier.pk), None)


def grants_of(person: Any, today: dt.date | None = None) -> tuple[Grant, ...]:
    """Return the grant by which a person stands to each dossier open to them, the last changed first; the dossiers come with them."""
    if role_in_site(person) == "anonymous":
        return ()
    strongest = _strongest(person, _theirs(person), today)
    return tuple(sorted(strongest, key=lambda grant: (-grant.dossier.changed.timestamp(), grant.dossier.slug)))


_FIELDS = ("id", "dossier_id", "account_id", "organisation_id", "role", "marking", "tables", "mandate", "until")
_THEIRS = """
SELECT d.id, d.slug, d.title, d.marking, d.head, d.made, d.changed, d.closed,
       g.account_id, g.organisation_id, g.role, g.marking AS grant_marking, g.tables, g.mandate, g.until, g.id AS grant_id
FROM dossiers_grant g
JOIN dossiers_dossier d ON d.id = g.dossier_id
LEFT JOIN accounts_membership m ON m.organisation_id = g.organisation_id AND m.account_id = %s
WHERE g.account_id = %s OR m.account_id = %s
"""
"""Every page asks for this: written out, it costs a fifth of the time that Django needs to write it anew each time."""


def _theirs(person: Account) -> list[Grant]:
    """Return the grants to a person and to their organisations, each with its dossier."""
    from legation.web.dossiers.models import Dossier, Grant

    grants = []
    for dossier in Dossier.objects.raw(_THEIRS, [person.pk] * 3):
        row: Any = dossier
        tables = json.loads(row.tables) if isinstance(row.tables, str) else row.tables
        values = [row.grant_id, row.pk, row.account_id, row.organisation_id, row.role, row.grant_marking, tables, row.mandate, row.until]
        grant = Grant.from_db(None, _FIELDS, values)
        grant.dossier = dossier
        grants.append(grant)
    return grants


def _strongest(person: Any, grants: Iterable[Grant], today: dt.date | None = None) -> tuple[Grant, ...]:
    """Return the best grant to each dossier of those that are current."""
    day = today or dt.datetime.now(dt.UTC).date()
    best: dict[int, Grant] = {}
    for grant in grants:
        rival = best.get(grant.dossier_id)
        if (grant.until is None or grant.until >= day) and (rival is None or _rank(grant) < _rank(rival)):
            best[grant.dossier_id] = grant
    return tuple(effective_grant(grant, person) for grant in best.values())


def _rank(grant: Grant) -> tuple[int, int, int]:
    return ROLES.index(grant.role), -MARKINGS.index(grant.marking), grant.pk


def scope_of(grant: Grant) -> AccessScope:
    """Return what of the dossier a grant lets see.

    The mandate is for owners and for those whom an owner named. A guest is of the audience ``partner`` and sees the tables that are shared.
    """
    if grant.role == "guest":
        shared = TABLES if grant.tables is None else grant.tables
        return AccessScope(grant.marking, "partner", tuple(name for name in TABLES if name in shared))
    named = grant.role == "owner" or (grant.mandate and grant.account_id is not None)
    return AccessScope(MARKINGS[-1] if grant.role == "owner" else grant.marking, "owner" if named else "desk")
