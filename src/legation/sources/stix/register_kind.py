"""Registers of incidents as a kind of part: ``incidents/NAME.json``, STIX 2.1, cleared object by object by their own marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import MARKINGS
from legation.dossier.clearing import Sight
from legation.dossier.parts import Part, PartKind
from legation.errors import CannotRead
from legation.sources.stix.bundle import decode
from legation.sources.stix.clearing import visible
from legation.sources.stix.parts import cleared_parts, objects_of
from legation.sources.stix.withholding import id_of

__all__ = ["REGISTER", "RegisterKind"]


@dataclass(frozen=True, kw_only=True, eq=False)
class RegisterKind(PartKind):
    """A register of incidents."""

    def parsed(self, part: str, data: bytes) -> Part:
        try:
            found = decode(data, part)
        except CannotRead as error:
            raise _unreadable(part, error) from error
        return Part(kind=self, name=part, data=data, records={"object": found.objects}, doubts=tuple(found.unplaced))

    def names(self, data: bytes, part: str, unmarked: int) -> Mapping[tuple[str, str], int]:
        objects = objects_of(data, part)
        found: dict[tuple[str, str], int] = {}
        for level, marking in reversed(list(enumerate(MARKINGS))):
            seen: tuple[Any, ...] = visible(objects, marking, MARKINGS[unmarked])
            found |= {("objects", id_of(o)): level for o in seen if id_of(o)}
        return found

    def seen(self, parts: Mapping[str, bytes], sight: Sight) -> Mapping[str, bytes]:
        return cleared_parts(
            parts, sight.marking, sight.audience, unmarked=sight.unmarked, day=sight.day, as_of=sight.as_of, withheld=sight.withheld
        )


def _unreadable(part: str, error: CannotRead) -> Exception:
    from legation.dossier.problem import Problem
    from legation.errors import DossierError
    from legation.language import Message

    remedy = Message("stix.register-unreadable", why=error.message)
    fault = Problem(part=part, row=None, column=None, allowed="", found="", remedy=remedy, code="register-unreadable")
    return DossierError(error.message, (fault,))


REGISTER = RegisterKind(id="register", pattern="incidents/{path}.json")
