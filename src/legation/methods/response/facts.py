"""The tables of this family: measures, legal conditions, regimes, norms, families of the EU toolbox, costs to firms.

Minimum probabilities are this product's proposal, composed for a desk to change; they are no law. The sources stand with each row; where
``verified`` is false the place in the source was not looked up.

The eleven norms of 2015 (A/70/174, paragraph 13) are voluntary. Each is taken apart into what would have to be shown; people answer. No
number comes of it, and no finding of breach: where all is shown, that is what is said.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

from legation.errors import BadValue

__all__ = [
    "Condition",
    "Family",
    "Measure",
    "Norm",
    "NormFacts",
    "Regime",
    "VictimFact",
    "conditions",
    "families",
    "measure_of",
    "measures",
    "norm_by_norm",
    "norms",
    "regimes",
    "victim_facts",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something that an injured party may do.

    Attributes
    ----------
    id : str
    track : bool
        A track refers to the legal adviser and opens only by its conditions; a rung is ordinary diplomacy.
    who : tuple of str
        Kinds of actors that may take it.
    minimum : float or None
        Least probability [0 to 1]; None: none is asked for.
    public : bool
        Whether it has to be borne out by evidence that can be made public.
    conditions : tuple of str
        All must hold.
    source : tuple of str
        Instrument and place in it: ``arsiwa 25(1)(a)``.
    verified : bool
    """

    id: str
    track: bool
    who: tuple[str, ...]
    minimum: float | None = None
    public: bool = False
    conditions: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A legal condition; ``contested``: states differ on what it asks for."""

    id: str
    source: tuple[str, ...]
    verified: bool = True
    contested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A regime of listing, with what it asks for beside the conditions of the track."""

    id: str
    source: tuple[str, ...]
    conditions: tuple[str, ...]
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """One of the eleven norms of 2015: voluntary, not binding.

    ``of`` says whose conduct it is about: ``accused`` (the party held responsible), ``host`` (where it came from), ``own`` (our own duty).
    """

    id: str
    of: str
    source: tuple[str, ...]
    elements: tuple[str, ...]
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of the EU toolbox; ``attribution``: ``no``, ``partly``, ``yes``, or ``listing`` (persons and entities, not a state)."""

    id: str
    attribution: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimFact:
    """What happened to a firm that had been hit, after states had named a state.

    ``date`` (when, or by when) and ``known`` (since when it was public) are written YYYY-MM-DD; ``cited`` is who or what says so.
    """

    id: str
    date: str
    known: str
    cited: str
    firm: str
    other: str
    source: str


@functools.cache
def measures() -> tuple[Measure, ...]:
    """Return every measure: the ladder from the lowest rung, then the tracks.

    >>> [one.id for one in measures() if one.track]
    ['criminal-charges', 'listing', 'countermeasures', 'necessity', 'self-defence']
    """
    table = _read("measures.toml")
    ladder = [_made(Measure, row, track=False) for row in table["rung"]]
    return (*ladder, *(_made(Measure, row, track=True) for row in table["track"]))


@functools.cache
def measure_of() -> Mapping[str, Measure]:
    """Return the measures by id."""
    return MappingProxyType({one.id: one for one in measures()})


@functools.cache
def conditions() -> Mapping[str, Condition]:
    """Return the conditions by id, in the order of the tracks."""
    return MappingProxyType({row["id"]: _made(Condition, row) for row in _read("measures.toml")["condition"]})


@functools.cache
def regimes() -> Mapping[str, Regime]:
    """Return the regimes of listing by id.

    >>> regimes()["EU"].conditions
    ('external-threat', 'significant-effect', 'unanimity')
    """
    return MappingProxyType({row["id"]: _made(Regime, row) for row in _read("measures.toml")["regime"]})


@functools.cache
def norms() -> tuple[Norm, ...]:
    """Return the eleven norms in their order, (a) to (k)."""
    return tuple(_made(Norm, row) for row in _read("facts.toml")["norm"])


@functools.cache
def families() -> tuple[Family, ...]:
    """Return the families of the EU toolbox."""
    return tuple(_made(Family, row) for row in _read("facts.toml")["family"])


@functools.cache
def victim_facts() -> tuple[VictimFact, ...]:
    """Return what became of insurance claims of firms after NotPetya had been attributed, by when it was public."""
    return tuple(_made(VictimFact, row) for row in _read("facts.toml")["victim"])


@functools.cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


def _made(record: Any, row: Mapping[str, Any], **given: Any) -> Any:
    return record(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}, **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class NormFacts:
    """A norm and what is recorded for it.

    Attributes
    ----------
    norm : Norm
    state : {"shown", "gaps", "against", "untouched"}
        All elements answered yes; some open, none answered no; one at least answered no; nothing recorded.
    shown, against, missing : tuple of str
        Elements by answer, in the norm's order.
    """

    norm: Norm
    state: str
    shown: tuple[str, ...]
    against: tuple[str, ...]
    missing: tuple[str, ...]


def norm_by_norm(answers: Mapping[str, str]) -> tuple[NormFacts, ...]:
    """Return the eleven norms in their order with what is recorded.

    Parameters
    ----------
    answers : mapping of str to {"yes", "no", "unknown"}
        Element -> answer; what is not there is unknown.

    Raises
    ------
    BadValue
        For another element or answer.

    Examples
    --------
    >>> one = {found.norm.id: found for found in norm_by_norm({"c.territory": "yes"})}["c"]
    >>> one.state, one.missing
    ('gaps', ('c.wrongful', 'c.knowing'))
    """
    known = {element for norm in norms() for element in norm.elements}
    for name, answer in answers.items():
        if name not in known:
            raise BadValue(f"element must be {' | '.join(sorted(known))} (got {name!r}); correct it")
        if answer not in ("yes", "no", "unknown"):
            raise BadValue(f"answer to {name!r} must be yes | no | unknown (got {answer!r}); it is unknown where nobody knows")
    found = []
    for norm in norms():
        by = {answer: tuple(e for e in norm.elements if answers.get(e, "unknown") == answer) for answer in ("yes", "no", "unknown")}
        state = "against" if by["no"] else "shown" if not by["unknown"] else "gaps" if by["yes"] else "untouched"
        found.append(NormFacts(norm=norm, state=state, shown=by["yes"], against=by["no"], missing=by["unknown"]))
    return tuple(found)
