"""Precedents: how like an earlier incident is, and by which features.

Similarity is the share of this incident's features on which the earlier one agrees (Gower's coefficient, with what is not known of the
earlier one counted as no agreement, so that a case of which little is known never comes first by its one matching feature). Texts agree or
differ, lists by the share they have in common, numbers by their distance over the scale.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from legation.errors import BadValue

__all__ = ["Feature", "Similar", "similar"]

Feature: TypeAlias = "str | float | tuple[str, ...]"
_AGREES, _DIFFERS = 0.8, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """An earlier incident beside this one.

    Attributes
    ----------
    id : str
    similarity : float
        0 to 1.
    agreement : mapping of str to float
        By feature that both have, 0 to 1.
    agree, partly, differ, unknown : tuple of str
        Features by their agreement (above 0.8, between, below 0.2), and those that the earlier one lacks; in this incident's order.
    """

    id: str
    similarity: float
    agreement: Mapping[str, float]
    agree: tuple[str, ...]
    partly: tuple[str, ...]
    differ: tuple[str, ...]
    unknown: tuple[str, ...]


def similar(
    features: Mapping[str, Feature], precedents: Mapping[str, Mapping[str, Feature]], scales: Mapping[str, float] | None = None
) -> tuple[Similar, ...]:
    """Return the precedents, the most similar first; equals by id.

    Parameters
    ----------
    features : mapping of str to str, number or tuple of str
        Of this incident; at least one.
    precedents : mapping of str to mapping
        Id -> features.
    scales : mapping of str to float, optional
        Length of a number's scale, above 0; without it the span of the values there are.

    Raises
    ------
    BadValue
        Without a feature, and where two values of one feature are not of one kind.

    References
    ----------
    Gower 1971, doi:10.2307/2528823.

    Examples
    --------
    >>> earlier = {"a": {"target": "energy", "severity": 7}, "b": {"target": "bank"}}
    >>> found = similar({"target": "energy", "severity": 5}, earlier, {"severity": 10})
    >>> [(one.id, one.similarity, one.agree, one.unknown) for one in found]
    [('a', 0.9, ('target',), ()), ('b', 0.0, (), ('severity',))]
    """
    if not features:
        raise BadValue("features must be at least one (got none); describe the incident by what others can be compared on")
    found = []
    for name, given in precedents.items():
        agreement = {
            feature: _agreement(feature, value, given[feature], _scale(feature, value, precedents, scales))
            for feature, value in features.items()
            if feature in given
        }
        order = tuple(features)
        found.append(
            Similar(
                id=name,
                similarity=math.fsum(agreement.values()) / len(features),
                agreement=agreement,
                agree=tuple(f for f in order if f in agreement and agreement[f] > _AGREES),
                partly=tuple(f for f in order if f in agreement and _DIFFERS <= agreement[f] <= _AGREES),
                differ=tuple(f for f in order if f in agreement and agreement[f] < _DIFFERS),
                unknown=tuple(f for f in order if f not in agreement),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.similarity, one.id)))


def _scale(
    feature: str, value: Feature, precedents: Mapping[str, Mapping[str, Feature]], scales: Mapping[str, float] | None
) -> float | None:
    if not _is_number(value):
        return None
    if scales and feature in scales:
        if not (math.isfinite(scales[feature]) and scales[feature] > 0):
            raise BadValue(f"scale of {feature!r} must be above 0 (got {scales[feature]!r}); give the length of the scale")
        return scales[feature]
    numbers = [value, *(one[feature] for one in precedents.values() if feature in one and _is_number(one[feature]))]
    return max(numbers) - min(numbers)  # type: ignore[operator]


def _agreement(feature: str, one: Feature, other: Feature, scale: float | None) -> float:
    if _is_number(one) and _is_number(other):
        distance = abs(one - other)  # type: ignore[operator]
        return 1.0 if not distance else max(0.0, 1 - distance / scale) if scale else 0.0
    if isinstance(one, str) and isinstance(other, str):
        return float(one.strip().casefold() == other.strip().casefold())
    if _is_list(one) and _is_list(other):
        first, second = ({str(item).strip().casefold() for item in items} for items in (one, other))  # type: ignore[union-attr]
        return len(first & second) / len(first | second) if first | second else 1.0
    raise BadValue(f"feature {feature!r} must be values of one kind (got {one!r} and {other!r}); write both alike")


def _is_number(value: Feature) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _is_list(value: Feature) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
