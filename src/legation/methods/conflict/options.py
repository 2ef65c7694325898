"""The option form of a conflict: who can choose what, and which combinations can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.statement import read_for

__all__ = ["DIRECTIONS", "MOST_STATES", "OptionForm", "option_form"]

Codes: TypeAlias = npt.NDArray[np.int64]

DIRECTIONS = ("both", "on_only", "off_only")
"""An option can be taken and taken back; once taken it stays; once dropped it is gone."""
MOST_STATES = 2**22
_MOST_OPTIONS = 62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OptionForm:
    """Options and states.

    Attributes
    ----------
    names : tuple of str
        All options in the order of their owners; character k of a state is option k, 1 where it is taken.
    owner : tuple of int
        The number of the decision maker of each option.
    direction : tuple of str
        ``both``, ``on_only`` or ``off_only``.
    codes : ndarray of int64, shape (n_states,)
        Bit k of a state's code is option k.
    whole : bool
        Whether every combination is feasible, in the order of counting with the first option fastest.
    """

    names: tuple[str, ...]
    owner: tuple[int, ...]
    direction: tuple[str, ...]
    codes: Codes
    whole: bool
    _ascending: tuple[Codes, npt.NDArray[np.int64]] = field(repr=False)

    def own(self, decision_maker: int) -> int:
        """Return the bits of a decision maker's options."""
        return sum(1 << k for k, owner in enumerate(self.owner) if owner == decision_maker)

    def one_way(self, direction: str) -> int:
        """Return the bits of the options of one direction."""
        return sum(1 << k for k, found in enumerate(self.direction) if found == direction)

    def name(self, state: int) -> str:
        """Return a state as a bit string."""
        code = int(self.codes[state])
        return "".join("1" if code >> k & 1 else "0" for k in range(len(self.names)))

    def at(self, code: int) -> int | None:
        """Return the state of a code; None where that is not feasible."""
        codes, states = self._ascending
        place = int(np.searchsorted(codes, code))
        return int(states[place]) if place < len(codes) and codes[place] == code else None

    def number(self, bits: object) -> int | None:
        """Return the state of a bit string; None for what is none, or is not feasible."""
        if not isinstance(bits, str) or len(bits) != len(self.names) or bits.strip("01"):
            return None
        return self.at(int(bits[::-1], 2))

    def chosen(self) -> dict[str, npt.NDArray[np.bool_]]:
        """Return for each option in which states it is taken."""
        return _chosen(self.names, self.codes)


def option_form(
    options: Mapping[str, Sequence[str]],
    feasible: Sequence[str] | None,
    rules: Sequence[str],
    direction: Mapping[str, str],
) -> OptionForm:
    """Put options and states together; parameters and errors are those of ``GraphModel.from_options``."""
    names = tuple(name for own in options.values() for name in own)
    owner = tuple(number for number, own in enumerate(options.values()) for _ in own)
    _check(options, names, direction)
    codes, whole = _codes(names, feasible)
    if rules:
        chosen = _chosen(names, codes)
        holds = np.ones(len(codes), np.bool_)
        for number, text in enumerate(rules, start=1):
            holds &= read_for(text, chosen, f"rules {number}").holds(chosen)
            if not holds.any():
                raise BadValue(f"rules {number} must be statements that some state keeps (got none left with {text!r}); they contradict")
        codes, whole = codes[holds], whole and bool(holds.all())
    by_code = np.argsort(codes)
    directions = tuple(direction.get(name, "both") for name in names)
    return OptionForm(names=names, owner=owner, direction=directions, codes=codes, whole=whole, _ascending=(codes[by_code], by_code))


def _check(options: Mapping[str, Sequence[str]], names: tuple[str, ...], direction: Mapping[str, str]) -> None:
    for maker, own in options.items():
        if isinstance(own, str) or not len(own):
            raise BadValue(f"options of {maker} must be a list of one option or more (got {own!r}); who can choose nothing is left out")
        wrong = [name for name in own if not isinstance(name, str) or not name.strip()]
        if wrong:
            raise BadValue(f"options of {maker} must be names (got {wrong[0]!r}); name every option")
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise BadValue(f"options must have each name once (got {twice!r} twice); name the options apart, also those of two decision makers")
    if len(names) > _MOST_OPTIONS:
        raise BadValue(f"options must be {_MOST_OPTIONS} (got {len(names)}); join options that go together")
    for name, way in direction.items():
        if name not in names:
            raise BadValue(f"direction must be options {', '.join(names)} (got {name!r}); correct the name")
        if way not in DIRECTIONS:
            raise BadValue(f"direction of {name} must be {' | '.join(DIRECTIONS)} (got {way!r}); correct it")


def _codes(names: tuple[str, ...], feasible: Sequence[str] | None) -> tuple[Codes, bool]:
    width = len(names)
    if feasible is None:
        if 2**width > MOST_STATES:
            raise BadValue(
                f"options must be {MOST_STATES} states where all combinations count (got 2^{width} of {width} options); list the "
                "feasible states, or join options that go together"
            )
        return np.arange(2**width, dtype=np.int64), True
    if isinstance(feasible, str) or not len(feasible):
        raise BadValue(f"feasible must be a list of one state or more (got {feasible!r}); leave it out where every combination can be")
    if len(feasible) > MOST_STATES:
        raise BadValue(f"feasible must be {MOST_STATES} states (got {len(feasible)}); join options that go together")
    wrong = next((s for s in feasible if not isinstance(s, str) or len(s) != width or s.strip("01")), None)
    if wrong is not None:
        raise BadValue(f"feasible must be {width} characters 0 or 1, one for each option (got {wrong!r}); correct the state")
    codes = np.array([int(state[::-1], 2) for state in feasible], np.int64)
    seen, counts = np.unique(codes, return_counts=True)
    if len(seen) < len(codes):
        twice = format(int(seen[counts > 1][0]), f"0{width}b")[::-1]
        raise BadValue(f"feasible must have each state once (got {twice!r} twice); delete one")
    return codes, False


def _chosen(names: tuple[str, ...], codes: Codes) -> dict[str, npt.NDArray[np.bool_]]:
    return {name: (codes >> k & 1).astype(np.bool_) for k, name in enumerate(names)}
