"""Our own limits in a negotiation, from ``mandate.toml``: which party we are, our floor, our red lines. For owners alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.dossier.parts.toml_record import wrong_value
from legation.dossier.problem import Problem, problem, stop_at
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.negotiation import Domain
from legation.questions.base.case import Case
from legation.questions.deals.negotiation.inputs import Package, Talks, find_negotiation

__all__ = ["Limits", "find_limits"]

_PART = "mandate.toml"
_FIELDS = ("party", "floor", "red_lines")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Our limits in a negotiation.

    Attributes
    ----------
    us : int
        Which of the compared parties we are.
    floor : float
        The points below which we sign nothing.
    red : tuple of (issue, option)
        What we cannot sign.
    permitted : tuple of tuple of int
        By issue the options that are left.
    domain : Domain or None
        Of what is left, with our floor in place of any that others think we have; None where an issue has no option left.
    """

    talks: Talks
    us: int
    floor: float
    red: tuple[tuple[int, int], ...]
    permitted: tuple[tuple[int, ...], ...]
    domain: Domain | None

    def package(self, left: Sequence[int]) -> Package:
        """Return a package of the domain that is left as one of the whole."""
        return tuple(options[k] for options, k in zip(self.permitted, left, strict=True))

    def permitted_part(self, domain: Domain) -> Domain:
        """Return what is left of a domain with the same parties and issues, under our floor.

        Raises
        ------
        BadValue
            Where an issue has no option left.
        """
        return _left(domain, self.us, self.floor, self.permitted)

    def crossed(self, package: Sequence[int]) -> tuple[int, ...]:
        """Return the issues on which a package crosses a red line."""
        return tuple(issue for issue, option in self.red if package[issue] == option)


def find_limits(case: Case, name: str) -> Limits:
    """Return our limits in the negotiation that was asked for, or in the first of which the mandate speaks.

    Raises
    ------
    NotAvailable
        Without a mandate that the reader may see, or without the negotiation in it.
    DossierError
        Where the mandate does not fit the negotiation.
    """
    mandate = case.dossier.mandate.negotiation if case.dossier.mandate is not None else {}
    wanted = name or next((one for one in mandate if f"negotiations/{one}.toml" in case.dossier.files), "")
    if not mandate:
        raise NotAvailable(Message("what-can-we-live-with.no-mandate"))
    talks = find_negotiation(case, wanted)
    entry = mandate.get(talks.model.id)
    if entry is None:
        raise NotAvailable(Message("what-can-we-live-with.not-in-mandate", name=talks.model.id, there=tuple(mandate)))
    problems = list(_faults(talks, entry))
    stop_at(problems)
    us = next(place for place, one in enumerate(talks.valued) if one.party.id == entry["party"])
    named: Mapping[str, Sequence[str]] = entry.get("red_lines", {})
    red = tuple(
        (i, matter.names.index(option)) for i, matter in enumerate(talks.model.issues) for option in dict.fromkeys(named.get(matter.id, ()))
    )
    permitted = tuple(tuple(k for k, _ in enumerate(matter.options) if (i, k) not in red) for i, matter in enumerate(talks.model.issues))
    floor = float(entry["floor"])
    return Limits(
        talks=talks,
        us=us,
        floor=floor,
        red=red,
        permitted=permitted,
        domain=_left(talks.domain, us, floor, permitted) if all(permitted) else None,
    )


def _left(domain: Domain, us: int, floor: float, permitted: Sequence[Sequence[int]]) -> Domain:
    reservation = [float(value) if np.isfinite(value) else None for value in domain.reservation]
    reservation[us] = floor
    return Domain(
        scores=[table[:, list(options)] for table, options in zip(domain.tables, permitted, strict=True)],
        reservation=reservation,
        issue_names=domain.issue_names,
        party_names=domain.party_names,
    )


def _faults(talks: Talks, entry: Any) -> Iterator[Problem]:
    at = f"negotiation.{talks.model.id}"
    if not isinstance(entry, Mapping):
        yield wrong_value(_PART, at, " | ".join(_FIELDS), entry)
        return
    parties = [one.party.id for one in talks.valued]
    for key in entry:
        if key not in _FIELDS:
            yield problem("unknown-key", _PART, None, f"{at}.{key}", allowed=" | ".join(_FIELDS), found=key)
    if entry.get("party") not in parties:
        yield wrong_value(_PART, f"{at}.party", " | ".join(parties), entry.get("party", ""))
    floor = entry.get("floor", "")
    if type(floor) not in (int, float) or not math.isfinite(floor) or abs(floor) > 1e12:
        yield wrong_value(_PART, f"{at}.floor", "0, 1, 2.5, ...", floor)
    lines = entry.get("red_lines", {})
    options = {matter.id: matter.names for matter in talks.model.issues}
    if not isinstance(lines, Mapping):
        yield wrong_value(_PART, f"{at}.red_lines", '{ issue = ["option"] }', lines)
        return
    for issue, found in lines.items():
        if issue not in options:
            yield wrong_value(_PART, f"{at}.red_lines", " | ".join(options), issue)
        elif not isinstance(found, list) or not all(isinstance(one, str) and one in options[issue] for one in found):
            yield wrong_value(_PART, f"{at}.red_lines.{issue}", " | ".join(options[issue]), found)
