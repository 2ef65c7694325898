"""The register of incidents: the objects of one STIX bundle in their order, each with every property it came with."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.problem import Problem
from legation.errors import BadValue
from legation.language import Message
from legation.sources.stix import clearing
from legation.sources.stix.consent import asks_consent, unnamed_victims
from legation.sources.stix.examining import examined
from legation.sources.stix.vocabulary import kind_of, moment
from legation.sources.stix.withholding import NOTHING, Withheld

__all__ = ["Incidents"]

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
            For a value that JSON has not.
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
        kept = tuple(o for o in self.objects if type(o) is not dict or _age(o) <= end)
        if len(kept) == len(self.objects):
            return self
        after = tuple(o for o in self.objects if type(o) is dict and _age(o) > end)
        return dataclasses.replace(Incidents.of(kept, self.head, self.part), later=(*self.later, *after))

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
            A partner and the public see no victim that has not agreed to be named to them; see :mod:`legation.sources.stix.consent`.
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
