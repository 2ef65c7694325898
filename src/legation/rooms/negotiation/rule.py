"""By which rule a negotiation room decides: as plain data of its first entry, and read.

Either ``{"share": "2/3", "strict": false, "veto": [side], "weights": {side: 1}}`` as in ``negotiations/NAME.toml``, or any tree of
:mod:`legation.methods.rule`: a leaf ``{"needed", "strict", "weights", "counted", "of"}``, ``{"count", "parts"}``, or ``{"part"}`` for what
must not hold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from legation.errors import BadValue
from legation.language import Message
from legation.methods.rule import VOTES, AtLeast, Rule, Tally, Unless, share_of_weights, unless_no_from
from legation.methods.rule.pieces import exact
from legation.methods.rule.tree import holds, members_of

__all__ = ["CAST", "is_carried", "rule_from", "rule_of", "rule_plain"]

CAST = {1: "yes", 0: "abstain", -1: "no"}
"""Votes of a room as rules name them."""
_COMING = (*CAST.values(), "absent")
"""What becomes of somebody who has not voted yet."""


def rule_plain(rule: Rule) -> dict[str, Any]:
    """Return a rule as plain data.

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> rule_plain(quota({"a": 2, "b": 1}, 2))
    {'needed': '2', 'strict': False, 'weights': {'a': '2', 'b': '1'}, 'counted': ['yes'], 'of': []}
    >>> rule_from(rule_plain(quota({"a": 2, "b": 1}, 2)), ("a", "b")) == quota({"a": 2, "b": 1}, 2)
    True
    """
    if isinstance(rule, AtLeast):
        return {"count": rule.count, "parts": [rule_plain(part) for part in rule.parts]}
    if isinstance(rule, Unless):
        return {"part": rule_plain(rule.part)}
    weights = None if rule.weights is None else {name: str(weight) for name, weight in rule.weights}
    return {
        "needed": str(rule.needed),
        "strict": rule.strict,
        "weights": weights,
        "counted": list(rule.counted),
        "of": list(rule.of),
    }


def rule_from(plain: Mapping[str, Any], sides: Sequence[str]) -> Rule:
    """Return the rule that plain data says, of some sides.

    Raises
    ------
    BadValue
        For another form, a number out of bounds, and a member that is no side.
    """
    rule = _compact(plain, sides) if "share" in plain else _tree(plain)
    strangers = set(members_of(rule)) - set(sides)
    if strangers:
        raise BadValue(Message("room.not-plain", found=min(strangers)))
    return rule


def rule_of(settings: Mapping[str, Any]) -> Rule | None:
    """Return the rule of a room by the settings of its first entry; None: all must agree."""
    if not settings.get("rule"):
        return None
    return _known(json.dumps(settings["rule"], sort_keys=True), tuple(str(one["id"]) for one in settings["sides"]))


@lru_cache(maxsize=256)
def _known(plain: str, sides: tuple[str, ...]) -> Rule:
    return rule_from(json.loads(plain), sides)


def is_carried(rule: Rule, votes: Mapping[str, str], waiting: Sequence[str] = ()) -> bool:
    """Whether votes carry something under a rule, whatever those who have not voted yet do; without such, as the votes stand.

    Of shares of those who vote, and of a veto, that is more than the votes so far: a first yes is no majority of those who vote, and
    nobody is outrun by the others.

    Examples
    --------
    >>> from legation.methods.rule import share_of_voting
    >>> half = share_of_voting("1/2", ("a", "b", "c"), strict=True)
    >>> is_carried(half, {"a": "yes"}, ("b", "c")), is_carried(half, {"a": "yes", "b": "yes"}, ("c",)), is_carried(half, {"a": "yes"})
    (False, True, True)
    """
    if not waiting:
        return holds(rule, votes)
    return _certainly(rule, votes, frozenset(waiting), wanted=True)


def _certainly(rule: Rule, votes: Mapping[str, str], waiting: frozenset[str], *, wanted: bool) -> bool:
    """Whether a rule is certain to hold, or certain not to."""
    if isinstance(rule, Unless):
        return _certainly(rule.part, votes, waiting, wanted=not wanted)
    if isinstance(rule, AtLeast):
        sure = sum(_certainly(part, votes, waiting, wanted=wanted) for part in rule.parts)
        return sure >= (rule.count if wanted else len(rule.parts) - rule.count + 1)
    options = [rule.score(vote) for vote in _COMING]
    open_to = min(options) if wanted else max(options)
    weights = dict.fromkeys({*votes, *waiting}, Fraction(1)) if rule.weights is None else dict(rule.weights)
    total = Fraction(0)
    for name, weight in weights.items():
        total += weight * (open_to if name in waiting else rule.score(votes.get(name, "absent")))
    bar = Fraction(0) if rule.of else rule.needed
    passes = total > bar if rule.strict else total >= bar
    cast = (set(_COMING) <= set(rule.of) if name in waiting else votes.get(name, "absent") in rule.of for name in weights if weights[name])
    if rule.of and not any(cast):
        return not wanted and not passes  # a share of nobody, or of those who weigh nothing, may be all that there is
    return passes == wanted


def _compact(plain: Mapping[str, Any], sides: Sequence[str]) -> Rule:
    if not set(plain) <= {"share", "strict", "veto", "weights"}:
        raise BadValue(Message("room.not-plain", found=min(set(plain) - {"share", "strict", "veto", "weights"})))
    weights = plain.get("weights") or {}
    veto = plain.get("veto") or []
    if not isinstance(weights, Mapping) or not isinstance(veto, list | tuple) or not {*weights, *veto} <= set(sides):
        raise BadValue(Message("room.not-plain", found="weights"))
    rule = share_of_weights({side: weights.get(side, 1) for side in sides}, _number(plain["share"]), _flag(plain.get("strict", False)))
    return unless_no_from(rule, veto) if veto else rule


def _tree(plain: Any) -> Rule:
    if not isinstance(plain, Mapping):
        raise BadValue(Message("room.not-plain", found=type(plain).__name__))
    if set(plain) == {"part"}:
        return Unless(_tree(plain["part"]))
    if set(plain) == {"count", "parts"}:
        parts, count = plain["parts"], plain["count"]
        if not isinstance(parts, list | tuple) or type(count) is not int or not 1 <= count <= len(parts):
            raise BadValue(Message("room.not-plain", found="parts"))
        return AtLeast(count, tuple(_tree(part) for part in parts))
    if "needed" not in plain or not set(plain) <= {"needed", "strict", "weights", "counted", "of"}:
        raise BadValue(Message("room.not-plain", found="rule"))
    return _leaf(plain)


def _leaf(plain: Mapping[str, Any]) -> Tally:
    weights, counted, of = plain.get("weights"), plain.get("counted", ["yes"]), plain.get("of", [])
    for names in (counted, of):
        if not isinstance(names, list | tuple) or not all(name in VOTES for name in names):
            raise BadValue(Message("room.not-plain", found="votes"))
    if weights is not None and (not isinstance(weights, Mapping) or not weights):
        raise BadValue(Message("room.not-plain", found="weights"))
    listed = None if weights is None else tuple((str(name), _number(weight)) for name, weight in weights.items())
    needed = _number(plain["needed"])
    if needed < 0 or (of and needed > 1) or any(weight < 0 for _, weight in listed or ()):
        raise BadValue(Message("room.not-plain", found="needed"))
    return Tally(listed, needed, _flag(plain.get("strict", False)), counted=tuple(counted), of=tuple(of))


def _number(given: Any) -> Fraction:
    if isinstance(given, bool) or not isinstance(given, int | str) or len(str(given)) > 40:
        raise BadValue(Message("room.not-plain", found=type(given).__name__))
    return exact(given, "rule")


def _flag(given: Any) -> bool:
    if not isinstance(given, bool):
        raise BadValue(Message("room.not-plain", found=type(given).__name__))
    return given
