"""``[circulation]`` of a draft: its kind, until when it is open, and the terms that were told to all who are invited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from legation import moment
from legation.dossier.column import Wording, choice, column, instant, number, text, wording
from legation.dossier.deadline import LOCAL_TIME, ZONE, deadline_faults
from legation.dossier.kind import Choice, Flag
from legation.dossier.moment import Moment
from legation.dossier.parts.checks import Check
from legation.dossier.parts.form import ModelRow
from legation.dossier.problem import Problem
from legation.methods.signing.circulation import CARRIES, CIRCULATIONS, LEAST_HOURS, REACHES, CirculationKind

__all__ = ["ORDERS", "Circulation", "circulation_faults"]

ORDERS = ("language", "board", "en", "fr")
"""The order of the public list: the alphabet of its language, the board of the body, the English or the French alphabet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circulation(ModelRow):
    """How a text is circulated. What signatures are carried by is fixed once the first invitation was sent.

    Attributes
    ----------
    closes, embargo : str
        Local times of ``zone``.
    hours : int
        How long may be objected to a version [hours].
    coalition : str
        The coalition that confirmed signatures enter; by default the name of the draft.
    released : Moment
        When the desk released the public list.
    """

    kind: str = column(Choice(tuple(CIRCULATIONS)))
    host: Wording = wording()
    opens: Moment | None = instant()
    closes: str = column(LOCAL_TIME, "")
    zone: str = column(ZONE, "")
    carry: str = choice(*CARRIES, default="resign")
    breaks: str = choice(*REACHES, default="own")
    hours: int | None = number(1, 8760, "hours", whole=True)
    reservations: bool = column(Flag(), default=False)
    dissociations: bool = column(Flag(), default=False)
    order: str = choice(*ORDERS, default="language")
    coalition: str = text()
    embargo: str = column(LOCAL_TIME, "")
    released: Moment | None = instant()

    @property
    def declared(self) -> CirculationKind:
        """The kind of circulation, with what each side does in it."""
        return CIRCULATIONS[self.kind]

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers that its kind and its terms admit."""
        closed = {name for name, is_admitted in (("reservation", self.reservations), ("dissociate", self.dissociations)) if not is_admitted}
        return tuple(one for one in self.declared.answers if one not in closed)

    @property
    def closing(self) -> dt.datetime | None:
        """The instant of the closing, which is in time; None where none is set."""
        return moment.typed(self.closes, self.zone) if self.closes else None

    @property
    def embargoed_until(self) -> dt.datetime | None:
        """The instant until which the public list is withheld; None where there is no embargo."""
        return moment.typed(self.embargo, self.zone) if self.embargo else None

    @property
    def objection_hours(self) -> int:
        """How long may be objected to a version [hours]."""
        return LEAST_HOURS if self.hours is None else self.hours


def circulation_faults(check: Check, row: Circulation) -> Iterator[Problem]:
    """Yield what does not fit: a time without its zone, a closing before the opening, an answer that the kind does not know."""
    for name in ("closes", "embargo"):
        for fault in deadline_faults(getattr(row, name), row.zone):
            yield check.fault(fault.code, f"circulation.{'zone' if fault.in_zone else name}", fault.allowed, fault.found)
            return
    closing = row.closing
    if row.opens is not None and closing is not None and closing <= row.opens.instant:
        yield check.fault("out-of-range", "circulation.closes", f"> {row.opens}", row.closes)
    for name, answer in (("reservations", "reservation"), ("dissociations", "dissociate")):
        if getattr(row, name) and answer not in row.declared.answers:
            yield check.fault("toml-value", f"circulation.{name}", "false", "true")
