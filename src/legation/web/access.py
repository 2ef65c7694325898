"""Who may do what: one table, one function.

A person is something to a dossier (owner, editor, contributor, reader, guest) by a grant to the account or to an organisation of theirs,
and something to the site (administrator, member, guest account, anonymous). An administrator opens no dossier without a grant.
Whatever they may do, they do it on the dossier *as they may see it*: :class:`AccessScope`.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from legation.dossier.records import MARKINGS, TABLES
from legation.web.dossiers.roles import ROLES

if TYPE_CHECKING:
    from legation.web.accounts.models import Account
    from legation.web.dossiers.models import Grant

__all__ = [
    "CHANGES",
    "ON_SITE",
    "ROLES",
    "SITE_ROLES",
    "TABLE",
    "AccessScope",
    "allows",
    "can",
    "effective_grant",
    "grant_of",
    "grants_of",
    "role_in_site",
    "scope_of",
]


SITE_ROLES = ("administrator", "member", "guest-account", "anonymous")

_ALL = frozenset(ROLES)
_DESK = frozenset(ROLES[:4])
_EDITORS = frozenset(ROLES[:2])
_OWNER = frozenset(ROLES[:1])
_SIGNED_IN = frozenset(SITE_ROLES[:3])

TABLE: Mapping[str, frozenset[str]] = {
    # on a dossier, or on anything that belongs to one
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
    # on the site
    "visit": frozenset(SITE_ROLES),
    "sign-in": frozenset(SITE_ROLES),
    "be-here": _SIGNED_IN,
    "make-dossier": frozenset({"administrator", "member"}),
    "administer": frozenset({"administrator"}),
    # on what a person made: their runs, tokens, own account
    "own": _SIGNED_IN,
}
"""Action: the roles that may do it. The seeing of the mandate is not here: it is part of the scope, :func:`scope_of`."""

CHANGES = frozenset({"propose", "edit", "review", "restore", "release", "draft-statement", "release-statement", "observe", "hold-rooms"})
"""What nobody does on a dossier that is closed."""

ON_SITE = frozenset({"visit", "sign-in", "be-here", "make-dossier", "administer", "own"})


@dataclass(frozen=True, slots=True)
class AccessScope:
    """What of a dossier a person sees: two persons with one scope see the same bytes, so caches are keyed by it."""

    marking: str
    audience: str
    tables: tuple[str, ...] | None = None

    @property
    def key(self) -> str:
        """A short text for the keys of caches."""
        return f"{self.marking}|{self.audience}|{'*' if self.tables is None else ','.join(self.tables)}"


def can(person: Any, action: str, thing: Any = None) -> bool:
    """Whether a person may do something.

    Parameters
    ----------
    person : Account or AnonymousUser
    action : str
        A key of :data:`TABLE`; another one is a mistake of ours: KeyError.
    thing : Dossier, or anything with ``dossier`` or ``owner``; None for the site
    """
    allowed = TABLE[action]
    if action in ON_SITE:
        owner = getattr(thing, "owner_id", None)
        return role_in_site(person) in allowed and (action != "own" or thing is None or (owner is not None and owner == person.pk))
    grant = grant_of(person, thing)
    return grant is not None and allows(grant, action)


def allows(grant: Grant, action: str) -> bool:
    """Whether a grant, as it is held, lets do something on its dossier; what would change one that is closed, none does."""
    return grant.role in TABLE[action] and not (action in CHANGES and grant.dossier.closed)


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
