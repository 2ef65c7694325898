"""The register of incidents: the objects of one STIX bundle in their order, and the victims who agreed to be named.

A victim is whoever a relationship ``targets``, ``compromises`` or ``impacts`` says was hit, or who is said to have had a sighting: an
identity other than a class of people or firms. Any version that says so counts, revoked ones too, because each of them is exported. Its
consent stands in the extension of STIX (:class:`legation.sources.stix.records.Consent`), on its newest version that is not revoked.
Without one that is given, for that audience and not ended, a partner or the public sees neither the victim nor any object that refers to
it. A consent for the public covers partners.

Safety goes over history: in a register as it was on an earlier day (:meth:`Incidents.known_at`) a victim is named where it had agreed by
then and agrees now. Who refused, withdrew or let a consent end since is unnamed in every view, of whatever day.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.clearing import AUDIENCES
from legation.dossier.problem import Problem
from legation.errors import BadValue, WrongUse
from legation.language import Message, fold
from legation.sources.stix import clearing
from legation.sources.stix.bundle_checks import examined
from legation.sources.stix.clearing import NOTHING, Withheld, id_of
from legation.sources.stix.extension import record_of
from legation.sources.stix.kinds import Faults
from legation.sources.stix.records import Consent
from legation.sources.stix.vocabulary import kind_of, moment

__all__ = [
    "Incidents",
    "asks_consent",
    "may_be_named",
    "still_named",
    "unnamed_victims",
    "victims",
]


_HIT = ("targets", "compromises", "impacts")


def victims(objects: Iterable[Any]) -> tuple[str, ...]:
    """Return the ids of identities that any object says were hit, in the order of the objects, then those that carry a consent."""
    rows = tuple(objects)
    named = [o for o in rows if kind_of(o) == "identity" and o.get("identity_class") != "class" and id_of(o)]
    identities = {o["id"] for o in named}
    hit = [one for o in rows for one in _hit_by(o)]
    incidents = [o["id"] for o in named if record_of(o) is not None]
    return tuple(dict.fromkeys(one for one in (*hit, *incidents) if type(one) is str and one in identities))


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


_NAMESPACE = uuid.UUID("5c3d2b8e-8a53-4c0c-9a5c-0f3c2f7d6a11")
_FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, kw_only=True)
class Incidents:
    """The objects of a STIX 2.1 bundle.

    Attributes
    ----------
    objects : tuple of dict
        As they came and in their order, custom properties and unknown types too. They are shared, so nobody changes them: a correction
        is a new version, added by :meth:`adding`.
    head : mapping
        The properties of the bundle itself, without its objects.
    unplaced : tuple of Problem
        What a question cannot rely on: references to nothing, unknown types, objects that stand twice, other versions, wrong values. The
        row of a problem is the number of the object, from 1. It says nothing about equality.
    part : str
        Where the bundle was read: what problems name as their place.
    later : tuple of dict
        Of a register as it was on a day, what was made after it. Nobody is shown it; that a victim refuses to be named counts all the same.

    Examples
    --------
    >>> register = Incidents.of([{"type": "tool", "id": "tool--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "name": "A tool"}])
    >>> register.name("tool--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"), [(p.code, p.column) for p in register.unplaced]
    ('A tool', [('lacks', 'created'), ('lacks', 'modified'), ('other-version', 'spec_version')])
    """

    objects: tuple[Any, ...] = ()
    head: Mapping[str, Any] = field(default_factory=dict)
    unplaced: tuple[Problem, ...] = field(default=(), compare=False, repr=False)
    part: str = field(default="incidents.json", compare=False)
    later: tuple[Any, ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def of(cls, objects: Iterable[Any], head: Mapping[str, Any] | None = None, part: str = "incidents.json") -> Incidents:
        """Return a register of objects; the same objects give a bundle of the same id.

        Raises
        ------
        BadValue
            For a value that JSON does not allow.
        """
        rows = tuple(objects)
        if head is None:
            head = {"type": "bundle", "id": f"bundle--{uuid.uuid5(_NAMESPACE, _print(rows))}"}
        return cls(objects=rows, head=dict(head), unplaced=examined(rows, part), part=part)

    @functools.cached_property
    def by_id(self) -> Mapping[str, Mapping[str, Any]]:
        """The newest version of each object, by its id, in the order in which the ids first stand."""
        found: dict[str, Mapping[str, Any]] = {}
        for o in self.objects:
            identity = o.get("id") if type(o) is dict else None
            if type(identity) is str and (identity not in found or _age(o) >= _age(found[identity])):
                found[identity] = o
        return found

    @functools.cached_property
    def standing(self) -> tuple[Mapping[str, Any], ...]:
        """The newest version of each object that is not revoked."""
        return tuple(o for o in self.by_id.values() if o.get("revoked") is not True)

    def of_type(self, *kinds: str) -> tuple[Mapping[str, Any], ...]:
        """Return the standing objects of some types."""
        return tuple(o for o in self.standing if kind_of(o) in kinds)

    def related(self, kind: str = "", source: str = "", target: str = "") -> tuple[Mapping[str, Any], ...]:
        """Return the standing relationships of a kind, from and to objects that are named by their ids; an empty text means any."""
        wanted = (("relationship_type", kind), ("source_ref", source), ("target_ref", target))
        return tuple(o for o in self.of_type("relationship") if all(not text or o.get(name) == text for name, text in wanted))

    def name(self, identity: str) -> str:
        """Return the name of an object as one line; its id where it has none, or where it is not in the register."""
        o = self.by_id.get(identity, {})
        found = o.get("name") or o.get("value") or o.get("country") or identity
        line = "".join(c if c.isprintable() else " " for c in found) if type(found) is str else ""
        return " ".join(line.split()) or identity

    def adding(self, *objects: Mapping[str, Any]) -> Incidents:
        """Return the register with objects behind those that it has: new ones, or newer versions."""
        return dataclasses.replace(Incidents.of((*self.objects, *objects), self.head or None, self.part), later=self.later)

    def known_at(self, day: dt.date) -> Incidents:
        """Return the register as it was at the end of a day, in UTC: without objects and versions that were made later.

        An object without a date, such as an address that was observed, is there at all times. What was made later stays in
        :attr:`later`, since safety goes over history: a victim that refused after the day is not named in a view of that day either.
        """
        end = dt.datetime.combine(day, dt.time.max, dt.UTC)
        known = tuple(o for o in self.objects if type(o) is not dict or _age(o) <= end)
        if len(known) == len(self.objects):
            return self
        after = tuple(o for o in self.objects if type(o) is dict and _age(o) > end)
        return dataclasses.replace(Incidents.of(known, self.head, self.part), later=(*self.later, *after))

    def cleared(
        self,
        marking: str,
        audience: str = "desk",
        *,
        unmarked: str = "TLP:CLEAR",
        day: dt.date | None = None,
        withheld: Withheld = NOTHING,
    ) -> Incidents:
        """Return the register without what a reader may not see.

        Parameters
        ----------
        marking : str
            The highest marking that the reader may see, ``TLP:CLEAR`` to ``TLP:RED``.
        audience : {"owner", "desk", "partner", "public"}
            A partner and the public see no victim that has not agreed to be named to them; see :mod:`legation.sources.stix.incidents`.
        unmarked : str
            What an object without a mark counts as: the marking of the dossier.
        day : date, optional
            The day on which consent must stand; None: consent with an end counts as ended.
        withheld : Withheld
            What is hidden for another reason.

        Notes
        -----
        What refers to a hidden object goes with it. For owner and desk the result is a function of the visible objects alone: deleting
        the hidden ones first gives the same. For others a consent must be visible to count, and a refusal counts even where it is not,
        and where it came after the day of :meth:`known_at`.
        """
        seen = clearing.visible(self.objects, marking, unmarked, withheld)
        if asks_consent(audience):
            registers = (self, dataclasses.replace(self, objects=seen))
            unnamed = frozenset[str]().union(*(unnamed_victims(one, audience, day) for one in registers))
            seen = clearing.visible(seen, marking, unmarked, Withheld(ids=unnamed))
        whole = clearing.rank(unmarked) <= clearing.rank(marking)
        head = dict(self.head) if whole else {name: value for name, value in self.head.items() if name in ("type", "id")}
        if len(seen) == len(self.objects) and head == self.head:
            return self
        return dataclasses.replace(self, objects=seen, head=head, unplaced=examined(seen, self.part))


def _print(rows: tuple[Any, ...]) -> str:
    try:
        return hashlib.sha256(json.dumps(rows, allow_nan=False).encode()).hexdigest()
    except (TypeError, ValueError, RecursionError) as error:
        raise BadValue(Message("stix.no-json-value", found=type(error).__name__)) from error


def _age(o: Mapping[str, Any]) -> dt.datetime:
    return moment(o.get("modified")) or moment(o.get("created")) or _FIRST
