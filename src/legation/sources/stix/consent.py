"""Who was hit, and whether they agreed to be named.

A victim is whoever a relationship ``targets``, ``compromises`` or ``impacts`` says was hit, or who is said to have had a sighting: an
identity other than a class of people or firms. Any version that says so counts, revoked ones too, because each of them is exported. Its
consent stands in the extension of STIX (:class:`legation.sources.stix.desk_records.Consent`), on its newest version that is not revoked.
Without one that is given, for that audience and not ended, a partner or the public sees neither the victim nor any object that refers to
it. A consent for the public covers partners.

Safety goes over history: in a register as it was on an earlier day (:meth:`Incidents.known_at`) a victim is named where it had agreed by
then and agrees now. Who refused, withdrew or let a consent end since is unnamed in every view, of whatever day.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from legation.dossier.clearing import AUDIENCES
from legation.errors import WrongUse
from legation.language import Message, fold
from legation.sources.stix.desk_records import Consent
from legation.sources.stix.extension import record_of
from legation.sources.stix.faults import Faults
from legation.sources.stix.vocabulary import kind_of
from legation.sources.stix.withholding import id_of

if TYPE_CHECKING:
    from legation.dossier.problem import Problem
    from legation.sources.stix.incidents import Incidents

__all__ = ["asks_consent", "may_be_named", "still_named", "unnamed_victims", "victims"]

_HIT = ("targets", "compromises", "impacts")


def victims(objects: Iterable[Any]) -> tuple[str, ...]:
    """Return the ids of identities that any object says were hit, in the order of the objects, then those that carry a consent."""
    rows = tuple(objects)
    named = [o for o in rows if kind_of(o) == "identity" and o.get("identity_class") != "class" and id_of(o)]
    identities = {o["id"] for o in named}
    hit = [one for o in rows for one in _hit_by(o)]
    asked = [o["id"] for o in named if record_of(o) is not None]
    return tuple(dict.fromkeys(one for one in (*hit, *asked) if type(one) is str and one in identities))


def _hit_by(o: Any) -> list[Any]:
    """Return whom a relationship or a sighting says was hit."""
    if kind_of(o) == "relationship" and o.get("relationship_type") in _HIT:
        return [o.get("target_ref")]
    where = o.get("where_sighted_refs") if kind_of(o) == "sighting" else None
    return where if type(where) is list else [where]


def asks_consent(audience: str) -> bool:
    """Whether victims are named to an audience with their consent alone.

    Raises
    ------
    WrongUse
        For a word that is no audience.
    """
    if audience not in AUDIENCES:
        raise WrongUse(Message("stix.no-audience", found=audience, allowed=" | ".join(AUDIENCES)))
    return audience in ("partner", "public")


def may_be_named(consent: Consent | None, audience: str, day: dt.date | None) -> bool:
    """Whether a victim may be named to an audience on a day.

    >>> from legation.dossier.when import When
    >>> agreed = Consent(naming="given", audience="partner", until=When("2024-06"))
    >>> [may_be_named(agreed, who, dt.date(2024, 6, 30)) for who in ("desk", "partner", "public")]
    [True, True, False]
    >>> may_be_named(agreed, "partner", dt.date(2024, 7, 1)), may_be_named(agreed, "partner", None), may_be_named(None, "public", None)
    (False, False, False)
    """
    if not asks_consent(audience):
        return True
    if consent is None or consent.naming != "given" or consent.audience not in (audience, "public"):
        return False
    begun = consent.said_on is None or day is None or consent.said_on.first <= day
    return begun and (consent.until is None or (day is not None and not consent.until.is_over(day)))


def unnamed_victims(register: Incidents, audience: str, day: dt.date | None) -> frozenset[str]:
    """Return the ids of victims that an audience may not see named; a newest version that is revoked, or no identity, agrees to nothing.

    Of a register as it was on an earlier day, whoever may not be named by what was made since is among them.
    """
    now = dataclasses.replace(register, objects=(*register.objects, *register.later), later=())
    return _not_agreeing(register, audience, day) | (_not_agreeing(now, audience, day) if register.later else frozenset())


def _not_agreeing(register: Incidents, audience: str, day: dt.date | None) -> frozenset[str]:
    newest = {identity: register.by_id[identity] for identity in victims(register.objects)}
    agreed = {
        identity: record_of(o) if kind_of(o) == "identity" and o.get("revoked") is not True else None for identity, o in newest.items()
    }
    return frozenset(identity for identity, record in agreed.items() if not may_be_named(record, audience, day))


def still_named(whole: Incidents, seen: Incidents, audience: str, day: dt.date | None = None) -> tuple[Problem, ...]:
    """Return where the name of a victim that must not be named still stands in a text of what an audience would see.

    Objects are hidden by reference; a name within a description, a title or a label is no reference, so a person has to look. Names are
    compared as whole words, without case and accents.

    Parameters
    ----------
    whole : Incidents
        The register from which the names are taken, of every version of a victim.
    seen : Incidents
        What ``whole.cleared`` gave for the audience.
    audience : str
    day : date, optional
    """
    unnamed = unnamed_victims(whole, audience, day)
    named = (*whole.objects, *whole.later)
    names = {fold(str(o.get("name", ""))) for o in named if kind_of(o) == "identity" and id_of(o) in unnamed} - {""}
    faults = Faults(seen.part)
    if names:
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)")
        for row, o in enumerate(seen.objects, start=1):
            for column, text in _texts(o):
                found = pattern.search(fold(text))
                if found:
                    faults.add("still-named", row, column, found=found[0])
    return faults.problems()


def _texts(value: Any, column: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(value, str):
        yield column, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, column or name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, column)
